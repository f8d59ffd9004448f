//! AES-256-GCM under a key of its own for each message, with a commitment to the key it comes from.
//!
//! suite (1) ‖ version (1) ‖ salt (32) ‖ commitment (32) ‖ AES-256-GCM ciphertext and tag.
//!
//! `commitment ‖ key ‖ nonce = HKDF-SHA256(salt, secret, info = suite ‖ version ‖ label)`. A fresh random salt makes a fresh key and nonce
//! for each message, so that random nonces cannot collide (NIST SP 800-38D, section 8.3). AES-GCM commits to no key ("Fast message
//! franking", CRYPTO 2018); the commitment, an output of SHA-256 over the secret and the salt, does.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{AeadInOut, inout::InOutBuf},
};
use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    error::{OpenError, within_limits},
    kdf::Prk,
    keys::KEY,
    sealed_bytes::{HEADER, SUITE_SYMMETRIC, VERSION},
};

const SALT: usize = 32;
const COMMITMENT: usize = 32;
const NONCE: usize = 12;
/// Length of the authentication tag.
pub(crate) const TAG: usize = 16;

/// Where the AES-GCM ciphertext begins.
const BODY: usize = HEADER + SALT + COMMITMENT;

/// How much longer a sealed value is than its plaintext.
pub(crate) const OVERHEAD: usize = BODY + TAG;

/// What HKDF yields for one message.
#[derive(Zeroize, ZeroizeOnDrop)]
struct MessageKey([u8; COMMITMENT + KEY + NONCE]);

impl MessageKey {
    fn derive(label: &[u8], secret: &[u8; KEY], salt: &[u8]) -> Self {
        let mut derived = Self([0; COMMITMENT + KEY + NONCE]);
        Prk::extract(salt, secret).expand(&[&[SUITE_SYMMETRIC, VERSION], label], &mut derived.0);
        derived
    }

    fn commitment(&self) -> &[u8] {
        &self.0[..COMMITMENT]
    }

    fn cipher(&self) -> Aes256Gcm {
        within_limits(Aes256Gcm::new_from_slice(&self.0[COMMITMENT..COMMITMENT + KEY]))
    }

    fn nonce(&self) -> [u8; NONCE] {
        let mut nonce = [0; NONCE];
        nonce.copy_from_slice(&self.0[COMMITMENT + KEY..]);
        nonce
    }
}

/// Seals the concatenation of `parts`. `label` keeps kinds of sealed values apart.
pub(crate) fn seal(label: &[u8], secret: &[u8; KEY], aad: &[u8], parts: &[&[u8]], rng: &mut impl CryptoRng) -> Vec<u8> {
    let plain: usize = parts.iter().map(|part| part.len()).sum();
    let mut salt = [0; SALT];
    rng.fill_bytes(&mut salt);
    let derived = MessageKey::derive(label, secret, &salt);

    // Filled to its full length at once: a buffer that grows would leave copies of the plaintext behind.
    let mut out = Vec::with_capacity(plain + OVERHEAD);
    out.extend_from_slice(&[SUITE_SYMMETRIC, VERSION]);
    out.extend_from_slice(&salt);
    out.extend_from_slice(derived.commitment());
    for part in parts {
        out.extend_from_slice(part);
    }
    let body = InOutBuf::from(&mut out[BODY..]);
    let tag = within_limits(derived.cipher().encrypt_inout_detached(&derived.nonce().into(), aad, body));
    out.extend_from_slice(&tag);
    out
}

/// Opens what [`seal`] made with the same label, secret and associated data. Header and length have been checked.
pub(crate) fn open(label: &[u8], secret: &[u8; KEY], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (head, body) = sealed.split_at_checked(BODY).ok_or(OpenError::Truncated(sealed.len()))?;
    let (body, tag) = body.split_last_chunk::<TAG>().ok_or(OpenError::Truncated(sealed.len()))?;
    let (salt, commitment) = head[HEADER..].split_at(SALT);

    let derived = MessageKey::derive(label, secret, salt);
    if !bool::from(derived.commitment().ct_eq(commitment)) {
        return Err(OpenError::WrongKey);
    }
    let mut plain = Zeroizing::new(body.to_vec());
    let buffer = InOutBuf::from(plain.as_mut_slice());
    derived.cipher().decrypt_inout_detached(&derived.nonce().into(), aad, buffer, tag.into()).map_err(|_| OpenError::Altered)?;
    Ok(plain)
}
