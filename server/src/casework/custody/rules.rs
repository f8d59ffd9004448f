//! What an operator decides about the custody of identities.

use jiff::{SignedDuration, Timestamp};
use model::{CategoryCode, ReportKind};
use serde::{Deserialize, Serialize};

use crate::store::Case;

/// How identities are released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CustodyRules {
    /// Hours after which a release ends by itself; 1 at least.
    pub release_hours: u32,
    /// Kinds of reports whose identity two custodians have to release.
    pub two_decisions_kinds: Vec<ReportKind>,
    /// Categories of which the same holds, by code.
    pub two_decisions_categories: Vec<CategoryCode>,
}

impl Default for CustodyRules {
    fn default() -> Self {
        Self { release_hours: 24, two_decisions_kinds: Vec::new(), two_decisions_categories: Vec::new() }
    }
}

impl CustodyRules {
    /// How many custodians have to grant a request about this case.
    pub(in crate::casework) fn needed(&self, case: &Case) -> u32 {
        let is_high = self.two_decisions_kinds.contains(&case.kind) || self.two_decisions_categories.contains(&case.category);
        if is_high { 2 } else { 1 }
    }

    /// Until when something is released that is granted now, in UTC milliseconds.
    pub(in crate::casework) fn ends_at(&self, now: Timestamp) -> i64 {
        (now + SignedDuration::from_hours(i64::from(self.release_hours.max(1)))).as_millisecond()
    }
}
