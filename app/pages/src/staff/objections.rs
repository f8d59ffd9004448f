//! What reporters object to releases of their identity: for leads of the unit above. Nothing else of the cases is shown.

use jiff::civil::DateTime;
use leptos::prelude::*;
use model::{AccessPurpose, CaseNumber, CustodyRefused, Fault, Scope};

use super::{
    frame::{Desk, desk_page},
    leaks::{self, LeakWarning},
    parts::{Control, Kind, Mistake, control, mistakes, moment, post, summary},
};
use crate::{
    Html, View,
    components::{Fact, Tone, facts, notice},
    layout::{Head, Switch},
    locales::{custody as names, staff::custody},
};

/// One objection.
#[derive(Debug, Clone)]
pub struct ObjectionCard {
    /// Case number.
    pub number: CaseNumber,
    /// Which request of the case.
    pub seq: u32,
    /// Who asked, with the unit.
    pub asker: String,
    /// When, local time.
    pub asked_at: DateTime,
    /// What for.
    pub purpose: AccessPurpose,
    /// Which fields.
    pub scope: Scope,
    /// In the words of the one who asked; none if they cannot be read.
    pub words: Option<String>,
    /// Who decided, whether it was a grant, and what was said with it.
    pub decided: Vec<(String, bool, Option<String>)>,
    /// What the reporter objects; none if it cannot be read.
    pub objection: Option<String>,
    /// What was answered: none yet, or nothing readable.
    pub answer: Option<Option<String>>,
    /// This member asked or decided.
    pub involved: bool,
}

/// An answer that was refused.
#[derive(Debug, Clone)]
pub struct AnswerDraft {
    /// The case.
    pub number: CaseNumber,
    /// The request.
    pub seq: u32,
    /// What was typed.
    pub message: String,
    /// What in it may give the reporter away.
    pub leaks: LeakWarning,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// Why the rules refused it.
    pub refused: Option<CustodyRefused>,
}

/// `/staff/objections`. Answers post `message` to `/staff/objections/{number}/{seq}`. A refused one is answered by this page, 422 (or 409),
/// with `draft`.
#[derive(Debug, Clone)]
pub struct ObjectionsPage {
    /// Who is signed in.
    pub desk: Desk,
    /// Objections: those that wait first.
    pub objections: Vec<ObjectionCard>,
    /// A refused answer.
    pub draft: Option<AnswerDraft>,
    /// One has just been answered.
    pub done: bool,
}

/// The list.
pub fn objections_page(view: &View, page: &ObjectionsPage) -> Html {
    let texts = custody::texts(view.locale);
    let wrong = page.draft.as_ref().map(|draft| mistakes(view, &form_id(&draft.number, draft.seq), &draft.faults)).unwrap_or_default();
    let switch = if page.draft.is_some() { Switch::Absent } else { Switch::Links };
    let head = Head::new(texts.objections_title).with_faults(wrong.len()).with_switch(switch);
    desk_page(view, &page.desk, head, || {
        let cards = page.objections.iter().map(|objection| card(view, page, objection, &wrong)).collect_view();
        let nothing = page.objections.is_empty().then(|| view! { <p class="empty">{texts.objections_none}</p> });
        view! {
            {summary(view, &wrong)}
            {page.done.then(|| notice(Tone::Good, view! { <p role="status">{texts.done_answered}</p> }))}
            <h1>{texts.objections_title}</h1>
            <p>{texts.objections_intro}</p>
            {overtaken(texts, page)}
            {nothing}
            {cards}
        }
        .into_any()
    })
}

fn form_id(number: &CaseNumber, seq: u32) -> String {
    format!("objection-{number}-{seq}")
}

fn overtaken(texts: &'static custody::Texts, page: &ObjectionsPage) -> AnyView {
    let Some((draft, why)) = page.draft.as_ref().and_then(|draft| Some((draft, draft.refused?))) else { return ().into_any() };
    view! {
        <div class="notice notice-careful" role="alert">
            <p><b>{draft.number.to_string()}</b>" — "{(texts.refused)(why)}</p>
            <div class="written">{draft.message.clone()}</div>
        </div>
    }
    .into_any()
}

fn card(view: &View, page: &ObjectionsPage, objection: &ObjectionCard, wrong: &[Mistake]) -> AnyView {
    let (texts, names) = (custody::texts(view.locale), names::texts(view.locale));
    let title = format!("{}-title", form_id(&objection.number, objection.seq));
    let title_id = title.clone();
    let parts: Vec<&str> = objection.scope.parts().iter().map(|&part| (names.part)(part)).collect();
    let mut entries = vec![
        Fact::text(texts.asker, objection.asker.clone()),
        Fact { name: texts.asked_at, value: moment(objection.asked_at) },
        Fact::text(names.purpose_label, (names.purpose)(objection.purpose)),
        Fact::text(texts.asked_scope, parts.join(names.comma)),
        written(texts, names.words_label, objection.words.as_deref()),
    ];
    for (who, granted, words) in &objection.decided {
        let said = words.as_ref().map(|words| view! { <div class="written">{words.clone()}</div> });
        let value = view! { {(texts.decision_of)(who, *granted)}{said} };
        entries.push(Fact { name: texts.decisions, value: value.into_any() });
    }
    entries.push(written(texts, texts.objection, objection.objection.as_deref()));
    entries.extend(objection.answer.as_ref().map(|answer| written(texts, texts.answered, answer.as_deref())));
    let form = match (&objection.answer, objection.involved) {
        (Some(_), _) => ().into_any(),
        (None, true) => view! { <p class="small">{texts.involved}</p> }.into_any(),
        (None, false) => answer_form(view, page, objection, wrong),
    };
    view! {
        <article class="identity-card" aria-labelledby=title_id>
            <h2 id=title class="tabular" translate="no">{objection.number.to_string()}</h2>
            {facts(entries)}
            {form}
        </article>
    }
    .into_any()
}

fn written(texts: &'static custody::Texts, name: &'static str, words: Option<&str>) -> Fact {
    let words = words.unwrap_or(texts.unreadable).to_owned();
    Fact { name, value: view! { <div class="written">{words}</div> }.into_any() }
}

fn answer_form(view: &View, page: &ObjectionsPage, objection: &ObjectionCard, wrong: &[Mistake]) -> AnyView {
    let texts = custody::texts(view.locale);
    let is_it = |draft: &&AnswerDraft| draft.number == objection.number && draft.seq == objection.seq;
    let draft = page.draft.as_ref().filter(is_it);
    let typed = draft.map(|draft| draft.message.as_str()).unwrap_or_default();
    let form = form_id(&objection.number, objection.seq);
    let answer = Control::new(format!("{form}-message"), "message", texts.answer, typed).hint(texts.answer_hint).kind(Kind::Lines(4));
    let fields = view! {
        {control(view, answer, wrong)}
        {draft.map(|draft| leaks::warning(view, format!("{form}-confirmed"), &draft.leaks))}
        <button type="submit" class="button">{texts.send_answer}</button>
    };
    post(view, &format!("/staff/objections/{}/{}", objection.number, objection.seq), "act-form", &page.desk.csrf, fields)
}
