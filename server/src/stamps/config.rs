//! Which authority is asked.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Which authority is asked, and by what its stamps are checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimestampConfig {
    /// Where it answers: https, or http on this machine itself.
    pub url: String,
    /// A file with its certificates in PEM form: of the root, or those that sign. Earlier ones stay in it, for stamps that are there.
    pub certificate: PathBuf,
}
