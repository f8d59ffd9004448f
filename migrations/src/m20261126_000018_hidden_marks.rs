//! Changes that a member is not told of, kept when the case that they were made in is destroyed.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let hidden = ColumnDef::new("hidden_marks").big_integer().not_null().default(0).take();
        manager.alter_table(Table::alter().table("members").add_column(hidden).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("members").drop_column("hidden_marks").take()).await
    }
}
