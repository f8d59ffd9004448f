//! HKDF-SHA256 (RFC 5869) as this crate uses it.

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroize;

use crate::{error::within_limits, stack::off_the_stack};

/// A pseudorandom key, ready to be expanded.
pub(crate) struct Prk(Hkdf<Sha256>);

impl Prk {
    /// HKDF-Extract.
    pub(crate) fn extract(salt: &[u8], secret: &[u8]) -> Self {
        let (mut prk, hkdf) = off_the_stack(|| Hkdf::<Sha256>::extract(Some(salt), secret));
        prk.as_mut_slice().zeroize();
        Self(hkdf)
    }

    /// HKDF-Expand.
    pub(crate) fn expand(&self, info: &[&[u8]], out: &mut [u8]) {
        within_limits(self.0.expand_multi_info(info, out));
    }
}
