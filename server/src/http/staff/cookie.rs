//! The session's cookie: unreadable to scripts, never sent from another site, never to another path or host.

use axum::http::HeaderMap;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use secrecy::{ExposeSecret, SecretString};

use crate::app::App;

/// A browser takes this name only over TLS, from this very host and for all paths, so that no sibling host can plant one.
const SECURE_NAME: &str = "__Host-session";
/// Without TLS, on one's own machine.
const PLAIN_NAME: &str = "session";

/// What the cookie of a request says; none if there is none.
pub fn read(app: &App, headers: &HeaderMap) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    jar.get(name(app)).map(|cookie| cookie.value().to_owned()).filter(|value| !value.is_empty())
}

/// Gives the browser a session. It ends with the browser's own.
pub fn set(app: &App, session: &SecretString) -> CookieJar {
    CookieJar::new().add(bare(app, session.expose_secret().to_owned()))
}

/// Takes the session from the browser.
pub fn clear(app: &App) -> CookieJar {
    let mut gone = bare(app, String::new());
    gone.make_removal();
    CookieJar::new().add(gone)
}

fn bare(app: &App, value: String) -> Cookie<'static> {
    let cookie = Cookie::build((name(app), value)).path("/").http_only(true).same_site(SameSite::Strict);
    cookie.secure(is_behind_tls(app)).build()
}

fn name(app: &App) -> &'static str {
    if is_behind_tls(app) { SECURE_NAME } else { PLAIN_NAME }
}

fn is_behind_tls(app: &App) -> bool {
    app.public_origin().is_some_and(|origin| origin.starts_with("https://"))
}
