//! What is left of a case that was destroyed.

use jiff::civil::{Date, DateTime};
use leptos::prelude::*;
use model::{CaseNumber, CaseStatus, CategoryCode, DivisionCode, ReportKind, status::Finding};

use super::{Fact, facts};
use crate::{
    View,
    locales::{dates, retention, status, words},
};

/// By which rule a case was destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleShown {
    /// It had been settled for so many months.
    Term(u32),
    /// Its reporter asked for it.
    Asked,
}

/// What a certificate says.
#[derive(Debug, Clone)]
pub struct CertificateShown {
    /// Case number.
    pub number: CaseNumber,
    /// Kind.
    pub kind: ReportKind,
    /// Category's name in the reader's language.
    pub category: String,
    /// Full name of the area.
    pub area: String,
    /// Codes of category and area, for a request for protection that follows from it.
    pub codes: (CategoryCode, DivisionCode),
    /// Name of the unit that was in charge.
    pub unit: String,
    /// How the case stood.
    pub status: CaseStatus,
    /// What had been found.
    pub finding: Option<Finding>,
    /// The day of filing.
    pub filed_on: Date,
    /// The day on which it was settled; none if it never was.
    pub settled_on: Option<Date>,
    /// Destroyed at, local time.
    pub destroyed_at: DateTime,
    /// By which rule.
    pub rule: RuleShown,
    /// A lead of the unit decided it; the portal otherwise.
    pub by_unit: bool,
    /// How many copies of data keys were destroyed.
    pub data_keys: u32,
    /// How many ciphertexts were destroyed.
    pub texts: u32,
    /// The entry of the audit log.
    pub entry: i64,
    /// The certificate as a file.
    pub file: String,
}

/// The certificate.
pub(crate) fn certificate(view: &View, shown: &CertificateShown) -> AnyView {
    let (texts, labels, names) = (retention::texts(view.locale), status::texts(view.locale), words::texts(view.locale));
    let day = |day| dates::day(view.locale, day);
    let rule = match shown.rule {
        RuleShown::Term(months) => (texts.rule_term)(months),
        RuleShown::Asked => texts.rule_asked.to_owned(),
    };
    let number = view! { <span id="case-number" class="number" translate="no">{shown.number.to_string()}</span> };
    let destroyed_at = shown.destroyed_at.strftime("%Y-%m-%d %H:%M").to_string();
    let mut entries = vec![
        Fact { name: texts.number, value: number.into_any() },
        Fact::text(labels.kind, (names.kind)(shown.kind)),
        Fact::text(labels.category, shown.category.clone()),
        Fact::text(labels.area, shown.area.clone()),
        Fact::text(texts.unit, shown.unit.clone()),
        Fact::text(labels.filed_on, day(shown.filed_on)),
        Fact::text(texts.stood, (names.status)(shown.status)),
    ];
    entries.extend(shown.finding.map(|finding| Fact::text(texts.found, (names.finding)(finding))));
    entries.extend(shown.settled_on.map(|settled| Fact::text(texts.settled, day(settled))));
    entries.extend([
        Fact::text(texts.destroyed_at, destroyed_at),
        Fact::text(texts.rule, rule),
        Fact::text(texts.decided_by, if shown.by_unit { texts.by_unit } else { texts.by_portal }),
        Fact::text(texts.what, (texts.counted)(shown.data_keys, shown.texts)),
        Fact::text(texts.entry, shown.entry.to_string()),
    ]);
    let gone = texts.destroyed_gone.iter().map(|line| view! { <li>{*line}</li> }).collect_view();
    view! {
        <ul>{gone}</ul>
        <section aria-labelledby="certificate-title">
            <h2 id="certificate-title">{texts.certificate}</h2>
            {facts(entries)}
            <details>
                <summary>{texts.file}</summary>
                <p class="small">{texts.file_note}</p>
                <pre id="certificate" class="written" tabindex="0" translate="no">{shown.file.clone()}</pre>
            </details>
        </section>
    }
    .into_any()
}
