//! Changing a password, and what a recovery code yields.

use jiff::Timestamp;
use model::{Field, ReceiptCode};
use rand_core::CryptoRng;
use seal::SymmetricKey;
use secrecy::SecretString;

use super::{
    MemberKeys, SignedIn, Vault, VaultError, about,
    member_keys::LockedUnder,
    operator::OperatorKeys,
    password::{check_new, new_salt},
};
use crate::store::{Member, members::NewSecrets};

/// The audit log's word for signing in with a recovery code.
pub(super) const RECOVERY: &str = "member.recover";

/// What is stored of a recovery code, and the key that it yields. It has the entropy and the form of a receipt code, so no slow hash is
/// needed.
pub(super) fn recovery_keys(code: &ReceiptCode, keys: &OperatorKeys) -> ([u8; 32], SymmetricKey) {
    let derive = |label| SymmetricKey::derive(code.as_bytes(), label);
    (keys.mac("recovery", derive("qingfeng/recovery/verifier").expose()), derive("qingfeng/recovery/locking"))
}

impl Vault {
    /// Changes the member's own password. Other sessions end.
    ///
    /// # Errors
    /// [`VaultError::Refused`] if the old one is wrong; a fault in the new one.
    pub async fn change_password<R: CryptoRng + Send>(
        &self,
        who: &SignedIn,
        old: &SecretString,
        new: &SecretString,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<(), VaultError> {
        self.confirm(who, old, now).await?;
        let member = self.store.members().by_id(who.member).await.map_err(VaultError::or_signed_out)?;
        self.replace_password(&member, who.keys(), new, rng).await?;
        self.store.sessions().end_others(who.member, who.session).await?;
        self.note(about("member.password", now.as_millisecond(), Some(who.member), Some(who.unit), None)).await
    }

    /// A new recovery code in place of the old one. It is shown once.
    ///
    /// # Errors
    /// The store is away.
    pub async fn renew_recovery<R: CryptoRng + Send>(
        &self,
        who: &SignedIn,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<SecretString, VaultError> {
        let code = self.new_recovery(who.member, who.keys(), now, rng).await?;
        self.note(about("member.recovery-code", now.as_millisecond(), Some(who.member), Some(who.unit), None)).await?;
        Ok(code)
    }

    pub(super) async fn new_recovery<R: CryptoRng + Send>(
        &self,
        member: i64,
        keys: &MemberKeys,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<SecretString, VaultError> {
        let code = ReceiptCode::generate(rng);
        let (verifier, locking) = recovery_keys(&code, &self.keys);
        let locked = keys.lock(&locking, LockedUnder::Recovery(member), rng);
        self.store.members().set_recovery(member, verifier.to_vec(), locked, now.as_millisecond()).await?;
        Ok(code.to_display().into())
    }

    pub(super) async fn replace_password<R: CryptoRng + Send>(
        &self,
        member: &Member,
        keys: &MemberKeys,
        password: &SecretString,
        rng: &mut R,
    ) -> Result<(), VaultError> {
        self.check_password_rules(password, &member.login, &member.display_name, member.unit_id).await?;
        let secrets = self.new_secrets(member.id, keys, password, rng).await?;
        Ok(self.store.members().set_secrets(member.id, secrets).await?)
    }

    /// What is stored of a new password, and the keys locked under it.
    pub(super) async fn new_secrets<R: CryptoRng + Send>(
        &self,
        member: i64,
        keys: &MemberKeys,
        password: &SecretString,
        rng: &mut R,
    ) -> Result<NewSecrets, VaultError> {
        let (salt, cost) = (new_salt(rng), self.hasher.cost());
        let derived = self.hasher.keys(password, &salt, cost).await?;
        Ok(NewSecrets {
            password_salt: salt.to_vec(),
            password_cost: cost.to_string(),
            password_verifier: derived.verifier.expose().to_vec(),
            locked_keys: keys.lock(&derived.locking, LockedUnder::Password(member), rng),
        })
    }

    pub(super) async fn check_password_rules(
        &self,
        password: &SecretString,
        login: &str,
        display_name: &str,
        unit: i64,
    ) -> Result<(), VaultError> {
        let unit = self.store.units().by_id(unit).await?;
        let known = [login, display_name, unit.name_hans.as_str(), unit.name_en.as_str(), "qingfeng"];
        check_new(password, &known).map_err(|kind| VaultError::fault(Field::Password, kind))
    }
}
