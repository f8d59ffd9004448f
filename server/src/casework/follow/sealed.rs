//! The same for a reporter whose browser keeps the code: what is on record leaves as it is, and what comes is sealed and signed.

use jiff::Timestamp;
use model::{
    CaseAction, FaultKind, Field,
    api::{AddedFile, Base64, Judge, ReportersKey, SealedCase, SealedText},
    state,
    status::Rating,
};
use seal::{ActStatement, Ciphertext, Holder, LookupId, OpenError, SealedKey, Slot, StatementSignature, VerifyingKey};

use super::{Followed, Written, deletion_asked, facts, followed, on_record, step};
use crate::{
    casework::{
        CaseworkError, Office,
        custody::{IdentityUse, object_sealed},
        directory::PublicUnitKey,
        reading::{Reader, Signatories},
        renewal,
    },
    store::{Author, Case, CaseKey, CasePatch, Envelope, FollowedCase, NewEnvelope, NewKey},
};

/// What a reporter asks for.
pub struct Act {
    /// Names the case.
    pub lookup: LookupId,
    /// The version of the case that the reporter saw.
    pub version: i64,
    /// What is to be done.
    pub action: CaseAction,
    /// How content the reporter is.
    pub rating: Option<Rating>,
    /// What was written.
    pub text: Option<Text>,
    /// Which files go with it.
    pub files: Vec<u32>,
    /// The new data key that the message is under, where the one in use is not to be used any more.
    pub next: Option<NextCopies>,
    /// The key of the request that is objected to, sealed to this key of the unit above.
    pub judge: Option<(i64, SealedKey)>,
    /// The reporter's signature under all of it.
    pub signature: StatementSignature,
}

/// The copies of a new data key.
pub struct NextCopies {
    /// The reporter's.
    pub reporter: SealedKey,
    /// The unit's, with the id of the key that it is sealed to.
    pub unit: (i64, SealedKey),
}

/// A message that came sealed.
pub struct Text {
    /// Which message of the case it becomes.
    pub seq: u32,
    /// The data key it is under.
    pub epoch: u32,
    /// The ciphertext.
    pub ciphertext: Ciphertext,
}

/// The case that this id names, with nothing opened, and what the browser needs to open it.
///
/// # Errors
/// [`CaseworkError::NotFound`] if no case is known under it, or none any more.
pub async fn open(office: &Office, lookup: &LookupId, now: Timestamp) -> Result<(Followed, SealedCase), CaseworkError> {
    let (found, granted) = on_record(office, lookup).await?;
    let signatories = office.signatories(&found.envelopes).await?;
    let cases = office.store.cases();
    let next_message = cases.next_seq(found.case.id, Slot::Message).await?;
    // What is on record for the reporter has no copies of the unit's.
    let renewal = renewal::due(&office.directory, &found.case, &cases.keys(found.case.id).await?);
    let sealed = sealed_case(&found, &signatories, next_message, renewal);
    let followed = followed(office, found, granted, &Reader::Browser, now);
    let judges = followed.uses.iter().filter_map(|given| judge(office, given)).collect();
    Ok((followed, SealedCase { judges, ..sealed }))
}

fn sealed_case(found: &FollowedCase, signatories: &Signatories, next_message: u32, renewal: Option<&PublicUnitKey>) -> SealedCase {
    let FollowedCase { case, keys, envelopes, files, .. } = found;
    let of_reporter = keys.iter().filter(|copy| copy.holder == Holder::Reporter);
    let key =
        |copy: &CaseKey| ReportersKey { epoch: copy.epoch, purpose: copy.purpose.as_str().to_owned(), sealed: Base64(copy.sealed.clone()) };
    SealedCase {
        case: case.id,
        version: case.version,
        epoch: case.epoch,
        number: case.number.clone(),
        filed_at: case.filed_at,
        keys: of_reporter.map(key).collect(),
        texts: envelopes.iter().map(|envelope| text(envelope, signatories)).collect(),
        next_message,
        renewal: renewal.map(PublicUnitKey::to_signed),
        judges: Vec::new(),
        files: files.iter().map(|file| AddedFile { number: file.number, known: Base64(file.known.clone().unwrap_or_default()) }).collect(),
    }
}

/// The key of the unit whose leads would answer an objection.
fn judge(office: &Office, given: &IdentityUse) -> Option<Judge> {
    let key = office.directory.report_key(given.objectable_at?)?;
    Some(Judge { request: given.request.seq, key: key.to_signed() })
}

fn text(envelope: &Envelope, signatories: &Signatories) -> SealedText {
    let of_staff = envelope.author != Author::Reporter;
    let keys = || signatories.of(envelope.author).iter().map(|key| Base64(key.as_bytes().to_vec())).collect();
    SealedText {
        slot: envelope.slot.as_str().to_owned(),
        seq: envelope.seq,
        epoch: envelope.epoch,
        authors: of_staff.then(keys),
        ciphertext: Base64(envelope.ciphertext.clone()),
    }
}

/// Does what a reporter's browser asks for.
///
/// # Errors
/// [`CaseworkError::NotFound`]; [`CaseworkError::Sealed`] if it is not signed by the case's reporter; [`CaseworkError::Conflict`] if the case
/// has changed since the reporter saw it; [`CaseworkError::Refused`] if its status does not allow it; a fault if something is missing.
pub async fn act(office: &Office, act: Act, now: Timestamp) -> Result<(), CaseworkError> {
    let case = office.store.cases().by_lookup(&office.keys.receipt_lookup(&act.lookup)).await?;
    check_signature(office, &case, &act).await?;
    let keys = check_place(office, &case, &act).await?;
    if act.action == CaseAction::Object {
        let (text, judge) = act.text.zip(act.judge).ok_or(CaseworkError::fault(Field::Objection, FaultKind::Empty))?;
        return object_sealed(office, &case, text.seq, text.ciphertext.into_bytes(), judge, now).await;
    }
    let transition = state::decide(case.status, act.action, facts(&case))?;
    let (patch, detail) = match (act.action, act.rating, &act.text) {
        (CaseAction::Rate, Some(rating), _) => (CasePatch { rating: Some(Some(rating)), ..CasePatch::default() }, Some(rating.as_str())),
        (CaseAction::Rate, None, _) => return Err(CaseworkError::fault(Field::Rating, FaultKind::Empty)),
        (CaseAction::Supply, _, None) => return Err(CaseworkError::fault(Field::Message, FaultKind::Empty)),
        (CaseAction::AskDeletion, ..) => (deletion_asked(now), None),
        _ => (CasePatch::default(), None),
    };
    let files = act.files;
    let text = act.text.filter(|_| act.action == CaseAction::Supply);
    let written = text.map(|text| Written { envelope: new_envelope(text), keys, files });
    step(office, &case, transition, written, patch, detail, now).await
}

/// Whether the case stands as it does once its reporter has done this. To be asked only of what the reporter has signed.
///
/// # Errors
/// [`CaseworkError::NotFound`].
pub async fn is_done(office: &Office, lookup: &LookupId, action: CaseAction, rating: Option<Rating>) -> Result<bool, CaseworkError> {
    let case = office.store.cases().by_lookup(&office.keys.receipt_lookup(lookup)).await?;
    Ok(super::is_done(&case, action, rating))
}

async fn check_signature(office: &Office, case: &Case, act: &Act) -> Result<(), CaseworkError> {
    let keys = office.store.cases().reporter_keys(case.id).await?;
    let key = VerifyingKey::try_from(keys.verifying_key.as_slice())?;
    let text = act.text.as_ref().map(|text| &text.ciphertext);
    let copies = act.next.iter().flat_map(|next| [&next.reporter, &next.unit.1]).chain(act.judge.iter().map(|(_, copy)| copy));
    let stated = ActStatement {
        case: case.id,
        version: act.version,
        action: act.action,
        rating: act.rating,
        text,
        files: &act.files,
        copies: &copies.collect::<Vec<_>>(),
    };
    if stated.is_signed(&key, &act.signature) { Ok(()) } else { Err(OpenError::Signature.into()) }
}

/// A message is sealed for its place, so it has to be the next one, under the key in use; an objection has that of its request. Where the
/// unit has put a new key in the place of its own, a message starts a new data key, whose copies are the answer.
async fn check_place(office: &Office, case: &Case, act: &Act) -> Result<Vec<NewKey>, CaseworkError> {
    let conflict = CaseworkError::Conflict { by: None, version: case.version };
    if act.version != case.version {
        return Err(conflict);
    }
    let Some(text) = &act.text else { return Ok(Vec::new()) };
    if act.action == CaseAction::Object {
        return if text.seq == text.epoch { Ok(Vec::new()) } else { Err(conflict) };
    }
    let cases = office.store.cases();
    let due = renewal::due(&office.directory, case, &cases.keys(case.id).await?);
    let (epoch, copies) = match (due, &act.next) {
        (None, None) => (case.epoch, Vec::new()),
        (Some(unit), Some(NextCopies { reporter, unit: (key, copy) })) if *key == unit.id => {
            let epoch = case.epoch.saturating_add(1);
            (epoch, renewal::copies(epoch, reporter.clone(), unit, copy.clone()))
        }
        _ => return Err(conflict),
    };
    let next = cases.next_seq(case.id, Slot::Message).await?;
    if (text.seq, text.epoch) == (next, epoch) { Ok(copies) } else { Err(conflict) }
}

fn new_envelope(text: Text) -> NewEnvelope {
    let Text { seq, epoch, ciphertext } = text;
    NewEnvelope { slot: Slot::Message, seq, epoch, author: Author::Reporter, ciphertext: ciphertext.into_bytes() }
}
