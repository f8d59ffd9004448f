//! One case: shown, and acted on.

use axum::{
    extract::{OriginalUri, Path},
    http::StatusCode,
    response::Response,
};
use model::{CaseAction, CaseNumber, Right};
use pages::{
    public::KeptForm,
    staff::{ActionForm, CasePage, DeskDone, Draft, case_page as render},
};

use super::{
    act::{self, Asked},
    case_view::{case_page, conflict},
    seat::{Posted, Seat},
};
use crate::{
    casework::{CaseworkError, rights},
    http::{answer::page, form::Form, refusal::Refusal, refusal_page::refuse},
    store::Case,
};

/// What no case number is and what no case has get the same answer.
pub(in crate::http) fn number_in(address: &str) -> Result<CaseNumber, Refusal> {
    CaseNumber::parse(address).map_err(|_| Refusal::NotFound)
}

/// `GET /staff/cases/{number}`, with what has just been done in the query.
pub async fn show(seat: Seat, Path(number): Path<String>, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand(Right::SeeCases)?;
    let opened = seat.desk().open(&number_in(&number)?).await?;
    let query = Form::parse(address.query().unwrap_or_default().as_bytes());
    let shown = case_page(&seat, opened, None).await?;
    Ok(page(StatusCode::OK, render(&seat.view, &CasePage { done: query.get("done").parse().ok(), ..shown })))
}

/// `POST /staff/cases/{number}/{action}`.
pub async fn act(Path((number, action)): Path<(String, String)>, Posted { seat, form }: Posted) -> Result<Response, Refusal> {
    let action: CaseAction = action.parse().map_err(|_| Refusal::NotFound)?;
    seat.demand(rights::right_for(action).ok_or(Refusal::NotFound)?)?;
    let asked = Asked { number: number_in(&number)?, action, version: act::version(&form), form: act::typed(form) };
    match act::take(&seat, &asked).await {
        Ok(()) => Ok(seat.lead_to(&after(&seat, &asked).await?)),
        Err(error) => refused(&seat, asked, error).await,
    }
}

/// Where to go on: a case that was handed on is not this unit's any more, and one that the member declared an interest in not the member's.
async fn after(seat: &Seat, asked: &Asked) -> Result<String, CaseworkError> {
    let gone = match asked.action {
        CaseAction::Transfer => Some(DeskDone::Transfer),
        CaseAction::Return => Some(DeskDone::Return),
        CaseAction::Recuse if !seat.desk().sees(&asked.number).await? => Some(DeskDone::Recused),
        _ => None,
    };
    Ok(gone.map_or_else(|| format!("/staff/cases/{}?done={}", asked.number, asked.action), |done| done.at("/staff/queue")))
}

/// The case as it stands now, with what was typed and why it was not taken.
pub(super) async fn refused(seat: &Seat, asked: Asked, error: CaseworkError) -> Result<Response, Refusal> {
    let outcome = match error {
        CaseworkError::Faults(faults) => {
            let form = ActionForm { faults, ..asked.form.clone() };
            again(seat, &asked, StatusCode::UNPROCESSABLE_ENTITY, form, false).await
        }
        CaseworkError::Leaks(leaks) => again(seat, &asked, StatusCode::UNPROCESSABLE_ENTITY, act::warned(&asked.form, &leaks), false).await,
        CaseworkError::Conflict { .. } => again(seat, &asked, StatusCode::CONFLICT, asked.form.clone(), true).await,
        CaseworkError::Refused(_) | CaseworkError::Custody(_) => again(seat, &asked, StatusCode::CONFLICT, asked.form.clone(), false).await,
        other => Err(other),
    };
    Ok(outcome.unwrap_or_else(|error| refuse(&seat.view, &Refusal::from(error), Some(kept(seat, &asked)))))
}

async fn again(seat: &Seat, asked: &Asked, status: StatusCode, form: ActionForm, overtaken: bool) -> Result<Response, CaseworkError> {
    let opened = seat.desk().open(&asked.number).await?;
    // Somebody may have been first without the form having got so far: a field was left out as well.
    let overtaken = overtaken || is_stale(&opened.case, asked);
    let status = if overtaken { StatusCode::CONFLICT } else { status };
    let conflict = conflict(&opened).filter(|_| overtaken);
    let shown = case_page(seat, opened, None).await?;
    let draft = Some(Draft { action: asked.action, form, conflict });
    Ok(page(status, render(&seat.view, &CasePage { draft, ..shown })))
}

/// Whether the case is not as the page showed it any more.
pub(super) const fn is_stale(case: &Case, asked: &Asked) -> bool {
    case.version != asked.version
}

/// What was typed, to be sent again once the trouble is over.
pub(super) fn kept(seat: &Seat, asked: &Asked) -> KeptForm {
    let typed = &asked.form;
    let fields = [
        ("csrf", &seat.who.form_token),
        ("version", &asked.version.to_string()),
        ("message", &typed.message),
        ("reason", &typed.reason),
        ("purpose", &typed.purpose),
        ("finding", &typed.finding),
        ("unit", &typed.unit),
        ("assignee", &typed.assignee),
        ("category", &typed.category),
        ("risk", &typed.risk),
        ("until", &typed.until),
    ];
    let scope = typed.scope.iter().map(|part| ("scope", part));
    let filled = fields.into_iter().chain(scope).filter(|(_, value)| !value.is_empty());
    let fields = filled.map(|(name, value)| (name.to_owned(), value.clone())).collect();
    KeptForm { action: format!("/staff/cases/{}/{}", asked.number, asked.action), fields }
}
