//! `audit`: the log of who did what.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use serde::Serialize;

use super::{CliError, Context, Portal, terminal::say};
use crate::{
    casework::{
        retention::verify_all,
        stamping::{unstamped, verify_stamps},
        transparency::{Published, PublishedDay, closed_in_log},
    },
    stamps::{TimestampConfig, Trust},
    store::{
        AuditEntry, StoreError,
        audit::{Checkpoint, days::DayStamp},
    },
};

/// The audit log.
#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Check the whole chain, that it is the one whose daily ends were signed, and that none of these ends is gone: 0 if it holds, 1 and the
    /// first bad entry or day if not.
    /// Checks stamps too, if an authority is configured, without asking it. Prints the last hash: note it elsewhere.
    Verify {
        /// A copy of /transparency.json kept elsewhere: what it says was published must still be so.
        #[arg(long, value_name = "FILE")]
        published: Option<PathBuf>,
        /// A last hash noted earlier: the chain must contain it, or everything was rewritten.
        #[arg(long, value_name = "HASH")]
        head: Option<String>,
    },
    /// Say which of the last days an authority has stamped, and why another has no stamp: 1 if one has none.
    Stamps,
    /// Write every entry as a line of JSON to a new file, or to the standard output.
    Export {
        /// The file.
        file: Option<PathBuf>,
    },
}

const PAGE: i64 = 5_000;
/// Days of which `stamps` tells.
const SHOWN: u32 = 14;

pub(super) async fn run(command: Command, context: &Context) -> Result<(), CliError> {
    let portal = Portal::open(&context.config).await?;
    let outcome = match command {
        Command::Verify { published, head } => {
            verify(&portal, published.as_deref(), head.as_deref(), context.config.timestamps.as_ref()).await
        }
        Command::Stamps => stamps(&portal, context.now()).await,
        Command::Export { file: Some(path) } => export_to(&portal, &path).await,
        Command::Export { file: None } => export(&portal, BufWriter::new(io::stdout())).await,
    };
    portal.closed(outcome).await
}

async fn export_to(portal: &Portal, path: &Path) -> Result<(), CliError> {
    let failed = CliError::making(path);
    let file = File::create_new(path).map_err(&failed)?;
    export(portal, BufWriter::new(&file)).await?;
    file.sync_all().map_err(failed)
}

async fn verify(
    portal: &Portal,
    published: Option<&Path>,
    noted: Option<&str>,
    timestamps: Option<&TimestampConfig>,
) -> Result<(), CliError> {
    // Read first: a day that is closed meanwhile is no fault.
    let closed = match closed_in_log(&portal.store).await {
        // An entry that cannot be read is named by the check of the chain.
        Err(StoreError::Corrupt(_)) => Vec::new(),
        closed => closed.map_err(portal.failed())?,
    };
    let days: Vec<PublishedDay> = portal.store.days().all().await.map_err(portal.failed())?.iter().map(PublishedDay::from).collect();
    let copied = published.map(kept).transpose()?.map_or_else(Vec::new, |published| published.days);
    let signed = [signed(&days, portal)?, signed(&copied, portal)?].concat();
    let intact = portal.store.audit().verify(&signed).await.map_err(portal.failed())??;
    if let Some(day) = missing(&days, &closed, &copied) {
        return Err(CliError::Failed(format!("the chain holds, but the signed end of {day} is not on record any more")));
    }
    if let Some(noted) = noted {
        let hash = HEXLOWER.decode(noted.trim().to_lowercase().as_bytes()).ok().and_then(|hash| hash.try_into().ok());
        let hash: [u8; 32] = hash.ok_or_else(|| CliError::Usage("--head takes 64 hexadecimal digits".to_owned()))?;
        if !portal.store.audit().contains(&hash).await.map_err(portal.failed())? {
            return Err(CliError::Failed("the chain holds, but not with the hash that was noted: the log was rewritten".to_owned()));
        }
    }
    let destroyed = destructions(portal).await?;
    let stamps = stamped(portal, timestamps).await?;
    say(format_args!(
        "{} entries, intact, {} signed ends{stamps} and {destroyed} certificates of destruction among them\n{}",
        intact.entries,
        days.len(),
        HEXLOWER.encode(&intact.head)
    ))
}

/// A day that was closed, as the log or a copy has it, and that is not among these.
fn missing<'a>(days: &[PublishedDay], closed: &'a [(String, Checkpoint)], copied: &'a [PublishedDay]) -> Option<&'a str> {
    let is_on_record = |name: &str, end| days.iter().any(|day| day.day == name && day.checkpoint() == Some(end));
    let in_log = closed.iter().find(|(day, end)| !is_on_record(day, *end)).map(|(day, _)| day.as_str());
    in_log.or_else(|| copied.iter().find(|day| !days.contains(day)).map(|day| day.day.as_str()))
}

/// How many of the signed ends have a stamp; each that is kept has to hold. Nothing to say where no authority is configured.
async fn stamped(portal: &Portal, timestamps: Option<&TimestampConfig>) -> Result<String, CliError> {
    let Some(timestamps) = timestamps else { return Ok(String::new()) };
    let trust = Trust::load(&timestamps.certificate)?;
    let verified = verify_stamps(&portal.store, &trust).await.map_err(portal.failed())?;
    let kept = verified.map_err(|(day, error)| CliError::Failed(format!("the stamp of {day} does not hold: {error}")))?;
    Ok(format!(" ({kept} of them stamped)"))
}

async fn stamps(portal: &Portal, now: Timestamp) -> Result<(), CliError> {
    for day in portal.store.days().newest(SHOWN).await.map_err(portal.failed())? {
        let stamp = portal.store.days().stamp_on(&day.day).await.map_err(portal.failed())?;
        say(format_args!("{}  {}", day.day, told(stamp.as_ref())))?;
    }
    match unstamped(&portal.store, now).await.map_err(portal.failed())? {
        0 => Ok(()),
        some => Err(CliError::Failed(format!("{some} of the last days have no stamp"))),
    }
}

fn told(stamp: Option<&DayStamp>) -> String {
    let Some(stamp) = stamp else { return "no stamp yet".to_owned() };
    match (stamp.stamped_at, &stamp.problem) {
        (Some(at), _) => format!("stamped {}", moment(at)),
        (None, Some(problem)) => format!("no stamp after {} tries, next at {}: {problem}", stamp.tries, moment(stamp.next_try_at)),
        (None, None) => "no stamp yet".to_owned(),
    }
}

fn moment(at: i64) -> String {
    Timestamp::from_millisecond(at).map(|at| at.to_string()).unwrap_or_default()
}

/// How many cases were destroyed; each certificate has to be signed, and in the entry that it names.
async fn destructions(portal: &Portal) -> Result<u64, CliError> {
    let verified = verify_all(&portal.store, &portal.keys).await.map_err(portal.failed())?;
    verified.map_err(|number| CliError::Failed(format!("the certificate of destruction of case {number} is not as the log has it")))
}

fn kept(file: &Path) -> Result<Published, CliError> {
    let text = std::fs::read(file).map_err(|error| CliError::Usage(format!("{} cannot be read: {error}", file.display())))?;
    serde_json::from_slice(&text).map_err(|_| CliError::Usage(format!("{} is no copy of /transparency.json", file.display())))
}

/// How the log stood at the end of each day, as far as this portal signed it.
fn signed(days: &[PublishedDay], portal: &Portal) -> Result<Vec<Checkpoint>, CliError> {
    let key = portal.keys.public_key();
    let checked = days.iter().map(|day| day.checkpoint().filter(|_| day.is_signed_by(&key)).ok_or(&day.day));
    checked
        .collect::<Result<_, _>>()
        .map_err(|day| CliError::Failed(format!("the signed end of {day} is forged: this portal did not sign it")))
}

/// An entry as it is exported.
#[derive(Serialize)]
struct Line<'a> {
    seq: i64,
    at: String,
    action: &'a str,
    member: Option<i64>,
    unit: Option<i64>,
    case: Option<i64>,
    object: Option<&'a str>,
    hash: String,
}

impl<'a> From<&'a AuditEntry> for Line<'a> {
    fn from(entry: &'a AuditEntry) -> Self {
        Self {
            seq: entry.seq,
            at: moment(entry.at),
            action: &entry.action,
            member: entry.member_id,
            unit: entry.unit_id,
            case: entry.case_id,
            object: entry.object.as_deref(),
            hash: HEXLOWER.encode(&entry.hash),
        }
    }
}

async fn export(portal: &Portal, mut out: impl Write) -> Result<(), CliError> {
    let failed = || CliError::io("writing the export");
    let mut after = 0;
    loop {
        let page = portal.store.audit().after(after, PAGE).await.map_err(portal.failed())?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for entry in &page {
            serde_json::to_writer(&mut out, &Line::from(entry)).map_err(|error| failed()(error.into()))?;
            out.write_all(b"\n").map_err(failed())?;
        }
    }
    out.flush().map_err(failed())
}
