//! Filing a report: sealed in memory, or in a browser before it came; stored, and answered with a receipt.

use jiff::{Timestamp, civil::Date};
use model::{
    Avoid, CaseNumber, Chosen, Destination, FaultKind, Field, IdentityMode, ReceiptCode, RecusalSource, Report, ReportKind,
    status::SealedBy,
};
use rand_core::CryptoRng;
use seal::{
    Holder, LookupId, Proof, Purpose, ReporterSecret, SealedPart, SealedReport, Slot, encode, marks_meant, proof_of_filing, seal_report,
};

use super::{
    CaseworkError,
    calendar::{day_of, day_of_ms},
    deadlines::Due,
    directory::PublicUnitKey,
    follow,
    office::Office,
    routing::{Avoided, NotOpen, Route, Unroutable, Why},
    ticket::{Promise, Ticket},
};
use crate::{
    clock::hour_of,
    store::{Attestor, Case, Filed, KeptAway, NewCase, PersonKeys, StoreError, Token},
};

/// How often a new case number is tried; a second time happens once in a million years.
const NUMBERS_TRIED: usize = 3;

/// What a receipt says that is no secret.
pub struct Filing {
    /// Case number.
    pub number: CaseNumber,
    /// The hour in which it was filed, UTC milliseconds.
    pub filed_at: i64,
    /// The day on which it was filed.
    pub filed_on: Date,
    /// The unit that got it.
    pub unit: i64,
    /// Filed under a real name.
    pub named: bool,
    /// The unit whose custodians keep the identity; none if anonymous, or if no unit has custodians and only the reporter can read it.
    pub identity_kept_by: Option<i64>,
    /// What happens next, and by when.
    pub due: Due,
}

/// What the reporter takes along.
pub struct Receipt {
    /// The code: shown once.
    pub code: ReceiptCode,
    /// Shows later what was filed and when.
    pub proof: Proof,
    /// The rest.
    pub filing: Filing,
    /// Filed by this call; false if the form was sent again.
    pub new: bool,
}

/// A report that came sealed.
pub struct SealedFiling {
    /// What the reporter chose.
    pub chosen: Chosen,
    /// What it was sealed for, which the portal had given out for this ticket.
    pub promise: Promise,
    /// Names the case later.
    pub lookup: LookupId,
    /// What was sealed.
    pub sealed: SealedReport,
    /// What is kept of its proof of filing.
    pub mark: [u8; 32],
}

/// Where a report goes, and under which keys.
struct Addressee<'a> {
    unit: &'a PublicUnitKey,
    custodians: Option<&'a PublicUnitKey>,
    due: Due,
    avoided: Avoided,
}

/// To which unit a report with these answers goes, for the review step, and around whom.
///
/// # Errors
/// [`CaseworkError::NotOpen`]; a fault if a unit is named that there is not, or no unit is left.
pub async fn preview(office: &Office, chosen: &Chosen) -> Result<(Route, Avoided), CaseworkError> {
    let unknown = |_| CaseworkError::fault(Field::AvoidUnit, FaultKind::Unknown);
    let mut avoided = office.directory.avoided(&chosen.avoid).map_err(unknown)?;
    let route = match chosen.kind {
        ReportKind::Protection => protector(office, chosen, &mut avoided).await?,
        _ => office.directory.route_around(&chosen.category, &chosen.area, &avoided)?,
    };
    let wants_custodian = chosen.mode == IdentityMode::Named && chosen.to == Destination::Custodian;
    let above = wants_custodian.then(|| office.directory.custodial_unit(route.unit, &avoided)).flatten();
    let route = match above {
        Some(unit) => Route { unit, why: Why::Chosen, skipped: Vec::new() },
        None => route,
    };
    Ok((route, avoided))
}

/// Where somebody who asks for protection is heard: a level above the unit that has the case, or would have it. That unit must not learn of it,
/// nor must those who must not learn of the case.
async fn protector(office: &Office, chosen: &Chosen, avoided: &mut Avoided) -> Result<Route, CaseworkError> {
    let (unit, route) = match &chosen.about {
        None => {
            let unit = office.directory.route(&chosen.category, &chosen.area)?.unit;
            (unit, office.directory.route_above(unit, avoided)?)
        }
        Some(number) => above_case(office, number, avoided).await?,
    };
    if route.unit != unit {
        avoided.units.push(unit);
    }
    avoided.units.sort_unstable();
    avoided.units.dedup();
    Ok(route)
}

/// The unit that has this case, and where protection asked for in it goes; those who must not learn of the case are added to whom it avoids.
async fn above_case(office: &Office, number: &CaseNumber, avoided: &mut Avoided) -> Result<(i64, Route), CaseworkError> {
    let (cases, own) = (office.store.cases(), avoided.clone());
    let at_number = |kind| CaseworkError::fault(Field::Number, kind);
    let case = match cases.any_with_number(number).await {
        Err(StoreError::NotFound) => return Err(at_number(why_without(office, number).await?)),
        found => found?,
    };
    avoided.units.extend(cases.avoided_units(case.id).await?);
    avoided.of_case = cases.kept_away(case.id).await?;
    // Whom this form names as well stays away by its word.
    avoided.of_case.retain(|kept| own.members.iter().all(|&(member, _)| member != kept.member));
    avoided.members.extend(avoided.of_case.iter().map(|kept| (kept.member, kept.unit)));
    avoided.members.sort_unstable();
    avoided.members.dedup();
    avoided.emptied = office.directory.emptied(&avoided.members);
    match office.directory.route_above(case.unit_id, avoided) {
        Ok(route) => Ok((case.unit_id, Route { why: why_of_case(&route, &own), skipped: Vec::new(), ..route })),
        // Nothing that was chosen here is in the way, but what is known of the case.
        Err(Unroutable::NoneLeft) if office.directory.route_above(case.unit_id, &own).is_ok() => Err(at_number(FaultKind::NobodyLeft)),
        Err(error) => Err(error.into()),
    }
}

/// Why there is no case with this number: that it was destroyed is said where its certificate is there for anyone who knows the number.
async fn why_without(office: &Office, number: &CaseNumber) -> Result<FaultKind, CaseworkError> {
    match office.store.cases().destroyed_openly(number).await {
        Ok(_) => Ok(FaultKind::Destroyed),
        Err(StoreError::NotFound) => Ok(FaultKind::NotFound),
        Err(error) => Err(error.into()),
    }
}

/// Why a report about a case goes where it goes, as whoever knows the number may be told: of those who must not learn of it, only what this
/// form itself says.
fn why_of_case(route: &Route, own: &Avoided) -> Why {
    let names_somebody_there = own.members.iter().any(|&(_, unit)| unit == route.unit);
    if names_somebody_there { Why::Unfree } else { Why::OfCase }
}

/// What the portal has to know of this report.
pub fn chosen(office: &Office, report: &Report) -> Chosen {
    let Report { kind, category, area, to, avoid_units, content, .. } = report;
    let names = marks_meant(&office.keys.public_key(), &content.avoid);
    Chosen {
        kind: *kind,
        category: category.clone(),
        area: area.clone(),
        mode: report.identity_mode(),
        to: *to,
        avoid: Avoid { units: avoid_units.clone(), names },
        about: content.about.as_deref().and_then(|number| CaseNumber::parse(number).ok()),
    }
}

/// Files a report with the ticket of its form. The same ticket files once: sent again, it yields the same receipt.
///
/// # Errors
/// [`CaseworkError::NotOpen`]; [`CaseworkError::TicketUsed`] by a report that was sealed in a browser; or the store is away or full, and
/// nothing is kept.
pub async fn file<R: CryptoRng + Send>(
    office: &Office,
    report: &Report,
    ticket: &Ticket,
    now: Timestamp,
    rng: &mut R,
) -> Result<Receipt, CaseworkError> {
    let code = ticket.receipt_code();
    let secret = ReporterSecret::from_code(&code);
    let chosen = chosen(office, report);
    let to = addressee(office, &chosen, now).await?;
    let case = office.store.cases().new_id(hour_of(now), rng);
    let custodians = to.custodians.map(PublicUnitKey::recipient);
    let sealed = seal_report(case, report, to.unit.recipient(), custodians, &secret, rng);
    let (proof_key, content) = (secret.proof_key(), encode(&report.content));
    let prove = |number: &CaseNumber| proof_of_filing(&proof_key, number, hour_of(now), &content);
    let promise = Promise { case, number: CaseNumber::generate(day_of(now).year(), rng), hour: hour_of(now) };
    let mark = prove(&promise.number).mark(&promise.number, promise.hour);
    let filing = SealedFiling { chosen, promise, lookup: secret.lookup_id(), sealed, mark };
    let new = new_case(office, &filing, &to, SealedBy::Server, ticket);
    let filed = store(office, new, prove, rng).await?;
    if !filed.new {
        return again(office, code, &secret).await;
    }
    let proof = prove(&filed.number);
    Ok(Receipt { code, proof, filing: filing_of(filed, &to, filing.chosen.mode), new: true })
}

/// Files a report that was sealed in a browser. The same form files once: sent again with the same code, it is answered from what is on
/// record, with that case.
///
/// # Errors
/// As for [`file`]; [`CaseworkError::PermitStale`] if it is sealed to other keys than a report with these answers is sealed to now, or if
/// the hour of its proof has passed, or its number has been taken meanwhile.
pub async fn file_sealed(
    office: &Office,
    filing: &SealedFiling,
    ticket: &Ticket,
    now: Timestamp,
) -> Result<(Filing, Option<Case>), CaseworkError> {
    let to = addressee(office, &filing.chosen, now).await?;
    let lookup = office.keys.receipt_lookup(&filing.lookup);
    if filing.promise.hour != hour_of(now) || !is_sealed_to(&filing.sealed, &to) {
        return match office.store.cases().by_lookup(&lookup).await {
            Ok(case) => on_record(office, case).await,
            Err(StoreError::NotFound) => Err(CaseworkError::PermitStale),
            Err(error) => Err(error.into()),
        };
    }
    if is_filed(office, ticket).await? {
        return Err(CaseworkError::TicketUsed);
    }
    let new = new_case(office, filing, &to, SealedBy::Browser, ticket);
    let filed = office.store.cases().file(new).await.map_err(|error| match error {
        // Only the browser can prove under another number.
        StoreError::Taken => CaseworkError::PermitStale,
        other => ticket_used(other),
    })?;
    if !filed.new {
        return on_record(office, office.store.cases().by_lookup(&lookup).await?).await;
    }
    Ok((filing_of(filed, &to, filing.chosen.mode), None))
}

/// Whether a report that was sealed here is on record for this ticket.
///
/// # Errors
/// The store is away.
pub async fn is_filed(office: &Office, ticket: &Ticket) -> Result<bool, StoreError> {
    let secret = ReporterSecret::from_code(&ticket.receipt_code());
    let lookup = office.keys.receipt_lookup(&secret.lookup_id());
    match office.store.cases().by_lookup(&lookup).await {
        Ok(_) => Ok(true),
        Err(StoreError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn addressee<'a>(office: &'a Office, chosen: &Chosen, now: Timestamp) -> Result<Addressee<'a>, CaseworkError> {
    let (route, avoided) = preview(office, chosen).await?;
    let unit = office.directory.report_key(route.unit).ok_or(NotOpen)?;
    let is_named = chosen.mode == IdentityMode::Named;
    let custodians = is_named.then(|| office.directory.identity_key_around(route.unit, &avoided)).flatten();
    Ok(Addressee { unit, custodians, avoided, due: office.deadlines.on_filing(chosen.kind, chosen.mode, day_of(now)) })
}

/// Whether each part is sealed to the key that it is to be sealed to.
fn is_sealed_to(sealed: &SealedReport, to: &Addressee<'_>) -> bool {
    let key_of = |part: &SealedPart| part.unit.as_ref().map(|(key, _)| *key);
    let custodians = to.custodians.map(|key| key.id);
    key_of(&sealed.report) == Some(to.unit.id) && sealed.identity.as_ref().is_none_or(|identity| key_of(identity) == custodians)
}

fn new_case(office: &Office, filing: &SealedFiling, to: &Addressee<'_>, sealed_by: SealedBy, ticket: &Ticket) -> NewCase {
    let SealedFiling { chosen, sealed, promise, .. } = filing;
    let (public, verifying) = (sealed.public_key.to_bytes(), sealed.verifying_key.as_bytes().to_vec());
    let mark = office.keys.mark(PersonKeys::Reporter { case: promise.case, public: &public, verifying: &verifying });
    let mut keys = copies(&sealed.report, Purpose::Report);
    let bytes = |ciphertext: &seal::Ciphertext| ciphertext.as_bytes().to_vec();
    let mut envelopes = vec![(Slot::Report, bytes(&sealed.report.ciphertext)), (Slot::Summary, bytes(&sealed.summary))];
    if let Some(identity) = &sealed.identity {
        keys.extend(copies(identity, Purpose::Identity));
        envelopes.push((Slot::Identity, bytes(&identity.ciphertext)));
    }
    NewCase {
        id: promise.case,
        number: promise.number.clone(),
        filing_mark: filing.mark,
        lookup: office.keys.receipt_lookup(&filing.lookup),
        kind: chosen.kind,
        category: chosen.category.clone(),
        area: chosen.area.clone(),
        unit: to.unit.unit,
        named: chosen.mode == IdentityMode::Named,
        filed_at: promise.hour,
        due_at: to.due.at(),
        due_basis: Some(to.due.article.as_str().to_owned()),
        sealed_by,
        ticket: Token { token_hash: ticket.token(&office.keys), expires_at: ticket.expires_at() },
        reporter_public_key: public,
        reporter_verifying_key: verifying,
        reporter_keys_mark: mark.to_vec(),
        keys,
        envelopes,
        recused: kept_away(&to.avoided),
        avoided: to.avoided.units.clone(),
    }
}

/// Members who must not learn of it: those of the case that it is about as they are kept away there, and those whom the reporter names here.
fn kept_away(avoided: &Avoided) -> Vec<KeptAway> {
    let kept = |&(member, unit): &(i64, i64)| {
        let of_case = avoided.of_case.iter().find(|kept| kept.member == member);
        of_case.copied().unwrap_or(KeptAway { member, unit, source: RecusalSource::Reporter, declared_by: None })
    };
    avoided.members.iter().map(kept).collect()
}

/// The reporter's copy of a data key, and the unit's.
fn copies(part: &SealedPart, purpose: Purpose) -> Vec<(Purpose, Holder, Vec<u8>)> {
    let mut copies = vec![(purpose, Holder::Reporter, part.reporter.as_bytes().to_vec())];
    copies.extend(part.unit.as_ref().map(|(key, sealed)| (purpose, Holder::Unit(*key), sealed.as_bytes().to_vec())));
    copies
}

async fn store<R: CryptoRng + Send>(
    office: &Office,
    mut case: NewCase,
    prove: impl Fn(&CaseNumber) -> Proof + Send,
    rng: &mut R,
) -> Result<Filed, CaseworkError> {
    for _ in 1..NUMBERS_TRIED {
        match office.store.cases().file(case.clone()).await {
            Err(StoreError::Taken) => {
                case.number = CaseNumber::generate(day_of_ms(case.filed_at).year(), rng);
                case.filing_mark = prove(&case.number).mark(&case.number, case.filed_at);
            }
            other => return other.map_err(ticket_used),
        }
    }
    office.store.cases().file(case).await.map_err(ticket_used)
}

fn ticket_used(error: StoreError) -> CaseworkError {
    match error {
        StoreError::NotFound => CaseworkError::TicketUsed,
        other => other.into(),
    }
}

fn filing_of(filed: Filed, to: &Addressee<'_>, mode: IdentityMode) -> Filing {
    Filing {
        number: filed.number,
        filed_at: filed.filed_at,
        filed_on: day_of_ms(filed.filed_at),
        unit: filed.unit,
        named: mode == IdentityMode::Named,
        identity_kept_by: to.custodians.map(|key| key.unit),
        due: to.due,
    }
}

/// The receipt of what this code filed before, whatever the form says now: from what is stored.
async fn again(office: &Office, code: ReceiptCode, secret: &ReporterSecret) -> Result<Receipt, CaseworkError> {
    let case = follow::find(office, secret).await?;
    let content = follow::filed(office, &case, secret).await?;
    let proof = proof_of_filing(&secret.proof_key(), &case.number, case.filed_at, &content);
    Ok(Receipt { code, proof, filing: filing_on_record(office, &case).await?, new: false })
}

async fn on_record(office: &Office, case: Case) -> Result<(Filing, Option<Case>), CaseworkError> {
    Ok((filing_on_record(office, &case).await?, Some(case)))
}

async fn filing_on_record(office: &Office, case: &Case) -> Result<Filing, CaseworkError> {
    let keys = office.store.cases().keys(case.id).await?;
    let filed_on = day_of_ms(case.filed_at);
    Ok(Filing {
        due: office.deadlines.on_filing(case.kind, super::office::mode_of(case), filed_on),
        number: case.number.clone(),
        filed_at: case.filed_at,
        filed_on,
        unit: case.first_unit_id,
        named: case.named,
        identity_kept_by: follow::identity_key(&keys).and_then(|key| office.directory.unit_of_key(key)),
    })
}
