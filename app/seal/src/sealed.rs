//! Keys and short secrets sealed to a public key: HPKE base mode (RFC 9180, section 5.1.1) with X-Wing (KEM id 0x647a).
//!
//! suite (1) ‖ version (1) ‖ commitment (32) ‖ encapsulated key (1120) ‖ AES-256-GCM ciphertext and tag.
//!
//! The commitment is an exported secret of the same HPKE context (RFC 9180, section 5.3), that is, an output of HKDF-SHA256 over the shared
//! secret and the info. It tells a wrong key apart from a changed ciphertext. The place goes into the associated data.

use hpke::{
    Deserializable, HpkeError, Kem, OpModeR, OpModeS, Serializable, aead::AesGcm256, kdf::HkdfSha256, kem::XWing, setup_receiver,
    setup_sender_with_rng,
};
use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::{
    committed::TAG,
    error::{InvalidKey, OpenError, within_limits},
    keys::{DataKey, KEY, unprintable},
    place::KeyPlace,
    sealed_bytes::{HEADER, SUITE_HPKE, VERSION, sealed_bytes},
};

type Public = <XWing as Kem>::PublicKey;
type Private = <XWing as Kem>::PrivateKey;
type Encapsulated = <XWing as Kem>::EncappedKey;

const SEED: usize = 32;
const PUBLIC: usize = 1216;
const ENCAPSULATED: usize = 1120;
const COMMITMENT: usize = 32;
const OVERHEAD: usize = HEADER + COMMITMENT + ENCAPSULATED + TAG;

const KEY_INFO: &[u8] = b"qingfeng/sealed-key/2.1";
const SECRET_INFO: &[u8] = b"qingfeng/sealed-secret/2.1";
const COMMITMENT_CONTEXT: &[u8] = b"commitment";

/// An X-Wing public key (1,216 bytes). Parsing expands it: keep it parsed where it is used often.
#[derive(Clone, PartialEq, Eq)]
pub struct SealPublicKey(Box<Public>);

/// An X-Wing private key, that is, a seed of 32 bytes. It wipes itself when dropped. Making one computes its public key.
#[derive(Clone)]
pub struct SealPrivateKey(Box<Private>);

unprintable!(SealPrivateKey);

impl SealPublicKey {
    /// Length in bytes.
    pub const LEN: usize = PUBLIC;

    /// The bytes to store or send.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.to_bytes().to_vec()
    }
}

impl TryFrom<&[u8]> for SealPublicKey {
    type Error = InvalidKey;
    /// Checks the length and that the ML-KEM part is one (FIPS 203, section 7.2).
    fn try_from(bytes: &[u8]) -> Result<Self, InvalidKey> {
        match Public::from_bytes(bytes) {
            Ok(key) => Ok(Self(Box::new(key))),
            Err(HpkeError::IncorrectInputLength(_, len)) => Err(InvalidKey::Length(len)),
            Err(_) => Err(InvalidKey::Value),
        }
    }
}

impl std::fmt::Debug for SealPublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealPublicKey")
    }
}

impl SealPrivateKey {
    /// A new key.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; SEED]);
        rng.fill_bytes(seed.as_mut_slice());
        Self::from_seed(&seed)
    }

    /// The key with this seed.
    pub fn from_seed(seed: &[u8; SEED]) -> Self {
        Self(Box::new(within_limits(Private::from_bytes(seed))))
    }

    /// The seed, to be sealed or locked.
    pub fn to_seed(&self) -> Zeroizing<[u8; SEED]> {
        let mut seed = Zeroizing::new([0; SEED]);
        self.0.write_exact(seed.as_mut_slice());
        seed
    }

    /// The public key.
    pub fn public(&self) -> SealPublicKey {
        SealPublicKey(Box::new(XWing::sk_to_pk(&self.0)))
    }
}

impl TryFrom<&[u8]> for SealPrivateKey {
    type Error = InvalidKey;
    fn try_from(seed: &[u8]) -> Result<Self, InvalidKey> {
        let seed: &[u8; SEED] = seed.try_into().map_err(|_| InvalidKey::Length(seed.len()))?;
        Ok(Self::from_seed(seed))
    }
}

sealed_bytes! {
    /// A data key sealed to a public key.
    SealedKey, SUITE_HPKE, OVERHEAD + KEY, OVERHEAD + KEY
}

sealed_bytes! {
    /// A short secret sealed to a public key. Its length shows.
    SealedBytes, SUITE_HPKE, OVERHEAD, usize::MAX
}

/// Seals a data key to a public key, for one place.
pub fn seal_key(key: &DataKey, to: &SealPublicKey, place: &KeyPlace, rng: &mut impl CryptoRng) -> SealedKey {
    SealedKey(seal(KEY_INFO, to, &place.encode(), &key.0, rng))
}

/// The data key that was sealed to this key for this place.
///
/// # Errors
/// [`OpenError::WrongKey`] if it was sealed to another key (or its encapsulated key was changed), else [`OpenError::Altered`].
pub fn open_key(sealed: &SealedKey, with: &SealPrivateKey, place: &KeyPlace) -> Result<DataKey, OpenError> {
    let plain = open(KEY_INFO, with, &place.encode(), &sealed.0)?;
    DataKey::from_slice(&plain).ok_or(OpenError::Content)
}

/// Seals a short secret, such as a unit's private key, to a public key. `aad` says what it is and whose, and has to be the same when it is
/// opened.
pub fn seal_secret(secret: &[u8], to: &SealPublicKey, aad: &[u8], rng: &mut impl CryptoRng) -> SealedBytes {
    SealedBytes(seal(SECRET_INFO, to, aad, secret, rng))
}

/// The secret that was sealed to this key with the same `aad`.
///
/// # Errors
/// [`OpenError::WrongKey`] if it was sealed to another key (or its encapsulated key was changed), else [`OpenError::Altered`].
pub fn open_secret(sealed: &SealedBytes, with: &SealPrivateKey, aad: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    open(SECRET_INFO, with, aad, &sealed.0)
}

fn seal(info: &[u8], to: &SealPublicKey, aad: &[u8], plain: &[u8], rng: &mut impl CryptoRng) -> Vec<u8> {
    let (encapsulated, mut context) =
        within_limits(setup_sender_with_rng::<AesGcm256, HkdfSha256, XWing>(&OpModeS::Base, &to.0, info, rng));
    let mut commitment = [0; COMMITMENT];
    within_limits(context.export(COMMITMENT_CONTEXT, &mut commitment));

    let mut out = Vec::with_capacity(OVERHEAD + plain.len());
    out.extend_from_slice(&[SUITE_HPKE, VERSION]);
    out.extend_from_slice(&commitment);
    out.extend_from_slice(&encapsulated.to_bytes());
    out.extend_from_slice(&within_limits(context.seal(plain, aad)));
    out
}

fn open(info: &[u8], with: &SealPrivateKey, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let truncated = OpenError::Truncated(sealed.len());
    let (commitment, rest) = sealed[HEADER..].split_at_checked(COMMITMENT).ok_or(truncated)?;
    let (encapsulated, body) = rest.split_at_checked(ENCAPSULATED).ok_or(truncated)?;

    // Every encapsulated key of the right length decapsulates: ML-KEM rejects implicitly, and the commitment then does not fit.
    let encapsulated = Encapsulated::from_bytes(encapsulated).map_err(|_| OpenError::WrongKey)?;
    let mut context =
        setup_receiver::<AesGcm256, HkdfSha256, XWing>(&OpModeR::Base, &with.0, &encapsulated, info).map_err(|_| OpenError::WrongKey)?;
    let mut expected = [0; COMMITMENT];
    within_limits(context.export(COMMITMENT_CONTEXT, &mut expected));
    if !bool::from(expected.ct_eq(commitment)) {
        return Err(OpenError::WrongKey);
    }
    context.open(body, aad).map(Zeroizing::new).map_err(|_| OpenError::Altered)
}
