//! Members, the unit keys granted to them, invitations and sessions.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{self, belongs_to, refers_to};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["members", "unit_key_grants", "invitations", "sessions"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(members(manager)).await?;
        table::index(manager, "members", &["unit_id"]).await?;
        manager.create_table(unit_key_grants(manager)).await?;
        table::index(manager, "unit_key_grants", &["member_id"]).await?;
        manager.create_table(invitations(manager)).await?;
        table::index(manager, "invitations", &["expires_at"]).await?;
        manager.create_table(sessions(manager)).await?;
        table::index(manager, "sessions", &["member_id"]).await?;
        table::index(manager, "sessions", &["expires_at"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, TABLES).await
    }
}

fn members(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("members")
        .col(table::id(manager, "id"))
        .col(big_integer("unit_id"))
        .col(text("login").unique_key())
        .col(text("display_name"))
        .col(text("roles"))
        .col(blob("password_salt"))
        .col(text("password_cost"))
        .col(blob("password_verifier"))
        .col(blob("public_key"))
        .col(blob("verifying_key"))
        .col(blob("locked_keys"))
        .col(blob_null("recovery_verifier"))
        .col(blob_null("recovery_locked_keys"))
        .col(big_integer_null("recovery_made_at"))
        .col(blob_null("totp_locked"))
        .col(big_integer_null("totp_step"))
        .col(big_integer("failed_count"))
        .col(big_integer("next_try_at"))
        .col(big_integer("created_at"))
        .col(big_integer_null("last_sign_in_at"))
        .col(big_integer_null("left_at"))
        .foreign_key(&mut refers_to("unit_id", "units", "id"))
        .take()
}

fn unit_key_grants(manager: &SchemaManager) -> TableCreateStatement {
    table::keyed(manager, "unit_key_grants", &["unit_key_id", "member_id"])
        .col(big_integer("unit_key_id"))
        .col(big_integer("member_id"))
        .col(blob("sealed"))
        .col(big_integer_null("granted_by"))
        .col(big_integer("granted_at"))
        .foreign_key(&mut belongs_to("unit_key_id", "unit_keys", "id"))
        .foreign_key(&mut belongs_to("member_id", "members", "id"))
        .take()
}

fn invitations(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("invitations")
        .col(table::id(manager, "id"))
        .col(blob("token_hash").unique_key())
        .col(big_integer("unit_id"))
        .col(text("roles"))
        .col(text("login"))
        .col(text("display_name"))
        .col(big_integer_null("replaces_member_id"))
        .col(big_integer_null("created_by"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .foreign_key(&mut belongs_to("unit_id", "units", "id"))
        .take()
}

fn sessions(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("sessions")
        .col(table::id(manager, "id"))
        .col(blob("lookup").unique_key())
        .col(big_integer("member_id"))
        .col(text("stage"))
        .col(blob("locked_keys"))
        .col(big_integer("created_at"))
        .col(big_integer("last_seen_at"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("confirmed_at"))
        .foreign_key(&mut belongs_to("member_id", "members", "id"))
        .take()
}
