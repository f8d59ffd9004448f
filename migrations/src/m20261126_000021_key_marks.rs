//! The portal's mark on people's public keys. Those from before have none and are not used until the operator vouches for them: no version was
//! released with such keys.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

use crate::table::add_bytes;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 2] = ["members", "reporter_keys"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            add_bytes(manager, table, "keys_mark").await?;
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
