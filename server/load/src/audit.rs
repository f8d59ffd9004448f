//! Verifying a long audit log.

use std::{path::Path, time::Instant};

use futures_util::future::join_all;
use server::{
    config::DatabaseConfig,
    store::{NewEntry, Store},
};

use crate::{portal, table::Row};

pub const ENTRIES: usize = 500_000;
/// Entries that are appended together.
const CHUNK: usize = 5_000;

/// Appends so many entries as the portal does, and lets the command verify them in a folder of its own.
pub async fn measure(binary: &Path, folder: &Path, entries: usize) -> Row {
    portal::prepare(binary, folder);
    append(folder, entries).await;
    let started = Instant::now();
    portal::verify(binary, folder);
    let per_second = entries as f64 / started.elapsed().as_secs_f64();
    Row::new("audit log of 500,000 entries verified, start of the command included", "≥ 200,000/s", format!("{per_second:.0}/s"))
}

async fn append(folder: &Path, entries: usize) {
    let store = Store::open(&DatabaseConfig::sqlite(&folder.join("qingfeng.db"))).await.expect("the portal's database");
    let audit = store.audit();
    for start in (0..entries).step_by(CHUNK) {
        let appended = (start..entries.min(start + CHUNK)).map(|number| audit.append(entry(number)));
        assert!(join_all(appended).await.iter().all(Result::is_ok), "every entry is taken");
    }
    store.close().await;
}

fn entry(number: usize) -> NewEntry {
    let id = i64::try_from(number).expect("a small number");
    NewEntry {
        at: 1_764_000_000_000 + id,
        action: "case.open".to_owned(),
        member: Some(id % 97),
        unit: Some(id % 13),
        case: Some(id),
        object: Some(format!("{number:012}")),
    }
}
