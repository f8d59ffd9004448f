//! `verify`: whether a proof of filing, or a certificate of destruction, holds.

use std::{fs, path::PathBuf};

use model::CaseNumber;
use seal::Proof;

use super::{CliError, Context, Portal, terminal::say};
use crate::{
    casework::{
        filing_proof::{self, Certificate, parse_proof},
        retention::DestructionCertificate,
    },
    store::StoreError,
};

/// Check a proof of filing or a certificate of destruction: 0 if it holds, 1 if not. Shows nothing of the report.
///
/// Either a saved certificate, which needs no portal: `qingfeng verify FILE --fingerprint FINGERPRINT`. Or a proof against this portal's
/// database: `qingfeng verify --number NUMBER --proof PROOF`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A certificate that was saved at /verify, or one of a destruction.
    #[arg(requires = "fingerprint", conflicts_with_all = ["number", "proof"], required_unless_present = "number")]
    file: Option<PathBuf>,
    /// The fingerprint of the portal's key, from a poster or another source that you trust.
    #[arg(long, value_name = "FINGERPRINT")]
    fingerprint: Option<String>,
    /// The case number.
    #[arg(long, requires = "proof", value_parser = number)]
    number: Option<CaseNumber>,
    /// The proof of filing: 64 hexadecimal digits.
    #[arg(long, requires = "number")]
    proof: Option<String>,
}

fn number(typed: &str) -> Result<CaseNumber, &'static str> {
    CaseNumber::parse(typed).map_err(|_| "this is no case number")
}

pub(super) async fn run(arguments: Arguments, context: &Context) -> Result<(), CliError> {
    let fingerprint = arguments.fingerprint.as_deref().unwrap_or_default();
    if let Some(destroyed) = arguments.file.as_deref().and_then(destruction) {
        destroyed.check(fingerprint).map_err(|why| CliError::Failed(format!("not valid: {why}")))?;
        return say(format_args!(
            "valid: case {} was destroyed at {}, by the rule {}; entry {} of the audit log",
            destroyed.number,
            destroyed.destroyed_at,
            String::from(destroyed.rule),
            destroyed.entry
        ));
    }
    let (certificate, unstamped) = match (arguments.file, arguments.number, arguments.proof) {
        (Some(file), ..) => (saved(&file, fingerprint)?, "when it was saved, its day was not over, or had been closed too early"),
        (None, Some(number), Some(proof)) => on_record(&number, &proof, context).await?,
        _ => return Err(CliError::Usage("give a certificate's file, or --number and --proof".to_owned())),
    };
    say(format_args!("valid: case {} was filed in the hour from {}", certificate.number, certificate.filed_at))?;
    match certificate.stamp {
        Some(stamp) => say(format_args!("stamped with all filings of {} in entry {} of the audit log", stamp.day.day, stamp.day.entries)),
        None => say(format_args!("not stamped: {unstamped}")),
    }
}

/// A saved certificate of destruction, if the file is one.
fn destruction(file: &std::path::Path) -> Option<DestructionCertificate> {
    serde_json::from_slice(&fs::read(file).ok()?).ok()
}

fn saved(file: &std::path::Path, fingerprint: &str) -> Result<Certificate, CliError> {
    let text = fs::read(file).map_err(|error| CliError::Usage(format!("{} cannot be read: {error}", file.display())))?;
    let invalid = |why: filing_proof::Invalid| CliError::Failed(format!("not valid: {why}"));
    let certificate: Certificate = serde_json::from_slice(&text).map_err(|_| invalid(filing_proof::Invalid::Malformed))?;
    certificate.check(fingerprint).map_err(invalid)?;
    Ok(certificate)
}

/// The certificate, and why it has no stamp if it has none.
async fn on_record(number: &CaseNumber, proof: &str, context: &Context) -> Result<(Certificate, &'static str), CliError> {
    let proof = parse_proof(proof).ok_or_else(|| CliError::Usage("--proof takes 64 hexadecimal digits".to_owned()))?;
    let portal = Portal::open(&context.config).await?;
    let checked = check(&portal, number, &proof).await.map_err(portal.failed());
    portal.closed(checked).await?.ok_or_else(|| CliError::Failed("not valid: no report has this number and this proof".to_owned()))
}

async fn check(portal: &Portal, number: &CaseNumber, proof: &Proof) -> Result<Option<(Certificate, &'static str)>, StoreError> {
    let Some(certificate) = filing_proof::verify(&portal.store, &portal.keys, number, proof).await? else { return Ok(None) };
    let late = certificate.came_too_late(&portal.store).await?;
    Ok(Some((certificate, if late { "its day was closed before it was filed: the clock was ahead" } else { "its day is not over" })))
}
