//! Measures the release binary beside the machine's own limits, in one run, and writes `docs/benchmarks.md`.
//!
//! Portal and load generator share the machine's cores. Figures are of one machine and one run; read them as ratios.
//!
//! `load BINARY [SHARE]`: the portal's release binary, and for a quick look the share of the requests to send, such as 0.1, or `browser`
//! for its rows alone; only a whole run writes the page.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    missing_docs,
    reason = "a program for engineers: it has the system's clock, and stops at the first surprise"
)]

mod audit;
mod browser;
mod client;
mod files;
mod journeys;
mod load;
mod machine;
mod portal;
mod queue;
mod rotation;
mod staff;
mod table;

use std::path::{Path, PathBuf};

use portal::Portal;

use table::Row;

const HOMES: usize = 400_000;
const REPORTS: usize = 30_000;
const CHECKS: usize = 100_000;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let binary = arguments.next().map(PathBuf::from).expect("usage: load BINARY [SHARE]");
    // It runs in folders of its own.
    let binary = binary.canonicalize().expect("a binary");
    let part = arguments.next();
    // One thread: the portal needs the cores.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    if part.as_deref() == Some("browser") {
        runtime.block_on(measure_browser(&mut Rows::default(), &binary, 1.0));
        return;
    }
    let share: Option<f64> = part.map(|share| share.parse().expect("a share such as 0.1"));
    let rows = runtime.block_on(measure(&binary, share.unwrap_or(1.0)));
    if share.is_none() {
        let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/benchmarks.md");
        std::fs::write(place, table::markdown(&rows)).expect("docs/ is writable");
    }
}

async fn measure(binary: &Path, share: f64) -> Vec<Row> {
    // Beside the binary and not in /tmp, which may be memory: a durable write has to reach a disk.
    let folder = tempfile::tempdir_in(binary.parent().expect("a folder")).expect("a temporary folder");
    let binary = &installed(binary, folder.path());
    let count = |whole: usize| (whole as f64 * share) as usize;
    let mut rows = Rows::default();
    let limits = measure_machine(&mut rows, folder.path()).await;
    let portal = measure_start(&mut rows, binary, folder.path()).await;
    measure_home(&mut rows, &portal, count(HOMES), limits.answers).await;
    measure_reports(&mut rows, &portal, [count(REPORTS), count(CHECKS)], &limits).await;
    rows.tell(Row::new("memory after all of the above", "≤ 100 MB", megabytes(portal.memory())));
    for row in queue::measure(&portal, folder.path(), count(queue::CASES)).await {
        rows.tell(row);
    }
    drop(portal);
    let apart = tempfile::tempdir_in(binary.parent().expect("a folder")).expect("a temporary folder");
    rows.tell(audit::measure(binary, apart.path(), count(audit::ENTRIES)).await);
    let apart = tempfile::tempdir_in(binary.parent().expect("a folder")).expect("a temporary folder");
    for row in files::measure(binary, apart.path(), count(files::BYTES)).await {
        rows.tell(row);
    }
    let apart = tempfile::tempdir_in(binary.parent().expect("a folder")).expect("a temporary folder");
    for row in rotation::measure(binary, apart.path(), count(rotation::REPORTS)).await {
        rows.tell(row);
    }
    measure_browser(&mut rows, binary, share).await;
    rows.0
}

/// The program as an operator has it, which is a copy: of a file that the linker has just written the kernel keeps larger pieces, and so reads more
/// of the program into memory than is used.
fn installed(binary: &Path, folder: &Path) -> PathBuf {
    let copy = folder.join("qingfeng");
    std::fs::copy(binary, &copy).expect("a writable folder");
    copy
}

/// The rows so far; each is told as soon as it is known.
#[derive(Default)]
struct Rows(Vec<Row>);

impl Rows {
    fn tell(&mut self, row: Row) {
        eprintln!("  {row}");
        self.0.push(row);
    }
}

/// What this machine can do, each a second.
struct Limits {
    appends: f64,
    answers: f64,
}

async fn measure_machine(rows: &mut Rows, folder: &Path) -> Limits {
    rows.tell(Row::limit("AES-256-GCM, one core", format!("{:.0} MB/s", machine::aes_gcm())));
    let appends = machine::durable_appends(folder);
    rows.tell(Row::limit("durable appends of 4 KiB, one after the other", format!("{appends:.0}/s")));
    let answers = machine::bare_axum().await;
    rows.tell(Row::limit("a bare axum answer, c=64", format!("{answers:.0}/s")));
    Limits { appends, answers }
}

async fn measure_start(rows: &mut Rows, binary: &Path, folder: &Path) -> Portal {
    portal::prepare(binary, folder);
    let (portal, start) = portal::start(binary, folder).await;
    rows.tell(Row::new("start to first answer", "≤ 100 ms", format!("{:.0} ms", start.as_secs_f64() * 1e3)));
    rows.tell(Row::new("memory idle", "≤ 30 MB", megabytes(portal.memory())));
    rows.tell(Row::new("bytes for the home page, fresh browser", "≤ 40 KB", kilobytes(portal.page_weight("/").await)));
    let report = "bytes for the report page (sealed by the server)";
    rows.tell(Row::new(report, "≤ 200 KB", kilobytes(portal.page_weight("/report").await)));
    portal
}

async fn measure_home(rows: &mut Rows, portal: &Portal, requests: usize, answers: f64) {
    let home = journeys::home(portal, requests).await;
    let share = format!("{:.2} of bare axum", home.per_second() / answers);
    rows.tell(Row::load("home page, server-rendered, c=64", "≥ 40,000/s", &home).beside(share));
}

async fn measure_reports(rows: &mut Rows, portal: &Portal, [reports, checks]: [usize; 2], limits: &Limits) {
    let forms = journeys::tickets(portal, reports).await;
    let (filed, codes) = journeys::reports(portal, forms).await;
    let share = format!("{:.2} for each durable append", filed.per_second() / limits.appends);
    let what = "anonymous reports accepted, durable before the receipt is shown, no JavaScript, c=32";
    rows.tell(Row::load(what, "≥ 2,000/s", &filed).beside(share));
    rows.tell(Row::new("the same, p99", "≤ 50 ms", format!("{:.1} ms", filed.percentile(0.99))));
    let checked = journeys::status_checks(portal, &codes, checks).await;
    let share = format!("{:.2} of bare axum", checked.per_second() / limits.answers);
    rows.tell(Row::load("status checks, c=32", "≥ 5,000/s", &checked).beside(share));
    rows.tell(Row::new("the same, p99", "≤ 20 ms", format!("{:.1} ms", checked.percentile(0.99))));
}

async fn measure_browser(rows: &mut Rows, binary: &Path, share: f64) {
    let count = |whole: usize| (whole as f64 * share) as usize;
    let apart = tempfile::tempdir_in(binary.parent().expect("a folder")).expect("a temporary folder");
    for row in browser::measure_file(binary, apart.path(), count(files::BYTES)).await {
        rows.tell(row);
    }
    let apart = tempfile::tempdir_in(binary.parent().expect("a folder")).expect("a temporary folder");
    for row in browser::measure_sealing(binary, apart.path(), count(browser::RUNS)).await {
        rows.tell(row);
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{:.1} KB", bytes as f64 / 1e3)
}

fn megabytes(bytes: f64) -> String {
    format!("{:.0} MB", bytes / 1e6)
}
