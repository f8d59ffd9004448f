//! Identities that a custodian keeps, for whoever handles the case. The report itself is not shown.

use leptos::prelude::*;
use model::{CaseNumber, Fault, Identity};

use super::{
    case::identity_card,
    frame::{Desk, desk_page},
    parts::{Control, control, mistakes, post, summary},
};
use crate::{
    Html, View,
    components::{Fact, facts},
    layout::{Head, Switch},
    locales::staff::case,
};

/// An identity that was opened.
#[derive(Debug, Clone)]
pub struct InCustody {
    /// Case number.
    pub number: CaseNumber,
    /// The unit in charge, by name.
    pub unit: String,
    /// The identity; none if it does not fit its seal.
    pub identity: Option<Identity>,
}

/// `/staff/identities`, posts `number` and `reason` to itself.
#[derive(Debug, Clone)]
pub struct IdentitiesPage {
    /// Who is signed in.
    pub desk: Desk,
    /// The case number as typed.
    pub number: String,
    /// The reason as typed.
    pub reason: String,
    /// Faults at `Field::Number` or `Field::Reason`.
    pub faults: Vec<Fault>,
    /// What was opened, for this answer alone.
    pub opened: Option<InCustody>,
}

/// The form, with what it opened.
pub fn identities_page(view: &View, page: &IdentitiesPage) -> Html {
    let texts = case::texts(view.locale);
    let wrong = mistakes(view, "", &page.faults);
    let head = Head::new(texts.identities_title).with_faults(wrong.len()).with_switch(Switch::Absent);
    desk_page(view, &page.desk, head, || {
        let number = Control::new("number", "number", texts.identities_number, &page.number);
        let reason = Control::new("reason", "reason", texts.identity_reason, &page.reason).hint(texts.identity_reason_hint);
        let fields = view! {
            {control(view, number, &wrong)}
            {control(view, reason, &wrong)}
            <p class="small">{texts.identity_may_open}</p>
            <button type="submit" class="button">{texts.identities_open}</button>
        };
        view! {
            {summary(view, &wrong)}
            <h1>{texts.identities_title}</h1>
            {page.opened.as_ref().map(|opened| card(texts, opened))}
            <p>{texts.identities_intro}</p>
            {post(view, "/staff/identities", "door", &page.desk.csrf, fields)}
        }
        .into_any()
    })
}

fn card(texts: &'static case::Texts, opened: &InCustody) -> AnyView {
    view! {
        <section id="identity" class="identity-card is-open" aria-labelledby="identity-title">
            <h2 id="identity-title">{(texts.identities_of)(opened.number.as_str())}</h2>
            {facts(vec![Fact::text(texts.unit, opened.unit.clone())])}
            {identity_card(texts, opened.identity.as_ref())}
        </section>
    }
    .into_any()
}
