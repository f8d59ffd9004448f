//! Statements for both databases, written once with `?` for each value.

use sea_orm::{ConnectionTrait, DatabaseBackend, QueryResult, Statement, Value};

use super::{
    StoreError,
    record::{Record, Stored},
};

/// Makes a list of values from Rust values.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::sql::value($value)),*] };
}
pub(crate) use values;

/// A value to be bound.
pub(crate) fn value(stored: impl Stored) -> Value {
    stored.into_value()
}

/// A statement in the dialect of the database.
pub(crate) fn statement(backend: DatabaseBackend, sql: &str, values: Vec<Value>) -> Statement {
    let sql = if backend == DatabaseBackend::Postgres { numbered(sql) } else { sql.to_owned() };
    Statement::from_sql_and_values(backend, sql, values)
}

/// PostgreSQL numbers its placeholders. No statement here has a question mark in a literal.
fn numbered(sql: &str) -> String {
    let mut numbered = String::with_capacity(sql.len() + 64);
    for (number, part) in sql.split('?').enumerate() {
        if number > 0 {
            numbered.push('$');
            numbered.push_str(&number.to_string());
        }
        numbered.push_str(part);
    }
    numbered
}

/// `?, ?, ?`
pub(crate) fn placeholders(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// Ends a `SELECT` whose rows no other transaction may change before this one is over. SQLite lets one write at a time anyway.
pub(crate) fn while_it_lasts(db: &impl ConnectionTrait) -> &'static str {
    if db.get_database_backend() == DatabaseBackend::Postgres { " FOR SHARE" } else { "" }
}

/// Every row that the condition selects.
pub(crate) async fn all<R: Record>(db: &impl ConnectionTrait, condition: &str, values: Vec<Value>) -> Result<Vec<R>, StoreError> {
    let sql = [R::SELECT, condition].concat();
    rows(db, &sql, values).await?.iter().map(R::load).collect()
}

/// The one row that the condition selects, if there is one.
pub(crate) async fn optional<R: Record>(db: &impl ConnectionTrait, condition: &str, values: Vec<Value>) -> Result<Option<R>, StoreError> {
    let sql = [R::SELECT, condition].concat();
    row(db, &sql, values).await?.as_ref().map(R::load).transpose()
}

/// The one row that the condition selects.
///
/// # Errors
/// [`StoreError::NotFound`] if there is none.
pub(crate) async fn one<R: Record>(db: &impl ConnectionTrait, condition: &str, values: Vec<Value>) -> Result<R, StoreError> {
    optional(db, condition, values).await?.ok_or(StoreError::NotFound)
}

/// The rows of a whole statement.
pub(crate) async fn rows(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, StoreError> {
    Ok(db.query_all_raw(statement(db.get_database_backend(), sql, values)).await?)
}

/// The first row of a whole statement.
pub(crate) async fn row(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Option<QueryResult>, StoreError> {
    Ok(db.query_one_raw(statement(db.get_database_backend(), sql, values)).await?)
}

/// Runs a statement and tells how many rows it touched.
pub(crate) async fn run(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<u64, StoreError> {
    Ok(db.execute_raw(statement(db.get_database_backend(), sql, values)).await?.rows_affected())
}

/// Runs a statement that has to touch a row.
///
/// # Errors
/// [`StoreError::NotFound`] if it touched none.
pub(crate) async fn run_on_one(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<(), StoreError> {
    match run(db, sql, values).await? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Inserts rows by one statement. `ending` follows the values, such as `ON CONFLICT (code) DO NOTHING`.
pub(crate) async fn insert<R: Record>(db: &impl ConnectionTrait, records: Vec<R>, ending: &str) -> Result<(), StoreError> {
    if records.is_empty() {
        return Ok(());
    }
    let sql = insertion::<R>(records.len(), ending);
    run(db, &sql, bound(records)).await.map(drop)
}

/// Inserts rows by one statement and returns what its `RETURNING` yields.
pub(crate) async fn insert_returning<R: Record>(
    db: &impl ConnectionTrait,
    records: Vec<R>,
    ending: &str,
) -> Result<Vec<QueryResult>, StoreError> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let sql = insertion::<R>(records.len(), ending);
    rows(db, &sql, bound(records)).await
}

fn bound<R: Record>(records: Vec<R>) -> Vec<Value> {
    records.into_iter().flat_map(R::into_values).collect()
}

fn insertion<R: Record>(count: usize, ending: &str) -> String {
    let tuple = format!("({})", placeholders(R::COLUMNS.len()));
    format!("INSERT INTO {} ({}) VALUES {} {ending}", R::TABLE, R::COLUMNS.join(", "), vec![tuple; count].join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_numbered_for_postgres_alone() {
        let sql = "SELECT 1 WHERE a = ? AND b IN (?, ?)";
        assert_eq!(statement(DatabaseBackend::Sqlite, sql, vec![]).sql, sql);
        assert_eq!(statement(DatabaseBackend::Postgres, sql, vec![]).sql, "SELECT 1 WHERE a = $1 AND b IN ($2, $3)");
    }
}
