//! `serve`: the portal itself.

use std::sync::Arc;

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use rand::{SeedableRng, rngs::StdRng};
use sha2::{Digest, Sha256};
use tokio::task::JoinHandle;

use super::{
    CliError, Context, Portal,
    init::{self, Beside},
    log,
    portal::deadlines,
    terminal::say,
};
use crate::{
    app::{App, Ports, Settings},
    casework::custody::CustodyRules,
    clock::SystemClock,
    config::{Captcha, Config, RateLimit},
    files::{Files, cleaning::Cleaning, drawing::Drawing},
    http::{Doors, log_panics_without_their_message, serve, signal_to_stop},
    jobs::{self, Work},
    stamps::Authority,
    vault::ring::Ring,
};

/// The setting that holds the hash of the configuration that was last in force.
const CONFIGURATION: &str = "configuration";

pub(super) async fn run(mut context: Context) -> Result<(), CliError> {
    log::start(context.config.log);
    log_panics_without_their_message();
    warn_of_what_is_off(&context.config);
    // Before anything is made: a port in use should leave nothing behind.
    let doors = doors(&context.config).await?;
    let now = context.now();
    let (portal, _) = init::install(&context.config, Beside::Nothing, now, &mut context.rng).await?;
    warn_of_retention_key(&portal.ring);
    warn_of_unknown_categories(&portal, &context.config.custody).await?;
    if let Some(link) = portal.first_sign_in(now, &mut context.rng).await? {
        say(format_args!(
            "\nNobody is a member yet. The first one signs in here, once, within {} hours:\n  {link}\n",
            context.config.sign_in.invitation_hours
        ))?;
    }
    note_configuration(&portal, &context.config, now).await?;
    let files = Files::open(&context.config.files_url)?;
    let work = Work {
        store: portal.store.clone(),
        keys: Arc::clone(&portal.keys),
        ring: Arc::clone(&portal.ring),
        retention: Arc::new(context.config.retention.clone()),
        files: files.clone(),
        evidence: context.config.evidence,
        clock: Arc::new(SystemClock),
        idle: portal.vault.idle_time(),
    };
    let stamping = start_stamping(&mut context, &portal)?;
    let jobs = jobs::start(work, StdRng::from_rng(&mut context.rng));
    let stop = signal_to_stop().map_err(CliError::io("listening to signals"))?;
    let app = app(&context.config, &portal, &files).await?;
    say(format_args!("Qingfeng serves {}", context.config.origin()))?;
    tracing::info!(address = %context.config.web.listen, fingerprint = %portal.keys.fingerprint(), "serving");
    serve(app, doors, stop).await.map_err(CliError::io("serving"))?;
    jobs.abort();
    if let Some(stamping) = stamping {
        stamping.abort();
    }
    portal.store.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Only if an authority is configured is anybody asked for anything.
fn start_stamping(context: &mut Context, portal: &Portal) -> Result<Option<JoinHandle<()>>, CliError> {
    let Some(timestamps) = &context.config.timestamps else { return Ok(None) };
    let authority = Authority::open(timestamps)?;
    let rng = StdRng::from_rng(&mut context.rng);
    Ok(Some(jobs::stamping::start(portal.store.clone(), authority, Arc::new(SystemClock), rng)))
}

/// Puts the configuration in force into the audit log, as a hash over what `qingfeng config` prints, when it is another than before.
async fn note_configuration(portal: &Portal, config: &Config, now: Timestamp) -> Result<(), CliError> {
    let hash = HEXLOWER.encode(&Sha256::digest(config.to_string()));
    if portal.store.setting(CONFIGURATION).await.map_err(portal.failed())?.as_ref() == Some(&hash) {
        return Ok(());
    }
    portal.note("config.change", hash.clone(), now).await?;
    portal.store.put_setting(CONFIGURATION, &hash).await.map_err(portal.failed())
}

fn warn_of_what_is_off(config: &Config) {
    if config.abuse.captcha == Captcha::Off {
        tracing::warn!("QINGFENG_CAPTCHA=off: the report form has neither captcha nor minimum age");
    }
    if config.abuse.rate_limit == RateLimit::Off {
        tracing::warn!("QINGFENG_RATE_LIMIT=off: nobody is held back");
    }
    for name in &config.unknown_variables {
        tracing::warn!("the variable {name} names no setting: `qingfeng --help` lists them");
    }
}

fn warn_of_retention_key(ring: &Ring) {
    if let Err(error) = ring.in_use() {
        // Not the end: other pages are served, and it takes reports as soon as the file is there.
        tracing::error!(%error, "this node takes no report");
    }
    if let Err(error) = ring.keep_copies() {
        // Reports are taken all the same: the file is there.
        tracing::error!(%error, "a copy of the retention key is not as it has to be");
    }
}

/// No reason to end: an administrator may have removed the category.
async fn warn_of_unknown_categories(portal: &Portal, rules: &CustodyRules) -> Result<(), CliError> {
    let catalog = portal.store.lists().catalog().await.map_err(portal.failed())?;
    for code in rules.two_decisions_categories.iter().filter(|code| catalog.category(code).is_none()) {
        tracing::warn!(%code, "custody.two_decisions_categories names a category that there is not");
    }
    Ok(())
}

async fn doors(config: &Config) -> Result<Doors, CliError> {
    let web = &config.web;
    let doing = "opening the portal's doors (QINGFENG_LISTEN, QINGFENG_ONION_LISTEN and QINGFENG_METRICS_LISTEN name them)";
    Doors::open(web.listen, web.onion_listen, web.metrics_listen).await.map_err(CliError::io(doing))
}

async fn app(config: &Config, portal: &Portal, files: &Files) -> Result<App, CliError> {
    let program = std::env::current_exe().map_err(CliError::io("finding this program"))?;
    let ports = Ports {
        store: portal.store.clone(),
        keys: Arc::clone(&portal.keys),
        vault: portal.vault.clone(),
        clock: Arc::new(SystemClock),
        deadlines: Arc::new(deadlines(config, &portal.store).await?),
        custody: Arc::new(config.custody.clone()),
        retention: Arc::new(config.retention.clone()),
        files: files.clone(),
        evidence: config.evidence,
        cleaning: Cleaning::by(program.clone()),
        drawing: Drawing::by(program),
    };
    let settings = Settings {
        public_origin: config.web.public_origin.clone(),
        onion_origin: config.web.onion_origin.clone(),
        trusted_proxies: config.web.trusted_proxies.clone(),
        captcha: config.abuse.captcha == Captcha::Image,
        rate_limit: config.abuse.rate_limit == RateLimit::Default,
    };
    Ok(App::open(ports, settings).await?)
}
