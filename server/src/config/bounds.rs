//! What numbers a setting may have: none that a clock or a calendar cannot count, and 0 only where it has a meaning.

use std::ops::RangeInclusive;

use super::{ConfigError, settings::Settings};
use crate::{
    casework::{
        deadlines::Limits,
        evidence::EvidenceRules,
        retention::{LEAST_NOTICE, RetentionRules},
    },
    vault::VaultConfig,
};

type Number = (&'static str, u32, RangeInclusive<u32>);

const DAYS: RangeInclusive<u32> = 1..=3_650;
/// 0 does without.
const DAYS_IF_ANY: RangeInclusive<u32> = 0..=3_650;
const HOURS: RangeInclusive<u32> = 1..=24 * 3_650;
const MINUTES: RangeInclusive<u32> = 1..=60 * 24 * 365;
const MONTHS: RangeInclusive<u32> = 1..=120;
/// 0 keeps for good.
const TERM: RangeInclusive<u32> = 0..=1_200;
/// A tebibyte at most.
const MEBIBYTES: RangeInclusive<u32> = 1..=1 << 20;
const AT_ONCE: RangeInclusive<u32> = 1..=256;

/// Refuses the first number that is out of its range.
pub(super) fn check(settings: &Settings) -> Result<(), ConfigError> {
    let released = ("custody.release_hours", settings.custody.release_hours, HOURS);
    let numbers = time_limits(&settings.time_limits).into_iter().chain([released]);
    let numbers = numbers.chain(retention(&settings.retention)).chain(evidence(settings.evidence)).chain(sign_in(settings.sign_in));
    for (name, number, range) in numbers {
        if !range.contains(&number) {
            let problem = format!("`{number}` is not between {} and {}", range.start(), range.end());
            return Err(ConfigError::Setting { name, problem, remedy: "give a number between these" });
        }
    }
    Ok(())
}

fn time_limits(limits: &Limits) -> [Number; 12] {
    [
        ("time_limits.acceptance_days", limits.acceptance_days, DAYS),
        ("time_limits.named_acceptance_working_days", limits.named_acceptance_working_days, DAYS),
        ("time_limits.registration_days", limits.registration_days, DAYS),
        ("time_limits.take_over_working_days", limits.take_over_working_days, DAYS),
        ("time_limits.reroute_working_days", limits.reroute_working_days, DAYS),
        ("time_limits.settlement_days", limits.settlement_days, DAYS),
        ("time_limits.extension_days", limits.extension_days, DAYS_IF_ANY),
        ("time_limits.disposal_months", limits.disposal_months, MONTHS),
        ("time_limits.suggestion_days", limits.suggestion_days, DAYS),
        ("time_limits.protection_working_days", limits.protection_working_days, DAYS),
        ("time_limits.safeguard_days", limits.safeguard_days, DAYS),
        ("time_limits.review_days", limits.review_days, DAYS_IF_ANY),
    ]
}

fn retention(rules: &RetentionRules) -> impl Iterator<Item = Number> {
    let days = [
        ("retention.notice_days", rules.notice_days, LEAST_NOTICE..=3_650),
        ("retention.rotate_days", rules.rotate_days, DAYS_IF_ANY),
        ("retention.backup_days", rules.backup_days, DAYS),
    ];
    let terms = [
        ("retention.disclosure.closed_months", rules.disclosure.closed_months, TERM),
        ("retention.disclosure.declined_months", rules.disclosure.declined_months, TERM),
        ("retention.disclosure.withdrawn_months", rules.disclosure.withdrawn_months, TERM),
        ("retention.protection.closed_months", rules.protection.closed_months, TERM),
        ("retention.protection.declined_months", rules.protection.declined_months, TERM),
        ("retention.protection.withdrawn_months", rules.protection.withdrawn_months, TERM),
        ("retention.request.closed_months", rules.request.closed_months, TERM),
        ("retention.request.declined_months", rules.request.declined_months, TERM),
        ("retention.request.withdrawn_months", rules.request.withdrawn_months, TERM),
        ("retention.suggestion.closed_months", rules.suggestion.closed_months, TERM),
        ("retention.suggestion.declined_months", rules.suggestion.declined_months, TERM),
        ("retention.suggestion.withdrawn_months", rules.suggestion.withdrawn_months, TERM),
    ];
    days.into_iter().chain(terms)
}

fn evidence(rules: EvidenceRules) -> [Number; 3] {
    [
        ("evidence.largest_mib", rules.largest_mib, MEBIBYTES),
        ("evidence.unfinished_hours", rules.unfinished_hours, HOURS),
        ("evidence.unsent_hours", rules.unsent_hours, HOURS),
    ]
}

fn sign_in(config: VaultConfig) -> [Number; 5] {
    [
        ("sign_in.idle_minutes", config.idle_minutes, MINUTES),
        ("sign_in.session_hours", config.session_hours, HOURS),
        ("sign_in.confirmed_minutes", config.confirmed_minutes, MINUTES),
        ("sign_in.invitation_hours", config.invitation_hours, HOURS),
        ("sign_in.passwords_at_once", config.passwords_at_once, AT_ONCE),
    ]
}
