//! Why a file was not cleaned.

use model::Uncleaned;

/// Why a file was not cleaned. None of it was, then; no variant tells anything about the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CleanError {
    /// Nothing here knows how to clean this kind, or something inside the file.
    #[error("files of this kind, or something inside, cannot be cleaned")]
    Unsupported,
    /// Larger than what is cleaned in memory, or it grows beyond that when unpacked.
    #[error("too large to be cleaned")]
    TooLarge,
    /// It does not follow its format, so nobody can say what else is in it.
    #[error("damaged, or not what it seems")]
    Malformed,
    /// Under a password, so nobody can look inside.
    #[error("protected by a password")]
    Encrypted,
}

impl From<CleanError> for Uncleaned {
    fn from(error: CleanError) -> Self {
        match error {
            CleanError::Unsupported => Self::Kind,
            CleanError::TooLarge => Self::Size,
            CleanError::Malformed => Self::Damaged,
            CleanError::Encrypted => Self::Locked,
        }
    }
}
