//! The portal's mark on people's public keys. Those from before have none and are not used until the operator vouches for them: no version was
//! released with such keys.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DatabaseBackend},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 2] = ["members", "reporter_keys"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = match manager.get_database_backend() {
            DatabaseBackend::Sqlite => "BLOB NOT NULL DEFAULT x''",
            _ => "BYTEA NOT NULL DEFAULT ''",
        };
        for table in TABLES {
            manager.get_connection().execute_unprepared(&format!("ALTER TABLE {table} ADD COLUMN keys_mark {column}")).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            manager.get_connection().execute_unprepared(&format!("ALTER TABLE {table} DROP COLUMN keys_mark")).await?;
        }
        Ok(())
    }
}
