//! Why the casework refused.

use model::{CustodyRefused, Fault, FaultKind, Field, Right, state::Refused};
use seal::{InvalidKey, OpenError};

use super::{
    leaks::Leak,
    routing::{NotOpen, Unroutable},
};
use crate::{files::FilesError, store::StoreError, vault::VaultError};

/// Why something was not done. Nothing in it tells what a person wrote.
#[derive(Debug, thiserror::Error)]
pub enum CaseworkError {
    /// No unit takes reports yet.
    #[error(transparent)]
    NotOpen(#[from] NotOpen),
    /// No such case for who asks: none at all, another unit's, or none under that code. Always the same answer.
    #[error("not found")]
    NotFound,
    /// The member's roles do not include this right.
    #[error("the member may not: {0}")]
    Forbidden(Right),
    /// The rules do not allow it now.
    #[error("not allowed now: {0}")]
    Refused(Refused),
    /// The rules of custody do not allow it now.
    #[error("not done with an identity: {0}")]
    Custody(CustodyRefused),
    /// Someone else changed the case since it was read.
    #[error("changed meanwhile; now at version {version}")]
    Conflict {
        /// The member who did; none if it was the reporter.
        by: Option<i64>,
        /// The version now.
        version: i64,
    },
    /// What a report was sealed for no longer holds: keys, hour or number.
    #[error("sealed for what no longer holds")]
    PermitStale,
    /// The form of this report has filed another one.
    #[error("the ticket is used up")]
    TicketUsed,
    /// A text may give the reporter away, and was not confirmed as it stands.
    #[error("a text may give the reporter away: {0:?}")]
    Leaks(Vec<Leak>),
    /// What would be sent is not what was shown before.
    #[error("what would be sent is not what was shown")]
    Unseen,
    /// Something typed or chosen will not do.
    #[error("refused: {0:?}")]
    Faults(Vec<Fault>),
    /// Something sealed did not open.
    #[error("a sealed value did not open")]
    Sealed(#[from] OpenError),
    /// A stored public key is none.
    #[error("a stored public key is none")]
    InvalidKey(#[from] InvalidKey),
    /// Files cannot be written or read.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The vault.
    #[error(transparent)]
    Vault(VaultError),
    /// The store.
    #[error(transparent)]
    Store(StoreError),
}

impl CaseworkError {
    pub(super) fn fault(field: Field, kind: FaultKind) -> Self {
        Self::Faults(vec![Fault::new(field, kind)])
    }
}

impl From<Unroutable> for CaseworkError {
    fn from(why: Unroutable) -> Self {
        match why {
            Unroutable::NotOpen(closed) => Self::NotOpen(closed),
            Unroutable::NoneLeft => Self::fault(Field::AvoidUnit, FaultKind::NobodyLeft),
        }
    }
}

impl From<Refused> for CaseworkError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<StoreError> for CaseworkError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Conflict { by, version } => Self::Conflict { by, version },
            other => Self::Store(other),
        }
    }
}

impl From<VaultError> for CaseworkError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Store(error) => error.into(),
            VaultError::Faults(faults) => Self::Faults(faults),
            other => Self::Vault(other),
        }
    }
}
