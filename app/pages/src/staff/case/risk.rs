//! How great the danger for whoever reported is, how it was assessed before, and the form that assesses it anew.

use leptos::prelude::*;
use model::{CaseAction, RiskLevel};

use super::{ActionForm, Assessed, CasePage, act, talk::own_words};
use crate::{
    View,
    locales::{
        dates,
        staff::{case, frame, risk},
    },
    staff::{
        Choice,
        parts::{Control, Kind, Mistake, control, moment},
    },
};

/// The level now, and the history.
pub(super) fn section(view: &View, texts: &'static case::Texts, page: &CasePage) -> AnyView {
    let own = risk::texts(view.locale);
    let standing = match page.risk {
        None => view! { <p class="empty">{own.none}</p> }.into_any(),
        Some((level, next)) => {
            let next = next.map(|day| view! { <p class="small">{own.next}" "{dates::day(view.locale, day)}</p> });
            view! { <p><b>{(own.level)(level)}</b></p>{next} }.into_any()
        }
    };
    let old = page.risk_old_since.map(|day| view! { <p class="small">{(own.old)(&dates::day(view.locale, day))}</p> });
    let history = page.assessments.iter().rev().map(|found| one(view, texts, found)).collect_view();
    view! {
        <section id="risk" aria-labelledby="risk-title">
            <h2 id="risk-title">{own.title}</h2>
            {standing}
            {old}
            <ul class="clocks">{history}</ul>
        </section>
    }
    .into_any()
}

fn one(view: &View, texts: &'static case::Texts, found: &Assessed) -> AnyView {
    let own = risk::texts(view.locale);
    view! {
        <li>
            <p><b>{(own.level)(found.level)}</b></p>
            <p class="small">{found.member.clone()}" · "{moment(found.at)}" · "{own.next}" "{dates::day(view.locale, found.next)}</p>
            {own_words(texts, &found.body)}
        </li>
    }
    .into_any()
}

/// The fields of the form.
pub(super) fn fields(view: &View, page: &CasePage, wrong: &[Mistake]) -> AnyView {
    let own = risk::texts(view.locale);
    let kept = act::kept(page, CaseAction::Assess).unwrap_or(const { &ActionForm::empty() });
    let levels: Vec<Choice> = RiskLevel::ALL.iter().map(|&level| Choice::new(level.as_str(), (own.level)(level))).collect();
    let choose = frame::texts(view.locale).choose;
    let level = Control::new("assess-risk", "risk", own.title, &kept.risk).kind(Kind::Select(choose, &levels));
    let reasons = Control::new("assess-reason", "reason", own.reasons, &kept.reason).hint(own.reasons_hint).kind(Kind::Lines(3));
    let measures = Control::new("assess-message", "message", own.measures, &kept.message).hint(own.measures_hint).kind(Kind::Lines(3));
    let next = Control::new("assess-until", "until", own.next, &kept.until).kind(Kind::Day);
    view! {
        {control(view, level, wrong)}
        {control(view, reasons, wrong)}
        {control(view, measures, wrong)}
        {control(view, next, wrong)}
    }
    .into_any()
}
