//! Proof of filing, and the days whose end was signed.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["closed_days", "day_marks"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // None for what was filed before there were marks.
        let mark = ColumnDef::new("filing_mark").blob().null().take();
        manager.alter_table(Table::alter().table("cases").add_column(mark).take()).await?;
        manager.create_table(closed_days()).await?;
        let marks = Table::create().table("day_marks").col(text("day").primary_key()).col(blob("marks")).take();
        manager.create_table(marks).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, TABLES).await?;
        manager.alter_table(Table::alter().table("cases").drop_column("filing_mark").take()).await
    }
}

fn closed_days() -> TableCreateStatement {
    Table::create()
        .table("closed_days")
        .col(text("day").primary_key())
        .col(big_integer("closed_at"))
        .col(big_integer("entries"))
        .col(blob("head"))
        .col(big_integer("filings"))
        .col(blob("root"))
        .col(blob("signature"))
        .take()
}
