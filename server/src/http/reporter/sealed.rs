//! Filing from a browser that seals. It sends what was chosen from lists and gets pages with blanks; in the end it sends ciphertexts.
//! Everything that protects the plain form holds here as well: ticket, captcha, trap, age, budget.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use model::{
    CaseNumber, Chosen, Fault, FaultKind, Field, Identity, IdentityMode, NameMark, Report, ReportContent, ReportForm,
    api::{Base64, CheckAsk, FormAnswer, FormAsk, Permit, SealAnswer, SealAsk, SealRefusal, StoredReport},
    avoid::codes,
    form::in_order,
    limits,
};
use pages::reporter::{ReceiptCheckPage, receipt_check_page, review_page};
use seal::{Ciphertext, Holder, InvalidFiling, LookupId, OpenError, Purpose, SealedReport, Slot};

use super::{
    filed, receipt,
    report::{Desk, Rejected, Sent, Shown, Step, Way, sealing},
    review,
};
use crate::{
    app::App,
    casework::{
        CaseworkError, Office,
        calendar::day_of,
        directory::PublicUnitKey,
        intake::{self, SealedFiling},
        ticket::{Promise, Ticket},
    },
    clock::hour_of,
    http::{ask::Ask, limits::Spending, refusal::Refusal, visit::Visit},
    store::{Case, CaseKey, StoreError},
};

/// The page on which the requests are made: links in the answers lead from there.
const PAGE: &str = "/report";
/// What is typed, and so never comes here.
const KEPT: [Field; 8] =
    [Field::Subject, Field::Title, Field::Body, Field::Name, Field::IdNumber, Field::Phone, Field::Address, Field::AvoidNames];

/// `POST /api/report/prepare`: the next page of the form; with a review, the permit to file.
pub async fn prepare(State(app): State<App>, visit: Visit, Ask(ask): Ask<FormAsk>) -> Result<Response, Refusal> {
    let desk = desk(app, visit).await?;
    let ticket = desk.ticket(&ask.ticket);
    let names = marks(&ask.avoid_names);
    let (sent, kept_faults) = sent(ask);
    if sent.step() == Step::Again {
        return Ok(form(desk.form(sent.form, Vec::new(), ticket, Way::Browser)));
    }
    let checked = match (sent.form.check_chosen(&desk.office.directory.catalog), kept_faults) {
        (Ok(chosen), faults) if faults.is_empty() => Ok(chosen),
        (chosen, faults) => Err(in_order(chosen.err(), Some(faults))),
    };
    match desk.check(&sent, checked, ticket).await {
        Ok((mut chosen, ticket)) => {
            chosen.avoid.names = names;
            review(desk, sent.form, &chosen, &ticket).await
        }
        Err(Rejected::Faults(faults, ticket)) => Ok(form(desk.form(sent.form, faults, ticket, Way::Browser))),
        Err(Rejected::Store(error)) => Err(error.into()),
    }
}

/// `POST /api/report/seal`: files a report that came sealed.
pub async fn seal(State(app): State<App>, visit: Visit, Ask(ask): Ask<SealAsk>) -> Result<Response, Refusal> {
    let desk = desk(app, visit).await?;
    let chosen_form = chosen_form(&ask);
    let Some(ticket) = desk.ticket(&ask.ticket).filter(|ticket| !desk.app.asks_captcha() || ticket.is_human()) else {
        return Ok(expired(desk, chosen_form));
    };
    let kind = ask.kind;
    let filing = match read(&desk.office, ask, &ticket) {
        Ok(filing) => filing,
        Err(Unread::Refused(why)) => return Ok(refused(StatusCode::BAD_REQUEST, why)),
        Err(Unread::Faults(faults)) => return Ok(form(desk.form(chosen_form, faults, Some(ticket), Way::Browser))),
    };
    match intake::file_sealed(&desk.office, &filing, &ticket, desk.now).await {
        Ok((filing, on_record)) => {
            let stored = match on_record {
                Some(case) => Some(stored(&desk.office, &case).await?),
                None => None,
            };
            let (number, filed_at) = (filing.number.clone(), filing.filed_at);
            let page = filed::blank_page(&desk.office, &desk.visit.view, kind, filing).into_string();
            Ok(Json(SealAnswer { page, number, filed_at, stored }).into_response())
        }
        Err(CaseworkError::Store(StoreError::OtherKey)) => {
            // Another node has put a new key in the place of the one that this node knew; the next permit is for the new one.
            desk.app.office_anew().await;
            Ok(refused(StatusCode::CONFLICT, SealRefusal::PermitStale))
        }
        Err(CaseworkError::PermitStale) => Ok(refused(StatusCode::CONFLICT, SealRefusal::PermitStale)),
        Err(CaseworkError::TicketUsed) => Ok(expired(desk, chosen_form)),
        Err(CaseworkError::Faults(faults)) => Ok(form(desk.form(chosen_form, faults, Some(ticket), Way::Browser))),
        Err(error) => Err(error.into()),
    }
}

/// `POST /api/receipt/check`: the page that says what came of comparing a copy of the code. The browser has compared.
pub async fn check(State(app): State<App>, mut visit: Visit, Ask(ask): Ask<CheckAsk>) -> Result<Response, Refusal> {
    app.budgets().spend(Spending::Page, visit.client)?;
    visit.view.path = "/receipt/check".to_owned();
    let status = receipt::status_of(&ask.outcome);
    let page = receipt_check_page(&visit.view, &ReceiptCheckPage { shown: None, typed: String::new(), outcome: ask.outcome });
    Ok((status, Json(FormAnswer { page: page.into_string(), permit: None })).into_response())
}

async fn desk(app: App, mut visit: Visit) -> Result<Desk, Refusal> {
    let office = app.office_once_open().await;
    if !office.directory.is_open() {
        return Err(Refusal::Unavailable);
    }
    app.budgets().spend(Spending::Report, visit.client)?;
    visit.view.path = PAGE.to_owned();
    Ok(Desk::open(app, office, visit))
}

/// The form without what was typed, and what the browser found wrong with that.
fn sent(ask: FormAsk) -> (Sent, Vec<Fault>) {
    let FormAsk { kind, category, area, identity, to, avoid_units, number, ticket, step, faults, .. } = ask;
    let (question, answer, trap) = (ask.captcha_token, ask.captcha, ask.website);
    let mut form = ReportForm::default();
    (form.kind, form.category, form.area, form.identity, form.to) = (kind, category, area, identity, to);
    form.avoid_units = codes(&avoid_units).join(" ");
    form.number = number;
    let faults = faults.into_iter().filter(|fault| KEPT.contains(&fault.field)).collect();
    (Sent { form, ticket, question, answer, trap, step, reviewed: String::new() }, faults)
}

fn form(shown: Shown) -> Response {
    (shown.status, Json(FormAnswer { page: shown.page.into_string(), permit: None })).into_response()
}

fn expired(desk: Desk, chosen: ReportForm) -> Response {
    form(desk.form(chosen, vec![Fault::new(Field::Ticket, FaultKind::Expired)], None, Way::Browser))
}

fn refused(status: StatusCode, why: SealRefusal) -> Response {
    (status, Json(why)).into_response()
}

async fn review(mut desk: Desk, form: ReportForm, chosen: &Chosen, ticket: &Ticket) -> Result<Response, Refusal> {
    let routed = match intake::preview(&desk.office, chosen).await {
        Ok(routed) => routed,
        Err(CaseworkError::Faults(faults)) => return Ok(self::form(desk.form(form, faults, Some(ticket.clone()), Way::Browser))),
        Err(_) => return Err(Refusal::Unavailable),
    };
    let (office, rng) = (&desk.office, &mut desk.rng);
    let (route, avoided) = &routed;
    let unit = office.directory.report_key(route.unit).ok_or(Refusal::Unavailable)?;
    let is_named = chosen.mode == IdentityMode::Named;
    let hour = hour_of(desk.now);
    let case = office.store.cases().new_id(hour, rng);
    let promise = Promise { case, number: CaseNumber::generate(day_of(desk.now).year(), rng), hour };
    let permit = Permit {
        token: ticket.permit(&promise, &office.keys.ticket, rng),
        case,
        number: promise.number,
        hour,
        unit: unit.to_signed(),
        custodians: is_named.then(|| office.directory.identity_key_around(route.unit, avoided).map(PublicUnitKey::to_signed)).flatten(),
    };
    let carried = ticket.seal(&office.keys.ticket, rng);
    let shown = review::shown(office, &desk.visit.view, form, blank(chosen), carried, &routed, Some(sealing(office)));
    let page = review_page(&desk.visit.view, &shown).into_string();
    Ok(Json(FormAnswer { page, permit: Some(permit) }).into_response())
}

/// What the review shows before the browser has filled it in.
fn blank(chosen: &Chosen) -> Report {
    let identity = || Identity { name: String::new(), id_number: String::new(), phone: String::new(), address: String::new() };
    Report {
        kind: chosen.kind,
        category: chosen.category.clone(),
        area: chosen.area.clone(),
        content: ReportContent {
            subject: String::new(),
            title: String::new(),
            body: String::new(),
            avoid: Vec::new(),
            about: chosen.about.clone().map(String::from),
        },
        identity: (chosen.mode == IdentityMode::Named).then(identity),
        to: chosen.to,
        avoid_units: chosen.avoid.units.clone(),
    }
}

/// Marks that can be some; what can be none is left out.
fn marks(sent: &[Base64]) -> Vec<NameMark> {
    sent.iter().take(limits::AVOIDED * limits::SPELLINGS).filter_map(|mark| NameMark::try_from(mark.0.as_slice()).ok()).collect()
}

const fn mode(ask: &SealAsk) -> IdentityMode {
    if ask.sealed.identity.is_some() { IdentityMode::Named } else { IdentityMode::Anonymous }
}

fn chosen_form(ask: &SealAsk) -> ReportForm {
    let mut form = ReportForm::default();
    let identity = mode(ask).to_string();
    (form.kind, form.category, form.area, form.identity) = (ask.kind.to_string(), ask.category.to_string(), ask.area.to_string(), identity);
    form.to = ask.to.to_string();
    form.avoid_units.clone_from(&ask.avoid_units);
    form.number.clone_from(&ask.number);
    form
}

/// Why what came is not filed.
enum Unread {
    Refused(SealRefusal),
    Faults(Vec<Fault>),
}

impl From<SealRefusal> for Unread {
    fn from(why: SealRefusal) -> Self {
        Self::Refused(why)
    }
}

/// Checks all that can be checked of what nobody here can open.
fn read(office: &Office, ask: SealAsk, ticket: &Ticket) -> Result<SealedFiling, Unread> {
    let mut chosen = chosen_form(&ask).check_chosen(&office.directory.catalog).map_err(Unread::Faults)?;
    chosen.avoid.names = marks(&ask.avoid_names);
    let promise = ticket.permitted(&ask.token, &office.keys.ticket).ok_or(SealRefusal::WrongPermit)?;
    let hash = |sent: &Base64| <[u8; 32]>::try_from(sent.0.as_slice()).map_err(|_| SealRefusal::InvalidKey);
    let (lookup, mark) = (hash(&ask.lookup)?, hash(&ask.mark)?);
    let sealed = SealedReport::try_from(ask.sealed).map_err(|error| why(&error))?;
    let is_within = |ciphertext: &Ciphertext, most| ciphertext.as_bytes().len() <= most;
    let identity_fits = sealed.identity.as_ref().is_none_or(|part| is_within(&part.ciphertext, limits::SEALED_IDENTITY));
    let fits = is_within(&sealed.report.ciphertext, limits::SEALED_REPORT) && is_within(&sealed.summary, limits::SEALED_SUMMARY);
    if !(fits && identity_fits) {
        return Err(SealRefusal::TooLarge.into());
    }
    Ok(SealedFiling { chosen, promise, lookup: LookupId::from_bytes(lookup), sealed, mark })
}

const fn why(error: &InvalidFiling) -> SealRefusal {
    match error {
        InvalidFiling::Sealed(OpenError::UnknownSuite(_) | OpenError::UnknownVersion(_)) => SealRefusal::UnknownSuite,
        InvalidFiling::Sealed(OpenError::Overlong(_)) => SealRefusal::TooLarge,
        InvalidFiling::Sealed(_) => SealRefusal::Truncated,
        InvalidFiling::Key(_) => SealRefusal::InvalidKey,
    }
}

/// What the browser needs to compute the proof of what it filed before.
async fn stored(office: &Office, case: &Case) -> Result<StoredReport, Refusal> {
    let envelope = office.store.cases().envelope(case.id, Slot::Report, 0).await?;
    let copies = office.store.cases().reporters_data_keys(case.id).await?;
    let is_first = |copy: &&CaseKey| (copy.epoch, copy.purpose, copy.holder) == (0, Purpose::Report, Holder::Reporter);
    let copy = copies.iter().find(is_first).ok_or(Refusal::NotFound)?;
    Ok(StoredReport { case: case.id, ciphertext: Base64(envelope.ciphertext), reporter: Base64(copy.sealed.clone()) })
}
