//! Keys: the operator's, the members', the units'; signing in, sessions and invitations.
//!
//! Nothing that the server keeps opens a report: a member's private keys are locked under the password, and while signed in under the
//! cookie; a unit's private key is sealed to its members.

use std::sync::Arc;

use jiff::SignedDuration;
use rand_core::CryptoRng;

use crate::store::{Attestor, NewEntry, Store};

mod config;
mod error;
mod invitations;
mod member_keys;
mod passkeys;
mod private_file;
mod ring_file;
mod second_factor;
mod secrets;
mod sessions;
mod sign_in;
mod token;

pub mod operator;
pub mod password;
pub mod ring;
pub mod rotation;
pub mod shares;
pub mod unit_keys;

pub use config::VaultConfig;
pub use error::VaultError;
pub use invitations::{NewMember, OpenInvitation, Proposal};
pub use member_keys::MemberKeys;
pub use passkeys::{PasskeyInfo, PasskeyRefusal};
pub use second_factor::TotpSetup;
pub use sessions::{SessionInfo, SignedIn};
pub use sign_in::{NextStep, Opened};
pub use token::Token;

use operator::OperatorKeys;
use passkeys::RelyingParty;
use password::{PasswordCost, PasswordHasher};

/// Opens and closes what only members can open. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    store: Store,
    keys: Arc<OperatorKeys>,
    hasher: PasswordHasher,
    config: VaultConfig,
    party: RelyingParty,
}

impl Vault {
    /// A vault over this store.
    pub fn new(store: Store, keys: Arc<OperatorKeys>, config: VaultConfig) -> Self {
        Self::with_cost(store, keys, config, PasswordCost::default())
    }

    /// A vault whose new passwords cost this much; tests take less.
    pub fn with_cost(store: Store, keys: Arc<OperatorKeys>, config: VaultConfig, cost: PasswordCost) -> Self {
        let at_once = usize::try_from(config.passwords_at_once).unwrap_or(1);
        store.attest(Arc::clone(&keys) as Arc<dyn Attestor>);
        Self { store, keys, hasher: PasswordHasher::new(cost, at_once), config, party: RelyingParty::default() }
    }

    /// The same for a portal that people reach at this address: passkeys are bound to its name.
    pub fn reached_at(self, origin: Option<&str>) -> Self {
        Self { party: RelyingParty::at(origin), ..self }
    }

    /// The longest time without use that a session survives.
    pub fn idle_time(&self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.config.idle_minutes))
    }

    fn session_time(&self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.config.session_hours))
    }

    async fn note(&self, entry: NewEntry) -> Result<(), VaultError> {
        self.store.audit().append(entry).await?;
        Ok(())
    }
}

/// A random positive identifier: tells neither how many there are nor in which order they came.
pub fn new_id(rng: &mut impl CryptoRng) -> i64 {
    i64::try_from(rng.next_u64() >> 1).unwrap_or(i64::MAX).max(1)
}

/// An entry of the audit log about a member.
fn about(action: &str, at: i64, member: Option<i64>, unit: Option<i64>, object: Option<i64>) -> NewEntry {
    NewEntry { at, action: action.to_owned(), member, unit, case: None, object: object.map(|id| id.to_string()) }
}
