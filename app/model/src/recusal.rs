//! Who must not learn of a case.

use crate::text::words;

words! {
    /// Who declared that a member must not learn of a case.
    RecusalSource("source of a recusal") {
        /// The reporter named the person. No member of staff can take that back.
        Reporter = "reporter",
        /// The member has an interest in it.
        Member = "member",
        /// A lead of the unit.
        Lead = "lead",
        /// The member came from a unit that the reporter named. No member of staff can take that back.
        Unit = "unit",
    }
}

impl RecusalSource {
    /// Whether it follows from the reporter's word, which no member of staff takes back.
    pub const fn is_reporters(self) -> bool {
        matches!(self, Self::Reporter | Self::Unit)
    }
}
