//! What an installation states of a unit's key: that it is this one. Who can write to the database, and no more, cannot put another in its
//! place: neither the server nor a browser seals to a key without this signature.

use model::api::SignedUnitKey;

use crate::{
    place::Purpose,
    sealed::SealPublicKey,
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

/// The key that a server names, if it is one and the installation has signed it for this purpose.
pub fn trusted_key(named: &SignedUnitKey, purpose: Purpose, installation: &VerifyingKey) -> Option<SealPublicKey> {
    let signature = StatementSignature::try_from(named.signature.0.as_slice()).ok()?;
    let stated = UnitKeyStatement { unit: named.unit, key: named.key, purpose, public: &named.public.0 };
    let is_signed = stated.is_signed(installation, &signature);
    is_signed.then(|| SealPublicKey::try_from(named.public.0.as_slice()).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use model::api::Base64;

    use super::*;
    use crate::sealed::SealPrivateKey;

    #[test]
    fn a_key_that_a_server_names_is_trusted_as_it_was_signed_and_in_no_other_way() {
        let installation = SigningKey::from_seed(&[1; 32]);
        let public = SealPrivateKey::from_seed(&[2; 32]).public().to_bytes();
        let signature = UnitKeyStatement { unit: 1, key: 2, purpose: Purpose::Report, public: &public }.sign(&installation);
        let named = SignedUnitKey { unit: 1, key: 2, public: Base64(public), signature: Base64(signature.as_bytes().to_vec()) };
        let is_trusted = |named: &SignedUnitKey, purpose, seed| {
            trusted_key(named, purpose, &SigningKey::from_seed(&[seed; 32]).verifying_key()).is_some()
        };
        assert!(is_trusted(&named, Purpose::Report, 1));
        assert!(!is_trusted(&named, Purpose::Identity, 1) && !is_trusted(&named, Purpose::Report, 3));
        let another = Base64(SealPrivateKey::from_seed(&[4; 32]).public().to_bytes());
        for other in [
            SignedUnitKey { unit: 2, ..named.clone() },
            SignedUnitKey { key: 1, ..named.clone() },
            SignedUnitKey { public: another, ..named.clone() },
            SignedUnitKey { signature: Base64(vec![0; 64]), ..named.clone() },
            SignedUnitKey { signature: Base64(Vec::new()), ..named.clone() },
        ] {
            assert!(!is_trusted(&other, Purpose::Report, 1));
        }
    }

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
