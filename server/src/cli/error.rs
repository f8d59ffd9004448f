//! Why a command failed, and what to do.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    app::OpenError, casework::CaseworkError, config::ConfigError, files::FilesError, stamps::StampError, store::StoreError,
    store::audit::Broken, vault::VaultError, vault::operator::KeyFileError,
};

/// Why a command failed. Each says what to do where the cause does not.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The database.
    #[error("the database at {at} {what}", what = remedy(source))]
    Store {
        /// Its address, without a password.
        at: String,
        /// Why.
        source: StoreError,
    },
    /// The key file.
    #[error(transparent)]
    KeyFile(#[from] KeyFileError),
    /// Keys and members.
    #[error("{0}")]
    Vault(#[from] VaultError),
    /// Cases.
    #[error("{0}")]
    Casework(#[from] CaseworkError),
    /// Where files are kept.
    #[error("QINGFENG_FILES_URL: {0}")]
    Files(#[from] FilesError),
    /// Stamps under the ends of days.
    #[error("[timestamps]: {0}")]
    Stamps(#[from] StampError),
    /// The portal could not be put together.
    #[error("{0}")]
    Open(#[from] OpenError),
    /// A file or a socket.
    #[error("{doing}: {source}")]
    Io {
        /// What was being done.
        doing: String,
        /// Why it failed.
        source: io::Error,
    },
    /// There is no portal in the data folder.
    #[error("there is no portal in {path}: run `qingfeng init`, or give its folder by QINGFENG_DATA_DIR", path = .0.display())]
    NotInitialised(PathBuf),
    /// The database holds a portal, and its key file is not in the data folder.
    #[error(
        "the database holds a portal, but {path} is missing: copy it from another node or from the backup. \
         With new keys no receipt code and no second factor would be known any more",
        path = .0.display()
    )]
    KeysMissing(PathBuf),
    /// The database holds a portal, and the retention key's file is not in the data folder.
    #[error(
        "the database holds a portal, but {path} is missing: copy it from another node or from where its copy is kept. \
         Without it no report can be read",
        path = .0.display()
    )]
    RetentionMissing(PathBuf),
    /// The keys of a portal are in the data folder, and its database is gone or empty.
    #[error(
        "{path} and retention.toml are there, but the database holds no portal: restore a backup with `qingfeng restore`, or give the right \
         QINGFENG_DATABASE_URL. To begin a new portal with these keys, run `qingfeng init`",
        path = .0.display()
    )]
    DatabaseGone(PathBuf),
    /// The database is of a version that had no retention key.
    #[error("this portal has no retention key yet: run `qingfeng init`, which makes it")]
    NoRetentionYet,
    /// This node would sign with a key that is not the portal's.
    #[error(
        "{path} holds another signing key than the one this portal signs with: copy keys.toml from the node that was started first, \
         or from the backup",
        path = .0.display()
    )]
    OtherSigningKey(PathBuf),
    /// The audit log is broken.
    #[error("the audit log is broken: {0}")]
    Audit(#[from] Broken),
    /// The command was used wrongly.
    #[error("{0}")]
    Usage(String),
    /// It failed for the reason told.
    #[error("{0}")]
    Failed(String),
}

impl CliError {
    /// 1 if it failed, 2 if it was used wrongly.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::Config(_) => 2,
            _ => 1,
        }
    }

    /// A failure while making a file. One that is there already is not written over: another name has to be given.
    pub(super) fn making(path: &Path) -> impl Fn(io::Error) -> Self + '_ {
        move |source| match source.kind() {
            io::ErrorKind::AlreadyExists => Self::Usage(format!("{} exists already: name a new file", path.display())),
            _ => Self::Io { doing: format!("writing {}", path.display()), source },
        }
    }

    /// A failure while doing something with a file or a socket.
    pub(super) fn io(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Io { doing, source }
    }
}

fn remedy(error: &StoreError) -> String {
    match error {
        StoreError::Unavailable(_) => "cannot be reached or is locked: check that it runs, that the address is right and that this user \
                                       may write there"
            .to_owned(),
        StoreError::Full => "has no room left on its disk: make some".to_owned(),
        StoreError::Database(cause) => format!("answered with an error: {cause}"),
        other => format!("did not do it: {other}"),
    }
}
