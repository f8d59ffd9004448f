//! Becoming a member by a one-time link.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use model::{Fault, FaultKind, Field};
use pages::{
    View,
    staff::{InvitePage, InviteState, invite_page},
};
use secrecy::SecretString;

use super::login::go_on;
use crate::{
    app::App,
    casework::CaseworkError,
    http::{answer::page, form::Form, limits::Spending, names::unit_name, refusal::Refusal, visit::Visit},
    vault::{NewMember, OpenInvitation, VaultError},
};

/// `GET /staff/invite/{token}`.
pub async fn show(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Result<Response, Refusal> {
    match app.vault().invitation(&token, app.now()).await {
        Ok(open) => {
            let (login, name) = (open.login.clone(), open.display_name.clone());
            Ok(form_page(&app, &visit.view, StatusCode::OK, &open, login, name, Vec::new()))
        }
        Err(VaultError::NoInvitation) => Ok(gone(&visit.view)),
        Err(error) => Err(CaseworkError::from(error).into()),
    }
}

/// `POST /staff/invite/{token}`: makes the member's keys. The second factor comes next.
pub async fn post(State(app): State<App>, visit: Visit, Path(token): Path<String>, mut form: Form) -> Result<Response, Refusal> {
    app.budgets().spend(Spending::SignIn, visit.client)?;
    let open = match app.vault().invitation(&token, app.now()).await {
        Ok(open) => open,
        Err(VaultError::NoInvitation) => return Ok(gone(&visit.view)),
        Err(error) => return Err(CaseworkError::from(error).into()),
    };
    let [login, name, password, again] = ["login", "name", "password", "password_again"].map(|field| form.take(field));
    if password != again {
        let differ = vec![Fault::new(Field::Password, FaultKind::Unknown)];
        return Ok(form_page(&app, &visit.view, StatusCode::UNPROCESSABLE_ENTITY, &open, login, name, differ));
    }
    let new = NewMember { login: login.clone(), display_name: name.clone(), password: SecretString::from(password) };
    match app.vault().accept(&token, &new, app.now(), &mut app.rng()).await {
        Ok(opened) => {
            // The first member of a unit has made its key: it takes reports from now on.
            app.refresh().await?;
            Ok(go_on(&app, &visit.view, &opened, ""))
        }
        Err(VaultError::NoInvitation) => Ok(gone(&visit.view)),
        Err(VaultError::Faults(faults)) => Ok(form_page(&app, &visit.view, StatusCode::UNPROCESSABLE_ENTITY, &open, login, name, faults)),
        Err(error) => Err(CaseworkError::from(error).into()),
    }
}

fn form_page(
    app: &App,
    view: &View,
    status: StatusCode,
    open: &OpenInvitation,
    login: String,
    name: String,
    faults: Vec<Fault>,
) -> Response {
    let shown = InvitePage {
        state: InviteState::Open,
        path: view.path.clone(),
        renews: open.renews,
        unit: unit_name(&app.office(), open.unit, view.locale),
        roles: open.roles.clone(),
        login: if open.renews { open.login.clone() } else { login },
        name: if open.renews { open.display_name.clone() } else { name },
        faults,
    };
    page(status, invite_page(view, &shown))
}

/// The same words whether it never was, was used, or has expired.
fn gone(view: &View) -> Response {
    let shown = InvitePage {
        state: InviteState::Gone,
        path: view.path.clone(),
        renews: false,
        unit: String::new(),
        roles: Vec::new(),
        login: String::new(),
        name: String::new(),
        faults: Vec::new(),
    };
    page(StatusCode::NOT_FOUND, invite_page(view, &shown))
}
