//! Cases, the keys and ciphertexts that belong to them, and their events.
//!
//! Each query of the staff queue has an index that yields its rows in order; see `store::queue`.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{self, belongs_to, refers_to};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["cases", "reporter_keys", "case_keys", "envelopes", "events"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(cases(manager)).await?;
        table::index(manager, "cases", &["unit_id", "status", "priority", "due_at", "id"]).await?;
        table::index(manager, "cases", &["unit_id", "status", "due_at", "id"]).await?;
        table::index(manager, "cases", &["unit_id", "status", "filed_at", "id"]).await?;
        table::index(manager, "cases", &["unit_id", "category", "priority", "due_at", "id"]).await?;
        table::index(manager, "cases", &["unit_id", "area", "priority", "due_at", "id"]).await?;
        table::partial_index(manager, "cases", "assignee_id", &["assignee_id", "unit_id", "priority", "due_at", "id"]).await?;
        manager.create_table(reporter_keys(manager)).await?;
        manager.create_table(case_keys(manager)).await?;
        manager.create_table(envelopes(manager)).await?;
        manager.create_table(events(manager)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, TABLES).await
    }
}

fn cases(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("cases")
        .col(table::id(manager, "id"))
        .col(text("number").unique_key())
        .col(blob("lookup").unique_key())
        .col(text("kind"))
        .col(text("category"))
        .col(text("area"))
        .col(big_integer("unit_id"))
        .col(big_integer("first_unit_id"))
        .col(big_integer_null("sender_unit_id"))
        .col(big_integer_null("first_handler_id"))
        .col(big_integer_null("assignee_id"))
        .col(boolean("named"))
        .col(text("status"))
        .col(big_integer("priority"))
        .col(big_integer("filed_at"))
        .col(big_integer("due_at"))
        .col(text_null("due_basis"))
        .col(big_integer("epoch"))
        .col(big_integer("version"))
        .col(text("sealed_by"))
        .col(big_integer_null("accepted_at"))
        .col(text_null("finding"))
        .col(text_null("rating"))
        .col(big_integer("returned_count"))
        .col(big_integer("last_event_at"))
        .foreign_key(&mut refers_to("category", "categories", "code"))
        .foreign_key(&mut refers_to("area", "divisions", "code"))
        .foreign_key(&mut refers_to("unit_id", "units", "id"))
        .take()
}

/// Kept apart from `cases`: more than a kilobyte that no queue needs to read past.
fn reporter_keys(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("reporter_keys")
        .col(table::id(manager, "case_id"))
        .col(blob("public_key"))
        .col(blob("verifying_key"))
        .foreign_key(&mut belongs_to("case_id", "cases", "id"))
        .take()
}

fn case_keys(manager: &SchemaManager) -> TableCreateStatement {
    table::keyed(manager, "case_keys", &["case_id", "epoch", "purpose", "holder", "holder_id"])
        .col(big_integer("case_id"))
        .col(big_integer("epoch"))
        .col(text("purpose"))
        .col(text("holder"))
        .col(big_integer("holder_id"))
        .col(blob("sealed"))
        .foreign_key(&mut belongs_to("case_id", "cases", "id"))
        .take()
}

fn envelopes(manager: &SchemaManager) -> TableCreateStatement {
    table::keyed(manager, "envelopes", &["case_id", "slot", "seq"])
        .col(big_integer("case_id"))
        .col(text("slot"))
        .col(big_integer("seq"))
        .col(big_integer("epoch"))
        .col(text("author"))
        .col(big_integer_null("member_id"))
        .col(big_integer("created_at"))
        .col(blob("ciphertext"))
        .foreign_key(&mut belongs_to("case_id", "cases", "id"))
        .take()
}

fn events(manager: &SchemaManager) -> TableCreateStatement {
    table::keyed(manager, "events", &["case_id", "seq"])
        .col(big_integer("case_id"))
        .col(big_integer("seq"))
        .col(big_integer("at"))
        .col(text("action"))
        .col(text("status"))
        .col(text("actor"))
        .col(big_integer_null("member_id"))
        .col(big_integer_null("unit_id"))
        .col(text_null("role"))
        .col(text_null("detail"))
        .col(text_null("basis"))
        .col(big_integer_null("due_at"))
        .col(text_null("slot"))
        .col(big_integer_null("slot_seq"))
        .col(boolean("public"))
        .foreign_key(&mut belongs_to("case_id", "cases", "id"))
        .take()
}
