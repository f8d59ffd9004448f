//! How long cases are kept: the key under which their data keys lie, when they were settled, what holds them, and what is left of those
//! that were destroyed.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::ConnectionTrait};

use crate::table::{self, belongs_to};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["holds", "destroyed_cases"];
const ADDED: &[&str] = &["settled_at", "announced_at", "deletion_asked_at"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // None for what an earlier version wrote: it is put under a key when its turn comes.
        let generation = ColumnDef::new("generation").big_integer().not_null().default(0).take();
        manager.alter_table(Table::alter().table("case_keys").add_column(generation).take()).await?;
        for name in ADDED {
            let column = ColumnDef::new(*name).big_integer().null().take();
            manager.alter_table(Table::alter().table("cases").add_column(column).take()).await?;
        }
        let database = manager.get_connection();
        let settled = "UPDATE cases SET settled_at = last_event_at WHERE status IN ('declined', 'closed', 'withdrawn')";
        database.execute_unprepared(settled).await?;
        // Partial: a report that is filed touches none of them.
        table::partial_index(manager, "cases", "settled_at", &["settled_at"]).await?;
        table::partial_index(manager, "cases", "announced_at", &["unit_id", "announced_at"]).await?;
        table::partial_index(manager, "cases", "deletion_asked_at", &["unit_id", "deletion_asked_at"]).await?;
        manager.create_table(holds(manager)).await?;
        manager.create_table(destroyed_cases(manager)).await?;
        table::index(manager, "destroyed_cases", &["unit_id", "destroyed_at"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, TABLES).await?;
        let database = manager.get_connection();
        for name in ["cases_by_settled_at", "cases_by_unit_id_announced_at", "cases_by_unit_id_deletion_asked_at"] {
            database.execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
        for name in ADDED {
            manager.alter_table(Table::alter().table("cases").drop_column(*name).take()).await?;
        }
        manager.alter_table(Table::alter().table("case_keys").drop_column("generation").take()).await
    }
}

fn holds(manager: &SchemaManager) -> TableCreateStatement {
    table::keyed(manager, "holds", &["case_id", "seq"])
        .col(big_integer("case_id"))
        .col(big_integer("seq"))
        .col(big_integer("member_id"))
        .col(big_integer("placed_at"))
        .col(big_integer("until"))
        .col(big_integer_null("lifted_at"))
        .col(big_integer_null("lifted_by"))
        .foreign_key(&mut belongs_to("case_id", "cases", "id"))
        .take()
}

/// What is left of a case. Of the rest every row goes with the case's own.
fn destroyed_cases(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("destroyed_cases")
        .col(table::id(manager, "id"))
        .col(text("number").unique_key())
        .col(blob("lookup").unique_key())
        .col(text("kind"))
        .col(text("category"))
        .col(text("area"))
        .col(big_integer("unit_id"))
        .col(text("status"))
        .col(text_null("finding"))
        .col(text_null("rating"))
        .col(big_integer("filed_at"))
        .col(big_integer_null("settled_at"))
        .col(blob_null("filing_mark"))
        .col(big_integer("destroyed_at"))
        .col(text("rule"))
        .col(big_integer_null("member_id"))
        .col(big_integer("data_keys"))
        .col(big_integer("texts"))
        .col(text("hidden_from"))
        .col(big_integer("entry"))
        .col(blob("signature"))
        .take()
}
