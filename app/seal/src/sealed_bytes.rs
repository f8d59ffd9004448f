//! The header and the byte form that everything sealed shares.

use crate::error::OpenError;

/// Suite and version.
pub(crate) const HEADER: usize = 2;

/// AES-256-GCM under an HKDF-SHA256 key of its own, with a commitment.
pub(crate) const SUITE_SYMMETRIC: u8 = 1;
/// HPKE with X-Wing, HKDF-SHA256 and AES-256-GCM, with a commitment.
pub(crate) const SUITE_HPKE: u8 = 2;

/// AES-256-GCM under a key that Argon2id yields from a phrase, with a commitment.
pub(crate) const SUITE_PHRASE: u8 = 3;

/// AES-256-GCM in segments under an HKDF-SHA256 key of its own, with a commitment.
pub(crate) const SUITE_FILE: u8 = 4;

/// The only version so far of each.
pub(crate) const VERSION: u8 = 1;

/// Checks header and length without a key: what is certainly none is refused before it is stored.
pub(crate) fn check(bytes: &[u8], suite: u8, least: usize, most: usize) -> Result<(), OpenError> {
    let [found_suite, found_version, ..] = bytes else { return Err(OpenError::Truncated(bytes.len())) };
    if *found_suite != suite {
        return Err(OpenError::UnknownSuite(*found_suite));
    }
    if *found_version != VERSION {
        return Err(OpenError::UnknownVersion(*found_version));
    }
    match bytes.len() {
        short if short < least => Err(OpenError::Truncated(short)),
        long if long > most => Err(OpenError::Overlong(long)),
        _ => Ok(()),
    }
}

/// Declares the byte form of something sealed: only made by sealing, or from bytes whose header and length fit.
macro_rules! sealed_bytes {
    ($(#[$meta:meta])* $name:ident, $suite:expr, $least:expr, $most:expr) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(pub(crate) Vec<u8>);

        impl $name {
            /// The least number of bytes one has.
            pub const MIN_LEN: usize = $least;

            /// The bytes to store or send.
            pub fn as_bytes(&self) -> &[u8] {
                &self.0
            }

            /// The bytes to store or send, without a copy.
            pub fn into_bytes(self) -> Vec<u8> {
                self.0
            }
        }

        impl TryFrom<Vec<u8>> for $name {
            type Error = $crate::error::OpenError;
            fn try_from(bytes: Vec<u8>) -> Result<Self, Self::Error> {
                $crate::sealed_bytes::check(&bytes, $suite, $least, $most)?;
                Ok(Self(bytes))
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = $crate::error::OpenError;
            fn try_from(bytes: &[u8]) -> Result<Self, Self::Error> {
                $crate::sealed_bytes::check(bytes, $suite, $least, $most)?;
                Ok(Self(bytes.to_vec()))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({} bytes)"), self.0.len())
            }
        }
    };
}
pub(crate) use sealed_bytes;
