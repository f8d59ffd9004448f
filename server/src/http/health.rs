//! Whether this process lives, and whether it can do its work.

use axum::{extract::State, http::StatusCode};

use crate::{app::App, store::StoreError};

/// `GET /healthz`: 200 as long as the process answers.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// `GET /readyz`: 200 if the database answers and takes what is written, and this node has the retention key in use; 503 if not.
pub async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.store().prove_ready(app.now().as_millisecond()).await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(StoreError::Full) => (StatusCode::SERVICE_UNAVAILABLE, "the disk is full\n"),
        Err(StoreError::NoGeneration(_) | StoreError::OtherGeneration(_)) => {
            (StatusCode::SERVICE_UNAVAILABLE, "retention.toml lacks the retention key in use\n")
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
