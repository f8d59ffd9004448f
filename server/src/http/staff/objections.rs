//! What reporters object to releases of their identity, for leads of the unit above.

use axum::{
    extract::{OriginalUri, Path},
    http::StatusCode,
    response::Response,
};
use model::{Decision, Right};
use pages::staff::{AnswerDraft, LeakWarning, ObjectionCard, ObjectionsPage, objections_page};

use super::{
    act,
    case::number_in,
    seat::{Posted, Seat},
    time::local,
};
use crate::{
    casework::{CaseworkError, custody::Objection, reading::Reading},
    http::{answer::page, form::Form, names::unit_name, refusal::Refusal},
};

/// `GET /staff/objections`.
pub async fn show(seat: Seat, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand(Right::AnswerObjections)?;
    let query = Form::parse(address.query().unwrap_or_default().as_bytes());
    let shown = list(&seat).await?;
    Ok(answer(&seat, StatusCode::OK, &ObjectionsPage { done: query.get("done") == "answered", ..shown }))
}

/// `POST /staff/objections/{number}/{seq}`: answers one.
pub async fn post(Path((number, seq)): Path<(String, u32)>, Posted { seat, mut form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::AnswerObjections)?;
    let number = number_in(&number)?;
    let (message, confirmed) = (form.take("message"), form.take("confirmed"));
    let error = match seat.custody().answer_objection(&number, seq, (&message, &confirmed), &mut seat.rng()).await {
        Ok(()) => return Ok(seat.lead_to("/staff/objections?done=answered")),
        Err(error) => error,
    };
    let draft = AnswerDraft { number, seq, message, leaks: LeakWarning::none(), faults: Vec::new(), refused: None };
    let (status, draft) = match error {
        CaseworkError::Faults(faults) => (StatusCode::UNPROCESSABLE_ENTITY, AnswerDraft { faults, ..draft }),
        CaseworkError::Leaks(leaks) => {
            (StatusCode::UNPROCESSABLE_ENTITY, AnswerDraft { leaks: act::warning(&leaks), faults: vec![act::unconfirmed()], ..draft })
        }
        CaseworkError::Custody(why) => (StatusCode::CONFLICT, AnswerDraft { refused: Some(why), ..draft }),
        // Something else happened to the case meanwhile: the answer can be sent again.
        CaseworkError::Conflict { .. } => (StatusCode::CONFLICT, draft),
        other => return Err(other.into()),
    };
    let shown = list(&seat).await?;
    Ok(answer(&seat, status, &ObjectionsPage { draft: Some(draft), ..shown }))
}

async fn list(seat: &Seat) -> Result<ObjectionsPage, CaseworkError> {
    let objections = seat.custody().objections().await?;
    let objections = objections.into_iter().map(|objection| card(seat, objection)).collect();
    Ok(ObjectionsPage { desk: seat.frame(), objections, draft: None, done: false })
}

fn card(seat: &Seat, objection: Objection) -> ObjectionCard {
    let unit = |unit| unit_name(&seat.office, unit, seat.view.locale);
    let words = |said: &Reading<model::Message>| said.opened().map(|message| message.body.clone());
    let decided = objection.decided.iter().map(|(by, said)| {
        let who = format!("{} · {}", by.member, unit(by.decision.unit_id));
        (who, by.decision.decision == Decision::Grant, said.as_ref().and_then(words))
    });
    ObjectionCard {
        seq: objection.request.seq,
        asker: format!("{} · {}", objection.asker, unit(objection.request.unit_id)),
        asked_at: local(objection.request.asked_at),
        purpose: objection.request.purpose,
        scope: objection.request.scope.clone(),
        words: words(&objection.words),
        decided: decided.collect(),
        objection: words(&objection.objection),
        answer: objection.ruling.as_ref().map(words),
        involved: objection.involved,
        number: objection.number,
    }
}

fn answer(seat: &Seat, status: StatusCode, shown: &ObjectionsPage) -> Response {
    page(status, objections_page(&seat.view, shown))
}
