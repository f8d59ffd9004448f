//! A member's private keys: one to which unit keys are sealed, one that signs.

use rand_core::CryptoRng;
use seal::{Locked, SealPrivateKey, SigningKey, SymmetricKey, lock, unlock};
use zeroize::Zeroizing;

use super::VaultError;

const SEED: usize = 32;

/// The seeds of a member's private keys. They wipe themselves.
#[derive(Clone)]
pub struct MemberKeys {
    seeds: Zeroizing<[u8; 2 * SEED]>,
}

/// Under what a member's keys are locked; bound to it, so that no lock can stand in for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockedUnder {
    /// The password of the member with this id.
    Password(i64),
    /// The recovery code of the member with this id.
    Recovery(i64),
    /// The cookie of the session with this id.
    Session(i64),
}

impl LockedUnder {
    fn aad(self) -> String {
        match self {
            Self::Password(member) => format!("qingfeng/member-keys/1/password/{member}"),
            Self::Recovery(member) => format!("qingfeng/member-keys/1/recovery/{member}"),
            Self::Session(session) => format!("qingfeng/member-keys/1/session/{session}"),
        }
    }
}

impl MemberKeys {
    /// New keys.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut seeds = Zeroizing::new([0; 2 * SEED]);
        rng.fill_bytes(seeds.as_mut_slice());
        Self { seeds }
    }

    /// The key that opens what is sealed to the member.
    pub fn seal_key(&self) -> SealPrivateKey {
        SealPrivateKey::from_seed(self.halves().0)
    }

    /// The key that signs what the member writes.
    pub fn signing_key(&self) -> SigningKey {
        SigningKey::from_seed(self.halves().1)
    }

    /// The keys as they are stored.
    pub fn lock(&self, key: &SymmetricKey, under: LockedUnder, rng: &mut impl CryptoRng) -> Vec<u8> {
        lock(self.seeds.as_slice(), key, under.aad().as_bytes(), rng).into_bytes()
    }

    /// The keys that were locked under this.
    ///
    /// # Errors
    /// [`VaultError::Sealed`]: another key, or the bytes were changed.
    pub fn unlock(locked: &[u8], key: &SymmetricKey, under: LockedUnder) -> Result<Self, VaultError> {
        let opened = unlock(&Locked::try_from(locked)?, key, under.aad().as_bytes())?;
        let seeds = opened.as_slice().try_into().map_err(|_| VaultError::Unreadable("member's keys"))?;
        Ok(Self { seeds: Zeroizing::new(seeds) })
    }

    fn halves(&self) -> (&[u8; SEED], &[u8; SEED]) {
        let (first, second) = self.seeds.as_chunks::<SEED>().0.split_at(1);
        (&first[0], &second[0])
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};
    use seal::OpenError;

    use super::*;

    #[test]
    fn locked_keys_open_with_their_key_at_their_place_alone() {
        let rng = &mut StdRng::seed_from_u64(1);
        let (keys, password, other) = (MemberKeys::generate(rng), SymmetricKey::generate(rng), SymmetricKey::generate(rng));
        let locked = keys.lock(&password, LockedUnder::Password(7), rng);
        let open = |key, under| MemberKeys::unlock(&locked, key, under);
        let again = open(&password, LockedUnder::Password(7)).unwrap();
        assert_eq!(again.signing_key().verifying_key(), keys.signing_key().verifying_key());
        assert!(again.seal_key().public() == keys.seal_key().public());
        assert!(matches!(open(&other, LockedUnder::Password(7)), Err(VaultError::Sealed(OpenError::WrongKey))));
        assert!(matches!(open(&password, LockedUnder::Password(8)), Err(VaultError::Sealed(OpenError::Altered))));
        assert!(matches!(open(&password, LockedUnder::Session(7)), Err(VaultError::Sealed(OpenError::Altered))));
    }
}
