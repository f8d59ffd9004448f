//! Finding cases that an earlier version settled without noting when.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Empty but for such cases: a report that is filed does not touch it.
        let sql = "CREATE INDEX cases_without_term ON cases (id) \
                   WHERE settled_at IS NULL AND status IN ('declined', 'closed', 'withdrawn')";
        manager.get_connection().execute_unprepared(sql).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX cases_without_term").await.map(drop)
    }
}
