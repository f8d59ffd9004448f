//! Retaliation: on the status page, on the protection page, on the form and in the review.

pub(crate) struct Texts {
    pub(crate) heading: &'static str,
    pub(crate) text: &'static str,
    pub(crate) button: &'static str,
    pub(crate) form_heading: &'static str,
    pub(crate) rules: &'static str,
    pub(crate) number: &'static str,
    pub(crate) number_hint: &'static str,
    pub(crate) about: &'static str,
    pub(crate) route_above: &'static str,
    pub(crate) route_no_level: &'static str,
    pub(crate) route_of_case: &'static str,
    pub(crate) topmost: &'static str,
}

namespace!();
