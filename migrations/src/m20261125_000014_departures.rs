//! Who went from a unit to another one, and so knew the keys that were in force there until then.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{self, belongs_to};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let departures = table::keyed(manager, "departures", &["unit_id", "member_id", "left_at"])
            .col(big_integer("unit_id"))
            .col(big_integer("member_id"))
            .col(big_integer("left_at"))
            .col(text("roles"))
            .foreign_key(&mut belongs_to("member_id", "members", "id"))
            .take();
        manager.create_table(departures).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, &["departures"]).await
    }
}
