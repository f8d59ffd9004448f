//! Becoming a member: by a one-time link, or by the operator's command.

use jiff::{SignedDuration, Timestamp};
use model::{Fault, FaultKind, Field, Role, check, limits};
use rand_core::CryptoRng;
use secrecy::SecretString;

use super::{MemberKeys, Opened, SignedIn, Token, Vault, VaultError, about, new_id, sign_in::login_of, unit_keys::purposes_of};
use crate::store::{Attestor, Invitation, Member, StoreError};

const PURPOSE: &str = "invitation";

/// What someone who becomes a member types.
pub struct NewMember {
    /// Sign-in name.
    pub login: String,
    /// Name as colleagues see it; the sign-in name if empty.
    pub display_name: String,
    /// Password.
    pub password: SecretString,
}

/// What whoever invites proposes; the newcomer may change both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Sign-in name; may be empty.
    pub login: String,
    /// Name as colleagues see it; may be empty.
    pub display_name: String,
}

/// An invitation that is still good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvitation {
    /// Its id.
    pub id: i64,
    /// A member who forgot the password sets up anew by it.
    pub renews: bool,
    /// The unit.
    pub unit: i64,
    /// The roles.
    pub roles: Vec<Role>,
    /// The sign-in name: as proposed, or the one that stays for a member who sets up anew.
    pub login: String,
    /// The name as colleagues see it, likewise.
    pub display_name: String,
    /// Good until, in UTC milliseconds.
    pub expires_at: i64,
}

/// A login and a name that will do.
struct Names {
    login: String,
    display_name: String,
}

impl NewMember {
    fn check(&self) -> Result<Names, VaultError> {
        let mut faults = Vec::new();
        let login = check::line(&login_of(&self.login), limits::LOGIN)
            .and_then(|login| if is_login(&login) { Ok(login) } else { Err(FaultKind::Letters) });
        let login = login.map_err(|kind| faults.push(Fault::new(Field::Login, kind))).unwrap_or_default();
        let display_name = match check::line(&self.display_name, limits::NAME) {
            Err(FaultKind::Empty) => Ok(login.clone()),
            other => other,
        };
        let display_name = display_name.map_err(|kind| faults.push(Fault::new(Field::Name, kind))).unwrap_or_default();
        if faults.is_empty() { Ok(Names { login, display_name }) } else { Err(VaultError::Faults(faults)) }
    }
}

impl Proposal {
    fn check(&self, roles: &[Role]) -> Result<(String, String), VaultError> {
        let mut faults = Vec::new();
        if roles.is_empty() {
            faults.push(Fault::new(Field::Roles, FaultKind::Empty));
        }
        let mut line = |field, typed: &str, max| match check::line(typed, max) {
            Ok(line) => line,
            Err(FaultKind::Empty) => String::new(),
            Err(kind) => {
                faults.push(Fault::new(field, kind));
                String::new()
            }
        };
        let login = line(Field::Login, &login_of(&self.login), limits::LOGIN);
        let display_name = line(Field::Name, &self.display_name, limits::NAME);
        if !is_login(&login) {
            faults.push(Fault::new(Field::Login, FaultKind::Letters));
        }
        if faults.is_empty() { Ok((login, display_name)) } else { Err(VaultError::Faults(faults)) }
    }
}

fn is_login(login: &str) -> bool {
    login.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@'))
}

impl Vault {
    /// Makes a one-time link's token; only a MAC of it is kept. `replaces` is a member who sets up anew after a forgotten password.
    ///
    /// # Errors
    /// A fault if no role is given, or in what is proposed; the store is away.
    #[allow(clippy::too_many_arguments, reason = "each is a different thing that an invitation consists of")]
    pub async fn invite<R: CryptoRng + Send>(
        &self,
        by: Option<&SignedIn>,
        unit: i64,
        roles: Vec<Role>,
        proposed: &Proposal,
        replaces: Option<i64>,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<SecretString, VaultError> {
        let (login, display_name) = proposed.check(&roles)?;
        let token = Token::generate(rng);
        let lifetime = SignedDuration::from_hours(i64::from(self.config.invitation_hours));
        let created_by = by.map(|who| who.member);
        let invitation = Invitation {
            id: new_id(rng),
            token_hash: token.lookup(&self.keys, PURPOSE),
            unit_id: unit,
            roles,
            login,
            display_name,
            replaces_member_id: replaces,
            created_by,
            created_at: now.as_millisecond(),
            expires_at: (now + lifetime).as_millisecond(),
        };
        let entry = about("member.invite", now.as_millisecond(), created_by, by.map(|who| who.unit), Some(unit));
        self.store.members().invite(invitation, entry).await?;
        Ok(token.to_text())
    }

    /// What the invitation with this token offers.
    ///
    /// # Errors
    /// [`VaultError::NoInvitation`], whether it never was, was used, or has expired, or is the first start's and there are members.
    pub async fn invitation(&self, token: &str, now: Timestamp) -> Result<OpenInvitation, VaultError> {
        let invitation = self.find_invitation(token, now).await?;
        let Invitation { id, unit_id: unit, roles, expires_at, login, display_name, .. } = invitation;
        let Some(member) = invitation.replaces_member_id else {
            return Ok(OpenInvitation { id, renews: false, unit, roles, login, display_name, expires_at });
        };
        let Member { unit_id: unit, roles, login, display_name, .. } = self.to_renew(member).await?;
        Ok(OpenInvitation { id, renews: true, unit, roles, login, display_name, expires_at })
    }

    /// The member who is set up anew by a link, as of now: the link may be older than a move or a change of roles.
    async fn to_renew(&self, member: i64) -> Result<Member, VaultError> {
        let member = self.store.members().by_id(member).await.map_err(VaultError::or_no_invitation)?;
        if member.left_at.is_none() { Ok(member) } else { Err(VaultError::NoInvitation) }
    }

    /// Accepts an invitation: makes the member's keys, and those of a unit that had none. The second factor comes next.
    ///
    /// A member whose unit has keys already can read once a colleague has granted them.
    ///
    /// # Errors
    /// [`VaultError::NoInvitation`]; faults in what was typed, [`FaultKind::Taken`] among them.
    pub async fn accept<R: CryptoRng + Send>(
        &self,
        token: &str,
        new: &NewMember,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<Opened, VaultError> {
        let invitation = self.find_invitation(token, now).await?;
        let (member, keys) = match invitation.replaces_member_id {
            Some(old) => self.renew(old, invitation.id, new, now, rng).await?,
            None => self.add(invitation.unit_id, &invitation.roles, new, Some(invitation.id), now, rng).await?,
        };
        self.begin(&member, &keys, now, rng).await
    }

    /// Adds a member at the operator's command; returns the id.
    ///
    /// # Errors
    /// Faults in what was given.
    pub async fn add_member<R: CryptoRng + Send>(
        &self,
        unit: i64,
        roles: &[Role],
        new: &NewMember,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<i64, VaultError> {
        if roles.is_empty() {
            return Err(VaultError::fault(Field::Roles, FaultKind::Empty));
        }
        Ok(self.add(unit, roles, new, None, now, rng).await?.0.id)
    }

    async fn find_invitation(&self, token: &str, now: Timestamp) -> Result<Invitation, VaultError> {
        let token = Token::parse(token).ok_or(VaultError::NoInvitation)?;
        let lookup = token.lookup(&self.keys, PURPOSE);
        let found = self.store.members().invitation(&lookup, now.as_millisecond()).await.map_err(VaultError::or_no_invitation)?;
        if found.is_of_first_start() && !self.store.members().is_empty().await? {
            return Err(VaultError::NoInvitation);
        }
        Ok(found)
    }

    async fn add<R: CryptoRng + Send>(
        &self,
        unit: i64,
        roles: &[Role],
        new: &NewMember,
        invitation: Option<i64>,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<(Member, MemberKeys), VaultError> {
        let names = new.check()?;
        let (member, keys) = self.build(new_id(rng), unit, roles.to_vec(), names, &new.password, now, rng).await?;
        let mut entered = self.enter(&member, invitation, now, rng).await;
        if let Err(VaultError::Store(StoreError::OtherKey)) = entered {
            // Somebody else was the first in the unit at the same moment, and grants the key.
            entered = self.enter(&member, invitation, now, rng).await;
        }
        entered.map(|()| (member, keys))
    }

    /// Adds a member, who brings along the keys that the unit lacks.
    async fn enter<R: CryptoRng + Send>(
        &self,
        member: &Member,
        invitation: Option<i64>,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<(), VaultError> {
        let (unit_keys, grants) = self.first_keys(member, &purposes_of(&member.roles), now, rng).await?;
        let entry = |action| about(action, now.as_millisecond(), Some(member.id), Some(member.unit_id), None);
        let made = (!unit_keys.is_empty()).then(|| entry("unit-key.make"));
        let entries = [Some(entry("member.add")), made].into_iter().flatten().collect();
        match self.store.members().add(member.clone(), unit_keys, grants, invitation, entries).await {
            Err(StoreError::Taken) => Err(VaultError::fault(Field::Login, FaultKind::Taken)),
            Err(StoreError::NotFound) => Err(VaultError::NoInvitation),
            other => Ok(other?),
        }
    }

    /// A member who forgot the password gets new keys. The old signing key stays on record behind the new one: what it signed is genuine.
    async fn renew<R: CryptoRng + Send>(
        &self,
        old: i64,
        invitation: i64,
        new: &NewMember,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<(Member, MemberKeys), VaultError> {
        let old = self.to_renew(old).await?;
        let names = Names { login: old.login, display_name: old.display_name };
        let (mut member, keys) = self.build(old.id, old.unit_id, old.roles, names, &new.password, now, rng).await?;
        member.verifying_key.extend_from_slice(&old.verifying_key);
        let member = self.attested(member);
        let entry = about("member.renew", now.as_millisecond(), Some(member.id), Some(member.unit_id), None);
        self.store.members().renew(member.clone(), invitation, entry).await.map_err(VaultError::or_no_invitation)?;
        Ok((member, keys))
    }

    /// With the portal's mark on the member's public keys.
    fn attested(&self, mut member: Member) -> Member {
        member.keys_mark = self.keys.mark(member.keys()).to_vec();
        member
    }

    #[allow(clippy::too_many_arguments, reason = "each is a different thing that a member consists of")]
    async fn build<R: CryptoRng + Send>(
        &self,
        id: i64,
        unit: i64,
        roles: Vec<Role>,
        names: Names,
        password: &SecretString,
        now: Timestamp,
        rng: &mut R,
    ) -> Result<(Member, MemberKeys), VaultError> {
        let Names { login, display_name } = names;
        self.check_password_rules(password, &login, &display_name, unit).await?;
        let keys = MemberKeys::generate(rng);
        let secrets = self.new_secrets(id, &keys, password, rng).await?;
        let member = Member {
            id,
            unit_id: unit,
            login,
            display_name,
            roles,
            password_salt: secrets.password_salt,
            password_cost: secrets.password_cost,
            password_verifier: secrets.password_verifier,
            public_key: keys.seal_key().public().to_bytes(),
            verifying_key: keys.signing_key().verifying_key().as_bytes().to_vec(),
            keys_mark: Vec::new(),
            locked_keys: secrets.locked_keys,
            recovery_verifier: None,
            recovery_locked_keys: None,
            recovery_made_at: None,
            totp_locked: None,
            totp_step: None,
            failed_count: 0,
            next_try_at: 0,
            created_at: now.as_millisecond(),
            last_sign_in_at: None,
            left_at: None,
        };
        Ok((self.attested(member), keys))
    }
}
