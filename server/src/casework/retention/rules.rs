//! What an operator decides about how long cases are kept.

use std::path::PathBuf;

use jiff::{SignedDuration, Span, Timestamp};
use model::{CaseStatus, ReportKind};
use serde::{Deserialize, Serialize};

use crate::casework::calendar::CHINA;

/// How long cases are kept, and how soon no copy yields what was destroyed.
///
/// The terms are modelled on the classes of 《机关文件材料归档范围和文书档案保管期限规定》 (30 and 10 years); which class a file of this portal
/// belongs to, the operator has to have confirmed by the archive in charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RetentionRules {
    /// Days for which it is shown what is to be destroyed, before it is; [`LEAST_NOTICE`] at least.
    pub notice_days: u32,
    /// Days after which the retention key is replaced; 0 leaves it to `qingfeng retention rotate`.
    pub rotate_days: u32,
    /// Days for which a backup is to be good after the retention key that it needs was replaced; 1 at least.
    pub backup_days: u32,
    /// Further files in which the retention key is kept, rewritten whenever it changes.
    pub copies: Vec<PathBuf>,
    /// Disclosures 检举控告.
    pub disclosure: Terms,
    /// Requests 申诉求决.
    pub request: Terms,
    /// Suggestions 意见建议.
    pub suggestion: Terms,
    /// Requests for protection against retaliation 保护申请.
    pub protection: Terms,
}

/// A month: nothing is destroyed that was not shown for so many days.
pub const LEAST_NOTICE: u32 = 30;

/// Months for which a settled case is kept; 0 for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Once it was closed.
    pub closed_months: u32,
    /// Once it was declined.
    pub declined_months: u32,
    /// Once its reporter has withdrawn it.
    pub withdrawn_months: u32,
}

impl Default for RetentionRules {
    fn default() -> Self {
        Self {
            notice_days: LEAST_NOTICE,
            rotate_days: 30,
            backup_days: 30,
            copies: Vec::new(),
            disclosure: Terms { closed_months: 360, declined_months: 120, withdrawn_months: 120 },
            request: Terms { closed_months: 120, declined_months: 120, withdrawn_months: 36 },
            suggestion: Terms { closed_months: 120, declined_months: 36, withdrawn_months: 36 },
            // As long as a disclosure, which it may be about.
            protection: Terms { closed_months: 360, declined_months: 120, withdrawn_months: 120 },
        }
    }
}

impl RetentionRules {
    /// For how many months a case of this kind is kept that was settled so; none if it is open, or kept for good.
    pub fn months(&self, kind: ReportKind, status: CaseStatus) -> Option<u32> {
        let terms = match kind {
            ReportKind::Disclosure => self.disclosure,
            ReportKind::Protection => self.protection,
            ReportKind::Request => self.request,
            ReportKind::Suggestion => self.suggestion,
        };
        let months = match status {
            CaseStatus::Closed => terms.closed_months,
            CaseStatus::Declined => terms.declined_months,
            CaseStatus::Withdrawn => terms.withdrawn_months,
            _ => 0,
        };
        (months > 0).then_some(months)
    }

    /// When a case is due that was settled then, in UTC milliseconds.
    pub fn due(&self, kind: ReportKind, status: CaseStatus, settled_at: i64) -> Option<i64> {
        let months = self.months(kind, status)?;
        let settled = CHINA.to_datetime(Timestamp::from_millisecond(settled_at).ok()?);
        let due = settled.checked_add(Span::new().try_months(months).ok()?).ok()?;
        Some(CHINA.to_timestamp(due).ok()?.as_millisecond())
    }

    /// What was settled up to then is due before the time has passed for which that is shown.
    pub(super) fn settled_until(&self, months: u32, now: Timestamp) -> Option<i64> {
        let due = CHINA.to_datetime(now.checked_add(self.notice()).ok()?);
        let settled = due.checked_sub(Span::new().try_months(months).ok()?).ok()?;
        Some(CHINA.to_timestamp(settled).ok()?.as_millisecond())
    }

    /// For how long it is shown what is to be destroyed.
    pub fn notice(&self) -> SignedDuration {
        days(self.notice_days)
    }

    /// The same in milliseconds.
    pub(super) fn notice_ms(&self) -> i64 {
        i64::try_from(self.notice().as_millis()).unwrap_or(i64::MAX)
    }

    /// For how long a backup is good after the retention key that it needs was replaced.
    pub fn backups(&self) -> SignedDuration {
        days(self.backup_days.max(1))
    }

    /// After how long the retention key is replaced; none if never by itself.
    pub fn rotates_after(&self) -> Option<SignedDuration> {
        (self.rotate_days > 0).then(|| days(self.rotate_days))
    }
}

fn days(days: u32) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn a_case_is_due_so_many_months_after_it_was_settled() {
        let rules = RetentionRules::default();
        let due = |kind, status| rules.due(kind, status, ms("2026-11-25T03:00:00Z"));
        assert_eq!(due(ReportKind::Disclosure, CaseStatus::Closed), Some(ms("2056-11-25T03:00:00Z")));
        assert_eq!(due(ReportKind::Request, CaseStatus::Withdrawn), Some(ms("2029-11-25T03:00:00Z")));
        assert_eq!(due(ReportKind::Request, CaseStatus::Accepted), None);
    }

    #[test]
    fn what_has_no_term_is_kept_for_good() {
        let mut rules = RetentionRules::default();
        rules.request.closed_months = 0;
        assert_eq!(rules.due(ReportKind::Request, CaseStatus::Closed, 0), None);
    }

    #[test]
    fn the_last_day_of_a_month_stays_within_the_month() {
        let rules = RetentionRules { suggestion: Terms { closed_months: 1, ..RetentionRules::default().suggestion }, ..Default::default() };
        assert_eq!(rules.due(ReportKind::Suggestion, CaseStatus::Closed, ms("2027-01-31T00:00:00Z")), Some(ms("2027-02-28T00:00:00Z")));
    }
}
