//! `seed`: invented cases, and in each district a member and a custodian, for trying the portal out.

use std::sync::Arc;

use data_encoding::BASE32_NOPAD;
use jiff::{SignedDuration, Timestamp};
use model::{ReportForm, Role, UnitLevel};
use rand_core::CryptoRng;
use secrecy::SecretString;
use serde::Deserialize;

use super::{
    CliError, Context, Portal,
    init::{self, Beside},
    portal::deadlines,
    terminal::say,
};
use crate::{
    casework::{Office, directory::Directory, intake, ticket::Ticket},
    config::Config,
    files::{Files, cleaning::Cleaning},
    store::Unit,
    vault::NewMember,
};

/// Makes a portal with a day's invented cases and, in the city's and each district's unit, a member and an identity custodian, and prints their
/// sign-ins.
///
/// Every case goes through the same intake as one from the form. Only an empty portal is filled; never use it for a real one.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Yes, invented cases.
    #[arg(long, required = true)]
    demo: bool,
}

const CASES: &str = include_str!("demo.toml");
/// The example number of the standard for identity numbers (GB 11643-1999).
const SAMPLE_NUMBER: &str = "11010519491231002X";

#[derive(Deserialize)]
struct Demo {
    case: Vec<DemoCase>,
}

#[derive(Deserialize)]
struct DemoCase {
    #[serde(flatten)]
    form: ReportForm,
    hours_ago: i64,
}

pub(super) async fn run(arguments: &Arguments, context: &mut Context) -> Result<(), CliError> {
    debug_assert!(arguments.demo);
    let now = context.now();
    let (portal, _) = init::install(&context.config, Beside::Keys, now, &mut context.rng).await?;
    let filled = fill(&portal, context, now).await;
    let (sign_ins, cases) = portal.closed(filled).await?;
    say(format_args!("Filed {cases} invented cases. Sign in at {}/staff/login as:", context.config.origin()))?;
    sign_ins.iter().try_for_each(|sign_in| say(format_args!("{sign_in}")))?;
    say(format_args!("The second factor is set up at the first sign-in."))
}

/// Members first: only a unit with keys takes reports.
async fn fill(portal: &Portal, context: &mut Context, now: Timestamp) -> Result<(Vec<String>, usize), CliError> {
    if !portal.store.members().is_empty().await.map_err(portal.failed())? {
        return Err(CliError::Failed("the portal has members already: demonstrations go into an empty data folder".to_owned()));
    }
    let sign_ins = add_members(portal, now, &mut context.rng).await?;
    let cases = file_cases(&context.config, portal, now, &mut context.rng).await?;
    Ok((sign_ins, cases))
}

async fn add_members<R: CryptoRng + Send>(portal: &Portal, now: Timestamp, rng: &mut R) -> Result<Vec<String>, CliError> {
    let units = portal.store.units().all().await.map_err(portal.failed())?;
    let mut sign_ins = Vec::new();
    for unit in units.iter().filter(|unit| unit.level != UnitLevel::Street) {
        // Nobody decides on an own request: who keeps identities here is another one.
        for (login, roles) in [(login_of(unit), roles_of(unit)), (format!("{}.keeper", login_of(unit)), &[Role::Custodian][..])] {
            let password = add_member(portal, unit, &login, roles, now, rng).await?;
            sign_ins.push(format!("  {login:<18} {password}   {}", unit.name_hans));
        }
    }
    Ok(sign_ins)
}

/// Returns the password.
async fn add_member<R: CryptoRng + Send>(
    portal: &Portal,
    unit: &Unit,
    login: &str,
    roles: &[Role],
    now: Timestamp,
    rng: &mut R,
) -> Result<String, CliError> {
    let password = password(rng);
    let display_name = format!("{login}（示例）");
    let new = NewMember { login: login.to_owned(), display_name, password: SecretString::from(password.clone()) };
    portal.vault.add_member(unit.id, roles, &new, now, rng).await?;
    Ok(password)
}

/// The first word of the English name, such as `tianhe`.
fn login_of(unit: &Unit) -> String {
    unit.name_en.split_whitespace().next().unwrap_or("unit").to_lowercase()
}

fn roles_of(unit: &Unit) -> &'static [Role] {
    match unit.level {
        UnitLevel::City => &[Role::Officer, Role::Lead, Role::Administrator, Role::Auditor],
        UnitLevel::District | UnitLevel::Street => &[Role::Officer, Role::Lead],
    }
}

/// 80 random bits, in four groups.
fn password(rng: &mut impl CryptoRng) -> String {
    let mut entropy = [0; 10];
    rng.fill_bytes(&mut entropy);
    let letters = BASE32_NOPAD.encode(&entropy).to_lowercase();
    [&letters[..4], &letters[4..8], &letters[8..12], &letters[12..]].join("-")
}

async fn file_cases<R: CryptoRng + Send>(config: &Config, portal: &Portal, now: Timestamp, rng: &mut R) -> Result<usize, CliError> {
    let office = Office {
        store: portal.store.clone(),
        keys: Arc::clone(&portal.keys),
        directory: Arc::new(Directory::load(&portal.store, &portal.keys.public_key()).await?),
        deadlines: Arc::new(deadlines(config, &portal.store).await?),
        custody: Arc::new(config.custody.clone()),
        retention: Arc::new(config.retention.clone()),
        files: Files::open(&config.files_url)?,
        evidence: config.evidence,
        cleaning: Cleaning::by(std::env::current_exe().map_err(CliError::io("finding this program"))?),
    };
    let cases = cases()?;
    for case in &cases {
        let at = now - SignedDuration::from_hours(case.hours_ago);
        let report =
            case.form.check(&office.directory.catalog).map_err(|_| CliError::Failed("a demonstration case is at fault".to_owned()))?;
        intake::file(&office, &report, &Ticket::issue(at, rng), at, rng).await?;
    }
    Ok(cases.len())
}

fn cases() -> Result<Vec<DemoCase>, CliError> {
    let demo: Demo = toml::from_str(CASES).map_err(|error| CliError::Failed(format!("the demonstration cannot be read: {error}")))?;
    let completed = demo.case.into_iter().map(|mut case| {
        if case.form.identity == "named" {
            SAMPLE_NUMBER.clone_into(&mut case.form.id_number);
        } else {
            "anonymous".clone_into(&mut case.form.identity);
        }
        case
    });
    Ok(completed.collect())
}

#[cfg(test)]
mod tests {
    use model::{Catalog, catalog::guangzhou};

    use super::*;

    #[test]
    fn every_case_would_pass_the_form() {
        let catalog = Catalog::new(guangzhou::categories(), guangzhou::divisions());
        let cases = cases().unwrap();
        assert_eq!(cases.len(), 40);
        for case in cases {
            assert!(case.form.check(&catalog).is_ok(), "{}", case.form.title);
        }
    }
}
