//! Stamps of a time-stamping authority under the signed ends of days.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::belongs_to;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let stamps = Table::create()
            .table("day_stamps")
            .col(text("day").primary_key())
            .col(blob_null("token"))
            .col(big_integer_null("stamped_at"))
            .col(big_integer("tries"))
            .col(big_integer("next_try_at"))
            .col(text_null("problem"))
            .foreign_key(&mut belongs_to("day", "closed_days", "day"))
            .take();
        manager.create_table(stamps).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("day_stamps").take()).await
    }
}
