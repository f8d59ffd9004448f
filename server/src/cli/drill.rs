//! `drill`: whether units' keys could be brought back.

use seal::Purpose;

use super::{CliError, Context, Portal, terminal::say};
use crate::vault::shares::{ShareState, readiness};

/// Says of each unit's key in force whether officers could bring it back, without opening anything: 0 if every key that is shared has enough
/// officers who found their shares good and still can open them, 1 if not.
pub(super) async fn run(context: &Context) -> Result<(), CliError> {
    let portal = Portal::open(&context.config).await?;
    let drilled = drill(&portal).await;
    portal.closed(drilled).await
}

async fn drill(portal: &Portal) -> Result<(), CliError> {
    let units = portal.store.units().all().await.map_err(portal.failed())?;
    let mut failing = 0_u32;
    for unit in units {
        let keys = portal.store.units().keys_of(unit.id).await.map_err(portal.failed())?;
        for key in keys.iter().filter(|key| key.retired_at.is_none()) {
            let opens = if key.purpose == Purpose::Identity { "identities" } else { "reports" };
            let Some(ready) = readiness(&portal.store, key.id).await.map_err(portal.failed())? else {
                say(format_args!("{} {opens}: not shared", unit.code))?;
                continue;
            };
            let count = |fits: fn(&ShareState) -> bool| ready.shares.iter().filter(|(_, state)| fits(state)).count();
            let good = count(|state| matches!(state, ShareState::Good(_)));
            let (unchecked, lost) = (count(|state| *state == ShareState::Unchecked), count(|state| *state == ShareState::Lost));
            let holders = count(|state| *state == ShareState::Holder);
            let verdict = if ready.is_proven() { "can be brought back" } else { "NOT PROVEN" };
            failing += u32::from(!ready.is_proven());
            say(format_args!(
                "{} {opens}: {verdict}: {} of {} needed; {good} good, {unchecked} not checked, {holders} with holders of the key, {lost} lost",
                unit.code,
                ready.threshold,
                ready.shares.len()
            ))?;
        }
    }
    match failing {
        0 => Ok(()),
        _ => Err(CliError::Failed(format!(
            "{failing} keys could not surely be brought back: let officers check their shares, or share anew among officers who do not hold the key"
        ))),
    }
}
