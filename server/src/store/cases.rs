//! Cases, and questions about them and what belongs to them.

use std::collections::HashMap;

use model::{
    CaseNumber, CaseStatus, CategoryCode, DivisionCode, ReportKind, RiskLevel,
    status::{Finding, Rating, SealedBy},
};
use sea_orm::Value;
use seal::{Purpose, Slot};

use super::{
    Store, StoreError,
    parts::{CaseKey, CaseKeyRow, Envelope, EnvelopeRow, Event, EventRow, ReporterKeys},
    record::{Columns, record},
    recusals,
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
        /// Its place in a queue: -1 for protection, then 0 named, 1 anonymous.
        priority: i64,
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
        /// When it was closed, declined or withdrawn; none while it is open.
        settled_at: Option<i64>,
        /// Since when it is shown as soon to be destroyed.
        announced_at: Option<i64>,
        /// When its reporter asked for it to be destroyed; none if never, or if that was refused.
        deletion_asked_at: Option<i64>,
        /// How great the danger for whoever reported was last found to be.
        risk_level: Option<RiskLevel>,
        /// When that is to be looked at, again or for the first time; a contact since then brings it forward. None once the case is settled, unless it is assessed once more.
        risk_due_at: Option<i64>,
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

/// Copies with parts blacked out. Binds unit keys and a member.
fn of_redactions(unit_keys: &[i64]) -> String {
    let keys = sql::placeholders(unit_keys.len());
    let open = recusals::is_open_to("case_keys.case_id");
    format!("WHERE purpose = 'redaction' AND holder = 'unit' AND holder_id IN ({keys}) AND {open}")
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

    /// The case with this number, if `unit` is in charge of it and `member` may learn of it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], whether there is no such case, it is another unit's, or the member is kept away from it.
    pub async fn by_number(&self, number: &CaseNumber, unit: i64, member: i64) -> Result<Case, StoreError> {
        let condition = format!("WHERE number = ? AND unit_id = ? AND {}", recusals::is_open_to("cases.id"));
        sql::one(self.0.reader(), &condition, values![number.clone(), unit, member]).await
    }

    /// The case with this identifier.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn by_id(&self, id: i64) -> Result<Case, StoreError> {
        sql::one(self.0.reader(), "WHERE id = ?", values![id]).await
    }

    /// The case with this number, whichever unit is in charge of it, if `member` may learn of it: for the audit log, which shows nothing of a
    /// case but its number, and for objections.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn with_number(&self, number: &CaseNumber, member: i64) -> Result<Case, StoreError> {
        let condition = format!("WHERE number = ? AND {}", recusals::is_open_to("cases.id"));
        sql::one(self.0.reader(), &condition, values![number.clone(), member]).await
    }

    /// The case with this number, for what its reporter or a witness asks of the portal: nothing of it is shown.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn any_with_number(&self, number: &CaseNumber) -> Result<Case, StoreError> {
        sql::one(self.0.reader(), "WHERE number = ?", values![number.clone()]).await
    }

    /// The number of the case with this identifier, which may have been destroyed.
    ///
    /// # Errors
    /// The database is away.
    pub async fn number_of(&self, id: i64) -> Result<Option<CaseNumber>, StoreError> {
        let sql = "SELECT number FROM cases WHERE id = ? UNION ALL SELECT number FROM destroyed_cases WHERE id = ?";
        let row = sql::row(self.0.reader(), sql, values![id, id]).await?;
        row.map(|row| Columns::of(&row).read()).transpose()
    }

    /// How many cases that `reader` may learn of have each category. Reads every case: for the administrator's list alone.
    ///
    /// # Errors
    /// The database is away.
    pub async fn by_category(&self, reader: i64) -> Result<HashMap<CategoryCode, u64>, StoreError> {
        let sql = format!("SELECT category, COUNT(*) FROM cases WHERE {} GROUP BY category", recusals::is_open_to("cases.id"));
        let rows = sql::rows(self.0.reader(), &sql, values![reader]).await?;
        let count = |row: &sea_orm::QueryResult| {
            let (code, count): (String, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let code = code.parse().map_err(|_| StoreError::Corrupt("category"))?;
            Ok((code, u64::try_from(count).map_err(|_| StoreError::Corrupt("count"))?))
        };
        rows.iter().map(count).collect()
    }

    /// The reporter's public keys; empty if they are not as the portal wrote them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn reporter_keys(&self, case: i64) -> Result<ReporterKeys, StoreError> {
        Ok(self.0.attested().reporter(sql::one(self.0.reader(), "WHERE case_id = ?", values![case]).await?))
    }

    /// Every data key of a case for every holder.
    ///
    /// # Errors
    /// The database is away.
    pub async fn keys(&self, case: i64) -> Result<Vec<CaseKey>, StoreError> {
        self.data_keys("WHERE case_id = ? ORDER BY epoch", values![case]).await
    }

    /// The reporter's data keys of a case.
    ///
    /// # Errors
    /// The database is away.
    pub async fn reporters_data_keys(&self, case: i64) -> Result<Vec<CaseKey>, StoreError> {
        self.data_keys("WHERE case_id = ? AND holder = 'reporter' ORDER BY epoch", values![case]).await
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

    /// The units' report keys of these cases, for opening many summaries at once, without those that nobody can open.
    ///
    /// # Errors
    /// The database is away.
    pub async fn unit_keys_of(&self, cases: &[i64]) -> Result<Vec<CaseKey>, StoreError> {
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        let condition = format!("WHERE purpose = ? AND holder = 'unit' AND case_id IN ({})", sql::placeholders(cases.len()));
        let rows: Vec<CaseKeyRow> = sql::all(self.0.reader(), &condition, with_ids(values![Purpose::Report], cases)).await?;
        let opened = rows.into_iter().map(|row| self.0.shelf().open(row));
        opened.filter(|opened| !matches!(opened, Err(StoreError::KeyDestroyed(_) | StoreError::Corrupt(_)))).collect()
    }

    /// Keys of copies with parts blacked out that are for one of these unit keys, of cases that a member may learn of, the latest copies
    /// first, without the first `skipped`.
    ///
    /// # Errors
    /// The database is away.
    pub async fn redaction_keys(&self, unit_keys: &[i64], member: i64, skipped: u32, limit: u32) -> Result<Vec<CaseKey>, StoreError> {
        if unit_keys.is_empty() {
            return Ok(Vec::new());
        }
        let made = "SELECT e.created_at FROM envelopes e WHERE e.case_id = case_keys.case_id AND e.slot = ? AND e.seq = case_keys.epoch";
        let condition = format!("{} ORDER BY ({made}) DESC, case_id, epoch LIMIT ? OFFSET ?", of_redactions(unit_keys));
        let bound = with_ids(Vec::new(), unit_keys).into_iter().chain(values![member, Slot::Redacted, limit, skipped]);
        self.data_keys(&condition, bound.collect()).await
    }

    /// The key of one of them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn redaction_key(&self, unit_keys: &[i64], member: i64, case: i64, seq: u32) -> Result<CaseKey, StoreError> {
        if unit_keys.is_empty() {
            return Err(StoreError::NotFound);
        }
        let condition = format!("{} AND case_id = ? AND epoch = ? LIMIT 1", of_redactions(unit_keys));
        let bound = with_ids(Vec::new(), unit_keys).into_iter().chain(values![member, case, seq]);
        self.data_keys(&condition, bound.collect()).await?.pop().ok_or(StoreError::NotFound)
    }

    async fn data_keys(&self, condition: &str, bound: Vec<Value>) -> Result<Vec<CaseKey>, StoreError> {
        let rows: Vec<CaseKeyRow> = sql::all(self.0.reader(), condition, bound).await?;
        rows.into_iter().map(|row| self.0.shelf().open(row)).collect()
    }
}
