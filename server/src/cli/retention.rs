//! `retention`: the key without which a copy of the database yields nothing.

use std::{collections::BTreeSet, path::PathBuf};

use super::{CliError, Context, Portal, terminal::say};
use crate::vault::rotation::{Rotation, RotationError};

/// The retention key, under which the data keys of all cases lie.
#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Replace the retention key now, and put everything that lives under the new one. The earlier one goes once no backup needs it any
    /// more (`backup_days`); the portal may serve meanwhile.
    Rotate,
    /// Say which generations of the retention key there are, and since when a backup is of no use.
    Status,
}

pub(super) async fn run(command: Command, context: &mut Context) -> Result<(), CliError> {
    let portal = Portal::open(&context.config).await?;
    let outcome = match command {
        Command::Rotate => rotate(&portal, context).await,
        Command::Status => status(&portal, context),
    };
    portal.closed(outcome).await
}

async fn rotate(portal: &Portal, context: &mut Context) -> Result<(), CliError> {
    let now = context.now();
    let rotation = Rotation { store: &portal.store, ring: &portal.ring };
    let generation = rotation.begin(None, now, &mut context.rng).await?;
    let (moved, _) = rotation.move_some(0, u64::MAX).await.map_err(portal.failed())?;
    let destroyed = rotation.destroy_outlived(context.config.retention.backups(), now).await?;
    say(format_args!("Generation {generation} of the retention key is in use; {moved} data keys were put under it."))?;
    if let Some(last) = destroyed {
        say(format_args!("Generation {last} and all before it are destroyed."))?;
    }
    status(portal, context)
}

fn status(portal: &Portal, context: &Context) -> Result<(), CliError> {
    let (generation, made_at) = portal.ring.current();
    let files: BTreeSet<PathBuf> = context.config.retention.copies.iter().cloned().chain([context.config.retention_file()]).collect();
    say(format_args!("Generation {generation}, made at {made_at}; {} generations are held, in", portal.ring.count()))?;
    for file in files {
        say(format_args!("  {}", file.display()))?;
    }
    say(format_args!(
        "A backup is good for {} days after the generation that was in use when it was made has been replaced.",
        context.config.retention.backup_days.max(1)
    ))
}

impl From<RotationError> for CliError {
    fn from(error: RotationError) -> Self {
        match error {
            RotationError::File(error) => Self::KeyFile(error),
            RotationError::Store(error) => Self::Vault(error.into()),
        }
    }
}
