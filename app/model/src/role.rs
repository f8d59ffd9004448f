//! What a member of a unit may be. Rights follow from roles in one table of the server.

use crate::text::words;

words! {
    /// A role of a member within a unit.
    Role("role") {
        /// Works the queue.
        Officer = "officer",
        /// Leads the unit's work: assigns, approves, supervises.
        Lead = "lead",
        /// Keeps the identities of named reporters; the only one who can open them.
        Custodian = "custodian",
        /// Manages members, units, categories and routing; reads no report.
        Administrator = "administrator",
        /// Reads the audit log; reads no report.
        Auditor = "auditor",
    }
}
