//! A draft under a phrase: what a reporter's browser keeps on the device until the report is filed.
//!
//! suite (1) ‖ version (1) ‖ salt (16) ‖ what [`crate::committed`] makes of the padded draft, under `Argon2id(phrase, salt)`.

use argon2::{Algorithm, Argon2, Params, Version};
use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    committed::{self, OVERHEAD},
    error::{OpenError, within_limits},
    keys::{KEY, unprintable},
    padding,
    sealed_bytes::{HEADER, SUITE_PHRASE, SUITE_SYMMETRIC, VERSION, check},
};

const LABEL: &[u8] = b"qingfeng/draft";
const SALT: usize = 16;
/// Where the ciphertext begins.
const BODY: usize = HEADER + SALT;
/// In KiB; with two passes it is the least that OWASP asks for, which a phone of 2020 still does in a second. Part of version 1.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// What a phrase yields. It is kept while a draft is written: to derive it anew at each change would take too long.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct DraftKey {
    salt: [u8; SALT],
    key: [u8; KEY],
}

unprintable!(DraftKey);

impl DraftKey {
    /// The key of a new draft.
    pub fn new(phrase: &str, rng: &mut impl CryptoRng) -> Self {
        let mut salt = [0; SALT];
        rng.fill_bytes(&mut salt);
        Self::derive(phrase, salt)
    }

    fn derive(phrase: &str, salt: [u8; SALT]) -> Self {
        let mut derived = Self { salt, key: [0; KEY] };
        let cost = within_limits(Params::new(MEMORY, PASSES, 1, Some(KEY)));
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, cost);
        within_limits(argon2.hash_password_into(phrase.as_bytes(), &salt, &mut derived.key));
        derived
    }

    /// Seals a draft. Its length is padded.
    pub fn seal(&self, draft: &[u8], rng: &mut impl CryptoRng) -> Vec<u8> {
        let tail = padding::tail(draft.len());
        let sealed = committed::seal(LABEL, &self.key, &self.head(), &[draft, &tail], rng);
        [&self.head()[..], &sealed].concat()
    }

    fn head(&self) -> [u8; BODY] {
        let mut head = [0; BODY];
        head[..HEADER].copy_from_slice(&[SUITE_PHRASE, VERSION]);
        head[HEADER..].copy_from_slice(&self.salt);
        head
    }
}

/// Opens what [`DraftKey::seal`] made, and gives the key to go on with.
///
/// # Errors
/// [`OpenError::WrongKey`] for another phrase; else what is wrong with the bytes.
pub fn open_draft(phrase: &str, sealed: &[u8]) -> Result<(DraftKey, Zeroizing<Vec<u8>>), OpenError> {
    check(sealed, SUITE_PHRASE, BODY + OVERHEAD + padding::padded_len(0), usize::MAX)?;
    let (head, body) = sealed.split_first_chunk::<BODY>().ok_or(OpenError::Truncated(sealed.len()))?;
    // The ciphertext has a head of its own, which it does not vouch for.
    check(body, SUITE_SYMMETRIC, OVERHEAD + padding::padded_len(0), usize::MAX)?;
    let (_, salt) = head.split_last_chunk::<SALT>().ok_or(OpenError::Truncated(sealed.len()))?;
    let key = DraftKey::derive(phrase, *salt);
    let mut plain = committed::open(LABEL, &key.key, head, body)?;
    let len = padding::unpadded_len(&plain).ok_or(OpenError::Padding)?;
    plain.truncate(len);
    Ok((key, plain))
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn opens_with_its_phrase_alone_and_unchanged_alone() {
        let rng = &mut StdRng::seed_from_u64(1);
        let key = DraftKey::new("三块石头过河", rng);
        let (one, two) = (key.seal("写了一半".as_bytes(), rng), key.seal(b"", rng));
        assert_eq!(one.len(), two.len(), "its length says little");
        let (again, draft) = open_draft("三块石头过河", &one).unwrap();
        assert_eq!(*draft, "写了一半".as_bytes());
        assert_eq!(again.key, key.key);
        assert_eq!(open_draft("三块石头过何", &one).unwrap_err(), OpenError::WrongKey);
        let spoilt = |place: usize| {
            let mut bytes = one.clone();
            bytes[place] ^= 1;
            open_draft("三块石头过河", &bytes).unwrap_err()
        };
        assert_eq!(spoilt(0), OpenError::UnknownSuite(2));
        assert_eq!(spoilt(1), OpenError::UnknownVersion(0));
        assert_eq!(spoilt(HEADER), OpenError::WrongKey);
        assert!(matches!(spoilt(BODY), OpenError::UnknownSuite(_)));
        assert!(matches!(spoilt(BODY + 1), OpenError::UnknownVersion(_)));
        assert_eq!(spoilt(BODY + HEADER), OpenError::WrongKey);
        assert_eq!(spoilt(one.len() - 1), OpenError::Altered);
        assert!(matches!(open_draft("三块石头过河", &one[..40]), Err(OpenError::Truncated(40))));
    }
}
