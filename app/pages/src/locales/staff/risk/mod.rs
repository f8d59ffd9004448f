//! How great the danger for whoever reported is.

use model::RiskLevel;

pub(crate) struct Texts {
    pub(crate) level: fn(RiskLevel) -> &'static str,
    pub(crate) title: &'static str,
    pub(crate) none: &'static str,
    pub(crate) old: fn(day: &str) -> String,
    pub(crate) reasons: &'static str,
    pub(crate) reasons_hint: &'static str,
    pub(crate) measures: &'static str,
    pub(crate) measures_hint: &'static str,
    pub(crate) next: &'static str,
    pub(crate) new: &'static str,
    pub(crate) due: &'static str,
}

namespace!();
