//! What stands beside the case: time limits and facts.

use leptos::prelude::*;
use model::CaseAction;

use super::{CaseClock, CasePage};
use crate::{
    View,
    components::{Fact, clock, facts},
    locales::{
        dates,
        staff::{case, redaction, retention, words as staff_words},
        words,
    },
    staff::Section,
};

/// The time limits.
pub(super) fn clocks(view: &View, texts: &'static case::Texts, page: &CasePage) -> AnyView {
    let items = page.clocks.iter().map(|limit| one_clock(view, texts, limit)).collect_view();
    let content = match page.clocks.is_empty() {
        true => view! { <p class="empty">{texts.clocks_none}</p> }.into_any(),
        false => view! { <ul class="clocks">{items}</ul> }.into_any(),
    };
    view! { <section aria-labelledby="clocks-title"><h2 id="clocks-title">{texts.clocks}</h2>{content}</section> }.into_any()
}

fn one_clock(view: &View, texts: &'static case::Texts, limit: &CaseClock) -> AnyView {
    let words = words::texts(view.locale);
    let state = match limit.stopped {
        Some(day) => {
            let said = if limit.unmet { texts.clock_unmet } else { texts.clock_met };
            view! { <p class="clock-met">{said(&dates::day(view.locale, day))}</p> }.into_any()
        }
        None => clock(view, limit.due, limit.left),
    };
    let counted = (texts.clock_counted)(&dates::day(view.locale, limit.from), limit.period);
    view! {
        <li>
            <p><b>{(staff_words::texts(view.locale).clock)(limit.clock)}</b></p>
            {state}
            <p class="small">{counted}" · "{(words.article)(limit.article)}</p>
        </li>
    }
    .into_any()
}

/// The facts.
pub(super) fn facts_of(view: &View, texts: &'static case::Texts, page: &CasePage) -> AnyView {
    let words = words::texts(view.locale);
    let assignee = page.assignee.as_ref().map_or_else(|| texts.unassigned.to_owned(), |member| member.name.clone());
    let mut entries = vec![
        Fact::text(texts.assignee, assignee),
        Fact::text(texts.unit, page.unit.clone()),
        Fact::text(texts.first_unit, page.first_unit.clone()),
    ];
    entries.extend(page.first_handler.clone().map(|name| Fact::text(texts.first_handler, name)));
    let sent_back = (staff_words::texts(view.locale).action)(CaseAction::Return);
    entries.extend((page.returned_count > 0).then(|| Fact::text(sent_back, (texts.returned)(page.returned_count))));
    entries.push(Fact::text(texts.filed, dates::day(view.locale, page.filed_on)));
    entries.extend(page.finding.map(|finding| Fact::text(texts.finding, (words.finding)(finding))));
    entries.extend(page.rating.map(|rating| Fact::text(texts.rating, (words.rating)(rating))));
    let link = |section: Section, path: String, name: &'static str| {
        page.desk.sections.contains(&section).then(|| view! { <p><a href=view.href(&path)>{name}</a></p> })
    };
    view! {
        <section aria-labelledby="facts-title">
            <h2 id="facts-title">{texts.facts_label}</h2>
            {facts(entries)}
            {link(Section::Shared, format!("/staff/cases/{}/redact", page.number), redaction::texts(view.locale).title)}
            {link(Section::Retention, format!("/staff/retention/{}", page.number), retention::texts(view.locale).title)}
        </section>
    }
    .into_any()
}
