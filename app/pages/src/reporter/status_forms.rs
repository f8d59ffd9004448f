//! What the reporter can do on the status page. Each form carries the code in its body, since nothing may be in an address.

use leptos::prelude::*;
use model::{CaseAction, CaseNumber, CaseStatus, CategoryCode, DivisionCode, Field, ReceiptCode, status::Rating};

use super::{evidence, status::StatusPage};
use crate::{
    View,
    components::{Choice, ChoiceGroup, Input, InputKind, choices, hidden, input},
    locales::{self, retaliation, status, words},
};

pub(super) fn may(page: &StatusPage, action: CaseAction) -> bool {
    page.may.contains(&action)
}

/// The form to which all belongs that is typed on the page, wherever it stands: what a browser without a script does not send is lost.
pub(super) fn common(page: &StatusPage) -> &'static str {
    let offered = [(CaseAction::Supply, "action-supply"), (CaseAction::Rate, "action-rate")];
    offered.into_iter().find(|(action, _)| may(page, *action)).map_or("status-again", |(_, form)| form)
}

pub(super) fn carried(page: &StatusPage, action: CaseAction) -> AnyView {
    view! {
        {code(page)}
        {hidden("version", page.version.to_string())}
        {hidden("action", action.as_str())}
    }
    .into_any()
}

/// Blank if only the browser knows it, which then fills it in.
pub(super) fn code(page: &StatusPage) -> AnyView {
    hidden("receipt", page.code.as_ref().map(ReceiptCode::to_display).unwrap_or_default())
}

pub(super) fn supply(view: &View, page: &StatusPage) -> AnyView {
    if !may(page, CaseAction::Supply) {
        return ().into_any();
    }
    let texts = status::texts(view.locale);
    let label = if page.status == CaseStatus::NeedMore { texts.answer_question } else { texts.message };
    let field = Input::new(Field::Message, label, &page.draft).hint(texts.message_hint).kind(InputKind::Lines(5));
    let files = page.evidence.waiting.len();
    let along = (files > 0).then(|| view! { <p id="goes-along">{(locales::evidence::texts(view.locale).goes_along)(files)}</p> });
    view! {
        <form id="action-supply" method="post" action=view.href("/status") autocomplete="off">
            {carried(page, CaseAction::Supply)}
            {input(view, field, &page.faults)}
            {evidence::part(view, page)}
            {along}
            <div class="actions"><button type="submit" class="button" name="step" value="send">{texts.send_message}</button></div>
        </form>
    }
    .into_any()
}

pub(super) fn rate(view: &View, page: &StatusPage) -> AnyView {
    let texts = status::texts(view.locale);
    let names = words::texts(view.locale);
    if let Some(rating) = page.rating {
        return view! { <section><h2>{texts.rate_heading}</h2><p>{(texts.rated)((names.rating)(rating))}</p></section> }.into_any();
    }
    if !may(page, CaseAction::Rate) {
        return ().into_any();
    }
    let entries = Rating::ALL.iter().map(|&rating| Choice { value: rating.as_str(), label: (names.rating)(rating), note: None });
    let group = ChoiceGroup {
        field: Field::Rating,
        legend: view! { <h2>{texts.rate_heading}</h2> }.into_any(),
        hint: Some(texts.rate_note.into_any()),
        value: &page.rating_typed,
        choices: entries.collect(),
    };
    view! {
        <form id="action-rate" class="panel" method="post" action=view.href("/status") autocomplete="off">
            {carried(page, CaseAction::Rate)}
            {choices(view, group, &page.faults)}
            <div class="actions"><button type="submit" class="button">{texts.rate}</button></div>
        </form>
    }
    .into_any()
}

/// Begins a report of its own, at any time: with the number of the case if that is there still, and without the code, which goes nowhere else.
pub(super) fn protect(view: &View, number: Option<&CaseNumber>, (category, area): &(CategoryCode, DivisionCode)) -> AnyView {
    let texts = retaliation::texts(view.locale);
    view! {
        <section id="retaliation">
            <h2>{texts.heading}</h2>
            <p>{texts.text}</p>
            <form id="action-protect" method="post" action=view.href("/report") autocomplete="off">
                {hidden("kind", "protection")}
                {number.map(|number| hidden("number", number.to_string()))}
                {hidden("category", category.to_string())}
                {hidden("area", area.to_string())}
                <button type="submit" class="button-plain" name="step" value="protect">{texts.button}</button>
            </form>
        </section>
    }
    .into_any()
}

/// Folded away, since it cannot be undone.
pub(super) fn withdraw(view: &View, page: &StatusPage) -> AnyView {
    if !may(page, CaseAction::Withdraw) {
        return ().into_any();
    }
    let texts = status::texts(view.locale);
    view! {
        <section>
            <h2>{texts.withdraw_heading}</h2>
            <details>
                <summary>{texts.withdraw}</summary>
                <div id="action-withdraw">
                    <p>{texts.withdraw_note}</p>
                    <button type="submit" class="button-grave" form=common(page) name="step" value=CaseAction::Withdraw.as_str()>
                        {texts.withdraw}
                    </button>
                </div>
            </details>
        </section>
    }
    .into_any()
}

/// Shows the same case again, in another language or size, and is the common form where no message can be written.
pub(super) fn again(view: &View, page: &StatusPage) -> AnyView {
    view! {
        <form id="status-again" method="post" action=view.href("/status") autocomplete="off">
            {code(page)}
            {hidden("version", page.version.to_string())}
        </form>
    }
    .into_any()
}
