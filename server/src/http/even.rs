//! Answers about a reporter's case come in a few lengths alone: whoever watches the line cannot tell by them whether the unit has written.

use axum::{
    body::{Body, to_bytes},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};

/// What lengths are multiples of. A page is one step long with a dozen messages as with none.
const STEP: usize = 32 * 1024;

/// The same answer, filled up with line ends, which mean nothing at the end of a page or of JSON. Files are left as they are: their own
/// lengths are padded where they are sealed.
pub(super) async fn even_out(response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let kind = parts.headers.get(CONTENT_TYPE).map(|kind| kind.as_bytes());
    if !kind.is_some_and(|kind| kind.starts_with(b"text/html") || kind.starts_with(b"application/json")) {
        return Response::from_parts(parts, body);
    }
    // Whole in memory already: nothing is waited for.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let mut filled = Vec::from(bytes);
    filled.resize(filled.len().next_multiple_of(STEP), b'\n');
    Response::from_parts(parts, Body::from(filled))
}
