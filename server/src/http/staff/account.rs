//! A member's own account: sessions, password, recovery code, and giving the password again.

use axum::{
    extract::OriginalUri,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use model::{Fault, FaultKind, Field};
use pages::staff::{
    AccountPage, DeskDone, PasskeyOffer, ReauthPage, ReauthPurpose, RecoveryCodePage, SessionRow, account_page, reauth_page,
    recovery_code_page,
};
use seal::Purpose;
use secrecy::{ExposeSecret, SecretString};

use super::{
    login::missing,
    next,
    seat::{Posted, Seat},
    time::local,
};
use crate::{
    casework::{CaseworkError, calendar::day_of_ms},
    http::{answer::page, form::Form, limits::Spending, refusal::Refusal},
    vault::VaultError,
};

/// `GET /staff/account`, every member's own.
pub async fn show(seat: Seat) -> Result<Response, Refusal> {
    Ok(answer(&seat, StatusCode::OK, Vec::new()).await?)
}

async fn answer(seat: &Seat, status: StatusCode, faults: Vec<Fault>) -> Result<Response, CaseworkError> {
    let sessions = seat.app.vault().sessions(&seat.who).await?;
    let mut rows: Vec<SessionRow> = sessions
        .into_iter()
        .map(|session| SessionRow {
            id: session.id.to_string(),
            started: local(session.created_at),
            last_used: local(session.last_seen_at),
            ends: local(session.expires_at),
            current: session.current,
        })
        .collect();
    rows.sort_by_key(|row| !row.current);
    let member = seat.office.store.members().by_id(seat.who.member).await?;
    let shown = AccountPage {
        desk: seat.frame(),
        login: seat.who.login.clone(),
        roles: seat.who.roles.clone(),
        sessions: rows,
        faults,
        passkeys: seat.app.vault().passkeys(&seat.who).await?.len(),
        recovery_made: member.recovery_made_at.map(day_of_ms),
        sole_key_holder: is_sole_key_holder(seat).await?,
    };
    Ok(page(status, account_page(&seat.view, &shown)))
}

/// Whether the unit's cases are lost with this member's password and recovery code.
async fn is_sole_key_holder(seat: &Seat) -> Result<bool, CaseworkError> {
    let Some(key) = seat.office.store.units().key(seat.who.unit, Purpose::Report).await? else { return Ok(false) };
    let grants = seat.office.store.members().grants_of_key(key.id).await?;
    Ok(matches!(grants.as_slice(), [only] if only.member_id == seat.who.member))
}

/// `POST /staff/account/sessions`: ends one of the member's sessions, or all others.
pub async fn end_sessions(Posted { seat, form }: Posted) -> Result<Response, Refusal> {
    let vault = seat.app.vault();
    let sessions = vault.sessions(&seat.who).await.map_err(CaseworkError::from)?;
    let asked = form.get("session");
    let is_meant = |id: i64| asked == "others" || asked.parse() == Ok(id);
    for session in sessions.iter().filter(|session| !session.current && is_meant(session.id)) {
        vault.revoke(&seat.who, session.id, seat.now).await.map_err(CaseworkError::from)?;
    }
    Ok(seat.lead_to(&DeskDone::Sessions.at("/staff/account")))
}

/// `POST /staff/account/password`. Other sessions end.
pub async fn change_password(Posted { seat, mut form }: Posted) -> Result<Response, Refusal> {
    seat.app.budgets().spend(Spending::SignIn, seat.client)?;
    let [old, new, again] = ["password", "new_password", "new_password_again"].map(|name| form.take(name));
    let mut faults = missing(&[(Field::Password, &old), (Field::Code, &new)]);
    if faults.is_empty() && new != again {
        faults.push(Fault::new(Field::Code, FaultKind::Unknown));
    }
    if !faults.is_empty() {
        return Ok(answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, faults).await?);
    }
    let (old, new) = (SecretString::from(old), SecretString::from(new));
    match seat.app.vault().change_password(&seat.who, &old, &new, seat.now, &mut seat.rng()).await {
        Ok(()) => Ok(seat.lead_to(&DeskDone::Password.at("/staff/account"))),
        Err(VaultError::Refused) => {
            Ok(answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, vec![Fault::new(Field::Password, FaultKind::Wrong)]).await?)
        }
        Err(VaultError::Faults(faults)) => {
            let of_new = faults.into_iter().map(|fault| Fault::new(Field::Code, fault.kind)).collect();
            Ok(answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, of_new).await?)
        }
        Err(error) => Err(CaseworkError::from(error).into()),
    }
}

/// `POST /staff/account/recovery`: a new recovery code, shown once. The password has to have been given just before.
pub async fn new_recovery_code(Posted { seat, .. }: Posted) -> Result<Response, Refusal> {
    if let Some(first) = unless_confirmed(&seat, ReauthPurpose::Keys, "/staff/account") {
        return Ok(first);
    }
    let code = seat.app.vault().renew_recovery(&seat.who, seat.now, &mut seat.rng()).await.map_err(CaseworkError::from)?;
    let shown = RecoveryCodePage { code: code.expose_secret().to_owned(), next: "/staff/account".to_owned() };
    Ok(page(StatusCode::OK, recovery_code_page(&seat.view, &shown)))
}

/// Before something is done: to the page that asks for the password again, unless it was given just before. `next` is where to go on then,
/// and says that it is still to be done.
pub fn unless_confirmed(seat: &Seat, purpose: ReauthPurpose, next: &str) -> Option<Response> {
    before_showing(seat, purpose, &DeskDone::Confirmed.at(next))
}

/// The same before something is shown.
pub fn before_showing(seat: &Seat, purpose: ReauthPurpose, next: &str) -> Option<Response> {
    if seat.app.vault().is_confirmed(&seat.who, seat.now) {
        return None;
    }
    let word = match purpose {
        ReauthPurpose::Keys => "keys",
        ReauthPurpose::Passkeys => "passkeys",
        ReauthPurpose::Members => "members",
        ReauthPurpose::Export => "export",
        ReauthPurpose::Destroy => "destroy",
    };
    let path = next::carried("/staff/reauth", next);
    let joint = if path.contains('?') { '&' } else { '?' };
    Some(seat.lead_to(&format!("{path}{joint}for={word}")).into_response())
}

/// `GET /staff/reauth`.
pub async fn show_reauth(seat: Seat, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    let mut query = Form::parse(address.query().unwrap_or_default().as_bytes());
    let purpose = match query.get("for") {
        "passkeys" => ReauthPurpose::Passkeys,
        "members" => ReauthPurpose::Members,
        "export" => ReauthPurpose::Export,
        "destroy" => ReauthPurpose::Destroy,
        _ => ReauthPurpose::Keys,
    };
    let next = query.take("next");
    reauth(&seat, StatusCode::OK, purpose, next, Vec::new(), PasskeyOffer::Offered).await
}

/// `passkey` is what would be said of one to whoever has any.
async fn reauth(
    seat: &Seat,
    status: StatusCode,
    purpose: ReauthPurpose,
    next: String,
    faults: Vec<Fault>,
    passkey: PasskeyOffer,
) -> Result<Response, Refusal> {
    let is_offered = seat.app.vault().offers_passkey_again(&seat.who).await.map_err(CaseworkError::from)?;
    let passkey = if is_offered { passkey } else { PasskeyOffer::Absent };
    let shown = ReauthPage { desk: seat.frame(), purpose, next, faults, passkey, wait_seconds: None };
    Ok(page(status, reauth_page(&seat.view, &shown)))
}

/// `POST /staff/reauth`.
pub async fn post_reauth(Posted { seat, mut form }: Posted) -> Result<Response, Refusal> {
    seat.app.budgets().spend(Spending::SignIn, seat.client)?;
    let [password, code, answer, next] = ["password", "code", "answer", "next"].map(|name| form.take(name));
    let refuse =
        async |faults, passkey| reauth(&seat, StatusCode::UNPROCESSABLE_ENTITY, ReauthPurpose::Keys, next.clone(), faults, passkey).await;
    let wrong = |field| vec![Fault::new(field, FaultKind::Wrong)];
    let second = if answer.is_empty() { &code } else { &answer };
    let faults = missing(&[(Field::Password, &password), (Field::Code, second)]);
    if !faults.is_empty() {
        return refuse(faults, PasskeyOffer::Offered).await;
    }
    let (vault, password) = (seat.app.vault(), SecretString::from(password));
    let confirmed = if code.is_empty() {
        vault.confirm_with_passkey(&seat.who, &password, &answer, seat.now, &mut seat.rng()).await
    } else {
        vault.confirm_with_code(&seat.who, &password, &code, seat.now).await
    };
    match confirmed {
        Ok(()) => Ok(seat.lead_to(next::checked(&next))),
        Err(VaultError::Refused) => refuse(wrong(Field::Password), PasskeyOffer::Offered).await,
        Err(VaultError::WrongCode) => refuse(wrong(Field::Code), PasskeyOffer::Offered).await,
        Err(VaultError::WrongPasskey(_)) => refuse(Vec::new(), PasskeyOffer::Refused).await,
        Err(error) => Err(CaseworkError::from(error).into()),
    }
}
