//! Pages for what went wrong. What a person typed comes back, so that it can be sent again.

use leptos::prelude::*;

use crate::{
    Html, View,
    components::{hidden, text_box},
    layout::{self, Head, Switch},
    locales::errors::{self, Words},
};

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// 404. The same page for what does not exist and for what is another unit's.
    NotFound,
    /// 405.
    MethodNotAllowed,
    /// 409.
    Conflict,
    /// 410: a case that nobody can open any more.
    KeyDestroyed,
    /// 413.
    TooLarge,
    /// 400, 415 or 422 without a form to show again.
    Unreadable,
    /// 401: a member's form that came after the session had ended.
    SignedOut,
    /// 403: a member's form from a page of an earlier session.
    Stale,
    /// 403: a form sent from another site.
    Refused,
    /// 403: a member who lacks a role or a key.
    Forbidden,
    /// 429, with the seconds to wait.
    TooMany(u64),
    /// 500, with the number that the log carries too.
    Internal(String),
    /// 503, with the seconds to wait.
    Unavailable(u64),
    /// The same, of files: no browser sends them again by itself.
    FilesAway(u64),
}

/// Who sees the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Reporters and the public: with quick exit and public navigation.
    Public,
    /// Staff.
    Staff,
}

/// A form that was not taken.
#[derive(Clone)]
pub struct KeptForm {
    /// The path it posts to, without language and mode.
    pub action: String,
    /// Its fields in order.
    pub fields: Vec<(String, String)>,
}

/// What the page shows.
pub struct ErrorPage {
    /// What went wrong.
    pub problem: Problem,
    /// Who sees it.
    pub audience: Audience,
    /// What was typed.
    pub kept: Option<KeptForm>,
}

/// The page.
pub fn error_page(view: &View, page: &ErrorPage) -> Html {
    let texts = errors::texts(view.locale);
    let words = words_of(texts, &page.problem);
    let body = || {
        view! {
            <h1>{words.title}</h1>
            <p class="lead">{words.lead}</p>
            {more(texts, &page.problem).map(|line| view! { <p>{line}</p> })}
            {(page.problem == Problem::SignedOut).then(|| sign_in_link(view, texts))}
            {page.kept.as_ref().map(|kept| kept_form(view, kept))}
            <p><a href=view.href(home_of(page.audience))>{texts.home}</a></p>
        }
        .into_any()
    };
    let head = Head::new(words.title).with_switch(if page.kept.is_some() { Switch::Absent } else { Switch::Links });
    match page.audience {
        Audience::Public => layout::public_page(view, head, body),
        Audience::Staff => layout::staff_page(view, head, || ().into_any(), body),
    }
}

fn home_of(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "/",
        Audience::Staff => "/staff/queue",
    }
}

fn words_of(texts: &'static errors::Texts, problem: &Problem) -> &'static Words {
    match problem {
        Problem::NotFound => &texts.not_found,
        Problem::MethodNotAllowed => &texts.method,
        Problem::Conflict => &texts.conflict,
        Problem::KeyDestroyed => &texts.key_destroyed,
        Problem::TooLarge => &texts.too_large,
        Problem::Unreadable => &texts.unreadable,
        Problem::SignedOut => &texts.signed_out,
        Problem::Stale => &texts.stale,
        Problem::Refused => &texts.refused,
        Problem::Forbidden => &texts.forbidden,
        Problem::TooMany(_) => &texts.too_many,
        Problem::Internal(_) => &texts.internal,
        Problem::Unavailable(_) => &texts.unavailable,
        Problem::FilesAway(_) => &texts.files_away,
    }
}

fn more(texts: &errors::Texts, problem: &Problem) -> Option<String> {
    match problem {
        Problem::TooMany(seconds) | Problem::Unavailable(seconds) | Problem::FilesAway(seconds) => Some((texts.try_again_in)(*seconds)),
        Problem::Internal(number) => Some((texts.incident)(number)),
        _ => None,
    }
}

/// In a tab of its own, so that this page stays with what was typed.
fn sign_in_link(view: &View, texts: &'static errors::Texts) -> AnyView {
    view! { <p><a href=view.href("/staff/login") target="_blank" rel="noopener">{texts.sign_in}</a></p> }.into_any()
}

/// Long texts in a box that can be read and copied, the rest hidden.
pub(crate) fn kept_form(view: &View, kept: &KeptForm) -> AnyView {
    let texts = errors::texts(view.locale);
    let fields = kept.fields.iter().map(|(name, value)| match is_long(name) {
        true => text_box(name.clone(), texts.kept_label, value),
        false => hidden(name.clone(), value.as_str()),
    });
    let shows_text = kept.fields.iter().any(|(name, _)| is_long(name));
    view! {
        <form id="kept-form" class="panel" method="post" action=view.href(&kept.action) autocomplete="off">
            {shows_text.then(|| view! { <p>{texts.kept}</p> })}
            {fields.collect_view()}
            <div class="actions"><button type="submit" class="button">{texts.send_again}</button></div>
        </form>
    }
    .into_any()
}

fn is_long(field: &str) -> bool {
    matches!(field, "body" | "message" | "reason")
}
