//! How great the danger for whoever reported was found to be, and when that is looked at again.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let level = ColumnDef::new("risk_level").text().null().take();
        manager.alter_table(Table::alter().table("cases").add_column(level).take()).await?;
        let due = ColumnDef::new("risk_due_at").big_integer().null().take();
        manager.alter_table(Table::alter().table("cases").add_column(due).take()).await?;
        table::partial_index(manager, "cases", "risk_due_at", &["unit_id", "risk_due_at"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX cases_by_unit_id_risk_due_at").await?;
        for name in ["risk_level", "risk_due_at"] {
            manager.alter_table(Table::alter().table("cases").drop_column(name).take()).await?;
        }
        Ok(())
    }
}
