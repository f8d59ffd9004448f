//! Content under a data key.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    committed::{self, OVERHEAD},
    error::OpenError,
    keys::DataKey,
    padding,
    place::Place,
    sealed_bytes::{SUITE_SYMMETRIC, sealed_bytes},
};

const LABEL: &[u8] = b"qingfeng/content";

sealed_bytes! {
    /// Encrypted content: suite, version, salt (32), commitment (32), AES-256-GCM of the padded plaintext.
    Ciphertext, SUITE_SYMMETRIC, OVERHEAD + padding::padded_len(0), usize::MAX
}

/// Encrypts content for one place. Its length is padded; see [`crate::padded_len`].
pub fn encrypt(key: &DataKey, place: &Place, plain: &[u8], rng: &mut impl CryptoRng) -> Ciphertext {
    encrypt_parts(key, place, &[plain], rng)
}

pub(crate) fn encrypt_parts(key: &DataKey, place: &Place, parts: &[&[u8]], rng: &mut impl CryptoRng) -> Ciphertext {
    let tail = padding::tail(parts.iter().map(|part| part.len()).sum());
    let padded = [parts, &[&tail]].concat();
    Ciphertext(committed::seal(LABEL, &key.0, &place.encode(), &padded, rng))
}

/// Decrypts what was encrypted under this key for this place.
///
/// # Errors
/// [`OpenError::WrongKey`], [`OpenError::Altered`], or [`OpenError::Padding`] if whoever held the key broke the format.
pub fn decrypt(key: &DataKey, place: &Place, sealed: &Ciphertext) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let mut plain = committed::open(LABEL, &key.0, &place.encode(), &sealed.0)?;
    let len = padding::unpadded_len(&plain).ok_or(OpenError::Padding)?;
    plain.truncate(len);
    Ok(plain)
}
