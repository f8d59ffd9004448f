//! Bringing a unit's key back when everyone who held it has lost it: k of n officers, each with a share that alone tells nothing. Shares are
//! sealed to the officers, and passed on sealed to the member who asks; only there do they become the key again.

use jiff::Timestamp;
use rand_core::CryptoRng;
use seal::{Purpose, SealPrivateKey, SealPublicKey, SealedBytes, open_secret, seal_secret};
use sha2::{Digest, Sha256};
use vsss_rs::Gf256;
use zeroize::Zeroizing;

use super::{
    SignedIn, Vault, VaultError, about,
    unit_keys::{HeldKeys, grant, purposes_of},
};
use crate::store::{
    Member, Store, StoreError, UnitKey,
    shares::{KeyShare, ShareApproval, ShareRequest, ShareScheme},
};

/// The fewest officers that bring a key back: one alone would be a holder.
pub const FEWEST: u32 = 2;
/// The most officers that have shares.
pub const MOST: usize = 32;

/// Why shares were not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadScheme {
    /// Fewer than two are needed, or more than have shares.
    Threshold,
    /// Too few or too many officers, or one who is none.
    Officers,
}

/// How sure it is that a unit key can be brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readiness {
    /// So many have to agree.
    pub threshold: u32,
    /// Every officer with a share, and how it stands.
    pub shares: Vec<(i64, ShareState)>,
}

/// How a share stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareState {
    /// Its officer can open it, and has found it to be the one at this moment.
    Good(i64),
    /// Its officer can open it, and has not looked yet.
    Unchecked,
    /// Its officer holds the key itself: once everyone who does has lost it, this share is lost with it.
    Holder,
    /// Its officer has left or gone to another unit, or has other keys since: nobody opens it.
    Lost,
}

impl Readiness {
    /// Whether enough officers can open their shares, when everyone who holds the key has lost it, and have found them good.
    pub fn is_proven(&self) -> bool {
        let good = self.shares.iter().filter(|(_, state)| matches!(state, ShareState::Good(_))).count();
        u32::try_from(good).is_ok_and(|good| good >= self.threshold)
    }
}

fn fingerprint(public_key: &[u8]) -> [u8; 32] {
    Sha256::digest(public_key).into()
}

/// Binds a share to its key and its officer.
fn share_place(unit_key: i64, officer: i64) -> String {
    format!("qingfeng/key-share/1/{unit_key}/{officer}")
}

/// Binds a share that is passed on to its key, the one who asks and the officer.
fn approval_place(unit_key: i64, member: i64, officer: i64) -> String {
    format!("qingfeng/key-share-approval/1/{unit_key}/{member}/{officer}")
}

/// Whether a unit key can be brought back, seen from outside: nothing is opened.
///
/// # Errors
/// The store is away.
pub async fn readiness(store: &Store, unit_key: i64) -> Result<Option<Readiness>, StoreError> {
    let Some(scheme) = store.shares().scheme(unit_key).await? else { return Ok(None) };
    let holders: Vec<i64> = store.members().grants_of_key(unit_key).await?.iter().map(|grant| grant.member_id).collect();
    let mut shares = Vec::new();
    for share in store.shares().of_key(unit_key).await? {
        let officer = store.members().by_id(share.member_id).await?;
        let can_open = officer.left_at.is_none() && fingerprint(&officer.public_key) == share.sealed_to;
        let state = match (can_open, share.checked_at) {
            (false, _) => ShareState::Lost,
            (true, _) if holders.contains(&officer.id) => ShareState::Holder,
            (true, None) => ShareState::Unchecked,
            (true, Some(at)) => ShareState::Good(at),
        };
        shares.push((share.member_id, state));
    }
    Ok(Some(Readiness { threshold: scheme.threshold, shares }))
}

/// What a drill finds of a unit key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drilled {
    /// Neither it nor another one of its unit for the same purpose is shared.
    NotShared,
    /// It is not shared, although another one of its unit for the same purpose is: it was left out when keys were replaced.
    LeftOut,
    /// It is shared.
    Shared(Readiness),
}

impl Drilled {
    /// Whether nothing speaks against it: it can be brought back, or was never meant to be.
    pub fn is_well(&self) -> bool {
        match self {
            Self::NotShared => true,
            Self::LeftOut => false,
            Self::Shared(ready) => ready.is_proven(),
        }
    }
}

/// Each key of a unit with which cases would be lost: those in force, and of those replaced the ones to which cases are sealed. Nothing is
/// opened.
///
/// # Errors
/// The store is away.
pub async fn drill(store: &Store, unit: i64) -> Result<Vec<(UnitKey, Drilled)>, StoreError> {
    let mut needed = Vec::new();
    for key in store.units().keys_of(unit).await? {
        if key.retired_at.is_none() || store.shares().is_needed(key.id).await? {
            let ready = readiness(store, key.id).await?;
            needed.push((key, ready));
        }
    }
    let shared: Vec<Purpose> = needed.iter().filter(|(_, ready)| ready.is_some()).map(|(key, _)| key.purpose).collect();
    let found = needed.into_iter().map(|(key, ready)| {
        let drilled = match ready {
            Some(ready) => Drilled::Shared(ready),
            None if shared.contains(&key.purpose) => Drilled::LeftOut,
            None => Drilled::NotShared,
        };
        (key, drilled)
    });
    Ok(found.collect())
}

impl Vault {
    /// Shares every key of the member's unit for this purpose that the member holds among these officers, in the place of earlier shares.
    ///
    /// # Errors
    /// [`VaultError::NoKey`] if the member holds none; the inner error if so many officers cannot be asked for so many shares.
    pub async fn share_keys<R: CryptoRng + Send>(
        &self,
        who: &SignedIn,
        purpose: Purpose,
        threshold: u32,
        officers: &[Member],
        now: Timestamp,
        rng: &mut R,
    ) -> Result<Result<(), BadScheme>, VaultError> {
        if officers.len() > MOST || officers.iter().any(|officer| officer.left_at.is_some()) {
            return Ok(Err(BadScheme::Officers));
        }
        if threshold < FEWEST || usize::try_from(threshold).map_or(true, |threshold| threshold > officers.len()) {
            return Ok(Err(BadScheme::Threshold));
        }
        let mut held = HeldKeys::of(&self.store, who).await?;
        let mut keys = self.store.units().keys_of(who.unit).await?;
        keys.retain(|key| key.purpose == purpose && held.holds(key.id));
        if keys.is_empty() {
            return Err(VaultError::NoKey);
        }
        for key in keys {
            let seed = held.open(key.id)?.to_seed();
            let shares = split(seed.as_slice(), threshold, officers, key.id, rng)?;
            let scheme = ShareScheme { unit_key_id: key.id, threshold, made_at: now.as_millisecond(), made_by: who.member };
            let entry = about("unit-key.share", now.as_millisecond(), Some(who.member), Some(who.unit), Some(key.id));
            match self.store.shares().put(scheme, officers, shares, entry).await {
                // One of them has just left, moved or begun anew.
                Err(StoreError::NotFound) => return Ok(Err(BadScheme::Officers)),
                other => other?,
            }
        }
        Ok(Ok(()))
    }

    /// An officer opens the own shares of this unit key, and of those before and after it, and sees that they are those that were made.
    ///
    /// # Errors
    /// [`VaultError::NoKey`] if the officer has none; [`VaultError::Sealed`] if one does not open or is another one.
    pub async fn check_shares(&self, who: &SignedIn, unit_key: i64, now: Timestamp) -> Result<(), VaultError> {
        let shares = self.own_shares(who, unit_key).await?;
        for share in &shares {
            open_share(who, share)?;
        }
        for share in &shares {
            let entry = about("unit-key.share-checked", now.as_millisecond(), Some(who.member), Some(who.unit), Some(share.unit_key_id));
            self.store.shares().checked(share.unit_key_id, who.member, now.as_millisecond(), entry).await?;
        }
        Ok(())
    }

    /// The officer's shares of all keys that this unit key's unit has or had for the same purpose.
    async fn own_shares(&self, who: &SignedIn, unit_key: i64) -> Result<Vec<KeyShare>, VaultError> {
        let keys = self.store.units().keys().await?;
        let meant = keys.iter().find(|key| key.id == unit_key).ok_or(VaultError::NoKey)?;
        let is_beside = |share: &KeyShare| keys.iter().any(|key| key.id == share.unit_key_id && key.is_beside(meant));
        let mut shares = self.store.shares().of_officer(who.member).await?;
        shares.retain(is_beside);
        if shares.is_empty() { Err(VaultError::NoKey) } else { Ok(shares) }
    }

    /// Asks for the keys of the member's unit that the member's roles need, that the member does not hold and that can be brought back.
    /// Returns how many they are.
    ///
    /// # Errors
    /// The store is away.
    pub async fn ask_for_keys(&self, who: &SignedIn, now: Timestamp) -> Result<usize, VaultError> {
        let wanted = self.recoverable(who).await?;
        for key in &wanted {
            let request = ShareRequest { unit_key_id: key.id, member_id: who.member, asked_at: now.as_millisecond() };
            let entry = about("unit-key.recovery-asked", now.as_millisecond(), Some(who.member), Some(who.unit), Some(key.id));
            self.store.shares().ask(request, entry).await?;
        }
        Ok(wanted.len())
    }

    /// The keys of the member's unit that the member lacks and that officers can bring back.
    ///
    /// # Errors
    /// The store is away.
    pub async fn recoverable(&self, who: &SignedIn) -> Result<Vec<UnitKey>, VaultError> {
        let held = HeldKeys::of(&self.store, who).await?;
        let entitled = purposes_of(&who.roles);
        let mut wanted = Vec::new();
        for key in self.store.units().keys_of(who.unit).await? {
            let lacks = entitled.contains(&key.purpose) && !held.holds(key.id);
            if lacks && self.store.shares().scheme(key.id).await?.is_some() {
                wanted.push(key);
            }
        }
        Ok(wanted)
    }

    /// An officer agrees: the own shares of this unit key, and of those before and after it that the member asks for, go, sealed, to that
    /// member and to nobody else.
    ///
    /// # Errors
    /// [`VaultError::NoKey`] if the officer has no share, or nobody asks who may have the key; [`VaultError::Incomplete`] for one's own
    /// request.
    pub async fn pass_shares_on<R: CryptoRng + Send>(
        &self,
        who: &SignedIn,
        unit_key: i64,
        member: i64,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<(), VaultError> {
        if member == who.member {
            return Err(VaultError::Incomplete);
        }
        let mut shares = Vec::new();
        for share in self.own_shares(who, unit_key).await? {
            let requests = self.store.shares().requests(share.unit_key_id).await?;
            if requests.iter().any(|request| request.member_id == member) {
                shares.push(share);
            }
        }
        let asker = self.store.members().by_id(member).await?;
        let keys = self.store.units().keys_of(asker.unit_id).await?;
        let entitled = purposes_of(&asker.roles);
        shares.retain(|share| keys.iter().any(|key| key.id == share.unit_key_id && entitled.contains(&key.purpose)));
        if asker.left_at.is_some() || shares.is_empty() {
            return Err(VaultError::NoKey);
        }
        let public = SealPublicKey::try_from(asker.public_key.as_slice())?;
        for share in shares {
            let (unit_key_id, opened) = (share.unit_key_id, open_share(who, &share)?);
            let sealed = seal_secret(&opened, &public, approval_place(unit_key_id, member, who.member).as_bytes(), rng).into_bytes();
            let approval = ShareApproval { unit_key_id, member_id: member, officer_id: who.member, sealed, at: now.as_millisecond() };
            let entry = about("unit-key.recovery-agreed", now.as_millisecond(), Some(who.member), Some(who.unit), Some(member));
            self.store.shares().approve(approval, entry).await?;
        }
        Ok(())
    }

    /// Brings back the keys for which enough officers have agreed, and grants them to the member who asked. Returns how many they are.
    ///
    /// # Errors
    /// [`VaultError::Sealed`] if shares do not open, or together are not the unit's key.
    pub async fn bring_keys_back<R: CryptoRng + Send>(&self, who: &SignedIn, now: Timestamp, rng: &mut R) -> Result<usize, VaultError> {
        let member = self.store.members().by_id(who.member).await?;
        let mut count = 0;
        for key in self.recoverable(who).await? {
            let Some(private) = self.combined(who, &key).await? else { continue };
            let grant = grant(key.id, &private, &member, None, now, rng)?;
            let entry = about("unit-key.recovered", now.as_millisecond(), Some(who.member), Some(who.unit), Some(key.id));
            self.store.shares().finish(&member, grant, entry).await?;
            count += 1;
        }
        Ok(count)
    }

    /// The unit's private key, if enough officers have agreed.
    async fn combined(&self, who: &SignedIn, key: &UnitKey) -> Result<Option<SealPrivateKey>, VaultError> {
        let Some(scheme) = self.store.shares().scheme(key.id).await? else { return Ok(None) };
        let approvals = self.store.shares().approvals(key.id, who.member).await?;
        if u32::try_from(approvals.len()).unwrap_or(u32::MAX) < scheme.threshold {
            return Ok(None);
        }
        let commitments = self.store.shares().of_key(key.id).await?;
        let mut shares: Zeroizing<Vec<Vec<u8>>> = Zeroizing::new(Vec::new());
        for approval in approvals {
            let place = approval_place(key.id, who.member, approval.officer_id);
            let opened = open_secret(&SealedBytes::try_from(approval.sealed.as_slice())?, &who.keys().seal_key(), place.as_bytes())?;
            let is_it = |share: &KeyShare| share.member_id == approval.officer_id && share.commitment == fingerprint(&opened);
            // One that is another is left out: the others may do.
            if commitments.iter().any(is_it) {
                shares.push(opened.to_vec());
            }
        }
        let private = combine(&shares)?;
        if private.public().to_bytes() == key.public_key { Ok(Some(private)) } else { Err(seal::OpenError::Altered.into()) }
    }
}

/// The officer's own share, which has to be the one that was made.
fn open_share(who: &SignedIn, share: &KeyShare) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let sealed = SealedBytes::try_from(share.sealed.as_slice())?;
    let opened = open_secret(&sealed, &who.keys().seal_key(), share_place(share.unit_key_id, who.member).as_bytes())?;
    if fingerprint(&opened) == share.commitment { Ok(opened) } else { Err(seal::OpenError::Altered.into()) }
}

/// A share for each officer. That they bring the key back is tried out before they are used.
fn split<R: CryptoRng>(seed: &[u8], threshold: u32, officers: &[Member], unit_key: i64, rng: &mut R) -> Result<Vec<KeyShare>, VaultError> {
    let unsplit = |_| VaultError::Unreadable("shares");
    let threshold = usize::try_from(threshold).unwrap_or(usize::MAX);
    let shares = Zeroizing::new(Gf256::split_bytes(threshold, officers.len(), seed, &mut *rng).map_err(unsplit)?);
    for some in [&shares[..threshold], &shares[shares.len() - threshold..]] {
        let back = Zeroizing::new(Gf256::combine_bytes(some).map_err(unsplit)?);
        if back.as_slice() != seed {
            return Err(VaultError::Unreadable("shares"));
        }
    }
    let sealed = officers.iter().zip(shares.iter()).map(|(officer, share)| {
        let public = SealPublicKey::try_from(officer.public_key.as_slice())?;
        Ok(KeyShare {
            unit_key_id: unit_key,
            member_id: officer.id,
            sealed: seal_secret(share, &public, share_place(unit_key, officer.id).as_bytes(), rng).into_bytes(),
            sealed_to: fingerprint(&officer.public_key),
            commitment: fingerprint(share),
            checked_at: None,
        })
    });
    sealed.collect()
}

fn combine(shares: &[Vec<u8>]) -> Result<SealPrivateKey, VaultError> {
    let seed = Zeroizing::new(Gf256::combine_bytes(shares).map_err(|_| seal::OpenError::Altered)?);
    Ok(SealPrivateKey::try_from(seed.as_slice())?)
}
