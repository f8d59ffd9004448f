//! Handing a case to another unit: the choice among all units, and the hand-over.

use axum::{extract::Path, http::StatusCode, response::Response};
use model::{CaseAction, Right};
use pages::staff::{ActionForm, DeskDone, TransferPage, UnitOffer, transfer_page};

use super::{
    act::{self, Asked},
    case::{is_stale, kept, number_in},
    case_view::{conflict, why_not},
    seat::{Posted, Seat},
};
use crate::{
    casework::{CaseworkError, desk::CaseView},
    http::{
        answer::page,
        names::{category_name, name_of},
        refusal::Refusal,
        refusal_page::refuse,
    },
};

/// `GET /staff/cases/{number}/transfer`.
pub async fn show(seat: Seat, Path(number): Path<String>) -> Result<Response, Refusal> {
    seat.demand(Right::HandleCases)?;
    let opened = seat.desk().open(&number_in(&number)?).await?;
    Ok(answer(&seat, StatusCode::OK, &opened, ActionForm::empty(), false))
}

/// `POST /staff/cases/{number}/transfer`.
pub async fn post(Path(number): Path<String>, Posted { seat, form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::HandleCases)?;
    let (number, action, version) = (number_in(&number)?, CaseAction::Transfer, act::version(&form));
    let asked = Asked { number, action, version, form: act::typed(form) };
    match act::take(&seat, &asked).await {
        Ok(()) => Ok(seat.lead_to(&DeskDone::Transfer.at("/staff/queue"))),
        Err(error) => {
            let outcome = refused(&seat, &asked, error).await;
            Ok(outcome.unwrap_or_else(|error| refuse(&seat.view, &Refusal::from(error), Some(kept(&seat, &asked)))))
        }
    }
}

async fn refused(seat: &Seat, asked: &Asked, error: CaseworkError) -> Result<Response, CaseworkError> {
    let (status, form, overtaken) = match error {
        CaseworkError::Faults(faults) => (StatusCode::UNPROCESSABLE_ENTITY, ActionForm { faults, ..asked.form.clone() }, false),
        CaseworkError::Leaks(leaks) => (StatusCode::UNPROCESSABLE_ENTITY, act::warned(&asked.form, &leaks), false),
        CaseworkError::Conflict { .. } => (StatusCode::CONFLICT, asked.form.clone(), true),
        CaseworkError::Refused(_) => (StatusCode::CONFLICT, asked.form.clone(), false),
        other => return Err(other),
    };
    let opened = seat.desk().open(&asked.number).await?;
    let overtaken = overtaken || is_stale(&opened.case, asked);
    let status = if overtaken { StatusCode::CONFLICT } else { status };
    Ok(answer(seat, status, &opened, form, overtaken))
}

fn answer(seat: &Seat, status: StatusCode, opened: &CaseView, form: ActionForm, overtaken: bool) -> Response {
    let (case, catalog, locale) = (&opened.case, &seat.office.directory.catalog, seat.view.locale);
    let category = catalog.category(&case.category);
    let shown = TransferPage {
        desk: seat.frame(),
        number: case.number.clone(),
        version: case.version,
        category: category.map_or_else(|| case.category.to_string(), |category| category_name(category, locale)),
        area: catalog.full_name(&case.area),
        named: case.named,
        units: offers(seat, opened),
        form,
        conflict: conflict(opened).filter(|_| overtaken),
        blocked: why_not(opened, CaseAction::Transfer),
    };
    page(status, transfer_page(&seat.view, &shown))
}

/// Every unit in use but one's own, those that the rules suggest first.
fn offers(seat: &Seat, opened: &CaseView) -> Vec<UnitOffer> {
    let directory = &seat.office.directory;
    let suggested = opened.suggested.as_ref().map(|route| route.unit);
    let mut offers: Vec<UnitOffer> = directory
        .units()
        .iter()
        .filter(|unit| unit.active && unit.id != opened.case.unit_id && !opened.barred.contains(&unit.id))
        .map(|unit| UnitOffer {
            code: unit.code.clone(),
            name: name_of(unit, seat.view.locale),
            level: unit.level,
            suggested: Some(unit.id) == suggested || Some(unit.id) == opened.case.sender_unit_id,
            has_key: directory.report_key(unit.id).is_some(),
        })
        .collect();
    offers.sort_by_key(|offer| (!offer.suggested, !offer.has_key));
    offers
}
