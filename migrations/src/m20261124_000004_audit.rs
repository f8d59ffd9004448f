//! The audit log. No foreign keys: an entry outlives what it tells of.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["audit_log", "audit_head"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(audit_log(manager)).await?;
        manager.create_table(audit_head(manager)).await?;
        let nothing_yet = Query::insert()
            .into_table("audit_head")
            .columns(["id", "seq", "hash"])
            .values_panic([1i64.into(), 0i64.into(), vec![0u8; 32].into()])
            .take();
        manager.execute(nothing_yet).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, TABLES).await
    }
}

fn audit_log(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("audit_log")
        .col(table::id(manager, "seq"))
        .col(big_integer("at"))
        .col(text("action"))
        .col(big_integer_null("member_id"))
        .col(big_integer_null("unit_id"))
        .col(big_integer_null("case_id"))
        .col(text_null("object"))
        .col(blob("hash"))
        .take()
}

/// One row: the last entry. It gives appends one order, and shows entries that were cut off the end.
fn audit_head(manager: &SchemaManager) -> TableCreateStatement {
    Table::create().table("audit_head").col(table::id(manager, "id")).col(big_integer("seq")).col(blob("hash")).take()
}
