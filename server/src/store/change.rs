//! Changing a case: one transaction for the case, its event, ciphertexts, keys and audit entry, if nobody changed it meanwhile.

use std::collections::BTreeSet;

use model::{
    CategoryCode, RiskLevel, Role,
    state::Transition,
    status::{Finding, Rating},
};
use sea_orm::{ConnectionTrait, Value};
use seal::{Holder, Purpose, Slot};

use super::{
    Store, StoreError,
    audit::{self, NewEntry},
    cases::Cases,
    connect,
    custody::{self, CustodyChange},
    files, filing,
    parts::{Author, CaseKey, CaseKeyRow, Envelope, EnvelopeRow, Event, EventRow, holder_parts},
    recusals::{self, RecusalChange},
    retention::{self, HoldChange},
    sql::{self, value, values},
};

/// A change to a case. Only the state machine makes the transition that it needs.
#[derive(Clone)]
pub struct Change {
    /// The case.
    pub case: i64,
    /// The version that the change was decided on.
    pub version: i64,
    /// What is done, and the status before and after it.
    pub transition: Transition,
    /// When; to the hour if by the reporter.
    pub at: i64,
    /// What else of the case changes.
    pub patch: CasePatch,
    /// What the history says.
    pub event: NewEvent,
    /// New ciphertexts.
    pub envelopes: Vec<NewEnvelope>,
    /// New copies of data keys.
    pub keys: Vec<NewKey>,
    /// Which files the first of the new ciphertexts carries.
    pub files: Vec<u32>,
    /// Whose copies of every data key with this purpose are deleted.
    pub revoked: Vec<(Purpose, Holder)>,
    /// What becomes of a request for the identity.
    pub custody: Option<CustodyChange>,
    /// What becomes of who must not learn of it.
    pub recusal: Option<RecusalChange>,
    /// The audit log's entry.
    pub audit: Option<NewEntry>,
}

/// What changes of a case beside status and version; what is none stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CasePatch {
    /// The unit in charge.
    pub unit: Option<i64>,
    /// The unit to which it can be returned.
    pub sender_unit: Option<Option<i64>>,
    /// Who dealt with it first; kept if already set.
    pub first_handler: Option<i64>,
    /// Whom it is assigned to.
    pub assignee: Option<Option<i64>>,
    /// Category.
    pub category: Option<CategoryCode>,
    /// Due at ([`super::NEVER`] for no date) and the article that sets it.
    pub due: Option<(i64, Option<String>)>,
    /// The data key in use from now on.
    pub epoch: Option<u32>,
    /// Accepted at.
    pub accepted_at: Option<Option<i64>>,
    /// What was found.
    pub finding: Option<Option<Finding>>,
    /// How content the reporter is.
    pub rating: Option<Option<Rating>>,
    /// It is returned: counts.
    pub returned: bool,
    /// When its reporter asked for it to be destroyed.
    pub deletion_asked: Option<Option<i64>>,
    /// How great the danger was found to be, and when that is looked at again.
    pub risk: Option<(RiskLevel, i64)>,
    /// What becomes of a hold.
    pub hold: Option<HoldChange>,
}

/// What the history says of a change. Action, status and time come from the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Who did it.
    pub actor: Author,
    /// Of which unit.
    pub unit: Option<i64>,
    /// In which role.
    pub role: Option<Role>,
    /// A code that says more: a reason, a finding, a unit, a category.
    pub detail: Option<String>,
    /// The article it rests on.
    pub basis: Option<String>,
    /// The date that was set.
    pub due_at: Option<i64>,
    /// The envelope that belongs to it.
    pub envelope: Option<(Slot, u32)>,
}

/// A new ciphertext of the case.
#[derive(Clone)]
pub struct NewEnvelope {
    /// What it holds.
    pub slot: Slot,
    /// Which one of its kind: see [`Cases::next_seq`].
    pub seq: u32,
    /// The data key it is under.
    pub epoch: u32,
    /// Who wrote it.
    pub author: Author,
    /// The ciphertext.
    pub ciphertext: Vec<u8>,
}

/// A new copy of a data key.
#[derive(Clone)]
pub struct NewKey {
    /// Which data key.
    pub epoch: u32,
    /// What it opens.
    pub purpose: Purpose,
    /// For whom.
    pub holder: Holder,
    /// The sealed key.
    pub sealed: Vec<u8>,
}

impl Store {
    /// Makes a change; returns the case's new version.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the case was changed since the version that the change was decided on; nothing is changed then.
    pub async fn apply(&self, change: Change) -> Result<i64, StoreError> {
        let (envelopes, keys) = contents(&change);
        let keys = keys.map(|key| self.shelf().close(key)).collect::<Result<Vec<_>, _>>()?;
        let transaction = self.begin().await?;
        let written = write(&transaction, &change, envelopes.collect(), keys).await;
        connect::finish(transaction, written).await
    }
}

impl Cases<'_> {
    /// The number of the next ciphertext in this slot.
    ///
    /// # Errors
    /// The database is away.
    pub async fn next_seq(&self, case: i64, slot: Slot) -> Result<u32, StoreError> {
        let sql = "SELECT COALESCE(MAX(seq) + 1, 0) FROM envelopes WHERE case_id = ? AND slot = ?";
        let row = sql::row(self.0.reader(), sql, values![case, slot]).await?.ok_or(StoreError::NotFound)?;
        u32::try_from(row.try_get_by_index::<i64>(0)?).map_err(|_| StoreError::Corrupt("seq"))
    }
}

async fn write(db: &impl ConnectionTrait, change: &Change, envelopes: Vec<EnvelopeRow>, keys: Vec<CaseKeyRow>) -> Result<i64, StoreError> {
    let unit_before = unit_of(db, change.case).await?;
    let version = change.version + 1;
    if !update(db, change).await? {
        return Err(conflict(db, change.case).await?);
    }
    let units: BTreeSet<i64> = std::iter::once(unit_before).chain(change.patch.unit).collect();
    filing::mark(db, units.iter().copied()).await?;
    recusals::write(db, change, &units).await?;
    for (purpose, holder) in &change.revoked {
        revoke(db, change.case, *purpose, *holder).await?;
    }
    sql::insert::<EventRow>(db, vec![event(change, version)?], "").await?;
    if let Some(hold) = &change.patch.hold {
        retention::write(db, change.case, change.at, hold).await?;
    }
    files::send(db, change).await?;
    if let Some(custody) = &change.custody {
        custody::write(db, change.case, change.at, custody).await?;
    }
    sql::insert(db, envelopes, "").await?;
    sql::insert(db, keys, "").await?;
    audit::append(db, &change.audit.iter().collect::<Vec<_>>()).await?;
    Ok(version)
}

async fn unit_of(db: &impl ConnectionTrait, case: i64) -> Result<i64, StoreError> {
    let row = sql::row(db, "SELECT unit_id FROM cases WHERE id = ?", values![case]).await?.ok_or(StoreError::NotFound)?;
    Ok(row.try_get_by_index(0)?)
}

/// Changes the case's row if it still stands as the change expects; tells whether it did.
async fn update(db: &impl ConnectionTrait, change: &Change) -> Result<bool, StoreError> {
    let (mut assignments, mut bound) = assignments(&change.patch);
    if change.transition.moves() {
        // How long it is kept counts from when it was settled; what is open again is not due.
        let settled_at = (!change.transition.to().is_open()).then_some(change.at);
        assignments.extend(["settled_at = ?", "announced_at = NULL"]);
        bound.push(value(settled_at));
    }
    let is_open = change.transition.to().is_open();
    if let Some((_, due)) = change.patch.risk {
        assignments.push("risk_due_at = ?");
        bound.push(value(due));
    } else if change.transition.moves() && !is_open {
        // What is settled owes nothing, unless somebody assesses it once more.
        assignments.push("risk_due_at = NULL");
    } else if is_open && change.transition.action().is_contact() {
        // What was owed before is owed since then.
        assignments.push("risk_due_at = CASE WHEN risk_due_at < ? THEN risk_due_at ELSE ? END");
        bound.extend(values![change.at, change.at]);
    }
    assignments.extend(["status = ?", "last_event_at = ?", "version = version + 1"]);
    bound.extend(values![change.transition.to(), change.at, change.case, change.version, change.transition.from()]);
    let sql = format!("UPDATE cases SET {} WHERE id = ? AND version = ? AND status = ?", assignments.join(", "));
    Ok(sql::run(db, &sql, bound).await? == 1)
}

fn assignments(patch: &CasePatch) -> (Vec<&'static str>, Vec<Value>) {
    let CasePatch { unit, sender_unit, first_handler, assignee, category, due, epoch, accepted_at, finding, rating, returned, .. } =
        patch.clone();
    let mut pairs = Vec::new();
    pairs.extend(unit.map(|unit| ("unit_id = ?", value(unit))));
    pairs.extend(sender_unit.map(|unit| ("sender_unit_id = ?", value(unit))));
    pairs.extend(first_handler.map(|member| ("first_handler_id = COALESCE(first_handler_id, ?)", value(member))));
    pairs.extend(assignee.map(|member| ("assignee_id = ?", value(member))));
    pairs.extend(category.map(|category| ("category = ?", value(category))));
    if let Some((at, basis)) = due {
        pairs.extend([("due_at = ?", value(at)), ("due_basis = ?", value(basis))]);
    }
    pairs.extend(epoch.map(|epoch| ("epoch = ?", value(epoch))));
    pairs.extend(accepted_at.map(|at| ("accepted_at = ?", value(at))));
    pairs.extend(finding.map(|finding| ("finding = ?", value(finding))));
    pairs.extend(rating.map(|rating| ("rating = ?", value(rating))));
    pairs.extend(patch.risk.map(|(level, _)| ("risk_level = ?", value(level))));
    pairs.extend(patch.deletion_asked.map(|at| ("deletion_asked_at = ?", value(at))));
    pairs.push(("returned_count = returned_count + ?", value(i64::from(returned))));
    pairs.into_iter().unzip()
}

async fn conflict(db: &impl ConnectionTrait, case: i64) -> Result<StoreError, StoreError> {
    let sql = "SELECT c.version, e.member_id FROM cases c LEFT JOIN events e ON e.case_id = c.id AND e.seq = c.version WHERE c.id = ?";
    let row = sql::row(db, sql, values![case]).await?.ok_or(StoreError::NotFound)?;
    Ok(StoreError::Conflict { version: row.try_get_by_index(0)?, by: row.try_get_by_index(1)? })
}

async fn revoke(db: &impl ConnectionTrait, case: i64, purpose: Purpose, holder: Holder) -> Result<(), StoreError> {
    let (holder, id) = holder_parts(holder);
    let sql = "DELETE FROM case_keys WHERE case_id = ? AND purpose = ? AND holder = ? AND holder_id = ?";
    sql::run(db, sql, values![case, purpose, holder.to_owned(), id]).await.map(drop)
}

/// Each change adds one event, so an event's number is the version it led to.
fn event(change: &Change, version: i64) -> Result<EventRow, StoreError> {
    let NewEvent { actor, unit, role, detail, basis, due_at, envelope } = change.event.clone();
    let event = Event {
        case: change.case,
        seq: u32::try_from(version).map_err(|_| StoreError::Corrupt("version"))?,
        at: change.at,
        action: change.transition.action(),
        status: change.transition.to(),
        actor,
        unit,
        role,
        detail,
        basis,
        due_at,
        envelope,
        public: change.transition.notice().is_some(),
    };
    Ok(event.into())
}

fn contents(change: &Change) -> (impl Iterator<Item = EnvelopeRow>, impl Iterator<Item = CaseKey>) {
    let (case, created_at) = (change.case, change.at);
    let envelope = move |NewEnvelope { slot, seq, epoch, author, ciphertext }| {
        EnvelopeRow::from(Envelope { case, slot, seq, epoch, author, created_at, ciphertext })
    };
    let key = move |NewKey { epoch, purpose, holder, sealed }| CaseKey { case, epoch, purpose, holder, sealed };
    (change.envelopes.iter().cloned().map(envelope), change.keys.iter().cloned().map(key))
}
