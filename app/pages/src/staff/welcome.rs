//! The first sign-in: an invitation is taken up, the second factor set up, the recovery code shown once.

use leptos::prelude::*;
use model::{Fault, Role};

use super::{
    frame::door_page,
    login::{code_control, entry_mistakes},
    parts::{Control, control, lines, summary},
};
use crate::{
    Html, View,
    components::{
        Fact, Tone, facts, hidden, notice,
        slip::{code_groups, square},
    },
    layout::{Head, Switch},
    locales::{
        staff::{entry, words as staff_words},
        words,
    },
};

/// Whether an invitation still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InviteState {
    /// It can be taken up.
    Open,
    /// Unknown, used, revoked or too old: the same words for all.
    Gone,
}

/// `/staff/invite/{token}`, posts `login`, `name`, `password` and `password_again` to itself.
#[derive(Debug, Clone)]
pub struct InvitePage {
    /// Whether it can be taken up.
    pub state: InviteState,
    /// The path that the form posts to, with the token.
    pub path: String,
    /// A member who forgot the password sets up anew, rather than somebody new.
    pub renews: bool,
    /// Unit that invites.
    pub unit: String,
    /// Roles that the member will have.
    pub roles: Vec<Role>,
    /// Sign-in name as typed, or as the administrator proposed it.
    pub login: String,
    /// Display name as typed, or as the administrator proposed it.
    pub name: String,
    /// Faults at `Field::Login`, `Field::Name`, `Field::Password` (`Unknown`: the two typings differ).
    pub faults: Vec<Fault>,
}

/// `/staff/totp`, posts `code` and `ticket` to itself.
#[derive(Debug, Clone)]
pub struct TotpPage {
    /// `otpauth://` address that the picture holds.
    pub otpauth_url: String,
    /// The secret in base32, for typing in.
    pub secret: String,
    /// Hidden value that carries the secret sealed, if the server keeps none.
    pub ticket: String,
    /// Token for the hidden field `csrf`; empty before a session exists.
    pub csrf: String,
    /// A fault at `Field::Code`.
    pub faults: Vec<Fault>,
}

/// Shown once, as the answer to the request that made the code.
#[derive(Debug, Clone)]
pub struct RecoveryCodePage {
    /// The recovery code, grouped as it is to be written down.
    pub code: String,
    /// The path to go on to.
    pub next: String,
}

/// Taking up an invitation.
pub fn invite_page(view: &View, page: &InvitePage) -> Html {
    let texts = entry::texts(view.locale);
    if page.state == InviteState::Gone {
        return door_page(view, Head::new(texts.invite_gone_title), || {
            view! { <h1>{texts.invite_gone_title}</h1><p>{texts.invite_gone}</p> }.into_any()
        });
    }
    if page.renews {
        return renewal_page(view, page);
    }
    let title = (texts.invite_title)(&page.unit);
    let wrong = entry_mistakes(view, texts, &page.faults);
    door_page(view, Head::new(title.clone()).with_faults(wrong.len()), || {
        let login = Control::new("login", "login", texts.login, &page.login).hint(texts.login_hint).autocomplete("username");
        let name = Control::new("name", "name", texts.display_name, &page.name).hint(texts.display_name_hint).autocomplete("name");
        view! {
            {summary(view, &wrong)}
            <h1>{title}</h1>
            <h2>{texts.invite_roles}</h2>
            {role_list(view, &page.roles)}
            <form id="invite-form" class="door" method="post" action=view.href(&page.path)>
                {control(view, name, &wrong)}
                {control(view, login, &wrong)}
                {control(view, Control::password("password", texts.password, "new-password").hint(texts.new_password_hint), &wrong)}
                {control(view, Control::password("password_again", texts.password_again, "new-password"), &wrong)}
                {notice(Tone::Careful, view! { <p>{texts.invite_key_note}</p> })}
                <button type="submit" class="button">{texts.join}</button>
            </form>
        }
        .into_any()
    })
}

/// Setting up anew. Names and roles stay: there is only a password to choose, and something to lose.
fn renewal_page(view: &View, page: &InvitePage) -> Html {
    let texts = entry::texts(view.locale);
    let wrong = entry_mistakes(view, texts, &page.faults);
    door_page(view, Head::new(texts.renew_title).with_faults(wrong.len()), || {
        view! {
            {summary(view, &wrong)}
            <h1>{texts.renew_title}</h1>
            {facts(vec![Fact::text(texts.login, page.login.clone()), Fact::text(texts.account_unit, page.unit.clone())])}
            <h2>{texts.happens}</h2>
            {notice(Tone::Grave, lines(&texts.renew_happens))}
            <h2>{texts.account_roles}</h2>
            {role_list(view, &page.roles)}
            <form id="invite-form" class="door" method="post" action=view.href(&page.path)>
                {control(view, Control::password("password", texts.new_password, "new-password").hint(texts.new_password_hint), &wrong)}
                {control(view, Control::password("password_again", texts.password_again, "new-password"), &wrong)}
                {notice(Tone::Careful, view! { <p>{texts.invite_key_note}</p> })}
                <button type="submit" class="button-grave">{texts.renew_send}</button>
            </form>
        }
        .into_any()
    })
}

/// Roles with what each may do.
pub(crate) fn role_list(view: &View, roles: &[Role]) -> AnyView {
    let (shared, own) = (words::texts(view.locale), staff_words::texts(view.locale));
    let items =
        roles.iter().map(|&role| view! { <div><dt>{(shared.role)(role)}</dt><dd>{(own.role_note)(role)}</dd></div> }).collect_view();
    view! { <dl class="facts">{items}</dl> }.into_any()
}

/// Setting up the second factor.
pub fn totp_page(view: &View, page: &TotpPage) -> Html {
    let texts = entry::texts(view.locale);
    let wrong = entry_mistakes(view, texts, &page.faults);
    let head = Head::new(texts.totp_title).with_faults(wrong.len()).with_switch(Switch::Absent);
    door_page(view, head, || {
        view! {
            {summary(view, &wrong)}
            <h1>{texts.totp_title}</h1>
            <p>{texts.totp_scan}</p>
            {square(&page.otpauth_url, texts.totp_picture)}
            <p>{texts.totp_type}<code id="totp-secret" class="secret" translate="no">{page.secret.clone()}</code></p>
            <p>{texts.totp_confirm}</p>
            <form id="totp-form" class="door" method="post" action=view.href("/staff/totp")>
                {hidden("ticket", page.ticket.clone())}
                {hidden("csrf", page.csrf.clone())}
                {code_control(view, texts, &wrong)}
                <button type="submit" class="button">{texts.go_on}</button>
            </form>
        }
        .into_any()
    })
}

/// The recovery code, once.
pub fn recovery_code_page(view: &View, page: &RecoveryCodePage) -> Html {
    let texts = entry::texts(view.locale);
    door_page(view, Head::new(texts.recovery_title).with_switch(Switch::Absent), || {
        view! {
            <h1>{texts.recovery_title}</h1>
            <div class="slip">
                <output id="recovery-code" class="receipt-code recovery-code" translate="no">{code_groups(&page.code)}</output>
                <p><strong>{texts.recovery_once}</strong></p>
                <p>{texts.recovery_what}</p>
            </div>
            <p class="small no-print">{texts.recovery_print}</p>
            <p class="no-print"><a class="button" href=view.href(&page.next)>{texts.recovery_kept}</a></p>
        }
        .into_any()
    })
}
