//! The unit's queue: filter, several at once, search without scripts.

use axum::{extract::OriginalUri, http::StatusCode, response::Response};
use model::{CaseNumber, CaseStatus, CategoryCode, Fault, FaultKind, Field, Right, api::QueuePage};
use pages::staff::{BulkForm, QueueAddress, QueueContent, QueueListPage, QueueSearch, queue_page};

use super::{
    lists,
    queue_address::{self, Asked, open_statuses},
    queue_view::Names,
    seat::{Posted, Seat},
};
use crate::{
    casework::{CaseworkError, calendar::after_day_of, desk::Outcome},
    http::{answer::page, refusal::Refusal},
    store::QueueFilter,
    vault::unit_keys::{HeldKeys, purposes_of},
};

/// Rows on a page.
pub(super) const ROWS: u32 = 50;
/// Reports opened in one step of a search.
pub(super) const LOOK_AT: u32 = 200;

/// `GET /staff/queue`.
pub async fn show(seat: Seat, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand(Right::SeeCases)?;
    let address = queue_address::read(address.query().unwrap_or_default());
    answer(&seat, StatusCode::OK, address, BulkForm::default(), None).await
}

/// `POST /staff/queue/bulk`: the same to every ticked row.
pub async fn bulk(Posted { seat, form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::HandleCases)?;
    let address = queue_address::read(form.get("query"));
    let chosen = BulkForm {
        numbers: form.all("number").map(str::to_owned).collect(),
        assignee: form.get("assignee").to_owned(),
        category: form.get("category").to_owned(),
        ..BulkForm::default()
    };
    match work_through(&seat, &chosen, form.get("step")).await {
        Ok(outcomes) => {
            let done = outcomes.iter().filter(|outcome| outcome.result.is_ok()).count() as u64;
            let skipped = outcomes.len() as u64 - done;
            answer(&seat, StatusCode::OK, address, BulkForm { done: Some(done), skipped, ..BulkForm::default() }, None).await
        }
        Err(CaseworkError::Faults(faults)) => {
            answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, address, BulkForm { faults, ..chosen }, None).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn work_through(seat: &Seat, chosen: &BulkForm, step: &str) -> Result<Vec<Outcome>, CaseworkError> {
    let numbers: Vec<CaseNumber> = chosen.numbers.iter().filter_map(|number| number.parse().ok()).collect();
    if numbers.is_empty() {
        return Err(fault(Field::Step, FaultKind::Empty));
    }
    let mut rng = seat.rng();
    if step == "assign" {
        let to = picked(Field::Assignee, &chosen.assignee)?;
        return seat.desk().assign_many(&numbers, Some(to), &mut rng).await;
    }
    let category: CategoryCode = picked(Field::Category, &chosen.category)?;
    seat.desk().recategorise_many(&numbers, &category, &mut rng).await
}

fn fault(field: Field, kind: FaultKind) -> CaseworkError {
    CaseworkError::Faults(vec![Fault::new(field, kind)])
}

/// One of the choices.
fn picked<T: std::str::FromStr>(field: Field, typed: &str) -> Result<T, CaseworkError> {
    let kind = if typed.is_empty() { FaultKind::Empty } else { FaultKind::Unknown };
    typed.parse().map_err(|_| fault(field, kind))
}

/// `POST /staff/queue/search`: what is searched for stands in no address. A case number leads to its case.
pub async fn search(Posted { seat, mut form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::HandleCases)?;
    let text = form.take("text");
    if let Ok(number) = CaseNumber::parse(&text) {
        return Ok(seat.lead_to(&format!("/staff/cases/{number}")));
    }
    let address = queue_address::read(form.get("query")).first_page();
    if text.trim().is_empty() {
        return answer(&seat, StatusCode::OK, address, BulkForm::default(), None).await;
    }
    answer(&seat, StatusCode::OK, address, BulkForm::default(), Some((text, form.take("after")))).await
}

/// What the address asks for, for the member who asks.
pub(super) fn asked(seat: &Seat, address: &QueueAddress) -> Asked {
    queue_address::asked(address, &seat.office, seat.who.unit, seat.who.member, seat.now.as_millisecond())
}

async fn answer(
    seat: &Seat,
    status: StatusCode,
    address: QueueAddress,
    bulk: BulkForm,
    searched: Option<(String, String)>,
) -> Result<Response, Refusal> {
    let (content, search) = match (lacks_key(seat).await?, searched) {
        (true, _) => (QueueContent::NoKey, None),
        (false, None) => (rows(seat, &address).await?, None),
        (false, Some((text, after))) => {
            let (rows, search) = found(seat, &address, text, &after).await?;
            (rows, Some(search))
        }
    };
    let counts: Vec<(CaseStatus, u64)> = seat.desk().counts().await?.into_iter().map(|(status, count)| (status, count.into())).collect();
    let shown = QueueListPage {
        desk: seat.frame(),
        categories: lists::categories(&seat.office, seat.view.locale),
        areas: lists::areas(&seat.office),
        members: lists::assignees(seat).await?,
        counts,
        late: late(seat).await?,
        mine: mine(seat).await?,
        risk_due: risk_due(seat).await?,
        matching: None,
        content,
        search,
        bulk,
        may_assign: seat.may(Right::HandleCases),
        address,
    };
    Ok(page(status, queue_page(&seat.view, &shown)))
}

/// Whether the member's roles entitle to the unit's key, and nobody has granted it yet.
async fn lacks_key(seat: &Seat) -> Result<bool, Refusal> {
    let entitled = purposes_of(&seat.who.roles).contains(&seal::Purpose::Report);
    let Some(key) = seat.office.directory.report_key(seat.who.unit).filter(|_| entitled) else { return Ok(false) };
    let held = HeldKeys::of(&seat.office.store, &seat.who).await.map_err(CaseworkError::from)?;
    Ok(!held.holds(key.id))
}

async fn rows(seat: &Seat, address: &QueueAddress) -> Result<QueueContent, CaseworkError> {
    Ok(QueueContent::Rows(queue(seat, address).await?))
}

/// One page of the queue, as a page and as a script gets it.
pub(super) async fn queue(seat: &Seat, address: &QueueAddress) -> Result<QueuePage, CaseworkError> {
    let Asked { filter, sort, after } = asked(seat, address);
    let view = seat.desk().queue(&filter, sort, after.as_ref(), ROWS).await?;
    let names = Names { office: &seat.office, locale: seat.view.locale, members: &view.names, now: seat.now.as_millisecond() };
    Ok(QueuePage { rows: names.rows(&view.rows), next: view.next.map(|next| next.to_string()), mark: view.mark.to_string() })
}

async fn found(seat: &Seat, address: &QueueAddress, text: String, after: &str) -> Result<(QueueContent, QueueSearch), CaseworkError> {
    let Asked { filter, sort, .. } = asked(seat, address);
    let found = seat.desk().search_step(&filter, sort, after.parse().ok().as_ref(), &text, LOOK_AT).await?;
    let members = names_of_unit(seat).await?;
    let names = Names { office: &seat.office, locale: seat.view.locale, members: &members, now: seat.now.as_millisecond() };
    let rows = QueuePage { rows: names.rows(&found.rows), next: None, mark: seat.desk().mark().await?.to_string() };
    let of = seat.desk().count(&filter).await?.into();
    let search = QueueSearch { text, looked_at: found.looked_at as u64, of, next: found.next.map(|next| next.to_string()) };
    Ok((QueueContent::Rows(rows), search))
}

/// Display names of the unit's members.
pub(super) async fn names_of_unit(seat: &Seat) -> Result<std::collections::HashMap<i64, String>, CaseworkError> {
    let members = seat.office.store.members().of_unit(seat.who.unit).await?;
    Ok(members.into_iter().map(|member| (member.id, member.display_name)).collect())
}

async fn late(seat: &Seat) -> Result<u64, CaseworkError> {
    let filter = QueueFilter {
        statuses: open_statuses(),
        due_before: Some(seat.now.as_millisecond()),
        ..QueueFilter::of_unit(seat.who.unit, seat.who.member)
    };
    Ok(seat.desk().count(&filter).await?.into())
}

/// Settled cases too: whoever reported may be in danger long after.
async fn risk_due(seat: &Seat) -> Result<u64, CaseworkError> {
    let filter = QueueFilter {
        risk_due_before: Some(after_day_of(seat.now.as_millisecond())),
        ..QueueFilter::of_unit(seat.who.unit, seat.who.member)
    };
    Ok(seat.desk().count(&filter).await?.into())
}

async fn mine(seat: &Seat) -> Result<u64, CaseworkError> {
    let filter =
        QueueFilter { statuses: open_statuses(), assignee: Some(seat.who.member), ..QueueFilter::of_unit(seat.who.unit, seat.who.member) };
    Ok(seat.desk().count(&filter).await?.into())
}
