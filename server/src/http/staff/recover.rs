//! Back in with the recovery code and a new password.

use axum::{extract::State, http::StatusCode, response::Response};
use model::{Fault, FaultKind, Field};
use pages::{
    View,
    staff::{RecoverPage, recover_page},
};
use secrecy::SecretString;

use super::login::{go_on, missing};
use crate::{
    app::App,
    casework::CaseworkError,
    http::{answer::page, form::Form, limits::Spending, refusal::Refusal, visit::Visit},
    vault::VaultError,
};

/// `GET /staff/recover`.
pub async fn show(visit: Visit) -> Response {
    page(StatusCode::OK, recover_page(&visit.view, &RecoverPage::default()))
}

/// `POST /staff/recover`. The second factor is set up anew afterwards.
pub async fn post(State(app): State<App>, visit: Visit, mut form: Form) -> Result<Response, Refusal> {
    app.budgets().spend(Spending::SignIn, visit.client)?;
    let [login, code, password, again] = ["login", "code", "password", "password_again"].map(|name| form.take(name));
    let mut faults = missing(&[(Field::Login, &login), (Field::Code, &code), (Field::Password, &password)]);
    if faults.is_empty() && password != again {
        faults.push(Fault::new(Field::Password, FaultKind::Unknown));
    }
    if !faults.is_empty() {
        return Ok(reject(&visit.view, login, faults));
    }
    match app.vault().recover(&login, &code, &SecretString::from(password), app.now(), &mut app.rng()).await {
        Ok(opened) => Ok(go_on(&app, &visit.view, &opened, "")),
        Err(VaultError::Refused) => Ok(reject(&visit.view, login, vec![Fault::new(Field::Code, FaultKind::Wrong)])),
        Err(VaultError::Faults(faults)) => Ok(reject(&visit.view, login, faults)),
        Err(error) => Err(CaseworkError::from(error).into()),
    }
}

fn reject(view: &View, login: String, faults: Vec<Fault>) -> Response {
    page(StatusCode::UNPROCESSABLE_ENTITY, recover_page(view, &RecoverPage { login, faults, wait_seconds: None }))
}
