//! What people write is nowhere to be found: not in the database, not in its journal, not in a backup, not among the files, not in a log, not in
//! the memory of an idle server.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod journey;
mod memory;
mod needles;
#[path = "../support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};

use journey::Secrets;
use needles::Needles;
use sea_orm::{ConnectionTrait as _, Database, DatabaseBackend, Statement};
use support::{new_postgres, process::Site};

/// Rounds of cases: what stays behind does so on one thread or another.
const ROUNDS: usize = 4;

/// Where PostgreSQL keeps a database, and its journal.
async fn folders_of(database: &str) -> Vec<PathBuf> {
    let connection = Database::connect(database).await.unwrap();
    // What is in its memory alone is written down first.
    connection.execute_unprepared("CHECKPOINT").await.unwrap();
    let asked = "SELECT current_setting('data_directory') AS folder, oid::text AS oid FROM pg_database WHERE datname = current_database()";
    let row = connection.query_one_raw(Statement::from_string(DatabaseBackend::Postgres, asked)).await.unwrap().unwrap();
    let (folder, id): (String, String) = (row.try_get("", "folder").unwrap(), row.try_get("", "oid").unwrap());
    connection.close().await.unwrap();
    let folder = Path::new(&folder);
    vec![folder.join("base").join(id), folder.join("pg_wal")]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_people_write_stays_behind_on_sqlite() {
    stays_behind(Site::sqlite(), None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_people_write_stays_behind_on_postgres() {
    let database = new_postgres().await;
    stays_behind(Site::on(Some(database.clone())), Some(&database)).await;
}

async fn stays_behind(site: Site, postgres: Option<&str>) {
    let mut secrets = Secrets::default();
    let server = site.serve();
    let mut staff = journey::staff(&site, server.address, &mut secrets).await;
    for _ in 0..ROUNDS {
        journey::work(server.address, &mut staff, &mut secrets).await;
    }
    journey::leave(&mut staff).await;
    drop(staff);
    let needles = Needles::of(&secrets.0);

    memory::wait_until_idle(server.pid(), server.address);
    let mut found = memory::search(server.pid(), &needles);
    match postgres {
        Some(database) => found.extend(folders_of(database).await.iter().flat_map(|folder| in_files(folder, &needles))),
        None => site.done(&["backup", "copy"]),
    }
    found.extend(in_files(site.path(), &needles));
    server.terminate();
    let (status, said) = server.ended();
    assert!(status.success());
    found.extend(needles.find("output", said.as_bytes()));
    found.extend(in_files(site.path(), &needles));
    assert!(found.is_empty(), "{} times in the clear where it must not be:\n{}", found.len(), found.join("\n"));
}

/// A search that finds nothing anywhere would pass the test above.
#[test]
fn what_is_there_is_found() {
    let site = Site::sqlite();
    let server = site.serve();
    let needles = Needles::of(&[("server's own words".to_owned(), "QINGFENG_RATE_LIMIT".to_owned())]);
    assert!(!memory::search(server.pid(), &needles).is_empty());
    for text in ["征地补偿", "%E5%BE%81%E5%9C%B0%E8%A1%A5%E5%81%BF", "5b6B5Zyw6KGl5YG/", "x5b6B5Zyw6KGl5YG/"] {
        assert_eq!(Needles::of(&[("title".to_owned(), "征地补偿".to_owned())]).find("text", text.as_bytes()).len(), 1, "{text}");
    }
    std::fs::write(site.path().join("data/left.txt"), "QINGFENG_RATE_LIMIT").unwrap();
    assert_eq!(in_files(&site.path().join("data"), &needles).len(), 1);
}

/// Every needle in a file below this folder.
fn in_files(folder: &Path, needles: &Needles) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(in_files(&path, needles));
        // One of a running database's may be gone by now.
        } else if let Ok(bytes) = std::fs::read(&path) {
            found.extend(needles.find(&path.display().to_string(), &bytes));
        }
    }
    found
}
