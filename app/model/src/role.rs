//! What a member of a unit may be. Rights follow from roles in one table of the server.

use crate::text::words;

words! {
    /// A role of a member within a unit.
    Role("role") {
        /// Works the queue.
        Officer = "officer",
        /// Leads the unit's work: assigns, approves, supervises.
        Lead = "lead",
        /// Keeps the identities of named reporters and decides who is shown them.
        Custodian = "custodian",
        /// Manages members, units, categories and routing; reads no report.
        Administrator = "administrator",
        /// Reads the audit log; reads no report.
        Auditor = "auditor",
    }
}

words! {
    /// Something that a member may do. Which role has which right stands in the server's `casework::rights`.
    Right("right") {
        /// See the unit's queue and what a case says about itself without being opened.
        SeeCases = "see-cases",
        /// Open reports and work them.
        HandleCases = "handle-cases",
        /// Give a case to someone else.
        AssignOthers = "assign-others",
        /// Put off the date by which a case has to be settled.
        ExtendLimits = "extend-limits",
        /// Keep the identities of named reporters, and decide on requests for them.
        KeepIdentities = "keep-identities",
        /// Answer what reporters of the units below object to releases of their identity.
        AnswerObjections = "answer-objections",
        /// Invite members of a unit, change their roles, let them go.
        ManageMembers = "manage-members",
        /// Pass the unit's keys on to a member of the unit whose roles entitle to them.
        GrantKeys = "grant-keys",
        /// Let a member back to a case that somebody else declared the member away from.
        LiftRecusals = "lift-recusals",
        /// Change units, categories and routing.
        ManagePortal = "manage-portal",
        /// See what of the unit's cases is soon to be destroyed.
        SeeRetention = "see-retention",
        /// Hold what is due, and decide on what reporters ask to have destroyed.
        DecideRetention = "decide-retention",
        /// Read the audit log.
        ReadAudit = "read-audit",
    }
}
