//! Setting up the second factor at the first sign-in. The recovery code is shown once, in the answer that makes it.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use model::{Fault, FaultKind, Field};
use pages::{
    View,
    staff::{RecoveryCodePage, TotpPage, recovery_code_page, totp_page},
};
use secrecy::ExposeSecret;

use super::{cookie, login::to_the_door, next};
use crate::{
    app::App,
    casework::CaseworkError,
    http::{answer::page, form::Form, limits::Spending, refusal::Refusal, visit::Visit},
    vault::{TotpSetup, VaultError},
};

/// `GET /staff/totp`.
pub async fn show(State(app): State<App>, visit: Visit, headers: HeaderMap) -> Result<Response, Refusal> {
    let cookie = cookie::read(&app, &headers).unwrap_or_default();
    match app.vault().begin_second_factor(&cookie, app.now(), &mut app.rng()).await {
        Ok(setup) => Ok(shown(&visit.view, StatusCode::OK, &setup, Vec::new())),
        Err(error) => elsewhere(&visit.view, error),
    }
}

/// `POST /staff/totp`: the first code of the app proves that it holds the secret.
pub async fn post(State(app): State<App>, visit: Visit, headers: HeaderMap, mut form: Form) -> Result<Response, Refusal> {
    app.budgets().spend(Spending::SignIn, visit.client)?;
    let cookie = cookie::read(&app, &headers).unwrap_or_default();
    let [code, carried] = ["code", "ticket"].map(|name| form.take(name));
    match app.vault().finish_second_factor(&cookie, &carried, &code, app.now(), &mut app.rng()).await {
        Ok((session, recovery)) => {
            let shown = RecoveryCodePage { code: recovery.expose_secret().to_owned(), next: next::HOME.to_owned() };
            Ok((cookie::set(&app, &session), page(StatusCode::OK, recovery_code_page(&visit.view, &shown))).into_response())
        }
        Err(VaultError::WrongCode) => again(&app, &visit.view, &cookie, &carried, &code).await,
        Err(error) => elsewhere(&visit.view, error),
    }
}

/// The same secret again: the app keeps what it scanned. A form that carries none of this portal's gets a new one.
async fn again(app: &App, view: &View, cookie: &str, carried: &str, code: &str) -> Result<Response, Refusal> {
    let kind = if code.is_empty() { FaultKind::Empty } else { FaultKind::Wrong };
    let (vault, now, mut rng) = (app.vault(), app.now(), app.rng());
    let setup = match vault.repeat_second_factor(cookie, carried, now, &mut rng).await {
        Err(VaultError::WrongCode) => vault.begin_second_factor(cookie, now, &mut rng).await,
        other => other,
    };
    match setup {
        Ok(setup) => Ok(shown(view, StatusCode::UNPROCESSABLE_ENTITY, &setup, vec![Fault::new(Field::Code, kind)])),
        Err(error) => elsewhere(view, error),
    }
}

fn shown(view: &View, status: StatusCode, setup: &TotpSetup, faults: Vec<Fault>) -> Response {
    let shown = TotpPage {
        otpauth_url: setup.url.expose_secret().to_owned(),
        secret: setup.typed.expose_secret().to_owned(),
        ticket: setup.carried.clone(),
        csrf: String::new(),
        faults,
    };
    page(status, totp_page(view, &shown))
}

fn elsewhere(view: &View, error: VaultError) -> Result<Response, Refusal> {
    match error {
        VaultError::SignedOut => Ok(to_the_door(view)),
        VaultError::Incomplete => Ok(Redirect::to(&view.href("/staff/login/code")).into_response()),
        error => Err(CaseworkError::from(error).into()),
    }
}
