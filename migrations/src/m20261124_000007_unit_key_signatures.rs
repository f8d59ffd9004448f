//! The installation's signature under each unit's key. One from before stays unsigned and is not used: no version was released with such keys.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

use crate::table::add_bytes;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_bytes(manager, "unit_keys", "signature").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("ALTER TABLE unit_keys DROP COLUMN signature").await.map(drop)
    }
}
