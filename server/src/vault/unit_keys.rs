//! Units' key pairs. The private half exists only sealed to members; whoever holds it can seal it to a colleague, or put a new pair in its
//! place.

use std::collections::HashMap;

use jiff::Timestamp;
use model::Role;
use rand_core::CryptoRng;
use seal::{Purpose, SealPrivateKey, SealPublicKey, SealedBytes, UnitKeyStatement, open_secret, seal_secret};

use super::{SignedIn, Vault, VaultError, about, new_id};
use crate::store::{Member, Store, StoreError, UnitKey, UnitKeyGrant};

/// The purposes of the unit keys that a member with these roles is to hold.
pub fn purposes_of(roles: &[Role]) -> Vec<Purpose> {
    let report = roles.iter().any(|role| matches!(role, Role::Officer | Role::Lead)).then_some(Purpose::Report);
    let identity = roles.contains(&Role::Custodian).then_some(Purpose::Identity);
    report.into_iter().chain(identity).collect()
}

/// The unit keys that are granted to a signed-in member. Each is opened when it is first needed.
pub struct HeldKeys {
    own: SealPrivateKey,
    member: i64,
    grants: Vec<UnitKeyGrant>,
    opened: HashMap<i64, SealPrivateKey>,
}

/// A member who is entitled to a unit key and does not hold it yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The member.
    pub member: i64,
    /// Name as colleagues see it.
    pub display_name: String,
    /// For what.
    pub purpose: Purpose,
}

impl HeldKeys {
    /// The unit keys of this member.
    ///
    /// # Errors
    /// The store is away.
    pub async fn of(store: &Store, who: &SignedIn) -> Result<Self, VaultError> {
        let grants = store.members().grants(who.member).await?;
        Ok(Self { own: who.keys().seal_key(), member: who.member, grants, opened: HashMap::new() })
    }

    /// Whether the unit key with this id is granted.
    pub fn holds(&self, unit_key: i64) -> bool {
        self.grants.iter().any(|grant| grant.unit_key_id == unit_key)
    }

    /// The ids of the keys granted.
    pub fn ids(&self) -> impl Iterator<Item = i64> {
        self.grants.iter().map(|grant| grant.unit_key_id)
    }

    /// The member whose they are.
    pub fn member(&self) -> i64 {
        self.member
    }

    /// The member's own key.
    pub fn own(&self) -> &SealPrivateKey {
        &self.own
    }

    /// The unit's private key with this id.
    ///
    /// # Errors
    /// [`VaultError::NoKey`] if it is not granted; [`VaultError::Sealed`] if the grant does not open.
    pub fn open(&mut self, unit_key: i64) -> Result<&SealPrivateKey, VaultError> {
        if !self.opened.contains_key(&unit_key) {
            let key = self.unseal(unit_key)?;
            self.opened.insert(unit_key, key);
        }
        self.opened.get(&unit_key).ok_or(VaultError::NoKey)
    }

    fn unseal(&self, unit_key: i64) -> Result<SealPrivateKey, VaultError> {
        let grant = self.grants.iter().find(|grant| grant.unit_key_id == unit_key).ok_or(VaultError::NoKey)?;
        let sealed = SealedBytes::try_from(grant.sealed.as_slice())?;
        let seed = open_secret(&sealed, &self.own, place(unit_key, self.member).as_bytes())?;
        Ok(SealPrivateKey::try_from(seed.as_slice())?)
    }
}

/// Binds a grant to its key and its member.
fn place(unit_key: i64, member: i64) -> String {
    format!("qingfeng/unit-key/1/{unit_key}/{member}")
}

pub(super) fn grant(
    unit_key: i64,
    key: &SealPrivateKey,
    member: &Member,
    by: Option<i64>,
    now: Timestamp,
    rng: &mut impl CryptoRng,
) -> Result<UnitKeyGrant, VaultError> {
    let public = SealPublicKey::try_from(member.public_key.as_slice())?;
    let sealed = seal_secret(key.to_seed().as_slice(), &public, place(unit_key, member.id).as_bytes(), rng);
    Ok(UnitKeyGrant {
        unit_key_id: unit_key,
        member_id: member.id,
        sealed: sealed.into_bytes(),
        granted_by: by,
        granted_at: now.as_millisecond(),
    })
}

impl Vault {
    /// Keys that the member's unit lacks for these purposes, made now and granted to this member, who is the first to need them.
    pub(super) async fn first_keys<R: CryptoRng + Send>(
        &self,
        member: &Member,
        purposes: &[Purpose],
        now: Timestamp,
        rng: &mut R,
    ) -> Result<(Vec<UnitKey>, Vec<UnitKeyGrant>), VaultError> {
        let (mut keys, mut grants) = (Vec::new(), Vec::new());
        for &purpose in purposes {
            if self.store.units().key(member.unit_id, purpose).await?.is_some() {
                continue;
            }
            let (key, private) = self.new_key(member.unit_id, purpose, now, rng);
            grants.push(grant(key.id, &private, member, None, now, rng)?);
            keys.push(key);
        }
        Ok((keys, grants))
    }

    fn new_key(&self, unit_id: i64, purpose: Purpose, now: Timestamp, rng: &mut impl CryptoRng) -> (UnitKey, SealPrivateKey) {
        let (id, private) = (new_id(rng), SealPrivateKey::generate(rng));
        let public_key = private.public().to_bytes();
        let stated = UnitKeyStatement { unit: unit_id, key: id, purpose, public: &public_key };
        let signature = stated.sign(&self.keys.signing).as_bytes().to_vec();
        (UnitKey { id, unit_id, purpose, public_key, signature, created_at: now.as_millisecond(), retired_at: None }, private)
    }

    /// Puts a new key of the member's unit in the place of the one in force, for all colleagues who hold that one and nobody else. The old
    /// one stays with them for what is sealed to it; reports and messages that come from now on are sealed to the new one.
    ///
    /// # Errors
    /// [`VaultError::NoKey`] if the member does not hold the key in force, or somebody else has just replaced it; the store is away.
    pub async fn renew_key<R: CryptoRng + Send>(
        &self,
        who: &SignedIn,
        purpose: Purpose,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<(), VaultError> {
        let old = self.store.units().key(who.unit, purpose).await?.ok_or(VaultError::NoKey)?;
        let holders: Vec<i64> = self.store.members().grants_of_key(old.id).await?.iter().map(|grant| grant.member_id).collect();
        if !holders.contains(&who.member) {
            return Err(VaultError::NoKey);
        }
        let (key, private) = self.new_key(who.unit, purpose, now, rng);
        let mut colleagues = self.store.members().of_unit(who.unit).await?;
        colleagues.retain(|member| member.left_at.is_none() && member.has_keys() && holders.contains(&member.id));
        let grants =
            colleagues.iter().map(|member| grant(key.id, &private, member, Some(who.member), now, rng)).collect::<Result<_, _>>()?;
        let entry = about("unit-key.renew", now.as_millisecond(), Some(who.member), Some(who.unit), Some(key.id));
        match self.store.members().renew_unit_key(old.id, key, &colleagues, grants, entry).await {
            Err(StoreError::NotFound) => Err(VaultError::NoKey),
            other => Ok(other?),
        }
    }

    /// Signs the keys in force that an earlier version left unsigned, marks people's keys that it left unmarked, takes in data keys that it left
    /// bare, and returns how many they were. Whoever calls this vouches that the
    /// database is as the portal left it: a key that somebody else put there would be signed as well.
    ///
    /// # Errors
    /// The store is away.
    pub async fn sign_earlier_keys(&self) -> Result<usize, VaultError> {
        let mut keys = self.store.units().keys().await?;
        keys.retain(|key| key.retired_at.is_none() && key.signature.is_empty());
        for key in &keys {
            let stated = UnitKeyStatement { unit: key.unit_id, key: key.id, purpose: key.purpose, public: &key.public_key };
            self.store.units().sign_key(key.id, stated.sign(&self.keys.signing).as_bytes().to_vec()).await?;
        }
        Ok(keys.len() + self.store.mark_earlier_keys().await? + self.store.cases().take_in_bare_keys().await?)
    }

    /// Makes the keys that a unit lacks for the roles that one of its members has now.
    ///
    /// # Errors
    /// The store is away; no such member.
    pub async fn make_missing_keys<R: CryptoRng + Send>(&self, member: i64, now: Timestamp, rng: &mut R) -> Result<(), VaultError> {
        let member = self.store.members().by_id(member).await?;
        // One purpose at a time: that a colleague was first with one does not keep the other from being made.
        for purpose in purposes_of(&member.roles) {
            let (keys, grants) = self.first_keys(&member, &[purpose], now, rng).await?;
            if keys.is_empty() {
                continue;
            }
            let entry = about("unit-key.make", now.as_millisecond(), Some(member.id), Some(member.unit_id), None);
            match self.store.members().add_unit_keys(&member, keys, grants, entry).await {
                // A colleague was first, and grants it; or the member has just gone.
                Err(StoreError::OtherKey | StoreError::NotFound) => {}
                other => other?,
            }
        }
        Ok(())
    }

    /// Colleagues of the member's unit who are entitled to a key that the member holds, and do not hold it yet.
    ///
    /// # Errors
    /// The store is away.
    pub async fn pending_grants(&self, who: &SignedIn) -> Result<Vec<Pending>, VaultError> {
        let mut pending: Vec<Pending> = Vec::new();
        for (key, member) in self.ungranted(who).await? {
            let waiting = Pending { member: member.id, display_name: member.display_name, purpose: key.purpose };
            if !pending.contains(&waiting) {
                pending.push(waiting);
            }
        }
        Ok(pending)
    }

    /// Grants the unit keys that the member holds to the colleagues who are entitled to them and lack them: to those named, or to all.
    /// Returns how many grants were made.
    ///
    /// # Errors
    /// The store is away; a key does not open.
    pub async fn grant_pending<R: CryptoRng + Send>(
        &self,
        who: &SignedIn,
        only: Option<&[i64]>,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<usize, VaultError> {
        let mut wanted = self.ungranted(who).await?;
        wanted.retain(|(_, member)| only.is_none_or(|only| only.contains(&member.id)));
        if wanted.is_empty() {
            return Ok(0);
        }
        let mut held = HeldKeys::of(&self.store, who).await?;
        let mut granted = 0;
        for (key, member) in &wanted {
            let grant = grant(key.id, held.open(key.id)?, member, Some(who.member), now, rng)?;
            let entry = about("unit-key.grant", now.as_millisecond(), Some(who.member), Some(who.unit), Some(member.id));
            match self.store.members().grant(member, grant, entry).await {
                Ok(()) => granted += 1,
                // Has just left, moved, lost the role or begun anew.
                Err(StoreError::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(granted)
    }

    async fn ungranted(&self, who: &SignedIn) -> Result<Vec<(UnitKey, Member)>, VaultError> {
        let held = HeldKeys::of(&self.store, who).await?;
        let colleagues = self.store.members().of_unit(who.unit).await?;
        let mut missing = Vec::new();
        // Those that were replaced as well: earlier cases are sealed to them.
        for key in self.store.units().keys_of(who.unit).await?.into_iter().filter(|key| held.holds(key.id)) {
            let granted: Vec<i64> = self.store.members().grants_of_key(key.id).await?.iter().map(|grant| grant.member_id).collect();
            let lacks = |member: &&Member| {
                let waits = member.left_at.is_none() && member.has_keys() && !granted.contains(&member.id);
                waits && purposes_of(&member.roles).contains(&key.purpose)
            };
            missing.extend(colleagues.iter().filter(lacks).map(|member| (key.clone(), member.clone())));
        }
        Ok(missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_entitle_to_the_keys_of_their_work_alone() {
        assert_eq!(purposes_of(&[Role::Officer]), [Purpose::Report]);
        assert_eq!(purposes_of(&[Role::Custodian]), [Purpose::Identity]);
        assert_eq!(purposes_of(&[Role::Custodian, Role::Lead, Role::Officer]), [Purpose::Report, Purpose::Identity]);
        assert!(purposes_of(&[Role::Administrator, Role::Auditor]).is_empty());
    }
}
