//! Members' passkeys, and the challenges that wait for an answer.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{self, belongs_to};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["passkeys", "passkey_challenges"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(passkeys(manager)).await?;
        table::index(manager, "passkeys", &["member_id"]).await?;
        manager.create_table(challenges(manager)).await?;
        table::index(manager, "passkey_challenges", &["expires_at"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, TABLES).await
    }
}

fn passkeys(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("passkeys")
        .col(table::id(manager, "id"))
        .col(big_integer("member_id"))
        .col(blob("lookup").unique_key())
        .col(blob("locked"))
        .col(big_integer("sign_count"))
        .col(text("name"))
        .col(big_integer("created_at"))
        .col(big_integer_null("last_used_at"))
        .foreign_key(&mut belongs_to("member_id", "members", "id"))
        .take()
}

fn challenges(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("passkey_challenges")
        .col(table::id(manager, "session_id"))
        .col(blob("locked"))
        .col(big_integer("expires_at"))
        .foreign_key(&mut belongs_to("session_id", "sessions", "id"))
        .take()
}
