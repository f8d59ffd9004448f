//! Units' keys in shares, requests for a key to be brought back, and who agreed.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{self, belongs_to};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["share_schemes", "key_shares", "share_requests", "share_approvals"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(schemes(manager)).await?;
        manager.create_table(shares(manager)).await?;
        table::index(manager, "key_shares", &["member_id"]).await?;
        manager.create_table(requests(manager)).await?;
        manager.create_table(approvals(manager)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, TABLES).await
    }
}

fn schemes(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("share_schemes")
        .col(table::id(manager, "unit_key_id"))
        .col(big_integer("threshold"))
        .col(big_integer("made_at"))
        .col(big_integer("made_by"))
        .foreign_key(&mut belongs_to("unit_key_id", "unit_keys", "id"))
        .take()
}

fn shares(manager: &SchemaManager) -> TableCreateStatement {
    table::keyed(manager, "key_shares", &["unit_key_id", "member_id"])
        .col(big_integer("unit_key_id"))
        .col(big_integer("member_id"))
        .col(blob("sealed"))
        .col(blob("sealed_to"))
        .col(blob("commitment"))
        .col(big_integer_null("checked_at"))
        .foreign_key(&mut belongs_to("unit_key_id", "share_schemes", "unit_key_id"))
        .foreign_key(&mut belongs_to("member_id", "members", "id"))
        .take()
}

fn requests(manager: &SchemaManager) -> TableCreateStatement {
    table::keyed(manager, "share_requests", &["unit_key_id", "member_id"])
        .col(big_integer("unit_key_id"))
        .col(big_integer("member_id"))
        .col(big_integer("asked_at"))
        .foreign_key(&mut belongs_to("unit_key_id", "share_schemes", "unit_key_id"))
        .foreign_key(&mut belongs_to("member_id", "members", "id"))
        .take()
}

fn approvals(manager: &SchemaManager) -> TableCreateStatement {
    let asked = ForeignKey::create()
        .from_col("unit_key_id")
        .from_col("member_id")
        .to("share_requests", ("unit_key_id", "member_id"))
        .on_delete(ForeignKeyAction::Cascade)
        .take();
    table::keyed(manager, "share_approvals", &["unit_key_id", "member_id", "officer_id"])
        .col(big_integer("unit_key_id"))
        .col(big_integer("member_id"))
        .col(big_integer("officer_id"))
        .col(blob("sealed"))
        .col(big_integer("at"))
        .foreign_key(&mut asked.clone())
        .take()
}
