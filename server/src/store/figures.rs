//! How many cases there are, for the public figures.

use model::{CaseStatus, CategoryCode, ReportKind};

use super::{Store, StoreError, record::Columns, sql};

/// How many cases share these three.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Kind.
    pub kind: ReportKind,
    /// Category.
    pub category: CategoryCode,
    /// Status.
    pub status: CaseStatus,
    /// How many.
    pub cases: u64,
}

impl Store {
    /// Counts every case, those that were destroyed among them. Reads whole tables: ask for it rarely.
    ///
    /// # Errors
    /// The database is away.
    pub async fn figures(&self) -> Result<Vec<Count>, StoreError> {
        let sql = "SELECT kind, category, status, COUNT(*) FROM (SELECT kind, category, status FROM cases UNION ALL \
                   SELECT kind, category, status FROM destroyed_cases) AS every GROUP BY kind, category, status";
        let rows = sql::rows(self.reader(), sql, vec![]).await?;
        let counted = rows.iter().map(|row| {
            let mut columns = Columns::of(row);
            let (kind, category, status) = (columns.read()?, columns.read()?, columns.read()?);
            Ok(Count { kind, category, status, cases: columns.read::<i64>()?.unsigned_abs() })
        });
        counted.collect()
    }
}
