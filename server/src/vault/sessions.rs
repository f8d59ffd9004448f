//! Who is signed in: from a cookie to a member with private keys, for the length of one request.

use jiff::{SignedDuration, Timestamp};
use model::Role;
use rand_core::CryptoRng;
use secrecy::SecretString;

use super::{
    Token, Vault, VaultError, about,
    member_keys::{LockedUnder, MemberKeys},
    new_id,
};
use crate::store::{Member, Session, Stage};

const PURPOSE: &str = "session";
/// A session's last use is written at most this often: it costs a commit.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// A signed-in member, with the private keys that the cookie opened.
#[derive(Clone)]
pub struct SignedIn {
    /// The session.
    pub session: i64,
    /// The member.
    pub member: i64,
    /// The member's unit.
    pub unit: i64,
    /// Sign-in name.
    pub login: String,
    /// Name as colleagues see it.
    pub display_name: String,
    /// Roles, as of this request.
    pub roles: Vec<Role>,
    /// What each form has to carry.
    pub form_token: String,
    /// When the password was last given, in UTC milliseconds.
    pub confirmed_at: Option<i64>,
    pub(super) keys: MemberKeys,
}

/// One of a member's sessions, for the list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionInfo {
    /// Its id.
    pub id: i64,
    /// Began at.
    pub created_at: i64,
    /// Last used at.
    pub last_seen_at: i64,
    /// Ends at the latest at.
    pub expires_at: i64,
    /// It is the one that asks.
    pub current: bool,
}

/// A session with its row and its member.
pub(super) struct Found {
    pub(super) token: Token,
    pub(super) session: Session,
    pub(super) member: Member,
    pub(super) keys: MemberKeys,
}

impl SignedIn {
    /// The keys of this member.
    pub fn keys(&self) -> &MemberKeys {
        &self.keys
    }

    /// Whether a form carries this session's token.
    pub fn accepts_form(&self, carried: &str) -> bool {
        use subtle::ConstantTimeEq;
        carried.as_bytes().ct_eq(self.form_token.as_bytes()).into()
    }
}

impl Vault {
    /// Who is signed in with this cookie.
    ///
    /// # Errors
    /// [`VaultError::SignedOut`]; [`VaultError::Incomplete`] if the second factor is still to come, [`VaultError::NoSecondFactor`] if it
    /// has to be set up.
    pub async fn session(&self, cookie: &str, now: Timestamp) -> Result<SignedIn, VaultError> {
        let found = self.find(cookie, now).await?;
        if found.session.stage != Stage::Full {
            return Err(found.what_is_missing());
        }
        let last_seen = SignedDuration::from_millis(now.as_millisecond() - found.session.last_seen_at);
        if last_seen >= TOUCH_EVERY {
            self.store.sessions().touch(found.session.id, now.as_millisecond()).await?;
        }
        Ok(found.signed_in())
    }

    /// Ends the session of this cookie, at whatever stage; one that has ended stays so.
    ///
    /// # Errors
    /// The store is away.
    pub async fn sign_out(&self, cookie: &str, now: Timestamp) -> Result<(), VaultError> {
        match self.find(cookie, now).await {
            Ok(found) => {
                self.store.sessions().end(found.session.id, found.member.id).await?;
                self.note(about("member.sign-out", now.as_millisecond(), Some(found.member.id), Some(found.member.unit_id), None)).await
            }
            Err(VaultError::SignedOut) => Ok(()),
            Err(other) => Err(other),
        }
    }

    /// The member's sessions, latest used first.
    ///
    /// # Errors
    /// The store is away.
    pub async fn sessions(&self, who: &SignedIn) -> Result<Vec<SessionInfo>, VaultError> {
        let sessions = self.store.sessions().of_member(who.member).await?;
        let info = |session: Session| SessionInfo {
            id: session.id,
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
            expires_at: session.expires_at,
            current: session.id == who.session,
        };
        Ok(sessions.into_iter().filter(|session| session.stage == Stage::Full).map(info).collect())
    }

    /// Ends one of the member's own sessions.
    ///
    /// # Errors
    /// It is none of the member's.
    pub async fn revoke(&self, who: &SignedIn, session: i64, now: Timestamp) -> Result<(), VaultError> {
        self.store.sessions().end(session, who.member).await?;
        self.note(about("member.session-ended", now.as_millisecond(), Some(who.member), Some(who.unit), None)).await
    }

    /// Whether the password was given so recently that it need not be asked for again.
    pub fn is_confirmed(&self, who: &SignedIn, now: Timestamp) -> bool {
        let limit = SignedDuration::from_mins(i64::from(self.config.confirmed_minutes));
        who.confirmed_at.is_some_and(|at| SignedDuration::from_millis(now.as_millisecond() - at) <= limit)
    }

    pub(super) async fn find(&self, cookie: &str, now: Timestamp) -> Result<Found, VaultError> {
        let token = Token::parse(cookie).ok_or(VaultError::SignedOut)?;
        let seen_after = (now - self.idle_time()).as_millisecond();
        let lookup = token.lookup(&self.keys, PURPOSE);
        let session = self.store.sessions().find(&lookup, seen_after, now.as_millisecond()).await.map_err(VaultError::or_signed_out)?;
        let member = self.store.members().by_id(session.member).await.map_err(VaultError::or_signed_out)?;
        if member.left_at.is_some() {
            return Err(VaultError::SignedOut);
        }
        let keys = MemberKeys::unlock(&session.locked_keys, &token.key(PURPOSE), LockedUnder::Session(session.id))?;
        Ok(Found { token, session, member, keys })
    }

    /// A new session's row, and the cookie that opens it.
    pub(super) fn new_session(
        &self,
        member: i64,
        keys: &MemberKeys,
        stage: Stage,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> (Session, SecretString) {
        let (token, id, at) = (Token::generate(rng), new_id(rng), now.as_millisecond());
        let session = Session {
            id,
            lookup: token.lookup(&self.keys, PURPOSE),
            member,
            stage,
            locked_keys: keys.lock(&token.key(PURPOSE), LockedUnder::Session(id), rng),
            created_at: at,
            last_seen_at: at,
            expires_at: (now + self.session_time()).as_millisecond(),
            confirmed_at: Some(at),
        };
        (session, token.to_text())
    }
}

impl Found {
    /// What a session waits for that only the password has opened.
    fn what_is_missing(&self) -> VaultError {
        if self.member.totp_locked.is_some() { VaultError::Incomplete } else { VaultError::NoSecondFactor }
    }

    fn signed_in(self) -> SignedIn {
        SignedIn {
            session: self.session.id,
            member: self.member.id,
            unit: self.member.unit_id,
            login: self.member.login,
            display_name: self.member.display_name,
            roles: self.member.roles,
            form_token: self.token.form_token(),
            confirmed_at: self.session.confirmed_at,
            keys: self.keys,
        }
    }
}
