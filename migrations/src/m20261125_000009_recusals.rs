//! Who must not learn of a case: members kept away from it, and units to which it may not go.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{self, belongs_to};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["recusals", "avoided_units"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(recusals(manager)).await?;
        table::index(manager, "recusals", &["case_id"]).await?;
        manager.create_table(avoided_units(manager)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, TABLES).await
    }
}

/// By member first: each row of a queue asks whether its reader is kept away from it.
fn recusals(manager: &SchemaManager) -> TableCreateStatement {
    table::keyed(manager, "recusals", &["member_id", "case_id"])
        .col(big_integer("member_id"))
        .col(big_integer("case_id"))
        .col(text("source"))
        .col(big_integer_null("declared_by"))
        .col(big_integer("at"))
        .col(big_integer_null("words"))
        .col(big_integer("hidden_marks"))
        .foreign_key(&mut belongs_to("case_id", "cases", "id"))
        .foreign_key(&mut belongs_to("member_id", "members", "id"))
        .take()
}

fn avoided_units(manager: &SchemaManager) -> TableCreateStatement {
    table::keyed(manager, "avoided_units", &["case_id", "unit_id"])
        .col(big_integer("case_id"))
        .col(big_integer("unit_id"))
        .foreign_key(&mut belongs_to("case_id", "cases", "id"))
        .take()
}
