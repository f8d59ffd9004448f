//! The staff queue of a unit with a million reports.

use std::{ops::Range, path::Path};

use model::CaseNumber;
use rand::rngs::StdRng;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use crate::{load, portal::Portal, staff, table::Row};

pub const CASES: usize = 1_000_000;
const PAGES: usize = 300;
/// Rows that one statement inserts.
const CHUNK: usize = 1000;
const STATUSES: [&str; 5] = ["submitted", "need-more", "accepted", "answered", "closed"];

/// Fills the unit's queue up and asks for its first page, one request after the other; then again with conflicts of interest in force.
pub async fn measure(portal: &Portal, folder: &Path, cases: usize) -> Vec<Row> {
    let database = open(folder).await;
    multiply(&database, cases).await;
    let member = staff::sign_in(portal).await;
    let what = "staff queue, first page of 50 opened, with 1,000,000 reports in the unit, median";
    let mut rows = Vec::from(pages(portal, member.cookie(), what).await);
    keep_away(&database).await;
    let what = "the same with conflicts in force: the member is kept away from 10,000 of them, every third on the first pages; median";
    rows.extend(pages(portal, member.cookie(), what).await);
    rows
}

async fn pages(portal: &Portal, cookie: &str, what: &str) -> [Row; 2] {
    let pages = load::run(portal.address, 1, PAGES, async |client, _| {
        client.carry(cookie.to_owned());
        let page = client.get("/staff/queue").await;
        page.status == 200 && page.text().matches("data-number=").count() == 50
    })
    .await;
    [
        Row::new(what, "≤ 20 ms", format!("{:.1} ms, {}", pages.percentile(0.5), pages.errors())),
        Row::new("the same, p99", "", format!("{:.1} ms", pages.percentile(0.99))),
    ]
}

async fn open(folder: &Path) -> DatabaseConnection {
    let url = format!("sqlite://{}", folder.join("qingfeng.db").display());
    Database::connect(ConnectOptions::new(url).max_connections(1).to_owned()).await.expect("the portal's database")
}

/// Of those that were really filed, which stand first in the queue, every third; then others.
async fn keep_away(database: &DatabaseConnection) {
    let script = "INSERT INTO recusals (member_id, case_id, source, at, hidden_marks)
         SELECT (SELECT MIN(id) FROM members), id, 'lead', 0, 0 FROM cases WHERE id % 3 = 0 ORDER BY id DESC LIMIT 10000";
    database.execute_unprepared(script).await.expect("room for conflicts");
}

/// Copies a case that was filed until there are so many, in several statuses and due a day later: the first page, which is opened, is of
/// those that were really filed. What only an open case reads is not copied.
async fn multiply(database: &DatabaseConnection, cases: usize) {
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
