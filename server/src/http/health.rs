//! Whether this process lives, and whether it can do its work.

use axum::{extract::State, http::StatusCode};

use crate::app::App;

/// `GET /healthz`: 200 as long as the process answers.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// `GET /readyz`: 200 if the database answers, 503 if not.
pub async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.store().ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
