//! What belongs to a case: the reporter's public keys, data keys, ciphertexts, history. As rows, and as the rest of the program sees them.

use model::{CaseAction, CaseStatus, Role, text::UnknownWord};
use seal::{Holder, KeyPlace, Purpose, Slot};

use super::{StoreError, record::record};

record! {
    /// The public keys that a reporter's code yields.
    #[derive(Clone)]
    ReporterKeys in "reporter_keys" {
        /// The case.
        case_id: i64,
        /// Later data keys are sealed to it.
        public_key: Vec<u8>,
        /// Checks the reporter's messages.
        verifying_key: Vec<u8>,
        /// The portal's mark on both.
        keys_mark: Vec<u8>,
    }
}

record! {
    /// A data key of a case, sealed or wrapped for one holder.
    #[derive(Clone)]
    CaseKeyRow in "case_keys" {
        /// The case.
        case_id: i64,
        /// Which data key.
        epoch: u32,
        /// What it opens.
        purpose: Purpose,
        /// `unit`, `reporter` or `member`.
        holder: String,
        /// The unit key or member; 0 for the reporter.
        holder_id: i64,
        /// The key, closed.
        sealed: Vec<u8>,
        /// The generation of what it is closed under; 0 for none.
        generation: i64,
    }
}

record! {
    /// A ciphertext as stored.
    #[derive(Clone)]
    EnvelopeRow in "envelopes" {
        /// The case.
        case_id: i64,
        /// What it holds.
        slot: Slot,
        /// Which one of its kind.
        seq: u32,
        /// The data key it is under.
        epoch: u32,
        /// `reporter`, `member` or `system`.
        author: String,
        /// Who wrote it, if a member.
        member_id: Option<i64>,
        /// Written at; to the hour if by the reporter.
        created_at: i64,
        /// The ciphertext.
        ciphertext: Vec<u8>,
    }
}

record! {
    /// An event as stored.
    #[derive(Debug, Clone)]
    EventRow in "events" {
        /// The case.
        case_id: i64,
        /// Which event, from 0.
        seq: u32,
        /// When; to the hour if by the reporter.
        at: i64,
        /// What was done.
        action: CaseAction,
        /// The status after it.
        status: CaseStatus,
        /// `reporter`, `member` or `system`.
        actor: String,
        /// Who, if a member.
        member_id: Option<i64>,
        /// Of which unit.
        unit_id: Option<i64>,
        /// In which role.
        role: Option<Role>,
        /// A code that says more: a reason, a finding, a unit, a category.
        detail: Option<String>,
        /// The article it rests on.
        basis: Option<String>,
        /// The date that was set.
        due_at: Option<i64>,
        /// The envelope that belongs to it.
        slot: Option<Slot>,
        /// Which one of its kind.
        slot_seq: Option<u32>,
        /// Whether the reporter sees it.
        public: bool,
    }
}

/// Who wrote or did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Author {
    /// The reporter of the case.
    Reporter,
    /// The member with this id.
    Member(i64),
    /// The portal itself.
    System,
}

impl Author {
    pub(super) const fn parts(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Reporter => ("reporter", None),
            Self::Member(id) => ("member", Some(id)),
            Self::System => ("system", None),
        }
    }

    fn of(word: &str, member: Option<i64>) -> Result<Self, StoreError> {
        match (word, member) {
            ("reporter", None) => Ok(Self::Reporter),
            ("member", Some(id)) => Ok(Self::Member(id)),
            ("system", None) => Ok(Self::System),
            _ => Err(StoreError::Corrupt("author")),
        }
    }
}

/// A data key of a case, sealed or wrapped for one holder.
#[derive(Clone)]
pub struct CaseKey {
    /// The case.
    pub case: i64,
    /// Which data key.
    pub epoch: u32,
    /// What it opens.
    pub purpose: Purpose,
    /// For whom.
    pub holder: Holder,
    /// A `SealedKey` or, for the reporter at epoch 0, a `WrappedKey`.
    pub sealed: Vec<u8>,
}

/// A ciphertext of a case.
#[derive(Clone)]
pub struct Envelope {
    /// The case.
    pub case: i64,
    /// What it holds.
    pub slot: Slot,
    /// Which one of its kind.
    pub seq: u32,
    /// The data key it is under.
    pub epoch: u32,
    /// Who wrote it.
    pub author: Author,
    /// Written at; to the hour if by the reporter.
    pub created_at: i64,
    /// The ciphertext.
    pub ciphertext: Vec<u8>,
}

/// Something that happened to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The case.
    pub case: i64,
    /// Which event, from 0.
    pub seq: u32,
    /// When; to the hour if by the reporter.
    pub at: i64,
    /// What was done.
    pub action: CaseAction,
    /// The status after it.
    pub status: CaseStatus,
    /// Who did it.
    pub actor: Author,
    /// Of which unit.
    pub unit: Option<i64>,
    /// In which role.
    pub role: Option<Role>,
    /// A code that says more: a reason, a finding, a unit, a category.
    pub detail: Option<String>,
    /// The article it rests on.
    pub basis: Option<String>,
    /// The date that was set.
    pub due_at: Option<i64>,
    /// The envelope that belongs to it.
    pub envelope: Option<(Slot, u32)>,
    /// Whether the reporter sees it.
    pub public: bool,
}

pub(super) const fn holder_parts(holder: Holder) -> (&'static str, i64) {
    match holder {
        Holder::Unit(id) => ("unit", id),
        Holder::Reporter => ("reporter", 0),
        Holder::Member(id) => ("member", id),
    }
}

pub(super) fn holder_of(word: &str, id: i64) -> Result<Holder, UnknownWord> {
    match word {
        "unit" => Ok(Holder::Unit(id)),
        "reporter" => Ok(Holder::Reporter),
        "member" => Ok(Holder::Member(id)),
        _ => Err(UnknownWord("holder")),
    }
}

impl CaseKey {
    /// Where it stands.
    pub const fn place(&self) -> KeyPlace {
        KeyPlace { case: self.case, epoch: self.epoch, purpose: self.purpose, holder: self.holder }
    }
}

impl From<Envelope> for EnvelopeRow {
    fn from(envelope: Envelope) -> Self {
        let (author, member_id) = envelope.author.parts();
        let Envelope { case: case_id, slot, seq, epoch, created_at, ciphertext, .. } = envelope;
        Self { case_id, slot, seq, epoch, author: author.to_owned(), member_id, created_at, ciphertext }
    }
}

impl TryFrom<EnvelopeRow> for Envelope {
    type Error = StoreError;
    fn try_from(row: EnvelopeRow) -> Result<Self, StoreError> {
        let author = Author::of(&row.author, row.member_id)?;
        let EnvelopeRow { case_id: case, slot, seq, epoch, created_at, ciphertext, .. } = row;
        Ok(Self { case, slot, seq, epoch, author, created_at, ciphertext })
    }
}

impl From<Event> for EventRow {
    fn from(event: Event) -> Self {
        let (actor, member_id) = event.actor.parts();
        let Event { case: case_id, seq, at, action, status, unit: unit_id, role, detail, basis, due_at, envelope, public, .. } = event;
        let (slot, slot_seq) = envelope.unzip();
        let actor = actor.to_owned();
        Self { case_id, seq, at, action, status, actor, member_id, unit_id, role, detail, basis, due_at, slot, slot_seq, public }
    }
}

impl TryFrom<EventRow> for Event {
    type Error = StoreError;
    fn try_from(row: EventRow) -> Result<Self, StoreError> {
        let actor = Author::of(&row.actor, row.member_id)?;
        let envelope = row.slot.zip(row.slot_seq);
        let EventRow { case_id: case, seq, at, action, status, unit_id: unit, role, detail, basis, due_at, public, .. } = row;
        Ok(Self { case, seq, at, action, status, actor, unit, role, detail, basis, due_at, envelope, public })
    }
}
