//! Requests for identities, and who decided on them.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::ConnectionTrait};

use crate::table::{self, belongs_to};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["identity_requests", "identity_decisions"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(requests(manager)).await?;
        table::index(manager, "identity_requests", &["keeper_key_id", "status", "asked_at"]).await?;
        table::index(manager, "identity_requests", &["status", "ends_at"]).await?;
        table::partial_index(manager, "identity_requests", "objection_unit_id", &["objection_unit_id", "answered_at"]).await?;
        manager.create_table(decisions(manager)).await?;
        // The identities that custodians keep, newest case first.
        let sql = "CREATE INDEX case_keys_of_identities ON case_keys (holder_id, case_id) WHERE purpose = 'identity' AND holder = 'unit'";
        manager.get_connection().execute_unprepared(sql).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX case_keys_of_identities").await?;
        table::drop_all(manager, TABLES).await
    }
}

fn requests(manager: &SchemaManager) -> TableCreateStatement {
    table::keyed(manager, "identity_requests", &["case_id", "seq"])
        .col(big_integer("case_id"))
        .col(big_integer("seq"))
        .col(big_integer("member_id"))
        .col(big_integer("unit_id"))
        .col(text_null("role"))
        .col(big_integer("keeper_key_id"))
        .col(text("purpose"))
        .col(text("scope"))
        .col(big_integer("needed"))
        .col(text("status"))
        .col(big_integer("asked_at"))
        .col(big_integer_null("ends_at"))
        .col(big_integer_null("objection_unit_id"))
        .col(big_integer_null("objected_at"))
        .col(big_integer_null("answered_at"))
        .foreign_key(&mut belongs_to("case_id", "cases", "id"))
        .take()
}

fn decisions(manager: &SchemaManager) -> TableCreateStatement {
    table::keyed(manager, "identity_decisions", &["case_id", "seq", "member_id"])
        .col(big_integer("case_id"))
        .col(big_integer("seq"))
        .col(big_integer("member_id"))
        .col(big_integer("unit_id"))
        .col(text("decision"))
        .col(big_integer("at"))
        .col(big_integer_null("words"))
        .foreign_key(&mut belongs_to("case_id", "cases", "id"))
        .take()
}
