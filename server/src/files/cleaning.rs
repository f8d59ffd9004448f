//! Has files cleaned of what tells about their maker, by a process apart.

use std::path::PathBuf;

use cleaner::{CleanError, Cleaned, FileKind};
use model::{Trace, Uncleaned};
use zeroize::Zeroizing;

use super::{
    FilesError,
    apart::{self, Apart},
};

/// The command by which this program cleans.
pub const COMMAND: &str = "clean";
/// The largest file that is cleaned here as a whole, in bytes. A browser cleans larger ones, and films are of any length.
pub const LARGEST: u64 = 20 << 20;
/// The largest answer: a document may grow when it is written anew.
const MOST: u64 = 2 * LARGEST;

/// Cleans files. Cheap to clone.
#[derive(Clone)]
pub struct Cleaning(Apart);

/// A file without what told about its maker, and what that was; or why it is as it was.
pub type Outcome = Result<(Vec<Trace>, Zeroizing<Vec<u8>>), Uncleaned>;

impl Cleaning {
    /// By this program, which is the portal's own.
    pub fn by(program: PathBuf) -> Self {
        Self(Apart::by(program))
    }

    /// Waits for a place. Whoever reads a file to have it cleaned waits first.
    pub async fn place(&self) -> Place {
        Place(self.0.place().await)
    }
}

/// The right to have a file cleaned.
pub struct Place(apart::Place);

impl Place {
    /// Cleans a file. One that takes more memory or time than there is counts as too large.
    ///
    /// # Errors
    /// The process could not be started.
    pub async fn clean(&self, content: &[u8]) -> Result<Outcome, FilesError> {
        let answer = self.0.run(&[COMMAND], content, MOST).await.map_err(FilesError::Uncleanable)?.map(Zeroizing::new);
        Ok(answer.and_then(|bytes| read(&bytes)).unwrap_or(Err(Uncleaned::Size)))
    }
}

/// What the process does.
pub fn clean(content: Vec<u8>) -> Result<Cleaned, CleanError> {
    cleaner::clean(FileKind::of_whole(&content), content)
}

/// As the process answers: a line of JSON that says what was found, and the file.
///
/// # Errors
/// What was found cannot be written as JSON.
pub fn write(outcome: Result<Cleaned, CleanError>) -> serde_json::Result<Vec<u8>> {
    let (found, content) = match outcome {
        Ok(Cleaned { found, bytes }) => (Ok(found), bytes),
        Err(error) => (Err(Uncleaned::from(error)), Vec::new()),
    };
    let mut answer = serde_json::to_vec::<Result<Vec<Trace>, Uncleaned>>(&found)?;
    answer.push(b'\n');
    answer.extend_from_slice(&content);
    Ok(answer)
}

fn read(answer: &[u8]) -> Option<Outcome> {
    let end = answer.iter().position(|byte| *byte == b'\n')?;
    let found: Result<Vec<Trace>, Uncleaned> = serde_json::from_slice(&answer[..end]).ok()?;
    Some(found.map(|found| (found, Zeroizing::new(answer[end + 1..].to_vec()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_process_writes_is_read_again() {
        let cleaned = Cleaned { found: vec![Trace::Location, Trace::Device], bytes: b"a\nb".to_vec() };
        let read_again = read(&write(Ok(cleaned)).unwrap());
        assert_eq!(read_again, Some(Ok((vec![Trace::Location, Trace::Device], Zeroizing::new(b"a\nb".to_vec())))));
        assert_eq!(read(&write(Err(CleanError::Encrypted)).unwrap()), Some(Err(Uncleaned::Locked)));
        assert_eq!(read(b""), None);
    }
}
