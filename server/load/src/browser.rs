//! What Chromium measures on pages of a portal.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use serde::{Deserialize, de::DeserializeOwned};

use crate::{portal, table::Row};

/// Reports that are sealed.
pub const RUNS: usize = 500;

/// Sealing a report, in milliseconds.
#[derive(Deserialize)]
struct Sealed {
    median: f64,
    p95: f64,
}

/// A file on its way, in seconds, with the most memory that the page's process took until then, in bytes.
#[derive(Deserialize)]
struct Carried {
    seconds: f64,
    memory: f64,
}

#[derive(Deserialize)]
struct BothWays {
    up: Carried,
    down: Carried,
}

/// Has Chromium seal so many reports on the report page of a portal in a folder of its own.
pub async fn measure_sealing(binary: &Path, folder: &Path, runs: usize) -> [Row; 2] {
    portal::prepare(binary, folder);
    let (portal, _) = portal::start(binary, folder).await;
    let taken: Sealed = measured("seal.js", &format!("http://{}", portal.address), runs);
    let what = "a report of 5,000 characters sealed in the browser (Chromium), until it is handed to the network, median";
    [Row::new(what, "≤ 50 ms", format!("{:.1} ms", taken.median)), Row::new("the same, p95", "≤ 50 ms", format!("{:.1} ms", taken.p95))]
}

/// Has Chromium seal a file and add it to a case, and bring it back and open it.
pub async fn measure_file(binary: &Path, folder: &Path, bytes: usize) -> [Row; 2] {
    portal::prepare(binary, folder);
    let (portal, _) = portal::start(binary, folder).await;
    let BothWays { up, down } = measured("file.js", &format!("http://{}", portal.address), bytes);
    let portals = portal.most_memory() / 1e6;
    let row = |what, carried: &Carried| {
        let most = format!("{:.0} MB of memory at most in the page's process, {portals:.0} MB in the portal's", carried.memory / 1e6);
        Row::new(what, "", format!("{:.0} MB/s", bytes as f64 / 1e6 / carried.seconds)).beside(most)
    };
    [
        row("a file of 1 GB up from the browser (Chromium): sealed there, received, durable", &up),
        row("the same back to its reporter: fetched, opened in the browser, handed over", &down),
    ]
}

fn measured<T: DeserializeOwned>(script: &str, address: &str, argument: usize) -> T {
    let end2end = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../end2end");
    let mut node = Command::new("node");
    node.args([&format!("bench/{script}"), address, &argument.to_string()]).current_dir(end2end).stderr(Stdio::inherit());
    let output = node.output().expect("Node runs");
    assert!(output.status.success(), "the browser does it");
    serde_json::from_slice(&output.stdout).expect("what the script prints")
}
