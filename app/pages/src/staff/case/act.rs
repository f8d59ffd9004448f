//! What may be done now, a form each, and why the rest may not.

use leptos::prelude::*;
use model::{
    CaseAction, ReportKind,
    basis::{DeclineReason, ReturnReason},
    status::Finding,
};

use super::{ActionForm, Blocked, CasePage, NOBODY, away, risk, talk::why_not};
use crate::{
    View,
    components::hidden,
    locales::{
        staff::{case, frame, words as staff_words},
        words,
    },
    staff::{
        Choice, leaks,
        parts::{Control, Kind, Mistake, control},
    },
};

/// What was typed into the form of `action`, if it was refused.
pub(super) fn kept(page: &CasePage, action: CaseAction) -> Option<&ActionForm> {
    page.draft.as_ref().filter(|draft| draft.action == action).map(|draft| &draft.form)
}

/// The form of an action: its fields, and a button that says what it does.
pub(super) fn form(view: &View, page: &CasePage, action: CaseAction, fields: AnyView) -> AnyView {
    let class = if action == CaseAction::Accept { "button" } else { "button-plain" };
    view! {
        <form id=format!("action-{action}") class="act-form" method="post" action=view.href(&format!("/staff/cases/{}/{action}", page.number))>
            {hidden("csrf", page.desk.csrf.clone())}
            {hidden("version", page.version.to_string())}
            {fields}
            {kept(page, action).map(|form| leaks::warning(view, format!("{action}-confirmed"), &form.leaks))}
            <noscript><p class="small">{case::texts(view.locale).sends_one}</p></noscript>
            <button type="submit" class=class>{(staff_words::texts(view.locale).action)(action)}</button>
        </form>
    }
    .into_any()
}

/// Everything that is not done elsewhere on the page.
pub(super) fn actions(view: &View, texts: &'static case::Texts, page: &CasePage, wrong: &[Mistake]) -> AnyView {
    let is_here = |action: CaseAction| !matches!(action, CaseAction::Note | CaseAction::OpenIdentity);
    let allowed: Vec<_> = page.actions.iter().filter(|offer| is_here(offer.action) && offer.blocked.is_none()).collect();
    let forms = allowed.iter().map(|offer| offered(view, texts, page, offer.action, wrong)).collect_view();
    let nothing = allowed.is_empty().then(|| view! { <p class="empty">{texts.to_do_none}</p> });
    view! {
        <section class="acts" aria-labelledby="acts-title">
            <h2 id="acts-title">{texts.to_do}</h2>
            {overtaken(view, page, wrong)}
            {nothing}
            {forms}
            {blocked(view, texts, page)}
        </section>
    }
    .into_any()
}

/// What was typed for something that cannot be done any more, and why it cannot.
fn overtaken(view: &View, page: &CasePage, wrong: &[Mistake]) -> AnyView {
    let Some(draft) = &page.draft else { return ().into_any() };
    let Some(why) = page.actions.iter().find(|offer| offer.action == draft.action).and_then(|offer| offer.blocked) else {
        return ().into_any();
    };
    not_now(view, draft.action, why, &draft.form.message, wrong)
}

/// That something cannot be done, why, and what was typed for it.
pub(in crate::staff) fn not_now(view: &View, action: CaseAction, why: Blocked, typed: &str, wrong: &[Mistake]) -> AnyView {
    let name = (staff_words::texts(view.locale).action)(action);
    let text = Control::new(format!("{action}-message"), "message", name, typed).kind(Kind::Lines(6));
    let typed = (!typed.is_empty()).then(|| control(view, text, wrong));
    view! {
        <div class="notice notice-careful overtaken" role="alert">
            <p><b>{name}</b>" — "{why_not(view, case::texts(view.locale), why)}</p>
            {typed}
        </div>
    }
    .into_any()
}

fn blocked(view: &View, texts: &'static case::Texts, page: &CasePage) -> AnyView {
    let own = staff_words::texts(view.locale);
    let items = page
        .actions
        .iter()
        .filter_map(|offer| Some((offer.action, offer.blocked?)))
        .map(|(action, why)| view! { <li><b>{(own.action)(action)}</b>" — "{why_not(view, texts, why)}</li> })
        .collect::<Vec<_>>();
    if items.is_empty() {
        return ().into_any();
    }
    view! { <h3 class="not-now">{texts.not_now}</h3><ul class="blocked">{items}</ul> }.into_any()
}

fn offered(view: &View, texts: &'static case::Texts, page: &CasePage, action: CaseAction, wrong: &[Mistake]) -> AnyView {
    let fields = fields(view, texts, page, action, wrong);
    if action == CaseAction::Accept {
        return form(view, page, action, fields);
    }
    let is_open = kept(page, action).is_some();
    view! {
        <details class="act" open=is_open>
            <summary>{(staff_words::texts(view.locale).action)(action)}</summary>
            {form(view, page, action, fields)}
        </details>
    }
    .into_any()
}

fn fields(view: &View, texts: &'static case::Texts, page: &CasePage, action: CaseAction, wrong: &[Mistake]) -> AnyView {
    let kept = kept(page, action).unwrap_or(const { &ActionForm::empty() });
    let choose = frame::texts(view.locale).choose;
    let text = |label, hint| Control::new(format!("{action}-message"), "message", label, &kept.message).hint(hint).kind(Kind::Lines(6));
    let pick =
        |name, label, value, choices| Control::new(format!("{action}-{name}"), name, label, value).kind(Kind::Select(choose, choices));
    match action {
        CaseAction::Accept => view! { <p class="small">{texts.accept_note}</p> }.into_any(),
        CaseAction::Decline => {
            let reasons = decline_reasons(view);
            let reason = pick("reason", texts.decline_reason, &kept.reason, &reasons);
            let reason = control(view, reason, wrong);
            view! { {reason}{control(view, text(texts.decline_message, texts.decline_hint).optional(), wrong)} }.into_any()
        }
        CaseAction::Ask => control(view, text(texts.ask_message, texts.ask_hint), wrong),
        CaseAction::Return => {
            let reasons = return_reasons(view);
            let reason = control(view, pick("reason", texts.return_reason, &kept.reason, &reasons), wrong);
            view! { {reason}{control(view, text(texts.return_message, texts.return_hint).optional(), wrong)} }.into_any()
        }
        CaseAction::Answer => control(view, text(texts.answer_message, texts.answer_hint), wrong),
        CaseAction::Extend => control(view, text(texts.extend_message, texts.extend_hint), wrong),
        CaseAction::Close => {
            let findings = findings(view, page.kind);
            let finding = control(view, pick("finding", texts.close_finding, &kept.finding, &findings), wrong);
            view! { {finding}{control(view, text(texts.close_message, texts.close_hint).optional(), wrong)} }.into_any()
        }
        CaseAction::Reopen => control(view, text(texts.reopen_message, texts.reopen_hint), wrong),
        CaseAction::Assign => control(view, pick("assignee", texts.assign_to, &kept.assignee, &assignees(texts, page)), wrong),
        CaseAction::Recategorise => {
            let category = pick("category", texts.recategorise_to, &kept.category, &page.categories);
            control(view, category.hint(texts.recategorise_hint), wrong)
        }
        CaseAction::Transfer => transfer(view, texts, page, kept, wrong),
        CaseAction::Assess => risk::fields(view, page, wrong),
        CaseAction::Recuse | CaseAction::Readmit => away::fields(view, page, action, wrong),
        _ => ().into_any(),
    }
}

fn transfer(view: &View, texts: &'static case::Texts, page: &CasePage, kept: &ActionForm, wrong: &[Mistake]) -> AnyView {
    let choose = frame::texts(view.locale).choose;
    let unit = Control::new("transfer-unit", "unit", texts.transfer_unit, &kept.unit).kind(Kind::Select(choose, &page.suggested_units));
    let reason =
        Control::new("transfer-message", "message", texts.transfer_reason, &kept.message).hint(texts.transfer_hint).kind(Kind::Lines(4));
    view! {
        <p class="small">{texts.transfer_sealed}</p>
        {control(view, unit, wrong)}
        <p class="small"><a href=view.href(&format!("/staff/cases/{}/transfer", page.number))>{texts.transfer_more}</a></p>
        {control(view, reason, wrong)}
    }
    .into_any()
}

/// Members, and nobody if it is somebody's.
fn assignees(texts: &'static case::Texts, page: &CasePage) -> Vec<Choice> {
    let nobody = page.assignee.as_ref().map(|_| Choice::new(NOBODY, texts.unassigned));
    page.members.iter().cloned().chain(nobody).collect()
}

fn decline_reasons(view: &View) -> Vec<Choice> {
    let words = words::texts(view.locale);
    let name = |reason: DeclineReason| format!("{} · {}", (words.decline)(reason), (words.article)(reason.article()));
    DeclineReason::ALL.iter().map(|&reason| Choice::new(reason.as_str(), name(reason))).collect()
}

fn return_reasons(view: &View) -> Vec<Choice> {
    let words = words::texts(view.locale);
    ReturnReason::ALL.iter().map(|&reason| Choice::new(reason.as_str(), (words.send_back)(reason))).collect()
}

fn findings(view: &View, kind: ReportKind) -> Vec<Choice> {
    let words = words::texts(view.locale);
    Finding::of(kind).iter().map(|&finding| Choice::new(finding.as_str(), (words.finding)(finding))).collect()
}
