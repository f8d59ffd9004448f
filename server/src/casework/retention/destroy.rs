//! Destroying a case.

use jiff::Timestamp;
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

/// Announces what is soon due, and destroys what has been announced for long enough, is due and is not held.
///
/// # Errors
/// The database is away.
pub async fn dispose(store: &Store, keys: &OperatorKeys, rules: &RetentionRules, now: Timestamp) -> Result<Disposed, StoreError> {
    let mut disposed = Disposed::default();
    for &kind in ReportKind::ALL {
        for status in SETTLED {
            let until = rules.months(kind, status).and_then(|months| rules.settled_until(months, now));
            if let Some(until) = until {
                disposed.announced += store.cases().announce(kind, status, until, now.as_millisecond()).await?;
            }
        }
    }
    let shown_since = (now - rules.notice()).as_millisecond();
    for case in store.cases().announced_until(shown_since, now.as_millisecond(), A_TURN).await? {
        disposed.destroyed += u64::from(dispose_of(store, keys, rules, &case, now).await?);
    }
    Ok(disposed)
}

/// Tells whether the case was destroyed.
async fn dispose_of(store: &Store, keys: &OperatorKeys, rules: &RetentionRules, case: &Case, now: Timestamp) -> Result<bool, StoreError> {
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
