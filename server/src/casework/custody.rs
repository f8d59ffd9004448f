//! The identities of named reporters: opened by custodians alone, each time for a stated reason that the reporter reads.

use jiff::Timestamp;
use model::{CaseAction, CaseNumber, Field, Identity, Message, Right, Role, check, limits, state};
use rand_core::CryptoRng;
use seal::{DataKey, Place, Purpose, Slot, encode, sign_message};

use super::{
    CaseworkError, Office,
    desk::open_copy,
    follow::facts,
    reading::{KeyRing, Reading, Signatories, read},
    rights,
};
use crate::{
    store::{Author, Case, CaseKey, CasePatch, Change, NewEntry, NewEnvelope, NewEvent},
    vault::{SignedIn, unit_keys::HeldKeys},
};

/// A case whose identity the member's unit keeps, and the identity's data key.
struct Kept {
    case: Case,
    copy: CaseKey,
    key: DataKey,
}

/// Opens the identity. The reason is on record, for the reporter and in the audit log, before anything is shown.
///
/// # Errors
/// [`CaseworkError::Forbidden`]; [`CaseworkError::NotFound`] if no identity of this case is kept by the member's unit; a fault in the
/// reason.
pub async fn open<R: CryptoRng + Send>(
    office: &Office,
    who: &SignedIn,
    number: &CaseNumber,
    reason: &str,
    now: Timestamp,
    rng: &mut R,
) -> Result<Reading<Identity>, CaseworkError> {
    let reason = check::paragraphs(reason, limits::REASON).map_err(|kind| CaseworkError::fault(Field::Reason, kind))?;
    let kept = find(office, who, number).await?;
    let envelope = opening(office, who, &kept, &Message { body: reason }, rng).await?;
    record(office, who, &kept.case, envelope, now).await?;

    let mut keys = KeyRing::default();
    keys.insert(Purpose::Identity, kept.copy.epoch, kept.key);
    let mut signatories = Signatories::default();
    signatories.insert(Author::Reporter, &office.store.cases().reporter_keys(kept.case.id).await?.verifying_key);
    let envelope = office.store.cases().envelope(kept.case.id, Slot::Identity, 0).await?;
    Ok(read(&envelope, &keys, &signatories))
}

async fn find(office: &Office, who: &SignedIn, number: &CaseNumber) -> Result<Kept, CaseworkError> {
    if !rights::may(&who.roles, Right::OpenIdentity) {
        return Err(CaseworkError::Forbidden(Right::OpenIdentity));
    }
    let mut held = HeldKeys::of(&office.store, who).await?;
    let ids: Vec<i64> = held.ids().collect();
    let case = office.store.cases().with_identity_kept(number, &ids).await?;
    for copy in office.store.cases().keys(case.id).await?.into_iter().filter(|copy| copy.purpose == Purpose::Identity) {
        if let Some(key) = open_copy(&copy, &mut held)? {
            return Ok(Kept { case, copy, key });
        }
    }
    Err(CaseworkError::NotFound)
}

/// Why it is opened, under the identity's own key: the reporter reads it, the unit's other members do not.
async fn opening<R: CryptoRng + Send>(
    office: &Office,
    who: &SignedIn,
    kept: &Kept,
    reason: &Message,
    rng: &mut R,
) -> Result<NewEnvelope, CaseworkError> {
    let seq = office.store.cases().next_seq(kept.case.id, Slot::Opening).await?;
    let place = Place { case: kept.case.id, slot: Slot::Opening, seq, epoch: kept.copy.epoch };
    let ciphertext = sign_message(&kept.key, &place, &who.keys().signing_key(), &encode(reason), rng).into_bytes();
    Ok(NewEnvelope { slot: Slot::Opening, seq, epoch: kept.copy.epoch, author: Author::Member(who.member), ciphertext })
}

async fn record(office: &Office, who: &SignedIn, case: &Case, opening: NewEnvelope, now: Timestamp) -> Result<(), CaseworkError> {
    let transition = state::decide(case.status, CaseAction::OpenIdentity, facts(case))?;
    let event = NewEvent {
        actor: Author::Member(who.member),
        unit: Some(who.unit),
        role: Some(Role::Custodian),
        detail: None,
        basis: None,
        due_at: None,
        envelope: Some((opening.slot, opening.seq)),
    };
    let audit = NewEntry {
        at: now.as_millisecond(),
        action: "identity.open".to_owned(),
        member: Some(who.member),
        unit: Some(who.unit),
        case: Some(case.id),
        object: None,
    };
    let change = Change {
        case: case.id,
        version: case.version,
        transition,
        at: now.as_millisecond(),
        patch: CasePatch::default(),
        event,
        envelopes: vec![opening],
        keys: Vec::new(),
        revoked: Vec::new(),
        audit: Some(audit),
    };
    office.store.apply(change).await?;
    Ok(())
}
