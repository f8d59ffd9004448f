//! The only place that knows the database.
//!
//! Reads go to a pool of readers, writes to one writer. Reports, audit entries and spent tokens that arrive together are committed
//! together ([`batch`]); each is answered only after its commit. What reporters ask for together is read together ([`followed`]).
//! All times are UTC milliseconds; what a reporter did is kept to the hour.

use std::sync::{Arc, Mutex};

use migrations::Migrator;
use sea_orm::{DatabaseBackend, DatabaseConnection, DatabaseTransaction};
use sea_orm_migration::{MigratorTrait, SchemaManager};

mod attest;
mod batch;
mod connect;
mod copy;
mod error;
mod record;
mod shelter;
mod sql;
mod stripe;
#[cfg(test)]
mod tests;

pub mod audit;
pub mod cases;
pub mod catalog;
pub mod change;
pub mod columns;
pub mod custody;
pub mod figures;
pub mod files;
pub mod filing;
pub mod followed;
pub mod founding;
pub mod members;
pub mod parts;
pub mod passkeys;
pub mod queue;
pub mod recusals;
pub mod retention;
pub mod sessions;
pub mod shares;
pub mod units;
pub mod upkeep;

pub use attest::{Attestor, PersonKeys};
pub use audit::{AuditEntry, NewEntry};
pub use cases::Case;
pub use change::{CasePatch, Change, NewEnvelope, NewEvent, NewKey};
pub use custody::{CustodyChange, IdentityDecision, IdentityRequest, KeptIdentity};
pub use error::StoreError;
pub use files::StoredFile;
pub use filing::{Filed, KeptAway, NewCase};
pub use followed::FollowedCase;
pub use members::{Invitation, Member, UnitKeyGrant};
pub use parts::{Author, CaseKey, Envelope, Event, ReporterKeys};
pub use passkeys::{Challenge, Passkey, PasskeyUse};
pub use queue::{Cursor, QueueFilter, QueueSlice, QueueSort};
pub use recusals::{Recusal, RecusalChange};
pub use retention::{DestroyedCase, Destruction, Hold, HoldChange, Notary};
pub use sessions::{Session, Stage};
pub use shelter::{LeftBehind, Moved, Shelter};
pub use units::{Unit, UnitKey};
pub use upkeep::{Swept, Token};

use crate::config::DatabaseConfig;

/// Due when no clock runs: sorts after every date.
pub const NEVER: i64 = i64::MAX;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    batch: batch::Sender,
    followers: followed::Sender,
    stripe: Mutex<stripe::Stripe>,
    shelf: shelter::Shelf,
    attested: attest::Attested,
}

impl Store {
    /// Opens the database and starts the task that commits what arrives together. Needs a Tokio runtime.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if it cannot be reached or created.
    pub async fn open(config: &DatabaseConfig) -> Result<Self, StoreError> {
        let connect::Connections { reader, writer } = connect::open(config).await?;
        let shelf = shelter::Shelf::default();
        let batch = batch::start(writer.clone(), shelf.clone());
        let followers = followed::start(reader.clone(), shelf.clone());
        Ok(Self(Arc::new(Inner {
            reader,
            writer,
            batch,
            followers,
            stripe: Mutex::default(),
            shelf,
            attested: attest::Attested::default(),
        })))
    }

    /// Brings the schema up to date. Safe to run twice, and from two nodes at once.
    ///
    /// # Errors
    /// The database is away or a step failed; on PostgreSQL nothing of it stays.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let transaction = self.begin_alone().await?;
        Migrator::up(&transaction, None).await?;
        Ok(transaction.commit().await?)
    }

    /// Whether every step of the schema has been taken.
    ///
    /// # Errors
    /// The database is away.
    pub async fn is_migrated(&self) -> Result<bool, StoreError> {
        Ok(Migrator::get_pending_migrations_read_only(self.reader()).await?.is_empty())
    }

    /// Whether there is a portal in the database, of whatever version: one without tables has none.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn holds_portal(&self) -> Result<bool, StoreError> {
        let has_tables = SchemaManager::new(self.reader()).has_table("units").await?;
        Ok(has_tables && sql::row(self.reader(), "SELECT 1 FROM units LIMIT 1", vec![]).await?.is_some())
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// The database is away.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sql::row(self.reader(), "SELECT 1", vec![]).await.map(drop)
    }

    /// Whether it is PostgreSQL; SQLite otherwise.
    pub fn is_postgres(&self) -> bool {
        self.0.writer.get_database_backend() == DatabaseBackend::Postgres
    }

    /// Closes every connection after what is under way has been committed.
    pub async fn close(&self) {
        let _ = self.0.reader.close_by_ref().await;
        let _ = self.0.writer.close_by_ref().await;
    }

    fn reader(&self) -> &DatabaseConnection {
        &self.0.reader
    }

    fn writer(&self) -> &DatabaseConnection {
        &self.0.writer
    }

    fn batch(&self) -> &batch::Sender {
        &self.0.batch
    }

    fn followers(&self) -> &followed::Sender {
        &self.0.followers
    }

    fn stripe(&self) -> &Mutex<stripe::Stripe> {
        &self.0.stripe
    }

    fn shelf(&self) -> &shelter::Shelf {
        &self.0.shelf
    }

    fn attested(&self) -> &attest::Attested {
        &self.0.attested
    }

    async fn begin(&self) -> Result<DatabaseTransaction, StoreError> {
        connect::begin(&self.0.writer).await
    }

    /// Begins what no two nodes may do at once.
    async fn begin_alone(&self) -> Result<DatabaseTransaction, StoreError> {
        let transaction = self.begin().await?;
        if self.is_postgres() {
            // An arbitrary number of our own; released at the end of the transaction.
            sql::run(&transaction, "SELECT pg_advisory_xact_lock(7264905132)", vec![]).await?;
        }
        Ok(transaction)
    }
}
