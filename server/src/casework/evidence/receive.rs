//! Takes in a file that comes in clear and is sealed here.

use bytes::Bytes;
use cleaner::FileKind;
use data_encoding::BASE64;
use futures_util::{Stream, StreamExt, stream::Fuse};
use jiff::Timestamp;
use model::{Attachment, CaseAction, FaultKind, Handling, Uncleaned, Wish, evidence, limits, state};
use rand_core::CryptoRng;
use seal::{FileKey, ReporterSecret, stage};
use zeroize::Zeroizing;

use super::{
    cleaning::{self, handle},
    deposit::Deposit,
    discard, film,
    upload::begin_row,
};
use crate::{
    casework::{
        CaseworkError, Office,
        follow::{facts, find},
    },
    clock::hour_of,
    store::{Case, StoredFile},
};

/// The connection ended before the file did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenOff;

/// A file that is sealed and stored.
pub(super) struct Kept {
    pub(super) row: StoredFile,
    pub(super) key: FileKey,
    pub(super) size: u64,
    pub(super) handling: Handling,
}

/// Takes in a file of the case that this code opens. It is the reporter's alone until it is sent.
///
/// # Errors
/// [`CaseworkError::NotFound`]; [`CaseworkError::Refused`] once the case takes nothing more; a fault if there are too many files, if this
/// one is too large, or if it broke off: then nothing of it stays.
pub async fn receive<R: CryptoRng + Send>(
    office: &Office,
    secret: &ReporterSecret,
    name: &str,
    wish: &Wish,
    content: impl Stream<Item = Result<Bytes, BrokenOff>> + Send + Unpin,
    now: Timestamp,
    rng: &mut R,
) -> Result<(), CaseworkError> {
    let case = find(office, secret).await?;
    state::decide(case.status, CaseAction::Supply, facts(&case))?;
    let (kind, arrived) = take_in(office, &case, wish, content, now, rng).await?;
    let kept = if kind.streams() { film::handle(office, arrived, wish, now, rng).await? } else { arrived };
    let Kept { row, key, size, handling } = kept;
    let (name, key) = (evidence::file_name(name), BASE64.encode(key.expose()));
    let attachment = Attachment { number: row.number, name, size, key, handling };
    let known = stage(secret, case.id, &attachment, rng).into_bytes();
    Ok(office.store.files().keep(case.id, row.number, known, hour_of(now)).await?)
}

async fn take_in<R: CryptoRng + Send>(
    office: &Office,
    case: &Case,
    wish: &Wish,
    content: impl Stream<Item = Result<Bytes, BrokenOff>> + Send + Unpin,
    now: Timestamp,
    rng: &mut R,
) -> Result<(FileKind, Kept), CaseworkError> {
    let row = begin_row(office, case.id, now, rng).await?;
    let key = FileKey::generate(rng);
    let deposit = Deposit::begin(&office.files, &row, &key, rng);
    let arrival = Arrival { most: office.evidence.largest(), wish, content: content.fuse(), pending: Zeroizing::default(), deposit };
    match arrival.take().await {
        Ok((kind, size, handling)) => Ok((kind, Kept { row, key, size, handling })),
        Err(error) => {
            discard(&office.store, &office.files, &row).await?;
            Err(error)
        }
    }
}

/// A file as it arrives.
struct Arrival<'a, S> {
    /// Most bytes that it may have.
    most: u64,
    wish: &'a Wish,
    content: Fuse<S>,
    /// What has come and is not sealed yet.
    pending: Zeroizing<Vec<u8>>,
    deposit: Deposit,
}

impl<S: Stream<Item = Result<Bytes, BrokenOff>> + Unpin> Arrival<'_, S> {
    /// What it is, its length, and what was done about the traces in it.
    async fn take(mut self) -> Result<(FileKind, u64, Handling), CaseworkError> {
        self.gather(FileKind::HEAD).await?;
        let kind = FileKind::of(&self.pending);
        let whole = kind.cleanable() && !kind.streams();
        let handling = if whole { self.take_whole().await? } else { self.wish.handling(Err(Uncleaned::Kind)) };
        self.pass_on().await?;
        Ok((kind, self.deposit.finish().await?, handling))
    }

    /// A file that fits into memory is cleaned there; a larger one goes on as it is.
    async fn take_whole(&mut self) -> Result<Handling, CaseworkError> {
        if !self.gather(cleaning::LARGEST + 1).await? {
            return Ok(self.wish.handling(Err(Uncleaned::Size)));
        }
        let given = std::mem::take(&mut *self.pending);
        let (content, handling) = handle(given, self.wish).await;
        *self.pending = content;
        Ok(handling)
    }

    /// Waits until this much has come, or all; tells whether it was all.
    async fn gather(&mut self, enough: usize) -> Result<bool, CaseworkError> {
        while self.pending.len() < enough {
            match self.content.next().await {
                Some(bytes) => self.pending.extend_from_slice(&bytes.map_err(broken_off)?),
                None => return Ok(true),
            }
        }
        Ok(false)
    }

    /// Seals what has come, and then what comes.
    async fn pass_on(&mut self) -> Result<(), CaseworkError> {
        let pending = std::mem::take(&mut self.pending);
        self.write(&pending).await?;
        while let Some(bytes) = self.content.next().await {
            self.write(&bytes.map_err(broken_off)?).await?;
        }
        Ok(())
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), CaseworkError> {
        if self.deposit.size() + bytes.len() as u64 > self.most {
            return Err(CaseworkError::Faults(vec![evidence::fault(FaultKind::FileTooLarge { max: self.most })]));
        }
        self.deposit.write(bytes).await
    }
}

fn broken_off(_: BrokenOff) -> CaseworkError {
    CaseworkError::Faults(vec![evidence::fault(FaultKind::Interrupted)])
}

/// Too many are waiting already.
pub(super) fn too_many() -> CaseworkError {
    CaseworkError::Faults(vec![evidence::fault(FaultKind::TooMany { max: limits::FILES_AT_ONCE })])
}
