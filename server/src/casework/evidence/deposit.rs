//! Seals a file as it comes and stores each segment as soon as it is full.

use bytes::Bytes;
use jiff::Timestamp;
use rand_core::CryptoRng;
use seal::{FileHeader, FileKey, FilePlace, FileSealer, FileSegment};
use tokio::task::JoinSet;

use super::{sweep::undo, upload::begin_row};
use crate::{
    casework::{CaseworkError, Office},
    files::{Files, FilesError},
    store::{Store, StoredFile},
};

/// Segments that are being written at once: one is sealed while others wait for the disk.
const AT_ONCE: usize = 4;

/// A file that is whole in the store.
pub(super) struct Sealed {
    pub(super) row: StoredFile,
    pub(super) key: FileKey,
    /// The content's length in bytes.
    pub(super) size: u64,
}

/// A file on its way into the store.
pub(super) struct Deposit {
    row: StoredFile,
    key: FileKey,
    sealer: FileSealer,
    writer: Writer,
    store: Store,
}

impl Deposit {
    /// Begins a file of the case, if no more than `most` wait.
    pub(super) async fn begin<R: CryptoRng + Send>(
        office: &Office,
        case: i64,
        most: usize,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<Self, CaseworkError> {
        let row = begin_row(office, case, most, now, rng).await?;
        let key = FileKey::generate(rng);
        let sealer = FileSealer::begin(&key, FilePlace { case, number: row.number }, rng);
        let header = sealer.header();
        let writer = Writer { files: office.files.clone(), object: row.object.clone(), header, next: 0, writing: JoinSet::new() };
        Ok(Self { row, key, sealer, writer, store: office.store.clone() })
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

    /// After all was `written`: whole and durable when it returns. If that, or this, fails, nothing of it stays.
    pub(super) async fn end(self, written: Result<(), CaseworkError>) -> Result<Sealed, CaseworkError> {
        let Self { row, key, sealer, mut writer, store } = self;
        let size = sealer.size();
        let written = match written {
            Ok(()) => writer.store_all(sealer.finish()).await,
            Err(error) => Err(error),
        };
        if let Err(error) = written {
            // What is being written would come after what is deleted.
            writer.come_to_rest().await;
            undo(&store, &writer.files, &row).await?;
            return Err(error);
        }
        Ok(Sealed { row, key, size })
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

    /// The last ones; durable when it returns.
    async fn store_all(&mut self, segments: impl Iterator<Item = FileSegment> + Send) -> Result<(), CaseworkError> {
        for segment in segments {
            self.store(segment).await?;
        }
        while !self.writing.is_empty() {
            self.one_done().await?;
        }
        Ok(())
    }

    async fn one_done(&mut self) -> Result<(), CaseworkError> {
        match self.writing.join_next().await {
            // The message of one that panicked may quote what is in the file: nothing is told of it.
            Some(done) => Ok(done.unwrap_or(Err(FilesError::Unwritten))?),
            None => Ok(()),
        }
    }

    /// Waits until nothing is being written, whatever came of it.
    async fn come_to_rest(&mut self) {
        while self.writing.join_next().await.is_some() {}
    }
}
