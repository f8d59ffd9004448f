//! `draw`: the process that turns a file into pixels, see [`crate::files::drawing`].

use std::io::{Read, Write};

use super::CliError;
use crate::files::{drawing, pixels};

/// Bytes of memory that it may take.
const MEMORY: u64 = 1 << 30;
/// Seconds of computing.
const SECONDS: u64 = 20;

/// Draws a page of the file on standard input, and writes the number of pages and a PNG to standard output.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Which page, from 0.
    page: u32,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), CliError> {
    limit().map_err(CliError::io("limiting itself"))?;
    let mut content = Vec::new();
    std::io::stdin().take(drawing::LARGEST).read_to_end(&mut content).map_err(CliError::io("reading the file"))?;
    let drawn = pixels::draw(content, arguments.page).map_err(|error| CliError::Failed(error.to_string()))?;
    let mut out = std::io::stdout().lock();
    let written = out.write_all(&drawn.pages.to_be_bytes()).and_then(|()| out.write_all(&drawn.png)).and_then(|()| out.flush());
    written.map_err(CliError::io("writing the picture"))
}

/// No more memory and time than a page takes, no file, no other process.
fn limit() -> std::io::Result<()> {
    use rlimit::Resource;
    let limits = [(Resource::AS, MEMORY), (Resource::CPU, SECONDS), (Resource::FSIZE, 0), (Resource::CORE, 0), (Resource::NPROC, 0)];
    limits.into_iter().try_for_each(|(resource, most)| resource.set(most, most))
}
