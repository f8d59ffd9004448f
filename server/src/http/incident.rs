//! A number that joins what a person saw with what the log holds.

use std::{any::Any, cell::Cell, fmt, panic};

use axum::response::{IntoResponse, Response};

use super::refusal::Refusal;

/// The number of something unforeseen. Random, so that it tells nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Incident(u32);

impl Incident {
    /// Logs `cause` under a new number. `cause` must hold no content, receipt code or address.
    pub fn report(cause: &dyn fmt::Display) -> Self {
        let incident = Self(rand::random());
        tracing::error!(%incident, %cause, "unforeseen");
        incident
    }
}

impl fmt::Display for Incident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}-{:04X}", self.0 >> 16, self.0 & 0xFFFF)
    }
}

thread_local! {
    static LAST: Cell<Option<Incident>> = const { Cell::new(None) };
}

/// Replaces the standard report of a panic, for the whole process, by one without its message, which may quote what somebody typed.
pub fn log_panics_without_their_message() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        LAST.set(Some(Incident::report(&format_args!("panic at {place}"))));
    }));
}

/// The answer to a request whose handler panicked. Runs on the thread that has just panicked.
pub fn answer_to_panic(_message: Box<dyn Any + Send>) -> Response {
    let incident = LAST.take().unwrap_or_else(|| Incident::report(&"panic"));
    Refusal::Unforeseen(incident).into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;

    #[test]
    fn a_panic_is_answered_with_a_number_and_without_its_message() {
        let response = answer_to_panic(Box::new("index 3 of 天河区"));
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let Some(Refusal::Unforeseen(incident)) = response.extensions().get() else { panic!("no number") };
        assert_eq!(incident.to_string().len(), 9);
    }
}
