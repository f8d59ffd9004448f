//! Replacing the retention key while the portal serves: a new generation, all that lives put under it, and the earlier ones destroyed once no
//! backup is to be restored that needs them.

use jiff::{SignedDuration, Timestamp};
use metrics::counter;
use rand_core::CryptoRng;

use super::{
    about,
    operator::KeyFileError,
    ring::{Agreed, Ring},
};
use crate::store::{LeftBehind, NewEntry, Store, StoreError};

/// The setting that holds the generation on which the portal's nodes have agreed.
const AGREED: &str = "retention-generation";
/// The setting that holds the generation under which everything has been put.
const SETTLED: &str = "retention-settled";
/// The figure of data keys that nobody could open when their turn came.
const UNREADABLE: &str = "qingfeng_unreadable_data_keys_total";
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
    /// Another node began one of this number.
    #[error(
        "another node has begun generation {0} of the retention key at the same moment: put its retention.toml in the place of the one here"
    )]
    Overtaken(i64),
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
    /// Reads the file again, and puts nothing under a generation that other nodes have left. Agrees with them on the latest one, once every
    /// copy has it. Every node does this again and again.
    ///
    /// # Errors
    /// The file cannot be read, or holds another key than the nodes have agreed on; the database is away.
    pub async fn keep_up(&self) -> Result<(), RotationError> {
        self.kept_up().await.map(drop)
    }

    /// The setting as it stands then.
    async fn kept_up(&self) -> Result<Option<String>, RotationError> {
        let stored = self.store.setting(AGREED).await?;
        let agreed: Option<Agreed> = stored.as_deref().map(str::parse).transpose()?;
        if let Some(agreed) = agreed.clone() {
            self.ring.agree(agreed);
        }
        self.ring.keep_file()?;
        let is_behind = |newest: &Agreed| agreed.as_ref().is_none_or(|agreed| agreed.number <= newest.number && agreed != newest);
        match self.ring.newest().filter(is_behind) {
            Some(newest) => {
                if agreed.is_some_and(|agreed| agreed.number < newest.number) {
                    self.ring.keep_copies()?;
                }
                self.agree(stored.as_deref(), newest).await.map(Some)
            }
            None => Ok(stored),
        }
    }

    /// Agrees with the other nodes on a generation, unless they have agreed on another one since.
    async fn agree(&self, before: Option<&str>, generation: Agreed) -> Result<String, RotationError> {
        let stands = self.store.exchange_setting(AGREED, before, &generation.to_string()).await?;
        let agreed: Agreed = stands.parse()?;
        self.ring.agree(agreed.clone());
        if agreed == generation { Ok(stands) } else { Err(RotationError::Overtaken(generation.number)) }
    }

    /// Whether some node has put data keys under a generation already.
    ///
    /// # Errors
    /// The database is away.
    pub async fn has_begun(store: &Store) -> Result<bool, StoreError> {
        Ok(store.setting(AGREED).await?.is_some())
    }

    /// Begins a new generation; everything that is written from now on is under it.
    ///
    /// # Errors
    /// This node lacks the generation in use; the file or a copy of it cannot be written; the database is away; another node has begun one
    /// at the same moment. The earlier one stays in use then.
    pub async fn begin<R: CryptoRng + Send>(&self, member: Option<i64>, now: Timestamp, rng: &mut R) -> Result<i64, RotationError> {
        let before = self.kept_up().await?;
        let begun = self.ring.begin(now, rng)?;
        let number = begun.number;
        self.agree(before.as_deref(), begun).await?;
        self.note("retention.rotate", member, number, now).await?;
        Ok(number)
    }

    /// Puts so many data keys, from this case on, under the generation in use, if not all are. Returns how many they were, and where to go
    /// on; at the end, with the first case.
    ///
    /// # Errors
    /// The database is away; this node lacks the generation in use.
    pub async fn move_some(&self, mut from: i64, at_most: u64) -> Result<(u64, i64), StoreError> {
        let generation = self.ring.in_use()?;
        if self.store.setting(SETTLED).await? == Some(generation.to_string()) {
            return Ok((0, 0));
        }
        let mut count = 0;
        while count < at_most {
            let moved = self.store.cases().move_keys(from, generation, TOGETHER).await?;
            count += moved.keys;
            counter!(UNREADABLE).increment(moved.unreadable);
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

    /// How many data keys stand under earlier generations than the one in use, and how many of them nobody can open.
    ///
    /// # Errors
    /// The database is away; this node lacks the generation in use.
    pub async fn left_behind(&self) -> Result<LeftBehind, StoreError> {
        self.store.cases().left_behind(self.ring.in_use()? - 1).await
    }

    /// Destroys the generations that were replaced so long ago, if nothing that can be opened is under them any more. Returns the last one
    /// destroyed.
    ///
    /// # Errors
    /// The file or a copy of it cannot be written; the database is away.
    pub async fn destroy_outlived(&self, backups: SignedDuration, now: Timestamp) -> Result<Option<i64>, RotationError> {
        let Some(generation) = self.ring.outlived(backups, now) else { return Ok(None) };
        let LeftBehind { readable, unreadable } = self.store.cases().left_behind(generation).await?;
        if readable > 0 {
            // Another node was a little late: all are looked at once more.
            self.store.put_setting(SETTLED, "0").await?;
            return Ok(None);
        }
        if unreadable > 0 {
            tracing::error!(unreadable, generation, "data keys that nobody can open are left under a retention key that is destroyed");
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
