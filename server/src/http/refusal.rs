//! What is answered instead of a page, and the one place that gives each case its status.

use std::time::Duration;

use axum::{
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};

use super::incident::Incident;
use crate::{casework::CaseworkError, store::StoreError, vault::VaultError};

/// Why a request gets no page of its own. The outer layer turns it into a page in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// 400: what came is not a request that a browser sends.
    BadRequest,
    /// 401: a form of a member whose session has ended.
    SignedOut,
    /// 403: a form from a page of an earlier session.
    Stale,
    /// 403: sent from another site.
    CrossSite,
    /// 403: this member may not.
    Forbidden,
    /// 404.
    NotFound,
    /// 405.
    MethodNotAllowed,
    /// 408: the request took too long to arrive or to answer.
    TimedOut,
    /// 409: somebody was first, or the case does not allow it now.
    Conflict,
    /// 410: a case whose retention key was destroyed, from a backup that is too old.
    KeyDestroyed,
    /// 413.
    TooLarge,
    /// 415: not a form.
    UnsupportedMedia,
    /// 429: wait this long.
    TooMany(Duration),
    /// 500: unforeseen; the log has the same number.
    Unforeseen(Incident),
    /// 503: the database is away or the disk is full.
    Unavailable,
    /// 503: the same, with a file that came and has to be chosen again.
    FilesAway,
}

impl Refusal {
    /// The status of the answer.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Stale | Self::CrossSite | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TimedOut => StatusCode::REQUEST_TIMEOUT,
            Self::Conflict => StatusCode::CONFLICT,
            Self::KeyDestroyed => StatusCode::GONE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unforeseen(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable | Self::FilesAway => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Seconds after which it is worth trying again.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooMany(wait) => Some(wait.as_secs().max(1)),
            Self::TimedOut | Self::Unavailable | Self::FilesAway => Some(15),
            _ => None,
        }
    }
}

/// A bare answer that carries the refusal; `pages_for_refusals` gives it a body.
impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Conflict { .. } | StoreError::Taken | StoreError::OtherKey => Self::Conflict,
            StoreError::KeyDestroyed(_) => {
                tracing::error!(%error, "a case cannot be opened");
                Self::KeyDestroyed
            }
            StoreError::Unavailable(_) | StoreError::Full | StoreError::NoGeneration(_) | StoreError::OtherGeneration(_) => {
                tracing::error!(%error, "the store refuses");
                Self::Unavailable
            }
            StoreError::Corrupt(_) | StoreError::Database(_) => Self::Unforeseen(Incident::report(&WithCauses(&error))),
        }
    }
}

impl From<CaseworkError> for Refusal {
    fn from(error: CaseworkError) -> Self {
        match error {
            CaseworkError::NotFound => Self::NotFound,
            CaseworkError::Forbidden(_) => Self::Forbidden,
            CaseworkError::Refused(_)
            | CaseworkError::Custody(_)
            | CaseworkError::Conflict { .. }
            | CaseworkError::PermitStale
            | CaseworkError::Unseen
            | CaseworkError::TicketUsed => Self::Conflict,
            CaseworkError::NotOpen(_) => Self::Unavailable,
            CaseworkError::Faults(_) | CaseworkError::Leaks(_) => Self::BadRequest,
            CaseworkError::Store(error) => Self::from(error),
            CaseworkError::Files(error) => {
                tracing::error!(error = %WithCauses(&error), "the files refuse");
                Self::Unavailable
            }
            CaseworkError::Vault(VaultError::NoPasskeys) => Self::NotFound,
            // A colleague has to grant the unit's key first.
            CaseworkError::Vault(VaultError::NoKey) => Self::Forbidden,
            CaseworkError::Vault(VaultError::OutOfMemory | VaultError::Stopping) => Self::Unavailable,
            CaseworkError::Sealed(_) | CaseworkError::InvalidKey(_) | CaseworkError::Vault(_) => {
                Self::Unforeseen(Incident::report(&WithCauses(&error)))
            }
        }
    }
}

/// An error with what caused it, on one line.
struct WithCauses<'a>(&'a dyn std::error::Error);

impl std::fmt::Display for WithCauses<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
