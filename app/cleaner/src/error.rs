//! Why a file was not cleaned.

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
    /// A video that says only at its end which of its samples are metadata: in one pass these have gone by. In two it can be cleaned.
    #[error("tells too late what is metadata: read it twice")]
    SamplesPassed,
}
