//! Members, the unit keys granted to them, and invitations.

use model::{CaseStatus, Role};
use sea_orm::{ConnectionTrait, Value};
use seal::Purpose;

use super::{
    Store, StoreError,
    audit::{self, NewEntry},
    record::{Record, record},
    recusals, shares,
    sql::{self, value, values},
    units,
};

record! {
    /// A member of a unit. Keys are locked under what only the member knows.
    #[derive(Clone)]
    Member in "members" {
        /// Identifier.
        id: i64,
        /// The unit.
        unit_id: i64,
        /// Sign-in name.
        login: String,
        /// Name as colleagues see it.
        display_name: String,
        /// Roles.
        roles: Vec<Role>,
        /// Salt of the password's key.
        password_salt: Vec<u8>,
        /// Parameters with which it is derived.
        password_cost: String,
        /// Checks a password.
        password_verifier: Vec<u8>,
        /// Keys are sealed to it.
        public_key: Vec<u8>,
        /// Checks the member's messages.
        verifying_key: Vec<u8>,
        /// The portal's mark on both.
        keys_mark: Vec<u8>,
        /// Both private keys, locked under the password's key.
        locked_keys: Vec<u8>,
        /// Checks a recovery code.
        recovery_verifier: Option<Vec<u8>>,
        /// Both private keys, locked under the recovery code's key.
        recovery_locked_keys: Option<Vec<u8>>,
        /// The recovery code in force was made at.
        recovery_made_at: Option<i64>,
        /// The second factor's secret, locked under the operator's key; none until it is set up.
        totp_locked: Option<Vec<u8>>,
        /// The last time step whose code was used.
        totp_step: Option<i64>,
        /// Failed sign-ins since the last good one.
        failed_count: u32,
        /// No further try before this moment.
        next_try_at: i64,
        /// Made at.
        created_at: i64,
        /// Last signed in at.
        last_sign_in_at: Option<i64>,
        /// Left at.
        left_at: Option<i64>,
    }
}

record! {
    /// A unit's private key, sealed to one member.
    #[derive(Clone)]
    UnitKeyGrant in "unit_key_grants" {
        /// The unit key.
        unit_key_id: i64,
        /// The member.
        member_id: i64,
        /// The sealed private key.
        sealed: Vec<u8>,
        /// The member who granted it; none for the first.
        granted_by: Option<i64>,
        /// Granted at.
        granted_at: i64,
    }
}

record! {
    /// Who holds a unit's key.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    KeyHolder in "unit_key_grants" {
        /// The unit key.
        unit_key_id: i64,
        /// The member.
        member_id: i64,
    }
}

record! {
    /// A one-time link by which someone becomes a member.
    #[derive(Clone)]
    Invitation in "invitations" {
        /// Identifier.
        id: i64,
        /// Hash of the token in the link.
        token_hash: [u8; 32],
        /// The unit.
        unit_id: i64,
        /// The roles that the member gets.
        roles: Vec<Role>,
        /// Proposed sign-in name; may be empty.
        login: String,
        /// Proposed display name; may be empty.
        display_name: String,
        /// A member who sets up anew after a forgotten password.
        replaces_member_id: Option<i64>,
        /// The member who invites; none for the operator.
        created_by: Option<i64>,
        /// Made at.
        created_at: i64,
        /// Good until.
        expires_at: i64,
    }
}

impl Invitation {
    /// Whether it is the link that the first start prints, which is for the first member alone.
    pub const fn is_of_first_start(&self) -> bool {
        self.created_by.is_none() && self.replaces_member_id.is_none()
    }
}

record! {
    /// A member who went from a unit to another one, or lost a role there that its keys are held for.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Departure in "departures" {
        /// The unit.
        unit_id: i64,
        /// The member.
        member_id: i64,
        /// When.
        left_at: i64,
        /// The roles that the member had there and has no more.
        roles: Vec<Role>,
    }
}

/// A member's new name and roles.
pub struct RoleChange {
    /// The member.
    pub member: i64,
    /// The unit in which they count.
    pub unit: i64,
    /// Name as colleagues see it.
    pub display_name: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// Keys that the new roles do not need.
    pub withdrawn: Vec<Purpose>,
    /// What is remembered of it if any is withdrawn.
    pub departure: Option<Departure>,
    /// Whether the new roles may invite.
    pub may_invite: bool,
}

/// What a member who is set up anew keeps. Each may have changed since the member's row was read.
const KEPT_BY_RENEWAL: [&str; 7] = ["id", "unit_id", "login", "display_name", "roles", "created_at", "left_at"];

/// The outcome of a try to sign in that is to be remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TryRecord {
    /// Failed sign-ins since the last good one.
    pub failed_count: u32,
    /// No further try before this moment.
    pub next_try_at: i64,
}

/// A new secret of a member: password, keys and recovery, changed together.
#[derive(Clone)]
pub struct NewSecrets {
    /// Salt of the password's key.
    pub password_salt: Vec<u8>,
    /// Parameters with which it is derived.
    pub password_cost: String,
    /// Checks a password.
    pub password_verifier: Vec<u8>,
    /// Both private keys, locked under the password's key.
    pub locked_keys: Vec<u8>,
}

/// Questions and changes about members.
pub struct Members<'a>(pub(super) &'a Store);

impl Store {
    /// Members.
    pub fn members(&self) -> Members<'_> {
        Members(self)
    }
}

impl Members<'_> {
    /// The member with this identifier.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn by_id(&self, id: i64) -> Result<Member, StoreError> {
        Ok(self.0.attested().member(sql::one(self.0.reader(), "WHERE id = ?", values![id]).await?))
    }

    /// The member with this sign-in name.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn by_login(&self, login: &str) -> Result<Member, StoreError> {
        Ok(self.0.attested().member(sql::one(self.0.reader(), "WHERE login = ?", values![login.to_owned()]).await?))
    }

    /// A unit's members, those who left last.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_unit(&self, unit: i64) -> Result<Vec<Member>, StoreError> {
        self.attested("WHERE unit_id = ? ORDER BY left_at IS NOT NULL, login", values![unit]).await
    }

    /// Every member, by sign-in name.
    ///
    /// # Errors
    /// The database is away.
    pub async fn all(&self) -> Result<Vec<Member>, StoreError> {
        self.attested("ORDER BY login", vec![]).await
    }

    async fn attested(&self, condition: &str, bound: Vec<Value>) -> Result<Vec<Member>, StoreError> {
        let members: Vec<Member> = sql::all(self.0.reader(), condition, bound).await?;
        Ok(members.into_iter().map(|member| self.0.attested().member(member)).collect())
    }

    /// Whether there is any member at all.
    ///
    /// # Errors
    /// The database is away.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(sql::row(self.0.reader(), "SELECT 1 FROM members LIMIT 1", vec![]).await?.is_none())
    }

    /// Adds a member with the unit keys that are granted at once, and the unit's keys if the member brings them along. With an
    /// invitation, it is used up; so is the link of the first start, with whatever member comes first.
    ///
    /// # Errors
    /// [`StoreError::Taken`] if the sign-in name is in use; [`StoreError::NotFound`] if the invitation is used up or expired;
    /// [`StoreError::OtherKey`] if the unit has a key by now that the member was to bring along.
    pub async fn add(
        &self,
        member: Member,
        unit_keys: Vec<super::UnitKey>,
        grants: Vec<UnitKeyGrant>,
        invitation: Option<i64>,
        audit: Vec<NewEntry>,
    ) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        if let Some(id) = invitation {
            sql::run_on_one(&transaction, "DELETE FROM invitations WHERE id = ? AND expires_at > ?", values![id, member.created_at])
                .await?;
        }
        sql::run(&transaction, "DELETE FROM invitations WHERE created_by IS NULL AND replaces_member_id IS NULL", values![]).await?;
        sql::insert(&transaction, vec![member], "").await?;
        units::put_in_force(&transaction, unit_keys).await?;
        sql::insert(&transaction, grants, "").await?;
        audit::append(&transaction, &audit.iter().collect::<Vec<_>>()).await?;
        Ok(transaction.commit().await?)
    }

    /// Sets a member up anew after a forgotten password: new keys, no second factor, no old sessions, and none of the old grants, which
    /// nobody can open any more. Unit, roles and names stay as they are at this moment. The link is used up, and so is every other one by
    /// which this member could be set up.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the member has left, or the link was used up or taken back.
    pub async fn renew(&self, member: Member, invitation: i64, audit: NewEntry) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        let id = member.id;
        let columns = Member::COLUMNS.iter().copied().zip(member.into_values());
        let (columns, mut bound): (Vec<&str>, Vec<Value>) = columns.filter(|(column, _)| !KEPT_BY_RENEWAL.contains(column)).unzip();
        bound.push(value(id));
        let assignments: Vec<String> = columns.iter().map(|column| format!("{column} = ?")).collect();
        // The member's row first: of two links that are taken up at once, the second waits here and finds itself used up.
        let sql = format!("UPDATE members SET {} WHERE id = ? AND left_at IS NULL", assignments.join(", "));
        sql::run_on_one(&transaction, &sql, bound).await?;
        sql::run_on_one(&transaction, "DELETE FROM invitations WHERE id = ?", values![invitation]).await?;
        void_renewals(&transaction, id).await?;
        sql::run(&transaction, "DELETE FROM unit_key_grants WHERE member_id = ?", values![id]).await?;
        sql::run(&transaction, "DELETE FROM sessions WHERE member_id = ?", values![id]).await?;
        sql::run(&transaction, "DELETE FROM passkeys WHERE member_id = ?", values![id]).await?;
        shares::forget(&transaction, id).await?;
        audit::append(&transaction, &[&audit]).await?;
        Ok(transaction.commit().await?)
    }

    /// Remembers a try to sign in.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn note_try(&self, id: i64, tried: TryRecord) -> Result<(), StoreError> {
        let sql = "UPDATE members SET failed_count = ?, next_try_at = ? WHERE id = ?";
        sql::run_on_one(self.0.writer(), sql, values![tried.failed_count, tried.next_try_at, id]).await
    }

    /// Sets up the second factor, with which the member signs in. The step of the code that proved it is used up.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn set_totp(&self, id: i64, locked: Vec<u8>, step: i64, now: i64) -> Result<(), StoreError> {
        let sql = "UPDATE members SET totp_locked = ?, totp_step = ?, last_sign_in_at = ? WHERE id = ?";
        sql::run_on_one(self.0.writer(), sql, values![locked, step, now, id]).await
    }

    /// Removes the second factor, passkeys too, so that it is set up anew at the next sign-in.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn clear_second_factors(&self, id: i64) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        sql::run_on_one(&transaction, "UPDATE members SET totp_locked = NULL, totp_step = NULL WHERE id = ?", values![id]).await?;
        sql::run(&transaction, "DELETE FROM passkeys WHERE member_id = ?", values![id]).await?;
        Ok(transaction.commit().await?)
    }

    /// Uses up a time step of the second factor; tells whether it was still unused.
    ///
    /// # Errors
    /// The database is away.
    pub async fn use_totp_step(&self, id: i64, step: i64, now: i64) -> Result<bool, StoreError> {
        let sql = "UPDATE members SET totp_step = ?, last_sign_in_at = ? WHERE id = ? AND (totp_step IS NULL OR totp_step < ?)";
        Ok(sql::run(self.0.writer(), sql, values![step, now, id, step]).await? == 1)
    }

    /// Changes a member's password; the keys stay the same, locked anew.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn set_secrets(&self, id: i64, secrets: NewSecrets) -> Result<(), StoreError> {
        let sql = "UPDATE members SET password_salt = ?, password_cost = ?, password_verifier = ?, locked_keys = ? WHERE id = ?";
        let NewSecrets { password_salt, password_cost, password_verifier, locked_keys } = secrets;
        sql::run_on_one(self.0.writer(), sql, values![password_salt, password_cost, password_verifier, locked_keys, id]).await
    }

    /// Replaces the recovery code: its verifier, and the keys locked under it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn set_recovery(&self, id: i64, verifier: Vec<u8>, locked_keys: Vec<u8>, made_at: i64) -> Result<(), StoreError> {
        let sql = "UPDATE members SET recovery_verifier = ?, recovery_locked_keys = ?, recovery_made_at = ? WHERE id = ?";
        sql::run_on_one(self.0.writer(), sql, values![verifier, locked_keys, made_at, id]).await
    }

    /// Uses the recovery code up.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn clear_recovery(&self, id: i64) -> Result<(), StoreError> {
        let sql = "UPDATE members SET recovery_verifier = NULL, recovery_locked_keys = NULL, recovery_made_at = NULL WHERE id = ?";
        sql::run_on_one(self.0.writer(), sql, values![id]).await
    }

    /// Changes a member's roles and name. Grants of a key that the new roles do not need are taken back, and links that the member made if
    /// the new roles may make none.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the member is not in that unit any more.
    pub async fn set_roles(&self, change: RoleChange, audit: NewEntry) -> Result<(), StoreError> {
        let id = change.member;
        let transaction = self.0.begin().await?;
        let sql = "UPDATE members SET display_name = ?, roles = ? WHERE id = ? AND unit_id = ? AND left_at IS NULL";
        sql::run_on_one(&transaction, sql, values![change.display_name, change.roles, id, change.unit]).await?;
        for purpose in change.withdrawn {
            withdraw(&transaction, id, purpose).await?;
        }
        if let Some(departure) = change.departure {
            depart(&transaction, departure).await?;
        }
        if !change.may_invite {
            void_invitations_by(&transaction, id).await?;
        }
        audit::append(&transaction, &[&audit]).await?;
        Ok(transaction.commit().await?)
    }

    /// A member leaves: grants, sessions and links are gone at once, and open cases are nobody's.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn leave(&self, id: i64, now: i64, audit: NewEntry) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        sql::run_on_one(&transaction, "UPDATE members SET left_at = ? WHERE id = ? AND left_at IS NULL", values![now, id]).await?;
        take_everything(&transaction, id).await?;
        audit::append(&transaction, &[&audit]).await?;
        Ok(transaction.commit().await?)
    }

    /// A member goes to another unit, with these roles there: grants, sessions, links and what was released of identities are gone at once,
    /// and open cases are nobody's. What the unit that is left must not learn of, the member does not learn of anywhere.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the member is not in the unit that is left.
    pub async fn move_to(&self, departure: Departure, unit: i64, roles: Vec<Role>, audit: NewEntry) -> Result<(), StoreError> {
        let (id, from, left_at) = (departure.member_id, departure.unit_id, departure.left_at);
        let transaction = self.0.begin().await?;
        let sql = "UPDATE members SET unit_id = ?, roles = ? WHERE id = ? AND unit_id = ? AND left_at IS NULL";
        sql::run_on_one(&transaction, sql, values![unit, roles, id, from]).await?;
        depart(&transaction, departure).await?;
        take_everything(&transaction, id).await?;
        recusals::keep_away_from_avoiding(&transaction, id, from, left_at).await?;
        audit::append(&transaction, &[&audit]).await?;
        Ok(transaction.commit().await?)
    }

    /// Those who went from a unit to another one or lost a role there, the latest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn departures(&self, unit: i64) -> Result<Vec<Departure>, StoreError> {
        sql::all(self.0.reader(), "WHERE unit_id = ? ORDER BY left_at DESC, member_id", values![unit]).await
    }

    /// The unit keys granted to a member.
    ///
    /// # Errors
    /// The database is away.
    pub async fn grants(&self, member: i64) -> Result<Vec<UnitKeyGrant>, StoreError> {
        sql::all(self.0.reader(), "WHERE member_id = ?", values![member]).await
    }

    /// Everyone to whom this unit key is granted.
    ///
    /// # Errors
    /// The database is away.
    pub async fn grants_of_key(&self, unit_key: i64) -> Result<Vec<UnitKeyGrant>, StoreError> {
        sql::all(self.0.reader(), "WHERE unit_key_id = ? ORDER BY granted_at, member_id", values![unit_key]).await
    }

    /// Who holds which unit key.
    ///
    /// # Errors
    /// The database is away.
    pub async fn key_holders(&self) -> Result<Vec<KeyHolder>, StoreError> {
        sql::all(self.0.reader(), "", vec![]).await
    }

    /// Grants a unit key to a member as read before; one granted already stays as it is. Nobody has to bring it back for the member any more.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the member has changed since; an unknown key.
    pub async fn grant(&self, to: &Member, grant: UnitKeyGrant, audit: NewEntry) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        demand_unchanged(&transaction, std::slice::from_ref(to)).await?;
        shares::drop_request(&transaction, grant.unit_key_id, grant.member_id).await?;
        sql::insert(&transaction, vec![grant], "ON CONFLICT (unit_key_id, member_id) DO NOTHING").await?;
        audit::append(&transaction, &[&audit]).await?;
        Ok(transaction.commit().await?)
    }

    /// Adds an invitation.
    ///
    /// # Errors
    /// The database is away; an unknown unit.
    pub async fn invite(&self, invitation: Invitation, audit: NewEntry) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        sql::insert(&transaction, vec![invitation], "").await?;
        audit::append(&transaction, &[&audit]).await?;
        Ok(transaction.commit().await?)
    }

    /// The invitation with this token, if it is still good.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], whether it never was, was used, or has expired.
    pub async fn invitation(&self, token_hash: &[u8; 32], now: i64) -> Result<Invitation, StoreError> {
        sql::one(self.0.reader(), "WHERE token_hash = ? AND expires_at > ?", values![*token_hash, now]).await
    }

    /// A unit's open invitations, oldest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn invitations(&self, unit: i64, now: i64) -> Result<Vec<Invitation>, StoreError> {
        sql::all(self.0.reader(), "WHERE unit_id = ? AND expires_at > ? ORDER BY created_at, id", values![unit, now]).await
    }

    /// Takes an invitation back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn withdraw_invitation(&self, id: i64) -> Result<(), StoreError> {
        sql::run_on_one(self.0.writer(), "DELETE FROM invitations WHERE id = ?", values![id]).await
    }
}

/// Goes on only if members are as they were read, and keeps them so until the transaction ends: what is sealed to them meanwhile would stay
/// with who leaves, moves or loses a role at that moment, or nobody could open it if the member is just set up anew.
///
/// # Errors
/// [`StoreError::NotFound`] if one has left, or has another unit, other roles or another key.
pub(super) async fn demand_unchanged(db: &impl ConnectionTrait, members: &[Member]) -> Result<(), StoreError> {
    let condition = "WHERE id = ? AND unit_id = ? AND roles = ? AND public_key = ? AND left_at IS NULL";
    let sql = format!("SELECT 1 FROM members {condition}{}", sql::while_it_lasts(db));
    for Member { id, unit_id, roles, public_key, .. } in members {
        sql::row(db, &sql, values![*id, *unit_id, roles.clone(), public_key.clone()]).await?.ok_or(StoreError::NotFound)?;
    }
    Ok(())
}

/// Remembers a departure. Two of the same moment are one.
async fn depart(db: &impl ConnectionTrait, departure: Departure) -> Result<(), StoreError> {
    let ending = "ON CONFLICT (unit_id, member_id, left_at) DO UPDATE SET roles = departures.roles || ' ' || excluded.roles";
    sql::insert(db, vec![departure], ending).await
}

/// Takes from a member all that belongs to a unit.
async fn take_everything(db: &impl ConnectionTrait, member: i64) -> Result<(), StoreError> {
    sql::run(db, "DELETE FROM unit_key_grants WHERE member_id = ?", values![member]).await?;
    sql::run(db, "DELETE FROM sessions WHERE member_id = ?", values![member]).await?;
    void_renewals(db, member).await?;
    void_invitations_by(db, member).await?;
    shares::forget(db, member).await?;
    end_requests(db, member).await?;
    let open: Vec<CaseStatus> = CaseStatus::ALL.iter().copied().filter(|status| status.is_open()).collect();
    let unassign = format!(
        "UPDATE cases SET assignee_id = NULL, version = version + 1 WHERE assignee_id = ? AND status IN ({})",
        sql::placeholders(open.len())
    );
    let bound = std::iter::once(value(member)).chain(open.into_iter().map(value)).collect();
    sql::run(db, &unassign, bound).await.map(drop)
}

/// Links by which a member would be set up anew are worth nothing any more.
async fn void_renewals(db: &impl ConnectionTrait, member: i64) -> Result<(), StoreError> {
    sql::run(db, "DELETE FROM invitations WHERE replaces_member_id = ?", values![member]).await.map(drop)
}

/// So are those that the member made: whoever keeps one would come back under another name.
async fn void_invitations_by(db: &impl ConnectionTrait, member: i64) -> Result<(), StoreError> {
    sql::run(db, "DELETE FROM invitations WHERE created_by = ?", values![member]).await.map(drop)
}

/// What was released of identities to a member ends, and what the member asked for lapses.
async fn end_requests(db: &impl ConnectionTrait, member: i64) -> Result<(), StoreError> {
    let released = "SELECT 1 FROM identity_requests r WHERE r.member_id = ? AND r.case_id = envelopes.case_id AND r.seq = envelopes.seq";
    let sql = format!("DELETE FROM envelopes WHERE slot = 'release' AND EXISTS ({released})");
    let open = "SELECT case_id FROM identity_requests WHERE member_id = ? AND status = 'granted'";
    sql::run(db, &format!("{sql} AND case_id IN ({open})"), values![member, member]).await?;
    let sql = format!("DELETE FROM case_keys WHERE holder = 'member' AND holder_id = ? AND case_id IN ({open})");
    sql::run(db, &sql, values![member, member]).await?;
    for (from, to) in [("waiting", "lapsed"), ("granted", "ended")] {
        let sql = "UPDATE identity_requests SET status = ? WHERE member_id = ? AND status = ?";
        sql::run(db, sql, values![to.to_owned(), member, from.to_owned()]).await?;
    }
    Ok(())
}

async fn withdraw(db: &impl ConnectionTrait, member: i64, purpose: Purpose) -> Result<(), StoreError> {
    let sql = "DELETE FROM unit_key_grants WHERE member_id = ? AND unit_key_id IN (SELECT id FROM unit_keys WHERE purpose = ?)";
    sql::run(db, sql, values![member, purpose]).await?;
    let sql = "DELETE FROM share_requests WHERE member_id = ? AND unit_key_id IN (SELECT id FROM unit_keys WHERE purpose = ?)";
    sql::run(db, sql, values![member, purpose]).await.map(drop)
}
