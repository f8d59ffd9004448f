//! Where the database is.

use std::path::{Path, PathBuf};

/// The database's address and how many connections it may have.
#[derive(Clone)]
pub struct DatabaseConfig {
    url: String,
    /// Connections of the pool; on SQLite those that read.
    pub max_connections: u32,
}

/// Enough for two cores several times over, and few enough for a small PostgreSQL shared by some nodes.
const MAX_CONNECTIONS: u32 = 8;

impl DatabaseConfig {
    /// The database at `url`, `sqlite://…` or `postgres://…`.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), max_connections: MAX_CONNECTIONS }
    }

    /// The SQLite database in this file.
    pub fn sqlite(file: &Path) -> Self {
        Self::new(format!("sqlite://{}", file.display()))
    }

    /// Whether it is SQLite; PostgreSQL otherwise.
    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// The file of an SQLite database.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        let rest = self.url.strip_prefix("sqlite:")?;
        let path = rest.strip_prefix("//").unwrap_or(rest);
        Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
    }

    /// The address, password and all.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address as it may be shown.
    pub fn shown_url(&self) -> String {
        super::show::without_password(&self.url)
    }
}
