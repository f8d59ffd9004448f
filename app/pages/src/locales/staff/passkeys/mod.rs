//! Texts about passkeys.

pub(crate) struct Texts {
    pub(crate) title: &'static str,
    pub(crate) intro: &'static str,
    /// The portal has no address to which one could be bound.
    pub(crate) untaken: &'static str,
    pub(crate) none: &'static str,
    pub(crate) count: fn(usize) -> String,
    pub(crate) manage: &'static str,
    pub(crate) name: &'static str,
    pub(crate) name_hint: &'static str,
    pub(crate) unnamed: &'static str,
    pub(crate) added: &'static str,
    pub(crate) last_used: &'static str,
    pub(crate) never_used: &'static str,
    pub(crate) happens: &'static str,
    pub(crate) add: &'static str,
    pub(crate) add_happens: [&'static str; 4],
    pub(crate) make: &'static str,
    pub(crate) make_without: &'static str,
    pub(crate) make_failed: &'static str,
    pub(crate) make_refused: &'static str,
    pub(crate) known: &'static str,
    pub(crate) remove: &'static str,
    pub(crate) remove_label: fn(name: &str) -> String,
    pub(crate) remove_title: &'static str,
    pub(crate) remove_happens: [&'static str; 4],
    pub(crate) done_added: &'static str,
    pub(crate) done_removed: &'static str,
    pub(crate) second_title: &'static str,
    pub(crate) give: &'static str,
    pub(crate) or_code: &'static str,
    pub(crate) give_without: &'static str,
    pub(crate) give_failed: &'static str,
    pub(crate) give_refused: &'static str,
    pub(crate) cancelled: &'static str,
    /// What an entry of the audit log is called.
    pub(crate) entry: fn(&str) -> Option<&'static str>,
}

namespace!();
