//! Spent tokens, settings, leases and the working-day calendar.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["spent_tokens", "settings", "leases", "holidays"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let spent_tokens =
            Table::create().table("spent_tokens").col(blob("token_hash").primary_key()).col(big_integer("expires_at")).take();
        manager.create_table(spent_tokens).await?;
        table::index(manager, "spent_tokens", &["expires_at"]).await?;
        manager.create_table(Table::create().table("settings").col(text("name").primary_key()).col(text("value")).take()).await?;
        let leases =
            Table::create().table("leases").col(text("name").primary_key()).col(big_integer("holder")).col(big_integer("until")).take();
        manager.create_table(leases).await?;
        let holidays = Table::create().table("holidays").col(text("day").primary_key()).col(boolean("works")).col(text("name")).take();
        manager.create_table(holidays).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, TABLES).await
    }
}
