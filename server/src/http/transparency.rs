//! What the portal publishes about itself each day, for people and for machines.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use pages::public::{DayShown, DayStampShown, TransparencyPage, transparency_page};

use super::{page_cache::Slot, refusal::Refusal, staff::time::local, visit::Visit};
use crate::{
    app::App,
    casework::{
        stamping::stamped_text,
        transparency::{Published, PublishedDay},
    },
    store::audit::days::{ClosedDay, DayStamp},
};

/// Days that the page shows.
const SHOWN: u32 = 31;
/// Endings of what can be downloaded of a day: what is stamped, and the stamp's token.
const TEXT: &str = "txt";
const TOKEN: &str = "tst";

/// `GET /transparency`.
pub async fn show(State(app): State<App>, visit: Visit, asked: HeaderMap) -> Result<Response, Refusal> {
    let days = app.store().days().newest(SHOWN).await?;
    let oldest = days.last().map_or("", |day| day.day.as_str());
    let stamps: Vec<DayStamp> = app.store().days().stamps_from(oldest).await?.into_iter().filter(|stamp| stamp.token.is_some()).collect();
    // A stamp that is there stays: with the newest day their number says which they are.
    let revision = days.first().map_or(0, |day| day.entries.unsigned_abs()) * u64::from(SHOWN + 1) + stamps.len() as u64;
    let slot = Slot::of(&visit.view, "/transparency", revision);
    if let Some(kept) = app.page_cache().kept(slot) {
        return Ok(kept.answer(&asked));
    }
    let days = days.iter().filter_map(|day| shown(day, stamps.iter().find(|stamp| stamp.day == day.day))).collect();
    let page = TransparencyPage { fingerprint: app.keys().fingerprint().to_string(), days };
    Ok(app.page_cache().answer(slot, &asked, || transparency_page(&visit.view, &page)))
}

/// `GET /transparency.json`.
pub async fn file(State(app): State<App>) -> Result<Response, Refusal> {
    Ok(Json(Published::read(app.store(), app.keys()).await?).into_response())
}

/// `GET /transparency/{day}.tst`: the stamp of a day's end; `.txt` for what is stamped.
pub async fn stamped(State(app): State<App>, Path(file): Path<String>) -> Result<Response, Refusal> {
    let (day, ending) = file.split_once('.').ok_or(Refusal::NotFound)?;
    let (kind, bytes) = match ending {
        TEXT => ("text/plain; charset=utf-8", app.store().days().on(day).await?.map(|day| stamped_text(&day).into_bytes())),
        TOKEN => ("application/octet-stream", app.store().days().stamp_on(day).await?.and_then(|stamp| stamp.token)),
        _ => return Err(Refusal::NotFound),
    };
    let bytes = bytes.ok_or(Refusal::NotFound)?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"))];
    Ok((headers, bytes).into_response())
}

fn shown(day: &ClosedDay, stamp: Option<&DayStamp>) -> Option<DayShown> {
    let PublishedDay { day, entries, head, filings, .. } = PublishedDay::from(day);
    let stamp = stamp.and_then(|stamp| stamp.stamped_at).map(|at| DayStampShown {
        at: local(at),
        text: format!("/transparency/{day}.{TEXT}"),
        token: format!("/transparency/{day}.{TOKEN}"),
    });
    Some(DayShown { day: day.parse::<Date>().ok()?, entries, filings, head, stamp })
}
