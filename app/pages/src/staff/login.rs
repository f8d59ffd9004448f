//! Signing in: login and password, then a passkey or the code of the second factor; and the way back in with a recovery code.

use leptos::prelude::*;
use model::{Fault, FaultKind, Field};

use super::{
    frame::door_page,
    parts::{Control, Kind, Mistake, control, notice_wait, place, summary},
    passkeys::{PasskeyOffer, offered, refusal},
};
use crate::{
    Html, View,
    components::{Tone, hidden, notice},
    layout::{Head, Switch},
    locales::{
        faults,
        staff::{entry, passkeys},
    },
};

/// Why the sign-in page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginNotice {
    /// The member signed out.
    SignedOut,
    /// The session ended, after idle or absolute time or because it was revoked.
    SessionEnded,
}

/// `/staff/login`, posts `login`, `password` and `next` to itself.
#[derive(Debug, Clone, Default)]
pub struct LoginPage {
    /// What was typed as sign-in name.
    pub login: String,
    /// A path of this portal to go to afterwards; empty for the queue.
    pub next: String,
    /// `Field::Login`, `Wrong`: name and password do not fit together.
    pub faults: Vec<Fault>,
    /// Seconds until the next try is heard, after several wrong ones.
    pub wait_seconds: Option<u64>,
    /// Why this page is shown.
    pub notice: Option<LoginNotice>,
}

/// `/staff/login/code`, posts `code`, or a passkey's `answer`, and `ticket` to itself.
#[derive(Debug, Clone, Default)]
pub struct CodePage {
    /// Hidden value that carries the first step, if the server puts it into the form rather than a cookie.
    pub ticket: String,
    /// A fault at `Field::Code`.
    pub faults: Vec<Fault>,
    /// Whether a passkey will do instead.
    pub passkey: PasskeyOffer,
    /// Seconds until the next try is heard.
    pub wait_seconds: Option<u64>,
}

/// `/staff/recover`, posts `login`, `code` (the recovery code), `password` (the new one) and `password_again` to itself.
#[derive(Debug, Clone, Default)]
pub struct RecoverPage {
    /// What was typed as sign-in name.
    pub login: String,
    /// `Field::Code`, `Wrong`: name and code do not fit together; `Field::Password`, `Unknown`: the two passwords differ.
    pub faults: Vec<Fault>,
    /// Seconds until the next try is heard.
    pub wait_seconds: Option<u64>,
}

/// The first step of signing in.
pub fn login_page(view: &View, page: &LoginPage) -> Html {
    let texts = entry::texts(view.locale);
    let wrong = entry_mistakes(view, texts, &page.faults);
    let head = Head::new(texts.login_title).with_faults(wrong.len()).with_switch(Switch::Links);
    door_page(view, head, || {
        view! {
            {summary(view, &wrong)}
            <h1>{texts.login_title}</h1>
            {page.notice.map(|reason| notice(Tone::Plain, view! { <p>{notice_text(texts, reason)}</p> }))}
            {notice_wait(page.wait_seconds, texts.wait)}
            <form id="login-form" class="door" method="post" action=view.href("/staff/login")>
                {hidden("next", page.next.clone())}
                {control(view, Control::new("login", "login", texts.login, &page.login).autocomplete("username"), &wrong)}
                {control(view, Control::password("password", texts.password, "current-password"), &wrong)}
                <button type="submit" class="button">{texts.sign_in}</button>
            </form>
            <p><a href=view.href("/staff/recover")>{texts.forgot}</a></p>
            <p class="small">{texts.not_staff}<a href=view.href("/")>{texts.not_staff_link}</a></p>
        }
        .into_any()
    })
}

fn notice_text(texts: &'static entry::Texts, reason: LoginNotice) -> &'static str {
    match reason {
        LoginNotice::SignedOut => texts.signed_out,
        LoginNotice::SessionEnded => texts.session_ended,
    }
}

/// The second step of signing in.
pub fn code_page(view: &View, page: &CodePage) -> Html {
    let texts = entry::texts(view.locale);
    let mut wrong = entry_mistakes(view, texts, &page.faults);
    wrong.extend(refusal(view, page.passkey));
    let is_offered = page.passkey != PasskeyOffer::Absent;
    let (title, class) =
        if is_offered { (passkeys::texts(view.locale).second_title, "button-plain") } else { (texts.code_title, "button") };
    let head = Head::new(title).with_faults(wrong.len()).with_switch(Switch::Absent);
    door_page(view, if is_offered { head.with_passkey() } else { head }, || {
        view! {
            {summary(view, &wrong)}
            <h1>{title}</h1>
            {notice_wait(page.wait_seconds, texts.wait)}
            <form id="code-form" class="door" method="post" action=view.href("/staff/login/code")>
                {hidden("ticket", page.ticket.clone())}
                {offered(view, page.passkey, "/api/staff/login/passkey", "")}
                {code_control(view, texts, &wrong)}
                <button type="submit" class=class>{texts.go_on}</button>
            </form>
            <p><a href=view.href("/staff/recover")>{texts.phone_lost}</a></p>
        }
        .into_any()
    })
}

/// The field for the six digits of the second factor.
pub(super) fn code_control(view: &View, texts: &'static entry::Texts, wrong: &[Mistake]) -> AnyView {
    let code = Control::new("code", "code", texts.code, "").hint(texts.code_hint).kind(Kind::Digits).autocomplete("one-time-code");
    control(view, code, wrong)
}

/// Back in with a recovery code and a new password.
pub fn recover_page(view: &View, page: &RecoverPage) -> Html {
    let texts = entry::texts(view.locale);
    let wrong = recover_mistakes(view, texts, &page.faults);
    door_page(view, Head::new(texts.recover_title).with_faults(wrong.len()), || {
        view! {
            {summary(view, &wrong)}
            <h1>{texts.recover_title}</h1>
            <p>{texts.recover_intro}</p>
            {notice_wait(page.wait_seconds, texts.wait)}
            <form id="recover-form" class="door" method="post" action=view.href("/staff/recover")>
                {control(view, Control::new("login", "login", texts.login, &page.login).autocomplete("username"), &wrong)}
                {control(view, Control::new("code", "code", texts.recovery_code, "").hint(texts.recovery_hint), &wrong)}
                {control(view, Control::password("password", texts.new_password, "new-password").hint(texts.new_password_hint), &wrong)}
                {control(view, Control::password("password_again", texts.password_again, "new-password"), &wrong)}
                <button type="submit" class="button">{texts.recover}</button>
            </form>
            <p class="small">{texts.recover_colleague}</p>
        }
        .into_any()
    })
}

fn recover_mistakes(view: &View, texts: &'static entry::Texts, found: &[Fault]) -> Vec<Mistake> {
    let mut wrong = entry_mistakes(view, texts, found);
    for mistake in wrong.iter_mut().filter(|mistake| mistake.id.as_deref() == Some("code")) {
        mistake.message = texts.recover_wrong.to_owned();
    }
    wrong
}

/// Faults as sentences; `Field::Password` with `Unknown` says that the two typings of a new password differ.
pub(super) fn entry_mistakes(view: &View, texts: &'static entry::Texts, found: &[Fault]) -> Vec<Mistake> {
    let say = |fault: &Fault| match (fault.field, &fault.kind) {
        (Field::Password, FaultKind::Unknown) => {
            Mistake { id: Some("password_again".to_owned()), message: texts.password_differs.to_owned() }
        }
        (field, _) => Mistake { id: place("", field), message: faults::message(view.locale, fault) },
    };
    found.iter().map(say).collect()
}
