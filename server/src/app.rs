//! What every handler may reach.

use std::sync::{Arc, PoisonError, RwLock};

use ipnet::IpNet;
use jiff::Timestamp;
use pages::Assets;
use rand::rngs::StdRng;

use crate::{
    casework::{
        CaseworkError, Office, custody::CustodyRules, deadlines::Deadlines, directory::Directory, evidence::EvidenceRules,
        retention::RetentionRules,
    },
    clock::SharedClock,
    files::{Files, cleaning::Cleaning, drawing::Drawing},
    http::{Entrance, assets, headers::SecurityHeaders, limits::Budgets, page_cache::PageCache},
    store::Store,
    vault::{Vault, operator::OperatorKeys},
};

/// What an [`App`] works with.
pub struct Ports {
    /// The database, migrated.
    pub store: Store,
    /// The operator's keys.
    pub keys: Arc<OperatorKeys>,
    /// Opens and closes what only members can open.
    pub vault: Vault,
    /// The time.
    pub clock: SharedClock,
    /// Time limits.
    pub deadlines: Arc<Deadlines>,
    /// How identities are released.
    pub custody: Arc<CustodyRules>,
    /// How long cases are kept.
    pub retention: Arc<RetentionRules>,
    /// Where sealed files are kept.
    pub files: Files,
    /// How large files may be, and how long they wait.
    pub evidence: EvidenceRules,
    /// Cleans files that come in clear.
    pub cleaning: Cleaning,
    /// Draws files for staff.
    pub drawing: Drawing,
}

/// How an [`App`] meets the world.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Scheme and host that people see, such as `https://example.org`, without a slash at its end.
    pub public_origin: Option<String>,
    /// Scheme and host of the onion service, without a slash at its end.
    pub onion_origin: Option<String>,
    /// Proxies whose forwarding headers count.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether the report form asks a captcha and wants a minimum age.
    pub captcha: bool,
    /// Whether clients have budgets.
    pub rate_limit: bool,
}

/// Why an [`App`] could not be made.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The list of embedded assets is none: a fault of the build.
    #[error("the list of embedded assets cannot be read")]
    Assets(#[from] serde_json::Error),
    /// Units and lists could not be read.
    #[error(transparent)]
    Directory(#[from] CaseworkError),
}

/// The portal of one process. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    ports: Ports,
    settings: Settings,
    assets: Arc<Assets>,
    budgets: Budgets,
    security_headers: SecurityHeaders,
    onion_headers: SecurityHeaders,
    page_cache: PageCache,
    directory: RwLock<Read>,
}

/// The directory as it was read, and how often it has been read.
struct Read {
    directory: Arc<Directory>,
    revision: u64,
}

impl App {
    /// Reads units and lists, and is ready.
    ///
    /// # Errors
    /// The store is away, or the build is at fault.
    pub async fn open(ports: Ports, settings: Settings) -> Result<Self, OpenError> {
        let directory = Arc::new(Directory::load(&ports.store, &ports.keys.public_key()).await?);
        warn_of_foreign_keys(&directory, &Directory::default());
        let directory = RwLock::new(Read { directory, revision: 0 });
        let behind_tls = settings.public_origin.as_deref().is_some_and(|origin| origin.starts_with("https://"));
        Ok(Self(Arc::new(Inner {
            assets: Arc::new(assets::names()?),
            budgets: if settings.rate_limit { Budgets::standard() } else { Budgets::off() },
            security_headers: SecurityHeaders::new(behind_tls),
            onion_headers: SecurityHeaders::new(false),
            page_cache: PageCache::default(),
            directory,
            ports,
            settings,
        })))
    }

    /// The ports of the casework, as of now.
    pub fn office(&self) -> Office {
        Office {
            store: self.0.ports.store.clone(),
            keys: Arc::clone(&self.0.ports.keys),
            directory: Arc::clone(&self.read().directory),
            deadlines: Arc::clone(&self.0.ports.deadlines),
            custody: Arc::clone(&self.0.ports.custody),
            retention: Arc::clone(&self.0.ports.retention),
            files: self.0.ports.files.clone(),
            evidence: self.0.ports.evidence,
            cleaning: self.0.ports.cleaning.clone(),
        }
    }

    /// The same; read anew if no unit takes reports yet, so that the first key, wherever it was made, opens the portal at once.
    pub async fn office_once_open(&self) -> Office {
        let office = self.office();
        if office.directory.is_open() { office } else { self.office_anew().await }
    }

    /// The same, read anew: somewhere something has changed that this node has not seen yet.
    pub async fn office_anew(&self) -> Office {
        if let Err(error) = self.refresh().await {
            tracing::warn!(%error, "units and lists stay as they were read before");
        }
        self.office()
    }

    /// Reads units and lists anew. To be called after every change to them; other nodes follow on a timer.
    ///
    /// # Errors
    /// The store is away; what was read before stays.
    pub async fn refresh(&self) -> Result<(), CaseworkError> {
        let directory = Arc::new(Directory::load(&self.0.ports.store, &self.0.ports.keys.public_key()).await?);
        let mut read = self.0.directory.write().unwrap_or_else(PoisonError::into_inner);
        warn_of_foreign_keys(&directory, &read.directory);
        *read = Read { directory, revision: read.revision + 1 };
        Ok(())
    }

    /// Differs whenever units and lists may have changed.
    pub fn revision(&self) -> u64 {
        self.read().revision
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Read> {
        self.0.directory.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.0.ports.store
    }

    /// The operator's keys.
    pub fn keys(&self) -> &OperatorKeys {
        &self.0.ports.keys
    }

    /// Opens and closes what only members can open.
    pub fn vault(&self) -> &Vault {
        &self.0.ports.vault
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.0.ports.clock.now()
    }

    /// A generator of its own for one request, seeded by the system.
    pub fn rng(&self) -> StdRng {
        rand::make_rng()
    }

    /// Names of the embedded assets.
    pub fn assets(&self) -> Arc<Assets> {
        Arc::clone(&self.0.assets)
    }

    /// Draws files for staff.
    pub fn drawing(&self) -> &Drawing {
        &self.0.ports.drawing
    }

    /// Budgets against abuse.
    pub fn budgets(&self) -> &Budgets {
        &self.0.budgets
    }

    /// Whether the report form asks a captcha and wants a minimum age.
    pub fn asks_captcha(&self) -> bool {
        self.0.settings.captcha
    }

    /// Proxies whose forwarding headers count.
    pub fn trusted_proxies(&self) -> &[IpNet] {
        &self.0.settings.trusted_proxies
    }

    /// Scheme and host that people see, if configured.
    pub fn public_origin(&self) -> Option<&str> {
        self.0.settings.public_origin.as_deref()
    }

    /// Scheme and host of the onion service, if configured.
    pub fn onion_origin(&self) -> Option<&str> {
        self.0.settings.onion_origin.as_deref()
    }

    /// Headers of every answer to visitors of this entrance. An onion service is reached without TLS.
    pub fn security_headers(&self, entrance: Entrance) -> &SecurityHeaders {
        match entrance {
            Entrance::Web => &self.0.security_headers,
            Entrance::Onion => &self.0.onion_headers,
        }
    }

    /// Public pages that are the same for all.
    pub fn page_cache(&self) -> &PageCache {
        &self.0.page_cache
    }
}

/// Says once of each key that somebody else put there that it is not used.
fn warn_of_foreign_keys(read: &Directory, before: &Directory) {
    for key in read.unsigned_keys().difference(before.unsigned_keys()) {
        tracing::error!(key, "a unit's key is not signed by this installation: not used");
    }
    for member in read.keyless_members().difference(before.keyless_members()) {
        tracing::error!(member, "a member's keys are not as the portal wrote them: not used");
    }
}
