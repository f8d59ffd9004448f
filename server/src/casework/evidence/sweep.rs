//! Files that nobody sent.

use jiff::Timestamp;

use super::EvidenceRules;
use crate::{
    casework::CaseworkError,
    files::Files,
    store::{Store, StoreError, StoredFile},
};

/// Deletes a file that was not sent.
///
/// # Errors
/// [`CaseworkError::NotFound`] if it was, or if it has come further than this says; files or database are away.
pub async fn discard(store: &Store, files: &Files, file: &StoredFile) -> Result<(), CaseworkError> {
    store.files().give_up(file).await?;
    // What is in it first: nothing is forgotten that is still there.
    files.delete(&file.object).await?;
    Ok(store.files().forget(file.case_id, file.number).await?)
}

/// Deletes a file of one's own making that is not to stay. If its case was destroyed meanwhile nothing names it any more: what was written of
/// it since then would stay for good.
///
/// # Errors
/// Files or database are away; [`CaseworkError::NotFound`] if it was sent.
pub(super) async fn undo(store: &Store, files: &Files, file: &StoredFile) -> Result<(), CaseworkError> {
    match discard(store, files, file).await {
        Err(CaseworkError::NotFound) => match store.files().one(file.case_id, file.number).await {
            Err(StoreError::NotFound) => Ok(files.delete(&file.object).await?),
            Ok(_) => Err(CaseworkError::NotFound),
            Err(error) => Err(error.into()),
        },
        other => other,
    }
}

/// Deletes files that did not become whole in time, those that were not sent, and what is left of destroyed cases; returns how many.
///
/// # Errors
/// Files or database are away.
pub async fn sweep(store: &Store, files: &Files, rules: &EvidenceRules, now: Timestamp) -> Result<u64, CaseworkError> {
    let (arriving, added) = ((now - rules.unfinished()).as_millisecond(), (now - rules.unsent()).as_millisecond());
    let mut swept = 0;
    for file in store.files().left_behind(arriving, added).await? {
        match discard(store, files, &file).await {
            Ok(()) => swept += 1,
            // It became whole or was sent at this very moment.
            Err(CaseworkError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    for abandoned in store.files().abandoned().await? {
        files.delete(&abandoned.object).await?;
        store.files().forget_abandoned(&abandoned.object).await?;
        swept += 1;
    }
    Ok(swept)
}
