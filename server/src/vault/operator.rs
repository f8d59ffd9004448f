//! The operator's key file: the pepper, the keys for cookies, tickets, captchas and TOTP secrets, and the key that signs what the
//! installation states in public. None of them opens a report.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use rand_core::CryptoRng;
use seal::{Fingerprint, LookupId, SigningKey, SymmetricKey, VerifyingKey};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::private_file::{self, table_in};
use crate::store::{Attestor, PersonKeys};

/// Its name within the data folder.
pub const FILE_NAME: &str = "keys.toml";

const HEADING: &str = "# The portal's own keys. Losing them signs everyone out, voids every receipt code and every second factor.\n\
                       # They open no report. `signing` signs what the portal states in public. Keep a copy apart from the database.\n";
const PURPOSES: [&str; 5] = ["pepper", "cookie", "ticket", "captcha", "totp"];
const SIGNING: &str = "signing";

/// The portal's own keys, one for each purpose. They wipe themselves and do not print themselves.
#[derive(Debug, Clone)]
pub struct OperatorKeys {
    /// Keys the HMAC of everything that is looked up by a secret, receipts, sessions, invitations, recovery codes, and the marks on people's
    /// public keys.
    pub pepper: SymmetricKey,
    /// Authenticates what a cookie or a form of a signed-in member carries.
    pub cookie: SymmetricKey,
    /// Locks the ticket that the report form carries.
    pub ticket: SymmetricKey,
    /// Locks the answer of a captcha into the form that asks it.
    pub captcha: SymmetricKey,
    /// Locks the TOTP secrets of members.
    pub totp: SymmetricKey,
    /// Signs what the installation states in public: the audit chain's end, and units' keys.
    pub signing: SigningKey,
}

/// Why the key file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It could not be read or written.
    #[error("the key file {path} could not be used: {source}", path = .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others than its owner may read it.
    #[error("the key file {path} may be read by others: run `chmod 600` on it", path = .0.display())]
    Permissions(PathBuf),
    /// A key is missing or is none.
    #[error("the key file {path} has no valid key `{name}`: put a good copy of it in its place", path = .path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// The key's name.
        name: &'static str,
    },
    /// It was made by a version whose portals signed nothing.
    #[error("the key file {path} has no key `signing`: run `qingfeng init`, which adds it", path = .0.display())]
    NoSigningKey(PathBuf),
    /// It is no TOML.
    #[error("the key file {path} is not valid TOML", path = .0.display())]
    Syntax(PathBuf),
    /// It holds another retention key than the portal uses.
    #[error(
        "{path} holds another key as generation {number} of the retention key than this portal uses: it is of another portal, or that \
         generation was begun twice. Put it away, and put the file of the node that serves, or a good copy of it, in its place",
        path = .path.display()
    )]
    OtherGeneration {
        /// The file.
        path: PathBuf,
        /// The generation.
        number: i64,
    },
    /// A copy holds a generation that the file lacks.
    #[error(
        "{path} holds generation {number} of the retention key, which this node's retention.toml lacks: nothing was written over it. \
         If it is a copy of the portal's file, put it in the place of retention.toml",
        path = .path.display()
    )]
    Ahead {
        /// The copy.
        path: PathBuf,
        /// The generation.
        number: i64,
    },
    /// The file lacks the generation in use.
    #[error(
        "{path} lacks generation {number} of the retention key, which the portal uses: put the file of another node, or a good copy of it, \
         in its place",
        path = .path.display()
    )]
    Behind {
        /// The file.
        path: PathBuf,
        /// The generation.
        number: i64,
    },
}

impl Attestor for OperatorKeys {
    fn mark(&self, keys: PersonKeys<'_>) -> [u8; 32] {
        let (label, id, parts) = match keys {
            PersonKeys::Member { id, login, public, verifying } => ("member-keys", id, [login.as_bytes(), public, verifying]),
            PersonKeys::Reporter { case, public, verifying } => ("reporter-keys", case, [&[][..], public, verifying]),
        };
        let parts = parts.iter().flat_map(|part| [&(part.len() as u64).to_be_bytes()[..], part].concat());
        self.mac(label, &id.to_be_bytes().into_iter().chain(parts).collect::<Vec<u8>>())
    }
}

impl OperatorKeys {
    /// New keys.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut key = || SymmetricKey::generate(rng);
        let [pepper, cookie, ticket, captcha, totp] = std::array::from_fn(|_| key());
        Self { pepper, cookie, ticket, captcha, totp, signing: SigningKey::generate(rng) }
    }

    /// What a case is found by: all that is kept of a receipt code.
    pub fn receipt_lookup(&self, id: &LookupId) -> [u8; 32] {
        self.mac("receipt", id.as_bytes())
    }

    /// HMAC-SHA256 under the pepper; each label is a purpose of its own.
    pub fn mac(&self, label: &str, secret: &[u8]) -> [u8; 32] {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.pepper.expose()) else { unreachable!("HMAC takes a key of any length") };
        mac.update(label.as_bytes());
        mac.update(&[0]);
        mac.update(secret);
        mac.finalize().into_bytes().into()
    }

    /// The key by which everyone can check what the installation signed.
    pub fn public_key(&self) -> VerifyingKey {
        self.signing.verifying_key()
    }

    /// What people compare to know that key.
    pub fn fingerprint(&self) -> Fingerprint {
        self.public_key().fingerprint()
    }

    /// Reads the keys from a file.
    ///
    /// # Errors
    /// It cannot be read, others may read it, or a key is missing.
    pub fn load(path: &Path) -> Result<Self, KeyFileError> {
        let table = table_in(path)?;
        if !table.contains_key(SIGNING) {
            // One that lacks more than that is damaged: no version ever wrote it.
            let lacks = PURPOSES.into_iter().find(|name| key_named(&table, name).is_none());
            let damaged = lacks.map(|name| KeyFileError::Key { path: path.to_owned(), name });
            return Err(damaged.unwrap_or_else(|| KeyFileError::NoSigningKey(path.to_owned())));
        }
        let signing = signing_key(&table).ok_or(KeyFileError::Key { path: path.to_owned(), name: SIGNING })?;
        Self::with_signing(path, &table, signing)
    }

    /// Reads the keys from a file; one of a version whose portals signed nothing gets the key it lacks, whole or not at all.
    ///
    /// # Errors
    /// As for [`Self::load`]; or the file cannot be written.
    pub fn load_or_complete(path: &Path, rng: &mut impl CryptoRng) -> Result<Self, KeyFileError> {
        let failed = |source| KeyFileError::File { path: path.to_owned(), source };
        let locked = File::open(path).map_err(failed)?;
        // Two processes that start together must not each add a key. Who waited reads what the other one wrote.
        locked.lock().map_err(failed)?;
        match Self::load(path) {
            Err(KeyFileError::NoSigningKey(_)) => {
                let keys = Self::with_signing(path, &table_in(path)?, SigningKey::generate(rng))?;
                private_file::replace(path, &keys.to_toml()).map_err(failed)?;
                Ok(keys)
            }
            other => other,
        }
    }

    /// Whether the file is of a version that signed nothing.
    ///
    /// # Errors
    /// As for [`Self::load`].
    pub fn lacks_signing_key(path: &Path) -> Result<bool, KeyFileError> {
        match Self::load(path) {
            Err(KeyFileError::NoSigningKey(_)) => Ok(true),
            other => other.map(|_| false),
        }
    }

    fn with_signing(path: &Path, table: &toml::Table, signing: SigningKey) -> Result<Self, KeyFileError> {
        let key = |name| key_named(table, name).ok_or(KeyFileError::Key { path: path.to_owned(), name });
        let [pepper, cookie, ticket, captcha, totp] = PURPOSES;
        Ok(Self { pepper: key(pepper)?, cookie: key(cookie)?, ticket: key(ticket)?, captcha: key(captcha)?, totp: key(totp)?, signing })
    }

    /// Writes the keys to a new file, whole or not at all, and returns when they are on the disk.
    ///
    /// # Errors
    /// The file exists already, or cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), KeyFileError> {
        private_file::write_new(path, &self.to_toml()).map_err(|source| KeyFileError::File { path: path.to_owned(), source })
    }

    fn to_toml(&self) -> Zeroizing<String> {
        let keys = [&self.pepper, &self.cookie, &self.ticket, &self.captcha, &self.totp];
        // Sized beforehand: a buffer that grows would leave copies behind.
        let mut text = Zeroizing::new(String::with_capacity(HEADING.len() + (keys.len() + 1) * 80));
        text.push_str(HEADING);
        for (name, key) in PURPOSES.iter().zip(keys) {
            push_line(&mut text, name, key.expose());
        }
        push_line(&mut text, SIGNING, &self.signing.to_seed());
        text
    }
}

pub(super) fn push_line(text: &mut String, name: &str, key: &[u8; 32]) {
    text.push_str(name);
    text.push_str(" = \"");
    BASE64.encode_append(key, text);
    text.push_str("\"\n");
}

pub(super) fn key_named(table: &toml::Table, name: &str) -> Option<SymmetricKey> {
    SymmetricKey::try_from(bytes_named(table, name)?.as_slice()).ok()
}

fn signing_key(table: &toml::Table) -> Option<SigningKey> {
    SigningKey::try_from(bytes_named(table, SIGNING)?.as_slice()).ok()
}

fn bytes_named(table: &toml::Table, name: &str) -> Option<Zeroizing<Vec<u8>>> {
    BASE64.decode(table.get(name)?.as_str()?.as_bytes()).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use std::{fs::Permissions, os::unix::fs::PermissionsExt};

    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn keys_come_back_from_their_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        let keys = OperatorKeys::generate(&mut StdRng::seed_from_u64(1));
        keys.save(&path).unwrap();
        let read = OperatorKeys::load(&path).unwrap();
        assert_eq!(read.pepper.expose(), keys.pepper.expose());
        assert_eq!(read.totp.expose(), keys.totp.expose());
        assert_ne!(read.cookie.expose(), read.ticket.expose());
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn keys_in_use_are_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        let rng = &mut StdRng::seed_from_u64(1);
        OperatorKeys::generate(rng).save(&path).unwrap();
        let before = std::fs::read(&path).unwrap();
        assert!(OperatorKeys::generate(rng).save(&path).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    /// A key file as a version wrote it whose portals signed nothing.
    fn earlier_file(path: &Path) -> OperatorKeys {
        let keys = OperatorKeys::generate(&mut StdRng::seed_from_u64(1));
        keys.save(path).unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        let earlier: Vec<&str> = text.lines().filter(|line| !line.starts_with(SIGNING)).collect();
        std::fs::write(path, earlier.join("\n")).unwrap();
        keys
    }

    #[test]
    fn an_earlier_file_gets_its_signing_key_once_and_keeps_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        let earlier = earlier_file(&path);
        assert!(matches!(OperatorKeys::load(&path), Err(KeyFileError::NoSigningKey(_))));
        // What an interrupted attempt left behind, readable by all.
        std::fs::write(path.with_extension("toml.part"), "pepper = ").unwrap();
        std::fs::set_permissions(path.with_extension("toml.part"), Permissions::from_mode(0o644)).unwrap();
        let rng = &mut StdRng::seed_from_u64(2);
        let added = OperatorKeys::load_or_complete(&path, rng).unwrap();
        let again = OperatorKeys::load_or_complete(&path, rng).unwrap();
        assert_eq!(again.public_key(), added.public_key());
        assert_eq!((again.pepper.expose(), again.totp.expose()), (earlier.pepper.expose(), earlier.totp.expose()));
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn two_that_start_together_end_with_one_signing_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        earlier_file(&path);
        let complete = |seed| OperatorKeys::load_or_complete(&path, &mut StdRng::seed_from_u64(seed)).unwrap().public_key();
        let keys: Vec<VerifyingKey> = std::thread::scope(|scope| {
            let started: Vec<_> = (2..6).map(|seed| scope.spawn(move || complete(seed))).collect();
            started.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| *key == OperatorKeys::load(&path).unwrap().public_key()));
    }

    #[test]
    fn a_signing_key_that_is_none_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        earlier_file(&path);
        let damaged = std::fs::read_to_string(&path).unwrap() + "\nsigning = \"c2hvcnQ=\"\n";
        std::fs::write(&path, &damaged).unwrap();
        let refused = OperatorKeys::load_or_complete(&path, &mut StdRng::seed_from_u64(2));
        assert!(matches!(refused, Err(KeyFileError::Key { name: SIGNING, .. })));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), damaged);
    }

    #[test]
    fn a_mac_depends_on_pepper_label_and_secret() {
        let rng = &mut StdRng::seed_from_u64(1);
        let (one, other) = (OperatorKeys::generate(rng), OperatorKeys::generate(rng));
        assert_eq!(one.mac("a", b"b"), one.clone().mac("a", b"b"));
        for different in [other.mac("a", b"b"), one.mac("b", b"b"), one.mac("a", b"c"), one.mac("ab", b"")] {
            assert_ne!(one.mac("a", b"b"), different);
        }
    }

    #[test]
    fn a_file_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        OperatorKeys::generate(&mut StdRng::seed_from_u64(1)).save(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(OperatorKeys::load(&path), Err(KeyFileError::Permissions(_))));
    }

    #[test]
    fn a_missing_or_short_key_is_named_without_its_value() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        let signing = BASE64.encode(&[1; 32]);
        std::fs::write(&path, format!("pepper = \"c2hvcnQ=\"\nsigning = \"{signing}\"\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        let error = OperatorKeys::load(&path).unwrap_err();
        assert!(matches!(error, KeyFileError::Key { name: "pepper", .. }));
        assert!(!error.to_string().contains("c2hvcnQ"));
        std::fs::write(&path, "").unwrap();
        let error = OperatorKeys::load(&path).unwrap_err();
        assert!(matches!(error, KeyFileError::Key { name: "pepper", .. }), "an empty one is no file of an earlier version: {error}");
    }
}
