//! The staff queue of a unit with a million reports.

use std::{ops::Range, path::Path};

use model::CaseNumber;
use rand::rngs::StdRng;
use sea_orm::{ConnectOptions, ConnectionTrait, Database};

use crate::{load, portal::Portal, staff, table::Row};

pub const CASES: usize = 1_000_000;
const PAGES: usize = 300;
/// Rows that one statement inserts.
const CHUNK: usize = 1000;
const STATUSES: [&str; 5] = ["submitted", "need-more", "accepted", "answered", "closed"];

/// Fills the unit's queue up and asks for its first page, one request after the other.
pub async fn measure(portal: &Portal, folder: &Path, cases: usize) -> Vec<Row> {
    multiply(folder, cases).await;
    let member = staff::sign_in(portal).await;
    let pages = load::run(portal.address, 1, PAGES, async |client, _| {
        client.carry(member.cookie().to_owned());
        let page = client.get("/staff/queue").await;
        page.status == 200 && page.text().matches("data-number=").count() == 50
    })
    .await;
    let what = "staff queue, first page of 50 opened, with 1,000,000 reports in the unit, median";
    vec![
        Row::new(what, "≤ 20 ms", format!("{:.1} ms, {}", pages.percentile(0.5), pages.errors())),
        Row::new("the same, p99", "", format!("{:.1} ms", pages.percentile(0.99))),
    ]
}

/// Copies a case that was filed until there are so many, in several statuses and due a day later: the first page, which is opened, is of
/// those that were really filed. What only an open case reads is not copied.
async fn multiply(folder: &Path, cases: usize) {
    let url = format!("sqlite://{}", folder.join("qingfeng.db").display());
    let database = Database::connect(ConnectOptions::new(url).max_connections(1).to_owned()).await.expect("the portal's database");
    let run = async |script: &str| database.execute_unprepared(script).await.expect("room for a million rows");
    run("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000").await;
    let mut rng: StdRng = rand::make_rng();
    for start in (0..cases).step_by(CHUNK) {
        run(&copies(start..cases.min(start + CHUNK), &mut rng)).await;
    }
}

/// Of a million random case numbers a pair may be the same: one row less makes no difference.
fn copies(ids: Range<usize>, rng: &mut StdRng) -> String {
    let values: Vec<String> = ids
        .map(|id| {
            let status = STATUSES[id % STATUSES.len()];
            format!("({id}, '{}', '{status}', {}, {})", String::from(CaseNumber::generate(2026, rng)), id % 8000, 1 + id % 90)
        })
        .collect();
    format!(
        "INSERT OR IGNORE INTO cases (id, number, lookup, kind, category, area, unit_id, first_unit_id, named, status, priority, filed_at, due_at, \
             due_basis, epoch, version, sealed_by, returned_count, last_event_at)
         SELECT column1, column2, randomblob(32), kind, category, area, unit_id, first_unit_id, named, column3, priority, \
             filed_at - 3600000 * column4, due_at + 86400000 * column5, due_basis, epoch, version, sealed_by, returned_count, last_event_at
         FROM (VALUES {}) JOIN (SELECT * FROM cases WHERE id > 1000000 LIMIT 1)",
        values.join(", ")
    )
}
