//! Answers to what could not be taken now. What the reporter typed comes back with them, to be sent again.

use axum::{http::StatusCode, response::Response};
use pages::{
    View,
    public::KeptForm,
    reporter::{ClosedPage, closed_page},
};

use super::{report, status};
use crate::{
    casework::Office,
    http::{answer::page, form::Form, public::open_channels, refusal::Refusal, refusal_page::refuse},
};

/// No unit takes reports yet: 503, with the other ways to be heard, and with what was typed if somebody had begun.
pub(super) fn not_open(office: &Office, view: &View, sent: Option<report::Sent>) -> Response {
    let fields = sent.map(report::Sent::into_fields).unwrap_or_default();
    let kept = (!fields.is_empty()).then(|| KeptForm { action: "/report".to_owned(), fields });
    let channels = open_channels(office, view.locale);
    page(StatusCode::SERVICE_UNAVAILABLE, closed_page(view, &ClosedPage { channels, kept }))
}

/// A report that was not taken.
pub(super) fn report(view: &View, sent: report::Sent, refusal: Refusal) -> Response {
    refuse(view, &refusal, Some(KeptForm { action: "/report".to_owned(), fields: sent.into_fields() }))
}

/// An action on the status page that was not taken.
pub(super) fn status(view: &View, sent: status::Sent, refusal: Refusal) -> Response {
    let fields = [
        ("receipt", sent.receipt),
        ("version", sent.version),
        ("action", sent.action.map(|action| action.as_str().to_owned()).unwrap_or_default()),
        ("step", sent.step),
    ];
    let fields = fields.into_iter().chain([("message", sent.message), ("rating", sent.rating)]);
    let fields = fields.chain([("traces", sent.traces), ("keep_reason", sent.keep_reason), ("remove", sent.remove)]);
    let objections = sent.objections.into_iter().map(|(request, typed)| (format!("objection-{request}"), typed));
    let fields = fields.map(|(name, value)| (name.to_owned(), value)).chain(objections);
    let fields = fields.filter(|(_, value)| !value.is_empty()).collect();
    refuse(view, &refusal, Some(KeptForm { action: "/status".to_owned(), fields }))
}

/// A form of the receipt page that was not taken. The code stays in it: this may be the only place where it still stands.
pub(super) fn receipt(view: &View, form: Form, refusal: &Refusal) -> Response {
    let fields = form.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    refuse(view, refusal, Some(KeptForm { action: view.path.clone(), fields }))
}
