//! The installation's signature under each unit's key. One from before stays unsigned and is not used: no version was released with such keys.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DatabaseBackend},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = match manager.get_database_backend() {
            DatabaseBackend::Sqlite => "BLOB NOT NULL DEFAULT x''",
            _ => "BYTEA NOT NULL DEFAULT ''",
        };
        let sql = format!("ALTER TABLE unit_keys ADD COLUMN signature {column}");
        manager.get_connection().execute_unprepared(&sql).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("ALTER TABLE unit_keys DROP COLUMN signature").await.map(drop)
    }
}
