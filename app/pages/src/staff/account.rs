//! A member's own account: sessions, password, passkeys, recovery code.

use jiff::civil::DateTime;
use leptos::prelude::*;
use model::{Fault, FaultKind, Field, Role};

use super::{
    frame::{Desk, desk_page},
    parts::{Control, Mistake, control, lines, moment, moment_text, place, post, summary},
    welcome::role_list,
};
use crate::{
    Html, View,
    components::{Tone, hidden, notice},
    layout::Head,
    locales::{
        dates, faults,
        staff::{entry, passkeys, recovery as shares},
    },
};

/// One open session. Neither address nor browser is kept, so neither is shown.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// What the revoking form sends as `session`.
    pub id: String,
    /// Signed in at, local time.
    pub started: DateTime,
    /// Last used at, local time.
    pub last_used: DateTime,
    /// Ends at the latest at, local time.
    pub ends: DateTime,
    /// The one that asks.
    pub current: bool,
}

/// `/staff/account`. Posts: `/staff/account/password` (`password` the present one, `new_password`, `new_password_again`),
/// `/staff/account/sessions` (`session`, or `session=others`), `/staff/account/recovery` (nothing more).
#[derive(Debug, Clone)]
pub struct AccountPage {
    /// Who is signed in.
    pub desk: Desk,
    /// Sign-in name.
    pub login: String,
    /// Roles in the unit.
    pub roles: Vec<Role>,
    /// Open sessions, the asking one first.
    pub sessions: Vec<SessionRow>,
    /// Faults of the password form: `Field::Password` is the present password, `Field::Code` the new one (`Unknown`: the two typings
    /// differ).
    pub faults: Vec<Fault>,
    /// How many passkeys there are.
    pub passkeys: usize,
    /// Day on which the recovery code was made, `None` if there is none.
    pub recovery_made: Option<jiff::civil::Date>,
    /// No other member holds the unit's key: losing password and recovery code loses the cases.
    pub sole_key_holder: bool,
}

/// The account.
pub fn account_page(view: &View, page: &AccountPage) -> Html {
    let texts = entry::texts(view.locale);
    let wrong = password_mistakes(view, texts, &page.faults);
    desk_page(view, &page.desk, Head::new(texts.account_title).with_faults(wrong.len()), || {
        view! {
            {summary(view, &wrong)}
            <h1>{texts.account_title}</h1>
            <dl class="facts">
                <div><dt>{texts.login}</dt><dd>{page.login.clone()}</dd></div>
                <div><dt>{texts.account_unit}</dt><dd>{page.desk.unit.clone()}</dd></div>
            </dl>
            <h2>{texts.account_roles}</h2>
            {role_list(view, &page.roles)}
            {sessions(view, texts, page)}
            <section aria-labelledby="password-title">
                <h2 id="password-title">{texts.change_password}</h2>
                <p>{texts.happens}</p>
                {lines(&texts.password_happens)}
                {password_form(view, texts, page, &wrong)}
            </section>
            {passkeys(view, page)}
            {recovery(view, texts, page)}
            <p><a href=view.href("/staff/recovery")>{shares::texts(view.locale).title}</a></p>
        }
        .into_any()
    })
}

fn password_mistakes(view: &View, texts: &'static entry::Texts, found: &[Fault]) -> Vec<Mistake> {
    let say = |fault: &Fault| match (fault.field, &fault.kind) {
        (Field::Code, FaultKind::Unknown) => {
            Mistake { id: Some("new_password_again".to_owned()), message: texts.password_differs.to_owned() }
        }
        (Field::Code, kind) => {
            let as_password = Fault::new(Field::Password, kind.clone());
            Mistake { id: Some("new_password".to_owned()), message: faults::message(view.locale, &as_password) }
        }
        (field, _) => Mistake { id: place("", field), message: faults::message(view.locale, fault) },
    };
    found.iter().map(say).collect()
}

fn sessions(view: &View, texts: &'static entry::Texts, page: &AccountPage) -> AnyView {
    let rows = page.sessions.iter().map(|session| session_row(view, texts, page, session)).collect_view();
    let others = (page.sessions.len() > 1).then(|| {
        let fields = view! { {hidden("session", "others")}<button type="submit" class="button-plain">{texts.session_end_others}</button> };
        post(view, "/staff/account/sessions", "inline-form", &page.desk.csrf, fields)
    });
    view! {
        <section>
            <h2 id="sessions-title">{texts.sessions}</h2>
            <p class="small">{texts.sessions_note}</p>
            <div class="table-frame" role="region" aria-labelledby="sessions-title" tabindex="0">
                <table class="list">
                    <caption class="visually-hidden">{texts.sessions}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{texts.session_started}</th>
                            <th scope="col">{texts.session_used}</th>
                            <th scope="col">{texts.session_ends}</th>
                            <td></td>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {others}
        </section>
    }
    .into_any()
}

fn session_row(view: &View, texts: &'static entry::Texts, page: &AccountPage, session: &SessionRow) -> AnyView {
    let end = if session.current {
        view! { <span class="small">{texts.session_current}</span> }.into_any()
    } else {
        let label = (texts.session_end_label)(&moment_text(session.started));
        let fields = view! {
            {hidden("session", session.id.clone())}
            <button type="submit" class="as-link row-link" aria-label=label>{texts.session_end}</button>
        };
        post(view, "/staff/account/sessions", "inline-form", &page.desk.csrf, fields)
    };
    view! {
        <tr>
            <td>{moment(session.started)}</td>
            <td>{moment(session.last_used)}</td>
            <td>{moment(session.ends)}</td>
            <td>{end}</td>
        </tr>
    }
    .into_any()
}

fn password_form(view: &View, texts: &'static entry::Texts, page: &AccountPage, wrong: &[Mistake]) -> AnyView {
    let fields = view! {
        {control(view, Control::password("password", texts.present_password, "current-password"), wrong)}
        {control(view, Control::password("new_password", texts.new_password, "new-password").hint(texts.new_password_hint), wrong)}
        {control(view, Control::password("new_password_again", texts.password_again, "new-password"), wrong)}
        <button type="submit" class="button-plain">{texts.change_password}</button>
    };
    post(view, "/staff/account/password", "door", &page.desk.csrf, fields)
}

fn passkeys(view: &View, page: &AccountPage) -> AnyView {
    let texts = passkeys::texts(view.locale);
    let standing = if page.passkeys == 0 { texts.none.to_owned() } else { (texts.count)(page.passkeys) };
    view! {
        <section aria-labelledby="passkeys-title">
            <h2 id="passkeys-title">{texts.title}</h2>
            <p>{standing}" "<a href=view.href("/staff/account/passkeys")>{texts.manage}</a></p>
        </section>
    }
    .into_any()
}

fn recovery(view: &View, texts: &'static entry::Texts, page: &AccountPage) -> AnyView {
    let made = match page.recovery_made {
        Some(day) => (texts.recovery_made)(&dates::day(view.locale, day)),
        None => texts.recovery_missing.to_owned(),
    };
    let sole = page.sole_key_holder.then(|| notice(Tone::Careful, view! { <p>{texts.sole_holder}</p> }));
    let button = view! { <button type="submit" class="button-plain">{texts.recovery_new}</button> };
    view! {
        <section aria-labelledby="recovery-title">
            <h2 id="recovery-title">{texts.recovery_code}</h2>
            {sole}
            <p>{made}" "{texts.recovery_new_note}</p>
            {post(view, "/staff/account/recovery", "inline-form", &page.desk.csrf, button)}
        </section>
    }
    .into_any()
}
