//! Proof of filing: shows to anyone that a report was filed and when, and to nobody what it says.

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use jiff::Timestamp;
use model::CaseNumber;
use seal::{Proof, Side, Statement, StatementSignature, VerifyingKey, root_of, tree_path};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::{calendar::day_of_ms, transparency::PublishedDay};
use crate::{
    store::{Store, StoreError},
    vault::operator::OperatorKeys,
};

/// The layout described here.
const FORMAT: u32 = 1;

/// What a proof was found to prove, to be kept and checked without the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Layout.
    pub format: u32,
    /// The installation's public key, in hexadecimal digits.
    pub key: String,
    /// Case number.
    pub number: CaseNumber,
    /// The hour in which it was filed.
    pub filed_at: Timestamp,
    /// The proof of filing.
    pub proof: String,
    /// The installation's signature under number, hour and proof.
    pub signature: String,
    /// The day's entry in the audit log; none until the day is over, or if it had been closed before the filing came.
    pub stamp: Option<Stamp>,
}

/// That a filing is among those of a day whose end was signed and published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The day as it was published.
    #[serde(flatten)]
    pub day: PublishedDay,
    /// The neighbours on the way from the filing's mark to the day's tree hash.
    pub path: Vec<Neighbour>,
}

/// A neighbour: on which side, and its hash in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Neighbour {
    /// Before.
    Left(String),
    /// After.
    Right(String),
}

/// Why a certificate does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// Another version's layout, or a part that is none.
    #[error("it is no certificate of filing that this version knows")]
    Malformed,
    /// Signed with a key that has another fingerprint.
    #[error("it is signed with a key that has another fingerprint")]
    OtherKey,
    /// The signature is not under this number, hour and proof.
    #[error("its number, hour or proof is not what the portal signed")]
    Unsigned,
    /// The filing is not among those of the day that it names.
    #[error("it is not among what was stamped on that day")]
    NotStamped,
}

/// Reads a proof as people pass it on: hexadecimal digits, with spaces wherever.
pub fn parse_proof(typed: &str) -> Option<Proof> {
    let digits: String = typed.chars().filter(|character| !character.is_whitespace()).collect();
    let bytes = HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()?;
    Proof::try_from(bytes.as_slice()).ok()
}

/// Checks a proof against what is on record. None if there is no such case, or it is not that case's proof: which of the two is not told.
///
/// # Errors
/// The database is away.
pub async fn verify(store: &Store, keys: &OperatorKeys, number: &CaseNumber, proof: &Proof) -> Result<Option<Certificate>, StoreError> {
    let filing = match store.days().filing(number).await {
        Ok(filing) => filing,
        Err(StoreError::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let mark = proof.mark(number, filing.filed_at);
    if !filing.filing_mark.is_some_and(|kept| kept.ct_eq(&mark).into()) {
        return Ok(None);
    }
    Ok(Some(Certificate {
        format: FORMAT,
        key: HEXLOWER.encode(keys.public_key().as_bytes()),
        number: number.clone(),
        filed_at: Timestamp::from_millisecond(filing.filed_at).map_err(|_| StoreError::Corrupt("filed_at"))?,
        proof: HEXLOWER.encode(proof.as_bytes()),
        signature: HEXLOWER.encode(keys.signing.state(Statement::Filing, &mark).as_bytes()),
        stamp: stamp(store, filing.filed_at, &mark).await?,
    }))
}

async fn stamp(store: &Store, filed_at: i64, mark: &[u8; 32]) -> Result<Option<Stamp>, StoreError> {
    let day = day_of_ms(filed_at).to_string();
    let Some(closed) = store.days().on(&day).await? else { return Ok(None) };
    let marks = store.days().marks(&day).await?;
    let path = marks.binary_search(mark).ok().and_then(|place| tree_path(&marks, place));
    let path = path.map(|path| path.iter().map(Neighbour::from).collect());
    Ok(path.map(|path| Stamp { day: PublishedDay::from(&closed), path }))
}

impl From<&(Side, [u8; 32])> for Neighbour {
    fn from((side, hash): &(Side, [u8; 32])) -> Self {
        let hash = HEXLOWER.encode(hash);
        match side {
            Side::Left => Self::Left(hash),
            Side::Right => Self::Right(hash),
        }
    }
}

impl Neighbour {
    fn decoded(&self) -> Option<(Side, [u8; 32])> {
        let (side, hash) = match self {
            Self::Left(hash) => (Side::Left, hash),
            Self::Right(hash) => (Side::Right, hash),
        };
        Some((side, bytes(hash)?))
    }
}

impl Certificate {
    /// Whether this filing's day had been closed before it came, so that no stamp will follow: a clock had run ahead.
    ///
    /// # Errors
    /// The database is away.
    pub async fn came_too_late(&self, store: &Store) -> Result<bool, StoreError> {
        let day = day_of_ms(self.filed_at.as_millisecond()).to_string();
        let latest = if self.stamp.is_none() { store.days().latest().await? } else { None };
        Ok(latest.is_some_and(|latest| latest.day >= day))
    }

    /// Checks everything in it, with nothing but itself and the fingerprint that people know the portal by (spaces and case do not matter).
    ///
    /// # Errors
    /// [`Invalid`].
    pub fn check(&self, fingerprint: &str) -> Result<(), Invalid> {
        let key = bytes::<32>(&self.key).and_then(|key| VerifyingKey::try_from(key.as_slice()).ok());
        let (Some(key), FORMAT) = (key, self.format) else { return Err(Invalid::Malformed) };
        if plain(fingerprint) != plain(&key.fingerprint().to_string()) {
            return Err(Invalid::OtherKey);
        }
        let proof = parse_proof(&self.proof).ok_or(Invalid::Malformed)?;
        let mark = proof.mark(&self.number, self.filed_at.as_millisecond());
        let signature = bytes::<64>(&self.signature).and_then(|bytes| StatementSignature::try_from(bytes.as_slice()).ok());
        if !signature.is_some_and(|signature| key.has_stated(Statement::Filing, &mark, &signature)) {
            return Err(Invalid::Unsigned);
        }
        self.stamp.as_ref().map_or(Ok(()), |stamp| stamp.check(&mark, self.filed_at, &key))
    }
}

impl Stamp {
    fn check(&self, mark: &[u8; 32], filed_at: Timestamp, key: &VerifyingKey) -> Result<(), Invalid> {
        let path: Option<Vec<_>> = self.path.iter().map(Neighbour::decoded).collect();
        let root = root_of(mark, &path.ok_or(Invalid::Malformed)?);
        let is_that_day = self.day.day == day_of_ms(filed_at.as_millisecond()).to_string();
        if is_that_day && self.day.root == HEXLOWER.encode(&root) && self.day.is_signed_by(key) { Ok(()) } else { Err(Invalid::NotStamped) }
    }
}

pub(super) fn bytes<const N: usize>(digits: &str) -> Option<[u8; N]> {
    HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()?.try_into().ok()
}

pub(super) fn plain(fingerprint: &str) -> String {
    fingerprint.chars().filter(|character| !character.is_whitespace()).collect::<String>().to_uppercase()
}
