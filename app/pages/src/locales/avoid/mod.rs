//! Who must not learn of a report: on the form, in the review and on the status page.

pub(crate) struct Texts {
    pub(crate) summary: &'static str,
    pub(crate) note: &'static str,
    pub(crate) people: &'static str,
    pub(crate) people_hint: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) unit_hint: &'static str,
    pub(crate) names: &'static str,
    pub(crate) units: &'static str,
    pub(crate) nobody: &'static str,
    pub(crate) route_around: &'static str,
    pub(crate) route_unfree: &'static str,
    pub(crate) by_rule: &'static str,
    pub(crate) not_this_unit: &'static str,
    /// A unit that was named, to be left out again.
    pub(crate) drop: fn(unit: &str) -> String,
}

namespace!();
