//! Signed-in sessions. The private keys in a row open only with the cookie, of which the row holds nothing but a MAC.

use model::text::UnknownWord;

use super::{
    Store, StoreError,
    record::record,
    sql::{self, values},
};

record! {
    /// A session as stored.
    #[derive(Clone)]
    SessionRow in "sessions" {
        /// Identifier.
        id: i64,
        /// MAC of the lookup id that the cookie yields.
        lookup: [u8; 32],
        /// The member.
        member_id: i64,
        /// How far signing in has come.
        stage: String,
        /// The private keys, locked under the cookie's key.
        locked_keys: Vec<u8>,
        /// Began at.
        created_at: i64,
        /// Last used at.
        last_seen_at: i64,
        /// Ends at the latest at.
        expires_at: i64,
        /// The password was last asked for at.
        confirmed_at: Option<i64>,
    }
}

/// How far signing in has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The password was right; the second factor is still to come.
    Password,
    /// Signed in.
    Full,
}

/// A session.
#[derive(Clone)]
pub struct Session {
    /// Identifier: names it in the list of sessions.
    pub id: i64,
    /// MAC of the lookup id that the cookie yields.
    pub lookup: [u8; 32],
    /// The member.
    pub member: i64,
    /// How far signing in has come.
    pub stage: Stage,
    /// The private keys, locked under the cookie's key.
    pub locked_keys: Vec<u8>,
    /// Began at.
    pub created_at: i64,
    /// Last used at.
    pub last_seen_at: i64,
    /// Ends at the latest at.
    pub expires_at: i64,
    /// The password was last asked for at.
    pub confirmed_at: Option<i64>,
}

impl Stage {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Full => "full",
        }
    }
}

impl std::str::FromStr for Stage {
    type Err = UnknownWord;
    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        match word {
            "password" => Ok(Self::Password),
            "full" => Ok(Self::Full),
            _ => Err(UnknownWord("stage")),
        }
    }
}

impl From<Session> for SessionRow {
    fn from(session: Session) -> Self {
        let Session { id, lookup, member: member_id, stage, locked_keys, created_at, last_seen_at, expires_at, confirmed_at } = session;
        let stage = stage.as_str().to_owned();
        Self { id, lookup, member_id, stage, locked_keys, created_at, last_seen_at, expires_at, confirmed_at }
    }
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;
    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        let stage = row.stage.parse().map_err(|_| StoreError::Corrupt("stage"))?;
        let SessionRow { id, lookup, member_id: member, locked_keys, created_at, last_seen_at, expires_at, confirmed_at, .. } = row;
        Ok(Self { id, lookup, member, stage, locked_keys, created_at, last_seen_at, expires_at, confirmed_at })
    }
}

/// Questions and changes about sessions.
pub struct Sessions<'a>(&'a Store);

impl Store {
    /// Sessions.
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions(self)
    }
}

impl Sessions<'_> {
    /// Begins a session.
    ///
    /// # Errors
    /// The database is away; an unknown member.
    pub async fn begin(&self, session: Session) -> Result<(), StoreError> {
        sql::insert(self.0.writer(), vec![SessionRow::from(session)], "").await
    }

    /// The session with this lookup MAC, used since `seen_after` and not ended at `now`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], whether it never was or has ended.
    pub async fn find(&self, lookup: &[u8; 32], seen_after: i64, now: i64) -> Result<Session, StoreError> {
        let condition = "WHERE lookup = ? AND last_seen_at > ? AND expires_at > ?";
        sql::one::<SessionRow>(self.0.reader(), condition, values![*lookup, seen_after, now]).await?.try_into()
    }

    /// Replaces a session by the next stage of it under a new cookie, so that a cookie from before signing in is worth nothing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the old one has ended.
    pub async fn replace(&self, old: i64, session: Session) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        sql::run_on_one(&transaction, "DELETE FROM sessions WHERE id = ?", values![old]).await?;
        sql::insert(&transaction, vec![SessionRow::from(session)], "").await?;
        Ok(transaction.commit().await?)
    }

    /// Notes that a session was used. Call it at most once a minute: it costs a commit.
    ///
    /// # Errors
    /// The database is away.
    pub async fn touch(&self, id: i64, now: i64) -> Result<(), StoreError> {
        sql::run(self.0.writer(), "UPDATE sessions SET last_seen_at = ? WHERE id = ?", values![now, id]).await.map(drop)
    }

    /// Notes that the password was asked for again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn confirm(&self, id: i64, now: i64) -> Result<(), StoreError> {
        sql::run_on_one(self.0.writer(), "UPDATE sessions SET confirmed_at = ? WHERE id = ?", values![now, id]).await
    }

    /// A member's sessions, latest used first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_member(&self, member: i64) -> Result<Vec<Session>, StoreError> {
        let condition = "WHERE member_id = ? ORDER BY last_seen_at DESC, id";
        let rows: Vec<SessionRow> = sql::all(self.0.reader(), condition, values![member]).await?;
        rows.into_iter().map(Session::try_from).collect()
    }

    /// Ends one of a member's sessions.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], also if it is another member's.
    pub async fn end(&self, id: i64, member: i64) -> Result<(), StoreError> {
        sql::run_on_one(self.0.writer(), "DELETE FROM sessions WHERE id = ? AND member_id = ?", values![id, member]).await
    }

    /// Ends all of a member's sessions but one.
    ///
    /// # Errors
    /// The database is away.
    pub async fn end_others(&self, member: i64, kept: i64) -> Result<u64, StoreError> {
        sql::run(self.0.writer(), "DELETE FROM sessions WHERE member_id = ? AND id <> ?", values![member, kept]).await
    }
}
