//! Takes in a file that comes in clear and is sealed here.

use bytes::Bytes;
use cleaner::FileKind;
use data_encoding::BASE64;
use futures_util::{Stream, StreamExt};
use jiff::Timestamp;
use model::{Attachment, CaseAction, FaultKind, Wish, evidence, limits, state};
use rand_core::CryptoRng;
use seal::{OpenError, Purpose, ReporterSecret, stage};
use zeroize::Zeroizing;

use super::{
    deposit::{Deposit, Sealed},
    sweep::undo,
    treatment::{Treated, treat},
};
use crate::{
    casework::{
        CaseworkError, Office,
        follow::{facts, find, key_ring},
    },
    clock::hour_of,
    store::StoreError,
};

/// The connection ended before the file did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenOff;

/// Takes in a file of the case that this code opens. It is the reporter's alone until it is sent.
///
/// It is sealed and stored as it comes, in constant memory, and cleaned from there: what a slow connection holds up is small.
///
/// # Errors
/// [`CaseworkError::NotFound`]; [`CaseworkError::Refused`] once the case takes nothing more; a fault if there are too many files, if this
/// one is empty or too large, or if it broke off: then nothing of it stays.
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
    let keys = key_ring(&office.store.cases().reporters_data_keys(case.id).await?, secret)?;
    let staging = secret.staging_key(keys.get(Purpose::Report, 0).ok_or(OpenError::WrongKey)?);
    let mut deposit = Deposit::begin(office, case.id, limits::FILES_AT_ONCE, now, rng).await?;
    let written = write(&mut deposit, content, office.evidence.largest()).await;
    let (kind, written) = written.map_or_else(|error| (FileKind::Other, Err(error)), |kind| (kind, Ok(())));
    let arrived = deposit.end(written).await?;
    let Treated { file: Sealed { row, key, size }, handling } = treat(office, arrived, kind, wish, now, rng).await?;
    let (name, key) = (evidence::file_name(name), BASE64.encode(key.expose()));
    let attachment = Attachment { number: row.number, name, size, key, handling };
    let known = stage(&staging, case.id, &attachment, rng).into_bytes();
    let kept = office.store.files().keep(case.id, row.number, known, hour_of(now)).await;
    if matches!(kept, Err(StoreError::NotFound)) {
        undo(&office.store, &office.files, &row).await?;
    }
    Ok(kept?)
}

/// Writes what comes, no more than `most` bytes of it, and tells what it is.
async fn write(
    deposit: &mut Deposit,
    mut content: impl Stream<Item = Result<Bytes, BrokenOff>> + Send + Unpin,
    most: u64,
) -> Result<FileKind, CaseworkError> {
    let mut head = Zeroizing::new(Vec::with_capacity(FileKind::HEAD));
    while let Some(bytes) = content.next().await {
        let bytes = bytes.map_err(|BrokenOff| CaseworkError::Faults(vec![evidence::fault(FaultKind::Interrupted)]))?;
        if deposit.size() + bytes.len() as u64 > most {
            return Err(CaseworkError::Faults(vec![evidence::fault(FaultKind::FileTooLarge { max: most })]));
        }
        let more = bytes.len().min(FileKind::HEAD - head.len());
        head.extend_from_slice(&bytes[..more]);
        deposit.write(&bytes).await?;
    }
    if deposit.size() == 0 {
        return Err(CaseworkError::Faults(vec![evidence::fault(FaultKind::FileEmpty)]));
    }
    Ok(FileKind::of(&head))
}
