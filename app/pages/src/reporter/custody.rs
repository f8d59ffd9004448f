//! What was done with the reporter's identity: who was given what, for what purpose, when it was looked at; and the objection to it.
//!
//! A section of the status page of its own: it shows what it is given, and adds fields and buttons to the page's common form.

use jiff::civil::DateTime;
use leptos::prelude::*;
use model::{AccessPurpose, Field, IdentityPart, Role, Scope};

use super::{SealedText, status::StatusPage, status_forms::common};
use crate::{
    IdentityKept, View,
    components::{
        Fact, Tone, facts,
        fields::{Description, error_line, escaped, frame_class},
        notice,
    },
    locales::{custody, dates, faults, status, words},
};

/// One request that was granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityUse {
    /// Which request of the case; its form sends it back.
    pub request: u32,
    /// Name of the unit that asked.
    pub unit: String,
    /// As what.
    pub role: Role,
    /// What for.
    pub purpose: AccessPurpose,
    /// Which fields.
    pub scope: Scope,
    /// In the words of the one who asked.
    pub words: SealedText<String>,
    /// Whose custodians granted it, when, and what they said if they did.
    pub granted: Vec<GrantShown>,
    /// When it ends or ended.
    pub until: DateTime,
    /// It is over.
    pub over: bool,
    /// When it was looked at.
    pub opened: Vec<DateTime>,
    /// What became of the objection.
    pub objection: ObjectionState,
}

/// A custodian's grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantShown {
    /// Name of the custodian's unit.
    pub unit: String,
    /// When.
    pub at: DateTime,
    /// What was said with it.
    pub words: Option<SealedText<String>>,
}

/// The reporter's objection to one release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObjectionState {
    /// Nobody could answer one.
    Closed,
    /// It can be made; leads of this unit answer.
    Possible(String),
    /// It was made.
    Made {
        /// The unit whose leads answer.
        unit: String,
        /// What was objected.
        words: SealedText<String>,
        /// What was answered, if anything was.
        answer: Option<SealedText<String>>,
    },
}

/// That the identity went to other custodians.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// Name of the unit whose custodians keep it since then.
    pub unit: String,
    /// When.
    pub at: DateTime,
    /// Why.
    pub reason: Option<SealedText<String>>,
}

/// What was done with the identity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustodySection {
    /// Requests that were granted, in the order in which they were made.
    pub uses: Vec<IdentityUse>,
    /// Hand-overs.
    pub handed: Vec<HandOver>,
    /// To which request something was objected that was not taken.
    pub objecting: Option<u32>,
    /// What was typed and not taken, by request.
    pub objections: Vec<(u32, String)>,
}

/// The section: named reports only.
pub(super) fn openings(view: &View, page: &StatusPage) -> AnyView {
    if page.identity == IdentityKept::NotGiven {
        return ().into_any();
    }
    let texts = status::texts(view.locale);
    let CustodySection { uses, handed, .. } = &page.custody;
    let body = if uses.is_empty() && handed.is_empty() {
        view! { <p class="empty">{texts.openings_none}</p> }.into_any()
    } else {
        let uses = uses.iter().map(|given| one_use(view, page, given)).collect_view();
        let handed = handed.iter().map(|handed| hand_over(view, handed)).collect_view();
        view! { <ul class="openings">{uses}{handed}</ul> }.into_any()
    };
    view! { <section id="openings"><h2>{texts.openings_heading}</h2>{body}</section> }.into_any()
}

/// To the hour, as everything about a reporter's case is told.
fn hour(view: &View, at: DateTime) -> String {
    (custody::texts(view.locale).hour)(&dates::day(view.locale, at.date()), at.hour())
}

fn hand_over(view: &View, handed: &HandOver) -> AnyView {
    let texts = custody::texts(view.locale);
    let reason = handed.reason.as_ref().map(|reason| view! { {reason.warning(texts.forged)}{reason.lines()} });
    view! {
        <li>
            <p class="step-date">{hour(view, handed.at)}</p>
            <p class="step-what">{(texts.handed)(&handed.unit)}</p>
            {reason}
        </li>
    }
    .into_any()
}

fn one_use(view: &View, page: &StatusPage, given: &IdentityUse) -> AnyView {
    let (texts, names) = (custody::texts(view.locale), words::texts(view.locale));
    let parts: Vec<&str> = given.scope.parts().iter().map(|&part: &IdentityPart| (texts.part)(part)).collect();
    let until = if given.over { texts.over } else { texts.until };
    let opened: Vec<String> = given.opened.iter().map(|&at| hour(view, at)).collect();
    let opened = if opened.is_empty() { texts.opened_none.to_owned() } else { opened.join(texts.comma) };
    let mut entries = vec![
        Fact::text(texts.purpose_label, (texts.purpose)(given.purpose)),
        Fact::text(texts.scope_label, parts.join(texts.comma)),
        written(view, texts.words_label, &given.words),
    ];
    entries.extend(given.granted.iter().map(|grant| granted(view, grant)));
    entries.push(Fact::text(texts.until_label, until(&hour(view, given.until))));
    entries.push(Fact::text(texts.opened_label, opened));
    view! {
        <li data-request=given.request>
            <p class="step-what">{(texts.asked_by)(&given.unit, (names.role)(given.role))}</p>
            {facts(entries)}
            {objection(view, page, given)}
        </li>
    }
    .into_any()
}

fn granted(view: &View, grant: &GrantShown) -> Fact {
    let texts = custody::texts(view.locale);
    let said = grant.words.as_ref().map(|words| view! { {words.warning(texts.forged)}{words.lines()} });
    let by = (texts.granted)(&grant.unit, &hour(view, grant.at));
    Fact { name: texts.granted_label, value: view! { {by}{said} }.into_any() }
}

fn written(view: &View, name: &'static str, words: &SealedText<String>) -> Fact {
    let value = view! { {words.warning(custody::texts(view.locale).forged)}{words.lines()} };
    Fact { name, value: value.into_any() }
}

fn objection(view: &View, page: &StatusPage, given: &IdentityUse) -> AnyView {
    let texts = custody::texts(view.locale);
    match &given.objection {
        ObjectionState::Closed => ().into_any(),
        ObjectionState::Possible(unit) => form(view, page, given.request, unit),
        ObjectionState::Made { unit, words, answer } => {
            let answer = match answer {
                Some(answer) => {
                    let label = (texts.ruling_label)(unit);
                    view! { <p><strong>{label}</strong></p>{answer.warning(texts.forged)}{answer.lines()} }.into_any()
                }
                None => view! { <p class="small">{(texts.objection_waits)(unit)}</p> }.into_any(),
            };
            view! { {facts(vec![written(view, texts.objection_label, words)])}{answer} }.into_any()
        }
    }
}

/// Folded away until it is wanted; open where something was typed or refused.
fn form(view: &View, page: &StatusPage, request: u32, unit: &str) -> AnyView {
    let texts = custody::texts(view.locale);
    let typed = page.custody.objections.iter().find(|(to, _)| *to == request).map_or("", |(_, typed)| typed.as_str());
    let is_wanted = page.custody.objecting == Some(request);
    let name = format!("objection-{request}");
    // The summary of faults links to the field by its plain name.
    let id = if is_wanted { "objection".to_owned() } else { name.clone() };
    let fault = page.faults.iter().find(|fault| fault.field == Field::Objection && is_wanted);
    let about = Description::of(&id, true, fault.map(|fault| faults::message(view.locale, fault)));
    let is_wrong = about.error.is_some();
    view! {
        <details open=is_wanted || !typed.is_empty()>
            <summary>{texts.object}</summary>
            <div id=format!("action-object-{request}")>
                <div class=frame_class(is_wrong)>
                    <label for=id.clone()>{texts.object_words}</label>
                    <div class="field-hint" id=about.hint_id>{(texts.object_note)(unit)}</div>
                    {error_line(view, about.error, about.error_id)}
                    <textarea id=id name=name form=common(page) rows="4" aria-required="true" aria-invalid=is_wrong.then_some("true")
                        aria-describedby=about.ids autocomplete="off" spellcheck="false">{escaped(typed)}</textarea>
                </div>
                <button type="submit" class="button-plain" form=common(page) name="step" value=format!("object-{request}")>
                    {texts.object_send}
                </button>
            </div>
        </details>
    }
    .into_any()
}

/// What is said once an objection was made.
pub(super) fn done(view: &View) -> AnyView {
    notice(Tone::Good, view! { <p role="status">{custody::texts(view.locale).done_objected}</p> })
}
