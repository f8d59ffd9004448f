//! What the portal publishes about itself each day, for people and for machines.

use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use pages::public::{DayShown, TransparencyPage, transparency_page};

use super::{page_cache::Slot, refusal::Refusal, visit::Visit};
use crate::{
    app::App,
    casework::transparency::{Published, PublishedDay},
    store::audit::days::ClosedDay,
};

/// Days that the page shows.
const SHOWN: u32 = 31;
/// `GET /transparency`.
pub async fn show(State(app): State<App>, visit: Visit, asked: HeaderMap) -> Result<Response, Refusal> {
    let days = app.store().days();
    let latest = days.latest().await?;
    let revision = latest.map_or(0, |day| day.entries.unsigned_abs());
    let slot = Slot::of(&visit.view, "/transparency", revision);
    if let Some(kept) = app.page_cache().kept(slot) {
        return Ok(kept.answer(&asked));
    }
    let days = days.newest(SHOWN).await?.iter().filter_map(shown).collect();
    let page = TransparencyPage { fingerprint: app.keys().fingerprint().to_string(), days };
    Ok(app.page_cache().answer(slot, &asked, || transparency_page(&visit.view, &page)))
}

/// `GET /transparency.json`.
pub async fn file(State(app): State<App>) -> Result<Response, Refusal> {
    Ok(Json(Published::read(app.store(), app.keys()).await?).into_response())
}

fn shown(day: &ClosedDay) -> Option<DayShown> {
    let PublishedDay { day, entries, head, filings, .. } = PublishedDay::from(day);
    Some(DayShown { day: day.parse::<Date>().ok()?, entries, filings, head })
}
