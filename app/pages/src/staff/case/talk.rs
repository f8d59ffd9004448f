//! What was said and done: conversation, internal notes, timeline.

use jiff::civil::DateTime;
use leptos::prelude::*;
use model::{Attachment, CaseAction};

use super::{ActionForm, Blocked, CasePage, Entry, EntryProof, Note, OwnWords, Speaker, Step, act};
use crate::{
    View,
    components::{StepState, attachment::attachment, steps},
    locales::{
        evidence,
        staff::{case, words as staff_words},
        words,
    },
    staff::parts::{Control, Kind, Mistake, control, hour, moment},
};

/// The conversation with the reporter.
pub(super) fn conversation(view: &View, texts: &'static case::Texts, page: &CasePage) -> AnyView {
    let entries = page.conversation.iter().map(|entry| spoken(view, texts, page, entry)).collect_view();
    let content = match page.conversation.is_empty() {
        true => view! { <p class="empty">{texts.conversation_empty}</p> }.into_any(),
        false => view! { <ol class="talk">{entries}</ol> }.into_any(),
    };
    view! { <section aria-labelledby="talk-title"><h2 id="talk-title">{texts.conversation}</h2>{content}</section> }.into_any()
}

fn speaker(texts: &'static case::Texts, speaker: &Speaker) -> String {
    match speaker {
        Speaker::Reporter => texts.reporter.to_owned(),
        Speaker::Portal => texts.portal.to_owned(),
        Speaker::Member { name, unit } if unit.is_empty() => name.clone(),
        Speaker::Member { name, unit } => format!("{name} · {unit}"),
    }
}

fn spoken(view: &View, texts: &'static case::Texts, page: &CasePage, entry: &Entry) -> AnyView {
    let class = match (&entry.speaker, entry.proof) {
        (_, EntryProof::Forged) => "talk-entry is-forged",
        (Speaker::Reporter, _) => "talk-entry from-reporter",
        (Speaker::Member { .. } | Speaker::Portal, _) => "talk-entry from-unit",
    };
    let proof = match entry.proof {
        EntryProof::Verified => view! { <p class="proof proof-fits">{texts.verified}</p> }.into_any(),
        EntryProof::Forged => forged(texts),
        EntryProof::Unreadable => view! { <p class="proof proof-none">{texts.unreadable}</p> }.into_any(),
    };
    let body = entry.body.clone().map(|body| view! { <div class="written">{body}</div> });
    view! {
        <li class=class>
            <p class="talk-head">
                <b>{speaker(texts, &entry.speaker)}</b>
                " "
                <span>{(staff_words::texts(view.locale).done)(entry.action)}</span>
                " "
                {said_at(view, &entry.speaker, entry.at)}
            </p>
            {body}
            {files(view, page, entry)}
            {proof}
        </li>
    }
    .into_any()
}

/// Files that go with it, each with a way to look at it.
fn files(view: &View, page: &CasePage, entry: &Entry) -> AnyView {
    if entry.files.is_empty() {
        return ().into_any();
    }
    let texts = evidence::texts(view.locale);
    let item = |file: &Attachment| {
        let address = view.href(&format!("/staff/cases/{}/files/{}", page.number, file.number));
        let label = format!("{}: {}", texts.look, file.name);
        view! { <li class="file"><p class="file-facts">{attachment(view, file)}</p><a href=address aria-label=label>{texts.look}</a></li> }
    };
    view! { <ul class="files">{entry.files.iter().map(item).collect_view()}</ul> }.into_any()
}

/// The unit's own notes, and the form for another.
pub(super) fn notes(view: &View, texts: &'static case::Texts, page: &CasePage, wrong: &[Mistake]) -> AnyView {
    let items = page.notes.iter().map(|note| one_note(texts, note)).collect_view();
    let list = match page.notes.is_empty() {
        true => view! { <p class="empty">{texts.notes_empty}</p> }.into_any(),
        false => view! { <ol class="talk talk-notes">{items}</ol> }.into_any(),
    };
    let may_write = page.actions.iter().any(|offer| offer.action == CaseAction::Note && offer.blocked.is_none());
    let form = may_write.then(|| {
        let kept = act::kept(page, CaseAction::Note).unwrap_or(const { &ActionForm::empty() });
        let message = Control::new("note-message", "message", texts.note_message, &kept.message).kind(Kind::Lines(3));
        act::form(view, page, CaseAction::Note, control(view, message, wrong))
    });
    view! {
        <section aria-labelledby="notes-title">
            <h2 id="notes-title">{texts.notes}</h2>
            <p class="small">{texts.notes_hint}</p>
            {list}
            {form}
        </section>
    }
    .into_any()
}

fn one_note(texts: &'static case::Texts, note: &Note) -> AnyView {
    view! {
        <li class="talk-entry">
            <p class="talk-head"><b>{note.member.clone()}</b>" "{moment(note.at)}</p>
            {own_words(texts, &note.body)}
        </li>
    }
    .into_any()
}

/// Of a reporter's moments only the hour is kept.
fn said_at(view: &View, by: &Speaker, at: DateTime) -> AnyView {
    if *by == Speaker::Reporter { hour(view, at) } else { moment(at) }
}

/// What a member wrote for the unit, or that it is forged or cannot be opened.
pub(super) fn own_words(texts: &'static case::Texts, words: &OwnWords) -> AnyView {
    match words {
        OwnWords::Genuine(words) => view! { <div class="written">{words.clone()}</div> }.into_any(),
        OwnWords::Forged => forged(texts),
        OwnWords::Unreadable => view! { <div class="written">{texts.unreadable}</div> }.into_any(),
    }
}

fn forged(texts: &'static case::Texts) -> AnyView {
    view! { <p class="proof proof-forged" data-forged="true"><strong>{texts.forged}</strong></p> }.into_any()
}

/// What has happened, in order.
pub(super) fn timeline(view: &View, texts: &'static case::Texts, page: &CasePage) -> AnyView {
    let last = page.timeline.len().saturating_sub(1);
    let state = |place: usize| if place == last && page.status.is_open() { StepState::Now } else { StepState::Done };
    let entries = page.timeline.iter().enumerate().map(|(place, step)| (state(place), happened(view, texts, step))).collect();
    view! { <section aria-labelledby="timeline-title"><h2 id="timeline-title">{texts.timeline}</h2>{steps(entries)}</section> }.into_any()
}

fn happened(view: &View, texts: &'static case::Texts, step: &Step) -> AnyView {
    let detail = step.detail.clone().map(|detail| view! { <span>" → "{detail}</span> });
    let article = step.article.map(|article| view! { <p class="small">{(words::texts(view.locale).article)(article)}</p> });
    view! {
        <p><b>{(staff_words::texts(view.locale).done)(step.action)}</b>{detail}</p>
        <p class="small">{speaker(texts, &step.by)}" · "{said_at(view, &step.by, step.at)}</p>
        {article}
    }
    .into_any()
}

/// Why an offer is blocked, in words.
pub(super) fn why_not(view: &View, texts: &'static case::Texts, blocked: Blocked) -> &'static str {
    match blocked {
        Blocked::Rule(refused) => (staff_words::texts(view.locale).refused)(refused),
        Blocked::Role => texts.not_your_role,
    }
}
