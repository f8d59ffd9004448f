//! The second factor: six digits from an app (TOTP, RFC 6238), each used once.

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use jiff::Timestamp;
use rand_core::CryptoRng;
use seal::{Locked, SymmetricKey, lock, unlock};
use secrecy::SecretString;
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

use super::VaultError;

const SECRET: usize = 20;
pub(super) const ISSUER: &str = "Qingfeng";

/// The secret that a member's app and the portal share.
pub(super) struct TotpSecret(Zeroizing<[u8; SECRET]>);

/// What a member sees when setting up the second factor.
pub struct TotpSetup {
    /// For the app to scan: `otpauth://…`.
    pub url: SecretString,
    /// The same secret to be typed, in base32.
    pub typed: SecretString,
    /// For the form: the secret locked under the operator's key.
    pub carried: String,
}

impl TotpSecret {
    pub(super) fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut secret = Zeroizing::new([0; SECRET]);
        rng.fill_bytes(secret.as_mut_slice());
        Self(secret)
    }

    pub(super) fn lock(&self, key: &SymmetricKey, member: i64, rng: &mut impl CryptoRng) -> Vec<u8> {
        lock(self.0.as_slice(), key, aad(member).as_bytes(), rng).into_bytes()
    }

    pub(super) fn unlock(locked: &[u8], key: &SymmetricKey, member: i64) -> Result<Self, VaultError> {
        let opened = unlock(&Locked::try_from(locked)?, key, aad(member).as_bytes())?;
        let secret = opened.as_slice().try_into().map_err(|_| VaultError::Unreadable("second factor"))?;
        Ok(Self(Zeroizing::new(secret)))
    }

    /// What a form carried, if this portal made it for this member.
    pub(super) fn from_form(carried: &str, key: &SymmetricKey, member: i64) -> Result<Self, VaultError> {
        let locked = BASE64URL_NOPAD.decode(carried.as_bytes()).map_err(|_| VaultError::WrongCode)?;
        Self::unlock(&locked, key, member).map_err(|_| VaultError::WrongCode)
    }

    pub(super) fn setup(&self, login: &str, key: &SymmetricKey, member: i64, rng: &mut impl CryptoRng) -> Result<TotpSetup, VaultError> {
        let url = self.totp(login)?.to_url().map_err(|_| VaultError::Unreadable("second factor"))?;
        Ok(TotpSetup {
            url: url.into(),
            typed: BASE32_NOPAD.encode(self.0.as_slice()).into(),
            carried: BASE64URL_NOPAD.encode(&self.lock(key, member, rng)),
        })
    }

    /// The step of a right code that is newer than the last one used. One step before and after the present one is taken, for slow clocks.
    pub(super) fn check(&self, code: &str, now: Timestamp, last_step: Option<i64>) -> Result<i64, VaultError> {
        let code: String = model::check::half_width(code).chars().filter(|c| !c.is_whitespace()).collect();
        let seconds = u64::try_from(now.as_second()).map_err(|_| VaultError::WrongCode)?;
        let step = self.totp("member")?.check(&code, seconds).and_then(|step| i64::try_from(step).ok());
        step.filter(|&step| last_step.is_none_or(|last| step > last)).ok_or(VaultError::WrongCode)
    }

    fn totp(&self, login: &str) -> Result<Totp, VaultError> {
        Builder::new()
            .with_secret(Secret::from(*self.0))
            .with_account_name(login.replace(':', "."))
            .with_issuer(Some(ISSUER))
            .build()
            .map_err(|_| VaultError::Unreadable("second factor"))
    }
}

fn aad(member: i64) -> String {
    format!("qingfeng/totp/1/{member}")
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};
    use secrecy::ExposeSecret;

    use super::*;

    fn now() -> Timestamp {
        "2026-11-24T03:00:00Z".parse().unwrap()
    }

    fn code(secret: &TotpSecret, now: Timestamp) -> String {
        secret.totp("member").unwrap().generate(now.as_second().unsigned_abs()).to_string()
    }

    #[test]
    fn a_code_is_taken_once() {
        let secret = TotpSecret::generate(&mut StdRng::seed_from_u64(1));
        let step = secret.check(&code(&secret, now()), now(), None).unwrap();
        assert!(matches!(secret.check(&code(&secret, now()), now(), Some(step)), Err(VaultError::WrongCode)));
        let later = now() + jiff::SignedDuration::from_secs(30);
        assert_eq!(secret.check(&code(&secret, later), later, Some(step)).unwrap(), step + 1);
    }

    #[test]
    fn spaces_and_full_width_digits_are_understood_and_rubbish_is_wrong() {
        let secret = TotpSecret::generate(&mut StdRng::seed_from_u64(1));
        let code = code(&secret, now());
        let full: String = code.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect();
        assert!(secret.check(&full, now(), None).is_ok());
        assert!(secret.check(&format!(" {} {}", &code[..3], &code[3..]), now(), None).is_ok());
        for wrong in ["", "1", "abcdef", "0000000", "验证码"] {
            assert!(matches!(secret.check(wrong, now(), None), Err(VaultError::WrongCode)));
        }
    }

    #[test]
    fn the_form_carries_it_for_one_member_alone() {
        let rng = &mut StdRng::seed_from_u64(1);
        let key = SymmetricKey::generate(rng);
        let secret = TotpSecret::generate(rng);
        let setup = secret.setup("zhang.wei", &key, 7, rng).unwrap();
        assert!(setup.url.expose_secret().starts_with("otpauth://totp/Qingfeng:zhang.wei?secret="));
        assert_eq!(*TotpSecret::from_form(&setup.carried, &key, 7).unwrap().0, *secret.0);
        assert!(TotpSecret::from_form(&setup.carried, &key, 8).is_err());
        assert!(TotpSecret::from_form("x", &key, 7).is_err());
    }
}
