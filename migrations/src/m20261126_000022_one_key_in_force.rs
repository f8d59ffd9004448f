//! A unit has one key in force for each purpose, also if two members are the first to need it at once.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Where an earlier version let two be made, the later one stays, to which reports were sealed. Who holds the other one keeps it, and
        // grants it on.
        let retire = "UPDATE unit_keys SET retired_at = created_at WHERE retired_at IS NULL AND EXISTS (\
                      SELECT 1 FROM unit_keys later WHERE later.unit_id = unit_keys.unit_id AND later.purpose = unit_keys.purpose \
                      AND later.retired_at IS NULL AND (later.created_at > unit_keys.created_at \
                      OR (later.created_at = unit_keys.created_at AND later.id > unit_keys.id)))";
        manager.get_connection().execute_unprepared(retire).await?;
        let sql = "CREATE UNIQUE INDEX unit_keys_in_force ON unit_keys (unit_id, purpose) WHERE retired_at IS NULL";
        manager.get_connection().execute_unprepared(sql).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX unit_keys_in_force").await.map(drop)
    }
}
