//! Gives each refusal its page, in the reader's language.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use pages::{
    View,
    public::{Audience, ErrorPage, KeptForm, Problem, error_page},
};

use super::{answer::page, refusal::Refusal};

/// The page of a refusal, with what was typed if there was a form.
pub fn refuse(view: &View, refusal: &Refusal, kept: Option<KeptForm>) -> Response {
    let shown = ErrorPage { problem: problem(refusal), audience: audience(view), kept };
    let mut response = page(refusal.status(), error_page(view, &shown));
    if let Some(seconds) = refusal.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Turns a bare refusal into a page. Answers that have a body of their own, and those to requests that want none, stay as they are.
pub async fn pages_for_refusals(request: Request, next: Next) -> Response {
    let view = request.extensions().get::<View>().cloned();
    let wants_page = wants_page(request.headers());
    let bare = next.run(request).await;
    match (refusal_of(&bare), view) {
        (Some(refusal), Some(view)) if wants_page => with_page(bare, refuse(&view, &refusal, None)),
        _ => bare,
    }
}

fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("*/*");
    accepted.contains("text/html") || accepted.contains("*/*")
}

/// The refusal that a handler meant, or the one that a layer's bare status stands for.
fn refusal_of(response: &Response) -> Option<Refusal> {
    let meant = response.extensions().get::<Refusal>().cloned();
    meant.or_else(|| match response.status() {
        StatusCode::REQUEST_TIMEOUT => Some(Refusal::TimedOut),
        _ => None,
    })
}

/// The page with the headers that the bare answer had, such as `Allow`.
fn with_page(bare: Response, mut page: Response) -> Response {
    let (parts, _) = bare.into_parts();
    for (name, value) in parts.headers.iter().filter(|(name, _)| *name != header::CONTENT_LENGTH && *name != header::CONTENT_TYPE) {
        page.headers_mut().insert(name, value.clone());
    }
    page
}

fn audience(view: &View) -> Audience {
    let of_staff = ["/staff", "/admin"].iter().any(|area| view.path.starts_with(area));
    if of_staff { Audience::Staff } else { Audience::Public }
}

fn problem(refusal: &Refusal) -> Problem {
    let wait = || refusal.retry_after().unwrap_or(1);
    match refusal {
        Refusal::BadRequest | Refusal::UnsupportedMedia => Problem::Unreadable,
        Refusal::SignedOut => Problem::SignedOut,
        Refusal::Stale => Problem::Stale,
        Refusal::CrossSite => Problem::Refused,
        Refusal::Forbidden => Problem::Forbidden,
        Refusal::NotFound => Problem::NotFound,
        Refusal::MethodNotAllowed => Problem::MethodNotAllowed,
        Refusal::Conflict => Problem::Conflict,
        Refusal::KeyDestroyed => Problem::KeyDestroyed,
        Refusal::TooLarge => Problem::TooLarge,
        Refusal::TooMany(_) => Problem::TooMany(wait()),
        Refusal::Unforeseen(incident) => Problem::Internal(incident.to_string()),
        Refusal::TimedOut | Refusal::Unavailable => Problem::Unavailable(wait()),
        Refusal::FilesAway => Problem::FilesAway(wait()),
    }
}
