//! Opening what is sealed within a case, and telling the genuine from the forged.

use std::collections::HashMap;

use seal::{Ciphertext, Content, DataKey, OpenError, Place, Purpose, Slot, VerifyingKey, decode, open_message};

use crate::store::{Author, Envelope};

/// Length of an Ed25519 public key.
const VERIFYING_KEY: usize = 32;

/// What came of opening something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading<T> {
    /// It opened, and who is said to have written it did.
    Opened(T),
    /// Whoever put it there did not write it in the name it bears, or changed it.
    Forged,
    /// The reader holds no key for it.
    NoKey,
    /// It does not open: damaged, or of another version.
    Unreadable,
}

impl<T> Reading<T> {
    /// What was read, if it is genuine.
    pub fn opened(&self) -> Option<&T> {
        match self {
            Self::Opened(content) => Some(content),
            Self::Forged | Self::NoKey | Self::Unreadable => None,
        }
    }
}

impl<T> From<Result<T, OpenError>> for Reading<T> {
    fn from(opened: Result<T, OpenError>) -> Self {
        match opened {
            Ok(content) => Self::Opened(content),
            Err(OpenError::Signature | OpenError::Altered | OpenError::WrongKey) => Self::Forged,
            Err(_) => Self::Unreadable,
        }
    }
}

/// The data keys that a reader holds of one case.
#[derive(Default)]
pub(super) struct KeyRing(HashMap<(Purpose, u32), DataKey>);

impl KeyRing {
    pub(super) fn insert(&mut self, purpose: Purpose, epoch: u32, key: DataKey) {
        self.0.insert((purpose, epoch), key);
    }

    pub(super) fn get(&self, purpose: Purpose, epoch: u32) -> Option<&DataKey> {
        self.0.get(&(purpose, epoch))
    }

    /// Data keys of reports with their epochs.
    pub(super) fn reports(&self) -> impl Iterator<Item = (u32, &DataKey)> {
        self.0.iter().filter(|((purpose, _), _)| *purpose == Purpose::Report).map(|((_, epoch), key)| (*epoch, key))
    }
}

/// Who signs in whose name. A member who forgot the password once signs with another key since then.
#[derive(Default)]
pub(super) struct Signatories(HashMap<Author, Vec<VerifyingKey>>);

impl Signatories {
    /// The keys of an author, one after the other in `bytes`, the present one first.
    pub(super) fn insert(&mut self, author: Author, bytes: &[u8]) {
        let keys = bytes.chunks(VERIFYING_KEY).filter_map(|key| VerifyingKey::try_from(key).ok());
        self.0.insert(author, keys.collect());
    }
}

pub(super) const fn place_of(envelope: &Envelope) -> Place {
    Place { case: envelope.case, slot: envelope.slot, seq: envelope.seq, epoch: envelope.epoch }
}

/// What a ciphertext needs to be opened: the identity, and why it was opened, have a key of their own.
const fn purpose_of(envelope: &Envelope) -> Purpose {
    match envelope.slot {
        Slot::Identity | Slot::Opening => Purpose::Identity,
        _ => Purpose::Report,
    }
}

/// Opens a signed ciphertext.
pub(super) fn read<T: Content>(envelope: &Envelope, keys: &KeyRing, signatories: &Signatories) -> Reading<T> {
    let Some(key) = keys.get(purpose_of(envelope), envelope.epoch) else { return Reading::NoKey };
    let authors = signatories.0.get(&envelope.author).map(Vec::as_slice).unwrap_or_default();
    let mut reading = Reading::Forged;
    for author in authors {
        reading = open_signed(envelope, key, author).into();
        if !matches!(reading, Reading::Forged) {
            break;
        }
    }
    reading
}

fn open_signed<T: Content>(envelope: &Envelope, key: &DataKey, author: &VerifyingKey) -> Result<T, OpenError> {
    let sealed = Ciphertext::try_from(envelope.ciphertext.as_slice())?;
    decode(&open_message(key, &place_of(envelope), &sealed, author)?)
}
