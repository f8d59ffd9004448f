//! What a citizen asks for. Each kind has its own rules and time limits (Regulations on Petitions 2022, art. 31).

use crate::text::words;

impl ReportKind {
    /// The kinds that a report is begun with; protection is asked for from a case's status page, or where the portal says what protects.
    pub const USUAL: [Self; 3] = [Self::Disclosure, Self::Request, Self::Suggestion];
}

words! {
    /// The kind of a report.
    ReportKind("report kind") {
        /// A disclosure of a breach of discipline or law: discipline rules, no 60-day limit.
        Disclosure = "disclosure",
        /// A complaint or request that a unit must answer: 15 days to accept, 60 to settle.
        Request = "request",
        /// An opinion or suggestion.
        Suggestion = "suggestion",
        /// That someone suffers, or fears, retaliation for a report: goes to the level above (规则 49).
        Protection = "protection",
    }
}
