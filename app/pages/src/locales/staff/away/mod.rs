//! Who must not learn of a case.

use model::RecusalSource;

pub(crate) struct Texts {
    pub(crate) title: &'static str,
    pub(crate) none: &'static str,
    /// Who said so; `by` is a member's name.
    pub(crate) source: fn(source: RecusalSource, by: &str) -> String,
    pub(crate) units: &'static str,
    pub(crate) names: &'static str,
    pub(crate) recuse_note: &'static str,
    pub(crate) recuse_who: &'static str,
    pub(crate) recuse_why: &'static str,
    pub(crate) recuse_why_hint: &'static str,
    pub(crate) readmit_note: &'static str,
    pub(crate) readmit_who: &'static str,
}

namespace!();
