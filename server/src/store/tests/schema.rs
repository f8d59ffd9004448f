//! The schema as it is, against the columns as declared.

use std::collections::BTreeSet;

use super::fixture::{Database, postgres, sqlite};
use crate::store::{columns, sql};

async fn real(database: &Database, query: &str) -> BTreeSet<(String, String)> {
    let rows = sql::rows(database.reader(), query, vec![]).await.unwrap();
    rows.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect()
}

fn declared() -> BTreeSet<(String, String)> {
    columns::all().map(|column| (column.table.to_owned(), column.name.to_owned())).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_has_exactly_the_declared_columns() {
    let query = "SELECT m.name, p.name FROM sqlite_schema m JOIN pragma_table_info(m.name) p WHERE m.type = 'table'";
    assert_eq!(real(&sqlite().await, query).await, declared());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_has_exactly_the_declared_columns() {
    let query = "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public'";
    assert_eq!(real(&postgres().await, query).await, declared());
}

#[test]
fn no_column_is_declared_twice() {
    assert_eq!(declared().len(), columns::all().count());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn migrating_again_changes_nothing() {
    let database = sqlite().await;
    assert!(database.is_migrated().await.unwrap());
    database.migrate().await.unwrap();
    assert!(database.is_whole().await.unwrap());
}
