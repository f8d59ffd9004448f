//! Files that reporters add to cases; their content is in the object store.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{self, belongs_to};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(files(manager)).await?;
        table::index(manager, "files", &["state", "changed_at"]).await?;
        manager.create_table(abandoned_objects(manager)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, &["files", "abandoned_objects"]).await
    }
}

fn files(manager: &SchemaManager) -> TableCreateStatement {
    table::keyed(manager, "files", &["case_id", "number"])
        .col(big_integer("case_id"))
        .col(big_integer("number"))
        .col(text("object"))
        .col(text("state"))
        .col(big_integer("changed_at"))
        .col(big_integer_null("message"))
        .col(blob_null("known"))
        .foreign_key(&mut belongs_to("case_id", "cases", "id"))
        .take()
}

/// What is left in the object store of cases that were destroyed.
fn abandoned_objects(manager: &SchemaManager) -> TableCreateStatement {
    table::keyed(manager, "abandoned_objects", &["object"]).col(text("object")).col(big_integer("since")).take()
}
