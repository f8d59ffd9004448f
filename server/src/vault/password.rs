//! Passwords: Argon2id on threads of its own, and the rules that a new password has to meet.

use std::{fmt, str::FromStr, sync::Arc};

use argon2::{Algorithm, Argon2, Params, Version};
use model::{FaultKind, limits};
use rand_core::CryptoRng;
use seal::SymmetricKey;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;
use zeroize::{Zeroizing, zeroize_stack};
use zxcvbn::{Score, zxcvbn};

use super::VaultError;

/// Length of a salt, in bytes.
const SALT: usize = 16;

/// Bytes of stack that a run reaches down to: hashing copies the password into blocks there.
const HASHING: usize = 64 * 1024;

/// What one run of Argon2id costs. Stored with each member, so that it can be raised without locking anyone out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory, in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for PasswordCost {
    /// 64 MiB, three passes (RFC 9106, section 4, second recommendation, with one lane: the machine has few cores).
    fn default() -> Self {
        Self { memory: 64 * 1024, passes: 3, lanes: 1 }
    }
}

impl fmt::Display for PasswordCost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "argon2id m={} t={} p={}", self.memory, self.passes, self.lanes)
    }
}

impl FromStr for PasswordCost {
    type Err = VaultError;
    fn from_str(text: &str) -> Result<Self, VaultError> {
        let number = |word: Option<&str>, name: &str| word?.strip_prefix(name)?.parse().ok();
        let mut words = text.split(' ');
        let known = words.next() == Some("argon2id");
        match (number(words.next(), "m="), number(words.next(), "t="), number(words.next(), "p=")) {
            (Some(memory), Some(passes), Some(lanes)) if known => Ok(Self { memory, passes, lanes }),
            _ => Err(VaultError::Unreadable("password cost")),
        }
    }
}

/// What a password yields: the key that locks a member's private keys, and what is compared at sign-in. Neither tells the other.
pub struct PasswordKeys {
    /// Locks the member's private keys.
    pub locking: SymmetricKey,
    /// Stored, and compared at sign-in.
    pub verifier: SymmetricKey,
}

/// Runs Argon2id, few at a time: each run takes 64 MiB.
#[derive(Debug, Clone)]
pub struct PasswordHasher {
    cost: PasswordCost,
    running: Arc<Semaphore>,
}

impl PasswordHasher {
    /// At most `at_once` runs at a time; others wait their turn.
    pub fn new(cost: PasswordCost, at_once: usize) -> Self {
        Self { cost, running: Arc::new(Semaphore::new(at_once.max(1))) }
    }

    /// What a new password costs.
    pub fn cost(&self) -> PasswordCost {
        self.cost
    }

    /// The keys of a password.
    ///
    /// # Errors
    /// The cost is none that Argon2 takes, or the machine has no memory left.
    pub async fn keys(&self, password: &SecretString, salt: &[u8], cost: PasswordCost) -> Result<PasswordKeys, VaultError> {
        let _turn = self.running.acquire().await.map_err(|_| VaultError::Stopping)?;
        let (password, salt) = (password.clone(), salt.to_vec());
        let derived = tokio::task::spawn_blocking(move || {
            let derived = derive(&password, &salt, cost);
            zeroize_stack::<HASHING>();
            derived
        });
        derived.await.map_err(|_| VaultError::Stopping)?
    }

    /// Costs as much as checking a password and yields nothing: so that an unknown name takes as long as a wrong password.
    ///
    /// # Errors
    /// As for [`Self::keys`].
    pub async fn pretend(&self, password: &SecretString) -> Result<(), VaultError> {
        self.keys(password, &[0; SALT], self.cost).await.map(drop)
    }
}

/// In a frame of its own, so that it ends where the wiping begins.
#[inline(never)]
fn derive(password: &SecretString, salt: &[u8], cost: PasswordCost) -> Result<PasswordKeys, VaultError> {
    let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(32)).map_err(|_| VaultError::Unreadable("password cost"))?;
    let mut output = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.expose_secret().as_bytes(), salt, output.as_mut_slice())
        .map_err(|_| VaultError::OutOfMemory)?;
    Ok(PasswordKeys {
        locking: SymmetricKey::derive(output.as_slice(), "qingfeng/password/locking"),
        verifier: SymmetricKey::derive(output.as_slice(), "qingfeng/password/verifier"),
    })
}

/// A new salt.
pub fn new_salt(rng: &mut impl CryptoRng) -> [u8; SALT] {
    let mut salt = [0; SALT];
    rng.fill_bytes(&mut salt);
    salt
}

/// Whether a new password will do: long enough, and not among those that are guessed first. `known` are words that an attacker would try,
/// such as the sign-in name and the unit's.
///
/// # Errors
/// [`FaultKind::Empty`], [`FaultKind::TooShort`], [`FaultKind::TooLong`] or [`FaultKind::Weak`].
pub fn check_new(password: &SecretString, known: &[&str]) -> Result<(), FaultKind> {
    let password = password.expose_secret();
    let chars = password.chars().count();
    match chars {
        0 => Err(FaultKind::Empty),
        _ if chars < limits::PASSWORD_MIN => Err(FaultKind::TooShort { min: limits::PASSWORD_MIN }),
        _ if password.len() > limits::PASSWORD => Err(FaultKind::TooLong { max: limits::PASSWORD, by: password.len() - limits::PASSWORD }),
        _ if zxcvbn(password, known).score() < Score::Three => Err(FaultKind::Weak),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: PasswordCost = PasswordCost { memory: 8, passes: 1, lanes: 1 };

    #[tokio::test]
    async fn the_same_password_and_salt_give_the_same_keys_and_no_other_do() {
        let hasher = PasswordHasher::new(CHEAP, 1);
        let keys = |password: &str, salt: [u8; SALT]| {
            let password = SecretString::from(password);
            let hasher = hasher.clone();
            async move { hasher.keys(&password, &salt, CHEAP).await.unwrap() }
        };
        let first = keys("correct horse", [1; SALT]).await;
        assert_eq!(first.verifier.expose(), keys("correct horse", [1; SALT]).await.verifier.expose());
        assert_ne!(first.verifier.expose(), keys("correct horsf", [1; SALT]).await.verifier.expose());
        assert_ne!(first.verifier.expose(), keys("correct horse", [2; SALT]).await.verifier.expose());
        assert_ne!(first.verifier.expose(), first.locking.expose());
    }

    #[test]
    fn a_cost_reads_back() {
        let cost = PasswordCost::default();
        assert_eq!(cost.to_string().parse::<PasswordCost>().unwrap(), cost);
        assert!("argon2id m=1".parse::<PasswordCost>().is_err());
        assert!("bcrypt m=1 t=1 p=1".parse::<PasswordCost>().is_err());
    }

    #[test]
    fn weak_passwords_are_told_why() {
        let check = |password: &str| check_new(&SecretString::from(password), &["zhang.wei", "天河区信访局"]);
        assert_eq!(check(""), Err(FaultKind::Empty));
        assert_eq!(check("short"), Err(FaultKind::TooShort { min: 12 }));
        assert_eq!(check("password1234"), Err(FaultKind::Weak));
        assert_eq!(check("zhang.weizhang.wei"), Err(FaultKind::Weak), "made of what everybody knows of the member");
        assert_eq!(check("tulip orbit candle 47"), Ok(()));
        assert_eq!(check("清风徐来水波不兴举酒属客"), Ok(()));
        assert!(matches!(check(&"长".repeat(100)), Err(FaultKind::TooLong { .. })));
    }
}
