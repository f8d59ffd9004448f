//! Handing a case to another unit.

use leptos::prelude::*;
use model::{CaseAction, CaseNumber, UnitCode, UnitLevel};

use super::{
    case::{ActionForm, Blocked, Conflict, conflict_notice, not_now},
    frame::{Desk, desk_page},
    leaks,
    parts::{Control, Kind, Mistake, control, mistakes, summary},
};
use crate::{
    Html, View,
    components::{Fact, facts, hidden},
    layout::{Head, Switch},
    locales::staff::{case, words},
};

/// A unit that can take the case.
#[derive(Debug, Clone)]
pub struct UnitOffer {
    /// Code.
    pub code: UnitCode,
    /// Name.
    pub name: String,
    /// Level.
    pub level: UnitLevel,
    /// It is proposed for this category and area.
    pub suggested: bool,
    /// It has a key; without one it takes no case.
    pub has_key: bool,
}

/// `/staff/cases/{number}/transfer`, posts `unit`, `message` (the reason), `version` and `csrf` to itself.
#[derive(Debug, Clone)]
pub struct TransferPage {
    /// Who is signed in.
    pub desk: Desk,
    /// Case number.
    pub number: CaseNumber,
    /// Version of the case that this page shows.
    pub version: i64,
    /// Category's name.
    pub category: String,
    /// Area's name from the city down.
    pub area: String,
    /// The report has an identity, which goes with it to the receiving unit's custodians.
    pub named: bool,
    /// Units, the suggested ones first.
    pub units: Vec<UnitOffer>,
    /// What was typed, and its faults.
    pub form: ActionForm,
    /// Someone was first.
    pub conflict: Option<Conflict>,
    /// Why it cannot be handed over; there is no form then.
    pub blocked: Option<Blocked>,
}

/// The choice of a unit.
pub fn transfer_page(view: &View, page: &TransferPage) -> Html {
    let texts = case::texts(view.locale);
    let title = (texts.transfer_title)(page.number.as_str());
    let wrong = mistakes(view, "transfer", &page.form.faults);
    let head = Head::new(title.clone()).with_faults(wrong.len()).with_switch(Switch::Absent);
    let case_path = format!("/staff/cases/{}", page.number);
    desk_page(view, &page.desk, head, || {
        let content = match page.blocked {
            Some(why) => not_now(view, CaseAction::Transfer, why, &page.form.message, &wrong),
            None => transfer_form(view, texts, page, &format!("{case_path}/transfer"), &wrong),
        };
        view! {
            <p class="back"><a href=view.href(&case_path)>{page.number.to_string()}</a></p>
            {summary(view, &wrong)}
            {page.conflict.as_ref().map(|conflict| conflict_notice(view, conflict))}
            <h1>{title}</h1>
            {facts(vec![Fact::text(texts.category, page.category.clone()), Fact::text(texts.area, page.area.clone())])}
            {content}
        }
        .into_any()
    })
}

fn transfer_form(view: &View, texts: &'static case::Texts, page: &TransferPage, path: &str, wrong: &[Mistake]) -> AnyView {
    let reason = Control::new("transfer-message", "message", texts.transfer_reason, &page.form.message)
        .hint(texts.transfer_hint)
        .kind(Kind::Lines(4));
    let error = wrong.iter().find(|mistake| mistake.id.as_deref() == Some("transfer-unit")).map(|mistake| mistake.message.clone());
    let described = error.as_ref().map(|_| "transfer-unit-error");
    let class = if error.is_some() { "field field-wrong" } else { "field" };
    let identity = page.named.then(|| view! { <p>{texts.transfer_identity}</p> });
    let (suggested, others): (Vec<_>, Vec<_>) = page.units.iter().partition(|unit| unit.suggested);
    view! {
        <p>{texts.transfer_sealed}</p>
        {identity}
        <form id="action-transfer" class="act-form" method="post" action=view.href(path)>
            {hidden("csrf", page.desk.csrf.clone())}
            {hidden("version", page.version.to_string())}
            <fieldset id="transfer-unit" class=class tabindex="-1" aria-describedby=described>
                <legend>{texts.transfer_unit}</legend>
                {error.map(|error| view! { <p class="field-error" id="transfer-unit-error">{error}</p> })}
                {units(view, texts, texts.transfer_suggested, &suggested, &page.form.unit)}
                {units(view, texts, texts.transfer_others, &others, &page.form.unit)}
            </fieldset>
            {control(view, reason, wrong)}
            {leaks::warning(view, "transfer-confirmed".to_owned(), &page.form.leaks)}
            <button type="submit" class="button">{(words::texts(view.locale).action)(CaseAction::Transfer)}</button>
        </form>
    }
    .into_any()
}

fn units(view: &View, texts: &'static case::Texts, heading: &'static str, units: &[&UnitOffer], chosen: &str) -> AnyView {
    if units.is_empty() {
        return ().into_any();
    }
    let level = words::texts(view.locale).level;
    let items = units
        .iter()
        .map(|unit| {
            let id = format!("unit-{}", unit.code);
            let note = if unit.has_key { level(unit.level) } else { texts.transfer_no_key };
            let note_id = format!("{id}-note");
            view! {
                <div class="choice">
                    <input type="radio" id=id.clone() name="unit" value=unit.code.to_string() checked=unit.code.as_str() == chosen
                        disabled=!unit.has_key aria-describedby=note_id.clone() autocomplete="off" />
                    <label for=id>{unit.name.clone()}</label>
                    <div class="choice-note" id=note_id>{note}</div>
                </div>
            }
        })
        .collect_view();
    view! { <h2 class="group-title">{heading}</h2><div class="choices choices-many">{items}</div> }.into_any()
}
