//! The certificate of a destruction: shows to anyone that a case was destroyed, when, by which rule and in which entry of the audit log.

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use model::{CaseNumber, CaseStatus, CategoryCode, DivisionCode, ReportKind, UnitCode, status::Finding};
use seal::{Statement, StatementSignature, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    casework::filing_proof::{bytes, plain},
    store::{DestroyedCase, Notary, StoreError},
    vault::operator::OperatorKeys,
};

/// The layout described here.
const FORMAT: u32 = 1;

/// What is stated of a case that was destroyed, to be kept and checked without the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DestructionCertificate {
    /// Layout.
    pub format: u32,
    /// The installation's public key, in hexadecimal digits.
    pub key: String,
    /// Case number.
    pub number: CaseNumber,
    /// Kind.
    pub kind: ReportKind,
    /// Category.
    pub category: CategoryCode,
    /// Where it happened.
    pub area: DivisionCode,
    /// The unit that was in charge.
    pub unit: UnitCode,
    /// How the case stood.
    pub status: CaseStatus,
    /// What had been found.
    pub finding: Option<Finding>,
    /// The hour in which it was filed.
    pub filed_at: Timestamp,
    /// When it was settled; none if it never was.
    pub settled_at: Option<Timestamp>,
    /// When it was destroyed.
    pub destroyed_at: Timestamp,
    /// By which rule.
    pub rule: Rule,
    /// Who decided it.
    pub decided_by: DecidedBy,
    /// How many copies of data keys were destroyed: for the unit, the custodians, the reporter and members.
    pub data_keys: u32,
    /// How many ciphertexts were destroyed: the report, its identity, messages, notes, decisions.
    pub texts: u32,
    /// The entry of the audit log that holds this certificate's hash.
    pub entry: i64,
    /// The installation's signature under all of it.
    pub signature: String,
}

/// By which rule a case was destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Rule {
    /// It had been settled for so many months.
    Term(u32),
    /// Its reporter asked for it.
    Asked,
}

/// Who decided that a case is destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecidedBy {
    /// The portal, by the term in its configuration.
    Portal,
    /// A lead of the unit.
    Unit,
}

/// Why a certificate does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotDestroyed {
    /// Another version's layout, or a part that is none.
    #[error("it is no certificate of destruction that this version knows")]
    Malformed,
    /// Signed with a key that has another fingerprint.
    #[error("it is signed with a key that has another fingerprint")]
    OtherKey,
    /// The signature is under something else.
    #[error("what it says is not what the portal signed")]
    Unsigned,
}

impl From<Rule> for String {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::Term(months) => format!("term-{months}"),
            Rule::Asked => "asked".to_owned(),
        }
    }
}

impl TryFrom<String> for Rule {
    type Error = NotDestroyed;
    fn try_from(word: String) -> Result<Self, NotDestroyed> {
        let term = word.strip_prefix("term-").and_then(|months| months.parse().ok()).map(Self::Term);
        term.or((word == "asked").then_some(Self::Asked)).ok_or(NotDestroyed::Malformed)
    }
}

impl DestructionCertificate {
    /// The certificate of a case that was destroyed in this unit.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if a stored value is none.
    pub fn of(destroyed: &DestroyedCase, unit: &UnitCode, key: &VerifyingKey) -> Result<Self, StoreError> {
        let moment = |at| Timestamp::from_millisecond(at).map_err(|_| StoreError::Corrupt("moment"));
        Ok(Self {
            format: FORMAT,
            key: HEXLOWER.encode(key.as_bytes()),
            number: destroyed.number.clone(),
            kind: destroyed.kind,
            category: destroyed.category.clone(),
            area: destroyed.area.clone(),
            unit: unit.clone(),
            status: destroyed.status,
            finding: destroyed.finding,
            filed_at: moment(destroyed.filed_at)?,
            settled_at: destroyed.settled_at.map(moment).transpose()?,
            destroyed_at: moment(destroyed.destroyed_at)?,
            rule: Rule::try_from(destroyed.rule.clone()).map_err(|_| StoreError::Corrupt("rule"))?,
            decided_by: if destroyed.member_id.is_some() { DecidedBy::Unit } else { DecidedBy::Portal },
            data_keys: destroyed.data_keys,
            texts: destroyed.texts,
            entry: destroyed.entry,
            signature: HEXLOWER.encode(&destroyed.signature),
        })
    }

    /// A line for each thing that it says, in one order; none of them holds a line break.
    fn lines(&self) -> String {
        let decided_by = match self.decided_by {
            DecidedBy::Portal => "portal",
            DecidedBy::Unit => "unit",
        };
        [
            self.format.to_string(),
            self.number.to_string(),
            self.kind.to_string(),
            self.category.to_string(),
            self.area.to_string(),
            self.unit.to_string(),
            self.status.to_string(),
            self.finding.map(|finding| finding.to_string()).unwrap_or_default(),
            self.filed_at.as_millisecond().to_string(),
            self.settled_at.map(|at| at.as_millisecond().to_string()).unwrap_or_default(),
            self.destroyed_at.as_millisecond().to_string(),
            String::from(self.rule),
            decided_by.to_owned(),
            self.data_keys.to_string(),
            self.texts.to_string(),
        ]
        .join("\n")
    }

    /// What the entry in the audit log holds: a hash over everything but the entry's number and the signature.
    pub fn digest(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.lines()))
    }

    fn signed(&self) -> String {
        format!("{}\n{}", self.lines(), self.entry)
    }

    /// Whether the holder of this key signed it.
    pub fn is_signed_by(&self, key: &VerifyingKey) -> bool {
        let signature = bytes::<64>(&self.signature).and_then(|bytes| StatementSignature::try_from(bytes.as_slice()).ok());
        signature.is_some_and(|signature| key.has_stated(Statement::Destruction, self.signed().as_bytes(), &signature))
    }

    /// Checks it with nothing but itself and the fingerprint that people know the portal by (spaces and case do not matter).
    ///
    /// # Errors
    /// [`NotDestroyed`].
    pub fn check(&self, fingerprint: &str) -> Result<(), NotDestroyed> {
        let key = bytes::<32>(&self.key).and_then(|key| VerifyingKey::try_from(key.as_slice()).ok());
        let (Some(key), FORMAT) = (key, self.format) else { return Err(NotDestroyed::Malformed) };
        if plain(fingerprint) != plain(&key.fingerprint().to_string()) {
            return Err(NotDestroyed::OtherKey);
        }
        if self.is_signed_by(&key) { Ok(()) } else { Err(NotDestroyed::Unsigned) }
    }
}

/// Signs the certificates of one unit's cases.
pub(super) struct Signer<'a> {
    pub(super) keys: &'a OperatorKeys,
    pub(super) unit: UnitCode,
}

impl Signer<'_> {
    fn certificate(&self, destroyed: &DestroyedCase) -> Result<DestructionCertificate, StoreError> {
        DestructionCertificate::of(destroyed, &self.unit, &self.keys.public_key())
    }
}

impl Notary for Signer<'_> {
    fn digest(&self, destroyed: &DestroyedCase) -> Result<String, StoreError> {
        Ok(self.certificate(destroyed)?.digest())
    }

    fn sign(&self, destroyed: &DestroyedCase) -> Result<Vec<u8>, StoreError> {
        let signed = self.certificate(destroyed)?.signed();
        Ok(self.keys.signing.state(Statement::Destruction, signed.as_bytes()).as_bytes().to_vec())
    }
}
