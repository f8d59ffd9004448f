//! What is said by signing it. An installation states in public what it can be held to, with an Ed25519 key of its own whose fingerprint
//! people can compare; a reporter asks for something to be done to a case, with the key that follows from the receipt code.

use std::fmt;

use ed25519_dalek::Signer;
use sha2::{Digest, Sha256};

use crate::{
    error::InvalidKey,
    sign::{SigningKey, VerifyingKey},
};

const CONTEXT: &[u8] = b"qingfeng/statement/1";
/// Bytes of a fingerprint whose digits stand together.
const GROUP: usize = 2;

/// What a statement is about. What is signed for one cannot be passed off as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statement {
    /// A unit's public key is this one.
    UnitKey,
    /// At the end of a day the audit chain ended so.
    AuditHead,
    /// This was filed, then.
    Filing,
    /// The reporter wants this to be done.
    Act,
    /// This case was destroyed.
    Destruction,
}

impl Statement {
    const fn code(self) -> u8 {
        match self {
            Self::UnitKey => 1,
            Self::AuditHead => 2,
            Self::Filing => 3,
            Self::Act => 4,
            Self::Destruction => 7,
        }
    }

    fn signed_bytes(self, body: &[u8]) -> Vec<u8> {
        [CONTEXT, &[self.code()], body].concat()
    }
}

/// An Ed25519 signature (64 bytes) under a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementSignature([u8; 64]);

impl StatementSignature {
    /// The bytes to store or send.
    pub fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl TryFrom<&[u8]> for StatementSignature {
    type Error = InvalidKey;
    fn try_from(bytes: &[u8]) -> Result<Self, InvalidKey> {
        bytes.try_into().map(Self).map_err(|_| InvalidKey::Length(bytes.len()))
    }
}

impl SigningKey {
    /// Signs a statement.
    pub fn state(&self, about: Statement, body: &[u8]) -> StatementSignature {
        StatementSignature(self.0.sign(&about.signed_bytes(body)).to_bytes())
    }
}

impl VerifyingKey {
    /// Whether the holder of this key stated that.
    pub fn has_stated(&self, about: Statement, body: &[u8], signature: &StatementSignature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.0.verify_strict(&about.signed_bytes(body), &signature).is_ok()
    }

    /// What people compare to know the key.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(Sha256::digest(self.as_bytes()).into())
    }
}

/// SHA-256 of a public key, shown as hexadecimal digits in groups of four.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, [one, two]) in self.0.as_chunks::<GROUP>().0.iter().enumerate() {
            let space = if place == 0 { "" } else { " " };
            write!(f, "{space}{one:02X}{two:02X}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn a_statement_holds_for_its_subject_its_words_and_its_key_alone() {
        let rng = &mut StdRng::seed_from_u64(1);
        let (key, other) = (SigningKey::generate(rng), SigningKey::generate(rng));
        let signature = key.state(Statement::AuditHead, b"head");
        let read = StatementSignature::try_from(signature.as_bytes().as_slice()).unwrap();
        assert!(key.verifying_key().has_stated(Statement::AuditHead, b"head", &read));
        assert!(!key.verifying_key().has_stated(Statement::UnitKey, b"head", &read));
        assert!(!key.verifying_key().has_stated(Statement::AuditHead, b"heads", &read));
        assert!(!other.verifying_key().has_stated(Statement::AuditHead, b"head", &read));
        assert_eq!(StatementSignature::try_from([0; 63].as_slice()), Err(InvalidKey::Length(63)));
    }

    #[test]
    fn a_fingerprint_is_sixteen_groups_of_four() {
        let key = SigningKey::from_seed(&[1; 32]).verifying_key();
        let shown = key.fingerprint().to_string();
        assert!(shown.split(' ').all(|group| group.len() == 2 * GROUP) && shown.split(' ').count() == 16, "{shown}");
        let plain: String = Sha256::digest(key.as_bytes()).iter().map(|byte| format!("{byte:02X}")).collect();
        assert_eq!(shown.replace(' ', ""), plain);
    }
}
