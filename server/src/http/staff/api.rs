//! The small typed requests of the queue's interactive part.

use axum::{
    Json,
    extract::OriginalUri,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use model::{
    FaultKind, Right,
    api::{AssignAsk, QueuePage, QueueRow, SearchAsk, SearchStep},
};

use super::{
    queue::{LOOK_AT, asked, names_of_unit, queue},
    queue_address::{self, Asked},
    queue_view::Names,
    seat::Seat,
};
use crate::{
    casework::CaseworkError,
    http::{form::Form, refusal::Refusal},
};

/// Carries the session's token where there is no form.
const TOKEN: &str = "x-csrf-token";

/// `GET /api/staff/queue` with the query of the queue's address and, as `seen`, the mark of what the page shows already.
///
/// While nothing has changed since that mark, the answer is `null`: no report is opened, and so nothing is put on record. An open page asks
/// three times a minute, all day; an audit log of these questions would bury what people did. Rows that the page has not been given are a
/// reading like any other.
pub async fn news(seat: Seat, OriginalUri(address): OriginalUri) -> Result<Json<Option<QueuePage>>, Refusal> {
    seat.demand(Right::SeeCases)?;
    let query = address.query().unwrap_or_default();
    let seen = Form::parse(query.as_bytes()).take("seen");
    if seen == seat.desk().mark().await?.to_string() {
        return Ok(Json(None));
    }
    Ok(Json(Some(queue(&seat, &queue_address::read(query)).await?)))
}

/// `POST /api/staff/queue/search`.
pub async fn search(seat: Seat, headers: HeaderMap, Json(ask): Json<SearchAsk>) -> Result<Json<SearchStep>, Refusal> {
    seat.demand(Right::HandleCases)?;
    demand_token(&seat, &headers)?;
    let Asked { filter, sort, .. } = asked(&seat, &queue_address::read(&ask.query));
    let after = ask.after.as_deref().and_then(|after| after.parse().ok());
    let found = seat.desk().search_step(&filter, sort, after.as_ref(), &ask.text, LOOK_AT).await?;
    let members = names_of_unit(&seat).await?;
    let names = Names { office: &seat.office, locale: seat.view.locale, members: &members, now: seat.now.as_millisecond() };
    let looked_at = u32::try_from(found.looked_at).unwrap_or(LOOK_AT);
    Ok(Json(SearchStep { rows: names.rows(&found.rows), looked_at, next: found.next.map(|next| next.to_string()) }))
}

/// `POST /api/staff/queue/assign`: to the member who asks. 409 if the case allows it no more.
pub async fn assign(seat: Seat, headers: HeaderMap, Json(ask): Json<AssignAsk>) -> Result<Response, Refusal> {
    seat.demand(Right::HandleCases)?;
    demand_token(&seat, &headers)?;
    let outcomes = seat.desk().assign_many(std::slice::from_ref(&ask.number), Some(seat.who.member), &mut seat.rng()).await?;
    for outcome in outcomes {
        match outcome.result {
            Err(CaseworkError::Conflict { .. } | CaseworkError::Refused(_)) => return Ok(StatusCode::CONFLICT.into_response()),
            // The key was pressed twice.
            Err(CaseworkError::Faults(faults)) if faults.iter().all(|fault| fault.kind == FaultKind::Unchanged) => {}
            other => other?,
        }
    }
    Ok(Json(row(&seat, &ask).await?).into_response())
}

async fn row(seat: &Seat, ask: &AssignAsk) -> Result<QueueRow, Refusal> {
    let row = seat.desk().row(&ask.number).await?;
    let members = names_of_unit(seat).await?;
    let names = Names { office: &seat.office, locale: seat.view.locale, members: &members, now: seat.now.as_millisecond() };
    names.rows(&[row]).pop().ok_or(Refusal::NotFound)
}

/// Goes on only if the request carries the session's token.
///
/// # Errors
/// [`Refusal::CrossSite`].
pub(super) fn demand_token(seat: &Seat, headers: &HeaderMap) -> Result<(), Refusal> {
    let carried = headers.get(TOKEN).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if seat.who.accepts_form(carried) { Ok(()) } else { Err(Refusal::CrossSite) }
}
