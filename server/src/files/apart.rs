//! Work on what strangers made, done by a process of its own: with little memory and time, no environment, no open files, and nothing in it
//! that is secret but the one file. Whoever wrote that file to take over what reads it takes over nothing else; one that makes its reader
//! eat memory or time ends that process and no other.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, Command},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// The longest that one piece of work may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Processes of one kind at once.
const AT_ONCE: usize = 2;

/// Starts processes of one kind. Cheap to clone.
#[derive(Clone)]
pub(super) struct Apart {
    program: Arc<Path>,
    places: Arc<Semaphore>,
}

impl Apart {
    /// By this program, which is the portal's own.
    pub(super) fn by(program: PathBuf) -> Self {
        Self { program: program.into(), places: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// Waits until a process may be started: whoever reads a file for one waits first, so that no more of them stand in memory.
    pub(super) async fn place(&self) -> Place {
        // It is never closed.
        Place { program: Arc::clone(&self.program), _permit: Arc::clone(&self.places).acquire_owned().await.ok() }
    }
}

/// The right to start a process.
pub(super) struct Place {
    program: Arc<Path>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Place {
    /// Gives a process `content`, and returns what it answers, `most` bytes of it; none if it fails. Dropped, it ends the process.
    ///
    /// # Errors
    /// The process could not be started.
    pub(super) async fn run(&self, arguments: &[&str], content: &[u8], most: u64) -> std::io::Result<Option<Vec<u8>>> {
        let mut child = Command::new(&*self.program)
            .args(arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        Ok(timeout(PATIENCE, answer(&mut child, content, most)).await.ok().flatten())
    }
}

async fn answer(child: &mut Child, content: &[u8], most: u64) -> Option<Vec<u8>> {
    let (mut input, output) = (child.stdin.take()?, child.stdout.take()?);
    let mut answered = Vec::new();
    let mut output = output.take(most);
    // It may stop before it has read all: what came of it is what it wrote.
    let (_, read) = tokio::join!(
        async move {
            let written = input.write_all(content).await;
            drop(input);
            written
        },
        output.read_to_end(&mut answered)
    );
    let status = child.wait().await.ok()?;
    (read.is_ok() && status.success()).then_some(answered)
}
