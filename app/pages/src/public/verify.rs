//! Checking a proof of filing: anyone may, and nobody sees the report.

use jiff::civil::{Date, DateTime};
use leptos::prelude::*;
use model::{Fault, Field};

use crate::{
    Html, View,
    components::{Fact, Input, InputKind, Tone, error_summary, facts, hidden, input, notice},
    layout::{self, Head, Switch},
    locales::{dates, verify},
};

/// What the page shows.
#[derive(Debug, Clone, Default)]
pub struct VerifyPage {
    /// What was typed as the case number.
    pub number: String,
    /// What was typed as the proof.
    pub proof: String,
    /// Faults at `Field::Number` and `Field::Proof`.
    pub faults: Vec<Fault>,
    /// What was found; none before anything was asked.
    pub outcome: Option<VerifyOutcome>,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VerifyOutcome {
    /// The proof is that of the case with this number.
    Valid {
        /// Case number.
        number: String,
        /// The hour in which it was filed, local time.
        filed_at: DateTime,
        /// The day's entry.
        stamp: StampShown,
    },
    /// There is no such case, or it is not that case's proof.
    Invalid,
}

/// Where a filing stands in the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StampShown {
    /// With its day.
    In {
        /// The day.
        day: Date,
        /// The entry that closed it.
        entry: i64,
    },
    /// Nowhere yet: its day is not over.
    NotYet,
    /// Nowhere: its day had been closed when it was filed, since a clock ran ahead.
    Never,
}

/// `form#verify-form` with the fields `number` and `proof`, posting to `/verify`, where the step `show` checks nothing; after a valid proof a second form, which posts the two to
/// `/verify/certificate`.
pub fn verify_page(view: &View, page: &VerifyPage) -> Html {
    let texts = verify::texts(view.locale);
    let step = if page.outcome.is_some() || !page.faults.is_empty() { "check" } else { "show" };
    let switch = Switch::Resend { form: "verify-form", step, enter: "check" };
    let head = Head::new(texts.title).with_faults(page.faults.len()).with_switch(switch);
    layout::public_page(view, head, || {
        view! {
            {error_summary(view, &page.faults)}
            <h1>{texts.title}</h1>
            <p class="lead">{texts.lead}</p>
            {page.outcome.as_ref().map(|outcome| found(view, page, outcome))}
            {form(view, page)}
            <section><h2>{texts.proves_heading}</h2><ul class="points">{points(&texts.proves)}</ul></section>
            <section><h2>{texts.proves_not_heading}</h2><ul class="points">{points(&texts.proves_not)}</ul></section>
            <p><a href=view.href("/transparency")>{texts.to_transparency}</a></p>
        }
        .into_any()
    })
}

/// Sends a proof on to where it is checked, from a page that shows it.
pub(crate) fn verify_button(view: &View, number: &str, proof: &str) -> AnyView {
    view! {
        <form method="post" action=view.href("/verify") autocomplete="off">
            {hidden("number", number)}
            {hidden("proof", proof)}
            <button type="submit" class="button-plain">{verify::texts(view.locale).check_this}</button>
        </form>
    }
    .into_any()
}

fn points(points: &'static [&'static str]) -> AnyView {
    points.iter().map(|point| view! { <li>{*point}</li> }).collect_view().into_any()
}

fn form(view: &View, page: &VerifyPage) -> AnyView {
    let texts = verify::texts(view.locale);
    let number = Input::new(Field::Number, texts.number, &page.number).kind(InputKind::Code);
    let proof = Input::new(Field::Proof, texts.proof, &page.proof).hint(texts.proof_hint).kind(InputKind::Lines(3));
    view! {
        <form id="verify-form" method="post" action=view.href("/verify") autocomplete="off">
            {input(view, number, &page.faults)}
            {input(view, proof, &page.faults)}
            <div class="actions"><button type="submit" class="button">{texts.check}</button></div>
        </form>
    }
    .into_any()
}

fn found(view: &View, page: &VerifyPage, outcome: &VerifyOutcome) -> AnyView {
    let texts = verify::texts(view.locale);
    let VerifyOutcome::Valid { number, filed_at, stamp } = outcome else {
        let words =
            view! { <p role="status" id="verdict" data-valid="false"><strong>{texts.invalid}</strong></p><p>{texts.invalid_note}</p> };
        return notice(Tone::Grave, words);
    };
    let hour = (texts.hour)(&dates::day(view.locale, filed_at.date()), filed_at.hour());
    let stamped = match stamp {
        StampShown::In { day, entry } => (texts.stamped)(&dates::day(view.locale, *day), *entry),
        StampShown::NotYet => texts.not_stamped_yet.to_owned(),
        StampShown::Never => texts.never_stamped.to_owned(),
    };
    view! {
        {notice(Tone::Good, view! { <p role="status" id="verdict" data-valid="true"><strong>{texts.valid}</strong></p> })}
        {facts(vec![Fact::text(texts.number, number.as_str()), Fact::text(texts.filed_at, hour), Fact::text(texts.stamp, stamped)])}
        <form method="post" action=view.href("/verify/certificate") autocomplete="off">
            {hidden("number", page.number.clone())}
            {hidden("proof", page.proof.clone())}
            <button type="submit" class="button-plain">{texts.certificate}</button>
        </form>
        <p class="small">{texts.certificate_note}</p>
    }
    .into_any()
}
