//! Identities that custodians keep: the requests that wait for a decision, and the cases themselves. The reports are not shown.

use jiff::civil::{Date, DateTime};
use leptos::prelude::*;
use model::{AccessPurpose, CaseNumber, CustodyRefused, Fault, ReportKind, Scope};

use super::{
    frame::{Desk, desk_page},
    leaks::{self, LeakWarning},
    parts::{Control, Kind, Mistake, control, mistakes, moment, moment_text, post, summary},
};
use crate::{
    Html, View,
    components::{Fact, Tone, facts, notice},
    layout::{Head, Switch},
    locales::{
        custody as names, dates,
        staff::{case, custody},
        words,
    },
};

/// A request that waits.
#[derive(Debug, Clone)]
pub struct WaitingRequest {
    /// Case number.
    pub number: CaseNumber,
    /// Which request of the case.
    pub seq: u32,
    /// Kind of the report.
    pub kind: ReportKind,
    /// Category's name.
    pub category: String,
    /// Who asks, with the unit.
    pub asker: String,
    /// When, local time.
    pub at: DateTime,
    /// What for.
    pub purpose: AccessPurpose,
    /// Which fields.
    pub scope: Scope,
    /// In the words of the one who asks; none if they cannot be read.
    pub words: Option<String>,
    /// Who has granted it, and when.
    pub granted: Vec<(String, DateTime)>,
    /// How many have to.
    pub needed: u32,
    /// By the danger it would be two, but fewer than two could decide.
    pub short: bool,
    /// Why this member does not decide on it.
    pub closed: Option<CustodyRefused>,
}

/// A case whose identity is kept.
#[derive(Debug, Clone)]
pub struct KeptRow {
    /// Case number.
    pub number: CaseNumber,
    /// Kind.
    pub kind: ReportKind,
    /// The unit in charge, by name.
    pub unit: String,
    /// Filed on.
    pub filed_on: Date,
    /// The unit to whose custodians it can be handed, by name.
    pub successor: Option<String>,
}

/// A form that was refused.
#[derive(Debug, Clone)]
pub struct CustodyDraft {
    /// The case.
    pub number: CaseNumber,
    /// The request; none if it was to be handed over.
    pub seq: Option<u32>,
    /// What was typed.
    pub reason: String,
    /// What in it may give the reporter away.
    pub leaks: LeakWarning,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// Why the rules refused it.
    pub refused: Option<CustodyRefused>,
}

/// What has just been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustodyDone {
    /// Granted and released.
    Granted,
    /// Granted, and another one has to.
    Agreed,
    /// Refused.
    Refused,
    /// Handed over.
    HandedOver,
}

/// `/staff/identities`. Decisions post `decision` (`grant` or `refuse`) and `reason` to `/staff/identities/{number}/{seq}`, a hand-over
/// `reason` to `/staff/identities/{number}/hand-over`. A refused one is answered by this page, 422 (or 409), with `draft`.
#[derive(Debug, Clone)]
pub struct IdentitiesPage {
    /// Who is signed in.
    pub desk: Desk,
    /// Requests, the oldest first.
    pub waiting: Vec<WaitingRequest>,
    /// Identities, the newest first.
    pub kept: Vec<KeptRow>,
    /// Where older ones begin.
    pub next: Option<String>,
    /// Hours for which something is released.
    pub hours: u32,
    /// A refused form.
    pub draft: Option<CustodyDraft>,
    /// What has just been done.
    pub done: Option<CustodyDone>,
}

/// What waits, and what is kept.
pub fn identities_page(view: &View, page: &IdentitiesPage) -> Html {
    let texts = custody::texts(view.locale);
    let wrong = page.draft.as_ref().map(|draft| mistakes(view, &prefix(draft), &draft.faults)).unwrap_or_default();
    let switch = if page.draft.is_some() { Switch::Absent } else { Switch::Links };
    let head = Head::new(case::texts(view.locale).identities_title).with_faults(wrong.len()).with_switch(switch);
    desk_page(view, &page.desk, head, || {
        view! {
            {summary(view, &wrong)}
            {page.done.map(|done| done_notice(texts, done))}
            <h1>{case::texts(view.locale).identities_title}</h1>
            <p>{texts.intro}</p>
            {overtaken(view, page)}
            {waiting(view, page, &wrong)}
            {kept(view, page, &wrong)}
        }
        .into_any()
    })
}

/// Ids of a form's fields begin with it.
fn prefix(draft: &CustodyDraft) -> String {
    match draft.seq {
        Some(seq) => form_id(&draft.number, seq),
        None => hand_id(&draft.number),
    }
}

fn form_id(number: &CaseNumber, seq: u32) -> String {
    format!("decide-{number}-{seq}")
}

fn hand_id(number: &CaseNumber) -> String {
    format!("hand-{number}")
}

fn done_notice(texts: &'static custody::Texts, done: CustodyDone) -> AnyView {
    let words = match done {
        CustodyDone::Granted => texts.done_granted,
        CustodyDone::Agreed => texts.done_agreed,
        CustodyDone::Refused => texts.done_refused,
        CustodyDone::HandedOver => texts.done_handed,
    };
    notice(Tone::Good, view! { <p role="status">{words}</p> })
}

/// Why a form was refused, and what was typed into it, which may have no place on the page any more.
fn overtaken(view: &View, page: &IdentitiesPage) -> AnyView {
    let Some((draft, why)) = page.draft.as_ref().and_then(|draft| Some((draft, draft.refused?))) else { return ().into_any() };
    let typed = (!draft.reason.is_empty()).then(|| view! { <div class="written">{draft.reason.clone()}</div> });
    let said = (custody::texts(view.locale).refused)(why);
    view! {
        <div class="notice notice-careful" role="alert">
            <p><b>{draft.number.to_string()}</b>" — "{said}</p>
            {typed}
        </div>
    }
    .into_any()
}

fn waiting(view: &View, page: &IdentitiesPage, wrong: &[Mistake]) -> AnyView {
    let texts = custody::texts(view.locale);
    let body = match page.waiting.is_empty() {
        true => view! { <p class="empty">{texts.waiting_none}</p> }.into_any(),
        false => page.waiting.iter().map(|request| one_request(view, page, request, wrong)).collect_view().into_any(),
    };
    view! { <section id="waiting" aria-labelledby="waiting-title"><h2 id="waiting-title">{texts.waiting_title}</h2>{body}</section> }
        .into_any()
}

fn one_request(view: &View, page: &IdentitiesPage, request: &WaitingRequest, wrong: &[Mistake]) -> AnyView {
    let (texts, names, shared) = (custody::texts(view.locale), names::texts(view.locale), words::texts(view.locale));
    let title = format!("request-{}-{}", request.number, request.seq);
    let title_id = title.clone();
    let parts: Vec<&str> = request.scope.parts().iter().map(|&part| (names.part)(part)).collect();
    let words = request.words.clone().unwrap_or_else(|| texts.unreadable.to_owned());
    let mut entries = vec![
        Fact::text(case::texts(view.locale).category, format!("{} · {}", (shared.kind)(request.kind), request.category)),
        Fact::text(texts.asker, request.asker.clone()),
        Fact { name: texts.asked_at, value: moment(request.at) },
        Fact::text(names.purpose_label, (names.purpose)(request.purpose)),
        Fact::text(texts.asked_scope, parts.join(names.comma)),
        Fact { name: names.words_label, value: view! { <div class="written">{words}</div> }.into_any() },
    ];
    entries.extend((!request.granted.is_empty()).then(|| {
        let by: Vec<String> = request.granted.iter().map(|(who, at)| (texts.decided)(who, &moment_text(*at))).collect();
        Fact::text(texts.decided_label, by.join(names.comma))
    }));
    let two = (request.needed > 1).then(|| view! { <p class="small">{texts.two_needed}</p> });
    let short = request.short.then(|| notice(Tone::Careful, view! { <p>{texts.decided_short}</p> }));
    let form = match request.closed {
        Some(why) => view! { <p class="small">{(texts.refused)(why)}</p> }.into_any(),
        None => decision_form(view, page, request, wrong),
    };
    view! {
        <article class="identity-card is-sealed" aria-labelledby=title_id>
            <h3 id=title class="tabular" translate="no">{request.number.to_string()}</h3>
            {facts(entries)}
            {two}
            {short}
            {form}
        </article>
    }
    .into_any()
}

fn decision_form(view: &View, page: &IdentitiesPage, request: &WaitingRequest, wrong: &[Mistake]) -> AnyView {
    let texts = custody::texts(view.locale);
    let is_it = |draft: &&CustodyDraft| draft.number == request.number && draft.seq == Some(request.seq);
    let draft = page.draft.as_ref().filter(is_it);
    let typed = draft.map(|draft| draft.reason.as_str()).unwrap_or_default();
    let form = form_id(&request.number, request.seq);
    let reason =
        Control::new(format!("{form}-reason"), "reason", texts.decide_words, typed).hint(texts.decide_hint).kind(Kind::Lines(3)).optional();
    let fields = view! {
        {control(view, reason, wrong)}
        {draft.map(|draft| leaks::warning(view, format!("{form}-confirmed"), &draft.leaks))}
        <p class="small">{(texts.grant_note)(page.hours)}</p>
        <div class="actions">
            <button type="submit" class="button" name="decision" value="grant">{texts.grant}</button>
            <button type="submit" class="button-plain" name="decision" value="refuse">{texts.refuse}</button>
        </div>
    };
    post(view, &format!("/staff/identities/{}/{}", request.number, request.seq), "act-form", &page.desk.csrf, fields)
}

fn kept(view: &View, page: &IdentitiesPage, wrong: &[Mistake]) -> AnyView {
    let texts = custody::texts(view.locale);
    let rows = page.kept.iter().map(|row| kept_row(view, page, row, wrong)).collect_view();
    let body = match page.kept.is_empty() {
        true => view! { <p class="empty">{texts.kept_none}</p> }.into_any(),
        false => view! {
            <div class="table-frame" role="region" aria-labelledby="kept-caption" tabindex="0">
                <table class="list">
                    <caption id="kept-caption" class="visually-hidden">{texts.kept_caption}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{texts.kept_number}</th>
                            <th scope="col">{texts.kept_kind}</th>
                            <th scope="col">{texts.kept_unit}</th>
                            <th scope="col">{texts.kept_filed}</th>
                            <th scope="col">{texts.kept_hand}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any(),
    };
    let next = page.next.as_ref().map(|next| {
        let older = view.href(&format!("/staff/identities?before={next}"));
        view! { <p><a href=older>{texts.more}</a></p> }
    });
    view! { <section id="kept" aria-labelledby="kept-title"><h2 id="kept-title">{texts.kept_title}</h2>{body}{next}</section> }.into_any()
}

fn kept_row(view: &View, page: &IdentitiesPage, row: &KeptRow, wrong: &[Mistake]) -> AnyView {
    view! {
        <tr>
            <th scope="row" class="tabular" translate="no">{row.number.to_string()}</th>
            <td>{(words::texts(view.locale).kind)(row.kind)}</td>
            <td>{row.unit.clone()}</td>
            <td>{dates::day(view.locale, row.filed_on)}</td>
            <td>{row.successor.as_ref().map(|unit| hand_form(view, page, row, unit, wrong))}</td>
        </tr>
    }
    .into_any()
}

fn hand_form(view: &View, page: &IdentitiesPage, row: &KeptRow, unit: &str, wrong: &[Mistake]) -> AnyView {
    let texts = custody::texts(view.locale);
    let typed = page.draft.as_ref().filter(|draft| draft.number == row.number && draft.seq.is_none());
    let form = hand_id(&row.number);
    let reason =
        Control::new(format!("{form}-reason"), "reason", texts.hand_words, typed.map(|draft| draft.reason.as_str()).unwrap_or_default());
    let fields = view! {
        {control(view, reason, wrong)}
        {typed.map(|draft| leaks::warning(view, format!("{form}-confirmed"), &draft.leaks))}
        <button type="submit" class="button-plain">{(texts.hand_to)(unit)}</button>
    };
    view! {
        <details open=typed.is_some()>
            <summary>{(texts.hand_to)(unit)}</summary>
            {post(view, &format!("/staff/identities/{}/hand-over", row.number), "act-form", &page.desk.csrf, fields)}
        </details>
    }
    .into_any()
}
