//! `restore`: a checked backup into an empty data folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    CliError, Context,
    portal::in_database,
    snapshot::{self, DATABASE, FILES},
    terminal::say,
};
use crate::{
    config::{Config, DatabaseConfig},
    store::{
        Store,
        audit::{Broken, Intact},
    },
    vault::{operator, ring},
};

/// Puts a backup into an empty data folder.
///
/// Checks first: every file against the backup's list, and the database's own integrity. Never overwrites anything. Checks the audit log's
/// chain as well: if it is broken, everything is restored all the same, the first bad entry is named, and it ends with 1.
/// A backup without keys needs keys.toml and retention.toml beside it: copy them into the data folder before or after. One that was made
/// under a retention key that has been destroyed since holds no report that could be read.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The backup's folder.
    folder: PathBuf,
}

pub(super) async fn run(arguments: &Arguments, context: &Context) -> Result<(), CliError> {
    let config = &context.config;
    let database = config.database.sqlite_file().ok_or_else(|| {
        CliError::Failed("this database is PostgreSQL: restore it with `pg_restore`, then copy key file and files back".to_owned())
    })?;
    let listing = snapshot::check(&arguments.folder)
        .map_err(|flaw| CliError::Failed(format!("{} is no good backup: {flaw}", arguments.folder.display())))?;
    let (keys, retention) = (config.key_file(), config.retention_file());
    let files = config.files_url.strip_prefix("file://").map(Path::new);
    refuse_to_overwrite(&database)?;
    if listing.with_keys {
        refuse_to_overwrite(&keys)?;
        refuse_to_overwrite(&retention)?;
    }
    if let Some(files) = files.filter(|files| fs::read_dir(files).is_ok_and(|mut entries| entries.next().is_some())) {
        refuse_to_overwrite(files)?;
    }
    let log = restore_database(config, &arguments.folder.join(DATABASE), &database).await?;
    let io = || CliError::io(format!("writing into {}", config.data_dir.display()));
    if let Some(files) = files {
        snapshot::copy_folder(&arguments.folder.join(FILES), files).map_err(io())?;
    }
    if listing.with_keys {
        snapshot::copy(&arguments.folder.join(operator::FILE_NAME), &keys).map_err(io())?;
        // A backup of a version that had no retention key has none.
        if arguments.folder.join(ring::FILE_NAME).exists() {
            snapshot::copy(&arguments.folder.join(ring::FILE_NAME), &retention).map_err(io())?;
        }
    }
    snapshot::sync_folders(&config.data_dir).map_err(io())?;
    let told = log.map_or_else(|_| String::new(), |log| format!(" with {} audit entries, intact", log.entries));
    say(format_args!("Restored the backup of {}{told}.", listing.made_at))?;
    for missing in [keys, retention].iter().filter(|file| !file.exists()) {
        say(format_args!("Now copy the portal's keys to {}.", missing.display()))?;
    }
    log.map(drop).map_err(|broken| CliError::Failed(format!("everything is restored, but the audit log is broken: {broken}")))
}

fn refuse_to_overwrite(path: &Path) -> Result<(), CliError> {
    if path.exists() {
        return Err(CliError::Usage(format!("{} exists: restore into an empty data folder (QINGFENG_DATA_DIR)", path.display())));
    }
    Ok(())
}

/// Copies the database under another name, checks it there, and gives it its name only when it is whole.
async fn restore_database(config: &Config, backup: &Path, database: &Path) -> Result<Result<Intact, Broken>, CliError> {
    let part = database.with_extension("restoring");
    let io = || CliError::io(format!("writing {}", part.display()));
    if let Some(folder) = database.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        snapshot::make_folder(folder).map_err(io())?;
    }
    snapshot::copy(backup, &part).map_err(io())?;
    let checked = check(config, &part).await;
    if checked.is_err() {
        drop(fs::remove_file(&part));
        return checked;
    }
    fs::rename(&part, database).map_err(io())?;
    checked
}

async fn check(config: &Config, part: &Path) -> Result<Result<Intact, Broken>, CliError> {
    let failed = in_database(config);
    let store = Store::open(&DatabaseConfig::sqlite(part)).await.map_err(&failed)?;
    let whole = store.is_whole().await.map_err(&failed)?;
    let verified = store.audit().verify(&[]).await.map_err(&failed)?;
    store.close().await;
    if !whole {
        return Err(CliError::Failed("the database in the backup is damaged: take an earlier backup".to_owned()));
    }
    Ok(verified)
}
