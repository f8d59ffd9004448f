//! `drill`: whether units' keys could be brought back.

use seal::Purpose;

use super::{CliError, Context, Portal, terminal::say};
use crate::{
    casework::calendar::day_of_ms,
    store::UnitKey,
    vault::shares::{Drilled, Readiness, ShareState, drill},
};

/// Says of each unit's key in force, and of each that was replaced and to which cases are sealed, whether officers could bring it back,
/// without opening anything: 0 if every key that is shared has enough officers who found their shares good and still can open them, and none
/// was left out when keys were replaced; 1 if not.
pub(super) async fn run(context: &Context) -> Result<(), CliError> {
    let portal = Portal::open(&context.config).await?;
    let drilled = all_units(&portal).await;
    portal.closed(drilled).await
}

async fn all_units(portal: &Portal) -> Result<(), CliError> {
    let units = portal.store.units().all().await.map_err(portal.failed())?;
    let mut failing = 0_u32;
    for unit in units {
        for (key, drilled) in drill(&portal.store, unit.id).await.map_err(portal.failed())? {
            failing += u32::from(!drilled.is_well());
            say(format_args!("{} {}: {}", unit.code, name_of(&key), verdict(&key, &drilled)))?;
        }
    }
    match failing {
        0 => Ok(()),
        _ => Err(CliError::Failed(format!(
            "{failing} keys could not surely be brought back: let officers check their shares, or share anew, all keys and among officers who do not hold them"
        ))),
    }
}

fn name_of(key: &UnitKey) -> String {
    let opens = if key.purpose == Purpose::Identity { "identities" } else { "reports" };
    match key.retired_at {
        Some(at) => format!("{opens}, replaced on {}", day_of_ms(at)),
        None => opens.to_owned(),
    }
}

fn verdict(key: &UnitKey, drilled: &Drilled) -> String {
    match drilled {
        Drilled::NotShared => "not shared".to_owned(),
        Drilled::LeftOut if key.retired_at.is_none() => "NOT SHARED: was shared before, not since it was replaced".to_owned(),
        Drilled::LeftOut => "NOT SHARED: others of the unit are, and cases are sealed to this one".to_owned(),
        Drilled::Shared(ready) => counted(ready),
    }
}

fn counted(ready: &Readiness) -> String {
    let count = |fits: fn(&ShareState) -> bool| ready.shares.iter().filter(|(_, state)| fits(state)).count();
    let good = count(|state| matches!(state, ShareState::Good(_)));
    let (unchecked, lost) = (count(|state| *state == ShareState::Unchecked), count(|state| *state == ShareState::Lost));
    let holders = count(|state| *state == ShareState::Holder);
    let (threshold, all) = (ready.threshold, ready.shares.len());
    let verdict = if ready.is_proven() { "can be brought back" } else { "NOT PROVEN" };
    format!("{verdict}: {threshold} of {all} needed; {good} good, {unchecked} not checked, {holders} with holders of the key, {lost} lost")
}
