//! Identities that a custodian keeps for cases of any unit: what waits for a decision, and handing them over.

use axum::{
    extract::{OriginalUri, Path},
    http::StatusCode,
    response::Response,
};
use model::{CaseNumber, CustodyRefused, Decision, Fault, FaultKind, Field, Right};
use pages::staff::{CustodyDone, CustodyDraft, IdentitiesPage, KeptRow, LeakWarning, WaitingRequest, identities_page};

use super::{
    act,
    case::number_in,
    seat::{Posted, Seat},
    time::local,
};
use crate::{
    casework::{
        CaseworkError,
        calendar::day_of_ms,
        custody::{Decided, Waiting},
    },
    http::{
        answer::page,
        form::Form,
        names::{category_name, unit_name},
        refusal::Refusal,
    },
    store::KeptIdentity,
};

/// The words of what has been done, in the query of the page that is shown then.
const DONE: [(&str, CustodyDone); 4] = [
    ("granted", CustodyDone::Granted),
    ("agreed", CustodyDone::Agreed),
    ("refused", CustodyDone::Refused),
    ("handed-over", CustodyDone::HandedOver),
];

/// `GET /staff/identities`, with what has just been done, or where to begin, in the query.
pub async fn show(seat: Seat, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand(Right::KeepIdentities)?;
    let query = Form::parse(address.query().unwrap_or_default().as_bytes());
    let done = DONE.iter().find(|(word, _)| *word == query.get("done")).map(|(_, done)| *done);
    let shown = list(&seat, query.get("before").parse().ok()).await?;
    Ok(answer(&seat, StatusCode::OK, &IdentitiesPage { done, ..shown }))
}

/// `POST /staff/identities/{number}/{seq}`: grants or refuses a request.
pub async fn decide(Path((number, seq)): Path<(String, u32)>, Posted { seat, mut form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::KeepIdentities)?;
    let number = number_in(&number)?;
    let (reason, confirmed) = (form.take("reason"), form.take("confirmed"));
    let decided = match form.get("decision").parse::<Decision>() {
        Ok(decision) => seat.custody().decide(&number, seq, decision, (&reason, &confirmed), &mut seat.rng()).await,
        Err(_) => Err(CaseworkError::Faults(vec![Fault::new(Field::Reason, FaultKind::Unknown)])),
    };
    let draft = draft(number, Some(seq), reason);
    match decided {
        Ok(outcome) if outcome.waits() => Ok(seat.lead_to("/staff/identities?done=agreed")),
        Ok(outcome) if outcome.releases() => Ok(seat.lead_to("/staff/identities?done=granted")),
        Ok(_) => Ok(seat.lead_to("/staff/identities?done=refused")),
        Err(error) => refused(&seat, draft, error).await,
    }
}

/// `POST /staff/identities/{number}/hand-over`.
pub async fn hand_over(Path(number): Path<String>, Posted { seat, mut form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::KeepIdentities)?;
    let number = number_in(&number)?;
    let (reason, confirmed) = (form.take("reason"), form.take("confirmed"));
    match seat.custody().hand_over(&number, (&reason, &confirmed), &mut seat.rng()).await {
        Ok(()) => Ok(seat.lead_to("/staff/identities?done=handed-over")),
        Err(error) => refused(&seat, draft(number, None, reason), error).await,
    }
}

fn draft(number: CaseNumber, seq: Option<u32>, reason: String) -> CustodyDraft {
    CustodyDraft { number, seq, reason, leaks: LeakWarning::none(), faults: Vec::new(), refused: None }
}

/// The list as it stands now, with what was typed and why it was not taken.
async fn refused(seat: &Seat, draft: CustodyDraft, error: CaseworkError) -> Result<Response, Refusal> {
    let (status, draft) = match error {
        CaseworkError::Faults(faults) => (StatusCode::UNPROCESSABLE_ENTITY, CustodyDraft { faults, ..draft }),
        CaseworkError::Leaks(leaks) => {
            (StatusCode::UNPROCESSABLE_ENTITY, CustodyDraft { leaks: act::warning(&leaks), faults: vec![act::unconfirmed()], ..draft })
        }
        CaseworkError::Custody(why) => (StatusCode::CONFLICT, CustodyDraft { refused: Some(why), ..draft }),
        // Somebody else was first, or the reporter has withdrawn: the list shows how it stands.
        CaseworkError::Conflict { .. } | CaseworkError::Refused(_) => {
            (StatusCode::CONFLICT, CustodyDraft { refused: Some(CustodyRefused::NotWaiting), ..draft })
        }
        other => return Err(other.into()),
    };
    let shown = list(seat, None).await?;
    Ok(answer(seat, status, &IdentitiesPage { draft: Some(draft), ..shown }))
}

async fn list(seat: &Seat, before: Option<i64>) -> Result<IdentitiesPage, CaseworkError> {
    let view = seat.custody().view(before).await?;
    Ok(IdentitiesPage {
        desk: seat.frame(),
        waiting: view.waiting.into_iter().map(|waiting| request(seat, waiting)).collect(),
        kept: view.kept.into_iter().map(|(case, successor)| kept(seat, case, successor)).collect(),
        next: view.next.map(|next| next.to_string()),
        hours: seat.office.custody.release_hours,
        draft: None,
        done: None,
    })
}

fn request(seat: &Seat, waiting: Waiting) -> WaitingRequest {
    let Waiting { number, kind, category, request, asker, words, decided, needed, closed } = waiting;
    let known = seat.office.directory.catalog.category(&category);
    let granted = |decided: Decided| (decided.member, local(decided.decision.at));
    WaitingRequest {
        number,
        seq: request.seq,
        kind,
        category: known.map_or_else(|| category.to_string(), |category| category_name(category, seat.view.locale)),
        asker: format!("{asker} · {}", unit_name(&seat.office, request.unit_id, seat.view.locale)),
        at: local(request.asked_at),
        purpose: request.purpose,
        words: words.opened().map(|message| message.body.clone()),
        granted: decided.into_iter().map(granted).collect(),
        needed: needed.custodians,
        short: needed.short,
        scope: request.scope,
        closed,
    }
}

fn kept(seat: &Seat, case: KeptIdentity, successor: Option<i64>) -> KeptRow {
    KeptRow {
        number: case.number,
        kind: case.kind,
        unit: unit_name(&seat.office, case.unit_id, seat.view.locale),
        filed_on: day_of_ms(case.filed_at),
        successor: successor.map(|unit| unit_name(&seat.office, unit, seat.view.locale)),
    }
}

fn answer(seat: &Seat, status: StatusCode, shown: &IdentitiesPage) -> Response {
    page(status, identities_page(&seat.view, shown))
}
