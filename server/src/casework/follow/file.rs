//! A file that a reporter added, given back to whoever has the code.

use bytes::Bytes;
use jiff::Timestamp;
use model::{FileState, ReceiptCode};
use seal::LookupId;

use super::open;
use crate::{
    casework::{
        CaseworkError, Office,
        evidence::{FileFault, OpenFile},
        timeline::Party,
    },
    files::FilesError,
};

/// Opens a file that waits or that a message of the reporter's carries.
///
/// # Errors
/// [`CaseworkError::NotFound`] if no case is known under the code, or it has no such file.
pub async fn own_file(
    office: &Office,
    code: &ReceiptCode,
    number: u32,
    now: Timestamp,
) -> Result<Result<OpenFile, FileFault>, CaseworkError> {
    let followed = open(office, code, now).await?;
    let waiting = followed.added.iter().filter_map(|(_, known)| known.opened());
    let own = followed.entries.iter().filter(|entry| entry.by == Party::Reporter);
    let sent = own.filter_map(|entry| entry.text.as_ref()?.opened()).flat_map(|message| &message.files);
    let attachment = waiting.chain(sent).find(|file| file.number == number).ok_or(CaseworkError::NotFound)?;
    let row = office.store.files().one(followed.case.id, number).await?;
    OpenFile::open(office, &row, attachment.clone()).await
}

/// A segment of such a file as it is stored, for a browser that opens it.
///
/// # Errors
/// [`CaseworkError::NotFound`] if no case is known under this id, it has no such file, or the file no such segment.
pub async fn own_segment(office: &Office, lookup: &LookupId, number: u32, segment: u32) -> Result<Bytes, CaseworkError> {
    let case = office.store.cases().by_lookup(&office.keys.receipt_lookup(lookup)).await?;
    let file = office.store.files().one(case.id, number).await?;
    if !matches!(file.state, FileState::Added | FileState::Sent) {
        return Err(CaseworkError::NotFound);
    }
    match office.files.get(&file.object, segment).await {
        Err(FilesError::Missing) => Err(CaseworkError::NotFound),
        other => Ok(other?),
    }
}
