//! One case: what was reported, who may read it, what was said, what may be done.

mod act;
mod away;
mod identity;
mod report;
mod risk;
mod shown;
mod side;
mod talk;

use islands::{CaseKeys, KeyTarget};
use leptos::prelude::*;
use model::{CaseAction, IdentityMode};

use super::{
    frame::desk_page,
    parts::{Mistake, mistakes, moment_text, summary},
};
use crate::{
    Html, View,
    components::{Tone, notice},
    layout::{Head, Switch},
    locales::{
        staff::{case, words as staff_words},
        words,
    },
};

pub(super) use act::not_now;
pub use shown::{
    ActionForm, ActionOffer, AskedFor, AskedState, Assessed, Blocked, CaseClock, CasePage, Conflict, Draft, Entry, EntryProof,
    IdentityCard, Keeping, KeptAway, NOBODY, Note, OwnWords, ReportText, Speaker, Step,
};

/// The case.
pub fn case_page(view: &View, page: &CasePage) -> Html {
    let texts = case::texts(view.locale);
    let wrong = draft_mistakes(view, page.draft.as_ref());
    let title = match &page.report {
        ReportText::Open(content) => content.title.clone(),
        ReportText::NotForCustodians | ReportText::NoKey | ReportText::Broken => page.number.to_string(),
    };
    let switch = if page.draft.is_some() || matches!(page.identity, IdentityCard::Opened { .. }) { Switch::Absent } else { Switch::Links };
    let head = Head::new(page.number.to_string()).with_faults(wrong.len()).with_switch(switch).with_islands().with_unsent().wide();
    desk_page(view, &page.desk, head, || {
        let written = (!matches!(page.report, ReportText::NotForCustodians))
            .then(|| view! { {talk::conversation(view, texts, page)}{talk::notes(view, texts, page, &wrong)} });
        view! {
            <p class="back"><a id="back-link" href=view.href(&back_path(page))>{texts.back}</a></p>
            {summary(view, &wrong)}
            {page.draft.as_ref().and_then(|draft| draft.conflict.as_ref()).map(|conflict| conflict_notice(view, conflict))}
            {page.done.map(|action| done_notice(view, texts, action))}
            <h1 class="case-title">{title}</h1>
            {marks(view, page)}
            <p class="jump small"><a href="#acts-title">{texts.to_do}</a></p>
            <div class="case-layout">
                <div class="case-main">
                    {report::report(texts, page)}
                    {identity::card(view, page, &wrong)}
                    {written}
                    {talk::timeline(view, texts, page)}
                </div>
                <div class="case-side">
                    {side::clocks(view, texts, page)}
                    {act::actions(view, texts, page, &wrong)}
                    {risk::section(view, texts, page)}
                    {side::facts_of(view, texts, page)}
                    {away::section(view, texts, page)}
                    {report::who_can_read(texts, page)}
                </div>
            </div>
            <CaseKeys targets=key_targets() />
        }
        .into_any()
    })
}

fn back_path(page: &CasePage) -> String {
    if page.back.is_empty() { "/staff/queue".to_owned() } else { format!("/staff/queue?{}", page.back) }
}

fn draft_mistakes(view: &View, draft: Option<&Draft>) -> Vec<Mistake> {
    draft.map(|draft| mistakes(view, draft.action.as_str(), &draft.form.faults)).unwrap_or_default()
}

/// Who was first, and that nothing typed is lost.
pub(super) fn conflict_notice(view: &View, conflict: &Conflict) -> AnyView {
    let texts = case::texts(view.locale);
    let who = conflict.member.clone().unwrap_or_else(|| texts.reporter.to_owned());
    let what = (staff_words::texts(view.locale).done)(conflict.action);
    let body = view! {
        <h2>{texts.conflict_title}</h2>
        <p>{(texts.conflict)(&who, &moment_text(conflict.at), what)}</p>
        <p>{texts.conflict_kept}</p>
    };
    view! { <div class="notice notice-careful conflict" role="alert">{body}</div> }.into_any()
}

fn done_notice(view: &View, texts: &'static case::Texts, action: CaseAction) -> AnyView {
    let what = (staff_words::texts(view.locale).action)(action);
    notice(Tone::Good, view! { <p role="status">{(texts.done)(what)}</p> })
}

fn marks(view: &View, page: &CasePage) -> AnyView {
    let (shared, own) = (words::texts(view.locale), staff_words::texts(view.locale));
    let mode = if page.named { IdentityMode::Named } else { IdentityMode::Anonymous };
    let who = if page.named { "who who-named" } else { "who" };
    view! {
        <ul class="marks">
            <li id="case-number" class="tabular" translate="no">{page.number.to_string()}</li>
            <li><span class=format!("status status-{}", page.status)>{(own.status)(page.status)}</span></li>
            <li><span class=who>{(own.identity)(mode)}</span></li>
            <li>{(shared.kind)(page.kind)}</li>
            <li>{page.category.name.clone()}</li>
            <li>{page.area.clone()}</li>
        </ul>
    }
    .into_any()
}

fn key_targets() -> Vec<KeyTarget> {
    let target = |key: &str, ids: &[&str]| KeyTarget { key: key.to_owned(), ids: ids.iter().map(|&id| id.to_owned()).collect() };
    vec![
        target("u", &["back-link"]),
        target("n", &["note-message"]),
        target("r", &["answer-message", "ask-message"]),
        target("t", &["transfer-unit"]),
        target("?", &["help-link"]),
    ]
}
