//! `backup`: a copy of database and files, while the portal serves.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    CliError, Context, Portal,
    snapshot::{self, DATABASE, FILES, Flaw},
    terminal::say,
};
use crate::{
    store::audit::{Broken, Intact},
    vault::{operator, ring},
};

/// Copies the database and the folder of files into a new folder, as of one moment, while the portal serves.
///
/// The key file and the retention key are in it only with --with-keys. Keep keys and database apart: whoever has both can try sign-in
/// passwords and find out whether a given receipt code exists; neither opens a report. A backup with keys yields for as long as it exists
/// what is destroyed later: destroy it in time. PostgreSQL is backed up by its own pg_dump. The audit log's chain is checked as well: 1 if it
/// is broken, once the backup is made.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The new folder.
    folder: PathBuf,
    /// Copy the key file and the retention key as well.
    #[arg(long)]
    with_keys: bool,
}

pub(super) async fn run(arguments: &Arguments, context: &Context) -> Result<(), CliError> {
    let folder = &arguments.folder;
    if folder.exists() {
        return Err(CliError::Usage(format!("{} exists already: name a new folder", folder.display())));
    }
    if !context.config.database.is_sqlite() {
        return Err(CliError::Failed(
            "this database is PostgreSQL: back it up with `pg_dump --format=custom`, and copy the key file and the files apart".to_owned(),
        ));
    }
    let portal = Portal::open(&context.config).await?;
    // What is not finished never carries the name.
    let part = folder.with_extension("part");
    let failed = |flaw: Flaw| CliError::Failed(format!("the backup was not made: {flaw}"));
    let filled = fill(&portal, arguments, context, &part).await.inspect_err(|_| drop(fs::remove_dir_all(&part)));
    let log = portal.closed(filled).await?;
    snapshot::seal(&part, context.now().to_string(), arguments.with_keys).map_err(failed)?;
    fs::rename(&part, folder).and_then(|()| snapshot::sync_folders(folder)).map_err(|error| failed(error.into()))?;
    let keys = if arguments.with_keys {
        "database, files, key file and retention key"
    } else {
        "database and files; neither the key file nor the retention key is in it"
    };
    say(format_args!("Made a backup in {}: {keys}.", folder.display()))?;
    log.map(drop).map_err(|broken| CliError::Failed(format!("the backup is whole, but the portal's audit log is broken: {broken}")))
}

/// Tells how the audit log stands.
async fn fill(portal: &Portal, arguments: &Arguments, context: &Context, part: &Path) -> Result<Result<Intact, Broken>, CliError> {
    let io = || CliError::io(format!("writing {}", part.display()));
    snapshot::make_folder(part).map_err(io())?;
    // SQLite fills an empty file as it would a new one, and leaves its mode.
    snapshot::private(&part.join(DATABASE)).map_err(io())?;
    portal.store.copy_into(&part.join(DATABASE)).await.map_err(portal.failed())?;
    if let Some(files) = context.config.files_url.strip_prefix("file://") {
        snapshot::copy_folder(Path::new(files), &part.join(FILES)).map_err(io())?;
    }
    if arguments.with_keys {
        let (keys, retention) = (context.config.key_file(), context.config.retention_file());
        snapshot::copy(&keys, &part.join(operator::FILE_NAME)).map_err(io())?;
        snapshot::copy(&retention, &part.join(ring::FILE_NAME)).map_err(io())?;
    }
    portal.store.audit().verify(&[]).await.map_err(portal.failed())
}
