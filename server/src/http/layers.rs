//! Every layer, in order.

use std::{convert::Infallible, time::Duration};

use axum::{
    body::Body,
    extract::Request,
    http::{StatusCode, Uri, uri::PathAndQuery},
    middleware,
    response::{IntoResponse, Response},
};
use pages::View;
use tower::{Service, ServiceBuilder, util::option_layer};
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer, timeout::TimeoutLayer};

use super::{
    client::{Client, Entrance, Peer},
    forget::note_what_to_wipe,
    incident,
    kept_text::keep_what_staff_typed,
    observe::observe,
    onion,
    refusal::Refusal,
    refusal_page::pages_for_refusals,
    routes::{files, routes},
};
use crate::app::App;

/// The longest that a request may take, its body included.
const REQUEST_TIME: Duration = Duration::from_secs(30);

/// The whole portal as one service for the visitors of one entrance.
pub fn portal(
    app: App,
    entrance: Entrance,
) -> impl Service<Request, Response = Response, Error = Infallible, Future: Send> + Clone + Send + 'static {
    let outer = app.clone();
    // Outermost first. What stands outside the router sees neither route nor state.
    let layers = ServiceBuilder::new()
        .map_response(dress(&app, entrance))
        .layer(middleware::from_fn(note_what_to_wipe))
        .layer(middleware::from_fn(observe))
        .layer(middleware::from_fn(pages_for_refusals))
        .layer(CatchPanicLayer::custom(incident::answer_to_panic))
        .layer(option_layer(onion::offered(&app, entrance).map(|origin| middleware::from_fn_with_state(origin, onion::offer))))
        .layer(option_layer(app.budgets().pages_layer(entrance)))
        .layer(refuse_cross_site_posts(app.public_origin()));
    // Innermost, and not around what takes as long as a file takes.
    let timed = ServiceBuilder::new()
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIME))
        .layer(middleware::from_fn(keep_what_staff_typed));
    let routes = routes().layer(timed).merge(files());
    ServiceBuilder::new().map_request(move |request| recognise(&outer, request)).service(routes.layer(layers).with_state(app))
}

/// Finds out who asks, and in which language and mode; takes these off the address, so that the router knows each page once.
fn recognise(app: &App, mut request: Request<Body>) -> Request<Body> {
    if let Some(peer) = request.extensions().get::<Peer>().copied() {
        let client = Client::of(peer, request.headers(), app.trusted_proxies());
        request.extensions_mut().insert(client);
    }
    let (locale, elder, path) = View::split_path(request.uri().path());
    let view = View { locale, elder, path: path.to_owned(), assets: app.assets() };
    if path.len() != request.uri().path().len() {
        *request.uri_mut() = with_path(request.uri(), path);
    }
    request.extensions_mut().insert(view);
    request
}

fn with_path(uri: &Uri, path: &str) -> Uri {
    let target = uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    // A part of an address that was valid is valid.
    let Ok(target) = PathAndQuery::try_from(target) else { return uri.clone() };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(target);
    Uri::from_parts(parts).unwrap_or_else(|_| uri.clone())
}

fn dress(app: &App, entrance: Entrance) -> impl Fn(Response) -> Response + Clone + use<> {
    let headers = app.security_headers(entrance).clone();
    move |response| headers.dress(response)
}

/// By `Sec-Fetch-Site`, then by `Origin` against `Host`: no cookie and no script is needed.
fn refuse_cross_site_posts(
    public_origin: Option<&str>,
) -> CsrfLayer<impl Fn(tower_http::csrf::ProtectionError) -> Response + Clone + use<>> {
    let layer = CsrfLayer::new();
    let layer = match public_origin {
        // A proxy that does not pass `Host` on leaves only this to compare with.
        Some(origin) => layer.clone().add_trusted_origin(origin).unwrap_or(layer),
        None => layer,
    };
    layer.with_rejection_response(|_| Refusal::CrossSite.into_response())
}
