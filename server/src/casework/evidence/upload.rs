//! Takes in a file that comes sealed from the reporter's browser, segment by segment.

use bytes::Bytes;
use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use model::{CaseAction, FaultKind, FileState, evidence, limits, state};
use rand_core::CryptoRng;
use seal::{Ciphertext, FileHeader, FileLayout, FilePlace, FileSegment, Locked, LookupId, OpenError, Purpose, SymmetricKey, lock, unlock};

use crate::{
    casework::{CaseworkError, Office, follow::facts},
    clock::hour_of,
    files::new_object,
    store::{StoreError, StoredFile},
};

const AAD: &[u8] = b"qingfeng/upload/1";
/// A file that has been on its way so long takes nobody's place: its browser may be gone.
const STALLED: SignedDuration = SignedDuration::from_hours(2);

/// The right to write the segments of one file: the file, and its name in the store.
pub struct Upload {
    /// The file.
    pub place: FilePlace,
    object: String,
}

impl Upload {
    /// As the browser carries it: base64url, which only the portal opens.
    pub fn seal(&self, key: &SymmetricKey, rng: &mut impl CryptoRng) -> String {
        let plain = [&self.place.case.to_be_bytes()[..], &self.place.number.to_be_bytes(), self.object.as_bytes()].concat();
        BASE64URL_NOPAD.encode(lock(&plain, key, AAD, rng).as_bytes())
    }

    /// What a browser carried; none if the portal did not make it.
    pub fn open(text: &str, key: &SymmetricKey) -> Option<Self> {
        let locked = Locked::try_from(BASE64URL_NOPAD.decode(text.as_bytes()).ok()?).ok()?;
        let plain = unlock(&locked, key, AAD).ok()?;
        let (case, rest) = plain.split_first_chunk::<8>()?;
        let (number, object) = rest.split_first_chunk::<4>()?;
        let place = FilePlace { case: i64::from_be_bytes(*case), number: u32::from_be_bytes(*number) };
        Some(Self { place, object: String::from_utf8(object.to_vec()).ok()? })
    }
}

/// Begins a file of a case, if no more than `most` wait.
pub(super) async fn begin_row<R: CryptoRng + Send>(
    office: &Office,
    case: i64,
    most: usize,
    now: Timestamp,
    rng: &mut R,
) -> Result<StoredFile, CaseworkError> {
    let stalled = hour_of(now - STALLED);
    let begun = office.store.files().begin(case, &new_object(rng), most, stalled, hour_of(now)).await?;
    begun.ok_or_else(|| CaseworkError::Faults(vec![evidence::fault(FaultKind::TooMany { max: limits::FILES_AT_ONCE })]))
}

/// Begins a file of the case that this id names. Beside it comes the reporter's copy of the case's first data key, without which the browser
/// cannot keep the file's name and key.
///
/// # Errors
/// [`CaseworkError::NotFound`]; [`CaseworkError::Refused`] once the case takes nothing more; a fault if there are too many files.
pub async fn begin<R: CryptoRng + Send>(
    office: &Office,
    lookup: &LookupId,
    now: Timestamp,
    rng: &mut R,
) -> Result<(Upload, Vec<u8>), CaseworkError> {
    let case = office.store.cases().by_lookup(&office.keys.receipt_lookup(lookup)).await?;
    state::decide(case.status, CaseAction::Supply, facts(&case))?;
    let copies = office.store.cases().reporters_data_keys(case.id).await?;
    let copy = copies.into_iter().find(|copy| (copy.purpose, copy.epoch) == (Purpose::Report, 0)).ok_or(CaseworkError::NotFound)?;
    let row = begin_row(office, case.id, limits::FILES_AT_ONCE, now, rng).await?;
    Ok((Upload { place: FilePlace { case: case.id, number: row.number }, object: row.object }, copy.sealed))
}

/// Stores one segment; durable when it returns. Sent again it is the same.
///
/// # Errors
/// [`CaseworkError::NotFound`] if the file is whole already or was given up; [`CaseworkError::Sealed`] for what is certainly no segment; a
/// fault if the file is too large.
pub async fn put(office: &Office, upload: &Upload, segment: u32, bytes: Bytes) -> Result<(), CaseworkError> {
    let most = office.evidence.largest();
    if segment >= FileLayout::of(most).segments() {
        return Err(CaseworkError::Faults(vec![evidence::fault(FaultKind::FileTooLarge { max: most })]));
    }
    check_segment(segment, &bytes)?;
    let file = office.store.files().one(upload.place.case, upload.place.number).await?;
    // What was sent stays as it was sent.
    if file.state != FileState::Arriving || file.object != upload.object {
        return Err(CaseworkError::NotFound);
    }
    office.files.put(&upload.object, segment, bytes).await?;
    // Taken back or swept meanwhile: what was just written would stay for good.
    match office.store.files().one(upload.place.case, upload.place.number).await {
        Ok(file) if file.object == upload.object && file.state != FileState::Leaving => Ok(()),
        Ok(_) | Err(StoreError::NotFound) => {
            office.files.delete(&upload.object).await?;
            Err(CaseworkError::NotFound)
        }
        Err(error) => Err(error.into()),
    }
}

/// Checks what can be checked of what nobody here can open.
fn check_segment(segment: u32, bytes: &Bytes) -> Result<(), OpenError> {
    let header = if segment == 0 { FileHeader::LEN } else { 0 };
    let (head, body) = bytes.split_at_checked(header).ok_or(OpenError::Truncated(bytes.len()))?;
    if segment == 0 {
        FileHeader::try_from(head)?;
    }
    match body.len() {
        short if short < FileSegment::MIN_LEN => Err(OpenError::Truncated(short)),
        long if long > FileSegment::MAX_LEN => Err(OpenError::Overlong(long)),
        _ => Ok(()),
    }
}

/// The file is whole: `segments` of them, and `known` is what its reporter knows of it.
///
/// # Errors
/// [`CaseworkError::NotFound`] if it is not on its way; a fault if some of it has not arrived.
pub async fn finish(office: &Office, upload: &Upload, segments: u32, known: Ciphertext, now: Timestamp) -> Result<(), CaseworkError> {
    let arrived = office.files.sizes(&upload.object).await?;
    if arrived.len() != segments as usize || !are_whole(&arrived) {
        return Err(CaseworkError::Faults(vec![evidence::fault(FaultKind::Interrupted)]));
    }
    let FilePlace { case, number } = upload.place;
    match office.store.files().keep(case, number, known.into_bytes(), hour_of(now)).await {
        // The answer got lost, and the browser asks again.
        Err(StoreError::NotFound) if office.store.files().one(case, number).await?.state == FileState::Added => Ok(()),
        other => Ok(other?),
    }
}

/// Whether segments of these sizes can be a file: all but the last one are full.
fn are_whole(sizes: &[u64]) -> bool {
    const FULL: u64 = FileSegment::MAX_LEN as u64;
    let header = |place| if place == 0 { FileHeader::LEN as u64 } else { 0 };
    let Some((_, before)) = sizes.split_last() else { return false };
    before.iter().enumerate().all(|(place, size)| *size == FULL + header(place))
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};
    use seal::SEGMENT;

    use super::*;

    #[test]
    fn only_the_portal_grants_an_upload() {
        let rng = &mut StdRng::seed_from_u64(1);
        let key = SymmetricKey::generate(rng);
        let upload = Upload { place: FilePlace { case: -3, number: 2 }, object: new_object(rng) };
        let text = upload.seal(&key, rng);
        let opened = Upload::open(&text, &key).unwrap();
        assert!(opened.place == upload.place && opened.object == upload.object);
        assert!(Upload::open(&text, &SymmetricKey::generate(rng)).is_none());
        assert!(Upload::open("", &key).is_none());
    }

    #[test]
    fn what_is_certainly_no_segment_is_refused() {
        assert_eq!(check_segment(0, &Bytes::from_static(b"short")), Err(OpenError::Truncated(5)));
        assert_eq!(check_segment(0, &Bytes::from(vec![9; 100])), Err(OpenError::UnknownSuite(9)));
        assert_eq!(check_segment(1, &Bytes::from(vec![0; 3])), Err(OpenError::Truncated(3)));
        assert_eq!(check_segment(1, &Bytes::from(vec![0; SEGMENT + 17])), Err(OpenError::Overlong(SEGMENT + 17)));
        assert_eq!(check_segment(1, &Bytes::from(vec![0; 16])), Ok(()));
    }

    #[test]
    fn a_file_has_a_short_segment_only_at_its_end() {
        let (head, full) = (FileHeader::LEN as u64, FileSegment::MAX_LEN as u64);
        for whole in [vec![head + 16], vec![head + full, 16], vec![head + full, full, full]] {
            assert!(are_whole(&whole), "{whole:?}");
        }
        for cut in [vec![], vec![head + 16, full], vec![head + full, 16, full], vec![full, full]] {
            assert!(!are_whole(&cut), "{cut:?}");
        }
    }
}
