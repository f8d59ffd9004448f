//! What an operator decides about the custody of identities.

use jiff::{SignedDuration, Timestamp};
use model::{CaseAction, CategoryCode, ReportKind, RiskLevel};
use serde::{Deserialize, Serialize};

use crate::store::{Case, Event};

/// How identities are released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CustodyRules {
    /// Hours after which a release ends by itself; 1 at least.
    pub release_hours: u32,
    /// Kinds of reports whose identity two custodians have to release.
    pub two_decisions_kinds: Vec<ReportKind>,
    /// Categories of which the same holds, by code: for whatever case ever had one of them.
    pub two_decisions_categories: Vec<CategoryCode>,
    /// Whether the same holds where the danger for whoever reported was ever assessed as high or acute, if two custodians could decide.
    pub two_decisions_at_high_risk: bool,
}

/// How many custodians have to grant a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needed {
    /// So many.
    pub custodians: u32,
    /// By the danger it would be two, but fewer than two could decide.
    pub short: bool,
    /// How many could decide.
    pub able: u32,
}

impl Default for CustodyRules {
    fn default() -> Self {
        Self { release_hours: 24, two_decisions_kinds: Vec::new(), two_decisions_categories: Vec::new(), two_decisions_at_high_risk: true }
    }
}

impl CustodyRules {
    /// How many custodians have to grant a request about a case to which this happened, when so many are able to.
    ///
    /// What the case was filed as counts, and what it was ever changed to: whoever asks can change its category, and assess the danger anew.
    pub(in crate::casework) fn needed(&self, case: &Case, events: &[Event], able: u32) -> Needed {
        let is_listed = |category: &CategoryCode| self.two_decisions_categories.contains(category);
        if self.two_decisions_kinds.contains(&case.kind)
            || is_listed(&case.category)
            || earlier_categories(events).any(|past| is_listed(&past))
        {
            return Needed { custodians: 2, short: false, able };
        }
        let is_dangerous = self.two_decisions_at_high_risk && was_dangerous(events);
        let short = is_dangerous && able < 2;
        Needed { custodians: if is_dangerous && !short { 2 } else { 1 }, short, able }
    }

    /// Until when something is released that is granted now, in UTC milliseconds.
    pub(in crate::casework) fn ends_at(&self, now: Timestamp) -> i64 {
        (now + SignedDuration::from_hours(i64::from(self.release_hours.max(1)))).as_millisecond()
    }
}

/// The categories that the case was filed under and was changed to.
fn earlier_categories(events: &[Event]) -> impl Iterator<Item = CategoryCode> {
    let naming = events.iter().filter(|event| matches!(event.action, CaseAction::File | CaseAction::Recategorise));
    naming.filter_map(|event| event.detail.as_deref()?.parse().ok())
}

/// Whether any assessment found the danger for whoever reported high or acute.
fn was_dangerous(events: &[Event]) -> bool {
    let levels = events.iter().filter(|event| event.action == CaseAction::Assess).filter_map(|event| {
        let (level, _) = event.detail.as_deref()?.split_once(' ')?;
        level.parse().ok()
    });
    levels.into_iter().any(|level: RiskLevel| level >= RiskLevel::High)
}
