//! Members' passkeys, and the challenges that wait for an answer.

use super::{
    Store, StoreError,
    audit::{self, NewEntry},
    record::record,
    sql::{self, values},
};

record! {
    /// A passkey. What checks its answers is locked, so that who can only write to the database makes none.
    #[derive(Clone)]
    Passkey in "passkeys" {
        /// Identifier.
        id: i64,
        /// Whose it is.
        member_id: i64,
        /// MAC of the name by which its device knows it.
        lookup: [u8; 32],
        /// What checks its answers, locked under the operator's key.
        locked: Vec<u8>,
        /// How often its device has signed, as it says; 0 if it does not count.
        sign_count: u32,
        /// What its member calls it; may be empty.
        name: String,
        /// Added at.
        created_at: i64,
        /// Last signed in with at.
        last_used_at: Option<i64>,
    }
}

record! {
    /// What an answer is checked against. A session waits for one answer at a time.
    #[derive(Clone)]
    Challenge in "passkey_challenges" {
        /// The session.
        session_id: i64,
        /// What was asked, locked under the operator's key.
        locked: Vec<u8>,
        /// Good until.
        expires_at: i64,
    }
}

/// What a passkey has become by being used.
pub struct PasskeyUse {
    /// What checks its answers from now on.
    pub locked: Vec<u8>,
    /// How often its device has signed.
    pub sign_count: u32,
    /// The moment.
    pub at: i64,
}

/// Questions and changes about passkeys.
pub struct Passkeys<'a>(&'a Store);

impl Store {
    /// Passkeys.
    pub fn passkeys(&self) -> Passkeys<'_> {
        Passkeys(self)
    }
}

impl Passkeys<'_> {
    /// A member's passkeys, in the order in which they were added.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_member(&self, member: i64) -> Result<Vec<Passkey>, StoreError> {
        sql::all(self.0.reader(), "WHERE member_id = ? ORDER BY created_at, id", values![member]).await
    }

    /// Adds one.
    ///
    /// # Errors
    /// [`StoreError::Taken`] if it is a member's already.
    pub async fn add(&self, passkey: Passkey, audit: NewEntry) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        sql::insert(&transaction, vec![passkey], "").await?;
        audit::append(&transaction, &[&audit]).await?;
        Ok(transaction.commit().await?)
    }

    /// Notes that a passkey was used; tells whether it is there, and has counted on since it was last used.
    ///
    /// # Errors
    /// The database is away.
    pub async fn note_use(&self, id: i64, member: i64, used: PasskeyUse) -> Result<bool, StoreError> {
        let PasskeyUse { locked, sign_count, at } = used;
        let transaction = self.0.begin().await?;
        let sql = "UPDATE passkeys SET locked = ?, sign_count = ?, last_used_at = ? \
                   WHERE id = ? AND member_id = ? AND (sign_count < ? OR (sign_count = 0 AND sign_count = ?))";
        let bound = values![locked, sign_count, at, id, member, sign_count, sign_count];
        if sql::run(&transaction, sql, bound).await? == 0 {
            return Ok(false);
        }
        sql::run_on_one(&transaction, "UPDATE members SET last_sign_in_at = ? WHERE id = ?", values![at, member]).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Removes one of a member's passkeys, unless no second factor were left.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], also if it is another member's or the last second factor.
    pub async fn remove(&self, id: i64, member: i64, audit: NewEntry) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        let sql = "DELETE FROM passkeys WHERE id = ? AND member_id = ? \
                   AND (EXISTS (SELECT 1 FROM members WHERE id = ? AND totp_locked IS NOT NULL) \
                   OR EXISTS (SELECT 1 FROM passkeys other WHERE other.member_id = ? AND other.id <> ?))";
        sql::run_on_one(&transaction, sql, values![id, member, member, member, id]).await?;
        audit::append(&transaction, &[&audit]).await?;
        Ok(transaction.commit().await?)
    }

    /// Puts a challenge in the place of the session's earlier one.
    ///
    /// # Errors
    /// The database is away; the session has ended.
    pub async fn pose(&self, challenge: Challenge) -> Result<(), StoreError> {
        let replace = "ON CONFLICT (session_id) DO UPDATE SET locked = excluded.locked, expires_at = excluded.expires_at";
        sql::insert(self.0.writer(), vec![challenge], replace).await
    }

    /// Uses the session's challenge up; none if there is none that is still good.
    ///
    /// # Errors
    /// The database is away.
    pub async fn take_challenge(&self, session: i64, now: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "DELETE FROM passkey_challenges WHERE session_id = ? RETURNING locked, expires_at";
        let taken = sql::rows(self.0.writer(), sql, values![session]).await?;
        let Some(row) = taken.first() else { return Ok(None) };
        let (locked, expires_at): (Vec<u8>, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        Ok((expires_at > now).then_some(locked))
    }
}
