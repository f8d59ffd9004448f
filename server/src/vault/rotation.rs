//! Replacing the retention key while the portal serves: a new generation, all that lives put under it, and the earlier ones destroyed once no
//! backup is to be restored that needs them.

use jiff::{SignedDuration, Timestamp};
use rand_core::CryptoRng;

use super::{about, operator::KeyFileError, ring::Ring};
use crate::store::{NewEntry, Store, StoreError};

/// The setting that holds the generation on which the portal's nodes have agreed.
const AGREED: &str = "retention-generation";
/// The setting that holds the generation under which everything has been put.
const SETTLED: &str = "retention-settled";
/// Data keys that are moved together: reports that come in wait so long.
const TOGETHER: u32 = 250;

/// Why the retention key was not replaced.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// Its file.
    #[error(transparent)]
    File(#[from] KeyFileError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What works on the retention key.
#[derive(Clone, Copy)]
pub struct Rotation<'a> {
    /// The database.
    pub store: &'a Store,
    /// The key.
    pub ring: &'a Ring,
}

impl Rotation<'_> {
    /// Reads the file again, and writes nothing under a generation that other nodes have left. Every node does this again and again.
    ///
    /// # Errors
    /// The file cannot be read; the database is away.
    pub async fn keep_up(&self) -> Result<(), RotationError> {
        let agreed = self.store.setting(AGREED).await?.and_then(|agreed| agreed.parse().ok());
        self.ring.expect(agreed.unwrap_or_default());
        Ok(self.ring.reload()?)
    }

    /// Whether some node has put data keys under a generation already.
    ///
    /// # Errors
    /// The database is away.
    pub async fn has_begun(store: &Store) -> Result<bool, StoreError> {
        Ok(store.setting(AGREED).await?.is_some())
    }

    /// Agrees on the generation in use, for a portal that is new.
    ///
    /// # Errors
    /// The database is away.
    pub async fn settle(&self) -> Result<(), StoreError> {
        self.store.settle(AGREED, &self.ring.current().0.to_string()).await.map(drop)
    }

    /// Begins a new generation; everything that is written from now on is under it.
    ///
    /// # Errors
    /// The file or a copy of it cannot be written; the database is away.
    pub async fn begin<R: CryptoRng + Send>(&self, member: Option<i64>, now: Timestamp, rng: &mut R) -> Result<i64, RotationError> {
        let generation = self.ring.begin(now, rng)?;
        self.store.put_setting(AGREED, &generation.to_string()).await?;
        self.ring.expect(generation);
        self.note("retention.rotate", member, generation, now).await?;
        Ok(generation)
    }

    /// Puts so many data keys, from this case on, under the generation in use, if not all are. Returns how many they were, and where to go
    /// on; at the end, with the first case.
    ///
    /// # Errors
    /// The database is away; a data key is under a generation that is not held.
    pub async fn move_some(&self, mut from: i64, at_most: u64) -> Result<(u64, i64), StoreError> {
        let generation = self.ring.current().0;
        if self.store.setting(SETTLED).await? == Some(generation.to_string()) {
            return Ok((0, 0));
        }
        let mut count = 0;
        while count < at_most {
            let moved = self.store.cases().move_keys(from, generation, TOGETHER).await?;
            count += moved.keys;
            match moved.next {
                Some(next) => from = next,
                None => {
                    self.store.put_setting(SETTLED, &generation.to_string()).await?;
                    return Ok((count, 0));
                }
            }
        }
        Ok((count, from))
    }

    /// Destroys the generations that were replaced so long ago, if nothing is under them any more. Returns the last one destroyed.
    ///
    /// # Errors
    /// The file or a copy of it cannot be written; the database is away.
    pub async fn destroy_outlived(&self, backups: SignedDuration, now: Timestamp) -> Result<Option<i64>, RotationError> {
        let Some(generation) = self.ring.outlived(backups, now) else { return Ok(None) };
        if self.store.cases().are_kept_under(generation).await? {
            // Another node was a little late: all are looked at once more.
            self.store.put_setting(SETTLED, "0").await?;
            return Ok(None);
        }
        self.ring.destroy(generation)?;
        self.note("retention.destroy-generation", None, generation, now).await?;
        Ok(Some(generation))
    }

    async fn note(&self, action: &str, member: Option<i64>, generation: i64, now: Timestamp) -> Result<(), StoreError> {
        let entry: NewEntry = about(action, now.as_millisecond(), member, None, Some(generation));
        self.store.audit().append(entry).await.map(drop)
    }
}
