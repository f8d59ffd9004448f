//! `staff`: members, from the operator's side.

use model::{FaultKind, Field, Role, UnitCode, limits};

use super::{
    CliError, Context, Portal,
    terminal::{password_from_stdin, say},
};
use crate::{
    store::StoreError,
    vault::{NewMember, Proposal, VaultError, unit_keys::purposes_of},
};

/// Members.
#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Add a member with keys, and the unit's keys if it has none. The second factor is set up at the first sign-in.
    ///
    /// In a unit that has keys already, a colleague grants them to the new member on the page of members; the operator holds none to give.
    Add {
        /// Sign-in name.
        login: String,
        /// The unit's code, such as 440100 for the city's.
        #[arg(long, value_name = "CODE")]
        unit: UnitCode,
        /// A role; give it several times for several roles. Each of officer, lead, custodian, administrator, auditor.
        #[arg(long = "role", value_name = "ROLE", required = true, num_args = 1..)]
        roles: Vec<Role>,
        /// Name as colleagues see it; the sign-in name without it.
        #[arg(long, default_value = "")]
        name: String,
        /// Read the password from the standard input: printf '%s' "$PASSWORD" | qingfeng staff add …
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// List every member with unit and roles.
    List,
    /// Print a one-time link by which a member sets up anew after a forgotten password. A colleague then grants the unit's keys again.
    Reset {
        /// Sign-in name.
        login: String,
    },
}

pub(super) async fn run(command: Command, context: &mut Context) -> Result<(), CliError> {
    let portal = Portal::open(&context.config).await?;
    let outcome = match command {
        Command::Add { login, unit, roles, name, .. } => add(&portal, context, login, &unit, &roles, name).await,
        Command::List => list(&portal).await,
        Command::Reset { login } => reset(&portal, context, &login).await,
    };
    portal.closed(outcome).await
}

async fn add(
    portal: &Portal,
    context: &mut Context,
    login: String,
    code: &UnitCode,
    roles: &[Role],
    display_name: String,
) -> Result<(), CliError> {
    let unit = portal.unit(code).await?;
    let new = NewMember { login, display_name, password: password_from_stdin()? };
    let now = context.now();
    let member = portal.vault.add_member(unit.id, roles, &new, now, &mut context.rng).await.map_err(explained)?;
    say(format_args!("Added {} to {} ({code}). The second factor is set up at the first sign-in.", new.login, unit.name_hans))?;
    let granted = portal.store.members().grants(member).await.map_err(portal.failed())?;
    if granted.len() < purposes_of(roles).len() {
        say(format_args!(
            "The unit has keys already: until a colleague grants them (Members, Grant key), {} cannot open what is sealed to them.",
            new.login
        ))?;
    }
    Ok(())
}

/// Says in a command's words what a page would say beside a field.
fn explained(error: VaultError) -> CliError {
    let VaultError::Faults(faults) = error else { return error.into() };
    let reasons: Vec<String> = faults.iter().map(|fault| reason(fault.field, &fault.kind)).collect();
    CliError::Failed(reasons.join("; "))
}

fn reason(field: Field, kind: &FaultKind) -> String {
    match (field, kind) {
        (Field::Login, FaultKind::Taken) => "this sign-in name is in use: choose another".to_owned(),
        (Field::Login, _) => format!("a sign-in name has 1 to {} letters, digits, dots, dashes, underlines or @", limits::LOGIN),
        (Field::Password, FaultKind::Weak) => "this password is too easy to guess: take a longer one, such as five random words".to_owned(),
        (Field::Password, _) => format!("a password has at least {} characters", limits::PASSWORD_MIN),
        (field, kind) => format!("{field}: {kind:?}"),
    }
}

async fn list(portal: &Portal) -> Result<(), CliError> {
    let units = portal.store.units().all().await.map_err(portal.failed())?;
    for member in portal.store.members().all().await.map_err(portal.failed())? {
        let unit = units.iter().find(|unit| unit.id == member.unit_id).map_or("", |unit| unit.code.as_str());
        let roles: Vec<&str> = member.roles.iter().map(|role| role.as_str()).collect();
        let left = if member.left_at.is_some() { "\tleft" } else { "" };
        say(format_args!("{}\t{unit}\t{}{left}", member.login, roles.join(",")))?;
    }
    Ok(())
}

async fn reset(portal: &Portal, context: &mut Context, login: &str) -> Result<(), CliError> {
    let member = match portal.store.members().by_login(&login.trim().to_lowercase()).await {
        Err(StoreError::NotFound) => {
            return Err(CliError::Failed(format!("there is no member {login}: `qingfeng staff list` shows them")));
        }
        other => other.map_err(portal.failed())?,
    };
    if member.left_at.is_some() {
        return Err(CliError::Failed(format!("{login} has left: invite a new member")));
    }
    let now = context.now();
    let token =
        portal.vault.invite(None, member.unit_id, member.roles, &Proposal::default(), Some(member.id), now, &mut context.rng).await?;
    say(format_args!(
        "Give {login} this link; it works once, for {} hours:\n  {}\nUntil it is used, the old password still works.",
        context.config.sign_in.invitation_hours,
        portal.link(&token)
    ))
}
