//! Signing in: password, then second factor. Failures slow the next try down and never shut a member out for good.

use jiff::{SignedDuration, Timestamp};
use model::{ReceiptCode, check, limits};
use rand_core::CryptoRng;
use seal::SymmetricKey;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use super::{
    MemberKeys, TotpSetup, Vault, VaultError, about,
    member_keys::LockedUnder,
    second_factor::TotpSecret,
    secrets::{RECOVERY, recovery_keys},
    sessions::Found,
};
use crate::store::{Member, Stage, StoreError, members::TryRecord};

/// Failures that cost no waiting.
const FREE_FAILURES: u32 = 3;
/// The longest wait, in seconds: a member whose name others try is never kept out longer.
const LONGEST_WAIT: i64 = 300;

/// What comes after the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// The second factor has to be set up.
    SetUpSecondFactor,
    /// Its code has to be given.
    EnterCode,
}

/// A session that the password has opened.
pub struct Opened {
    /// For the cookie.
    pub cookie: SecretString,
    /// What comes next.
    pub next: NextStep,
}

/// How long to wait after this many failures.
fn wait_after(failures: u32) -> SignedDuration {
    let doublings = failures.saturating_sub(FREE_FAILURES);
    let seconds = if failures < FREE_FAILURES { 0 } else { 1_i64.checked_shl(doublings).unwrap_or(LONGEST_WAIT).clamp(1, LONGEST_WAIT) };
    SignedDuration::from_secs(seconds)
}

/// A sign-in name as it is compared: half-width, lower case, trimmed.
pub(super) fn login_of(typed: &str) -> String {
    check::half_width(typed).trim().to_lowercase()
}

impl Vault {
    /// Checks name and password. The session still waits for the second factor.
    ///
    /// An unknown name, a wrong password and a try that comes too soon get the same answer after the same work.
    ///
    /// # Errors
    /// [`VaultError::Refused`].
    pub async fn sign_in<R: CryptoRng + Send>(
        &self,
        login: &str,
        password: &SecretString,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<Opened, VaultError> {
        if password.expose_secret().len() > limits::PASSWORD {
            return Err(VaultError::Refused);
        }
        let Some(member) = self.may_try(login, now).await? else {
            self.hasher.pretend(password).await?;
            self.failed_unheard(now, rng).await?;
            return Err(VaultError::Refused);
        };
        match self.check_password(&member, password).await? {
            Some(locking) => {
                let keys = MemberKeys::unlock(&member.locked_keys, &locking, LockedUnder::Password(member.id))?;
                self.begin(&member, &keys, now, rng).await
            }
            None => {
                self.failed(&member, now).await?;
                Err(VaultError::Refused)
            }
        }
    }

    /// What a member sees who sets up the second factor.
    ///
    /// # Errors
    /// [`VaultError::SignedOut`]; [`VaultError::Incomplete`] if it is set up already, and its code has to be given.
    pub async fn begin_second_factor<R: CryptoRng + Send>(
        &self,
        cookie: &str,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<TotpSetup, VaultError> {
        let found = self.halfway(cookie, now).await?;
        if found.member.totp_locked.is_some() {
            return Err(VaultError::Incomplete);
        }
        TotpSecret::generate(rng).setup(&found.member.login, &self.keys.totp, found.member.id, rng)
    }

    /// The same again, for a form that came back with a wrong code: the app keeps what it scanned.
    ///
    /// # Errors
    /// As for [`Self::begin_second_factor`]; [`VaultError::WrongCode`] if the form carries nothing of this portal's.
    pub async fn repeat_second_factor<R: CryptoRng + Send>(
        &self,
        cookie: &str,
        carried: &str,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<TotpSetup, VaultError> {
        let found = self.halfway(cookie, now).await?;
        let secret = TotpSecret::from_form(carried, &self.keys.totp, found.member.id)?;
        secret.setup(&found.member.login, &self.keys.totp, found.member.id, rng)
    }

    /// Sets up the second factor with the first code of the app and signs in. Returns the new cookie and the recovery code, which is shown
    /// once.
    ///
    /// # Errors
    /// [`VaultError::WrongCode`]; [`VaultError::SignedOut`]; [`VaultError::Incomplete`] if it is set up already.
    pub async fn finish_second_factor<R: CryptoRng + Send>(
        &self,
        cookie: &str,
        carried: &str,
        code: &str,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<(SecretString, SecretString), VaultError> {
        let found = self.halfway(cookie, now).await?;
        if found.member.totp_locked.is_some() {
            return Err(VaultError::Incomplete);
        }
        let member = found.member.id;
        let secret = TotpSecret::from_form(carried, &self.keys.totp, member)?;
        let step = secret.check(code, now, None)?;
        self.store.members().set_totp(member, secret.lock(&self.keys.totp, member, rng), step, now.as_millisecond()).await?;
        let recovery = self.new_recovery(member, &found.keys, now, rng).await?;
        self.note(about("member.second-factor", now.as_millisecond(), Some(member), Some(found.member.unit_id), None)).await?;
        let cookie = self.complete(&found, now, rng).await?;
        Ok((cookie, recovery))
    }

    /// Checks the second factor's code and signs in. Returns the new cookie; the old one is worth nothing from then on.
    ///
    /// # Errors
    /// [`VaultError::WrongCode`], also for a code that was used; [`VaultError::TooSoon`] after several; [`VaultError::SignedOut`];
    /// [`VaultError::NoSecondFactor`].
    pub async fn enter_code<R: CryptoRng + Send>(
        &self,
        cookie: &str,
        code: &str,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<SecretString, VaultError> {
        let found = self.may_go_on(cookie, now).await?;
        let (member, at) = (&found.member, now.as_millisecond());
        let locked = member.totp_locked.as_ref().ok_or(VaultError::NoSecondFactor)?;
        let step = TotpSecret::unlock(locked, &self.keys.totp, member.id)?.check(code, now, member.totp_step);
        let used = match step {
            Ok(step) => self.store.members().use_totp_step(member.id, step, at).await?,
            Err(_) => false,
        };
        if !used {
            self.failed(member, now).await?;
            return Err(VaultError::WrongCode);
        }
        self.complete(&found, now, rng).await
    }

    /// Asks a signed-in member for the password again, before keys change or data leave.
    ///
    /// # Errors
    /// [`VaultError::Refused`], also for a try that comes too soon after several failures.
    pub async fn confirm(&self, who: &super::SignedIn, password: &SecretString, now: Timestamp) -> Result<(), VaultError> {
        self.asked_again(who, password, now).await?;
        self.confirmed(who, now).await
    }

    /// Asks for the code of the second factor as well as for the password.
    ///
    /// # Errors
    /// As for [`Self::confirm`]; [`VaultError::WrongCode`], also for a code that was used.
    pub async fn confirm_with_code(
        &self,
        who: &super::SignedIn,
        password: &SecretString,
        code: &str,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        // The password first: a code is used up only by its owner.
        let member = self.asked_again(who, password, now).await?;
        let locked = member.totp_locked.as_ref().ok_or(VaultError::Incomplete)?;
        let step = TotpSecret::unlock(locked, &self.keys.totp, member.id)?.check(code, now, member.totp_step);
        let used = match step {
            Ok(step) => self.store.members().use_totp_step(member.id, step, now.as_millisecond()).await?,
            Err(_) => false,
        };
        if !used {
            self.failed(&member, now).await?;
            return Err(VaultError::WrongCode);
        }
        self.confirmed(who, now).await
    }

    pub(super) async fn confirmed(&self, who: &super::SignedIn, now: Timestamp) -> Result<(), VaultError> {
        self.store.sessions().confirm(who.session, now.as_millisecond()).await?;
        self.note(about("member.confirm", now.as_millisecond(), Some(who.member), Some(who.unit), None)).await
    }

    /// The signed-in member, if the password is right.
    pub(super) async fn asked_again(&self, who: &super::SignedIn, password: &SecretString, now: Timestamp) -> Result<Member, VaultError> {
        let member = self.store.members().by_id(who.member).await.map_err(VaultError::or_signed_out)?;
        if member.next_try_at > now.as_millisecond() {
            return Err(VaultError::Refused);
        }
        if self.check_password(&member, password).await?.is_none() {
            self.failed(&member, now).await?;
            return Err(VaultError::Refused);
        }
        Ok(member)
    }

    /// The member of this name, if there is one who need not wait.
    async fn may_try(&self, login: &str, now: Timestamp) -> Result<Option<Member>, VaultError> {
        match self.store.members().by_login(&login_of(login)).await {
            Ok(member) => Ok(Some(member).filter(|member| member.left_at.is_none() && member.next_try_at <= now.as_millisecond())),
            Err(StoreError::NotFound) => Ok(None),
            Err(other) => Err(other.into()),
        }
    }

    /// The key that locks the member's keys, if the password is right.
    pub(super) async fn check_password(&self, member: &Member, password: &SecretString) -> Result<Option<SymmetricKey>, VaultError> {
        let keys = self.hasher.keys(password, &member.password_salt, member.password_cost.parse()?).await?;
        let right: bool = keys.verifier.expose().as_slice().ct_eq(&member.password_verifier).into();
        Ok(right.then_some(keys.locking))
    }

    /// Begins a session that waits for the second factor.
    pub(super) async fn begin<R: CryptoRng + Send>(
        &self,
        member: &Member,
        keys: &MemberKeys,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<Opened, VaultError> {
        let (session, cookie) = self.new_session(member.id, keys, Stage::Password, now, rng);
        self.store.sessions().begin(session).await?;
        let next = if member.totp_locked.is_some() { NextStep::EnterCode } else { NextStep::SetUpSecondFactor };
        Ok(Opened { cookie, next })
    }

    /// A session that waits for the second factor, if its member need not wait.
    pub(super) async fn may_go_on(&self, cookie: &str, now: Timestamp) -> Result<Found, VaultError> {
        let found = self.halfway(cookie, now).await?;
        if found.member.next_try_at > now.as_millisecond() {
            return Err(VaultError::TooSoon(Timestamp::from_millisecond(found.member.next_try_at).unwrap_or(now)));
        }
        Ok(found)
    }

    /// A session that waits for the second factor.
    pub(super) async fn halfway(&self, cookie: &str, now: Timestamp) -> Result<Found, VaultError> {
        let found = self.find(cookie, now).await?;
        if found.session.stage == Stage::Password { Ok(found) } else { Err(VaultError::Incomplete) }
    }

    pub(super) async fn complete<R: CryptoRng + Send>(
        &self,
        found: &Found,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<SecretString, VaultError> {
        let member = &found.member;
        let (session, cookie) = self.new_session(member.id, &found.keys, Stage::Full, now, rng);
        self.store.sessions().replace(found.session.id, session).await.map_err(VaultError::or_signed_out)?;
        self.store.members().note_try(member.id, TryRecord { failed_count: 0, next_try_at: 0 }).await?;
        self.note(about("member.sign-in", now.as_millisecond(), Some(member.id), Some(member.unit_id), None)).await?;
        Ok(cookie)
    }

    pub(super) async fn failed(&self, member: &Member, now: Timestamp) -> Result<(), VaultError> {
        let failed_count = member.failed_count.saturating_add(1);
        let next_try_at = (now + wait_after(failed_count)).as_millisecond();
        self.store.members().note_try(member.id, TryRecord { failed_count, next_try_at }).await?;
        self.note(about("member.sign-in-failed", now.as_millisecond(), Some(member.id), Some(member.unit_id), None)).await
    }

    /// Leaves as much behind as [`Self::failed`], one write and one entry, so that the time tells nothing either.
    async fn failed_unheard<R: CryptoRng + Send>(&self, now: Timestamp, rng: &mut R) -> Result<(), VaultError> {
        let mut mark = [0; 32];
        rng.fill_bytes(&mut mark);
        self.store.spend(mark, now.as_millisecond()).await?;
        self.note(about("member.sign-in-failed", now.as_millisecond(), None, None, None)).await
    }

    /// Signs in with the recovery code instead of a forgotten password, which it replaces. The second factor is set up anew, and the code
    /// is used up.
    ///
    /// # Errors
    /// [`VaultError::Refused`] for an unknown name or a wrong code; a fault in the new password.
    pub async fn recover<R: CryptoRng + Send>(
        &self,
        login: &str,
        code: &str,
        password: &SecretString,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<Opened, VaultError> {
        let code = ReceiptCode::parse(code).map_err(|_| VaultError::Refused)?;
        let Some(mut member) = self.may_try(login, now).await? else {
            self.failed_unheard(now, rng).await?;
            return Err(VaultError::Refused);
        };
        let (verifier, locking) = recovery_keys(&code, &self.keys);
        let right = member.recovery_verifier.as_ref().is_some_and(|stored| verifier.as_slice().ct_eq(stored).into());
        let (true, Some(locked)) = (right, &member.recovery_locked_keys) else {
            self.failed(&member, now).await?;
            return Err(VaultError::Refused);
        };
        let keys = MemberKeys::unlock(locked, &locking, LockedUnder::Recovery(member.id))?;
        self.replace_password(&member, &keys, password, rng).await?;
        // None is kept: no session has this id.
        self.store.sessions().end_others(member.id, 0).await?;
        self.store.members().clear_second_factors(member.id).await?;
        self.store.members().clear_recovery(member.id).await?;
        self.note(about(RECOVERY, now.as_millisecond(), Some(member.id), Some(member.unit_id), None)).await?;
        member.totp_locked = None;
        self.begin(&member, &keys, now, rng).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_end_at_five_minutes() {
        let seconds: Vec<i64> = (1..=6).map(|failures| wait_after(failures).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 1, 2, 4, 8]);
        assert_eq!(wait_after(30).as_secs(), LONGEST_WAIT);
        assert_eq!(wait_after(u32::MAX).as_secs(), LONGEST_WAIT);
    }

    #[test]
    fn a_name_is_the_same_however_it_is_typed() {
        assert_eq!(login_of(" Ｚhang.Wei "), "zhang.wei");
    }
}
