//! Every column of the database, declared once: who could learn what from it, and how long it stays.
//!
//! A test compares this table with the schema of both databases and fails on a column that is not here.

/// What a column tells someone who reads the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Visibility {
    /// Nothing that is not public or about the portal itself.
    Public,
    /// Things about a case or a member under a number or a MAC: linkable, and naming nobody outside the staff.
    Pseudonymous,
    /// Ciphertext, or a key under another key.
    Sealed,
}

/// How long a column's values stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retention {
    /// As long as the portal runs.
    Portal,
    /// As long as the case is kept.
    Case,
    /// As long as the member is on record.
    Member,
    /// Until it expires; then the sweep removes it.
    Expiry,
    /// For good: the chain would break.
    Forever,
}

/// A column's declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Table.
    pub table: &'static str,
    /// Column.
    pub name: &'static str,
    /// What it tells.
    pub visibility: Visibility,
    /// How long it stays.
    pub retention: Retention,
}

use Retention::{Case, Expiry, Forever, Member, Portal};
use Visibility::{Pseudonymous, Public, Sealed};

/// A table, how long its rows are kept, and its columns by who may see them.
type Table = (&'static str, Retention, &'static [(Visibility, &'static [&'static str])]);

/// The declarations, grouped: a table, a retention, and its columns by visibility.
const TABLES: &[Table] = &[
    ("divisions", Portal, &[(Public, &["code", "level", "parent", "name", "position"])]),
    (
        "units",
        Portal,
        &[(
            Public,
            &[
                "id",
                "code",
                "level",
                "division",
                "parent_id",
                "name_hans",
                "name_hant",
                "name_en",
                "address",
                "postcode",
                "phone",
                "hours",
                "active",
                "created_at",
            ],
        )],
    ),
    ("unit_marks", Portal, &[(Public, &["unit_id", "mark"])]),
    ("unit_keys", Portal, &[(Public, &["id", "unit_id", "purpose", "public_key", "signature", "created_at", "retired_at"])]),
    ("categories", Portal, &[(Public, &["code", "grouping", "name_hans", "name_hant", "name_en", "position", "active"])]),
    ("routing_rules", Portal, &[(Public, &["id", "position", "category", "area", "unit_id"])]),
    (
        "members",
        Member,
        &[
            (
                Pseudonymous,
                &[
                    "id",
                    "unit_id",
                    "login",
                    "display_name",
                    "roles",
                    "password_salt",
                    "password_cost",
                    "password_verifier",
                    "public_key",
                    "verifying_key",
                    "keys_mark",
                    "recovery_verifier",
                    "recovery_made_at",
                    "totp_step",
                    "failed_count",
                    "next_try_at",
                    "created_at",
                    "last_sign_in_at",
                    "left_at",
                    "hidden_marks",
                ],
            ),
            (Sealed, &["locked_keys", "recovery_locked_keys", "totp_locked"]),
        ],
    ),
    (
        "passkeys",
        Member,
        &[(Pseudonymous, &["id", "member_id", "lookup", "sign_count", "name", "created_at", "last_used_at"]), (Sealed, &["locked"])],
    ),
    ("share_schemes", Member, &[(Pseudonymous, &["unit_key_id", "threshold", "made_at", "made_by"])]),
    (
        "key_shares",
        Member,
        &[(Pseudonymous, &["unit_key_id", "member_id", "sealed_to", "commitment", "checked_at"]), (Sealed, &["sealed"])],
    ),
    ("share_requests", Member, &[(Pseudonymous, &["unit_key_id", "member_id", "asked_at"])]),
    ("share_approvals", Member, &[(Pseudonymous, &["unit_key_id", "member_id", "officer_id", "at"]), (Sealed, &["sealed"])]),
    ("departures", Member, &[(Pseudonymous, &["unit_id", "member_id", "left_at", "roles"])]),
    ("unit_key_grants", Member, &[(Pseudonymous, &["unit_key_id", "member_id", "granted_by", "granted_at"]), (Sealed, &["sealed"])]),
    (
        "invitations",
        Expiry,
        &[(
            Pseudonymous,
            &[
                "id",
                "token_hash",
                "unit_id",
                "roles",
                "login",
                "display_name",
                "replaces_member_id",
                "created_by",
                "created_at",
                "expires_at",
            ],
        )],
    ),
    (
        "sessions",
        Expiry,
        &[
            (Pseudonymous, &["id", "lookup", "member_id", "stage", "created_at", "last_seen_at", "expires_at", "confirmed_at"]),
            (Sealed, &["locked_keys"]),
        ],
    ),
    ("passkey_challenges", Expiry, &[(Pseudonymous, &["session_id", "expires_at"]), (Sealed, &["locked"])]),
    (
        "cases",
        Case,
        &[(
            Pseudonymous,
            &[
                "id",
                "number",
                "lookup",
                "kind",
                "category",
                "area",
                "unit_id",
                "first_unit_id",
                "sender_unit_id",
                "first_handler_id",
                "assignee_id",
                "named",
                "status",
                "priority",
                "filed_at",
                "due_at",
                "due_basis",
                "epoch",
                "version",
                "sealed_by",
                "accepted_at",
                "finding",
                "rating",
                "returned_count",
                "last_event_at",
                "filing_mark",
                "settled_at",
                "announced_at",
                "deletion_asked_at",
                "risk_level",
                "risk_due_at",
            ],
        )],
    ),
    ("reporter_keys", Case, &[(Pseudonymous, &["case_id", "public_key", "verifying_key", "keys_mark"])]),
    ("case_keys", Case, &[(Pseudonymous, &["case_id", "epoch", "purpose", "holder", "holder_id", "generation"]), (Sealed, &["sealed"])]),
    (
        "envelopes",
        Case,
        &[(Pseudonymous, &["case_id", "slot", "seq", "epoch", "author", "member_id", "created_at"]), (Sealed, &["ciphertext"])],
    ),
    (
        "events",
        Case,
        &[(
            Pseudonymous,
            &[
                "case_id",
                "seq",
                "at",
                "action",
                "status",
                "actor",
                "member_id",
                "unit_id",
                "role",
                "detail",
                "basis",
                "due_at",
                "slot",
                "slot_seq",
                "public",
            ],
        )],
    ),
    (
        "identity_requests",
        Case,
        &[(
            Pseudonymous,
            &[
                "case_id",
                "seq",
                "member_id",
                "unit_id",
                "role",
                "keeper_key_id",
                "purpose",
                "scope",
                "needed",
                "status",
                "asked_at",
                "ends_at",
                "objection_unit_id",
                "objected_at",
                "answered_at",
            ],
        )],
    ),
    ("identity_decisions", Case, &[(Pseudonymous, &["case_id", "seq", "member_id", "unit_id", "decision", "at", "words"])]),
    ("recusals", Case, &[(Pseudonymous, &["member_id", "case_id", "source", "declared_by", "at", "words", "hidden_marks"])]),
    ("avoided_units", Case, &[(Pseudonymous, &["case_id", "unit_id"])]),
    ("holds", Case, &[(Pseudonymous, &["case_id", "seq", "member_id", "placed_at", "until", "lifted_at", "lifted_by"])]),
    (
        "destroyed_cases",
        Portal,
        &[(
            Pseudonymous,
            &[
                "id",
                "number",
                "lookup",
                "kind",
                "category",
                "area",
                "unit_id",
                "status",
                "finding",
                "rating",
                "filed_at",
                "settled_at",
                "filing_mark",
                "destroyed_at",
                "rule",
                "member_id",
                "data_keys",
                "texts",
                "hidden_from",
                "entry",
                "signature",
            ],
        )],
    ),
    ("abandoned_objects", Expiry, &[(Public, &["object", "since"])]),
    ("files", Case, &[(Pseudonymous, &["case_id", "number", "object", "state", "changed_at", "message"]), (Sealed, &["known"])]),
    ("audit_log", Forever, &[(Pseudonymous, &["seq", "at", "action", "member_id", "unit_id", "case_id", "object", "hash"])]),
    ("audit_head", Forever, &[(Pseudonymous, &["id", "seq", "hash"])]),
    ("closed_days", Forever, &[(Public, &["day", "closed_at", "entries", "head", "filings", "root", "signature"])]),
    ("day_stamps", Forever, &[(Public, &["day", "token", "stamped_at", "tries", "next_try_at", "problem"])]),
    ("day_marks", Forever, &[(Public, &["day"]), (Pseudonymous, &["marks"])]),
    ("spent_tokens", Expiry, &[(Pseudonymous, &["token_hash", "expires_at"])]),
    ("settings", Portal, &[(Public, &["name", "value"])]),
    ("leases", Expiry, &[(Public, &["name", "holder", "until"])]),
    ("holidays", Portal, &[(Public, &["day", "works", "name"])]),
    ("seaql_migrations", Portal, &[(Public, &["version", "applied_at"])]),
];

/// Every column, in the order of the tables.
pub fn all() -> impl Iterator<Item = Column> {
    TABLES.iter().flat_map(|&(table, retention, groups)| {
        let of_group = move |&(visibility, names): &'static (Visibility, &'static [&'static str])| {
            names.iter().map(move |&name| Column { table, name, visibility, retention })
        };
        groups.iter().flat_map(of_group)
    })
}

/// The tables, in the order in which one may be filled after those it refers to.
pub fn tables() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|&(table, _, _)| table)
}
