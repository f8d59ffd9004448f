//! English.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    title: "Figures",
    lead: |date| format!("All reports up to {date}."),
    rule: "Fewer than 5 are shown as “<5”. Where that cell could be worked out from the others, one more is withheld, so that nobody can be recognised.",
    by_kind: "By kind",
    by_group: "By subject",
    by_status: "By status",
    count: "Reports",
    share: "Chart",
    few: "<5",
    withheld: "withheld",
};
