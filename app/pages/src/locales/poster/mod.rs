//! Texts of the printed poster.

pub(crate) struct Texts {
    pub(crate) title: &'static str,
    pub(crate) address: &'static str,
    pub(crate) address_square: &'static str,
    pub(crate) fingerprint: &'static str,
    pub(crate) fingerprint_square: &'static str,
    pub(crate) advice: [&'static str; 3],
}

namespace!();
