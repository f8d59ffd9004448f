//! What staff typed comes back with a 503, to be sent again: also if the database was away before anyone had read the form.

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};
use pages::{View, public::KeptForm};

use super::{
    form::{self, Form},
    refusal::Refusal,
    refusal_page::refuse,
};

/// Where staff write. Forms elsewhere carry passwords and codes, which never go back into a page.
const WRITING: [&str; 7] =
    ["/staff/cases/", "/staff/identities/", "/staff/objections/", "/staff/queue/", "/staff/retention/", "/staff/recovery/", "/admin/"];

/// Runs the handler; if the store is not available, its answer is a page with the form's fields.
pub async fn keep_what_staff_typed(request: Request, next: Next) -> Response {
    let Some(view) = writing(&request) else { return next.run(request).await };
    let (parts, body) = request.into_parts();
    let typed = match form::whole(body).await {
        Ok(typed) => typed,
        Err(refusal) => return refusal.into_response(),
    };
    let answer = next.run(Request::from_parts(parts, Body::from(typed.clone()))).await;
    match answer.extensions().get::<Refusal>() {
        Some(refusal @ Refusal::Unavailable) => refuse(&view, refusal, Some(kept(&view, &typed))),
        _ => answer,
    }
}

/// How the answer is to look, if this is a form in which staff write.
fn writing(request: &Request) -> Option<View> {
    let view = request.extensions().get::<View>()?;
    let writing = request.method() == Method::POST && form::is_form(request) && WRITING.iter().any(|area| view.path.starts_with(area));
    writing.then(|| view.clone())
}

fn kept(view: &View, typed: &Bytes) -> KeptForm {
    KeptForm { action: view.path.clone(), fields: Form::parse(typed).into_filled() }
}
