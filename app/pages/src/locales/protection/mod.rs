//! Texts of the page on protection.

/// One row of the table: what it is, who can open it, who cannot.
pub(crate) struct Secret {
    pub(crate) what: &'static str,
    pub(crate) who: &'static str,
    pub(crate) who_not: &'static str,
}

/// A heading with what belongs under it.
pub(crate) struct Part {
    pub(crate) heading: &'static str,
    pub(crate) points: &'static [&'static str],
}

pub(crate) struct Texts {
    pub(crate) title: &'static str,
    pub(crate) lead: &'static str,
    pub(crate) table_caption: &'static str,
    pub(crate) what: &'static str,
    pub(crate) who: &'static str,
    pub(crate) who_not: &'static str,
    pub(crate) secrets: [Secret; 4],
    pub(crate) parts: [Part; 4],
    pub(crate) key_heading: &'static str,
    /// What the key is for whose fingerprint follows.
    pub(crate) key_purpose: &'static str,
}

namespace!();
