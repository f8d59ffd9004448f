//! Texts about the custody of identities: words that both sides read, and the reporter's section of the status page.

use model::{AccessPurpose, IdentityPart};

pub(crate) struct Texts {
    pub(crate) purpose: fn(AccessPurpose) -> &'static str,
    pub(crate) part: fn(IdentityPart) -> &'static str,
    pub(crate) comma: &'static str,
    pub(crate) hour: fn(day: &str, hour: i8) -> String,
    pub(crate) asked_by: fn(unit: &str, role: &str) -> String,
    pub(crate) purpose_label: &'static str,
    pub(crate) scope_label: &'static str,
    pub(crate) words_label: &'static str,
    pub(crate) granted_label: &'static str,
    pub(crate) granted: fn(unit: &str, at: &str) -> String,
    pub(crate) until_label: &'static str,
    pub(crate) until: fn(at: &str) -> String,
    pub(crate) over: fn(at: &str) -> String,
    pub(crate) opened_label: &'static str,
    pub(crate) opened_none: &'static str,
    pub(crate) handed: fn(unit: &str) -> String,
    pub(crate) forged: &'static str,
    pub(crate) object: &'static str,
    pub(crate) object_note: fn(unit: &str) -> String,
    pub(crate) object_words: &'static str,
    pub(crate) object_send: &'static str,
    pub(crate) objection_label: &'static str,
    pub(crate) objection_waits: fn(unit: &str) -> String,
    pub(crate) ruling_label: fn(unit: &str) -> String,
    pub(crate) done_objected: &'static str,
}

namespace!();
