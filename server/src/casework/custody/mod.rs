//! The identities of named reporters. Whoever handles a case asks for what is needed and says what for; custodians decide; what is granted is
//! sealed anew, under a key of its own, to the one who asked, until it ends. The reporter reads who, when and why, and can object.
//!
//! Nothing is shown or passed on before it is on record.

mod ask;
mod decide;
mod leaks;
mod objection;
mod rules;

pub use ask::{Standing, Wish};
pub use decide::{CustodyView, Decided, Waiting};
pub use objection::{IdentityUse, Objection, object};
pub use rules::{CustodyRules, Needed};

pub(super) use ask::standing;
pub(super) use leaks::leaks_in;
pub(super) use objection::{Granted, object_sealed};

use jiff::Timestamp;
use model::{CaseAction, CustodyRefused, Message, Right, Role, state};
use rand_core::CryptoRng;
use seal::{Content, DataKey, Place, Purpose, Slot, encode, sign_message};

use super::{
    CaseworkError, Office,
    desk::opened,
    follow::facts,
    reading::{KeyRing, Reading, Signatories, read},
    rights,
};
use crate::{
    store::{Author, Case, CaseKey, CasePatch, Change, CustodyChange, Envelope, IdentityRequest, NewEntry, NewEnvelope, NewEvent, NewKey},
    vault::{SignedIn, VaultError, unit_keys::HeldKeys},
};

/// The custody of identities as one member has to do with it, for one request.
#[derive(Clone, Copy)]
pub struct Custody<'a> {
    office: &'a Office,
    who: &'a SignedIn,
    now: Timestamp,
}

/// What a member does about an identity.
struct Deed {
    action: CaseAction,
    /// The audit log's word.
    word: &'static str,
    /// The request's number, or where the identity goes.
    detail: String,
    custody: Option<CustodyChange>,
    /// Which of the new or old ciphertexts belongs to it.
    text: Option<(Slot, u32)>,
    envelopes: Vec<NewEnvelope>,
    keys: Vec<NewKey>,
    revoked: Vec<(Purpose, seal::Holder)>,
}

impl Deed {
    fn new(action: CaseAction, word: &'static str, detail: impl ToString) -> Self {
        let detail = detail.to_string();
        Self { action, word, detail, custody: None, text: None, envelopes: Vec::new(), keys: Vec::new(), revoked: Vec::new() }
    }

    /// With a new text.
    fn saying(mut self, envelope: NewEnvelope) -> Self {
        self.text = Some((envelope.slot, envelope.seq));
        self.envelopes.push(envelope);
        self
    }
}

impl<'a> Custody<'a> {
    /// The custody as this member may use it.
    pub const fn new(office: &'a Office, who: &'a SignedIn, now: Timestamp) -> Self {
        Self { office, who, now }
    }

    fn demand(&self, right: Right) -> Result<(), CaseworkError> {
        if rights::may(&self.who.roles, right) { Ok(()) } else { Err(CaseworkError::Forbidden(right)) }
    }

    async fn held(&self) -> Result<HeldKeys, CaseworkError> {
        Ok(HeldKeys::of(&self.office.store, self.who).await?)
    }

    /// The role in which the member acts: the first of these that the member has.
    fn role(&self, roles: &[Role]) -> Option<Role> {
        roles.iter().copied().find(|role| self.who.roles.contains(role))
    }

    /// Puts a deed on record, with all that it changes.
    async fn record(&self, case: &Case, role: Option<Role>, deed: Deed) -> Result<(), CaseworkError> {
        let at = self.now.as_millisecond();
        let event = NewEvent {
            actor: Author::Member(self.who.member),
            unit: Some(self.who.unit),
            role,
            detail: Some(deed.detail.clone()),
            basis: None,
            due_at: None,
            envelope: deed.text,
        };
        let change = Change {
            case: case.id,
            version: case.version,
            transition: state::decide(case.status, deed.action, facts(case))?,
            at,
            patch: CasePatch::default(),
            event,
            envelopes: deed.envelopes,
            keys: deed.keys,
            files: Vec::new(),
            revoked: deed.revoked,
            custody: deed.custody,
            recusal: None,
            audit: Some(NewEntry { case: Some(case.id), object: Some(deed.detail), ..self.entry(deed.word) }),
        };
        self.office.store.apply(change).await?;
        Ok(())
    }

    async fn note(&self, word: &str) -> Result<(), CaseworkError> {
        self.office.store.audit().append(self.entry(word)).await?;
        Ok(())
    }

    fn entry(&self, word: &str) -> NewEntry {
        NewEntry {
            at: self.now.as_millisecond(),
            action: word.to_owned(),
            member: Some(self.who.member),
            unit: Some(self.who.unit),
            case: None,
            object: None,
        }
    }

    /// Signs and seals what a member writes.
    fn sealed<R: CryptoRng + Send>(&self, key: &DataKey, place: Place, content: &impl Content, rng: &mut R) -> NewEnvelope {
        let ciphertext = sign_message(key, &place, &self.who.keys().signing_key(), &encode(content), rng).into_bytes();
        NewEnvelope { slot: place.slot, seq: place.seq, epoch: place.epoch, author: Author::Member(self.who.member), ciphertext }
    }
}

/// What is said about one request, opened.
struct Said {
    envelopes: Vec<Envelope>,
    signatories: Signatories,
    keys: KeyRing,
}

impl Said {
    /// What a member who holds a key to them can read of the requests of a case.
    async fn of(office: &Office, case: &Case, held: &mut HeldKeys) -> Result<Self, CaseworkError> {
        let cases = office.store.cases();
        let keys = opened(&cases.keys(case.id).await?, held, |copy| copy.purpose == Purpose::Custody)?;
        let envelopes = cases.custody_envelopes(case.id).await?;
        let mut signatories = office.signatories(&envelopes).await?;
        signatories.insert(Author::Reporter, &cases.reporter_keys(case.id).await?.verifying_key);
        Ok(Self { envelopes, signatories, keys })
    }

    /// The text in this place, if it is by whom it has to be by.
    fn text(&self, slot: Slot, seq: u32, by: Author) -> Reading<Message> {
        find(&self.envelopes, slot, seq, by).map_or(Reading::Forged, |envelope| read(envelope, &self.keys, &self.signatories))
    }

    fn key(&self, request: &IdentityRequest) -> Result<&DataKey, CaseworkError> {
        Ok(self.keys.get(Purpose::Custody, request.seq).ok_or(VaultError::NoKey)?)
    }

    /// What the member wrote who asks.
    fn asked(&self, request: &IdentityRequest) -> Reading<Message> {
        self.text(Slot::Request, request.seq, Author::Member(request.member_id))
    }
}

/// The text in this place, if it bears the name of its author.
fn find(envelopes: &[Envelope], slot: Slot, seq: u32, by: Author) -> Option<&Envelope> {
    let found = envelopes.iter().find(|envelope| (envelope.slot, envelope.seq) == (slot, seq));
    found.filter(|envelope| envelope.author == by)
}

/// The copy of the identity's key that custodians hold.
fn kept(copies: &[CaseKey]) -> Option<(&CaseKey, i64)> {
    copies.iter().find_map(|copy| match (copy.purpose, copy.holder) {
        (Purpose::Identity, seal::Holder::Unit(key)) => Some((copy, key)),
        _ => None,
    })
}

/// How many custodians have to grant what `asker` asks for, of those who hold this unit key.
pub(super) async fn needed(office: &Office, case: &Case, keeper_key: i64, asker: i64) -> Result<Needed, CaseworkError> {
    let cases = office.store.cases();
    let events = cases.events(case.id).await?;
    Ok(office.custody.needed(case, &events, cases.deciders(case.id, keeper_key, asker).await?))
}

const fn refused(why: CustodyRefused) -> CaseworkError {
    CaseworkError::Custody(why)
}
