//! The audit log.

use axum::{
    extract::OriginalUri,
    http::StatusCode,
    response::{Redirect, Response},
};
use data_encoding::HEXLOWER;
use jiff::{ToSpan, civil::Date};
use model::{CaseNumber, Right};
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

/// `GET /staff/audit`.
pub async fn show(seat: Seat, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand(Right::ReadAudit)?;
    let address: AuditAddress = serde_html_form::from_str(address.query().unwrap_or_default()).unwrap_or_default();
    let Slice { lines, next, total, members } = inspection::read(&seat.office, &seat.who, &asked(&address), ROWS, seat.now).await?;
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
    };
    Ok(page(StatusCode::OK, audit_page(&seat.view, &shown)))
}

pub(super) fn asked(address: &AuditAddress) -> Asked {
    let day = |text: &str| text.parse::<Date>().ok();
    Asked {
        member: address.member.parse().ok(),
        action: Some(address.action.clone()).filter(|action| !action.is_empty()),
        case: CaseNumber::parse(&address.number).ok(),
        from: day(&address.from).map(|day| end_of(day.saturating_sub(1.day())) + 1),
        to: day(&address.to).map(end_of),
        before: address.before.parse().ok(),
    }
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
