//! Units' keys in shares: who can bring one back together, who asks for it, and who has agreed.

use sea_orm::ConnectionTrait;

use super::{
    Member, NewEntry, Store, StoreError, UnitKeyGrant, audit,
    members::demand_unchanged,
    record::record,
    sql::{self, values},
};

/// Hash of no public key.
const NOBODY: [u8; 32] = [0; 32];

record! {
    /// How many officers bring a unit key back.
    #[derive(Debug, Clone, PartialEq, Eq)]
    ShareScheme in "share_schemes" {
        /// The unit key.
        unit_key_id: i64,
        /// So many of those who have a share.
        threshold: u32,
        /// Made at.
        made_at: i64,
        /// Who made it.
        made_by: i64,
    }
}

record! {
    /// A share of a unit key.
    #[derive(Clone)]
    KeyShare in "key_shares" {
        /// The unit key.
        unit_key_id: i64,
        /// The officer to whom it is sealed.
        member_id: i64,
        /// The share.
        sealed: Vec<u8>,
        /// Hash of the officer's public key, to which it is sealed.
        sealed_to: [u8; 32],
        /// Hash of the share.
        commitment: [u8; 32],
        /// When the officer last opened it and found it to be the one.
        checked_at: Option<i64>,
    }
}

record! {
    /// Somebody asks for a unit key to be brought back.
    #[derive(Debug, Clone, PartialEq, Eq)]
    ShareRequest in "share_requests" {
        /// The unit key.
        unit_key_id: i64,
        /// Who asks.
        member_id: i64,
        /// When.
        asked_at: i64,
    }
}

record! {
    /// An officer has agreed: the share, sealed to the one who asks.
    #[derive(Clone)]
    ShareApproval in "share_approvals" {
        /// The unit key.
        unit_key_id: i64,
        /// Who asks.
        member_id: i64,
        /// The officer.
        officer_id: i64,
        /// The share.
        sealed: Vec<u8>,
        /// When.
        at: i64,
    }
}

/// Questions and changes about shares.
pub struct Shares<'a>(&'a Store);

impl Store {
    /// Shares of units' keys.
    pub fn shares(&self) -> Shares<'_> {
        Shares(self)
    }
}

impl Shares<'_> {
    /// Every scheme.
    ///
    /// # Errors
    /// The database is away.
    pub async fn schemes(&self) -> Result<Vec<ShareScheme>, StoreError> {
        sql::all(self.0.reader(), "ORDER BY unit_key_id", vec![]).await
    }

    /// How a unit key is brought back, if it can be.
    ///
    /// # Errors
    /// The database is away.
    pub async fn scheme(&self, unit_key: i64) -> Result<Option<ShareScheme>, StoreError> {
        sql::optional(self.0.reader(), "WHERE unit_key_id = ?", values![unit_key]).await
    }

    /// The shares of a unit key.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_key(&self, unit_key: i64) -> Result<Vec<KeyShare>, StoreError> {
        sql::all(self.0.reader(), "WHERE unit_key_id = ? ORDER BY member_id", values![unit_key]).await
    }

    /// The shares that an officer has and that were not voided.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_officer(&self, officer: i64) -> Result<Vec<KeyShare>, StoreError> {
        sql::all(self.0.reader(), "WHERE member_id = ? AND sealed_to <> ? ORDER BY unit_key_id", values![officer, NOBODY]).await
    }

    /// Puts a scheme in the place of whatever there was for its unit key, for officers as read before. What was asked for and agreed to with
    /// the earlier one is gone.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if an officer has changed since; an unknown key.
    pub async fn put(&self, scheme: ShareScheme, officers: &[Member], shares: Vec<KeyShare>, entry: NewEntry) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        demand_unchanged(&transaction, officers).await?;
        sql::run(&transaction, "DELETE FROM share_schemes WHERE unit_key_id = ?", values![scheme.unit_key_id]).await?;
        sql::insert(&transaction, vec![scheme], "").await?;
        sql::insert(&transaction, shares, "").await?;
        audit::append(&transaction, &[&entry]).await?;
        Ok(transaction.commit().await?)
    }

    /// Notes that an officer's share is the one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn checked(&self, unit_key: i64, officer: i64, at: i64, entry: NewEntry) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        let sql = "UPDATE key_shares SET checked_at = ? WHERE unit_key_id = ? AND member_id = ?";
        sql::run_on_one(&transaction, sql, values![at, unit_key, officer]).await?;
        audit::append(&transaction, &[&entry]).await?;
        Ok(transaction.commit().await?)
    }

    /// Whether any case is sealed to a unit key.
    ///
    /// # Errors
    /// The database is away.
    pub async fn is_needed(&self, unit_key: i64) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM case_keys WHERE holder = 'unit' AND holder_id = ? LIMIT 1";
        Ok(sql::row(self.0.reader(), sql, values![unit_key]).await?.is_some())
    }

    /// Who asks for a unit key.
    ///
    /// # Errors
    /// The database is away.
    pub async fn requests(&self, unit_key: i64) -> Result<Vec<ShareRequest>, StoreError> {
        sql::all(self.0.reader(), "WHERE unit_key_id = ? ORDER BY asked_at, member_id", values![unit_key]).await
    }

    /// Asks anew: what was agreed to before does not count any more.
    ///
    /// # Errors
    /// The database is away; an unknown scheme.
    pub async fn ask(&self, request: ShareRequest, entry: NewEntry) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        drop_request(&transaction, request.unit_key_id, request.member_id).await?;
        sql::insert(&transaction, vec![request], "").await?;
        audit::append(&transaction, &[&entry]).await?;
        Ok(transaction.commit().await?)
    }

    /// Who has agreed to a request.
    ///
    /// # Errors
    /// The database is away.
    pub async fn approvals(&self, unit_key: i64, member: i64) -> Result<Vec<ShareApproval>, StoreError> {
        sql::all(self.0.reader(), "WHERE unit_key_id = ? AND member_id = ? ORDER BY at, officer_id", values![unit_key, member]).await
    }

    /// An officer agrees. Twice is once.
    ///
    /// # Errors
    /// The database is away; nobody asks.
    pub async fn approve(&self, approval: ShareApproval, entry: NewEntry) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        sql::insert(&transaction, vec![approval], "ON CONFLICT (unit_key_id, member_id, officer_id) DO NOTHING").await?;
        audit::append(&transaction, &[&entry]).await?;
        Ok(transaction.commit().await?)
    }

    /// The key is back: it is granted to the member who asked, as read before, and the shares that were passed on for it are gone.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if nobody asks for it any more, or the member has changed since.
    pub async fn finish(&self, member: &Member, grant: UnitKeyGrant, entry: NewEntry) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        demand_unchanged(&transaction, std::slice::from_ref(member)).await?;
        if drop_request(&transaction, grant.unit_key_id, grant.member_id).await? == 0 {
            return Err(StoreError::NotFound);
        }
        sql::insert(&transaction, vec![grant], "ON CONFLICT (unit_key_id, member_id) DO NOTHING").await?;
        audit::append(&transaction, &[&entry]).await?;
        Ok(transaction.commit().await?)
    }
}

/// Voids what a member has to do with shares: those that the member had, whose rows only say from now on that they are lost, what the member
/// agreed to, and what the member asked for.
pub(super) async fn forget(db: &impl ConnectionTrait, member: i64) -> Result<(), StoreError> {
    let void = "UPDATE key_shares SET sealed = ?, sealed_to = ?, checked_at = NULL WHERE member_id = ?";
    sql::run(db, void, values![Vec::<u8>::new(), NOBODY, member]).await?;
    sql::run(db, "DELETE FROM share_approvals WHERE officer_id = ?", values![member]).await?;
    sql::run(db, "DELETE FROM share_requests WHERE member_id = ?", values![member]).await.map(drop)
}

/// What was agreed to goes with the request.
pub(super) async fn drop_request(db: &impl ConnectionTrait, unit_key: i64, member: i64) -> Result<u64, StoreError> {
    sql::run(db, "DELETE FROM share_requests WHERE unit_key_id = ? AND member_id = ?", values![unit_key, member]).await
}
