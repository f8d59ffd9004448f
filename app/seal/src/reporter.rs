//! What a reporter's receipt code opens.

use model::ReceiptCode;
use subtle::{Choice, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    error::OpenError,
    kdf::Prk,
    keys::{DataKey, KEY, SymmetricKey, unprintable},
    place::{KeyPlace, Purpose},
    proof::ProofKey,
    sealed::{SealPrivateKey, SealedKey, open_key},
    sign::SigningKey,
    staging::StagingKey,
    wrap::{WrappedKey, unwrap_key},
};

const SALT: &[u8] = b"qingfeng/receipt/1";
const STAGING: &[u8] = b"qingfeng/staging/2";

/// All that follows from a receipt code, by HKDF-SHA256. The code has 120 bits of entropy, so no slow hash is needed. Nothing is computed
/// before it is asked for: a status check derives the lookup id and the wrapping key, which takes microseconds.
pub struct ReporterSecret(Prk);

/// Names a case to the server without opening it. The server stores only an HMAC of it. It is as good as a code to ask for the case's
/// sealed bytes, so it wipes itself and does not print itself.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct LookupId([u8; 32]);

unprintable!(ReporterSecret, LookupId);

impl ReporterSecret {
    /// The secret of this code.
    pub fn from_code(code: &ReceiptCode) -> Self {
        Self(Prk::extract(SALT, code.as_bytes()))
    }

    /// Under which the case is found.
    pub fn lookup_id(&self) -> LookupId {
        LookupId(*self.derive(b"lookup"))
    }

    /// Under which the first data key is wrapped for the reporter.
    pub fn wrapping_key(&self) -> SymmetricKey {
        SymmetricKey(*self.derive(b"wrap"))
    }

    /// To which later data keys are sealed.
    pub fn seal_key(&self) -> SealPrivateKey {
        SealPrivateKey::from_seed(&self.derive(b"x-wing"))
    }

    /// With which the reporter signs.
    pub fn signing_key(&self) -> SigningKey {
        SigningKey::from_seed(&self.derive(b"ed25519"))
    }

    /// Under which the names and keys of files are kept that were added and not yet sent: the unit learns of them when they are. It takes
    /// the code and the case's first data key, so that it goes when the case's data keys are destroyed.
    pub fn staging_key(&self, first: &DataKey) -> StagingKey {
        let mut key = DataKey([0; KEY]);
        Prk::extract(&first.0, self.derive(b"staging").as_slice()).expand(&[STAGING], &mut key.0);
        StagingKey(key)
    }

    /// What goes into the proof of filing.
    pub fn proof_key(&self) -> ProofKey {
        ProofKey::new(*self.derive(b"proof"))
    }

    /// The data key in the reporter's copy: those that were made with the report are wrapped, later ones are sealed.
    ///
    /// # Errors
    /// It is no such copy, or does not open.
    pub fn open_copy(&self, copy: &[u8], place: &KeyPlace) -> Result<DataKey, OpenError> {
        match (place.purpose, place.epoch) {
            (Purpose::Report | Purpose::Identity, 0) => unwrap_key(&WrappedKey::try_from(copy)?, &self.wrapping_key(), place),
            _ => open_key(&SealedKey::try_from(copy)?, &self.seal_key(), place),
        }
    }

    fn derive(&self, label: &[u8]) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        self.0.expand(&[label], out.as_mut_slice());
        out
    }
}

impl LookupId {
    /// The bytes, to be hashed under the pepper or sent by a browser that keeps the code to itself.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The id that a browser sent.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl ConstantTimeEq for LookupId {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_is_another_and_stays_the_same() {
        let code = ReceiptCode::from_entropy(&[3; 24]);
        let secret = ReporterSecret::from_code(&code);
        let again = ReporterSecret::from_code(&ReceiptCode::parse(&code.to_display().to_lowercase()).unwrap());
        let keys = [secret.lookup_id().0, *secret.wrapping_key().expose(), *secret.seal_key().to_seed(), *secret.signing_key().to_seed()];
        for (place, key) in keys.iter().enumerate() {
            assert!(!keys[..place].contains(key));
        }
        assert!(bool::from(secret.lookup_id().ct_eq(&again.lookup_id())));
    }
}
