//! What an installation states of a unit's key: that it is this one. Who can write to the database, and no more, cannot put another in its
//! place: neither the server nor a browser seals to a key without this signature.

use crate::{
    place::Purpose,
    sealed_bytes::{SUITE_HPKE, VERSION},
    sign::{SigningKey, VerifyingKey},
    statement::{Statement, StatementSignature},
};

/// A unit's key, as it is signed.
#[derive(Debug, Clone, Copy)]
pub struct UnitKeyStatement<'a> {
    /// The unit.
    pub unit: i64,
    /// The key's id.
    pub key: i64,
    /// What it opens.
    pub purpose: Purpose,
    /// The public key.
    pub public: &'a [u8],
}

impl UnitKeyStatement<'_> {
    /// Signs it with the installation's key.
    pub fn sign(&self, installation: &SigningKey) -> StatementSignature {
        installation.state(Statement::UnitKey, &self.encode())
    }

    /// Whether the installation has signed it.
    pub fn is_signed(&self, installation: &VerifyingKey, signature: &StatementSignature) -> bool {
        installation.has_stated(Statement::UnitKey, &self.encode(), signature)
    }

    /// suite (1) ‖ version (1) ‖ purpose (1) ‖ unit (8) ‖ key (8) ‖ public key, numbers big-endian.
    fn encode(&self) -> Vec<u8> {
        let head = [SUITE_HPKE, VERSION, self.purpose.code()];
        [head.as_slice(), &self.unit.to_be_bytes(), &self.key.to_be_bytes(), self.public].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_signed() {
        let installation = SigningKey::from_seed(&[1; 32]);
        let stated = UnitKeyStatement { unit: 1, key: 2, purpose: Purpose::Report, public: b"key" };
        let signature = stated.sign(&installation);
        let public = installation.verifying_key();
        assert!(stated.is_signed(&public, &signature));
        for other in [
            UnitKeyStatement { unit: 2, ..stated },
            UnitKeyStatement { key: 1, ..stated },
            UnitKeyStatement { purpose: Purpose::Identity, ..stated },
            UnitKeyStatement { public: b"kez", ..stated },
        ] {
            assert!(!other.is_signed(&public, &signature));
        }
        assert!(!stated.is_signed(&SigningKey::from_seed(&[2; 32]).verifying_key(), &signature));
    }
}
