//! How the databases carry out the queue's queries: by an index each, never by reading the table.

use model::{CaseStatus, ReportKind, status::SealedBy};
use rand::Rng;
use sea_orm::Value;

use super::{
    fixture::{CITY, DISTRICT, Database, HOUR, NOW, postgres, report, rng, sqlite},
    queue::filters,
};
use crate::store::{
    Cursor, NEVER, QueueFilter, QueueSort, Store,
    followed::{cases_sql, keys_sql, steps_sql},
    queue::{count_sql, parts_sql, total_sql},
    sql,
};

const ROWS: usize = 20_000;
const SORTS: [QueueSort; 5] = [QueueSort::NamedFirst, QueueSort::DueFirst, QueueSort::Newest, QueueSort::Oldest, QueueSort::RiskFirst];

/// Many cases, written past the filing: only their columns matter here.
async fn many(store: &Store) {
    const COLUMNS: &str = "id, number, lookup, kind, category, area, unit_id, first_unit_id, assignee_id, named, status, priority, \
                           filed_at, due_at, epoch, version, sealed_by, returned_count, last_event_at, risk_due_at";
    let mut rng = rng();
    for _ in 0..ROWS / 500 {
        let mut values: Vec<Value> = Vec::new();
        for turn in 0..500_i64 {
            let new = report(&mut rng);
            let named = turn % 5 == 0;
            let status = CaseStatus::ALL[usize::try_from(rng.next_u32()).unwrap() % CaseStatus::ALL.len()];
            let category = ["land", "medicine", "housing", "prices", "justice"][usize::try_from(turn).unwrap() % 5].to_owned();
            let area = ["440106", "440106006", "440103", "440104"][usize::try_from(turn).unwrap() % 4].to_owned();
            let due_at = if turn % 6 == 0 { NEVER } else { NOW + i64::from(rng.next_u32() % 2000) * HOUR };
            let unit = if turn % 2 == 0 { CITY } else { DISTRICT };
            let assignee = (turn % 50 == 0).then_some(21_i64);
            let risk_due_at = status.is_open().then(|| NOW + (i64::from(rng.next_u32() % 2000) - 40) * HOUR);
            values.extend(sql::values![
                new.id,
                new.number,
                new.lookup,
                ReportKind::Request,
                category,
                area,
                unit,
                unit,
                assignee,
                named,
                status,
                i64::from(!named),
                NOW - i64::from(rng.next_u32() % 9000) * HOUR,
                due_at,
                0_i64,
                0_i64,
                SealedBy::Server,
                0_i64,
                NOW,
                risk_due_at
            ]);
        }
        let tuple = format!("({})", sql::placeholders(20));
        let sql = format!("INSERT INTO cases ({COLUMNS}) VALUES {}", vec![tuple; 500].join(", "));
        sql::run(store.writer(), &sql, values).await.unwrap();
    }
    sql::run(store.writer(), "ANALYZE", vec![]).await.unwrap();
}

/// Every query of the queue, with a name.
fn queries() -> Vec<(String, String, Vec<Value>)> {
    let cursor: Cursor = format!("1.{NOW:x}.{NOW:x}.{NOW:x}.2a").parse().unwrap();
    let mut queries = Vec::new();
    for (filter, sort) in filters().into_iter().flat_map(|filter| SORTS.map(|sort| (filter.clone(), sort))) {
        for cursor in [None, Some(&cursor)] {
            let (sql, values) = parts_sql(&filter, sort, cursor, 51);
            queries.push((format!("{filter:?} {sort:?} {cursor:?}"), sql, values));
        }
    }
    let (sql, values) = count_sql(CITY, 21, CaseStatus::ALL);
    queries.push(("counts".to_owned(), sql, values));
    queries
}

async fn plan(database: &Database, prefix: &str, column: usize, sql: &str, values: Vec<Value>) -> String {
    let rows = sql::rows(database.reader(), &format!("{prefix} {sql}"), values).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<String>(column).unwrap()).collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_reads_no_table_from_end_to_end() {
    let database = sqlite().await;
    many(&database).await;
    for (name, sql, values) in queries() {
        let plan = plan(&database, "EXPLAIN QUERY PLAN", 3, &sql, values).await;
        assert!(!plan.contains("SCAN cases"), "{name}\n{plan}");
        assert!(plan.contains("SEARCH cases USING"), "{name}\n{plan}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_to_be_looked_at_again_is_found_by_its_own_index() {
    const INDEX: &str = "cases_by_unit_id_risk_due_at";
    let (sqlite, postgres) = (sqlite().await, postgres().await);
    many(&sqlite).await;
    many(&postgres).await;
    let open = vec![CaseStatus::Submitted, CaseStatus::Accepted];
    let due = QueueFilter { statuses: open.clone(), risk_due_before: Some(NOW + HOUR), ..QueueFilter::of_unit(CITY, 21) };
    let all = QueueFilter { statuses: open, ..QueueFilter::of_unit(CITY, 21) };
    let pages = [(due.clone(), QueueSort::NamedFirst), (due.clone(), QueueSort::RiskFirst), (all, QueueSort::RiskFirst)];
    let pages = pages.map(|(filter, sort)| parts_sql(&filter, sort, None, 51));
    for (sql, values) in pages.into_iter().chain([total_sql(&due)]) {
        let found = plan(&sqlite, "EXPLAIN QUERY PLAN", 3, &sql, values.clone()).await;
        assert!(found.contains(INDEX), "{found}");
        let found = plan(&postgres, "EXPLAIN", 0, &sql, values).await;
        assert!(found.contains(INDEX), "{found}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_case_is_followed_without_reading_a_table_from_end_to_end() {
    let database = sqlite().await;
    for (sql, values) in [cases_sql(&[[7; 32], [8; 32]]), keys_sql(&[7, 8]), steps_sql(&[7, 8])] {
        let plan = plan(&database, "EXPLAIN QUERY PLAN", 3, &sql, values).await;
        assert!(plan.contains("SEARCH") && !plan.contains("SCAN"), "{plan}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_plain_queues_come_in_order_without_sorting() {
    let database = sqlite().await;
    many(&database).await;
    for sort in SORTS {
        let open = vec![CaseStatus::Submitted, CaseStatus::Accepted];
        let (sql, values) = parts_sql(&QueueFilter { statuses: open, ..QueueFilter::of_unit(CITY, 21) }, sort, None, 51);
        let plan = plan(&database, "EXPLAIN QUERY PLAN", 3, &sql, values).await;
        assert!(!plan.contains("TEMP B-TREE"), "{sort:?}\n{plan}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_reads_no_table_from_end_to_end() {
    let database = postgres().await;
    many(&database).await;
    for (name, sql, values) in queries() {
        let plan = plan(&database, "EXPLAIN", 0, &sql, values).await;
        assert!(!plan.contains("Seq Scan on cases"), "{name}\n{plan}");
    }
}
