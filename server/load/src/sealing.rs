//! Sealing a report in a browser.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use serde::Deserialize;

use crate::{portal, table::Row};

/// Reports that are sealed.
pub const RUNS: usize = 500;

/// What the browser measured, in milliseconds.
#[derive(Deserialize)]
struct Taken {
    median: f64,
    p95: f64,
}

/// Has Chromium seal so many reports on the report page of a portal in a folder of its own.
pub async fn measure(binary: &Path, folder: &Path, runs: usize) -> [Row; 2] {
    portal::prepare(binary, folder);
    let (portal, _) = portal::start(binary, folder).await;
    let taken = in_browser(&format!("http://{}", portal.address), runs);
    let what = "a report of 5,000 characters sealed in the browser (Chromium), until it is handed to the network, median";
    [Row::new(what, "≤ 50 ms", format!("{:.1} ms", taken.median)), Row::new("the same, p95", "≤ 50 ms", format!("{:.1} ms", taken.p95))]
}

fn in_browser(address: &str, runs: usize) -> Taken {
    let end2end = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../end2end");
    let mut node = Command::new("node");
    node.args(["bench/seal.js", address, &runs.to_string()]).current_dir(end2end).stderr(Stdio::inherit());
    let output = node.output().expect("Node runs");
    assert!(output.status.success(), "the browser seals");
    serde_json::from_slice(&output.stdout).expect("what bench/seal.js prints")
}
