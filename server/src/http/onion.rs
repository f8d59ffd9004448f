//! Telling Tor Browser where a page is on the onion service.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use pages::View;

use super::client::Entrance;
use crate::app::App;

const ONION_LOCATION: HeaderName = HeaderName::from_static("onion-location");

/// The onion service that visitors of this entrance are told of: those who have come through it are there already.
pub fn offered(app: &App, entrance: Entrance) -> Option<Arc<str>> {
    app.onion_origin().filter(|_| entrance == Entrance::Web).map(Arc::from)
}

/// Adds the address to pages for everyone and for reporters.
pub async fn offer(State(origin): State<Arc<str>>, request: Request, next: Next) -> Response {
    let view = request.extensions().get::<View>().filter(|view| request.method() == Method::GET && !is_for_staff(&view.path));
    let address = view.and_then(|view| HeaderValue::try_from(format!("{origin}{}", view.href(&view.path))).ok());
    let mut response = next.run(request).await;
    if let Some(address) = address.filter(|_| is_page(&response)) {
        response.headers_mut().insert(ONION_LOCATION, address);
    }
    response
}

fn is_for_staff(path: &str) -> bool {
    path.starts_with("/staff") || path.starts_with("/admin")
}

fn is_page(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}
