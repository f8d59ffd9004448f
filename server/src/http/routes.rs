//! Every route of the portal. Language and mode are off the address by the time it comes here.

use axum::{
    Router,
    routing::{get, post},
};

use super::{
    assets, health, public,
    refusal::Refusal,
    reporter::{captcha, receipt, report, status},
};
use crate::app::App;

/// All routes. Those of staff and administrators join here, each area with one function of its own.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(everyone())
        .merge(reporter())
        .merge(machine())
        .fallback(async || Refusal::NotFound)
        .method_not_allowed_fallback(async || Refusal::MethodNotAllowed)
}

fn everyone() -> Router<App> {
    Router::new()
        .route("/", get(public::home))
        .route("/about/protection", get(public::protection))
        .route("/channels", get(public::channels))
        .route("/statistics", get(public::statistics))
}

fn reporter() -> Router<App> {
    Router::new()
        .route("/report", get(report::show).post(report::post))
        .route("/captcha/{file}", get(captcha::file))
        .route("/receipt/check", post(receipt::check))
        .route("/receipt/save", post(receipt::save))
        .route("/status", get(status::show).post(status::post))
}

fn machine() -> Router<App> {
    Router::new()
        .route("/assets/{name}", get(assets::asset))
        .route("/favicon.svg", get(assets::favicon))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
}
