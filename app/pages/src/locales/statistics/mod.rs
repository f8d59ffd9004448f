//! Texts of the public figures.

pub(crate) struct Texts {
    pub(crate) title: &'static str,
    pub(crate) lead: fn(date: &str) -> String,
    pub(crate) rule: &'static str,
    pub(crate) by_kind: &'static str,
    pub(crate) by_group: &'static str,
    pub(crate) by_status: &'static str,
    pub(crate) count: &'static str,
    pub(crate) share: &'static str,
    pub(crate) few: &'static str,
    pub(crate) withheld: &'static str,
}

namespace!();
