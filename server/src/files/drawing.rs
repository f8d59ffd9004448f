//! Has files drawn by a process of its own, with little memory and time, no environment, no open files, and nothing in it that is secret but
//! the one file: whoever wrote that file to take over what reads it takes over nothing else.

use std::{path::PathBuf, process::Stdio, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, Command},
    sync::Semaphore,
    time::timeout,
};

use super::pixels::Drawn;

/// The command by which this program draws.
pub const COMMAND: &str = "draw";
/// The longest that a page may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Processes at once.
const AT_ONCE: usize = 2;
/// The largest file that is drawn, in bytes.
pub const LARGEST: u64 = 100 << 20;
/// The largest picture that comes back.
const MOST: u64 = 64 << 20;

/// Draws files. Cheap to clone.
#[derive(Clone)]
pub struct Drawing {
    program: PathBuf,
    places: Arc<Semaphore>,
}

impl Drawing {
    /// By this program, which is the portal's own.
    pub fn by(program: PathBuf) -> Self {
        Self { program, places: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// A page of a file, counted from 0; none if it cannot be drawn.
    ///
    /// # Errors
    /// The process could not be started.
    pub async fn draw(&self, content: &[u8], page: u32) -> std::io::Result<Option<Drawn>> {
        let Ok(_place) = self.places.acquire().await else { return Ok(None) };
        let mut child = Command::new(&self.program)
            .args([COMMAND, &page.to_string()])
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let answer = timeout(PATIENCE, answer(&mut child, content)).await;
        Ok(answer.ok().flatten().and_then(|bytes| read(&bytes)))
    }
}

async fn answer(child: &mut Child, content: &[u8]) -> Option<Vec<u8>> {
    let (mut input, output) = (child.stdin.take()?, child.stdout.take()?);
    let mut drawn = Vec::new();
    let mut output = output.take(MOST);
    // It may stop before it has read all: what came of it is what it wrote.
    let (_, read) = tokio::join!(
        async move {
            let written = input.write_all(content).await;
            drop(input);
            written
        },
        output.read_to_end(&mut drawn)
    );
    let status = child.wait().await.ok()?;
    (read.is_ok() && status.success()).then_some(drawn)
}

/// The number of pages (4 bytes, big-endian), and the picture.
fn read(bytes: &[u8]) -> Option<Drawn> {
    let (pages, png) = bytes.split_first_chunk::<4>()?;
    (!png.is_empty()).then(|| Drawn { pages: u32::from_be_bytes(*pages), png: png.to_vec() })
}
