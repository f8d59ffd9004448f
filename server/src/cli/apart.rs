//! What the processes do that work on strangers' files, see [`crate::files`]: they read standard input, write standard output, and can do
//! nothing else.

use std::io::{Read, Write};

use rlimit::Resource;

use super::{CliError, sandbox};
use crate::files::{cleaning, drawing, pixels};

/// Seconds of computing that either may take.
const SECONDS: u64 = 20;
/// Bytes of memory that drawing may take.
const DRAWING: u64 = 1 << 30;
/// Bytes of memory that cleaning may take.
const CLEANING: u64 = 768 << 20;

/// What is done with the file on standard input.
#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Draws a page, and writes the number of pages and a PNG.
    #[command(hide = true)]
    Draw {
        /// Which page, from 0.
        page: u32,
    },
    /// Takes out what tells about its maker, and writes what that was and the file.
    #[command(hide = true)]
    Clean,
}

pub(super) fn run(command: &Command) -> Result<(), CliError> {
    match command {
        Command::Draw { page } => draw(*page),
        Command::Clean => clean(),
    }
}

fn draw(page: u32) -> Result<(), CliError> {
    let content = given(DRAWING, drawing::LARGEST)?;
    let drawn = pixels::draw(content, page).map_err(|error| CliError::Failed(error.to_string()))?;
    answer(&[&drawn.pages.to_be_bytes(), &drawn.png])
}

fn clean() -> Result<(), CliError> {
    let content = given(CLEANING, cleaning::LARGEST)?;
    let answered = cleaning::write(cleaning::clean(content)).map_err(|error| CliError::Failed(error.to_string()))?;
    answer(&[&answered])
}

/// The file, read after everything else was given up.
fn given(memory: u64, largest: u64) -> Result<Vec<u8>, CliError> {
    limit(memory).and_then(|()| sandbox::confine()).map_err(CliError::io("limiting itself"))?;
    let mut content = Vec::new();
    std::io::stdin().take(largest).read_to_end(&mut content).map_err(CliError::io("reading the file"))?;
    Ok(content)
}

/// No more memory and time than the work takes, no file, no socket, no other process.
fn limit(memory: u64) -> std::io::Result<()> {
    let nothing = [Resource::FSIZE, Resource::CORE, Resource::NPROC, Resource::NOFILE].map(|resource| (resource, 0));
    let limits = [(Resource::AS, memory), (Resource::CPU, SECONDS)].into_iter().chain(nothing);
    limits.into_iter().try_for_each(|(resource, most)| resource.set(most, most))
}

fn answer(parts: &[&[u8]]) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    let written = parts.iter().try_for_each(|part| out.write_all(part)).and_then(|()| out.flush());
    written.map_err(CliError::io("writing the answer"))
}
