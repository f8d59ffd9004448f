//! `init` and `migrate`: a portal in an empty folder.

use std::{
    fs::{self, DirBuilder},
    os::unix::fs::DirBuilderExt,
};

use jiff::Timestamp;
use model::{CategoryCode, UnitCode, UnitLevel, catalog::guangzhou, division::Division};
use rand_core::CryptoRng;
use seal::Fingerprint;

use super::{
    CliError, Context, Portal,
    portal::{SIGNING_KEY, check_signing_key, in_database, open_store, written},
    terminal::say,
};
use crate::{
    config::Config,
    store::{Store, Unit, catalog::RoutingRule, founding::Founding},
    vault::{new_id, operator::OperatorKeys, ring::Ring, rotation::Rotation},
};

/// The units that Guangzhou starts with: one for the city and each district, and a few streets with one of their own.
const UNITS: &str = include_str!("units.csv");
/// Sample data that an administrator has to replace; said in the data itself, since it is shown to the public.
const SAMPLE: &str = "（示例，请管理员修改）";
/// Fields in which a street or district would judge its own superiors: such reports start at the city's unit.
const CITY_CATEGORIES: &[&str] = &["justice", "finance"];

/// `qingfeng init`.
pub(super) async fn run(context: &mut Context) -> Result<(), CliError> {
    let now = context.now();
    let (portal, made) = install(&context.config, Beside::Keys, now, &mut context.rng).await?;
    portal.ring.keep_copies()?;
    let fingerprint = portal.keys.fingerprint();
    let units = portal.store.units().all().await.map_err(portal.failed());
    let units = portal.closed(units).await?.len();
    let folder = context.config.data_dir.display();
    match made {
        Made::Everything => say(format_args!(
            "Made a portal in {folder}: database, key file, retention key, {units} units.\nKeep copies of {} and of {} apart from the backups of \
             the database: without the second one no report can be read.\n\
             What it signs is checked by the key with the fingerprint\n  {fingerprint}\nNext: `qingfeng serve`.",
            context.config.key_file().display(),
            context.config.retention_file().display()
        )),
        Made::Nothing => say(format_args!("There is a portal in {folder} already; nothing was changed.")),
    }
}

/// `qingfeng migrate`.
pub(super) async fn migrate(context: &Context) -> Result<(), CliError> {
    let store = open_store(&context.config).await?;
    let failed = in_database(&context.config);
    let was_current = store.is_migrated().await.map_err(&failed)?;
    store.migrate().await.map_err(&failed)?;
    store.close().await;
    say(format_args!("The database's schema {} up to date.", if was_current { "is" } else { "was brought" }))
}

/// `qingfeng fingerprint`. Needs the key file alone: it answers while the database is away.
pub(super) async fn fingerprint(context: &Context) -> Result<(), CliError> {
    say(format_args!("{}", known_fingerprint(&context.config).await?))
}

/// The fingerprint of the key in the key file. If the database answers, it has to be the portal's.
pub(super) async fn known_fingerprint(config: &Config) -> Result<Fingerprint, CliError> {
    let path = config.key_file();
    if !path.exists() {
        return Err(CliError::NotInitialised(config.data_dir.clone()));
    }
    let keys = OperatorKeys::load(&path)?;
    if let Ok(store) = open_store(config).await {
        let checked = check_signing_key(config, &store, &keys).await;
        store.close().await;
        checked.or_else(|error| if matches!(error, CliError::OtherSigningKey(_)) { Err(error) } else { Ok(()) })?;
    }
    Ok(keys.fingerprint())
}

/// What an installation had to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    /// A portal that was not there.
    Everything,
    /// Nothing: it was there.
    Nothing,
}

/// Beside what a portal may be made that was not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// Also beside the keys of an earlier one, which it takes.
    Keys,
    /// Not beside them: they show that there was a portal.
    Nothing,
}

/// Makes what is missing, and opens the portal. Brings the schema up to date.
pub(super) async fn install<R: CryptoRng + Send>(
    config: &Config,
    beside: Beside,
    now: Timestamp,
    rng: &mut R,
) -> Result<(Portal, Made), CliError> {
    let keys_stand = beside == Beside::Nothing && config.key_file().exists() && config.retention_file().exists();
    let gone = || CliError::DatabaseGone(config.key_file());
    // Before an empty one is made, over which no backup could be restored.
    if keys_stand && config.database.sqlite_file().is_some_and(|file| !file.exists()) {
        return Err(gone());
    }
    make_folders(config)?;
    let failed = in_database(config);
    let store = Store::open(&config.database).await.map_err(&failed)?;
    if keys_stand && !store.holds_portal().await.map_err(&failed)? {
        return Err(gone());
    }
    store.migrate().await.map_err(&failed)?;
    let empty = store.units().all().await.map_err(&failed)?.is_empty();
    let is_earlier = config.key_file().exists() && OperatorKeys::lacks_signing_key(&config.key_file())?;
    let keys = keys(config, empty, rng)?;
    let founded = empty && store.found(founding(now, rng)).await.map_err(&failed)?;
    agree_on_signing_key(config, &store, &keys).await?;
    let made = if founded { Made::Everything } else { Made::Nothing };
    let ring = retention_key(config, &store, now, rng).await?;
    let portal = Portal::new(config, store, keys, ring);
    portal.keep_up().await?;
    if is_earlier {
        // Only now: later a key without a signature is one that somebody else put into the database.
        portal.sign_earlier_keys(now).await?;
    }
    Ok((portal, made))
}

/// Folders that only the portal's own user may enter.
fn make_folders(config: &Config) -> Result<(), CliError> {
    let database = config.database.sqlite_file().and_then(|file| file.parent().map(ToOwned::to_owned));
    for folder in std::iter::once(config.data_dir.clone()).chain(database).filter(|folder| !folder.as_os_str().is_empty()) {
        if !folder.is_dir() {
            let doing = format!("making the folder {}", folder.display());
            DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(CliError::io(doing))?;
        }
    }
    if let Some(file) = config.database.sqlite_file() {
        private_file(&file).map_err(CliError::io(format!("making {}", file.display())))?;
    }
    Ok(())
}

/// SQLite gives its journal the mode that the database has, so it is enough to make the database private.
fn private_file(path: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        other => other.map(drop),
    }
}

/// The keys in the data folder; new ones only for a portal that is new as well.
fn keys(config: &Config, new_portal: bool, rng: &mut impl CryptoRng) -> Result<OperatorKeys, CliError> {
    let path = config.key_file();
    if path.exists() {
        return Ok(OperatorKeys::load_or_complete(&path, rng)?);
    }
    if !new_portal {
        return Err(CliError::KeysMissing(path));
    }
    let keys = OperatorKeys::generate(rng);
    keys.save(&path)?;
    Ok(keys)
}

/// The retention key in the data folder; a new one only if the database has never known one.
async fn retention_key<R: CryptoRng + Send>(config: &Config, store: &Store, now: Timestamp, rng: &mut R) -> Result<Ring, CliError> {
    let (path, copies) = (config.retention_file(), &config.retention.copies);
    if path.exists() {
        return Ok(Ring::load(&path, copies)?);
    }
    if Rotation::has_begun(store).await.map_err(in_database(config))? {
        return Err(CliError::RetentionMissing(path));
    }
    Ok(Ring::make(&path, copies, now, rng)?)
}

/// Every node signs with one key: the first that started decides, and another one is no node of this portal.
async fn agree_on_signing_key(config: &Config, store: &Store, keys: &OperatorKeys) -> Result<(), CliError> {
    store.settle(SIGNING_KEY, &written(keys)).await.map_err(in_database(config))?;
    check_signing_key(config, store, keys).await
}

fn founding(now: Timestamp, rng: &mut impl CryptoRng) -> Founding {
    let divisions = guangzhou::divisions();
    let units = units(&divisions, now, rng);
    let city = units.iter().find(|unit| unit.level == UnitLevel::City).map(|unit| unit.id);
    let rules = (0..).zip(city.into_iter().flat_map(city_rules));
    let rules = rules.map(|(position, (category, unit_id))| RoutingRule {
        id: new_id(rng),
        position,
        category: Some(category),
        area: None,
        unit_id,
    });
    let rules = rules.collect();
    Founding { categories: guangzhou::categories(), divisions, units, rules }
}

fn city_rules(city: i64) -> impl Iterator<Item = (CategoryCode, i64)> {
    CITY_CATEGORIES.iter().filter_map(move |code| Some((code.parse().ok()?, city)))
}

/// The units of the data file, each under the one of the division above. A malformed line is left out; a test counts them.
fn units(divisions: &[Division], now: Timestamp, rng: &mut impl CryptoRng) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for line in UNITS.lines().skip(1) {
        let Ok([code, name_hans, name_hant, name_en, address, postcode]) = <[&str; 6]>::try_from(line.split(',').collect::<Vec<_>>())
        else {
            continue;
        };
        let (Ok(code), Some(division)) = (code.parse::<UnitCode>(), divisions.iter().find(|division| division.code.as_str() == code))
        else {
            continue;
        };
        let above = division.parent.as_ref().map(|parent| parent.as_str());
        units.push(Unit {
            id: new_id(rng),
            parent_id: above.and_then(|above| units.iter().find(|unit| unit.code.as_str() == above)).map(|unit| unit.id),
            code,
            level: division.level,
            division: division.code.clone(),
            name_hans: name_hans.to_owned(),
            name_hant: name_hant.to_owned(),
            name_en: name_en.to_owned(),
            address: format!("{address}{SAMPLE}"),
            postcode: postcode.to_owned(),
            phone: format!("020-0000 0000{SAMPLE}"),
            hours: format!("工作日 9:00–12:00，14:00–17:00{SAMPLE}"),
            active: true,
            created_at: now.as_millisecond(),
        });
    }
    units
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn every_line_makes_a_unit_under_the_one_above() {
        let units = units(&guangzhou::divisions(), Timestamp::UNIX_EPOCH, &mut StdRng::seed_from_u64(1));
        assert_eq!(units.len(), UNITS.lines().count() - 1);
        assert_eq!(units.iter().filter(|unit| unit.parent_id.is_none()).count(), 1);
        assert_eq!(units.iter().filter(|unit| unit.level == UnitLevel::District).count(), 11);
        assert!(units.iter().all(|unit| unit.phone.contains("示例") && unit.address.contains("示例")));
    }
}
