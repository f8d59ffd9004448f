//! The audit log as a file: what the auditor sees, under the filter in force, a line of JSON for each entry.

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use data_encoding::HEXLOWER;
use futures_util::stream;
use jiff::Timestamp;
use model::Right;
use pages::{admin::AuditAddress, staff::ReauthPurpose};
use serde::Serialize;

use super::audit::{address_in, asked};
use crate::{
    casework::{
        CaseworkError, Office,
        inspection::{self, Export, Line},
    },
    http::{
        refusal::Refusal,
        staff::{account::unless_confirmed, seat::Posted},
    },
};

/// An entry as it is exported.
#[derive(Serialize)]
struct Exported<'a> {
    seq: i64,
    at: String,
    action: &'a str,
    member: Option<&'a str>,
    unit: Option<&'a str>,
    case: Option<&'a str>,
    object: Option<&'a str>,
    hash: String,
}

/// `POST /staff/audit/export`, newest entry first. The password has to have been given just before. An entry itself.
pub async fn post(Posted { seat, form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::ReadAudit)?;
    let address = AuditAddress { before: String::new(), ..address_in(form) };
    let Ok(asked) = asked(&address) else { return Ok(seat.lead_to(&format!("/staff/audit?{}", address.query()))) };
    if let Some(first) = unless_confirmed(&seat, ReauthPurpose::Export, &format!("/staff/audit?{}", address.query())) {
        return Ok(first);
    }
    let export = Export::begin(&seat.office, &seat.who, &asked, seat.now).await?;
    // Read while it is sent: a log of years needs no more memory than a page of it.
    let lines = stream::try_unfold((export, seat.office.clone()), |(mut export, office)| async move {
        let lines = export.next(&office).await?;
        Ok::<_, CaseworkError>((!lines.is_empty()).then(|| (text(&office, &lines), (export, office))))
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/jsonl")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"audit.jsonl\"")),
    ];
    Ok((headers, Body::from_stream(lines)).into_response())
}

fn text(office: &Office, lines: &[Line]) -> Bytes {
    let mut text = Vec::new();
    for line in lines {
        // A struct of texts and numbers always is JSON, and a vector takes all that is written.
        let _ = serde_json::to_writer(&mut text, &exported(office, line));
        text.push(b'\n');
    }
    text.into()
}

fn exported<'a>(office: &'a Office, line: &'a Line) -> Exported<'a> {
    let entry = &line.entry;
    Exported {
        seq: entry.seq,
        at: Timestamp::from_millisecond(entry.at).map(|at| at.to_string()).unwrap_or_default(),
        action: inspection::word(&entry.action),
        member: line.member.as_deref(),
        unit: entry.unit_id.and_then(|unit| office.directory.unit(unit)).map(|unit| unit.code.as_str()),
        case: line.case.as_ref().map(|number| number.as_str()),
        object: line.object(),
        hash: HEXLOWER.encode(&entry.hash),
    }
}
