//! How long each clock of the law runs.

use serde::{Deserialize, Serialize};

/// How long each clock runs. Defaults are the statutes'; an operator may set what a local rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Calendar days to tell whether it is accepted (条例 23).
    pub acceptance_days: u32,
    /// Working days to tell a named reporter of a disclosure whether it is accepted (处理检举控告工作规则).
    pub named_acceptance_working_days: u32,
    /// Calendar days to register or forward what cannot be told (条例 22).
    pub registration_days: u32,
    /// Working days to object to a transfer (条例 23), or to take what was forwarded (处理检举控告工作规则 16).
    pub take_over_working_days: u32,
    /// Working days to send elsewhere what came back. No statute says; the time for objecting is taken.
    pub reroute_working_days: u32,
    /// Calendar days to settle a request (条例 34).
    pub settlement_days: u32,
    /// Most calendar days by which settling may be put off (条例 34).
    pub extension_days: u32,
    /// Months to propose how a disclosure is handled (监督执纪工作规则).
    pub disposal_months: u32,
    /// Calendar days to answer a suggestion. No statute says; the portal undertakes it.
    pub suggestion_days: u32,
    /// Working days to tell who asks for protection what is done at once. Article 49 of 处理检举控告工作规则 sets none; the portal undertakes it.
    pub protection_working_days: u32,
    /// Calendar days to look into the danger and settle the measures. Neither does it set this.
    pub safeguard_days: u32,
    /// Calendar days in which a reporter may ask for a review of the answer to a request (条例 35).
    pub review_days: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            acceptance_days: 15,
            named_acceptance_working_days: 15,
            registration_days: 15,
            take_over_working_days: 5,
            reroute_working_days: 5,
            settlement_days: 60,
            extension_days: 30,
            disposal_months: 1,
            suggestion_days: 60,
            protection_working_days: 3,
            safeguard_days: 15,
            review_days: 30,
        }
    }
}
