//! Keeping identities: requests for them and what was decided, the cases whose identity a custodian keeps, and unit keys made after their
//! first holder.

use model::{AccessPurpose, CaseNumber, Decision, ReportKind, RequestStatus, Role, Scope};
use sea_orm::{ConnectionTrait, Value};
use seal::{Purpose, Slot};

use super::{
    Member, NewEntry, Store, StoreError, UnitKey, UnitKeyGrant, audit,
    cases::{Case, Cases},
    connect,
    members::{Members, demand_unchanged},
    parts::{Envelope, EnvelopeRow},
    record::record,
    recusals,
    sql::{self, value, values},
    units,
};

/// The most requests that a list shows.
const MOST: u32 = 200;

record! {
    /// A request for the identity of a case.
    #[derive(Debug, Clone, PartialEq, Eq)]
    IdentityRequest in "identity_requests" {
        /// The case.
        case_id: i64,
        /// Which request of the case, from 0.
        seq: u32,
        /// Who asks.
        member_id: i64,
        /// Of which unit.
        unit_id: i64,
        /// In which role.
        role: Option<Role>,
        /// The unit key of the custodians who decide.
        keeper_key_id: i64,
        /// What for.
        purpose: AccessPurpose,
        /// Which fields.
        scope: Scope,
        /// How many custodians have to grant it.
        needed: u32,
        /// Where it stands.
        status: RequestStatus,
        /// Asked at.
        asked_at: i64,
        /// Released until.
        ends_at: Option<i64>,
        /// The unit whose leads answer the reporter's objection.
        objection_unit_id: Option<i64>,
        /// Objected at, to the hour.
        objected_at: Option<i64>,
        /// Answered at.
        answered_at: Option<i64>,
    }
}

record! {
    /// A custodian's decision on a request.
    #[derive(Debug, Clone, PartialEq, Eq)]
    IdentityDecision in "identity_decisions" {
        /// The case.
        case_id: i64,
        /// The request.
        seq: u32,
        /// The custodian.
        member_id: i64,
        /// Of which unit.
        unit_id: i64,
        /// What was decided.
        decision: Decision,
        /// When.
        at: i64,
        /// Which ciphertext holds the words that go with it.
        words: Option<u32>,
    }
}

record! {
    /// A case whose identity is kept, as its custodians see it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    KeptIdentity in "cases" {
        /// The case.
        id: i64,
        /// Case number.
        number: CaseNumber,
        /// Kind.
        kind: ReportKind,
        /// The unit in charge.
        unit_id: i64,
        /// The hour in which it was filed.
        filed_at: i64,
    }
}

/// What becomes of a request with a change of its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustodyChange {
    /// Somebody asks.
    Ask(IdentityRequest),
    /// A custodian decides.
    Decide {
        /// The decision.
        decision: IdentityDecision,
        /// Where the request stands then.
        status: RequestStatus,
        /// Released until.
        ends_at: Option<i64>,
    },
    /// What waits lapses and what is released ends: the case or the identity goes elsewhere.
    End,
    /// The reporter objects.
    Object {
        /// The request.
        seq: u32,
        /// The unit whose leads answer.
        unit: i64,
    },
    /// The objection is answered.
    Answer {
        /// The request.
        seq: u32,
    },
}

/// Writes what becomes of a request within the transaction of its case's change.
pub(super) async fn write(db: &impl ConnectionTrait, case: i64, at: i64, change: &CustodyChange) -> Result<(), StoreError> {
    match change {
        CustodyChange::Ask(request) => sql::insert(db, vec![request.clone()], "").await,
        CustodyChange::Decide { decision, status, ends_at } => {
            sql::insert(db, vec![decision.clone()], "").await?;
            let sql = "UPDATE identity_requests SET status = ?, ends_at = ? WHERE case_id = ? AND seq = ? AND status = ?";
            sql::run_on_one(db, sql, values![*status, *ends_at, case, decision.seq, RequestStatus::Waiting]).await
        }
        CustodyChange::End => end_all(db, case).await,
        CustodyChange::Object { seq, unit } => {
            let sql =
                "UPDATE identity_requests SET objection_unit_id = ?, objected_at = ? WHERE case_id = ? AND seq = ? AND objected_at IS NULL";
            sql::run_on_one(db, sql, values![*unit, at, case, *seq]).await
        }
        CustodyChange::Answer { seq } => {
            let sql = "UPDATE identity_requests SET answered_at = ? WHERE case_id = ? AND seq = ? AND answered_at IS NULL";
            sql::run_on_one(db, sql, values![at, case, *seq]).await
        }
    }
}

async fn end_all(db: &impl ConnectionTrait, case: i64) -> Result<(), StoreError> {
    let sql = "UPDATE identity_requests SET status = ? WHERE case_id = ? AND status = ?";
    sql::run(db, sql, values![RequestStatus::Lapsed, case, RequestStatus::Waiting]).await?;
    sql::run(db, sql, values![RequestStatus::Ended, case, RequestStatus::Granted]).await?;
    sql::run(db, "DELETE FROM case_keys WHERE case_id = ? AND purpose = ?", values![case, Purpose::Release]).await?;
    sql::run(db, "DELETE FROM envelopes WHERE case_id = ? AND slot = ?", values![case, Slot::Release]).await.map(drop)
}

/// Destroys what one request released: its key, and what is sealed under it.
async fn destroy(db: &impl ConnectionTrait, case: i64, seq: u32) -> Result<(), StoreError> {
    let sql = "DELETE FROM case_keys WHERE case_id = ? AND epoch = ? AND purpose = ?";
    sql::run(db, sql, values![case, seq, Purpose::Release]).await?;
    let sql = "DELETE FROM envelopes WHERE case_id = ? AND slot = ? AND seq = ?";
    sql::run(db, sql, values![case, Slot::Release, seq]).await.map(drop)
}

impl Store {
    /// Ends the releases whose time is over: their keys are destroyed, and each leaves an entry in the audit log. Returns how many.
    ///
    /// # Errors
    /// The database is away; nothing has ended then.
    pub async fn end_releases(&self, now: i64) -> Result<u64, StoreError> {
        let over: Vec<IdentityRequest> =
            sql::all(self.reader(), "WHERE status = ? AND ends_at <= ?", values![RequestStatus::Granted, now]).await?;
        if over.is_empty() {
            return Ok(0);
        }
        let transaction = self.begin().await?;
        let written = end_each(&transaction, &over, now).await;
        connect::finish(transaction, written).await
    }
}

async fn end_each(db: &impl ConnectionTrait, over: &[IdentityRequest], now: i64) -> Result<u64, StoreError> {
    let mut ended = Vec::new();
    for request in over {
        let sql = "UPDATE identity_requests SET status = ? WHERE case_id = ? AND seq = ? AND status = ?";
        let bound = values![RequestStatus::Ended, request.case_id, request.seq, RequestStatus::Granted];
        if sql::run(db, sql, bound).await? == 1 {
            destroy(db, request.case_id, request.seq).await?;
            ended.push(ending(request, now));
        }
    }
    audit::append(db, &ended.iter().collect::<Vec<_>>()).await?;
    Ok(ended.len().try_into().unwrap_or(u64::MAX))
}

fn ending(request: &IdentityRequest, now: i64) -> NewEntry {
    NewEntry {
        at: now,
        action: "identity.ended".to_owned(),
        member: None,
        unit: Some(request.unit_id),
        case: Some(request.case_id),
        object: Some(request.seq.to_string()),
    }
}

fn any_of(column: &str, ids: &[i64]) -> String {
    format!("{column} IN ({})", sql::placeholders(ids.len()))
}

fn bound(ids: &[i64], rest: Vec<Value>) -> Vec<Value> {
    ids.iter().map(|&id| value(id)).chain(rest).collect()
}

impl Cases<'_> {
    /// The case with this number, if a copy of its identity's key is for one of these unit keys and `reader` may learn of it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], whether there is no such case, its identity is kept elsewhere, or the member is kept away from it.
    pub async fn with_identity_kept(&self, number: &CaseNumber, unit_keys: &[i64], reader: i64) -> Result<Case, StoreError> {
        if unit_keys.is_empty() {
            return Err(StoreError::NotFound);
        }
        let condition = format!(
            "WHERE number = ? AND EXISTS (SELECT 1 FROM case_keys k WHERE k.case_id = cases.id AND k.purpose = 'identity' \
             AND k.holder = 'unit' AND {}) AND {}",
            any_of("k.holder_id", unit_keys),
            recusals::is_open_to("cases.id")
        );
        let bound = values![number.clone()].into_iter().chain(bound(unit_keys, values![reader])).collect();
        sql::one(self.0.reader(), &condition, bound).await
    }

    /// Cases whose identity is kept for these unit keys and that `reader` may learn of, the newest first, before this case.
    ///
    /// # Errors
    /// The database is away.
    pub async fn kept_identities(&self, unit_keys: &[i64], reader: i64, before: i64, limit: u32) -> Result<Vec<KeptIdentity>, StoreError> {
        if unit_keys.is_empty() {
            return Ok(Vec::new());
        }
        let condition = format!(
            "WHERE id IN (SELECT case_id FROM case_keys WHERE purpose = 'identity' AND holder = 'unit' AND {} AND case_id < ? AND {} \
             ORDER BY case_id DESC LIMIT ?) ORDER BY id DESC",
            any_of("holder_id", unit_keys),
            recusals::is_open_to("case_keys.case_id")
        );
        sql::all(self.0.reader(), &condition, bound(unit_keys, values![before, reader, limit])).await
    }

    /// How many members could decide on what `asker` asks about a case: who hold this unit key, have not left, and are not kept away from it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn deciders(&self, case: i64, unit_key: i64, asker: i64) -> Result<u32, StoreError> {
        let sql = "SELECT COUNT(*) FROM unit_key_grants g JOIN members m ON m.id = g.member_id \
                   WHERE g.unit_key_id = ? AND m.left_at IS NULL AND m.id <> ? \
                   AND NOT EXISTS (SELECT 1 FROM recusals r WHERE r.member_id = m.id AND r.case_id = ?)";
        let row = sql::row(self.0.reader(), sql, values![unit_key, asker, case]).await?.ok_or(StoreError::NotFound)?;
        u32::try_from(row.try_get_by_index::<i64>(0)?).map_err(|_| StoreError::Corrupt("count"))
    }

    /// Every request for the identity of a case, in the order in which they were made.
    ///
    /// # Errors
    /// The database is away.
    pub async fn identity_requests(&self, case: i64) -> Result<Vec<IdentityRequest>, StoreError> {
        sql::all(self.0.reader(), "WHERE case_id = ? ORDER BY seq", values![case]).await
    }

    /// Every decision on them, in the order in which they were made.
    ///
    /// # Errors
    /// The database is away.
    pub async fn identity_decisions(&self, case: i64) -> Result<Vec<IdentityDecision>, StoreError> {
        sql::all(self.0.reader(), "WHERE case_id = ? ORDER BY seq, at, member_id", values![case]).await
    }

    /// What is said about them, sealed.
    ///
    /// # Errors
    /// The database is away.
    pub async fn custody_envelopes(&self, case: i64) -> Result<Vec<Envelope>, StoreError> {
        let slots = values![case, Slot::Request, Slot::Decision, Slot::Objection, Slot::Ruling];
        let rows: Vec<EnvelopeRow> =
            sql::all(self.0.reader(), "WHERE case_id = ? AND slot IN (?, ?, ?, ?) ORDER BY slot, seq", slots).await?;
        rows.into_iter().map(Envelope::try_from).collect()
    }

    /// Requests that wait for holders of these unit keys, about cases that `reader` may learn of, the oldest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn waiting_requests(&self, unit_keys: &[i64], reader: i64) -> Result<Vec<IdentityRequest>, StoreError> {
        if unit_keys.is_empty() {
            return Ok(Vec::new());
        }
        let (keys, open) = (any_of("keeper_key_id", unit_keys), recusals::is_open_to("identity_requests.case_id"));
        let condition = format!("WHERE {keys} AND status = ? AND {open} ORDER BY asked_at, case_id LIMIT {MOST}");
        sql::all(self.0.reader(), &condition, bound(unit_keys, values![RequestStatus::Waiting, reader])).await
    }

    /// Requests to which reporters objected and whose objections this unit answers, about cases that `reader` may learn of: those that wait
    /// first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn objections(&self, unit: i64, reader: i64) -> Result<Vec<IdentityRequest>, StoreError> {
        let open = recusals::is_open_to("identity_requests.case_id");
        let condition =
            format!("WHERE objection_unit_id = ? AND {open} ORDER BY COALESCE(answered_at, 0), objected_at, case_id LIMIT {MOST}");
        sql::all(self.0.reader(), &condition, values![unit, reader]).await
    }
}

impl Members<'_> {
    /// Adds unit keys that a member who is there already, as read before, is the first to need, granted to that member.
    ///
    /// # Errors
    /// [`StoreError::OtherKey`] if the unit has one by now; [`StoreError::NotFound`] if the member has changed since.
    pub async fn add_unit_keys(
        &self,
        first: &Member,
        keys: Vec<UnitKey>,
        grants: Vec<UnitKeyGrant>,
        entry: NewEntry,
    ) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        demand_unchanged(&transaction, std::slice::from_ref(first)).await?;
        units::put_in_force(&transaction, keys).await?;
        sql::insert(&transaction, grants, "").await?;
        audit::append(&transaction, &[&entry]).await?;
        Ok(transaction.commit().await?)
    }

    /// Puts a unit key in the place of the one in force, for its holders as read before. Whoever lost the old one meanwhile does not get the
    /// new one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the old one is not in force any more, or a holder has changed since.
    pub async fn renew_unit_key(
        &self,
        old: i64,
        key: UnitKey,
        holders: &[Member],
        grants: Vec<UnitKeyGrant>,
        entry: NewEntry,
    ) -> Result<(), StoreError> {
        let (id, now) = (key.id, key.created_at);
        let transaction = self.0.begin().await?;
        demand_unchanged(&transaction, holders).await?;
        let retire = "UPDATE unit_keys SET retired_at = ? WHERE id = ? AND retired_at IS NULL";
        sql::run_on_one(&transaction, retire, values![now, old]).await?;
        units::put_in_force(&transaction, vec![key]).await?;
        sql::insert(&transaction, grants, "").await?;
        let lost = "DELETE FROM unit_key_grants WHERE unit_key_id = ? \
                    AND member_id NOT IN (SELECT member_id FROM unit_key_grants WHERE unit_key_id = ?)";
        sql::run(&transaction, lost, values![id, old]).await?;
        audit::append(&transaction, &[&entry]).await?;
        Ok(transaction.commit().await?)
    }
}
