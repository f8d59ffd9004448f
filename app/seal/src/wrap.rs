//! Keys and short secrets under a symmetric key.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    committed::{self, OVERHEAD},
    error::OpenError,
    keys::{DataKey, KEY, SymmetricKey},
    place::KeyPlace,
    sealed_bytes::{SUITE_SYMMETRIC, sealed_bytes},
};

const WRAP_LABEL: &[u8] = b"qingfeng/wrapped-key";
const LOCK_LABEL: &[u8] = b"qingfeng/locked";

sealed_bytes! {
    /// A data key under a symmetric key: suite, version, salt (32), commitment (32), AES-256-GCM of the key.
    WrappedKey, SUITE_SYMMETRIC, OVERHEAD + KEY, OVERHEAD + KEY
}

sealed_bytes! {
    /// A short secret under a symmetric key: suite, version, salt (32), commitment (32), AES-256-GCM of the secret. Its length shows.
    Locked, SUITE_SYMMETRIC, OVERHEAD, usize::MAX
}

/// Wraps a data key for one place.
pub fn wrap_key(key: &DataKey, under: &SymmetricKey, place: &KeyPlace, rng: &mut impl CryptoRng) -> WrappedKey {
    WrappedKey(committed::seal(WRAP_LABEL, &under.0, &place.encode(), &[&key.0], rng))
}

/// The data key that was wrapped under this key for this place.
///
/// # Errors
/// [`OpenError::WrongKey`] or [`OpenError::Altered`].
pub fn unwrap_key(wrapped: &WrappedKey, under: &SymmetricKey, place: &KeyPlace) -> Result<DataKey, OpenError> {
    let plain = committed::open(WRAP_LABEL, &under.0, &place.encode(), &wrapped.0)?;
    DataKey::from_slice(&plain).ok_or(OpenError::Content)
}

/// Locks a short secret. `aad` says what it is and whose, and has to be the same when it is unlocked.
pub fn lock(secret: &[u8], under: &SymmetricKey, aad: &[u8], rng: &mut impl CryptoRng) -> Locked {
    Locked(committed::seal(LOCK_LABEL, &under.0, aad, &[secret], rng))
}

/// The secret that was locked under this key with the same `aad`.
///
/// # Errors
/// [`OpenError::WrongKey`] or [`OpenError::Altered`].
pub fn unlock(locked: &Locked, under: &SymmetricKey, aad: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    committed::open(LOCK_LABEL, &under.0, aad, &locked.0)
}
