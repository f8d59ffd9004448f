//! Which files there are of which case, and how far they have come. What is in them is in the object store.

use model::FileState;
use sea_orm::ConnectionTrait;

use super::{
    Store, StoreError,
    change::Change,
    connect,
    record::record,
    sql::{self, value, values},
};

/// Files that one case can ever have.
const MOST: u32 = 500;

record! {
    /// A file.
    #[derive(Debug, Clone, PartialEq, Eq)]
    StoredFile in "files" {
        /// The case.
        case_id: i64,
        /// Which one of its files.
        number: u32,
        /// Its name in the object store, which says nothing.
        object: String,
        /// How far it has come.
        state: FileState,
        /// Since when, to the hour.
        changed_at: i64,
        /// With which message it was sent.
        message: Option<u32>,
        /// What is known of it, sealed for the reporter alone; none before it is whole and after it is sent.
        known: Option<Vec<u8>>,
    }
}

/// The files of cases.
pub struct StoredFiles<'a>(&'a Store);

impl Store {
    /// The files of cases.
    pub const fn files(&self) -> StoredFiles<'_> {
        StoredFiles(self)
    }
}

impl StoredFiles<'_> {
    /// Begins a file of a case. None if `most` of them wait already, or the case has as many as it can have; what is on its way since
    /// before `stalled` does not count.
    ///
    /// # Errors
    /// [`StoreError::Taken`] if another one was begun at this very moment; the database is away.
    pub async fn begin(&self, case: i64, object: &str, most: usize, stalled: i64, now: i64) -> Result<Option<StoredFile>, StoreError> {
        let transaction = self.0.begin().await?;
        let begun = begin(&transaction, case, object, most, stalled, now).await;
        connect::finish(transaction, begun).await
    }

    /// The file is whole, and this is what its reporter knows of it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if it was not on its way.
    pub async fn keep(&self, case: i64, number: u32, known: Vec<u8>, now: i64) -> Result<(), StoreError> {
        let sql = "UPDATE files SET state = ?, known = ?, changed_at = ? WHERE case_id = ? AND number = ? AND state = ?";
        sql::run_on_one(self.0.writer(), sql, values![FileState::Added, known, now, case, number, FileState::Arriving]).await
    }

    /// The files of a case, in their order.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of(&self, case: i64) -> Result<Vec<StoredFile>, StoreError> {
        sql::all(self.0.reader(), "WHERE case_id = ? ORDER BY number", values![case]).await
    }

    /// One file.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn one(&self, case: i64, number: u32) -> Result<StoredFile, StoreError> {
        sql::one(self.0.reader(), "WHERE case_id = ? AND number = ?", values![case, number]).await
    }

    /// Gives up a file that was not sent: from now on it can be neither sent nor written.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if it was sent, never was, or is no longer as it is here.
    pub async fn give_up(&self, file: &StoredFile) -> Result<(), StoreError> {
        if file.state == FileState::Sent {
            return Err(StoreError::NotFound);
        }
        let sql = "UPDATE files SET state = ? WHERE case_id = ? AND number = ? AND state IN (?, ?)";
        let bound = values![FileState::Leaving, file.case_id, file.number, file.state, FileState::Leaving];
        sql::run_on_one(self.0.writer(), sql, bound).await
    }

    /// Forgets a file that was given up. Its content has to be gone first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn forget(&self, case: i64, number: u32) -> Result<(), StoreError> {
        let sql = "DELETE FROM files WHERE case_id = ? AND number = ? AND state = ?";
        sql::run(self.0.writer(), sql, values![case, number, FileState::Leaving]).await.map(drop)
    }

    /// What is left of destroyed cases; a hundred at most.
    ///
    /// # Errors
    /// The database is away.
    pub async fn abandoned(&self) -> Result<Vec<AbandonedObject>, StoreError> {
        sql::all(self.0.reader(), "ORDER BY since LIMIT 100", Vec::new()).await
    }

    /// What was left is gone.
    ///
    /// # Errors
    /// The database is away.
    pub async fn forget_abandoned(&self, object: &str) -> Result<(), StoreError> {
        sql::run(self.0.writer(), "DELETE FROM abandoned_objects WHERE object = ?", values![object.to_owned()]).await.map(drop)
    }

    /// Files that did not become whole since `arriving`, or were not sent since `added`, or were given up and are still there; a hundred
    /// at most.
    ///
    /// # Errors
    /// The database is away.
    pub async fn left_behind(&self, arriving: i64, added: i64) -> Result<Vec<StoredFile>, StoreError> {
        let condition = "WHERE state = ? OR (state = ? AND changed_at <= ?) OR (state = ? AND changed_at <= ?) LIMIT 100";
        sql::all(self.0.reader(), condition, values![FileState::Leaving, FileState::Arriving, arriving, FileState::Added, added]).await
    }
}

record! {
    /// What is left in the object store of a case that was destroyed; nothing opens it any more.
    #[derive(Debug, Clone, PartialEq, Eq)]
    AbandonedObject in "abandoned_objects" {
        /// Its name there.
        object: String,
        /// Since when.
        since: i64,
    }
}

async fn begin(
    db: &impl ConnectionTrait,
    case: i64,
    object: &str,
    most: usize,
    stalled: i64,
    now: i64,
) -> Result<Option<StoredFile>, StoreError> {
    let sql = "SELECT COALESCE(MAX(number) + 1, 0), COUNT(CASE WHEN state <> ? AND NOT (state = ? AND changed_at < ?) THEN 1 END) \
               FROM files WHERE case_id = ?";
    let row = sql::row(db, sql, values![FileState::Sent, FileState::Arriving, stalled, case]).await?.ok_or(StoreError::NotFound)?;
    let (number, waiting): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    let Some(number) = u32::try_from(number).ok().filter(|&number| number < MOST && (waiting as usize) < most) else { return Ok(None) };
    let state = FileState::Arriving;
    let file = StoredFile { case_id: case, number, object: object.to_owned(), state, changed_at: now, message: None, known: None };
    sql::insert(db, vec![file.clone()], "").await?;
    Ok(Some(file))
}

/// Remembers what is in the object store of a case that is destroyed, until that is gone as well.
pub(super) async fn abandon(db: &impl ConnectionTrait, case: i64, now: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO abandoned_objects (object, since) SELECT object, ? FROM files WHERE case_id = ?";
    sql::run(db, sql, values![now, case]).await.map(drop)
}

/// Marks the files of a change as sent with its message.
pub(super) async fn send(db: &impl ConnectionTrait, change: &Change) -> Result<(), StoreError> {
    let Some((first, rest)) = change.files.split_first() else { return Ok(()) };
    let message = change.event.envelope.map(|(_, seq)| seq);
    let numbers = std::iter::once(first).chain(rest);
    let mut bound = values![FileState::Sent, message, None::<Vec<u8>>, change.at, change.case, FileState::Added];
    bound.extend(numbers.map(|&number| value(number)));
    let sql = format!(
        "UPDATE files SET state = ?, message = ?, known = ?, changed_at = ? WHERE case_id = ? AND state = ? AND number IN ({})",
        sql::placeholders(change.files.len())
    );
    let sent = sql::run(db, &sql, bound).await?;
    // One of them was taken away meanwhile.
    if sent == change.files.len() as u64 { Ok(()) } else { Err(StoreError::Conflict { version: change.version, by: None }) }
}
