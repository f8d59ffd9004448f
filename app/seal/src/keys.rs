//! Symmetric keys.

use rand_core::CryptoRng;
use subtle::{Choice, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{error::InvalidKey, kdf::Prk};

/// Length of every symmetric key, in bytes.
pub(crate) const KEY: usize = 32;

/// Separates what [`SymmetricKey::derive`] yields from all else that is derived here.
const DERIVE_SALT: &[u8] = b"qingfeng/derive/1";

/// The random key of one report (or of one identity) for one epoch.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DataKey(pub(crate) [u8; KEY]);

/// A key that wraps other keys or locks short secrets: derived from a password, a cookie, a receipt code, or read from the key file.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SymmetricKey(pub(crate) [u8; KEY]);

impl DataKey {
    /// A new key.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut key = Self([0; KEY]);
        rng.fill_bytes(&mut key.0);
        key
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl SymmetricKey {
    /// A new key.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut key = Self([0; KEY]);
        rng.fill_bytes(&mut key.0);
        key
    }

    /// The key with these bytes.
    pub fn from_bytes(bytes: [u8; KEY]) -> Self {
        Self(bytes)
    }

    /// HKDF-SHA256 of a secret that already has the entropy of a key (a cookie's random bytes, the output of Argon2id); each `label`
    /// gives an independent key.
    pub fn derive(secret: &[u8], label: &str) -> Self {
        let mut key = Self([0; KEY]);
        Prk::extract(DERIVE_SALT, secret).expand(&[label.as_bytes()], &mut key.0);
        key
    }

    /// The bytes, for whoever stores the key in a file or uses it as a verifier.
    pub fn expose(&self) -> &[u8; KEY] {
        &self.0
    }
}

impl TryFrom<&[u8]> for SymmetricKey {
    type Error = InvalidKey;
    fn try_from(bytes: &[u8]) -> Result<Self, InvalidKey> {
        bytes.try_into().map(Self).map_err(|_| InvalidKey::Length(bytes.len()))
    }
}

impl ConstantTimeEq for DataKey {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

impl ConstantTimeEq for SymmetricKey {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

/// `Debug` that names the type and nothing else, so that structs which hold secrets can still derive it.
macro_rules! unprintable {
    ($($name:ty),+ $(,)?) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(secret)"))
            }
        }
    )+};
}
pub(crate) use unprintable;
unprintable!(DataKey, SymmetricKey);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_give_independent_keys() {
        let [one, two] = ["kek", "verifier"].map(|label| SymmetricKey::derive(&[7; 32], label));
        assert!(!bool::from(one.ct_eq(&two)));
        assert!(bool::from(one.ct_eq(&SymmetricKey::derive(&[7; 32], "kek"))));
    }

    #[test]
    fn keys_do_not_print_themselves() {
        assert_eq!(format!("{:?}", SymmetricKey::from_bytes([65; 32])), "SymmetricKey(secret)");
    }

    #[test]
    fn a_key_has_one_length() {
        assert_eq!(SymmetricKey::try_from([0; 31].as_slice()).unwrap_err(), InvalidKey::Length(31));
    }
}
