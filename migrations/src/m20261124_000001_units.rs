//! Divisions, units and their keys, categories and routing rules.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{self, belongs_to, refers_to};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["divisions", "units", "unit_marks", "unit_keys", "categories", "routing_rules"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(divisions()).await?;
        manager.create_table(units(manager)).await?;
        table::index(manager, "units", &["parent_id"]).await?;
        table::index(manager, "units", &["division"]).await?;
        manager.create_table(unit_marks(manager)).await?;
        manager.create_table(unit_keys(manager)).await?;
        table::index(manager, "unit_keys", &["unit_id", "purpose"]).await?;
        manager.create_table(categories()).await?;
        manager.create_table(routing_rules(manager)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, TABLES).await
    }
}

fn divisions() -> TableCreateStatement {
    Table::create()
        .table("divisions")
        .col(text("code").primary_key())
        .col(text("level"))
        .col(text_null("parent"))
        .col(text("name"))
        .col(big_integer("position"))
        .take()
}

fn units(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("units")
        .col(table::id(manager, "id"))
        .col(text("code").unique_key())
        .col(text("level"))
        .col(text("division"))
        .col(big_integer_null("parent_id"))
        .col(text("name_hans"))
        .col(text("name_hant"))
        .col(text("name_en"))
        .col(text("address"))
        .col(text("postcode"))
        .col(text("phone"))
        .col(text("hours"))
        .col(boolean("active"))
        .col(big_integer("created_at"))
        .foreign_key(&mut refers_to("division", "divisions", "code"))
        .foreign_key(&mut refers_to("parent_id", "units", "id"))
        .take()
}

/// Counts the changes among a unit's cases, so that an open queue can ask cheaply whether it is stale.
fn unit_marks(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("unit_marks")
        .col(table::id(manager, "unit_id"))
        .col(big_integer("mark"))
        .foreign_key(&mut belongs_to("unit_id", "units", "id"))
        .take()
}

fn unit_keys(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("unit_keys")
        .col(table::id(manager, "id"))
        .col(big_integer("unit_id"))
        .col(text("purpose"))
        .col(blob("public_key"))
        .col(big_integer("created_at"))
        .col(big_integer_null("retired_at"))
        .foreign_key(&mut belongs_to("unit_id", "units", "id"))
        .take()
}

fn categories() -> TableCreateStatement {
    Table::create()
        .table("categories")
        .col(text("code").primary_key())
        .col(text("grouping"))
        .col(text("name_hans"))
        .col(text("name_hant"))
        .col(text("name_en"))
        .col(big_integer("position"))
        .col(boolean("active"))
        .take()
}

fn routing_rules(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("routing_rules")
        .col(table::id(manager, "id"))
        .col(big_integer("position"))
        .col(text_null("category"))
        .col(text_null("area"))
        .col(big_integer("unit_id"))
        .foreign_key(&mut refers_to("category", "categories", "code"))
        .foreign_key(&mut refers_to("area", "divisions", "code"))
        .foreign_key(&mut belongs_to("unit_id", "units", "id"))
        .take()
}
