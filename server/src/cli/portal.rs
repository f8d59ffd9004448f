//! An installed portal: its store, its keys and its vault.

use std::sync::Arc;

use data_encoding::BASE64;
use jiff::Timestamp;
use model::{Role, UnitCode, UnitLevel};
use rand_core::CryptoRng;
use secrecy::{ExposeSecret, SecretString};

use super::CliError;
use crate::{
    casework::{calendar::Calendar, deadlines::Deadlines},
    config::Config,
    store::{NewEntry, Shelter, Store, StoreError, Unit},
    vault::{Proposal, Vault, operator::OperatorKeys, ring::Ring, rotation::Rotation},
};

/// The setting that holds the installation's public key, on which the first node decided.
pub(super) const SIGNING_KEY: &str = "signing-key";

/// An installed portal.
pub struct Portal {
    /// The database.
    pub store: Store,
    /// The portal's own keys.
    pub keys: Arc<OperatorKeys>,
    /// Members' and units' keys.
    pub vault: Vault,
    /// The retention key.
    pub ring: Arc<Ring>,
    database: String,
    origin: String,
}

impl Portal {
    /// Puts it together.
    pub(super) fn new(config: &Config, store: Store, keys: OperatorKeys, ring: Ring) -> Self {
        let (keys, ring) = (Arc::new(keys), Arc::new(ring));
        let vault = Vault::new(store.clone(), Arc::clone(&keys), config.sign_in).reached_at(config.web.public_origin.as_deref());
        store.shelter(Arc::clone(&ring) as Arc<dyn Shelter>);
        Self { store, keys, vault, ring, database: config.database.shown_url(), origin: config.origin() }
    }

    /// Opens the portal that the configuration names.
    ///
    /// # Errors
    /// There is none, or its database or key file cannot be used, or the key file is another portal's.
    pub async fn open(config: &Config) -> Result<Self, CliError> {
        let store = open_store(config).await?;
        let migrated = store.is_migrated().await.map_err(in_database(config))?;
        if !migrated {
            return Err(CliError::Failed("the database's schema is not up to date: run `qingfeng migrate`".to_owned()));
        }
        if !config.key_file().exists() {
            return Err(CliError::KeysMissing(config.key_file()));
        }
        let keys = OperatorKeys::load(&config.key_file())?;
        check_signing_key(config, &store, &keys).await?;
        let file = config.retention_file();
        if !file.exists() {
            let begun = Rotation::has_begun(&store).await.map_err(in_database(config))?;
            return Err(if begun { CliError::RetentionMissing(file) } else { CliError::NoRetentionYet });
        }
        let portal = Self::new(config, store, keys, Ring::load(&file, &config.retention.copies)?);
        portal.keep_up().await?;
        Ok(portal)
    }

    /// Writes nothing under a retention key that other nodes have left.
    pub(super) async fn keep_up(&self) -> Result<(), CliError> {
        Ok(Rotation { store: &self.store, ring: &self.ring }.keep_up().await?)
    }

    /// Closes the database after a command, so that its journal is folded back into it, and hands the outcome on.
    pub(super) async fn closed<T>(self, outcome: Result<T, CliError>) -> Result<T, CliError> {
        self.store.close().await;
        outcome
    }

    /// Says what the database refused.
    pub(super) fn failed(&self) -> impl Fn(StoreError) -> CliError + '_ {
        |source| CliError::Store { at: self.database.clone(), source }
    }

    /// Puts what the operator did into the audit log.
    pub(super) async fn note(&self, action: &str, object: String, now: Timestamp) -> Result<(), CliError> {
        let (at, action, object) = (now.as_millisecond(), action.to_owned(), Some(object));
        let entry = NewEntry { at, action, member: None, unit: None, case: None, object };
        self.store.audit().append(entry).await.map(drop).map_err(self.failed())
    }

    /// Signs the units' keys of a version that signed none, marks people's keys and takes in bare data keys; returns how many they are.
    pub(super) async fn sign_earlier_keys(&self, now: Timestamp) -> Result<usize, CliError> {
        let signed = self.vault.sign_earlier_keys().await?;
        if signed > 0 {
            self.note("unit-key.sign", signed.to_string(), now).await?;
        }
        Ok(signed)
    }

    /// The unit with this code.
    ///
    /// # Errors
    /// There is none.
    pub(super) async fn unit(&self, code: &UnitCode) -> Result<Unit, CliError> {
        match self.store.units().by_code(code).await {
            Err(StoreError::NotFound) => Err(CliError::Failed(format!("there is no unit {code}: `qingfeng unit list` shows them"))),
            other => other.map_err(self.failed()),
        }
    }

    /// A one-time link by which the first member signs in: all roles, in the unit at the top. None if there is a member.
    ///
    /// # Errors
    /// The database is away, or holds no unit.
    pub async fn first_sign_in<R: CryptoRng + Send>(&self, now: Timestamp, rng: &mut R) -> Result<Option<String>, CliError> {
        if !self.store.members().is_empty().await.map_err(self.failed())? {
            return Ok(None);
        }
        let units = self.store.units().all().await.map_err(self.failed())?;
        let top = units.iter().find(|unit| unit.level == UnitLevel::City).or(units.first());
        let top = top.ok_or_else(|| CliError::Failed("there is no unit: run `qingfeng unit add`".to_owned()))?;
        self.withdraw_links_of_operator(top.id, now).await?;
        let token = self.vault.invite(None, top.id, Role::ALL.to_vec(), &Proposal::default(), None, now, rng).await?;
        Ok(Some(self.link(&token)))
    }

    /// The address of a one-time link.
    pub(super) fn link(&self, token: &SecretString) -> String {
        format!("{}/staff/invite/{}", self.origin, token.expose_secret())
    }

    /// A link printed at an earlier start would otherwise stay good beside the new one.
    async fn withdraw_links_of_operator(&self, unit: i64, now: Timestamp) -> Result<(), CliError> {
        let members = self.store.members();
        let open = members.invitations(unit, now.as_millisecond()).await.map_err(self.failed())?;
        for invitation in open.iter().filter(|invitation| invitation.created_by.is_none()) {
            members.withdraw_invitation(invitation.id).await.map_err(self.failed())?;
        }
        Ok(())
    }
}

/// Refuses the keys of another portal than the one in the database. One of a version that signed nothing has agreed on none yet.
pub(super) async fn check_signing_key(config: &Config, store: &Store, keys: &OperatorKeys) -> Result<(), CliError> {
    let agreed = store.setting(SIGNING_KEY).await.map_err(in_database(config))?;
    if agreed.is_none_or(|agreed| agreed == written(keys)) { Ok(()) } else { Err(CliError::OtherSigningKey(config.key_file())) }
}

/// The public key as that setting holds it.
pub(super) fn written(keys: &OperatorKeys) -> String {
    BASE64.encode(keys.public_key().as_bytes())
}

/// Time limits as configured, counted by the published calendar with what the database adds to it.
pub(super) async fn deadlines(config: &Config, store: &Store) -> Result<Deadlines, CliError> {
    let mut calendar = Calendar::published();
    for holiday in store.holidays().await.map_err(in_database(config))? {
        if let Ok(day) = holiday.day.parse() {
            calendar.set(day, holiday.works);
        }
    }
    Ok(Deadlines { limits: config.time_limits, calendar })
}

/// Opens the database; an SQLite file that is not there is no portal.
pub(super) async fn open_store(config: &Config) -> Result<Store, CliError> {
    if config.database.sqlite_file().is_some_and(|file| !file.exists()) {
        return Err(CliError::NotInitialised(config.data_dir.clone()));
    }
    Store::open(&config.database).await.map_err(in_database(config))
}

/// Says what the database refused.
pub(super) fn in_database(config: &Config) -> impl Fn(StoreError) -> CliError + '_ {
    |source| CliError::Store { at: config.database.shown_url(), source }
}
