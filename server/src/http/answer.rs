//! Pages as answers.

use axum::{
    http::StatusCode,
    response::{Html as HtmlBody, IntoResponse, Response},
};
use pages::Html;

/// A page that only this visitor may keep: the outer layer forbids every cache to store it.
pub fn page(status: StatusCode, page: Html) -> Response {
    (status, HtmlBody(page.into_string())).into_response()
}
