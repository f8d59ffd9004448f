//! How long cases are kept, and what becomes of them then.

mod certificate;
mod destroy;
mod rules;

use jiff::Timestamp;
use model::{CaseNumber, ReceiptCode, Right, state::Refused};
use seal::{LookupId, ReporterSecret};

use super::{CaseworkError, Office, rights};
use crate::{
    store::{Case, DestroyedCase, Hold, NewEntry, Store},
    vault::{SignedIn, operator::OperatorKeys},
};

pub use certificate::{DecidedBy, DestructionCertificate, NotDestroyed, Rule};
pub use destroy::{Disposed, dispose, overdue};
pub use rules::{LEAST_NOTICE, RetentionRules, Terms};

/// What is kept of a unit, for one member and one request.
#[derive(Clone, Copy)]
pub struct Retention<'a> {
    office: &'a Office,
    who: &'a SignedIn,
    now: Timestamp,
}

/// A case that is soon due.
pub struct DueCase {
    /// The case.
    pub case: Case,
    /// Destroyed from then on, in UTC milliseconds, unless held; none if the rules have changed.
    pub due_at: Option<i64>,
    /// Held until.
    pub held_until: Option<i64>,
}

/// What is soon due in a unit, what waits there, what is held, and what was destroyed.
pub struct Overview {
    /// Soon due, those that were settled first at the top.
    pub due: Vec<DueCase>,
    /// How many are soon due in all.
    pub due_count: u64,
    /// Whose reporters ask for deletion.
    pub asked: Vec<Case>,
    /// Held, those that are free soonest first.
    pub held: Vec<(Case, Hold)>,
    /// Destroyed, the latest first.
    pub destroyed: Vec<DestroyedCase>,
}

/// How long a case is kept.
pub struct Keeping {
    /// The case.
    pub case: Case,
    /// Months for which it is kept; none if it is open, or kept for good.
    pub months: Option<u32>,
    /// Destroyed from then on, in UTC milliseconds, unless held.
    pub due_at: Option<i64>,
    /// Every hold, with the name of whoever placed it, in the order in which they were placed.
    pub holds: Vec<(Hold, String)>,
}

impl Keeping {
    /// The holds that are in force at a moment.
    pub fn in_force(&self, now: Timestamp) -> impl Iterator<Item = &Hold> {
        self.holds.iter().map(|(hold, _)| hold).filter(move |hold| is_in_force(hold, now))
    }
}

fn is_in_force(hold: &Hold, now: Timestamp) -> bool {
    hold.lifted_at.is_none() && hold.until > now.as_millisecond()
}

impl<'a> Retention<'a> {
    /// What this member may see of it.
    pub const fn new(office: &'a Office, who: &'a SignedIn, now: Timestamp) -> Self {
        Self { office, who, now }
    }

    fn demand(&self, right: Right) -> Result<(), CaseworkError> {
        if rights::may(&self.who.roles, right) { Ok(()) } else { Err(CaseworkError::Forbidden(right)) }
    }

    async fn note(&self, action: &str, case: Option<i64>) -> Result<(), CaseworkError> {
        let (member, unit) = (Some(self.who.member), Some(self.who.unit));
        let entry = NewEntry { at: self.now.as_millisecond(), action: action.to_owned(), member, unit, case, object: None };
        self.office.store.audit().append(entry).await?;
        Ok(())
    }

    /// What is soon due in the member's unit, and what else there is to decide.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`].
    pub async fn overview(&self) -> Result<Overview, CaseworkError> {
        self.demand(Right::SeeRetention)?;
        self.note("retention.list", None).await?;
        let cases = self.office.store.cases();
        let held = cases.held(self.who.unit, self.who.member, self.now.as_millisecond()).await?;
        let (announced, due_count) = cases.announced(self.who.unit, self.who.member).await?;
        let hold_ends = cases.hold_ends(&announced.iter().map(|case| case.id).collect::<Vec<_>>()).await?;
        let due = announced.into_iter().map(|case| DueCase {
            due_at: self.due_at(&case, hold_ends.get(&case.id).copied()),
            held_until: held.iter().filter(|(other, _)| other.id == case.id).map(|(_, hold)| hold.until).max(),
            case,
        });
        Ok(Overview {
            due: due.collect(),
            due_count,
            asked: cases.asked_to_delete(self.who.unit, self.who.member).await?,
            destroyed: cases.destroyed_of(self.who.unit, self.who.member).await?,
            held,
        })
    }

    /// From when on a case is destroyed whose last hold ends then: what was held is shown anew for as long as anything else.
    fn due_at(&self, case: &Case, hold_end: Option<i64>) -> Option<i64> {
        let rules = &self.office.retention;
        let due = rules.due(case.kind, case.status, case.settled_at?)?;
        Some(hold_end.map_or(due, |end| due.max(end.saturating_add(rules.notice_ms()))))
    }

    /// How long a case of the member's unit is kept.
    ///
    /// # Errors
    /// [`CaseworkError::NotFound`]; [`CaseworkError::Forbidden`].
    pub async fn of_case(&self, number: &CaseNumber) -> Result<Keeping, CaseworkError> {
        self.demand(Right::SeeRetention)?;
        let case = self.office.store.cases().by_number(number, self.who.unit, self.who.member).await?;
        let mut holds = Vec::new();
        for hold in self.office.store.cases().holds(case.id).await? {
            let name = self.office.store.members().by_id(hold.member_id).await?.display_name;
            holds.push((hold, name));
        }
        self.note("retention.read", Some(case.id)).await?;
        let hold_end = holds.iter().map(|(hold, _)| hold.lifted_at.unwrap_or(hold.until)).max();
        let months = self.office.retention.months(case.kind, case.status);
        Ok(Keeping { months, due_at: self.due_at(&case, hold_end), holds, case })
    }

    /// The certificate of a case of the member's unit that was destroyed.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; [`CaseworkError::NotFound`] if there is none, or the member must not learn of the case.
    pub async fn certificate(&self, number: &CaseNumber) -> Result<DestructionCertificate, CaseworkError> {
        self.demand(Right::SeeRetention)?;
        let destroyed = self.office.store.cases().destroyed_with_number(number, self.who.member).await?;
        if destroyed.unit_id != self.who.unit {
            return Err(CaseworkError::NotFound);
        }
        self.note("retention.read", Some(destroyed.id)).await?;
        certified(self.office, &destroyed)
    }

    /// Destroys a case at its reporter's request.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; [`CaseworkError::NotFound`]; [`CaseworkError::Conflict`] if it was changed since the member saw it;
    /// [`CaseworkError::Refused`] if its reporter did not ask for it, or it is held.
    pub async fn destroy(&self, number: &CaseNumber, version: i64) -> Result<DestroyedCase, CaseworkError> {
        self.demand(Right::DecideRetention)?;
        let keeping = self.of_case(number).await?;
        if keeping.case.version != version {
            return Err(CaseworkError::Conflict { by: None, version: keeping.case.version });
        }
        if keeping.case.deletion_asked_at.is_none() {
            return Err(Refused::NoDeletionAsked.into());
        }
        if keeping.in_force(self.now).next().is_some() {
            return Err(Refused::Held.into());
        }
        let by = Some((self.who.member, self.who.unit));
        Ok(destroy::destroy(&self.office.store, &self.office.keys, &keeping.case, Rule::Asked, by, self.now).await?)
    }
}

/// The certificate of the case that had this number, for anybody.
///
/// # Errors
/// [`CaseworkError::NotFound`] if there never was one, it is there still, or somebody must not learn of it: that one may be who asks.
pub async fn certificate(office: &Office, number: &CaseNumber) -> Result<DestructionCertificate, CaseworkError> {
    certified(office, &office.store.cases().destroyed_openly(number).await?)
}

/// The certificate of a reporter's case that was destroyed.
///
/// # Errors
/// [`CaseworkError::NotFound`] if no case was ever filed with this code, or it is there still.
pub async fn certificate_for(office: &Office, code: &ReceiptCode) -> Result<DestructionCertificate, CaseworkError> {
    certificate_under(office, &ReporterSecret::from_code(code).lookup_id()).await
}

/// The same for a reporter whose browser keeps the code.
///
/// # Errors
/// As for [`certificate_for`].
pub async fn certificate_under(office: &Office, lookup: &LookupId) -> Result<DestructionCertificate, CaseworkError> {
    certified(office, &office.store.cases().destroyed_by_lookup(&office.keys.receipt_lookup(lookup)).await?)
}

fn certified(office: &Office, destroyed: &DestroyedCase) -> Result<DestructionCertificate, CaseworkError> {
    let unit = office.directory.unit(destroyed.unit_id).ok_or(CaseworkError::NotFound)?;
    Ok(DestructionCertificate::of(destroyed, &unit.code, &office.keys.public_key())?)
}

/// Checks every certificate on record against the audit log; returns how many there are, or the number of the first case whose destruction
/// is not as the log has it.
///
/// # Errors
/// The database is away.
pub async fn verify_all(store: &Store, keys: &OperatorKeys) -> Result<Result<u64, CaseNumber>, crate::store::StoreError> {
    const PAGE: u32 = 1_000;
    let units = store.units().all().await?;
    let (mut after, mut count) = (0, 0);
    loop {
        let page = store.cases().destroyed_after(after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(Ok(count)) };
        after = last.id;
        for destroyed in &page {
            let unit = units.iter().find(|unit| unit.id == destroyed.unit_id);
            let stated = unit.and_then(|unit| DestructionCertificate::of(destroyed, &unit.code, &keys.public_key()).ok());
            let entry = store.audit().entry(destroyed.entry).await?;
            let stands = stated.is_some_and(|stated| {
                let is_it = |entry: &crate::store::AuditEntry| {
                    entry.action == "case.destroy" && entry.case_id == Some(destroyed.id) && entry.object == Some(stated.digest())
                };
                stated.is_signed_by(&keys.public_key()) && entry.as_ref().is_some_and(is_it)
            });
            if !stands {
                return Ok(Err(destroyed.number.clone()));
            }
            count += 1;
        }
    }
}
