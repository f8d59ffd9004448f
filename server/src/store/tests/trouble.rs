//! A disk that is full, a database that goes away, and a copy made while it is in use.

use super::fixture::{count, entry, postgres, report, rng, sqlite};
use crate::{
    config::DatabaseConfig,
    store::{Store, StoreError, sql},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_stores_nothing_half_and_is_over_when_there_is_room() {
    let database = sqlite().await;
    let mut rng = rng();
    database.cases().file(report(&mut rng)).await.unwrap();
    let pages = sql::row(database.writer(), "PRAGMA page_count", vec![]).await.unwrap().unwrap().try_get_by_index::<i64>(0).unwrap();
    sql::rows(database.writer(), &format!("PRAGMA max_page_count = {}", pages + 1), vec![]).await.unwrap();
    let mut refused = None;
    for _ in 0..20 {
        refused = database.cases().file(report(&mut rng)).await.err();
        if refused.is_some() {
            break;
        }
    }
    assert!(matches!(refused, Some(StoreError::Full)), "{refused:?}");
    let cases = count(&database, "cases").await;
    assert_eq!((count(&database, "envelopes").await, count(&database, "case_keys").await), (2 * cases, 2 * cases));
    assert_eq!((count(&database, "reporter_keys").await, count(&database, "events").await), (cases, cases));
    sql::rows(database.writer(), "PRAGMA max_page_count = 100000", vec![]).await.unwrap();
    database.cases().file(report(&mut rng)).await.unwrap();
    assert_eq!(count(&database, "cases").await, cases + 1);
    assert!(database.is_whole().await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_was_away_is_used_again() {
    let database = postgres().await;
    let mut rng = rng();
    database.cases().file(report(&mut rng)).await.unwrap();
    let killer = Store::open(&database.config).await.unwrap();
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    sql::rows(killer.writer(), kill, vec![]).await.unwrap();
    let mut outcomes = Vec::new();
    for _ in 0..3 {
        outcomes.push(database.cases().file(report(&mut rng)).await);
    }
    assert!(outcomes.iter().all(|outcome| outcome.is_ok() || matches!(outcome, Err(StoreError::Unavailable(_)))));
    assert!(outcomes.last().is_some_and(Result::is_ok));
    let filed = i64::try_from(outcomes.iter().filter(|outcome| outcome.is_ok()).count()).unwrap();
    assert_eq!(count(&database, "cases").await, 1 + filed);
    assert_eq!(count(&database, "envelopes").await, 2 * (1 + filed));
}

#[tokio::test]
async fn an_unreachable_database_is_unavailable() {
    let nowhere = DatabaseConfig::new("sqlite:///nowhere/at/all/qingfeng.db");
    assert!(matches!(Store::open(&nowhere).await.err(), Some(StoreError::Unavailable(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_made_in_use_is_whole() {
    let database = sqlite().await;
    let mut rng = rng();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    let filings = (0..50).map(|_| report(&mut rng)).collect::<Vec<_>>();
    let file = futures::future::join_all(filings.iter().map(async |new| database.cases().file(new.clone()).await));
    let (copied, filed) = tokio::join!(database.copy_into(&copy), file);
    copied.unwrap();
    assert!(filed.iter().all(Result::is_ok));
    database.audit().append(entry("after.copy")).await.unwrap();
    let copy = Store::open(&DatabaseConfig::sqlite(&copy)).await.unwrap();
    assert!(copy.is_whole().await.unwrap());
    assert_eq!(copy.audit().verify(&[]).await.unwrap().unwrap().entries, 1);
    assert_eq!(count(&copy, "envelopes").await, 2 * count(&copy, "cases").await);
}
