//! Copying an SQLite database while it is in use, and checking one.

use std::path::Path;

use super::{
    Store, StoreError,
    sql::{self, values},
};

impl Store {
    /// Writes a copy of an SQLite database, as of one moment, into a new file. Writers go on meanwhile. The copy is not synced.
    ///
    /// # Errors
    /// The file exists or cannot be written; the database is not SQLite.
    pub async fn copy_into(&self, file: &Path) -> Result<(), StoreError> {
        sql::run(self.writer(), "VACUUM INTO ?", values![file.display().to_string()]).await.map(drop)
    }

    /// Whether an SQLite database is undamaged: its pages, and every row's place among the others.
    ///
    /// # Errors
    /// The database cannot be read at all.
    pub async fn is_whole(&self) -> Result<bool, StoreError> {
        let found = sql::rows(self.writer(), "PRAGMA integrity_check(1)", vec![]).await?;
        let sound = found.len() == 1 && found[0].try_get_by_index::<String>(0)? == "ok";
        let strays = sql::rows(self.writer(), "PRAGMA foreign_key_check", vec![]).await?;
        Ok(sound && strays.is_empty())
    }
}
