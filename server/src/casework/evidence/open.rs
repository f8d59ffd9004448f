//! A file, opened by whoever holds the message that carries it.

use std::{ops::Range, sync::Arc};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use model::Attachment;
use seal::{FileHeader, FileKey, FileLayout, FileOpener, FilePlace, FileSegment, OpenError, SEGMENT, file_key};
use zeroize::Zeroizing;

use crate::{
    casework::{CaseworkError, Office},
    files::{Files, FilesError},
    store::StoredFile,
};

/// What is wrong with a file: it is never shown as whole then.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// Part of it is missing.
    #[error("a part of the file is missing")]
    Missing,
    /// It was changed, exchanged or cut since it was sealed.
    #[error("the file was changed since it was sealed")]
    Altered(#[source] OpenError),
    /// The files cannot be reached now.
    #[error(transparent)]
    Away(FilesError),
}

impl From<FilesError> for FileFault {
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::Missing => Self::Missing,
            other => Self::Away(other),
        }
    }
}

/// Of a file that was stored just now.
impl From<FileFault> for CaseworkError {
    fn from(fault: FileFault) -> Self {
        match fault {
            FileFault::Missing => Self::Files(FilesError::Missing),
            FileFault::Altered(error) => Self::Sealed(error),
            FileFault::Away(error) => Self::Files(error),
        }
    }
}

impl From<OpenError> for FileFault {
    fn from(error: OpenError) -> Self {
        Self::Altered(error)
    }
}

/// A file in the store with its key, which can be read from any place on.
pub(super) struct Stored {
    files: Files,
    object: String,
    opener: FileOpener,
    layout: FileLayout,
    /// The segment of which a range was read last.
    last: Option<(u32, Zeroizing<Vec<u8>>)>,
}

impl Stored {
    pub(super) async fn open(files: &Files, row: &StoredFile, key: &FileKey, size: u64) -> Result<Self, FileFault> {
        let first = files.get(&row.object, 0).await?;
        let header = FileHeader::try_from(first.get(..FileHeader::LEN).ok_or(FileFault::Missing)?)?;
        let opener = FileOpener::new(key, FilePlace { case: row.case_id, number: row.number }, &header, size)?;
        Ok(Self { files: files.clone(), object: row.object.clone(), opener, layout: FileLayout::of(size), last: None })
    }

    pub(super) fn segments(&self) -> u32 {
        self.layout.segments()
    }

    pub(super) async fn segment(&self, segment: u32) -> Result<Zeroizing<Vec<u8>>, FileFault> {
        let stored = self.files.get(&self.object, segment).await?;
        let header = if segment == 0 { FileHeader::LEN } else { 0 };
        let sealed = stored.get(header..).ok_or(FileFault::Missing)?;
        Ok(self.opener.open(segment, FileSegment::try_from(sealed.to_vec())?)?)
    }

    /// All of it at once.
    pub(super) async fn whole(&self) -> Result<Zeroizing<Vec<u8>>, FileFault> {
        let mut content = Zeroizing::new(Vec::with_capacity(self.segments() as usize * SEGMENT));
        for segment in 0..self.segments() {
            content.extend_from_slice(&self.segment(segment).await?);
        }
        Ok(content)
    }

    /// These bytes of the content, as far as it has them. Small ranges close to each other open a segment once.
    pub(super) async fn range(&mut self, range: Range<u64>) -> Result<Zeroizing<Vec<u8>>, FileFault> {
        let step = SEGMENT as u64;
        let mut bytes = Zeroizing::default();
        let mut at = range.start;
        while at < range.end && at / step < u64::from(self.segments()) {
            let segment = self.held((at / step) as u32).await?;
            let (from, up_to) = ((at % step) as usize, (range.end - at / step * step).min(step) as usize);
            Vec::extend_from_slice(&mut bytes, segment.get(from..up_to.min(segment.len())).unwrap_or_default());
            at = (at / step + 1) * step;
        }
        Ok(bytes)
    }

    async fn held(&mut self, segment: u32) -> Result<&[u8], FileFault> {
        let held = match self.last.take() {
            Some(held) if held.0 == segment => held,
            _ => (segment, self.segment(segment).await?),
        };
        Ok(&self.last.insert(held).1)
    }
}

/// A file that a message carries.
pub struct OpenFile {
    /// What is known of it.
    pub attachment: Attachment,
    stored: Stored,
}

impl OpenFile {
    /// Opens a file with the key that its message carries.
    pub(in crate::casework) async fn open(
        office: &Office,
        row: &StoredFile,
        attachment: Attachment,
    ) -> Result<Result<Self, FileFault>, CaseworkError> {
        let key = file_key(&attachment)?;
        let stored = Stored::open(&office.files, row, &key, attachment.size).await;
        Ok(stored.map(|stored| Self { attachment, stored }))
    }

    /// Reads all of it, and finds whatever is wrong with it before any of it is shown.
    ///
    /// # Errors
    /// What is wrong.
    pub async fn check(&self) -> Result<(), FileFault> {
        for segment in 0..self.stored.segments() {
            self.stored.segment(segment).await?;
        }
        Ok(())
    }

    /// How it begins: its first segment.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn head(&self) -> Result<Zeroizing<Vec<u8>>, FileFault> {
        self.stored.segment(0).await
    }

    /// All of it at once.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn whole(&self) -> Result<Zeroizing<Vec<u8>>, FileFault> {
        self.stored.whole().await
    }

    /// Its content, a segment at a time.
    pub fn content(self: Arc<Self>) -> impl Stream<Item = Result<Bytes, FileFault>> + Send + 'static {
        let segments = self.stored.segments();
        stream::iter(0..segments).then(move |segment| {
            let file = Arc::clone(&self);
            async move { file.stored.segment(segment).await.map(|mut content| Bytes::from(std::mem::take(&mut *content))) }
        })
    }
}
