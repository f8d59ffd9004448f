//! Files that a browser cleans and seals. It sends ciphertexts, a segment at a time, and may send any of them again.

use std::time::Duration;

use axum::{
    Json,
    body::to_bytes,
    extract::{Path, Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use model::{
    Fault,
    api::{Base64, RemoveAsk, UploadAsk, UploadEnd, UploadGrant},
    limits,
};
use seal::{Ciphertext, FileHeader, FileSegment};
use tokio::time::timeout;

use super::status_sealed::lookup_id;
use crate::{
    app::App,
    casework::{
        CaseworkError,
        evidence::{self, Upload},
        follow,
    },
    http::{ask::Ask, limits::Spending, places::Places, refusal::Refusal, visit::Visit},
};

/// The header that carries the right to send a segment: an address may be kept by others.
const RIGHT: &str = "x-upload";
/// The longest that one segment may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// Segments that are held in memory at once.
static HOLDING: Places = Places::new(64, 16);

/// `POST /api/evidence/begin`: the right to send a file.
pub async fn begin(State(app): State<App>, visit: Visit, Ask(ask): Ask<UploadAsk>) -> Result<Response, Refusal> {
    app.budgets().spend(Spending::Status, visit.client)?;
    let (office, mut rng) = (app.office(), app.rng());
    match evidence::begin(&office, &lookup_id(&ask.lookup)?, app.now(), &mut rng).await {
        Ok((upload, copy)) => {
            let (case, number) = (upload.place.case, upload.place.number);
            let token = upload.seal(&office.keys.ticket, &mut rng);
            let most = office.evidence.largest();
            Ok(Json(UploadGrant { case, number, most, copy: Base64(copy), token }).into_response())
        }
        Err(error) => refused(error),
    }
}

/// `PUT /api/evidence/{segment}`: one segment, durable once it is answered.
pub async fn segment(
    State(app): State<App>,
    visit: Visit,
    Path(segment): Path<u32>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Refusal> {
    app.budgets().spend(Spending::Page, visit.client)?;
    let office = app.office();
    let upload = right(&headers, &app).ok_or(Refusal::BadRequest)?;
    let Some(_place) = HOLDING.take(visit.client) else { return Err(Refusal::Unavailable) };
    let most = FileHeader::LEN + FileSegment::MAX_LEN;
    let body = timeout(PATIENCE, to_bytes(request.into_body(), most)).await.map_err(|_| Refusal::TimedOut)?;
    match evidence::put(&office, &upload, segment, body.map_err(|_| Refusal::BadRequest)?).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => refused(error),
    }
}

fn right(headers: &HeaderMap, app: &App) -> Option<Upload> {
    Upload::open(headers.get(RIGHT)?.to_str().ok()?, &app.office().keys.ticket)
}

/// `POST /api/evidence/finish`: the file is whole.
pub async fn finish(State(app): State<App>, visit: Visit, Ask(ask): Ask<UploadEnd>) -> Result<Response, Refusal> {
    app.budgets().spend(Spending::Page, visit.client)?;
    let office = app.office();
    let upload = Upload::open(&ask.token, &office.keys.ticket).ok_or(Refusal::BadRequest)?;
    if ask.known.0.len() > limits::SEALED_FILE_NAME {
        return Err(Refusal::TooLarge);
    }
    let known = Ciphertext::try_from(ask.known.0).map_err(|_| Refusal::BadRequest)?;
    match evidence::finish(&office, &upload, ask.segments, known, app.now()).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => refused(error),
    }
}

/// `POST /api/evidence/remove`: takes a file back that was not sent.
pub async fn remove(State(app): State<App>, visit: Visit, Ask(ask): Ask<RemoveAsk>) -> Result<Response, Refusal> {
    app.budgets().spend(Spending::Status, visit.client)?;
    follow::take_back(&app.office(), &lookup_id(&ask.lookup)?, ask.number).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// What is wrong with a file goes to the browser, which says it beside the file.
fn refused(error: CaseworkError) -> Result<Response, Refusal> {
    match error {
        CaseworkError::Faults(faults) => Ok((StatusCode::UNPROCESSABLE_ENTITY, Json::<Vec<Fault>>(faults)).into_response()),
        // It was sealed by somebody who does not know how.
        CaseworkError::Sealed(_) => Err(Refusal::BadRequest),
        error => Err(error.into()),
    }
}
