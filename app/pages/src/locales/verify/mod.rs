//! Texts of the check of a proof of filing.

pub(crate) struct Texts {
    pub(crate) title: &'static str,
    pub(crate) lead: &'static str,
    pub(crate) number: &'static str,
    pub(crate) proof: &'static str,
    pub(crate) proof_hint: &'static str,
    pub(crate) check: &'static str,
    /// On a page that shows a proof.
    pub(crate) check_this: &'static str,
    pub(crate) valid: &'static str,
    pub(crate) invalid: &'static str,
    pub(crate) invalid_note: &'static str,
    pub(crate) filed_at: &'static str,
    pub(crate) hour: fn(day: &str, hour: i8) -> String,
    pub(crate) stamp: &'static str,
    pub(crate) stamped: fn(day: &str, entry: i64) -> String,
    pub(crate) not_stamped_yet: &'static str,
    /// The day had been closed before.
    pub(crate) never_stamped: &'static str,
    pub(crate) certificate: &'static str,
    pub(crate) certificate_note: &'static str,
    pub(crate) proves_heading: &'static str,
    pub(crate) proves: [&'static str; 3],
    pub(crate) proves_not_heading: &'static str,
    pub(crate) proves_not: [&'static str; 3],
    pub(crate) to_transparency: &'static str,
}

namespace!();
