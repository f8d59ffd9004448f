//! `retention`: the key without which a copy of the database yields nothing.

use super::{CliError, Context, Portal, terminal::say};
use crate::{
    casework::retention::overdue,
    store::LeftBehind,
    vault::rotation::{Rotation, RotationError},
};

/// The retention key, under which the data keys of all cases lie.
#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Replace the retention key now, and put everything that lives under the new one. The earlier one goes once no backup needs it any
    /// more (`backup_days`); the portal may serve meanwhile.
    Rotate,
    /// Say which generations of the retention key there are, since when a backup is of no use, and how the file and every copy stand. 1 if
    /// one is not as it has to be.
    Status,
}

pub(super) async fn run(command: Command, context: &mut Context) -> Result<(), CliError> {
    let portal = Portal::open(&context.config).await?;
    let outcome = match command {
        Command::Rotate => rotate(&portal, context).await,
        Command::Status => status(&portal, context).await,
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
    status(portal, context).await
}

async fn status(portal: &Portal, context: &Context) -> Result<(), CliError> {
    let (generation, made_at) = portal.ring.current();
    say(format_args!("Generation {generation}, made at {made_at}; {} generations are held, in", portal.ring.count()))?;
    let mut bad = 0;
    for (file, state) in portal.ring.state() {
        bad += u32::from(state.is_err());
        match state {
            Ok(()) => say(format_args!("  {}: whole", file.display()))?,
            Err(error) => say(format_args!("  {}: NOT GOOD: {error}", file.display()))?,
        }
    }
    say(format_args!(
        "A backup is good for {} days after the generation that was in use when it was made has been replaced.",
        context.config.retention.backup_days.max(1)
    ))?;
    let rotation = Rotation { store: &portal.store, ring: &portal.ring };
    let LeftBehind { readable, unreadable } = rotation.left_behind().await.map_err(portal.failed())?;
    say(format_args!("{readable} data keys are still to be put under it; {unreadable} of earlier generations nobody can open."))?;
    let overdue = overdue(&portal.store, &context.config.retention, context.now()).await.map_err(portal.failed())?;
    say(format_args!("{overdue} cases should have been destroyed a day ago or earlier; the log says why one is not."))?;
    match bad {
        0 => Ok(()),
        _ => Err(CliError::Failed(format!("{bad} files that should hold the retention key do not"))),
    }
}

impl From<RotationError> for CliError {
    fn from(error: RotationError) -> Self {
        match error {
            RotationError::File(error) => Self::KeyFile(error),
            RotationError::Store(error) => Self::Vault(error.into()),
            RotationError::Overtaken(_) => Self::Failed(error.to_string()),
        }
    }
}
