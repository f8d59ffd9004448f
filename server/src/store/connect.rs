//! Opening the database: one writer and a pool of readers on SQLite, one pool on PostgreSQL.

use std::time::Duration;

use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait, sqlx,
};
use sqlx::{
    Connection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::StoreError;
use crate::config::DatabaseConfig;

/// How long to wait for a lock or a connection before saying that the database is not available.
const PATIENCE: Duration = Duration::from_secs(5);
/// A report changes a dozen pages, most of them of indexes, each written whole to the log.
const PAGE_BYTES: u32 = 4096;
/// The log is put into the database every so many pages (16 MB). More would write a page that many reports change there more seldom, and
/// make those who wait meanwhile wait longer.
const CHECKPOINT_PAGES: &str = "4096";
/// What the writer keeps of the indexes, in KiB (negative, as SQLite has it).
const WRITER_CACHE: &str = "-8192";
/// Statements that each SQLite connection keeps compiled.
const STATEMENTS: usize = 64;

/// Both ways into the database. On PostgreSQL they are the same pool.
pub(super) struct Connections {
    pub(super) reader: DatabaseConnection,
    pub(super) writer: DatabaseConnection,
}

/// Opens what the configuration names; on SQLite creates the file if it is missing.
pub(super) async fn open(config: &DatabaseConfig) -> Result<Connections, StoreError> {
    if config.is_sqlite() {
        let writer = Database::connect(sqlite_writer(config)).await?;
        let reader = Database::connect(sqlite_readers(config)).await?;
        return Ok(Connections { reader, writer });
    }
    let pool = Database::connect(options(config, config.max_connections)).await?;
    Ok(Connections { reader: pool.clone(), writer: pool })
}

fn options(config: &DatabaseConfig, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(config.url());
    options
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .connect_timeout(PATIENCE)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .test_before_acquire(!config.is_sqlite());
    options
}

fn sqlite_writer(config: &DatabaseConfig) -> ConnectOptions {
    let mut options = options(config, 1);
    options.map_sqlx_sqlite_opts(|sqlite| {
        common(sqlite)
            .create_if_missing(true)
            .page_size(PAGE_BYTES)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            // What is deleted is overwritten: a key taken from a unit must be gone.
            .pragma("secure_delete", "ON")
            .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
            .pragma("cache_size", WRITER_CACHE)
    });
    options.map_sqlx_sqlite_pool_opts(close_when_stuck);
    options
}

fn sqlite_readers(config: &DatabaseConfig) -> ConnectOptions {
    let mut options = options(config, config.max_connections);
    options.map_sqlx_sqlite_opts(|sqlite| common(sqlite).read_only(true));
    options
}

fn common(sqlite: SqliteConnectOptions) -> SqliteConnectOptions {
    sqlite.foreign_keys(true).busy_timeout(PATIENCE).statement_cache_capacity(STATEMENTS)
}

/// After a full disk SQLite has rolled back by itself, and sqlx, which has not seen it, would refuse every later `BEGIN`.
fn close_when_stuck(pool: SqlitePoolOptions) -> SqlitePoolOptions {
    pool.after_release(|connection, _| {
        let stuck = connection.is_in_transaction();
        Box::pin(async move { Ok(!stuck) })
    })
}

/// Begins a transaction that may write. SQLite takes its write lock at once: a later upgrade could fail half-way.
pub(super) async fn begin(writer: &DatabaseConnection) -> Result<DatabaseTransaction, StoreError> {
    let immediate = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
    Ok(writer.begin_with_options(immediate).await?)
}

/// Commits what went well and rolls back what did not.
pub(super) async fn finish<T>(transaction: DatabaseTransaction, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
    match outcome {
        Ok(done) => {
            transaction.commit().await?;
            Ok(done)
        }
        Err(error) => {
            // If even this fails the connection is closed, which rolls back as well.
            let _ = transaction.rollback().await;
            Err(error)
        }
    }
}
