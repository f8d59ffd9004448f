//! Who wrote a message: Ed25519 (RFC 8032) inside the ciphertext, so that who can write to the database can put words into nobody's mouth
//! and who can only read it sees not even that something is signed.

use ed25519_dalek::Signer;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    envelope::{Ciphertext, decrypt, encrypt_parts},
    error::{InvalidKey, OpenError},
    keys::{DataKey, unprintable},
    place::Place,
    stack::off_the_stack,
};

const SEED: usize = 32;
const SIGNATURE: usize = 64;
const CONTEXT: &[u8] = b"qingfeng/message/1";

/// An Ed25519 private key. It wipes itself when dropped.
#[derive(Clone)]
pub struct SigningKey(pub(crate) ed25519_dalek::SigningKey);

/// An Ed25519 public key (32 bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyingKey(pub(crate) ed25519_dalek::VerifyingKey);

unprintable!(SigningKey);

impl SigningKey {
    /// A new key.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; SEED]);
        rng.fill_bytes(seed.as_mut_slice());
        Self::from_seed(&seed)
    }

    /// The key with this seed.
    pub fn from_seed(seed: &[u8; SEED]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The seed, to be sealed or locked.
    pub fn to_seed(&self) -> Zeroizing<[u8; SEED]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public key.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }
}

impl TryFrom<&[u8]> for SigningKey {
    type Error = InvalidKey;
    fn try_from(seed: &[u8]) -> Result<Self, InvalidKey> {
        let seed: &[u8; SEED] = seed.try_into().map_err(|_| InvalidKey::Length(seed.len()))?;
        Ok(Self::from_seed(seed))
    }
}

impl VerifyingKey {
    /// The bytes to store or send.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }
}

impl TryFrom<&[u8]> for VerifyingKey {
    type Error = InvalidKey;
    /// Checks that the bytes are a point of the curve, and not one of the few under which forged signatures are easy.
    fn try_from(bytes: &[u8]) -> Result<Self, InvalidKey> {
        let bytes: &[u8; 32] = bytes.try_into().map_err(|_| InvalidKey::Length(bytes.len()))?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).map_err(|_| InvalidKey::Value)?;
        if key.is_weak() { Err(InvalidKey::Value) } else { Ok(Self(key)) }
    }
}

/// Signs a body for one place and encrypts the two: signature (64) ‖ body.
pub fn sign_message(key: &DataKey, place: &Place, author: &SigningKey, body: &[u8], rng: &mut impl CryptoRng) -> Ciphertext {
    let signature = off_the_stack(|| author.0.sign(&signed_bytes(place, body)).to_bytes());
    encrypt_parts(key, place, &[&signature, body], rng)
}

/// Decrypts what [`sign_message`] made for this place and checks that this author signed it.
///
/// # Errors
/// As for [`decrypt`]; [`OpenError::Signature`] if it is not signed, or not by this author.
pub fn open_message(key: &DataKey, place: &Place, sealed: &Ciphertext, author: &VerifyingKey) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let plain = decrypt(key, place, sealed)?;
    let (signature, body) = plain.split_first_chunk::<SIGNATURE>().ok_or(OpenError::Signature)?;
    let signature = ed25519_dalek::Signature::from_bytes(signature);
    off_the_stack(|| author.0.verify_strict(&signed_bytes(place, body), &signature)).map_err(|_| OpenError::Signature)?;
    Ok(Zeroizing::new(body.to_vec()))
}

/// context ‖ place ‖ body: the first two have a fixed length.
fn signed_bytes(place: &Place, body: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(CONTEXT.len() + Place::LEN + body.len()));
    bytes.extend_from_slice(CONTEXT);
    bytes.extend_from_slice(&place.encode());
    bytes.extend_from_slice(body);
    bytes
}
