//! Why the vault did not open.

use jiff::Timestamp;
use model::{Fault, FaultKind, Field};
use seal::{InvalidKey, OpenError};

use super::PasskeyRefusal;
use crate::store::StoreError;

/// Why the vault refused. Nothing in it tells a secret, nor whether a name is known.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// Unknown name or wrong password; or too soon after several failures. Which of them stays unsaid.
    #[error("unknown name or wrong password")]
    Refused,
    /// A wrong code of the second factor, or one that was used already.
    #[error("wrong code")]
    WrongCode,
    /// An answer of a passkey that will not do.
    #[error("a passkey was refused: {}", .0.as_str())]
    WrongPasskey(PasskeyRefusal),
    /// The member has none, or this portal takes none: it has no address with a name.
    #[error("no passkeys")]
    NoPasskeys,
    /// Too many wrong codes; the next one counts from then on.
    #[error("too many wrong codes; wait until {0}")]
    TooSoon(Timestamp),
    /// No such session, or it has ended.
    #[error("not signed in")]
    SignedOut,
    /// The session is not at the stage that this needs.
    #[error("sign-in is not complete")]
    Incomplete,
    /// The second factor has to be set up first.
    #[error("the second factor is not set up")]
    NoSecondFactor,
    /// No such invitation, or it was used or has expired.
    #[error("no such invitation")]
    NoInvitation,
    /// Something typed will not do.
    #[error("refused: {0:?}")]
    Faults(Vec<Fault>),
    /// The member does not hold the key that this needs.
    #[error("the member holds no such key")]
    NoKey,
    /// Something sealed did not open: the database was changed, or another key file is in use.
    #[error("a sealed value did not open")]
    Sealed(#[from] OpenError),
    /// A stored public key is none.
    #[error("a stored public key is none")]
    InvalidKey(#[from] InvalidKey),
    /// A stored value that no version of this program wrote.
    #[error("unreadable {0}")]
    Unreadable(&'static str),
    /// No memory left for a password's hash.
    #[error("out of memory")]
    OutOfMemory,
    /// The server is shutting down.
    #[error("shutting down")]
    Stopping,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl VaultError {
    pub(super) fn fault(field: Field, kind: FaultKind) -> Self {
        Self::Faults(vec![Fault::new(field, kind)])
    }

    /// A session or member that is not there: signed out.
    pub(super) fn or_signed_out(error: StoreError) -> Self {
        Self::unless_missing(error, Self::SignedOut)
    }

    /// An invitation that is not there, or no more.
    pub(super) fn or_no_invitation(error: StoreError) -> Self {
        Self::unless_missing(error, Self::NoInvitation)
    }

    fn unless_missing(error: StoreError, missing: Self) -> Self {
        match error {
            StoreError::NotFound => missing,
            other => other.into(),
        }
    }
}
