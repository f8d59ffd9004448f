//! Spent tokens, settings, leases, holidays, and the sweeping of what has expired.

use std::collections::HashSet;

use sea_orm::{ConnectionTrait, Value};

use super::{
    Store, StoreError,
    record::record,
    sql::{self, value, values},
};

/// The lease that is written only to see whether anything can be.
const PROOF: &str = "ready";
/// No node: their numbers are random and positive.
const NOBODY: i64 = 0;

record! {
    /// A token that may be used once: a captcha or a ticket. Only its hash is kept, until it would have expired anyway.
    #[derive(Clone)]
    Token in "spent_tokens" {
        /// Hash of the token.
        token_hash: [u8; 32],
        /// From then on it is refused for its age.
        expires_at: i64,
    }
}

record! {
    /// A day on which the calendar of working days departs from the week.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Holiday in "holidays" {
        /// The day, `YYYY-MM-DD`.
        day: String,
        /// Whether people work on it: a Saturday made up for, rather than a day off.
        works: bool,
        /// What it is called.
        name: String,
    }
}

record! {
    /// A setting that is kept in the database.
    Setting in "settings" {
        /// Name.
        name: String,
        /// Value.
        value: String,
    }
}

record! {
    /// The right of one node to do a job, for a while.
    Lease in "leases" {
        /// The job.
        name: String,
        /// The node.
        holder: i64,
        /// Good until.
        until: i64,
    }
}

/// What a sweep removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Sessions that had ended.
    pub sessions: u64,
    /// Spent tokens that would be refused for their age.
    pub tokens: u64,
    /// Invitations that were no longer good.
    pub invitations: u64,
    /// Challenges for passkeys that nobody answered in time.
    pub challenges: u64,
}

/// Uses up tokens within a transaction; tells for each whether it was unused.
pub(super) async fn spend(db: &impl ConnectionTrait, tokens: &[&Token]) -> Result<Vec<bool>, StoreError> {
    if tokens.is_empty() {
        return Ok(Vec::new());
    }
    let mut fresh: Vec<[u8; 32]> = Vec::with_capacity(tokens.len());
    let records = tokens.iter().map(|token| (*token).clone()).collect();
    for row in sql::insert_returning::<Token>(db, records, "ON CONFLICT (token_hash) DO NOTHING RETURNING token_hash").await? {
        let hash: Vec<u8> = row.try_get_by_index(0)?;
        fresh.push(hash.try_into().map_err(|_| StoreError::Corrupt("token hash"))?);
    }
    Ok(tokens.iter().map(|token| take(&mut fresh, &token.token_hash)).collect())
}

/// Which of these tokens are used up.
pub(super) async fn used(db: &impl ConnectionTrait, hashes: impl Iterator<Item = [u8; 32]>) -> Result<HashSet<[u8; 32]>, StoreError> {
    let bound: Vec<Value> = hashes.map(value).collect();
    if bound.is_empty() {
        return Ok(HashSet::new());
    }
    let condition = format!("WHERE token_hash IN ({})", sql::placeholders(bound.len()));
    Ok(sql::all::<Token>(db, &condition, bound).await?.into_iter().map(|token| token.token_hash).collect())
}

/// Takes a hash out, so that of two equal tokens in one batch only the first counts.
fn take(fresh: &mut Vec<[u8; 32]>, hash: &[u8; 32]) -> bool {
    let place = fresh.iter().position(|known| known == hash);
    place.map(|place| fresh.swap_remove(place)).is_some()
}

impl Store {
    /// Uses up a token; tells whether it was unused. Durable when it returns.
    ///
    /// # Errors
    /// The database is away or full.
    pub async fn spend(&self, token_hash: [u8; 32], expires_at: i64) -> Result<bool, StoreError> {
        self.batch().spend(Token { token_hash, expires_at }).await
    }

    /// Takes or renews the lease on a job; tells whether this node holds it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn lease(&self, name: &str, holder: i64, now: i64, until: i64) -> Result<bool, StoreError> {
        let ending = "ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until \
                      WHERE leases.holder = excluded.holder OR leases.until <= ?";
        let sql = format!("INSERT INTO leases (name, holder, until) VALUES (?, ?, ?) {ending}");
        Ok(sql::run(self.writer(), &sql, values![name.to_owned(), holder, until, now]).await? == 1)
    }

    /// Reads something and writes something: a database on a full disk still answers questions. Costs one small commit. Asks the shelter
    /// too: without the key in use no report can be kept.
    ///
    /// # Errors
    /// The database is away or full; [`StoreError::NoGeneration`] or [`StoreError::OtherGeneration`].
    pub async fn prove_ready(&self, now: i64) -> Result<(), StoreError> {
        self.ping().await?;
        // A lease that is over as soon as it is taken, so that every node may write it at any time.
        self.lease(PROOF, NOBODY, now, now).await?;
        self.shelf().can_close()
    }

    /// Removes what has expired. Sessions not used since `idle_since` count as ended.
    ///
    /// # Errors
    /// The database is away.
    pub async fn sweep(&self, now: i64, idle_since: i64) -> Result<Swept, StoreError> {
        let sessions = "DELETE FROM sessions WHERE expires_at <= ? OR last_seen_at <= ?";
        Ok(Swept {
            sessions: sql::run(self.writer(), sessions, values![now, idle_since]).await?,
            tokens: sql::run(self.writer(), "DELETE FROM spent_tokens WHERE expires_at <= ?", values![now]).await?,
            invitations: sql::run(self.writer(), "DELETE FROM invitations WHERE expires_at <= ?", values![now]).await?,
            challenges: sql::run(self.writer(), "DELETE FROM passkey_challenges WHERE expires_at <= ?", values![now]).await?,
        })
    }

    /// The calendar's exceptions, by day.
    ///
    /// # Errors
    /// The database is away.
    pub async fn holidays(&self) -> Result<Vec<Holiday>, StoreError> {
        sql::all(self.reader(), "ORDER BY day", vec![]).await
    }

    /// Adds exceptions to the calendar or changes them.
    ///
    /// # Errors
    /// The database is away.
    pub async fn put_holidays(&self, holidays: Vec<Holiday>) -> Result<(), StoreError> {
        sql::insert(self.writer(), holidays, "ON CONFLICT (day) DO UPDATE SET works = excluded.works, name = excluded.name").await
    }

    /// A setting kept in the database.
    ///
    /// # Errors
    /// The database is away.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let setting: Option<Setting> = sql::optional(self.reader(), "WHERE name = ?", values![name.to_owned()]).await?;
        Ok(setting.map(|setting| setting.value))
    }

    /// A setting as it was first made: this value if it had none, and what it had otherwise. Of several nodes one decides.
    ///
    /// # Errors
    /// The database is away.
    pub async fn settle(&self, name: &str, value: &str) -> Result<String, StoreError> {
        let setting = Setting { name: name.to_owned(), value: value.to_owned() };
        sql::insert(self.writer(), vec![setting], "ON CONFLICT (name) DO NOTHING").await?;
        let settled: Setting = sql::one(self.writer(), "WHERE name = ?", values![name.to_owned()]).await?;
        Ok(settled.value)
    }

    /// Changes a setting if it still has this value; what it has then. Of several nodes one decides.
    ///
    /// # Errors
    /// The database is away.
    pub async fn exchange_setting(&self, name: &str, before: Option<&str>, value: &str) -> Result<String, StoreError> {
        let Some(before) = before else { return self.settle(name, value).await };
        let sql = "UPDATE settings SET value = ? WHERE name = ? AND value = ?";
        sql::run(self.writer(), sql, values![value.to_owned(), name.to_owned(), before.to_owned()]).await?;
        let stands: Setting = sql::one(self.writer(), "WHERE name = ?", values![name.to_owned()]).await?;
        Ok(stands.value)
    }

    /// Changes a setting.
    ///
    /// # Errors
    /// The database is away.
    pub async fn put_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let setting = Setting { name: name.to_owned(), value: value.to_owned() };
        sql::insert(self.writer(), vec![setting], "ON CONFLICT (name) DO UPDATE SET value = excluded.value").await
    }
}
