//! What can be wrong with the configuration.

use std::path::PathBuf;

use super::settings::variable_of;

/// Which setting is wrong, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file that was named is not there.
    #[error("there is no configuration file {path}: correct the path given by --config or QINGFENG_CONFIG", path = .0.display())]
    NoFile(PathBuf),
    /// The file cannot be read, or holds what is no setting.
    #[error("the configuration cannot be read: {0}")]
    Unreadable(#[source] config::ConfigError),
    /// A setting has a value that it cannot have.
    #[error("setting `{name}`{variable}: {problem}; {remedy}", variable = in_brackets(.name))]
    Setting {
        /// The setting's name in the file.
        name: &'static str,
        /// What is wrong with its value.
        problem: String,
        /// What to do.
        remedy: &'static str,
    },
}

fn in_brackets(name: &str) -> String {
    variable_of(name).map(|variable| format!(" ({variable})")).unwrap_or_default()
}
