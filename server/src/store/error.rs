//! What can go wrong with the database.

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// Why the store could not do it. Nothing is ever half written.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// There is no such row.
    #[error("not found")]
    NotFound,
    /// The case was changed since it was read.
    #[error("changed meanwhile; now at version {version}")]
    Conflict {
        /// The member who changed it; none if it was the reporter.
        by: Option<i64>,
        /// The version now stored.
        version: i64,
    },
    /// A name, number or code that has to be unique is in use.
    #[error("taken already")]
    Taken,
    /// Another key of the unit is in force by now than the one that this was made for.
    #[error("another key of the unit is in force by now")]
    OtherKey,
    /// The database cannot be reached, is locked, or refuses to write; worth another try later.
    #[error("the database is not available")]
    Unavailable(#[source] Option<DbErr>),
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// A data key is, or would have to be, under a generation of the retention key that this node does not hold.
    #[error("the retention key has no generation {0} here: retention.toml is not the portal's latest")]
    NoGeneration(i64),
    /// A data key is under a generation of the retention key that was destroyed: nobody can open it any more.
    #[error("generation {0} of the retention key has been destroyed: what is under it can never be opened again")]
    KeyDestroyed(i64),
    /// The generation of the retention key that is in use is another one on this node.
    #[error("generation {0} of the retention key is another one in retention.toml here than the portal uses")]
    OtherGeneration(i64),
    /// A stored value that no version of this program wrote.
    #[error("unreadable value in a {0}")]
    Corrupt(&'static str),
    /// Anything else.
    #[error("database error")]
    Database(#[source] DbErr),
}

impl StoreError {
    /// Whether the same request may succeed later.
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Full | Self::NoGeneration(_) | Self::OtherGeneration(_))
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) {
            return Self::Taken;
        }
        match &error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Unavailable(Some(error)),
            DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => match fate(cause) {
                Fate::Full => Self::Full,
                Fate::Away => Self::Unavailable(Some(error)),
                Fate::Other => Self::Database(error),
            },
            _ => Self::Database(error),
        }
    }
}

enum Fate {
    Full,
    Away,
    Other,
}

fn fate(cause: &sqlx::Error) -> Fate {
    match cause {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed => Fate::Away,
        sqlx::Error::Database(cause) => match cause.code() {
            Some(code) if cause.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() => sqlite_fate(&code),
            Some(code) => postgres_fate(&code),
            None => Fate::Other,
        },
        _ => Fate::Other,
    }
}

/// By the primary result code, the low byte of the extended one. <https://www.sqlite.org/rescode.html>
fn sqlite_fate(code: &str) -> Fate {
    match code.parse::<u32>().map(|code| code & 0xFF) {
        Ok(13) => Fate::Full,
        // BUSY, LOCKED, READONLY, IOERR, CANTOPEN
        Ok(5 | 6 | 8 | 10 | 14) => Fate::Away,
        _ => Fate::Other,
    }
}

/// By class. <https://www.postgresql.org/docs/15/errcodes-appendix.html>
fn postgres_fate(code: &str) -> Fate {
    match code {
        "53100" => Fate::Full,
        // A standby that took over accepts no writes until it is promoted.
        "25006" => Fate::Away,
        _ if ["08", "53", "57", "58", "40"].iter().any(|class| code.starts_with(class)) => Fate::Away,
        _ => Fate::Other,
    }
}
