//! Destroying a case.

use jiff::{SignedDuration, Timestamp};
use metrics::counter;
use model::{CaseStatus, ReportKind};

use super::{
    RetentionRules,
    certificate::{Rule, Signer},
};
use crate::{
    store::{Case, DestroyedCase, Destruction, Store, StoreError},
    vault::operator::OperatorKeys,
};

/// Cases that are destroyed in one turn of the job, each in a transaction of its own.
const A_TURN: u32 = 100;
/// The figure of cases that could not be destroyed when they were due, once a turn each.
const NOT_DESTROYED: &str = "qingfeng_cases_not_destroyed_total";
/// What a case can be when it is settled.
const SETTLED: [CaseStatus; 3] = [CaseStatus::Closed, CaseStatus::Declined, CaseStatus::Withdrawn];

/// Destroys a case: every data key of it, whoever it is sealed to, every ciphertext, its reporter's keys, its history, its holds and the
/// requests for its identity. What is left is the certificate. This is the one way in which a case goes: what a case has outside the
/// database is to be removed here, once the transaction stands, since nothing leads to it any more.
///
/// # Errors
/// [`StoreError::Conflict`] if the case was changed meanwhile.
pub(super) async fn destroy(
    store: &Store,
    keys: &OperatorKeys,
    case: &Case,
    rule: Rule,
    by: Option<(i64, i64)>,
    now: Timestamp,
) -> Result<DestroyedCase, StoreError> {
    let unit = store.units().by_id(case.unit_id).await?.code;
    let order = Destruction { case: case.id, version: case.version, at: now.as_millisecond(), rule: rule.into(), by };
    store.destroy(order, &Signer { keys, unit }).await
}

/// What a turn of the job did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Disposed {
    /// Cases that are shown from now on as soon to be destroyed.
    pub announced: u64,
    /// Cases that were destroyed.
    pub destroyed: u64,
}

/// Announces what is soon due, and destroys what is due and has been announced for long enough, counted anew from the end of a hold. A case for which that fails is
/// passed over and told: the others have their terms too.
///
/// # Errors
/// The database is away.
pub async fn dispose(store: &Store, keys: &OperatorKeys, rules: &RetentionRules, now: Timestamp) -> Result<Disposed, StoreError> {
    let mut disposed = Disposed::default();
    store.cases().note_settled().await?;
    for &kind in ReportKind::ALL {
        for status in SETTLED {
            let until = rules.months(kind, status).and_then(|months| rules.settled_until(months, now));
            if let Some(until) = until {
                disposed.announced += store.cases().announce(kind, status, until, now.as_millisecond()).await?;
            }
        }
    }
    let shown_since = (now - rules.notice()).as_millisecond();
    let mut after = i64::MIN;
    while disposed.destroyed < u64::from(A_TURN) {
        let due = store.cases().announced_until(shown_since, after, A_TURN).await?;
        let Some(last) = due.last() else { break };
        after = *last;
        for case in due {
            match dispose_of(store, keys, rules, case, now).await {
                Ok(is_gone) => disposed.destroyed += u64::from(is_gone),
                Err(error) if error.is_passing() => return Err(error),
                Err(error) => {
                    tracing::error!(case, %error, "a case that is due could not be destroyed");
                    counter!(NOT_DESTROYED).increment(1);
                }
            }
        }
    }
    Ok(disposed)
}

/// How many cases should have been destroyed a day ago.
///
/// # Errors
/// The database is away.
pub async fn overdue(store: &Store, rules: &RetentionRules, now: Timestamp) -> Result<u64, StoreError> {
    let until = now - rules.notice() - SignedDuration::from_hours(24);
    store.cases().count_announced_until(until.as_millisecond()).await
}

/// Tells whether the case was destroyed.
async fn dispose_of(store: &Store, keys: &OperatorKeys, rules: &RetentionRules, case: i64, now: Timestamp) -> Result<bool, StoreError> {
    let case = &store.cases().by_id(case).await?;
    let term = rules.months(case.kind, case.status).zip(case.settled_at);
    let due = term.and_then(|(months, settled)| Some((months, rules.due(case.kind, case.status, settled)?)));
    let Some((months, _)) = due.filter(|(_, due)| *due <= now.as_millisecond()) else {
        // The rules have changed since.
        store.cases().recant(case.id).await?;
        return Ok(false);
    };
    match destroy(store, keys, case, Rule::Term(months), None, now).await {
        Ok(_) => Ok(true),
        // Something has just happened in it; the next turn looks again.
        Err(StoreError::Conflict { .. } | StoreError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}
