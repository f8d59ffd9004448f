//! Cases of earlier versions whose danger was never assessed, or not since the last contact: that is owed, and the queue's list shows it.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What settled a case. It owes nothing any more.
const SETTLED: &str = "status IN ('declined', 'closed', 'withdrawn')";
/// What brings unit and reporter into contact and leaves a case open.
const CONTACTS: &str = "'file', 'supply', 'object', 'ask-deletion', 'accept', 'ask', 'transfer', 'return', 'answer', 'reopen', 'extend', \
                        'refuse-deletion', 'open-identity', 'answer-objection'";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared(&format!("UPDATE cases SET risk_due_at = NULL WHERE {SETTLED}")).await?;
        let last = |actions: &str| format!("SELECT MAX(e.seq) FROM events e WHERE e.case_id = cases.id AND e.action IN ({actions})");
        let (contact, assessed) = (last(CONTACTS), last("'assess'"));
        let sql = format!(
            "UPDATE cases SET risk_due_at = last_event_at WHERE NOT ({SETTLED}) AND (risk_due_at IS NULL OR risk_due_at > last_event_at) \
             AND COALESCE(({contact}), 0) >= COALESCE(({assessed}), 0)"
        );
        db.execute_unprepared(&sql).await.map(drop)
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
