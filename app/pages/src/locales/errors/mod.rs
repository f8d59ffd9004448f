//! Texts of the pages for what went wrong.

/// What one of them says.
pub(crate) struct Words {
    pub(crate) title: &'static str,
    pub(crate) lead: &'static str,
}

pub(crate) struct Texts {
    pub(crate) not_found: Words,
    pub(crate) method: Words,
    pub(crate) conflict: Words,
    pub(crate) key_destroyed: Words,
    pub(crate) too_large: Words,
    pub(crate) unreadable: Words,
    pub(crate) signed_out: Words,
    pub(crate) stale: Words,
    pub(crate) refused: Words,
    pub(crate) forbidden: Words,
    pub(crate) too_many: Words,
    pub(crate) internal: Words,
    pub(crate) unavailable: Words,
    pub(crate) files_away: Words,
    pub(crate) try_again_in: fn(seconds: u64) -> String,
    pub(crate) incident: fn(number: &str) -> String,
    pub(crate) kept: &'static str,
    pub(crate) kept_label: &'static str,
    pub(crate) send_again: &'static str,
    /// Link that opens in a tab of its own.
    pub(crate) sign_in: &'static str,
    pub(crate) home: &'static str,
}

namespace!();
