//! Who reported it, as a sealed card: asking for it, how that stands, and what was released.

use leptos::prelude::*;
use model::{AccessPurpose, CaseAction, IdentityPart, ReleasedIdentity};

use super::{ActionForm, AskedFor, AskedState, CasePage, IdentityCard, Keeping, act};
use crate::{
    View,
    components::{Fact, Tone, facts, notice},
    locales::{
        custody as words,
        staff::{case, custody, frame, words as staff_words},
    },
    staff::{
        Choice,
        parts::{Control, Kind, Mistake, Ticks, control, moment_text, ticks},
    },
};

/// The card.
pub(super) fn card(view: &View, page: &CasePage, wrong: &[Mistake]) -> AnyView {
    let texts = case::texts(view.locale);
    let (class, body) = match &page.identity {
        IdentityCard::Anonymous => ("identity-card", view! { <p>{texts.identity_anonymous}</p> }.into_any()),
        IdentityCard::NoCustodian => ("identity-card is-sealed", view! { <p>{texts.identity_no_custodian}</p> }.into_any()),
        IdentityCard::Kept(keeping) => ("identity-card is-sealed", kept(view, page, keeping, wrong)),
        IdentityCard::Opened { identity, until } => ("identity-card is-open", shown(view, identity, &moment_text(*until))),
        IdentityCard::Broken => ("identity-card", notice(Tone::Grave, view! { <p>{texts.identity_broken}</p> })),
    };
    view! {
        <section id="identity" class=class aria-labelledby="identity-title">
            <h2 id="identity-title">{texts.identity}</h2>
            {body}
        </section>
    }
    .into_any()
}

fn kept(view: &View, page: &CasePage, keeping: &Keeping, wrong: &[Mistake]) -> AnyView {
    let texts = custody::texts(view.locale);
    let comma = staff_words::texts(view.locale).list_comma;
    let names = (!keeping.custodians.is_empty())
        .then(|| facts(vec![Fact::text(case::texts(view.locale).identity_custodians, keeping.custodians.join(comma))]));
    let waits = keeping.asked.as_ref().is_some_and(|asked| matches!(asked.state, AskedState::Waiting { .. }));
    // An own request waits for the others.
    let own = (keeping.own && !waits).then(|| view! { <p>{texts.own}" "<a href=view.href("/staff/identities")>{texts.own_link}</a></p> });
    let is_pending = keeping.asked.as_ref().is_some_and(|asked| matches!(asked.state, AskedState::Waiting { .. } | AskedState::Open(_)));
    // What was typed into a request that cannot be made any more is not lost.
    let typed = act::kept(page, CaseAction::AskIdentity);
    let lacks_custodians = keeping.may_ask && keeping.others < keeping.needed;
    let asks = typed.is_some() || (keeping.may_ask && !is_pending);
    let nobody = (lacks_custodians && (waits || !is_pending))
        .then(|| notice(Tone::Careful, view! { <p>{(texts.too_few)(keeping.others, keeping.needed)}</p> }));
    view! {
        <p>{texts.sealed}{keeping.may_ask.then(|| format!(" {}", (texts.needed)(keeping.needed)))}</p>
        {(keeping.may_ask && keeping.short).then(|| notice(Tone::Careful, view! { <p>{texts.needed_short}</p> }))}
        {names}
        {own}
        {keeping.asked.as_ref().map(|asked| standing(view, page, asked))}
        {nobody}
        {asks.then(|| asking(view, page, typed, wrong))}
    }
    .into_any()
}

/// How the member's last request stands.
fn standing(view: &View, page: &CasePage, asked: &AskedFor) -> AnyView {
    let (texts, names) = (custody::texts(view.locale), words::texts(view.locale));
    let parts: Vec<&str> = asked.scope.parts().iter().map(|&part| (names.part)(part)).collect();
    let asked_for = facts(vec![
        Fact::text(names.purpose_label, (names.purpose)(asked.purpose)),
        Fact::text(texts.asked_scope, parts.join(names.comma)),
    ]);
    match &asked.state {
        AskedState::Waiting { at, granted, needed } => {
            let said = (texts.waiting)(&moment_text(*at), *granted, *needed);
            notice(Tone::Plain, view! { <p role="status">{said}</p>{asked_for} })
        }
        AskedState::Open(until) => {
            let fields = view! { <p class="small">{texts.open_note}</p> };
            let form = act::form(view, page, CaseAction::OpenIdentity, fields.into_any());
            notice(Tone::Good, view! { <p>{(texts.open_until)(&moment_text(*until))}</p>{asked_for}{form} })
        }
        AskedState::Refused(said) => {
            let said = said.clone().unwrap_or_else(|| texts.unreadable.to_owned());
            notice(Tone::Careful, view! { <p>{texts.refused_at}</p>{facts(vec![Fact::text(texts.refused_words, said)])} })
        }
        AskedState::Lapsed => view! { <p class="small">{texts.lapsed}</p> }.into_any(),
        AskedState::Ended => view! { <p class="small">{texts.ended}</p> }.into_any(),
    }
}

fn asking(view: &View, page: &CasePage, typed: Option<&ActionForm>, wrong: &[Mistake]) -> AnyView {
    let (texts, names) = (custody::texts(view.locale), words::texts(view.locale));
    let kept = typed.unwrap_or(const { &ActionForm::empty() });
    let purposes: Vec<Choice> = AccessPurpose::ALL.iter().map(|&purpose| Choice::new(purpose.as_str(), (names.purpose)(purpose))).collect();
    let purpose = Control::new("ask-identity-purpose", "purpose", texts.ask_purpose, &kept.purpose)
        .kind(Kind::Select(frame::texts(view.locale).choose, &purposes));
    let scope = Ticks {
        id: "ask-identity-scope".to_owned(),
        name: "scope",
        legend: texts.ask_scope,
        boxes: IdentityPart::ALL.iter().map(|&part| (part.as_str(), (names.part)(part), "")).collect(),
        ticked: &kept.scope,
    };
    let reason =
        Control::new("ask-identity-reason", "reason", texts.ask_words, &kept.reason).hint(texts.ask_words_hint).kind(Kind::Lines(3));
    let fields = view! {
        <p class="small">{texts.ask_note}</p>
        {control(view, purpose, wrong)}
        {ticks(view, scope, wrong)}
        {control(view, reason, wrong)}
    };
    view! {
        <details class="act" open=typed.is_some()>
            <summary>{texts.ask}</summary>
            {act::form(view, page, CaseAction::AskIdentity, fields.into_any())}
        </details>
    }
    .into_any()
}

/// What was released, and no field more.
fn shown(view: &View, identity: &ReleasedIdentity, until: &str) -> AnyView {
    let (texts, names) = (custody::texts(view.locale), words::texts(view.locale));
    let released = IdentityPart::ALL.iter().filter_map(|&part| Some(Fact::text((names.part)(part), identity.part(part)?.to_owned())));
    view! { <p>{(texts.shown)(until)}</p>{facts(released.collect())} }.into_any()
}
