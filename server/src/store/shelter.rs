//! How data keys are kept: under a key that no copy of the database holds. Once that key is destroyed, a copy made before yields nothing.
//!
//! The store knows nothing of the key. Whoever has it, the vault, closes what goes into a row and opens what comes out.

use std::sync::{Arc, OnceLock};

use sea_orm::ConnectionTrait;
use seal::KeyPlace;

use super::{
    Store, StoreError,
    cases::Cases,
    connect,
    parts::{CaseKey, CaseKeyRow, holder_of, holder_parts},
    sql::{self, values},
};

/// What lies in a row as it was handed over: nobody has a key for it.
const BARE: i64 = 0;

/// Closes and opens what is kept of data keys. Each is bound to its place.
pub trait Shelter: Send + Sync {
    /// What is kept, and the generation of the key that it is under.
    ///
    /// # Errors
    /// [`StoreError::NoGeneration`] if another node has begun a generation that this one does not hold; [`StoreError::OtherGeneration`] if
    /// it holds another one of that number.
    fn close(&self, place: &KeyPlace, sealed: &[u8]) -> Result<(i64, Vec<u8>), StoreError>;

    /// What was kept.
    ///
    /// # Errors
    /// [`StoreError::NoGeneration`] if this key is not held; [`StoreError::KeyDestroyed`] if it is not held any more;
    /// [`StoreError::Corrupt`] if it was changed or moved.
    fn open(&self, place: &KeyPlace, generation: i64, kept: &[u8]) -> Result<Vec<u8>, StoreError>;

    /// Whether something could be closed now.
    ///
    /// # Errors
    /// As for [`Self::close`].
    fn can_close(&self) -> Result<(), StoreError>;
}

/// The shelter in use. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Shelf(Arc<OnceLock<Arc<dyn Shelter>>>);

impl Shelf {
    pub(super) fn close(&self, key: CaseKey) -> Result<CaseKeyRow, StoreError> {
        let (generation, sealed) = match self.0.get() {
            Some(shelter) => shelter.close(&key.place(), &key.sealed)?,
            None => (BARE, key.sealed),
        };
        let (holder, holder_id) = holder_parts(key.holder);
        let CaseKey { case: case_id, epoch, purpose, .. } = key;
        Ok(CaseKeyRow { case_id, epoch, purpose, holder: holder.to_owned(), holder_id, sealed, generation })
    }

    pub(super) fn can_close(&self) -> Result<(), StoreError> {
        self.0.get().map_or(Ok(()), |shelter| shelter.can_close())
    }

    pub(super) fn open(&self, row: CaseKeyRow) -> Result<CaseKey, StoreError> {
        let generation = row.generation;
        let key = as_it_stands(row)?;
        match (generation, self.0.get()) {
            (BARE, None) => Ok(key),
            (generation, None) => Err(StoreError::NoGeneration(generation)),
            // Whoever writes to the database could have slipped it in.
            (BARE, Some(_)) => Err(StoreError::Corrupt("data key that lies bare: see `qingfeng unit sign-keys`")),
            (generation, Some(shelter)) => {
                let sealed = shelter.open(&key.place(), generation, &key.sealed)?;
                Ok(CaseKey { sealed, ..key })
            }
        }
    }
}

/// What is in a row.
fn as_it_stands(row: CaseKeyRow) -> Result<CaseKey, StoreError> {
    let holder = holder_of(&row.holder, row.holder_id).map_err(|_| StoreError::Corrupt("holder"))?;
    Ok(CaseKey { case: row.case_id, epoch: row.epoch, purpose: row.purpose, holder, sealed: row.sealed })
}

impl Store {
    /// Keeps data keys in this shelter from now on. The first one stays.
    pub fn shelter(&self, shelter: Arc<dyn Shelter>) {
        drop(self.shelf().0.set(shelter));
    }
}

/// How far data keys have been put under the present generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// How many were moved now.
    pub keys: u64,
    /// How many stay where they are: nobody can open them.
    pub unreadable: u64,
    /// The case to go on with; none if all have been looked at.
    pub next: Option<i64>,
}

/// What is left under generations that are to be destroyed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftBehind {
    /// Data keys that can be opened, and have to be moved first.
    pub readable: u64,
    /// Data keys that cannot be opened: their key was destroyed, or they were changed.
    pub unreadable: u64,
}

impl Cases<'_> {
    /// Puts data keys that are under an earlier generation than this one under the one in use, from this case on; of about `limit` rows. What
    /// cannot be opened stays as it is.
    ///
    /// # Errors
    /// The database is away; the generation in use is not held.
    pub async fn move_keys(&self, from: i64, generation: i64, limit: u32) -> Result<Moved, StoreError> {
        let (rows, next) = self.kept_before(from, generation, limit).await?;
        let (mut moved, mut failed) = (Vec::new(), Vec::new());
        for row in rows {
            let before = row.generation;
            match self.0.shelf().open(row) {
                Ok(key) => moved.push((before, self.0.shelf().close(key)?)),
                Err(error) => failed.push(error),
            }
        }
        let unreadable = failed.len() as u64;
        if let Some(first) = failed.first() {
            tracing::error!(unreadable, from, %first, "data keys cannot be opened and stay where they are");
        }
        if moved.is_empty() {
            return Ok(Moved { keys: 0, unreadable, next });
        }
        let transaction = self.0.begin().await?;
        let written = rewrite(&transaction, moved.into_iter()).await;
        Ok(Moved { keys: connect::finish(transaction, written).await?, unreadable, next })
    }

    /// Takes in the data keys that an earlier version left bare, and returns how many they are. Whoever calls this vouches for the database: a
    /// key that somebody else put there is taken in as well.
    ///
    /// # Errors
    /// The database is away; the generation in use is not held.
    pub async fn take_in_bare_keys(&self) -> Result<usize, StoreError> {
        const TOGETHER: usize = 1_000;
        let mut count = 0;
        loop {
            let condition = format!("WHERE generation = {BARE} LIMIT {TOGETHER}");
            let rows: Vec<CaseKeyRow> = sql::all(self.0.reader(), &condition, vec![]).await?;
            let taken = rows.into_iter().map(|row| Ok((BARE, self.0.shelf().close(as_it_stands(row)?)?)));
            let taken: Vec<(i64, CaseKeyRow)> = taken.collect::<Result<_, StoreError>>()?;
            let len = taken.len();
            let transaction = self.0.begin().await?;
            let written = rewrite(&transaction, taken.into_iter()).await;
            connect::finish(transaction, written).await?;
            count += len;
            if len < TOGETHER {
                return Ok(count);
            }
        }
    }

    /// Rows under an earlier generation than this one, from this case on, and the case to go on with: of no case some rows alone.
    async fn kept_before(&self, from: i64, generation: i64, limit: u32) -> Result<(Vec<CaseKeyRow>, Option<i64>), StoreError> {
        let condition = "WHERE case_id >= ? AND generation < ? ORDER BY case_id LIMIT ?";
        let mut rows: Vec<CaseKeyRow> = sql::all(self.0.reader(), condition, values![from, generation, limit]).await?;
        let ends = rows.first().map(|row| row.case_id).zip(rows.last().map(|row| row.case_id));
        let Some((first, last)) = ends.filter(|_| rows.len() == usize::try_from(limit).unwrap_or(usize::MAX)) else {
            return Ok((rows, None));
        };
        if first < last {
            rows.retain(|row| row.case_id != last);
            return Ok((rows, Some(last)));
        }
        let rows = sql::all(self.0.reader(), "WHERE case_id = ? AND generation < ?", values![last, generation]).await?;
        Ok((rows, last.checked_add(1)))
    }

    /// What is under this generation or an earlier one. Reads every row: to be asked before a key is destroyed.
    ///
    /// # Errors
    /// The database is away.
    pub async fn left_behind(&self, generation: i64) -> Result<LeftBehind, StoreError> {
        const TOGETHER: u32 = 1_000;
        let (mut left, mut from) = (LeftBehind::default(), Some(i64::MIN));
        while let Some(case) = from {
            let (rows, next) = self.kept_before(case, generation.saturating_add(1), TOGETHER).await?;
            for row in rows {
                match self.0.shelf().open(row) {
                    Ok(_) => left.readable += 1,
                    Err(_) => left.unreadable += 1,
                }
            }
            from = next;
        }
        Ok(left)
    }
}

/// A row that was taken away meanwhile stays away.
async fn rewrite(db: &impl ConnectionTrait, rows: impl Iterator<Item = (i64, CaseKeyRow)>) -> Result<u64, StoreError> {
    let sql = "UPDATE case_keys SET sealed = ?, generation = ? \
               WHERE case_id = ? AND epoch = ? AND purpose = ? AND holder = ? AND holder_id = ? AND generation = ?";
    let mut count = 0;
    for (before, row) in rows {
        let CaseKeyRow { case_id, epoch, purpose, holder, holder_id, sealed, generation } = row;
        count += sql::run(db, sql, values![sealed, generation, case_id, epoch, purpose, holder, holder_id, before]).await?;
    }
    Ok(count)
}
