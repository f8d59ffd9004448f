//! The identities of named reporters: opened by custodians, and by those to whom a custodian released them, each time for a stated reason
//! that the reporter reads. The reason is on record before anything is shown or passed on.

use jiff::Timestamp;
use model::{CaseAction, CaseNumber, FaultKind, Field, Identity, Message, Right, Role, check, limits, state};
use rand_core::CryptoRng;
use seal::{DataKey, Holder, Place, Purpose, SealPublicKey, Slot, encode, sign_message};

use super::{
    CaseworkError, Office,
    desk::{copy, open_copy},
    follow::facts,
    reading::{KeyRing, Reading, Signatories, read},
    rights,
};
use crate::{
    store::{Author, Case, CaseKey, CasePatch, Change, NewEntry, NewEnvelope, NewEvent, NewKey},
    vault::{SignedIn, unit_keys::HeldKeys},
};

/// What the history says of an identity that was released to a member who handles the case.
pub const RELEASED: &str = "released";
/// What the history says of an identity that was handed to the custodians of the unit that handles the case now.
pub const HANDED_OVER: &str = "handed-over";

/// The custody of identities by one member, for one request.
#[derive(Clone, Copy)]
pub struct Custody<'a> {
    office: &'a Office,
    who: &'a SignedIn,
    now: Timestamp,
}

/// A case whose identity the member can open, and the identity's data key.
struct Kept {
    case: Case,
    copy: CaseKey,
    key: DataKey,
}

/// What happens to an identity beside being read.
#[derive(Default)]
struct Passing {
    detail: Option<&'static str>,
    object: Option<i64>,
    keys: Vec<NewKey>,
    revoked: Vec<(Purpose, Holder)>,
}

impl<'a> Custody<'a> {
    /// The custody as this member may use it.
    pub const fn new(office: &'a Office, who: &'a SignedIn, now: Timestamp) -> Self {
        Self { office, who, now }
    }

    /// Opens the identity.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`] for whom it was neither given in custody nor released to; [`CaseworkError::NotFound`] if no identity of
    /// this case is kept by the member's unit; a fault in the reason.
    pub async fn open<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        reason: &str,
        rng: &mut R,
    ) -> Result<Reading<Identity>, CaseworkError> {
        let reason = reason_of(reason)?;
        let kept = self.find(number).await?;
        self.record(&kept, reason, Passing::default(), rng).await?;

        let cases = self.office.store.cases();
        let envelope = cases.envelope(kept.case.id, Slot::Identity, 0).await?;
        let mut signatories = Signatories::default();
        signatories.insert(Author::Reporter, &cases.reporter_keys(kept.case.id).await?.verifying_key);
        let mut keys = KeyRing::default();
        keys.insert(Purpose::Identity, kept.copy.epoch, kept.key);
        Ok(read(&envelope, &keys, &signatories))
    }

    /// Releases the identity to a member who handles the case. A transfer takes it back.
    ///
    /// # Errors
    /// As for [`Self::open`]; only custodians release; a fault if the member does not work cases of the unit in charge.
    pub async fn release<R: CryptoRng + Send>(&self, number: &CaseNumber, to: i64, reason: &str, rng: &mut R) -> Result<(), CaseworkError> {
        self.demand()?;
        let reason = reason_of(reason)?;
        let kept = self.find(number).await?;
        let member = self.office.store.members().by_id(to).await?;
        let able = member.unit_id == kept.case.unit_id && member.left_at.is_none() && rights::may(&member.roles, Right::HandleCases);
        if !able {
            return Err(CaseworkError::fault(Field::Assignee, FaultKind::Unknown));
        }
        let holder = Holder::Member(to);
        let public = SealPublicKey::try_from(member.public_key.as_slice())?;
        let passing = Passing {
            detail: Some(RELEASED),
            object: Some(to),
            keys: vec![copy(kept.case.id, kept.copy.epoch, Purpose::Identity, holder, &kept.key, &public, rng)],
            // An earlier copy is replaced.
            revoked: vec![(Purpose::Identity, holder)],
        };
        self.record(&kept, reason, passing, rng).await
    }

    /// Hands the identity to the custodians of the unit that handles the case now, after a transfer.
    ///
    /// # Errors
    /// As for [`Self::open`]; only custodians hand over; a fault if those custodians keep it already, or there are none.
    pub async fn hand_over<R: CryptoRng + Send>(&self, number: &CaseNumber, reason: &str, rng: &mut R) -> Result<(), CaseworkError> {
        self.demand()?;
        let reason = reason_of(reason)?;
        let kept = self.find(number).await?;
        let keeper = self.office.directory.identity_key(kept.case.unit_id).filter(|key| Holder::Unit(key.id) != kept.copy.holder);
        let keeper = keeper.ok_or(CaseworkError::fault(Field::Unit, FaultKind::Unknown))?;
        let holder = Holder::Unit(keeper.id);
        let passing = Passing {
            detail: Some(HANDED_OVER),
            object: Some(keeper.unit),
            keys: vec![copy(kept.case.id, kept.copy.epoch, Purpose::Identity, holder, &kept.key, &keeper.key, rng)],
            revoked: vec![(Purpose::Identity, kept.copy.holder)],
        };
        self.record(&kept, reason, passing, rng).await
    }

    fn is_custodian(&self) -> bool {
        rights::may(&self.who.roles, Right::OpenIdentity)
    }

    fn demand(&self) -> Result<(), CaseworkError> {
        if self.is_custodian() { Ok(()) } else { Err(CaseworkError::Forbidden(Right::OpenIdentity)) }
    }

    async fn find(&self, number: &CaseNumber) -> Result<Kept, CaseworkError> {
        let mut held = HeldKeys::of(&self.office.store, self.who).await?;
        let unit_keys: Vec<i64> = if self.is_custodian() { held.ids().collect() } else { Vec::new() };
        let cases = self.office.store.cases();
        let case = match cases.with_identity_kept(number, &unit_keys, self.who.member).await.map_err(CaseworkError::from) {
            Err(CaseworkError::NotFound) => return Err(self.demand().err().unwrap_or(CaseworkError::NotFound)),
            other => other?,
        };
        for copy in cases.keys(case.id).await?.into_iter().filter(|copy| copy.purpose == Purpose::Identity) {
            if let Some(key) = open_copy(&copy, &mut held)? {
                return Ok(Kept { case, copy, key });
            }
        }
        Err(CaseworkError::NotFound)
    }

    /// Puts on record who opens the identity or passes it on, and why.
    async fn record<R: CryptoRng + Send>(&self, kept: &Kept, reason: Message, passing: Passing, rng: &mut R) -> Result<(), CaseworkError> {
        let case = &kept.case;
        let opening = self.opening(kept, &reason, rng).await?;
        let event = NewEvent {
            actor: Author::Member(self.who.member),
            unit: Some(self.who.unit),
            role: if self.is_custodian() { Some(Role::Custodian) } else { self.who.roles.first().copied() },
            detail: passing.detail.map(str::to_owned),
            basis: None,
            due_at: None,
            envelope: Some((opening.slot, opening.seq)),
        };
        let change = Change {
            case: case.id,
            version: case.version,
            transition: state::decide(case.status, CaseAction::OpenIdentity, facts(case))?,
            at: self.now.as_millisecond(),
            patch: CasePatch::default(),
            event,
            envelopes: vec![opening],
            keys: passing.keys,
            revoked: passing.revoked,
            audit: Some(self.entry(case.id, passing.detail, passing.object)),
        };
        self.office.store.apply(change).await?;
        Ok(())
    }

    /// Why, under the identity's own key: the reporter and the custodians read it, the unit's other members do not.
    async fn opening<R: CryptoRng + Send>(&self, kept: &Kept, reason: &Message, rng: &mut R) -> Result<NewEnvelope, CaseworkError> {
        let seq = self.office.store.cases().next_seq(kept.case.id, Slot::Opening).await?;
        let place = Place { case: kept.case.id, slot: Slot::Opening, seq, epoch: kept.copy.epoch };
        let ciphertext = sign_message(&kept.key, &place, &self.who.keys().signing_key(), &encode(reason), rng).into_bytes();
        Ok(NewEnvelope { slot: Slot::Opening, seq, epoch: kept.copy.epoch, author: Author::Member(self.who.member), ciphertext })
    }

    fn entry(&self, case: i64, detail: Option<&str>, object: Option<i64>) -> NewEntry {
        NewEntry {
            at: self.now.as_millisecond(),
            action: format!("identity.{}", detail.unwrap_or("open")),
            member: Some(self.who.member),
            unit: Some(self.who.unit),
            case: Some(case),
            object: object.map(|id| id.to_string()),
        }
    }
}

fn reason_of(typed: &str) -> Result<Message, CaseworkError> {
    let body = check::paragraphs(typed, limits::REASON).map_err(|kind| CaseworkError::fault(Field::Reason, kind))?;
    Ok(Message { body })
}
