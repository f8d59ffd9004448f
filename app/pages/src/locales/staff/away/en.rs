//! English.

use model::RecusalSource;

use super::Texts;

fn source(source: RecusalSource, by: &str) -> String {
    match source {
        RecusalSource::Reporter => "named by the reporter".to_owned(),
        RecusalSource::Unit => "came from a unit that the reporter named".to_owned(),
        RecusalSource::Member => "declared an interest".to_owned(),
        RecusalSource::Lead => format!("kept away by {by}"),
    }
}

pub(super) static TEXTS: Texts = Texts {
    source,
    title: "Who must not learn of it",
    none: "Nobody is kept away from this case.",
    units: "Units that the reporter named",
    names: "People whom the reporter named",
    recuse_note: "Whoever is chosen finds nothing of this case any more: not in the queue, not by search, not in counts, lists or the audit log. It is nobody’s if it was theirs. If nobody is left here who may handle it, it goes to the unit above.",
    recuse_who: "Who has an interest in it",
    recuse_why: "Reason",
    recuse_why_hint: "Sealed with the case. You need not say why if it is you.",
    readmit_note: "The member sees the case again. What the reporter named stays; what you declared yourself another lead or custodian lifts.",
    readmit_who: "Whom to let back",
};
