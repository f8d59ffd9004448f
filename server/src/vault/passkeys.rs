//! Passkeys (WebAuthn): a second factor beside the codes. The browser gives its answer to no site but this portal's, so a page that
//! imitates the portal gets nothing of it.
//!
//! A passkey stands in for the code and never for the password, which alone opens the member's keys.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use model::{FaultKind, Field, check, limits};
use rand_core::CryptoRng;
use seal::{Locked, lock, unlock};
use secrecy::SecretString;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use url::Url;
use webauthn_rs::prelude::{
    AuthenticationResult, CredentialID, Passkey as Credential, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};
use zeroize::Zeroizing;

use super::{SignedIn, Vault, VaultError, about, new_id, second_factor::ISSUER};
use crate::store::{Challenge, Member, NewEntry, Passkey, PasskeyUse, StoreError};

/// How long an answer is waited for: finding a device, plugging it in and typing its PIN take their time.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);
const LOOKUP: &str = "passkey";
const HANDLE: &str = "passkey-handle";

/// One of a member's passkeys, for the list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyInfo {
    /// Its id.
    pub id: i64,
    /// What the member calls it; may be empty.
    pub name: String,
    /// Added at.
    pub created_at: i64,
    /// Last signed in with at.
    pub last_used_at: Option<i64>,
}

/// Why an answer was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyRefusal {
    /// It answers no challenge that this session waits for: too late, or used already.
    Challenge,
    /// It was given for another site, or is none of this member's passkeys', or its signature is wrong.
    Answer,
    /// Its device has signed less often than it had before: there may be a second one with the same key.
    Count,
}

impl PasskeyRefusal {
    /// As the audit log has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Challenge => "challenge",
            Self::Answer => "answer",
            Self::Count => "count",
        }
    }
}

impl From<WebauthnError> for PasskeyRefusal {
    fn from(error: WebauthnError) -> Self {
        match error {
            WebauthnError::MismatchedChallenge => Self::Challenge,
            WebauthnError::CredentialPossibleCompromise => Self::Count,
            _ => Self::Answer,
        }
    }
}

impl From<WebauthnError> for VaultError {
    fn from(error: WebauthnError) -> Self {
        Self::WrongPasskey(error.into())
    }
}

/// The portal as browsers know it; nobody where it has no address with a name.
#[derive(Clone, Default)]
pub(super) struct RelyingParty(Option<Arc<Webauthn>>);

impl RelyingParty {
    pub(super) fn at(origin: Option<&str>) -> Self {
        Self(origin.and_then(party_at).map(Arc::new))
    }

    fn get(&self) -> Result<&Webauthn, VaultError> {
        self.0.as_deref().ok_or(VaultError::NoPasskeys)
    }
}

fn party_at(origin: &str) -> Option<Webauthn> {
    let origin = Url::parse(origin).ok()?;
    WebauthnBuilder::new(origin.domain()?, &origin).ok()?.rp_name(ISSUER).build().ok()
}

impl Vault {
    /// Whether this portal takes passkeys.
    pub fn takes_passkeys(&self) -> bool {
        self.party.0.is_some()
    }

    /// The member's passkeys, in the order in which they were added.
    ///
    /// # Errors
    /// The store is away.
    pub async fn passkeys(&self, who: &SignedIn) -> Result<Vec<PasskeyInfo>, VaultError> {
        let info = |passkey: Passkey| {
            let Passkey { id, name, created_at, last_used_at, .. } = passkey;
            PasskeyInfo { id, name, created_at, last_used_at }
        };
        Ok(self.store.passkeys().of_member(who.member).await?.into_iter().map(info).collect())
    }

    /// Whether a session that waits for the second factor can go on with a passkey.
    ///
    /// # Errors
    /// [`VaultError::SignedOut`]; [`VaultError::Incomplete`] if the member is signed in already.
    pub async fn offers_passkey(&self, cookie: &str, now: Timestamp) -> Result<bool, VaultError> {
        let found = self.halfway(cookie, now).await?;
        self.has_passkey(found.member.id).await
    }

    /// The same for a signed-in member who gives the password again.
    ///
    /// # Errors
    /// The store is away.
    pub async fn offers_passkey_again(&self, who: &SignedIn) -> Result<bool, VaultError> {
        self.has_passkey(who.member).await
    }

    async fn has_passkey(&self, member: i64) -> Result<bool, VaultError> {
        Ok(self.takes_passkeys() && !self.store.passkeys().of_member(member).await?.is_empty())
    }

    /// What the browser needs to make a passkey for a signed-in member, as JSON.
    ///
    /// # Errors
    /// [`VaultError::NoPasskeys`]; the store is away.
    pub async fn begin_passkey<R: CryptoRng + Send>(&self, who: &SignedIn, now: Timestamp, rng: &mut R) -> Result<Value, VaultError> {
        let party = self.party.get()?;
        let known = self.credentials(who.member).await?.iter().map(|known| known.cred_id().clone()).collect();
        let (asked, state) = party.start_passkey_registration(self.handle(who.member), &who.login, &who.display_name, Some(known))?;
        self.pose(who.session, &state, now, rng).await?;
        to_json(&asked.public_key)
    }

    /// Adds the passkey that the browser has made.
    ///
    /// # Errors
    /// A fault in the name; [`VaultError::WrongPasskey`], also for one that is a member's already; [`VaultError::NoPasskeys`].
    pub async fn add_passkey<R: CryptoRng + Send>(
        &self,
        who: &SignedIn,
        name: &str,
        answer: &str,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<(), VaultError> {
        let name = match check::line(name, limits::NAME) {
            Err(FaultKind::Empty) => String::new(),
            other => other.map_err(|kind| VaultError::fault(Field::Name, kind))?,
        };
        let party = self.party.get()?;
        let state: PasskeyRegistration = self.take_challenge(who.session, now).await?;
        let made: RegisterPublicKeyCredential = parsed(answer)?;
        let credential = party.finish_passkey_registration(&made, &state)?;
        let (id, at) = (new_id(rng), now.as_millisecond());
        let passkey = Passkey {
            id,
            member_id: who.member,
            lookup: self.lookup_of(credential.cred_id()),
            locked: self.locked(&credential, &aad(who.member, id), rng)?,
            sign_count: 0,
            name,
            created_at: at,
            last_used_at: None,
        };
        let entry = about("member.passkey-add", at, Some(who.member), Some(who.unit), Some(id));
        match self.store.passkeys().add(passkey, entry).await {
            Err(StoreError::Taken) => Err(VaultError::WrongPasskey(PasskeyRefusal::Answer)),
            other => Ok(other?),
        }
    }

    /// Removes one of the member's own passkeys.
    ///
    /// # Errors
    /// The store's `NotFound` if it is none of the member's, or the last second factor.
    pub async fn remove_passkey(&self, who: &SignedIn, id: i64, now: Timestamp) -> Result<(), VaultError> {
        let entry = about("member.passkey-remove", now.as_millisecond(), Some(who.member), Some(who.unit), Some(id));
        Ok(self.store.passkeys().remove(id, who.member, entry).await?)
    }

    /// What the browser needs to answer with one of the member's passkeys, as JSON.
    ///
    /// # Errors
    /// [`VaultError::SignedOut`]; [`VaultError::TooSoon`]; [`VaultError::NoPasskeys`].
    pub async fn ask_for_passkey<R: CryptoRng + Send>(&self, cookie: &str, now: Timestamp, rng: &mut R) -> Result<Value, VaultError> {
        let found = self.may_go_on(cookie, now).await?;
        self.ask_session(found.session.id, found.member.id, now, rng).await
    }

    /// The same for a signed-in member who gives the password again.
    ///
    /// # Errors
    /// [`VaultError::NoPasskeys`]; the store is away.
    pub async fn ask_again_for_passkey<R: CryptoRng + Send>(
        &self,
        who: &SignedIn,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<Value, VaultError> {
        self.ask_session(who.session, who.member, now, rng).await
    }

    async fn ask_session<R: CryptoRng + Send>(&self, session: i64, member: i64, now: Timestamp, rng: &mut R) -> Result<Value, VaultError> {
        let (party, credentials) = (self.party.get()?, self.credentials(member).await?);
        if credentials.is_empty() {
            return Err(VaultError::NoPasskeys);
        }
        let (asked, state) = party.start_passkey_authentication(&credentials)?;
        self.pose(session, &state, now, rng).await?;
        to_json(&asked.public_key)
    }

    /// Checks a passkey's answer and signs in. Returns the new cookie; the old one is worth nothing from then on.
    ///
    /// # Errors
    /// [`VaultError::WrongPasskey`]; otherwise as for [`Self::ask_for_passkey`].
    pub async fn enter_passkey<R: CryptoRng + Send>(
        &self,
        cookie: &str,
        answer: &str,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<SecretString, VaultError> {
        let found = self.may_go_on(cookie, now).await?;
        self.use_passkey(&found.member, found.session.id, answer, now, rng).await?;
        self.complete(&found, now, rng).await
    }

    /// Asks a signed-in member for a passkey as well as for the password.
    ///
    /// # Errors
    /// As for [`Self::confirm`]; [`VaultError::WrongPasskey`].
    pub async fn confirm_with_passkey<R: CryptoRng + Send>(
        &self,
        who: &SignedIn,
        password: &SecretString,
        answer: &str,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<(), VaultError> {
        let member = self.asked_again(who, password, now).await?;
        self.use_passkey(&member, who.session, answer, now, rng).await?;
        self.confirmed(who, now).await
    }

    /// Checks an answer; either way it is on record.
    async fn use_passkey<R: CryptoRng + Send>(
        &self,
        member: &Member,
        session: i64,
        answer: &str,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<(), VaultError> {
        let checked = self.check_answer(member, session, answer, now, rng).await;
        if let Err(VaultError::WrongPasskey(why)) = &checked {
            self.refused(member, *why, now).await?;
        }
        let used = checked?;
        self.note(about("member.passkey-use", now.as_millisecond(), Some(member.id), Some(member.unit_id), Some(used))).await
    }

    /// The passkey that has answered what its session was asked.
    async fn check_answer<R: CryptoRng + Send>(
        &self,
        member: &Member,
        session: i64,
        answer: &str,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<i64, VaultError> {
        let party = self.party.get()?;
        let state: PasskeyAuthentication = self.take_challenge(session, now).await?;
        let answer: PublicKeyCredential = parsed(answer)?;
        let result = party.finish_passkey_authentication(&answer, &state)?;
        let lookup = self.lookup_of(result.cred_id());
        let passkeys = self.store.passkeys().of_member(member.id).await?;
        // One that was removed meanwhile is none any more.
        let used = passkeys.into_iter().find(|passkey| passkey.lookup == lookup);
        let used = used.ok_or(VaultError::WrongPasskey(PasskeyRefusal::Answer))?;
        let change = self.change_of(&used, &result, now, rng)?;
        if self.store.passkeys().note_use(used.id, member.id, change).await? {
            Ok(used.id)
        } else {
            // Another answer with as high a count came since this challenge was given out.
            Err(VaultError::WrongPasskey(PasskeyRefusal::Count))
        }
    }

    fn change_of(
        &self,
        passkey: &Passkey,
        result: &AuthenticationResult,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<PasskeyUse, VaultError> {
        let mut credential = self.credential(passkey)?;
        credential.update_credential(result);
        let locked = self.locked(&credential, &aad(passkey.member_id, passkey.id), rng)?;
        Ok(PasskeyUse { locked, sign_count: result.counter(), at: now.as_millisecond() })
    }

    async fn refused(&self, member: &Member, why: PasskeyRefusal, now: Timestamp) -> Result<(), VaultError> {
        let entry = about("member.passkey-refuse", now.as_millisecond(), Some(member.id), Some(member.unit_id), None);
        self.note(NewEntry { object: Some(why.as_str().to_owned()), ..entry }).await?;
        self.failed(member, now).await
    }

    async fn credentials(&self, member: i64) -> Result<Vec<Credential>, VaultError> {
        self.store.passkeys().of_member(member).await?.iter().map(|passkey| self.credential(passkey)).collect()
    }

    fn credential(&self, passkey: &Passkey) -> Result<Credential, VaultError> {
        let text = self.unlocked(&passkey.locked, &aad(passkey.member_id, passkey.id))?;
        serde_json::from_slice(&text).map_err(|_| VaultError::Unreadable("passkey"))
    }

    async fn pose<R: CryptoRng + Send>(&self, session: i64, state: &impl Serialize, now: Timestamp, rng: &mut R) -> Result<(), VaultError> {
        let locked = self.locked(state, &challenge_aad(session), rng)?;
        let challenge = Challenge { session_id: session, locked, expires_at: (now + PATIENCE).as_millisecond() };
        Ok(self.store.passkeys().pose(challenge).await?)
    }

    /// What the session was asked. It is asked no second time.
    async fn take_challenge<S: DeserializeOwned>(&self, session: i64, now: Timestamp) -> Result<S, VaultError> {
        let missing = || VaultError::WrongPasskey(PasskeyRefusal::Challenge);
        let taken = self.store.passkeys().take_challenge(session, now.as_millisecond()).await?;
        let text = self.unlocked(&taken.ok_or_else(missing)?, &challenge_aad(session))?;
        // Asked for another deed, in another window, it is none of this one's.
        serde_json::from_slice(&text).map_err(|_| missing())
    }

    fn locked(&self, value: &impl Serialize, aad: &str, rng: &mut impl CryptoRng) -> Result<Vec<u8>, VaultError> {
        let text = serde_json::to_vec(value).map_err(|_| VaultError::Unreadable("passkey"))?;
        Ok(lock(&text, &self.keys.totp, aad.as_bytes(), rng).into_bytes())
    }

    fn unlocked(&self, locked: &[u8], aad: &str) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        Ok(unlock(&Locked::try_from(locked)?, &self.keys.totp, aad.as_bytes())?)
    }

    fn lookup_of(&self, credential: &CredentialID) -> [u8; 32] {
        self.keys.mac(LOOKUP, credential.as_ref())
    }

    /// By what the member's devices know the member: nothing that the portal calls them elsewhere.
    fn handle(&self, member: i64) -> Uuid {
        let mac = self.keys.mac(HANDLE, &member.to_be_bytes());
        Uuid::from_bytes(std::array::from_fn(|place| mac[place]))
    }
}

/// What a form carried.
fn parsed<T: DeserializeOwned>(answer: &str) -> Result<T, VaultError> {
    serde_json::from_str(answer).map_err(|_| VaultError::WrongPasskey(PasskeyRefusal::Answer))
}

fn to_json(options: &impl Serialize) -> Result<Value, VaultError> {
    serde_json::to_value(options).map_err(|_| VaultError::Unreadable("passkey"))
}

fn aad(member: i64, passkey: i64) -> String {
    format!("qingfeng/passkey/1/{member}/{passkey}")
}

fn challenge_aad(session: i64) -> String {
    format!("qingfeng/passkey-challenge/1/{session}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_an_address_with_a_name() {
        for origin in ["https://report.example.cn", "http://localhost:3000"] {
            assert!(RelyingParty::at(Some(origin)).0.is_some(), "{origin}");
        }
        for origin in [None, Some("http://127.0.0.1:3000"), Some("https://[::1]"), Some("nothing")] {
            assert!(RelyingParty::at(origin).0.is_none(), "{origin:?}");
        }
    }
}
