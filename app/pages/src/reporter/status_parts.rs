//! What the status page shows.

use leptos::prelude::*;
use model::{CaseAction, CaseStatus, ReportContent, ReportKind};

use super::{
    SealedText, custody, evidence,
    receipt::sealing,
    review::people,
    status::{CaseMessage, CaseStep, NextLimit, StatusPage, StepDetail},
};
use crate::{
    Readers, View,
    components::{Fact, StepState, Tone, clock, clock::counting, facts, notice, readers, slip, steps},
    locales::{dates, receipt, retention, shared, status, words},
    public::verify::verify_button,
};

pub(super) fn changed(view: &View, changed: bool) -> Option<AnyView> {
    let said = || view! { <p role="alert" id="changed">{status::texts(view.locale).browser_changed}</p> };
    changed.then(|| notice(Tone::Careful, said()))
}

pub(super) fn done(view: &View, done: Option<CaseAction>) -> AnyView {
    let texts = status::texts(view.locale);
    let words = match done {
        Some(CaseAction::Object) => return custody::done(view),
        Some(CaseAction::Supply) => texts.done_supplied,
        Some(CaseAction::Withdraw) => texts.done_withdrawn,
        Some(CaseAction::Rate) => texts.done_rated,
        Some(CaseAction::AskDeletion) => retention::texts(view.locale).done_asked,
        _ => return ().into_any(),
    };
    notice(Tone::Good, view! { <p role="status">{words}</p> })
}

/// Where the case stands, and who has it.
pub(super) fn standing(view: &View, page: &StatusPage) -> AnyView {
    let texts = status::texts(view.locale);
    let names = words::texts(view.locale);
    let number = view! { <span id="case-number" class="number" translate="no">{page.number.to_string()}</span> };
    let mut entries = vec![
        Fact { name: texts.number, value: number.into_any() },
        Fact::text(texts.in_charge, (texts.in_charge_is)(&page.unit, (names.role)(page.in_charge))),
        Fact::text(texts.filed_on, dates::day(view.locale, page.filed_on)),
    ];
    if let Some(first) = &page.first_unit {
        entries.insert(2, Fact::text(texts.first_unit, first.as_str()));
    }
    view! {
        <p class="eyebrow">{texts.form_title}</p>
        <h1 class="status-title" data-status=page.status.as_str()>{(names.status)(page.status)}</h1>
        {facts(entries)}
    }
    .into_any()
}

/// The next time limit, the reporter's own turn, or that nothing runs.
pub(super) fn next(view: &View, page: &StatusPage) -> AnyView {
    let texts = status::texts(view.locale);
    if page.status == CaseStatus::NeedMore {
        return notice(Tone::Careful, view! { <p><a href="#message">{texts.your_turn}</a></p> });
    }
    let body = match page.next {
        Some(limit) => limit_panel(view, limit),
        None if page.status.is_open() => view! { <p>{texts.next_none_open}</p> }.into_any(),
        None => view! { <p>{texts.next_none_done}</p> }.into_any(),
    };
    let review = has_review_right(page).then(|| view! { <p class="small">{texts.review_right_undated}</p> });
    view! { <section class="panel next-limit"><h2>{texts.next_heading}</h2>{body}{review}</section> }.into_any()
}

/// Requests alone have the two reviews of articles 35 and 36.
fn has_review_right(page: &StatusPage) -> bool {
    page.kind == ReportKind::Request && matches!(page.status, CaseStatus::Answered | CaseStatus::Closed)
}

fn limit_panel(view: &View, limit: NextLimit) -> AnyView {
    let names = words::texts(view.locale);
    view! {
        <p class="next-what">{(names.clock)(limit.clock)}</p>
        <p>{clock(view, limit.due, limit.left)}</p>
        <details>
            <summary>{shared::texts(view.locale).how_counted}</summary>
            <p class="small">{(names.article)(limit.article)}</p>
            <p class="small">{counting(view, limit.left)}</p>
        </details>
    }
    .into_any()
}

pub(super) fn progress(view: &View, page: &StatusPage) -> AnyView {
    let texts = status::texts(view.locale);
    let last = page.steps.len().saturating_sub(1);
    let entries = page.steps.iter().enumerate().map(|(place, step)| {
        let state = if place == last { StepState::Now } else { StepState::Done };
        (state, step_body(view, step))
    });
    let to_come = page.next.map(|limit| (StepState::Next, to_come(view, limit)));
    view! {
        <section>
            <h2>{texts.progress_heading}</h2>
            {steps(entries.chain(to_come).collect())}
        </section>
    }
    .into_any()
}

fn step_body(view: &View, step: &CaseStep) -> AnyView {
    let texts = status::texts(view.locale);
    let names = words::texts(view.locale);
    let detail = match step.detail {
        StepDetail::None => None,
        StepDetail::Declined(reason) => Some(((texts.reason_is)((names.decline)(reason)), Some((names.article)(reason.article())))),
        StepDetail::SentBack(reason) => Some(((texts.reason_is)((names.send_back)(reason)), Some((names.article)(reason.article())))),
        StepDetail::Found(finding) => Some(((texts.finding_is)((names.finding)(finding)), None)),
        StepDetail::Kept(reason) => Some(((texts.reason_is)((names.kept)(reason)), None)),
    };
    let detail = detail.map(|(words, article)| view! { <p>{words}</p>{article.map(|article| view! { <p class="small">{article}</p> })} });
    view! {
        <p class="step-date"><time datetime=step.on.to_string()>{dates::day(view.locale, step.on)}</time></p>
        <p class="step-what">{(names.notice)(step.notice)}</p>
        {step.unit.clone().map(|unit| view! { <p class="step-unit">{unit}</p> })}
        {detail}
    }
    .into_any()
}

fn to_come(view: &View, limit: NextLimit) -> AnyView {
    let names = words::texts(view.locale);
    let by = (receipt::texts(view.locale).next_by)(&dates::day(view.locale, limit.due));
    view! {
        <p class="step-date"><time datetime=limit.due.to_string()>{by}</time></p>
        <p class="step-what">{(names.clock)(limit.clock)}</p>
        <p class="small">{(names.article)(limit.article)}</p>
    }
    .into_any()
}

pub(super) fn conversation(view: &View, page: &StatusPage) -> AnyView {
    let texts = status::texts(view.locale);
    let body = if page.messages.is_empty() {
        view! { <p class="empty">{texts.conversation_none}</p> }.into_any()
    } else {
        let items = page.messages.iter().map(|message| message_item(view, message)).collect_view();
        view! { <ol class="messages">{items}</ol> }.into_any()
    };
    view! { <section id="conversation"><h2>{texts.conversation_heading}</h2>{body}</section> }.into_any()
}

fn message_item(view: &View, message: &CaseMessage) -> AnyView {
    let texts = status::texts(view.locale);
    let (class, from, forged) = match &message.from_unit {
        Some(unit) => ("message message-unit", (texts.from_unit)(unit), texts.unsigned),
        None => ("message message-own", texts.from_you.to_owned(), texts.own_forged),
    };
    view! {
        <li class=class>
            <p class="message-head"><strong>{from}</strong><time datetime=message.on.to_string()>{dates::day(view.locale, message.on)}</time></p>
            {message.body.warning(forged)}
            {message.body.lines()}
            {evidence::carried(view, &message.files, message.body.place())}
        </li>
    }
    .into_any()
}

/// What the reporter filed, folded away from whoever looks over the shoulder.
pub(super) fn report(view: &View, page: &StatusPage) -> AnyView {
    let texts = status::texts(view.locale);
    let names = words::texts(view.locale);
    let mut entries = vec![
        Fact::text(texts.kind, (names.kind)(page.kind)),
        Fact::text(texts.identity, (names.identity)(page.identity_mode())),
        Fact::text(texts.category, page.category.as_str()),
        Fact::text(texts.area, page.area.as_str()),
    ];
    if page.content != SealedText::Forged {
        entries.extend(written(view, page.content.opened()));
        let names_nobody = page.content.opened().is_some_and(|content| content.avoid.is_empty());
        entries.extend((!names_nobody).then(|| people(view, page.content.opened())));
    }
    view! {
        <section>
            <h2>{texts.your_report}</h2>
            {page.content.warning(texts.report_forged)}
            {page.identity_check.warning(texts.identity_forged)}
            <details>
                <summary>{texts.show_report}</summary>
                {facts(entries)}
            </details>
        </section>
    }
    .into_any()
}

/// What was typed into the report, or blanks for it.
fn written(view: &View, content: Option<&ReportContent>) -> [Fact; 3] {
    let texts = status::texts(view.locale);
    let typed = |part: fn(&ReportContent) -> &str| content.map(part).unwrap_or_default().to_owned();
    let body = view! { <div class="written" data-typed="body">{typed(|content| &content.body)}</div> };
    [
        Fact { name: texts.subject, value: view! { <span data-typed="subject">{typed(|content| &content.subject)}</span> }.into_any() },
        Fact { name: texts.report_title, value: view! { <span data-typed="title">{typed(|content| &content.title)}</span> }.into_any() },
        Fact { name: texts.body, value: body.into_any() },
    ]
}

pub(super) fn protection(view: &View, page: &StatusPage) -> AnyView {
    let texts = status::texts(view.locale);
    let proof = receipt::texts(view.locale);
    let provable = page.content.is_blank() || !page.proof.is_empty();
    view! {
        <section>
            <h2>{texts.protection_heading}</h2>
            <p>{sealing(view.locale, page.sealed_by)}</p>
            <p>{if page.code.is_none() { texts.opened_by_browser } else { texts.opened_by_server }}</p>
            {readers(view, &Readers { unit: Some(page.unit.clone()), identity: Some(page.identity.clone()) })}
            <div class="proof">
                <h3>{proof.proof_heading}</h3>
                <p>{slip::hash_groups(&page.proof)}</p>
                <p class="small">{proof.proof_note}</p>
                {provable.then(|| verify_button(view, page.number.as_str(), &page.proof))}
            </div>
        </section>
    }
    .into_any()
}
