//! Days that are over: what was filed on each, and how the audit log ended with it, signed.

use sea_orm::ConnectionTrait;

use super::{AuditHead, NewEntry, append, lock_head};
use crate::store::{
    DestroyedCase, Store, StoreError, connect,
    record::{Columns, record},
    sql::{self, values},
};

/// Length of a mark.
const MARK: usize = 32;

record! {
    /// A day that is over.
    #[derive(Debug, Clone, PartialEq, Eq)]
    ClosedDay in "closed_days" {
        /// The day, `YYYY-MM-DD`.
        day: String,
        /// When it was closed.
        closed_at: i64,
        /// Entries of the audit log until then, its own among them.
        entries: i64,
        /// Hash of the last of them.
        head: [u8; 32],
        /// Reports filed on that day.
        filings: i64,
        /// Tree hash over their marks.
        root: [u8; 32],
        /// The installation's signature under the statement of all this.
        signature: Vec<u8>,
    }
}

record! {
    /// The marks of what was filed on a day that is over.
    DayMarks in "day_marks" {
        /// The day.
        day: String,
        /// The marks in order, one after the other.
        marks: Vec<u8>,
    }
}

record! {
    /// What has become of the request for a stamp under a day's signed end.
    #[derive(Debug, Clone, PartialEq, Eq)]
    DayStamp in "day_stamps" {
        /// The day.
        day: String,
        /// The stamp's token, once there is one.
        token: Option<Vec<u8>>,
        /// When it says that the day's end was there.
        stamped_at: Option<i64>,
        /// How often nothing came of asking.
        tries: u32,
        /// When it is asked for again.
        next_try_at: i64,
        /// Why nothing came of it the last time.
        problem: Option<String>,
    }
}

record! {
    /// What is on record of a filing for whoever holds its proof.
    #[derive(Debug, Clone, PartialEq, Eq)]
    FilingRecord in "cases" {
        /// The hour.
        filed_at: i64,
        /// The mark; none for what was filed by an earlier version.
        filing_mark: Option<[u8; 32]>,
    }
}

impl From<DestroyedCase> for FilingRecord {
    fn from(destroyed: DestroyedCase) -> Self {
        Self { filed_at: destroyed.filed_at, filing_mark: destroyed.filing_mark }
    }
}

/// A day to be closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayEnd {
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// What was filed, in order.
    pub marks: Vec<[u8; 32]>,
    /// Tree hash over it.
    pub root: [u8; 32],
    /// The entry that puts it into the audit log.
    pub entry: NewEntry,
}

/// Questions about days that are over, and the closing of them.
pub struct Days<'a>(&'a Store);

impl Store {
    /// Days that are over.
    pub fn days(&self) -> Days<'_> {
        Days(self)
    }
}

impl Days<'_> {
    /// The last day that was closed.
    ///
    /// # Errors
    /// The database is away.
    pub async fn latest(&self) -> Result<Option<ClosedDay>, StoreError> {
        sql::optional(self.0.reader(), "ORDER BY day DESC LIMIT 1", vec![]).await
    }

    /// The last days that were closed, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn newest(&self, limit: u32) -> Result<Vec<ClosedDay>, StoreError> {
        sql::all(self.0.reader(), "ORDER BY day DESC LIMIT ?", values![limit]).await
    }

    /// Every day that was closed, oldest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn all(&self) -> Result<Vec<ClosedDay>, StoreError> {
        sql::all(self.0.reader(), "ORDER BY day", vec![]).await
    }

    /// This day, if it was closed.
    ///
    /// # Errors
    /// The database is away.
    pub async fn on(&self, day: &str) -> Result<Option<ClosedDay>, StoreError> {
        sql::optional(self.0.reader(), "WHERE day = ?", values![day.to_owned()]).await
    }

    /// The oldest day closed since that moment for which a stamp may be asked for now.
    ///
    /// # Errors
    /// The database is away.
    pub async fn to_stamp(&self, since: i64, now: i64) -> Result<Option<ClosedDay>, StoreError> {
        let waits = "SELECT 1 FROM day_stamps s WHERE s.day = closed_days.day AND (s.token IS NOT NULL OR s.next_try_at > ?)";
        let condition = format!("WHERE closed_at >= ? AND NOT EXISTS ({waits}) ORDER BY day LIMIT 1");
        sql::optional(self.0.reader(), &condition, values![since, now]).await
    }

    /// How many days closed since that moment have no stamp.
    ///
    /// # Errors
    /// The database is away.
    pub async fn unstamped(&self, since: i64) -> Result<i64, StoreError> {
        let stamped = "SELECT 1 FROM day_stamps s WHERE s.day = closed_days.day AND s.token IS NOT NULL";
        let sql = format!("SELECT COUNT(*) FROM closed_days WHERE closed_at >= ? AND NOT EXISTS ({stamped})");
        let row = sql::row(self.0.reader(), &sql, values![since]).await?;
        row.map_or(Ok(0), |row| Columns::of(&row).read())
    }

    /// What has become of stamps from that day on, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn stamps_from(&self, day: &str) -> Result<Vec<DayStamp>, StoreError> {
        sql::all(self.0.reader(), "WHERE day >= ? ORDER BY day DESC", values![day.to_owned()]).await
    }

    /// What has become of the stamp under this day's end.
    ///
    /// # Errors
    /// The database is away.
    pub async fn stamp_on(&self, day: &str) -> Result<Option<DayStamp>, StoreError> {
        sql::optional(self.0.reader(), "WHERE day = ?", values![day.to_owned()]).await
    }

    /// Notes what came of asking for a stamp. One that is there stays.
    ///
    /// # Errors
    /// The database is away.
    pub async fn put_stamp(&self, stamp: DayStamp) -> Result<(), StoreError> {
        let ending = "ON CONFLICT (day) DO UPDATE SET token = excluded.token, stamped_at = excluded.stamped_at, tries = excluded.tries, \
                      next_try_at = excluded.next_try_at, problem = excluded.problem WHERE day_stamps.token IS NULL";
        sql::insert(self.0.writer(), vec![stamp], ending).await
    }

    /// The marks of what was filed on a day that was closed, in order.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if it was not.
    pub async fn marks(&self, day: &str) -> Result<Vec<[u8; MARK]>, StoreError> {
        let kept: DayMarks = sql::one(self.0.reader(), "WHERE day = ?", values![day.to_owned()]).await?;
        let (marks, rest) = kept.marks.as_chunks::<MARK>();
        if rest.is_empty() { Ok(marks.to_vec()) } else { Err(StoreError::Corrupt("marks")) }
    }

    /// The marks of what was filed from one moment to another, in order. Reads every case: asked once a day.
    ///
    /// # Errors
    /// The database is away.
    pub async fn filed_within(&self, from: i64, to: i64) -> Result<Vec<[u8; MARK]>, StoreError> {
        let of = |table| format!("SELECT filing_mark FROM {table} WHERE filed_at >= ? AND filed_at <= ? AND filing_mark IS NOT NULL");
        let sql = [of("cases"), of("destroyed_cases")].join(" UNION ALL ");
        let rows = sql::rows(self.0.reader(), &sql, values![from, to, from, to]).await?;
        let mut marks: Vec<[u8; MARK]> = rows.iter().map(|row| Columns::of(row).read()).collect::<Result<_, _>>()?;
        marks.sort_unstable();
        Ok(marks)
    }

    /// What is on record of the filing with this case number.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn filing(&self, number: &model::CaseNumber) -> Result<FilingRecord, StoreError> {
        let present: Option<FilingRecord> = sql::optional(self.0.reader(), "WHERE number = ?", values![number.clone()]).await?;
        match present {
            Some(filing) => Ok(filing),
            // That it was filed stays provable when it is gone.
            None => self.0.cases().destroyed(number).await.map(FilingRecord::from),
        }
    }

    /// Closes a day, once: tells whether it was open. What it ends with is signed within the same transaction.
    ///
    /// # Errors
    /// The database is away.
    pub async fn close(&self, end: DayEnd, sign: impl Fn(&ClosedDay) -> Vec<u8> + Send) -> Result<bool, StoreError> {
        let transaction = self.0.begin().await?;
        let written = close(&transaction, end, sign).await;
        connect::finish(transaction, written).await
    }
}

async fn close(db: &impl ConnectionTrait, end: DayEnd, sign: impl Fn(&ClosedDay) -> Vec<u8>) -> Result<bool, StoreError> {
    // Locked first: of two nodes the second one finds the day closed.
    lock_head(db).await?;
    let known: Option<ClosedDay> = sql::optional(db, "WHERE day = ?", values![end.day.clone()]).await?;
    if known.is_some() {
        return Ok(false);
    }
    append(db, &[&end.entry]).await?;
    let AuditHead { seq: entries, hash: head, .. } = lock_head(db).await?;
    let filings = i64::try_from(end.marks.len()).unwrap_or(i64::MAX);
    let mut day =
        ClosedDay { day: end.day.clone(), closed_at: end.entry.at, entries, head, filings, root: end.root, signature: Vec::new() };
    day.signature = sign(&day);
    sql::insert(db, vec![day], "").await?;
    sql::insert(db, vec![DayMarks { day: end.day, marks: end.marks.concat() }], "").await?;
    Ok(true)
}
