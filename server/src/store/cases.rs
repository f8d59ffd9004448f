//! Cases and what belongs to them.

use std::collections::HashMap;

use model::{
    CaseAction, CaseNumber, CaseStatus, CategoryCode, DivisionCode, ReportKind, Role,
    status::{Finding, Rating, SealedBy},
    text::UnknownWord,
};
use sea_orm::Value;
use seal::{Holder, Purpose, Slot};

use super::{
    Store, StoreError,
    record::record,
    sql::{self, value, values},
};

record! {
    /// A case. Holds nothing that a reporter wrote.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Case in "cases" {
        /// Identifier, random.
        id: i64,
        /// Case number.
        number: CaseNumber,
        /// Kind.
        kind: ReportKind,
        /// Category.
        category: CategoryCode,
        /// Where it happened.
        area: DivisionCode,
        /// The unit in charge.
        unit_id: i64,
        /// The unit that was in charge first; never changes.
        first_unit_id: i64,
        /// The unit that transferred it here, to which it can be returned.
        sender_unit_id: Option<i64>,
        /// The member who dealt with it first; never changes once set.
        first_handler_id: Option<i64>,
        /// The member it is assigned to.
        assignee_id: Option<i64>,
        /// Filed under a real name.
        named: bool,
        /// Status.
        status: CaseStatus,
        /// The hour in which it was filed.
        filed_at: i64,
        /// Due at; [`super::NEVER`] if no clock runs.
        due_at: i64,
        /// The article that sets the date.
        due_basis: Option<String>,
        /// The data key in use.
        epoch: u32,
        /// Counts the changes.
        version: i64,
        /// Where it was sealed.
        sealed_by: SealedBy,
        /// Accepted at.
        accepted_at: Option<i64>,
        /// What was found.
        finding: Option<Finding>,
        /// How content the reporter is.
        rating: Option<Rating>,
        /// How often units have returned it.
        returned_count: u32,
        /// When it last changed; to the hour if by the reporter.
        last_event_at: i64,
    }
}

record! {
    /// The public keys that a reporter's code yields.
    #[derive(Clone)]
    ReporterKeys in "reporter_keys" {
        /// The case.
        case_id: i64,
        /// Later data keys are sealed to it.
        public_key: Vec<u8>,
        /// Checks the reporter's messages.
        verifying_key: Vec<u8>,
    }
}

record! {
    /// A data key of a case, sealed or wrapped for one holder.
    #[derive(Clone)]
    CaseKeyRow in "case_keys" {
        /// The case.
        case_id: i64,
        /// Which data key.
        epoch: u32,
        /// What it opens.
        purpose: Purpose,
        /// `unit`, `reporter` or `member`.
        holder: String,
        /// The unit key or member; 0 for the reporter.
        holder_id: i64,
        /// The key.
        sealed: Vec<u8>,
    }
}

record! {
    /// A ciphertext as stored.
    #[derive(Clone)]
    EnvelopeRow in "envelopes" {
        /// The case.
        case_id: i64,
        /// What it holds.
        slot: Slot,
        /// Which one of its kind.
        seq: u32,
        /// The data key it is under.
        epoch: u32,
        /// `reporter`, `member` or `system`.
        author: String,
        /// Who wrote it, if a member.
        member_id: Option<i64>,
        /// Written at; to the hour if by the reporter.
        created_at: i64,
        /// The ciphertext.
        ciphertext: Vec<u8>,
    }
}

record! {
    /// An event as stored.
    #[derive(Debug, Clone)]
    EventRow in "events" {
        /// The case.
        case_id: i64,
        /// Which event, from 0.
        seq: u32,
        /// When; to the hour if by the reporter.
        at: i64,
        /// What was done.
        action: CaseAction,
        /// The status after it.
        status: CaseStatus,
        /// `reporter`, `member` or `system`.
        actor: String,
        /// Who, if a member.
        member_id: Option<i64>,
        /// Of which unit.
        unit_id: Option<i64>,
        /// In which role.
        role: Option<Role>,
        /// A code that says more: a reason, a finding, a unit, a category.
        detail: Option<String>,
        /// The article it rests on.
        basis: Option<String>,
        /// The date that was set.
        due_at: Option<i64>,
        /// The envelope that belongs to it.
        slot: Option<Slot>,
        /// Which one of its kind.
        slot_seq: Option<u32>,
        /// Whether the reporter sees it.
        public: bool,
    }
}

/// Who wrote or did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Author {
    /// The reporter of the case.
    Reporter,
    /// The member with this id.
    Member(i64),
    /// The portal itself.
    System,
}

impl Author {
    pub(super) const fn parts(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Reporter => ("reporter", None),
            Self::Member(id) => ("member", Some(id)),
            Self::System => ("system", None),
        }
    }

    fn of(word: &str, member: Option<i64>) -> Result<Self, StoreError> {
        match (word, member) {
            ("reporter", None) => Ok(Self::Reporter),
            ("member", Some(id)) => Ok(Self::Member(id)),
            ("system", None) => Ok(Self::System),
            _ => Err(StoreError::Corrupt("author")),
        }
    }
}

/// A data key of a case, sealed or wrapped for one holder.
#[derive(Clone)]
pub struct CaseKey {
    /// The case.
    pub case: i64,
    /// Which data key.
    pub epoch: u32,
    /// What it opens.
    pub purpose: Purpose,
    /// For whom.
    pub holder: Holder,
    /// A `SealedKey` or, for the reporter at epoch 0, a `WrappedKey`.
    pub sealed: Vec<u8>,
}

/// A ciphertext of a case.
#[derive(Clone)]
pub struct Envelope {
    /// The case.
    pub case: i64,
    /// What it holds.
    pub slot: Slot,
    /// Which one of its kind.
    pub seq: u32,
    /// The data key it is under.
    pub epoch: u32,
    /// Who wrote it.
    pub author: Author,
    /// Written at; to the hour if by the reporter.
    pub created_at: i64,
    /// The ciphertext.
    pub ciphertext: Vec<u8>,
}

/// Something that happened to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The case.
    pub case: i64,
    /// Which event, from 0.
    pub seq: u32,
    /// When; to the hour if by the reporter.
    pub at: i64,
    /// What was done.
    pub action: CaseAction,
    /// The status after it.
    pub status: CaseStatus,
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
    /// Whether the reporter sees it.
    pub public: bool,
}

pub(super) const fn holder_parts(holder: Holder) -> (&'static str, i64) {
    match holder {
        Holder::Unit(id) => ("unit", id),
        Holder::Reporter => ("reporter", 0),
        Holder::Member(id) => ("member", id),
    }
}

fn holder_of(word: &str, id: i64) -> Result<Holder, UnknownWord> {
    match word {
        "unit" => Ok(Holder::Unit(id)),
        "reporter" => Ok(Holder::Reporter),
        "member" => Ok(Holder::Member(id)),
        _ => Err(UnknownWord("holder")),
    }
}

impl From<CaseKey> for CaseKeyRow {
    fn from(key: CaseKey) -> Self {
        let (holder, holder_id) = holder_parts(key.holder);
        let CaseKey { case: case_id, epoch, purpose, sealed, .. } = key;
        Self { case_id, epoch, purpose, holder: holder.to_owned(), holder_id, sealed }
    }
}

impl TryFrom<CaseKeyRow> for CaseKey {
    type Error = StoreError;
    fn try_from(row: CaseKeyRow) -> Result<Self, StoreError> {
        let holder = holder_of(&row.holder, row.holder_id).map_err(|_| StoreError::Corrupt("holder"))?;
        Ok(Self { case: row.case_id, epoch: row.epoch, purpose: row.purpose, holder, sealed: row.sealed })
    }
}

impl From<Envelope> for EnvelopeRow {
    fn from(envelope: Envelope) -> Self {
        let (author, member_id) = envelope.author.parts();
        let Envelope { case: case_id, slot, seq, epoch, created_at, ciphertext, .. } = envelope;
        Self { case_id, slot, seq, epoch, author: author.to_owned(), member_id, created_at, ciphertext }
    }
}

impl TryFrom<EnvelopeRow> for Envelope {
    type Error = StoreError;
    fn try_from(row: EnvelopeRow) -> Result<Self, StoreError> {
        let author = Author::of(&row.author, row.member_id)?;
        let EnvelopeRow { case_id: case, slot, seq, epoch, created_at, ciphertext, .. } = row;
        Ok(Self { case, slot, seq, epoch, author, created_at, ciphertext })
    }
}

impl From<Event> for EventRow {
    fn from(event: Event) -> Self {
        let (actor, member_id) = event.actor.parts();
        let Event { case: case_id, seq, at, action, status, unit: unit_id, role, detail, basis, due_at, envelope, public, .. } = event;
        let (slot, slot_seq) = envelope.unzip();
        let actor = actor.to_owned();
        Self { case_id, seq, at, action, status, actor, member_id, unit_id, role, detail, basis, due_at, slot, slot_seq, public }
    }
}

impl TryFrom<EventRow> for Event {
    type Error = StoreError;
    fn try_from(row: EventRow) -> Result<Self, StoreError> {
        let actor = Author::of(&row.actor, row.member_id)?;
        let envelope = row.slot.zip(row.slot_seq);
        let EventRow { case_id: case, seq, at, action, status, unit_id: unit, role, detail, basis, due_at, public, .. } = row;
        Ok(Self { case, seq, at, action, status, actor, unit, role, detail, basis, due_at, envelope, public })
    }
}

/// Questions and changes about cases. Filing stands in [`super::filing`], changes in [`super::change`], lists in [`super::queue`].
pub struct Cases<'a>(pub(super) &'a Store);

impl Store {
    /// Cases.
    pub fn cases(&self) -> Cases<'_> {
        Cases(self)
    }
}

fn converted<Row, T: TryFrom<Row, Error = StoreError>>(rows: Vec<Row>) -> Result<Vec<T>, StoreError> {
    rows.into_iter().map(T::try_from).collect()
}

fn with_ids(first: Vec<Value>, ids: &[i64]) -> Vec<Value> {
    first.into_iter().chain(ids.iter().map(|&id| value(id))).collect()
}

impl Cases<'_> {
    /// The case whose reporter's code has this lookup MAC.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn by_lookup(&self, lookup: &[u8; 32]) -> Result<Case, StoreError> {
        sql::one(self.0.reader(), "WHERE lookup = ?", values![*lookup]).await
    }

    /// The case with this number, if `unit` is in charge of it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], whether there is no such case or it is another unit's.
    pub async fn by_number(&self, number: &CaseNumber, unit: i64) -> Result<Case, StoreError> {
        sql::one(self.0.reader(), "WHERE number = ? AND unit_id = ?", values![number.clone(), unit]).await
    }

    /// The case with this identifier.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn by_id(&self, id: i64) -> Result<Case, StoreError> {
        sql::one(self.0.reader(), "WHERE id = ?", values![id]).await
    }

    /// The case with this number, whichever unit is in charge of it: for the audit log, which shows nothing of a case but its number.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn with_number(&self, number: &CaseNumber) -> Result<Case, StoreError> {
        sql::one(self.0.reader(), "WHERE number = ?", values![number.clone()]).await
    }

    /// How many cases have each category. Reads every case: for the administrator's list alone.
    ///
    /// # Errors
    /// The database is away.
    pub async fn by_category(&self) -> Result<HashMap<CategoryCode, u64>, StoreError> {
        let rows = sql::rows(self.0.reader(), "SELECT category, COUNT(*) FROM cases GROUP BY category", vec![]).await?;
        let count = |row: &sea_orm::QueryResult| {
            let (code, count): (String, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let code = code.parse().map_err(|_| StoreError::Corrupt("category"))?;
            Ok((code, u64::try_from(count).map_err(|_| StoreError::Corrupt("count"))?))
        };
        rows.iter().map(count).collect()
    }

    /// The reporter's public keys.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn reporter_keys(&self, case: i64) -> Result<ReporterKeys, StoreError> {
        sql::one(self.0.reader(), "WHERE case_id = ?", values![case]).await
    }

    /// Every data key of a case for every holder.
    ///
    /// # Errors
    /// The database is away.
    pub async fn keys(&self, case: i64) -> Result<Vec<CaseKey>, StoreError> {
        let rows: Vec<CaseKeyRow> = sql::all(self.0.reader(), "WHERE case_id = ? ORDER BY epoch", values![case]).await?;
        converted(rows)
    }

    /// The reporter's data keys of a case.
    ///
    /// # Errors
    /// The database is away.
    pub async fn reporters_data_keys(&self, case: i64) -> Result<Vec<CaseKey>, StoreError> {
        let rows: Vec<CaseKeyRow> =
            sql::all(self.0.reader(), "WHERE case_id = ? AND holder = 'reporter' ORDER BY epoch", values![case]).await?;
        converted(rows)
    }

    /// Every ciphertext of a case, in the order in which they were written within each slot.
    ///
    /// # Errors
    /// The database is away.
    pub async fn envelopes(&self, case: i64) -> Result<Vec<Envelope>, StoreError> {
        let rows: Vec<EnvelopeRow> = sql::all(self.0.reader(), "WHERE case_id = ? ORDER BY slot, seq", values![case]).await?;
        converted(rows)
    }

    /// One ciphertext of a case.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn envelope(&self, case: i64, slot: Slot, seq: u32) -> Result<Envelope, StoreError> {
        let condition = "WHERE case_id = ? AND slot = ? AND seq = ?";
        sql::one::<EnvelopeRow>(self.0.reader(), condition, values![case, slot, seq]).await?.try_into()
    }

    /// The history of a case, oldest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn events(&self, case: i64) -> Result<Vec<Event>, StoreError> {
        let rows: Vec<EventRow> = sql::all(self.0.reader(), "WHERE case_id = ? ORDER BY seq", values![case]).await?;
        converted(rows)
    }

    /// The sealed summaries of these cases, by case.
    ///
    /// # Errors
    /// The database is away.
    pub async fn summaries(&self, cases: &[i64]) -> Result<HashMap<i64, Envelope>, StoreError> {
        if cases.is_empty() {
            return Ok(HashMap::new());
        }
        let condition = format!("WHERE slot = ? AND seq = 0 AND case_id IN ({})", sql::placeholders(cases.len()));
        let rows: Vec<EnvelopeRow> = sql::all(self.0.reader(), &condition, with_ids(values![Slot::Summary], cases)).await?;
        Ok(converted::<_, Envelope>(rows)?.into_iter().map(|envelope| (envelope.case, envelope)).collect())
    }

    /// The units' report keys of these cases, for opening many summaries at once.
    ///
    /// # Errors
    /// The database is away.
    pub async fn unit_keys_of(&self, cases: &[i64]) -> Result<Vec<CaseKey>, StoreError> {
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        let condition = format!("WHERE purpose = ? AND holder = 'unit' AND case_id IN ({})", sql::placeholders(cases.len()));
        let rows: Vec<CaseKeyRow> = sql::all(self.0.reader(), &condition, with_ids(values![Purpose::Report], cases)).await?;
        converted(rows)
    }
}
