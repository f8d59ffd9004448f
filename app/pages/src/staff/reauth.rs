//! Password and second factor once more, before something that cannot be undone.

use leptos::prelude::*;
use model::Fault;

use super::{
    frame::{Desk, desk_page},
    login::{code_control, entry_mistakes},
    parts::{Control, control, notice_wait, post, summary},
    passkeys::{PasskeyOffer, offered, refusal},
};
use crate::{
    Html, View,
    components::hidden,
    layout::{Head, Switch},
    locales::staff::entry,
};

/// What the member is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReauthPurpose {
    /// Change keys: grant a unit key, make a new recovery code.
    Keys,
    /// Add or remove a passkey.
    Passkeys,
    /// Change who may do what.
    Members,
    /// Export.
    Export,
    /// Destroy a case.
    Destroy,
}

/// `/staff/reauth`, posts `password`, `code`, or a passkey's `answer`, and `next` to itself.
#[derive(Debug, Clone)]
pub struct ReauthPage {
    /// Who is signed in.
    pub desk: Desk,
    /// What for.
    pub purpose: ReauthPurpose,
    /// The path to go on to, within this portal.
    pub next: String,
    /// Faults at `Field::Password` or `Field::Code`.
    pub faults: Vec<Fault>,
    /// Whether a passkey will do instead of the code.
    pub passkey: PasskeyOffer,
    /// Seconds until the next try is heard.
    pub wait_seconds: Option<u64>,
}

/// Confirming who one is.
pub fn reauth_page(view: &View, page: &ReauthPage) -> Html {
    let texts = entry::texts(view.locale);
    let mut wrong = entry_mistakes(view, texts, &page.faults);
    wrong.extend(refusal(view, page.passkey));
    let is_offered = page.passkey != PasskeyOffer::Absent;
    let purpose = match page.purpose {
        ReauthPurpose::Keys => texts.reauth_keys,
        ReauthPurpose::Passkeys => texts.reauth_passkeys,
        ReauthPurpose::Members => texts.reauth_members,
        ReauthPurpose::Export => texts.reauth_export,
        ReauthPurpose::Destroy => texts.reauth_destroy,
    };
    let head = Head::new(texts.reauth_title).with_faults(wrong.len()).with_switch(Switch::Absent);
    desk_page(view, &page.desk, if is_offered { head.with_passkey() } else { head }, || {
        let fields = view! {
            {hidden("next", page.next.clone())}
            {control(view, Control::password("password", texts.password, "current-password"), &wrong)}
            {offered(view, page.passkey, "/api/staff/reauth/passkey", &page.desk.csrf)}
            {code_control(view, texts, &wrong)}
            <button type="submit" class=if is_offered { "button-plain" } else { "button" }>{texts.confirm}</button>
        };
        view! {
            {summary(view, &wrong)}
            <h1>{texts.reauth_title}</h1>
            <p>{purpose}</p>
            {notice_wait(page.wait_seconds, texts.wait)}
            {post(view, "/staff/reauth", "door", &page.desk.csrf, fields)}
        }
        .into_any()
    })
}
