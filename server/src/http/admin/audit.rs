//! The audit log.

use std::str::FromStr;

use axum::{
    extract::OriginalUri,
    http::StatusCode,
    response::{Redirect, Response},
};
use data_encoding::HEXLOWER;
use jiff::{ToSpan, civil::Date};
use model::{CaseNumber, Fault, FaultKind, Field, Right};
use pages::{
    admin::{AuditAddress, AuditPage, AuditRow, audit_page},
    staff::Choice,
};

use crate::{
    casework::{
        calendar::end_of,
        inspection::{self, Asked, Line, Slice},
    },
    http::{
        answer::page,
        form::Form,
        names::unit_name,
        refusal::Refusal,
        staff::{seat::Seat, time::local},
        visit::Visit,
    },
};

/// Entries on a page.
const ROWS: u32 = 100;
/// Characters of a hash that are shown: enough to compare with a note.
const HASH: usize = 12;

/// `GET /admin/audit`, where the log stood before auditors' pages became staff's.
pub async fn moved(visit: Visit, OriginalUri(address): OriginalUri) -> Redirect {
    let query = address.query().map(|query| format!("?{query}")).unwrap_or_default();
    Redirect::permanent(&visit.view.href(&format!("/staff/audit{query}")))
}

/// `GET /staff/audit`. A filter that cannot be read shows its faults and no entry: without it the whole log would look like what was asked for.
pub async fn show(seat: Seat, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand(Right::ReadAudit)?;
    let address = address_in(Form::parse(address.query().unwrap_or_default().as_bytes()));
    let (asked, rows, faults) = match asked(&address) {
        Ok(asked) => (asked, ROWS, Vec::new()),
        Err(faults) => (Asked::default(), 0, faults),
    };
    let Slice { lines, next, total, members } = inspection::read(&seat.office, &seat.who, &asked, rows, seat.now).await?;
    let mut members: Vec<Choice> = members.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    members.sort_by(|one, other| one.name.cmp(&other.name));
    let shown = AuditPage {
        desk: seat.frame(),
        address,
        members,
        actions: inspection::ACTIONS.iter().map(|&action| action.to_owned()).collect(),
        rows: lines.into_iter().map(|line| row(&seat, line)).collect(),
        next: next.map(|seq| seq.to_string()),
        total,
        faults,
    };
    let status = if shown.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(page(status, audit_page(&seat.view, &shown)))
}

/// The filter as it was filled in.
pub(super) fn address_in(mut form: Form) -> AuditAddress {
    let [member, action, number, from, to, before] = ["member", "action", "number", "from", "to", "before"].map(|name| form.take(name));
    AuditAddress { member, action, number, from, to, before }
}

/// What a filter asks for, or the fields that cannot be read.
pub(super) fn asked(address: &AuditAddress) -> Result<Asked, Vec<Fault>> {
    let mut faults = Vec::new();
    let asked = Asked {
        member: narrowed(&address.member, Fault::new(Field::Member, FaultKind::Unknown), &mut faults),
        action: Some(address.action.clone()).filter(|action| !action.is_empty()),
        case: narrowed::<CaseNumber>(&address.number, Fault::new(Field::Number, FaultKind::Wrong), &mut faults),
        from: narrowed::<Date>(&address.from, Fault::new(Field::From, FaultKind::Wrong), &mut faults)
            .map(|day| end_of(day.saturating_sub(1.day())) + 1),
        to: narrowed(&address.to, Fault::new(Field::To, FaultKind::Wrong), &mut faults).map(end_of),
        before: address.before.parse().ok(),
    };
    if faults.is_empty() { Ok(asked) } else { Err(faults) }
}

/// What was filled in; none if nothing was, or if it cannot be read.
fn narrowed<T: FromStr>(typed: &str, fault: Fault, faults: &mut Vec<Fault>) -> Option<T> {
    if typed.trim().is_empty() {
        return None;
    }
    typed.parse().map_err(|_| faults.push(fault)).ok()
}

fn row(seat: &Seat, line: Line) -> AuditRow {
    let about_case = line.entry.case_id.is_some();
    let object = if about_case { line.case.as_ref().map(CaseNumber::to_string) } else { line.object().map(str::to_owned) };
    let entry = line.entry;
    let hash = HEXLOWER.encode(&entry.hash);
    AuditRow {
        seq: entry.seq,
        at: local(entry.at),
        member: line.member,
        unit: entry.unit_id.map(|unit| unit_name(&seat.office, unit, seat.view.locale)),
        action: inspection::word(&entry.action).to_owned(),
        object,
        hash: hash.chars().take(HASH).collect(),
    }
}
