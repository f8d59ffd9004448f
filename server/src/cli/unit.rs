//! `unit`: the units of the portal.

use model::{DivisionCode, UnitCode, UnitLevel};

use super::{CliError, Context, Portal, terminal::say};
use crate::{casework::directory::Directory, store::Unit, vault::new_id};

/// Units.
#[derive(clap::Subcommand)]
#[allow(clippy::large_enum_variant, reason = "one value a run, parsed from the command line")]
pub(super) enum Command {
    /// List every unit with level, name, and whether it takes reports: it does once its first member has set up keys, which this portal
    /// signs.
    List,
    /// Add a unit.
    Add(Add),
    /// Sign the units' keys that have no signature, mark the keys of members and reporters that have no mark, and put the data keys that lie
    /// bare under the retention key: after an upgrade from a version that did not. Whoever has put a key of their own into the database
    /// meanwhile gets it signed: be sure of the database first. 1 if a key has another portal's signature, which stays.
    SignKeys,
}

/// A new unit. What is not given is set later on the administrator's pages.
#[derive(clap::Args)]
pub(super) struct Add {
    /// Its code: the division's, or that with a dash and a suffix, such as 440106-law.
    code: UnitCode,
    /// The division that it is in charge of, such as 440106006; without it the one its code begins with.
    #[arg(long)]
    division: Option<DivisionCode>,
    /// Level: city, district or street; without it the division's.
    #[arg(long)]
    level: Option<UnitLevel>,
    /// Code of the unit above.
    #[arg(long, value_name = "CODE")]
    parent: Option<UnitCode>,
    /// Name in Simplified Chinese.
    #[arg(long)]
    name: String,
    /// Name in Traditional Chinese; without it the simplified one.
    #[arg(long)]
    name_hant: Option<String>,
    /// Name in English; without it the simplified one.
    #[arg(long)]
    name_en: Option<String>,
    /// Where it receives visitors.
    #[arg(long, default_value = "")]
    address: String,
    /// Postal code.
    #[arg(long, default_value = "")]
    postcode: String,
    /// Telephone.
    #[arg(long, default_value = "")]
    phone: String,
    /// When it receives visitors.
    #[arg(long, default_value = "")]
    hours: String,
}

pub(super) async fn run(command: Command, context: &mut Context) -> Result<(), CliError> {
    let portal = Portal::open(&context.config).await?;
    let outcome = match command {
        Command::List => list(&portal).await,
        Command::Add(new) => add(&portal, context, new).await,
        Command::SignKeys => sign_keys(&portal, context).await,
    };
    portal.closed(outcome).await
}

async fn list(portal: &Portal) -> Result<(), CliError> {
    let directory = Directory::load(&portal.store, &portal.keys.public_key()).await?;
    for unit in directory.units() {
        let is_open = directory.open_units().any(|open| open.id == unit.id);
        let is_unsigned = directory.unsigned_keys().iter().any(|key| directory.unit_of_key(*key) == Some(unit.id));
        let state = match (is_open, is_unsigned) {
            (true, false) => "takes reports",
            (true, true) => "takes reports, but its key for identities is not signed by this portal",
            (false, true) => "key not signed by this portal",
            (false, false) => "no key yet",
        };
        say(format_args!("{}\t{}\t{}\t{state}", unit.code, unit.level, unit.name_hans))?;
    }
    Ok(())
}

async fn sign_keys(portal: &Portal, context: &Context) -> Result<(), CliError> {
    let signed = portal.sign_earlier_keys(context.now()).await?;
    say(format_args!(
        "Signed {signed} keys, with those that were marked or put under the retention key. Nodes that serve notice it within seconds."
    ))?;
    let directory = Directory::load(&portal.store, &portal.keys.public_key()).await?;
    let code = |key| directory.unit_of_key(key).and_then(|unit| directory.unit(unit)).map_or("none", |unit| unit.code.as_str());
    let others: Vec<String> = directory.unsigned_keys().iter().map(|&key| format!("{key} of unit {}", code(key))).collect();
    if others.is_empty() {
        return Ok(());
    }
    Err(CliError::Failed(format!(
        "keys with a signature that is not this portal's are not used: {}. Whoever made them had another keys.toml. A member who holds the \
         unit's keys makes new ones (Members, The unit's keys)",
        others.join(", ")
    )))
}

async fn add(portal: &Portal, context: &mut Context, new: Add) -> Result<(), CliError> {
    let units = portal.store.units().all().await.map_err(portal.failed())?;
    if units.iter().any(|unit| unit.code == new.code) {
        return Err(CliError::Failed(format!("there is a unit {} already", new.code)));
    }
    let unit = described(portal, context, new).await?;
    let (code, name) = (unit.code.clone(), unit.name_hans.clone());
    portal.store.units().add(vec![unit]).await.map_err(portal.failed())?;
    portal.note("unit.add", code.to_string(), context.now()).await?;
    say(format_args!(
        "Added {name} ({code}). It takes reports once its first member has set up keys: `qingfeng staff add … --unit {code}`."
    ))
}

async fn described(portal: &Portal, context: &mut Context, new: Add) -> Result<Unit, CliError> {
    let catalog = portal.store.lists().catalog().await.map_err(portal.failed())?;
    let code = match &new.division {
        Some(code) => Some(code.clone()),
        None => new.code.as_str().split('-').next().and_then(|code| code.parse().ok()),
    };
    let division = code.as_ref().and_then(|code| catalog.division(code));
    let division = division.ok_or_else(|| CliError::Usage("no such division: give one that the portal knows by --division".to_owned()))?;
    let parent_id = match &new.parent {
        Some(code) => Some(portal.unit(code).await?.id),
        None => None,
    };
    let now = context.now();
    Ok(Unit {
        id: new_id(&mut context.rng),
        code: new.code,
        level: new.level.unwrap_or(division.level),
        division: division.code.clone(),
        parent_id,
        name_hant: new.name_hant.unwrap_or_else(|| new.name.clone()),
        name_en: new.name_en.unwrap_or_else(|| new.name.clone()),
        name_hans: new.name,
        address: new.address,
        postcode: new.postcode,
        phone: new.phone,
        hours: new.hours,
        active: true,
        created_at: now.as_millisecond(),
    })
}
