//! A member's passkeys: the list of them, adding and removing one; and what the script of these pages and of the sign-in asks.

use std::time::Duration;

use axum::{
    Json,
    extract::{OriginalUri, Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use model::Fault;
use pages::staff::{
    NewPasskeyPage, PasskeyDone, PasskeyRow, PasskeysPage, ReauthPurpose, RemovePasskeyPage, new_passkey_page, passkeys_page,
    remove_passkey_page,
};
use serde::Deserialize;
use serde_json::Value;

use super::{
    account::{before_showing, unless_confirmed},
    api::demand_token,
    cookie,
    login::seconds,
    seat::{Posted, Seat},
    time::local,
};
use crate::{
    app::App,
    casework::CaseworkError,
    http::{answer::page, ask::Ask, limits::Spending, refusal::Refusal, visit::Visit},
    vault::{PasskeyInfo, VaultError},
};

const ADDRESS: &str = "/staff/account/passkeys";

/// Nothing is said; the cookie says who asks.
#[derive(Deserialize)]
pub struct Nothing {}

/// `GET /staff/account/passkeys`, every member's own.
pub async fn show(seat: Seat, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    let done = match address.query() {
        Some("added") => Some(PasskeyDone::Added),
        Some("removed") => Some(PasskeyDone::Removed),
        _ => None,
    };
    let shown = PasskeysPage { desk: seat.frame(), passkeys: rows(&seat).await?, taken: seat.app.vault().takes_passkeys(), done };
    Ok(page(StatusCode::OK, passkeys_page(&seat.view, &shown)))
}

async fn rows(seat: &Seat) -> Result<Vec<PasskeyRow>, CaseworkError> {
    let row = |passkey: PasskeyInfo| PasskeyRow {
        id: passkey.id.to_string(),
        name: passkey.name,
        added: local(passkey.created_at),
        last_used: passkey.last_used_at.map(local),
    };
    Ok(seat.app.vault().passkeys(&seat.who).await?.into_iter().map(row).collect())
}

/// `GET /staff/account/passkeys/new`. Password and second factor have to have been given just before.
pub async fn show_new(seat: Seat) -> Result<Response, Refusal> {
    if !seat.app.vault().takes_passkeys() {
        return Err(Refusal::NotFound);
    }
    if let Some(first) = before_showing(&seat, ReauthPurpose::Passkeys, &format!("{ADDRESS}/new")) {
        return Ok(first);
    }
    Ok(form(&seat, StatusCode::OK, String::new(), Vec::new(), false))
}

fn form(seat: &Seat, status: StatusCode, name: String, faults: Vec<Fault>, refused: bool) -> Response {
    let shown = NewPasskeyPage { desk: seat.frame(), name, faults, refused };
    page(status, new_passkey_page(&seat.view, &shown))
}

/// `POST /api/staff/account/passkeys`: what the browser needs to make a passkey. 401 if the password has to be given again first.
pub async fn begin(seat: Seat, headers: HeaderMap, Ask(Nothing {}): Ask<Nothing>) -> Result<Json<Value>, Refusal> {
    demand_token(&seat, &headers)?;
    if !seat.app.vault().is_confirmed(&seat.who, seat.now) {
        return Err(Refusal::SignedOut);
    }
    Ok(Json(seat.app.vault().begin_passkey(&seat.who, seat.now, &mut seat.rng()).await.map_err(CaseworkError::from)?))
}

/// `POST /staff/account/passkeys/new`: the passkey that the browser has made.
pub async fn add(Posted { seat, form: mut posted }: Posted) -> Result<Response, Refusal> {
    seat.app.budgets().spend(Spending::SignIn, seat.client)?;
    if let Some(first) = unless_confirmed(&seat, ReauthPurpose::Passkeys, &format!("{ADDRESS}/new")) {
        return Ok(first);
    }
    let [name, answer] = ["name", "answer"].map(|field| posted.take(field));
    match seat.app.vault().add_passkey(&seat.who, &name, &answer, seat.now, &mut seat.rng()).await {
        Ok(()) => Ok(seat.lead_to(&format!("{ADDRESS}?added"))),
        Err(VaultError::WrongPasskey(_)) => Ok(form(&seat, StatusCode::UNPROCESSABLE_ENTITY, name, Vec::new(), true)),
        Err(VaultError::Faults(faults)) => Ok(form(&seat, StatusCode::UNPROCESSABLE_ENTITY, name, faults, false)),
        Err(error) => Err(CaseworkError::from(error).into()),
    }
}

/// `GET /staff/account/passkeys/{id}/remove`. Password and second factor have to have been given just before.
pub async fn show_removal(seat: Seat, Path(id): Path<String>) -> Result<Response, Refusal> {
    let passkey = rows(&seat).await?.into_iter().find(|row| row.id == id).ok_or(Refusal::NotFound)?;
    if let Some(first) = before_showing(&seat, ReauthPurpose::Passkeys, &format!("{ADDRESS}/{id}/remove")) {
        return Ok(first);
    }
    Ok(page(StatusCode::OK, remove_passkey_page(&seat.view, &RemovePasskeyPage { desk: seat.frame(), passkey })))
}

/// `POST /staff/account/passkeys/{id}/remove`.
pub async fn remove(Path(id): Path<String>, Posted { seat, .. }: Posted) -> Result<Response, Refusal> {
    let number = id.parse().map_err(|_| Refusal::NotFound)?;
    if let Some(first) = unless_confirmed(&seat, ReauthPurpose::Passkeys, &format!("{ADDRESS}/{id}/remove")) {
        return Ok(first);
    }
    seat.app.vault().remove_passkey(&seat.who, number, seat.now).await.map_err(CaseworkError::from)?;
    Ok(seat.lead_to(&format!("{ADDRESS}?removed")))
}

/// `POST /api/staff/login/passkey`: what the browser needs to answer for whoever has given the password.
pub async fn ask(State(app): State<App>, visit: Visit, headers: HeaderMap, Ask(Nothing {}): Ask<Nothing>) -> Result<Json<Value>, Refusal> {
    app.budgets().spend(Spending::SignIn, visit.client)?;
    let (cookie, now) = (cookie::read(&app, &headers).unwrap_or_default(), app.now());
    match app.vault().ask_for_passkey(&cookie, now, &mut app.rng()).await {
        Ok(asked) => Ok(Json(asked)),
        Err(VaultError::SignedOut | VaultError::Incomplete) => Err(Refusal::SignedOut),
        Err(VaultError::TooSoon(until)) => Err(Refusal::TooMany(Duration::from_secs(seconds(now, until)))),
        Err(error) => Err(CaseworkError::from(error).into()),
    }
}

/// `POST /api/staff/reauth/passkey`: the same for a signed-in member.
pub async fn ask_again(seat: Seat, headers: HeaderMap, Ask(Nothing {}): Ask<Nothing>) -> Result<Json<Value>, Refusal> {
    demand_token(&seat, &headers)?;
    Ok(Json(seat.app.vault().ask_again_for_passkey(&seat.who, seat.now, &mut seat.rng()).await.map_err(CaseworkError::from)?))
}
