//! Who must not learn of the case, and the forms that say so.

use leptos::prelude::*;
use model::CaseAction;

use super::{ActionForm, CasePage, KeptAway, ReportText, act, talk::own_words};
use crate::{
    View,
    locales::staff::{away, case, frame},
    staff::parts::{Control, Kind, Mistake, control, moment},
};

/// Members and units that are kept away.
pub(super) fn section(view: &View, texts: &'static case::Texts, page: &CasePage) -> AnyView {
    let own = away::texts(view.locale);
    let members = page.away.iter().map(|kept| one(own, texts, kept)).collect_view();
    let units = named(own.units, &page.avoided_units);
    let people = match &page.report {
        ReportText::Open(content) => named(own.names, &content.avoid),
        ReportText::NotForCustodians | ReportText::NoKey | ReportText::Broken => None,
    };
    let nobody = (page.away.is_empty() && units.is_none() && people.is_none()).then(|| view! { <p class="empty">{own.none}</p> });
    view! {
        <section id="away" aria-labelledby="away-title">
            <h2 id="away-title">{own.title}</h2>
            {nobody}
            <ul class="clocks">{members}</ul>
            {people}
            {units}
        </section>
    }
    .into_any()
}

fn named(label: &'static str, names: &[String]) -> Option<AnyView> {
    let items = names.iter().map(|name| view! { <li>{name.clone()}</li> }).collect_view();
    (!names.is_empty()).then(|| view! { <h3>{label}</h3><ul>{items}</ul> }.into_any())
}

fn one(own: &'static away::Texts, texts: &'static case::Texts, kept: &KeptAway) -> AnyView {
    view! {
        <li>
            <p><b>{kept.name.clone()}</b></p>
            <p class="small">{(own.source)(kept.source, kept.by.as_deref().unwrap_or_default())}" · "{moment(kept.at)}</p>
            {kept.words.as_ref().map(|words| own_words(texts, words))}
        </li>
    }
    .into_any()
}

/// The fields of the two forms.
pub(super) fn fields(view: &View, page: &CasePage, action: CaseAction, wrong: &[Mistake]) -> AnyView {
    let own = away::texts(view.locale);
    let kept = act::kept(page, action).unwrap_or(const { &ActionForm::empty() });
    let choose = frame::texts(view.locale).choose;
    let (note, label, choices) = match action {
        CaseAction::Recuse => (own.recuse_note, own.recuse_who, &page.recusable),
        _ => (own.readmit_note, own.readmit_who, &page.readmittable),
    };
    let who = Control::new(format!("{action}-assignee"), "assignee", label, &kept.assignee).kind(Kind::Select(choose, choices));
    let why = Control::new(format!("{action}-message"), "message", own.recuse_why, &kept.message).hint(own.recuse_why_hint);
    // Whoever may speak of others has to say why; who can only mean oneself need not.
    let why = if page.recusable.len() > 1 { why } else { why.optional() };
    let why = (action == CaseAction::Recuse).then(|| control(view, why.kind(Kind::Lines(3)), wrong));
    view! {
        <p class="small">{note}</p>
        {control(view, who, wrong)}
        {why}
    }
    .into_any()
}
