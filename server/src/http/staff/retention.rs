//! How long the unit's cases are kept.

use axum::{
    extract::{OriginalUri, Path},
    http::StatusCode,
    response::Response,
};
use jiff::civil::Date;
use model::{CaseNumber, DeletionRefusal, Fault, FaultKind, Field, Right};
use pages::{
    public::destruction_page,
    staff::{
        CertificateRow, DueRow, HeldRow, HoldLine, KeepingDraft, KeepingPage, ReauthPurpose, RetentionDone, RetentionPage, WaitingRow,
        keeping_page, retention_page,
    },
};

use super::{
    account::unless_confirmed,
    case::number_in,
    seat::{Posted, Seat},
    time::local,
};
use crate::{
    casework::{CaseworkError, calendar::day_of_ms, retention::Retention},
    http::{answer::page, destroyed, form::Form, refusal::Refusal},
};

/// `GET /staff/retention`.
pub async fn show(seat: Seat, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand(Right::SeeRetention)?;
    let query = Form::parse(address.query().unwrap_or_default().as_bytes());
    let overview = retention(&seat).overview().await?;
    let due = overview.due.into_iter().map(|due| DueRow {
        number: due.case.number,
        kind: due.case.kind,
        status: due.case.status,
        settled_on: due.case.settled_at.map(day_of_ms),
        due_on: due.due_at.map(day_of_ms),
        held_until: due.held_until.map(day_of_ms),
    });
    let asked = overview.asked.into_iter().map(|case| WaitingRow {
        number: case.number,
        status: case.status,
        asked_at: local(case.deletion_asked_at.unwrap_or_default()),
    });
    let held =
        overview.held.into_iter().map(|(case, hold)| HeldRow { number: case.number, status: case.status, until: day_of_ms(hold.until) });
    let destroyed = overview.destroyed.into_iter().map(|gone| CertificateRow { number: gone.number, at: local(gone.destroyed_at) });
    let shown = RetentionPage {
        desk: seat.frame(),
        due: due.collect(),
        due_count: overview.due_count,
        asked: asked.collect(),
        held: held.collect(),
        destroyed: destroyed.collect(),
        done: done(&query),
    };
    Ok(page(StatusCode::OK, retention_page(&seat.view, &shown)))
}

fn done(query: &Form) -> Option<RetentionDone> {
    match query.get("done") {
        "held" => Some(RetentionDone::Held),
        "lifted" => Some(RetentionDone::Lifted),
        "refused" => Some(RetentionDone::Refused),
        number => CaseNumber::parse(number).ok().map(RetentionDone::Destroyed),
    }
}

/// `GET /staff/retention/{number}`.
pub async fn show_case(seat: Seat, Path(number): Path<String>) -> Result<Response, Refusal> {
    seat.demand(Right::SeeRetention)?;
    answer(&seat, StatusCode::OK, &number_in(&number)?, None).await
}

/// `GET /staff/destroyed/{number}`: the certificate of a case of the unit.
pub async fn show_destroyed(seat: Seat, Path(number): Path<String>) -> Result<Response, Refusal> {
    seat.demand(Right::SeeRetention)?;
    let stated = retention(&seat).certificate(&number_in(&number)?).await?;
    Ok(page(StatusCode::OK, destruction_page(&seat.view, &destroyed::shown(&seat.office, seat.view.locale, &stated))))
}

fn retention(seat: &Seat) -> Retention<'_> {
    Retention::new(&seat.office, &seat.who, seat.now)
}

async fn answer(seat: &Seat, status: StatusCode, number: &CaseNumber, draft: Option<KeepingDraft>) -> Result<Response, Refusal> {
    let keeping = retention(seat).of_case(number).await?;
    let in_force: Vec<u32> = keeping.in_force(seat.now).map(|hold| hold.seq).collect();
    let holds = keeping.holds.into_iter().map(|(hold, by)| HoldLine {
        seq: hold.seq,
        by,
        from: day_of_ms(hold.placed_at),
        until: day_of_ms(hold.until),
        lifted_at: hold.lifted_at.map(local),
        in_force: in_force.contains(&hold.seq),
    });
    let case = keeping.case;
    let shown = KeepingPage {
        desk: seat.frame(),
        version: case.version,
        kind: case.kind,
        status: case.status,
        settled_on: case.settled_at.map(day_of_ms),
        months: keeping.months,
        due_on: keeping.due_at.map(day_of_ms),
        holds: holds.collect(),
        notice_days: seat.office.retention.notice_days,
        asked_at: case.deletion_asked_at.map(local),
        may_decide: seat.may(Right::DecideRetention),
        overtaken: status == StatusCode::CONFLICT,
        draft,
        number: case.number,
    };
    Ok(page(status, keeping_page(&seat.view, &shown)))
}

/// `POST /staff/retention/{number}/{deed}`: places or lifts a hold, refuses a request for deletion, or destroys at such a request.
pub async fn post(Path((number, deed)): Path<(String, String)>, Posted { seat, form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::DecideRetention)?;
    let number = number_in(&number)?;
    let version = form.get("version").parse().unwrap_or(-1);
    let (desk, rng) = (seat.desk(), &mut seat.rng());
    let outcome = match deed.as_str() {
        "hold" => match until(&form) {
            Ok(day) => desk.hold(&number, version, day, form.get("reason"), rng).await.map(|_| "held".to_owned()),
            Err(error) => Err(error),
        },
        "lift" => {
            let seq = form.get("seq").parse().map_err(|_| Refusal::NotFound)?;
            desk.lift_hold(&number, version, seq, rng).await.map(|_| "lifted".to_owned())
        }
        "refuse" => match why(&form) {
            Ok(why) => desk.refuse_deletion(&number, version, why, rng).await.map(|_| "refused".to_owned()),
            Err(error) => Err(error),
        },
        "destroy" => {
            let address = format!("/staff/retention/{number}");
            if let Some(first) = unless_confirmed(&seat, ReauthPurpose::Destroy, &address) {
                return Ok(first);
            }
            retention(&seat).destroy(&number, version).await.map(|gone| gone.number.to_string())
        }
        _ => return Err(Refusal::NotFound),
    };
    match outcome {
        Ok(done) => Ok(seat.lead_to(&format!("/staff/retention?done={done}"))),
        Err(CaseworkError::Faults(faults)) => answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, &number, Some(draft(&form, faults))).await,
        Err(CaseworkError::Refused(_) | CaseworkError::Conflict { .. }) => {
            answer(&seat, StatusCode::CONFLICT, &number, Some(draft(&form, Vec::new()))).await
        }
        Err(error) => Err(error.into()),
    }
}

fn draft(form: &Form, faults: Vec<Fault>) -> KeepingDraft {
    let typed = |name| form.get(name).to_owned();
    KeepingDraft { until: typed("until"), reason: typed("reason"), why: typed("why"), faults }
}

fn fault(field: Field, typed: &str) -> CaseworkError {
    CaseworkError::Faults(vec![Fault::new(field, if typed.trim().is_empty() { FaultKind::Empty } else { FaultKind::Unknown })])
}

fn until(form: &Form) -> Result<Date, CaseworkError> {
    let typed = form.get("until");
    typed.trim().parse().map_err(|_| fault(Field::Until, typed))
}

fn why(form: &Form) -> Result<DeletionRefusal, CaseworkError> {
    let typed = form.get("why");
    typed.parse().map_err(|_| fault(Field::Why, typed))
}
