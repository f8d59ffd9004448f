//! The command line. Each command's `--help` says all that is needed to use it.

use std::{collections::HashMap, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use jiff::Timestamp;
use rand::rngs::StdRng;

mod apart;
mod audit;
mod backup;
mod drill;
mod error;
mod init;
mod log;
mod portal;
mod poster;
mod restore;
mod retention;
mod sandbox;
mod seed;
mod serve;
mod snapshot;
mod staff;
mod terminal;
mod unit;
mod verify;

pub use error::CliError;
pub use portal::Portal;

use crate::{
    clock::{Clock, SystemClock},
    config::Config,
    http,
};

/// Qingfeng, a portal for whistleblowing and petitions.
#[derive(Parser)]
#[command(name = "qingfeng", version, about, after_help = HELP, arg_required_else_help = true)]
pub struct Arguments {
    /// Configuration file; without it qingfeng.toml in the data folder, else in the working folder.
    #[arg(long, global = true, value_name = "FILE", env = "QINGFENG_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

const HELP: &str = "\
Settings stand in qingfeng.toml in lower case, or in the environment:
  QINGFENG_LISTEN           where people reach it               127.0.0.1:3000
  QINGFENG_PUBLIC_ORIGIN    what they type into the browser     none; https://… also turns on HSTS and Secure cookies, a name passkeys
  QINGFENG_DATA_DIR         database, key file, files           data
  QINGFENG_DATABASE_URL     sqlite://… or postgres://…          sqlite://DATA_DIR/qingfeng.db
  QINGFENG_FILES_URL        file://… or s3://…                  file://DATA_DIR/files
  QINGFENG_CAPTCHA          image or off                        image
  QINGFENG_RATE_LIMIT       default or off                      default
  QINGFENG_TRUSTED_PROXIES  networks, with commas               none
  QINGFENG_METRICS_LISTEN   figures for Prometheus              none
  QINGFENG_ONION_LISTEN     the onion service's own entrance    none
  QINGFENG_ONION_ORIGIN     its address, for Tor Browser        none
  QINGFENG_LOG_FORMAT       text or json                        text
The tables [time_limits], [custody], [retention], [evidence], [timestamps] and [sign_in] stand in the file; `qingfeng config` prints all that is in force.

Exit codes: 0 done, 1 failed, 2 wrong use.";

#[derive(Subcommand)]
enum Command {
    /// Serve the portal. In an empty data folder it runs `init` first; while there is no member it prints a one-time sign-in. It makes no
    /// portal beside the keys of one whose database is gone.
    Serve,
    /// Make database, key file, units and categories in the data folder. Run again it changes nothing.
    Init,
    /// Bring the database's schema up to date. Safe to run twice, and from two nodes at once.
    Migrate,
    /// Print the configuration in force, with passwords hidden.
    Config,
    /// Print the fingerprint of the key by which everyone can check what this portal signs; it stands on /about/protection.
    Fingerprint,
    Poster(poster::Arguments),
    /// Members: add, list, reset.
    #[command(subcommand)]
    Staff(staff::Command),
    /// Units: list, add, sign-keys.
    #[command(subcommand)]
    Unit(unit::Command),
    /// Fill an empty portal with invented cases, for trying it out.
    Seed(seed::Arguments),
    /// The audit log: verify, stamps, export.
    #[command(subcommand)]
    Audit(audit::Command),
    Verify(verify::Arguments),
    /// The key under which the data keys of all cases lie: rotate, status.
    #[command(subcommand)]
    Retention(retention::Command),
    /// Say of each unit's key whether officers with shares could bring it back, without opening anything. 1 if one could not surely.
    Drill,
    /// Copy database and files to a new folder, while the portal serves.
    Backup(backup::Arguments),
    /// Check a backup and put it into an empty data folder.
    Restore(restore::Arguments),
    #[command(flatten)]
    Apart(apart::Command),
}

/// What every command may use from outside.
pub(crate) struct Context {
    config: Config,
    rng: StdRng,
}

impl Context {
    fn now(&self) -> Timestamp {
        SystemClock.now()
    }
}

/// Reads the arguments and the environment, and does what they say.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // They know nothing of a portal, and limit themselves before a thread could be started.
    if let Command::Apart(command) = &arguments.command {
        return ended(apart::run(command));
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().on_thread_park(http::wipe_before_rest).build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&CliError::Io { doing: "starting".to_owned(), source: error }),
    };
    ended(runtime.block_on(run(arguments, &std::env::vars().collect())))
}

fn ended(outcome: Result<(), CliError>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

fn failed(error: &CliError) -> ExitCode {
    terminal::complain(error);
    ExitCode::from(error.exit_code())
}

async fn run(arguments: Arguments, variables: &HashMap<String, String>) -> Result<(), CliError> {
    let config = Config::load(arguments.config.as_deref(), variables)?;
    let mut context = Context { config, rng: rand::make_rng() };
    match arguments.command {
        Command::Serve => serve::run(context).await,
        Command::Init => init::run(&mut context).await,
        Command::Migrate => init::migrate(&context).await,
        Command::Config => terminal::say(format_args!("{}", context.config)),
        Command::Fingerprint => init::fingerprint(&context).await,
        Command::Poster(arguments) => poster::run(arguments, &context).await,
        Command::Staff(command) => staff::run(command, &mut context).await,
        Command::Unit(command) => unit::run(command, &mut context).await,
        Command::Seed(arguments) => seed::run(&arguments, &mut context).await,
        Command::Audit(command) => audit::run(command, &context).await,
        Command::Verify(arguments) => verify::run(arguments, &context).await,
        Command::Retention(command) => retention::run(command, &mut context).await,
        Command::Drill => drill::run(&context).await,
        Command::Backup(arguments) => backup::run(&arguments, &context).await,
        Command::Restore(arguments) => restore::run(&arguments, &context).await,
        Command::Apart(command) => apart::run(&command),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_help_names_every_table_of_the_configuration() {
        let shown = Config::load(None, &HashMap::new()).unwrap().to_string();
        let tables = shown.lines().filter(|line| line.starts_with('[') && !line.contains('.'));
        tables.for_each(|table| assert!(HELP.contains(table), "{table}"));
    }
}
