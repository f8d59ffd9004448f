//! Identities that a custodian keeps for cases of any unit. What is opened stands in this one answer, which no cache keeps.

use axum::{http::StatusCode, response::Response};
use model::{CaseNumber, Fault, FaultKind, Field, Right};
use pages::staff::{IdentitiesPage, InCustody, identities_page};

use super::seat::{Posted, Seat};
use crate::{
    casework::{CaseworkError, custody::Custody},
    http::{answer::page, names::unit_name, refusal::Refusal},
};

/// `GET /staff/identities`.
pub async fn show(seat: Seat) -> Result<Response, Refusal> {
    seat.demand(Right::OpenIdentity)?;
    Ok(answer(&seat, StatusCode::OK, empty(&seat)))
}

/// `POST /staff/identities`: opens the identity of one case, for a stated reason.
pub async fn open(Posted { seat, mut form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::OpenIdentity)?;
    let [number, reason] = ["number", "reason"].map(|name| form.take(name));
    match opened(&seat, &number, &reason).await {
        Ok(opened) => Ok(answer(&seat, StatusCode::OK, IdentitiesPage { opened: Some(opened), ..empty(&seat) })),
        Err(CaseworkError::Faults(faults)) => {
            Ok(answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, IdentitiesPage { number, reason, faults, ..empty(&seat) }))
        }
        Err(error) => Err(error.into()),
    }
}

async fn opened(seat: &Seat, number: &str, reason: &str) -> Result<InCustody, CaseworkError> {
    let unfit = |kind| CaseworkError::Faults(vec![Fault::new(Field::Number, kind)]);
    let kind = if number.trim().is_empty() { FaultKind::Empty } else { FaultKind::NotFound };
    let number = CaseNumber::parse(number).map_err(|_| unfit(kind))?;
    let custody = Custody::new(&seat.office, &seat.who, seat.now);
    // A case that is not there and one whose identity others keep get the same answer.
    let unless_missing = |error| if matches!(error, CaseworkError::NotFound) { unfit(FaultKind::NotFound) } else { error };
    let identity = custody.open(&number, reason, &mut seat.rng()).await.map_err(unless_missing)?;
    let case = seat.office.store.cases().with_number(&number).await?;
    Ok(InCustody { number, unit: unit_name(&seat.office, case.unit_id, seat.view.locale), identity: identity.opened().cloned() })
}

fn empty(seat: &Seat) -> IdentitiesPage {
    IdentitiesPage { desk: seat.frame(), number: String::new(), reason: String::new(), faults: Vec::new(), opened: None }
}

fn answer(seat: &Seat, status: StatusCode, shown: IdentitiesPage) -> Response {
    page(status, identities_page(&seat.view, &shown))
}
