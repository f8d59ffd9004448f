//! What can be wrong with something sealed or with a key.

/// Why something sealed did not open. No variant tells anything about the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Shorter than anything of its kind.
    #[error("cut short: {0} bytes are fewer than any sealed value of this kind has")]
    Truncated(usize),
    /// Longer than the only length its kind has.
    #[error("{0} bytes are more than a sealed value of this kind has")]
    Overlong(usize),
    /// Its first byte names no suite that this version knows for its kind.
    #[error("unknown suite {0}")]
    UnknownSuite(u8),
    /// Its second byte names no version that this version knows.
    #[error("unknown version {0}")]
    UnknownVersion(u8),
    /// The key is not the one it was sealed with or to, or it is something of another kind: its commitment does not fit.
    #[error("sealed with another key")]
    WrongKey,
    /// The key fits, but the bytes were changed, or they stand in another place than the one they were made for.
    #[error("changed since it was sealed, or moved to another place")]
    Altered,
    /// It opened, but its padding is none: the one who sealed it did not follow the format.
    #[error("badly padded")]
    Padding,
    /// It opened, but is not signed by the author it is said to be from.
    #[error("not signed by its author")]
    Signature,
    /// It opened, but does not hold what it should hold.
    #[error("not the kind of content expected")]
    Content,
}

/// Why bytes are no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKey {
    /// Not this long.
    #[error("{0} bytes are not the length of such a key")]
    Length(usize),
    /// Right length, but no such key exists.
    #[error("no valid key")]
    Value,
}

/// Takes the value of an operation that fails only for lengths that no caller can reach: AES-GCM beyond 64 GiB, HKDF beyond 8,160 bytes.
///
/// Sealing would otherwise carry an error through every layer that nobody could handle.
pub(crate) fn within_limits<T, E>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(_) => unreachable!("longer than the cipher or the derivation can take"),
    }
}
