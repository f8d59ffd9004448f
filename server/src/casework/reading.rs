//! Opening what is sealed within a case, and telling the genuine from the forged.

use std::collections::{HashMap, HashSet};

use seal::{Ciphertext, Content, DataKey, OpenError, Place, Purpose, VerifyingKey, decode, open_message};

use super::CaseworkError;
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
    /// It was not tried here: the reporter's browser opens it.
    Sealed,
}

impl<T> Reading<T> {
    /// What was read, if it is genuine.
    pub fn opened(&self) -> Option<&T> {
        match self {
            Self::Opened(content) => Some(content),
            Self::Forged | Self::NoKey | Self::Unreadable | Self::Sealed => None,
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
pub(super) struct KeyRing {
    keys: HashMap<(Purpose, u32), DataKey>,
    /// Those of which a copy is for the reader and does not open.
    spoiled: HashSet<(Purpose, u32)>,
}

impl KeyRing {
    pub(super) fn insert(&mut self, purpose: Purpose, epoch: u32, key: DataKey) {
        self.keys.insert((purpose, epoch), key);
    }

    /// Takes what came of opening a copy. That one does not open is no reason to show nothing: what it would open is then as good as forged.
    pub(super) fn take(
        &mut self,
        purpose: Purpose,
        epoch: u32,
        opened: Result<Option<DataKey>, CaseworkError>,
    ) -> Result<(), CaseworkError> {
        match opened {
            Ok(Some(key)) => self.insert(purpose, epoch, key),
            Ok(None) => {}
            Err(CaseworkError::Sealed(_)) => {
                self.spoiled.insert((purpose, epoch));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    pub(super) fn get(&self, purpose: Purpose, epoch: u32) -> Option<&DataKey> {
        self.keys.get(&(purpose, epoch))
    }

    /// Whether every copy that is for the reader opens, or another one of the same key.
    pub(super) fn is_whole(&self) -> bool {
        self.spoiled.iter().all(|place| self.keys.contains_key(place))
    }

    /// Data keys of reports with their epochs.
    pub(super) fn reports(&self) -> impl Iterator<Item = (u32, &DataKey)> {
        self.keys.iter().filter(|((purpose, _), _)| *purpose == Purpose::Report).map(|((_, epoch), key)| (*epoch, key))
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

    /// The keys of an author.
    pub(super) fn of(&self, author: Author) -> &[VerifyingKey] {
        self.0.get(&author).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Who opens what is sealed.
pub(super) enum Reader<'a> {
    /// This program, with these keys.
    Here(&'a KeyRing, &'a Signatories),
    /// The reporter's browser.
    Browser,
}

impl Reader<'_> {
    pub(super) fn read<T: Content>(&self, envelope: &Envelope) -> Reading<T> {
        match self {
            Self::Here(keys, signatories) => read(envelope, keys, signatories),
            Self::Browser => Reading::Sealed,
        }
    }
}

pub(super) const fn place_of(envelope: &Envelope) -> Place {
    Place { case: envelope.case, slot: envelope.slot, seq: envelope.seq, epoch: envelope.epoch }
}

/// Opens a signed ciphertext.
pub(super) fn read<T: Content>(envelope: &Envelope, keys: &KeyRing, signatories: &Signatories) -> Reading<T> {
    let place = (envelope.slot.purpose(), envelope.epoch);
    let Some(key) = keys.keys.get(&place) else {
        return if keys.spoiled.contains(&place) { Reading::Forged } else { Reading::NoKey };
    };
    let mut reading = Reading::Forged;
    for author in signatories.of(envelope.author) {
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
