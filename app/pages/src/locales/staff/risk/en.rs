//! English.

use model::RiskLevel;

use super::Texts;

fn level(level: RiskLevel) -> &'static str {
    match level {
        RiskLevel::Low => "Low",
        RiskLevel::Medium => "Medium: foreseeable",
        RiskLevel::High => "High: to be expected",
        RiskLevel::Acute => "Acute: has begun",
    }
}

pub(super) static TEXTS: Texts = Texts {
    level,
    title: "Danger of retaliation",
    none: "Not assessed yet. Assess it at intake and after each contact.",
    old: |day| format!("Not assessed since the last contact, on {day}."),
    reasons: "Reasons",
    reasons_hint: "Who could find out who reported, what they could do, what points to it. Sealed; the reporter does not read it.",
    measures: "Measures",
    measures_hint: "What is done, by whom.",
    next: "To be looked at again by",
    new: "danger: not assessed yet",
    due: "danger: look again by {n}",
};
