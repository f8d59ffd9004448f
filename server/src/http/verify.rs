//! Checking a proof of filing. Number and proof come in a form and never stand in an address.

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use model::{CaseNumber, Fault, FaultKind, Field};
use pages::public::{KeptForm, StampShown, VerifyOutcome, VerifyPage, verify_page};
use seal::Proof;

use super::{answer::page, form::Form, limits::Spending, refusal::Refusal, refusal_page::refuse, staff::time::local, visit::Visit};
use crate::{
    app::App,
    casework::filing_proof::{Certificate, Stamp, parse_proof, verify},
    store::StoreError,
};

/// `GET /verify`: the empty form.
pub async fn show(visit: Visit) -> Response {
    page(StatusCode::OK, verify_page(&visit.view, &VerifyPage::default()))
}

/// `POST /verify`: what the proof was found to prove.
pub async fn check(State(app): State<App>, visit: Visit, form: Form) -> Response {
    let found = look(&app, &visit, &form).await;
    found.unwrap_or_else(|refusal| kept(&visit, form, &refusal))
}

/// `POST /verify/certificate`: the same, as a file that can be checked elsewhere.
pub async fn certificate(State(app): State<App>, visit: Visit, form: Form) -> Response {
    let written = write(&app, &visit, &form).await;
    written.unwrap_or_else(|refusal| kept(&visit, form, &refusal))
}

async fn look(app: &App, visit: &Visit, form: &Form) -> Result<Response, Refusal> {
    app.budgets().spend(Spending::Status, visit.client)?;
    let [number, proof] = ["number", "proof"].map(|name| form.get(name).to_owned());
    if form.get("step") == "show" {
        return Ok(page(StatusCode::OK, verify_page(&visit.view, &VerifyPage { number, proof, ..VerifyPage::default() })));
    }
    let (status, faults, outcome) = match typed(&number, &proof) {
        Ok((number, proof)) => (StatusCode::OK, Vec::new(), Some(outcome(app, &number, &proof).await?)),
        Err(faults) => (StatusCode::UNPROCESSABLE_ENTITY, faults, None),
    };
    Ok(page(status, verify_page(&visit.view, &VerifyPage { number, proof, faults, outcome })))
}

async fn write(app: &App, visit: &Visit, form: &Form) -> Result<Response, Refusal> {
    app.budgets().spend(Spending::Status, visit.client)?;
    let (number, proof) = typed(form.get("number"), form.get("proof")).map_err(|_| Refusal::BadRequest)?;
    let certificate = verify(app.store(), app.keys(), &number, &proof).await?.ok_or(Refusal::NotFound)?;
    let name = [
        // The name says nothing to whoever finds it among other downloads.
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"note.json\"")),
    ];
    Ok((name, Json(certificate)).into_response())
}

/// Nothing was checked; what was typed comes back, to be sent again.
fn kept(visit: &Visit, form: Form, refusal: &Refusal) -> Response {
    refuse(&visit.view, refusal, Some(KeptForm { action: visit.view.path.clone(), fields: form.into_filled() }))
}

fn typed(number: &str, proof: &str) -> Result<(CaseNumber, Proof), Vec<Fault>> {
    let fault = |field, typed: &str| Fault::new(field, if typed.trim().is_empty() { FaultKind::Empty } else { FaultKind::Wrong });
    match (CaseNumber::parse(number), parse_proof(proof)) {
        (Ok(number), Some(proof)) => Ok((number, proof)),
        (read_number, read_proof) => {
            let number = read_number.is_err().then(|| fault(Field::Number, number));
            let proof = read_proof.is_none().then(|| fault(Field::Proof, proof));
            Err([number, proof].into_iter().flatten().collect())
        }
    }
}

async fn outcome(app: &App, number: &CaseNumber, proof: &Proof) -> Result<VerifyOutcome, Refusal> {
    let Some(certificate) = verify(app.store(), app.keys(), number, proof).await? else { return Ok(VerifyOutcome::Invalid) };
    Ok(VerifyOutcome::Valid {
        number: certificate.number.to_string(),
        filed_at: local(certificate.filed_at.as_millisecond()),
        stamp: shown(app, &certificate).await?,
    })
}

async fn shown(app: &App, certificate: &Certificate) -> Result<StampShown, Refusal> {
    match &certificate.stamp {
        Some(Stamp { day, .. }) => {
            let read = day.day.parse().map_err(|_| StoreError::Corrupt("day"))?;
            Ok(StampShown::In { day: read, entry: day.entries })
        }
        None if certificate.came_too_late(app.store()).await? => Ok(StampShown::Never),
        None => Ok(StampShown::NotYet),
    }
}
