//! Seals a file as it comes and stores each segment as soon as it is full.

use bytes::Bytes;
use rand_core::CryptoRng;
use seal::{FileHeader, FileKey, FilePlace, FileSealer, FileSegment};
use tokio::task::{JoinError, JoinSet};

use crate::{
    casework::CaseworkError,
    files::{Files, FilesError},
    store::StoredFile,
};

/// Segments that are being written at once: one is sealed while others wait for the disk.
const AT_ONCE: usize = 4;

/// A file on its way into the store.
pub(super) struct Deposit {
    sealer: FileSealer,
    writer: Writer,
}

impl Deposit {
    pub(super) fn begin(files: &Files, row: &StoredFile, key: &FileKey, rng: &mut impl CryptoRng) -> Self {
        let sealer = FileSealer::begin(key, FilePlace { case: row.case_id, number: row.number }, rng);
        let header = sealer.header();
        let writer = Writer { files: files.clone(), object: row.object.clone(), header, next: 0, writing: JoinSet::new() };
        Self { sealer, writer }
    }

    /// Bytes taken in so far.
    pub(super) fn size(&self) -> u64 {
        self.sealer.size()
    }

    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<(), CaseworkError> {
        for segment in self.sealer.push(bytes) {
            self.writer.store(segment).await?;
        }
        Ok(())
    }

    /// Writes what is left. Whole and durable when it returns: the content's length in bytes.
    pub(super) async fn finish(mut self) -> Result<u64, CaseworkError> {
        let size = self.size();
        for segment in self.sealer.finish() {
            self.writer.store(segment).await?;
        }
        self.writer.settle().await?;
        Ok(size)
    }
}

/// Stores segments in their order, a few at once.
struct Writer {
    files: Files,
    object: String,
    header: FileHeader,
    next: u32,
    writing: JoinSet<Result<(), FilesError>>,
}

impl Writer {
    async fn store(&mut self, segment: FileSegment) -> Result<(), CaseworkError> {
        while self.writing.len() >= AT_ONCE {
            self.one_done().await?;
        }
        let (files, object, number) = (self.files.clone(), self.object.clone(), self.next);
        let bytes = match number {
            0 => Bytes::from([self.header.as_bytes().as_slice(), &segment.into_bytes()].concat()),
            _ => Bytes::from(segment.into_bytes()),
        };
        self.writing.spawn(async move { files.put(&object, number, bytes).await });
        self.next += 1;
        Ok(())
    }

    async fn settle(&mut self) -> Result<(), CaseworkError> {
        while !self.writing.is_empty() {
            self.one_done().await?;
        }
        Ok(())
    }

    async fn one_done(&mut self) -> Result<(), CaseworkError> {
        match self.writing.join_next().await {
            Some(done) => Ok(done.unwrap_or_else(|error| Err(stopped(&error)))?),
            None => Ok(()),
        }
    }
}

/// The runtime ends, or a write panicked: nothing can be said of the segment.
fn stopped(error: &JoinError) -> FilesError {
    FilesError::Unwritten(error.to_string())
}
