//! Signing in: name and password, then a passkey or the code of the second factor; and signing out.

use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use model::{Fault, FaultKind, Field};
use pages::{
    View,
    staff::{CodePage, LoginNotice, LoginPage, PasskeyOffer, code_page, login_page},
};
use secrecy::SecretString;

use super::{cookie, next, seat::Posted};
use crate::{
    app::App,
    casework::CaseworkError,
    http::{answer::page, form::Form, limits::Spending, refusal::Refusal, visit::Visit},
    vault::{NextStep, Opened, VaultError},
};

/// `GET /staff/login`, with `next` and `why` in the query.
pub async fn show(visit: Visit, OriginalUri(address): OriginalUri) -> Response {
    let query = Form::parse(address.query().unwrap_or_default().as_bytes());
    let notice = match query.get("why") {
        "signed-out" => Some(LoginNotice::SignedOut),
        _ => None,
    };
    let shown = LoginPage { next: query.get("next").to_owned(), notice, ..LoginPage::default() };
    page(StatusCode::OK, login_page(&visit.view, &shown))
}

/// `POST /staff/login`: the first step.
pub async fn post(State(app): State<App>, visit: Visit, mut form: Form) -> Result<Response, Refusal> {
    app.budgets().spend(Spending::SignIn, visit.client)?;
    let [login, password, next] = ["login", "password", "next"].map(|name| form.take(name));
    let faults = missing(&[(Field::Login, &login), (Field::Password, &password)]);
    if !faults.is_empty() {
        return Ok(reject(&visit.view, login, next, faults));
    }
    match app.vault().sign_in(&login, &SecretString::from(password), app.now(), &mut app.rng()).await {
        Ok(opened) => Ok(go_on(&app, &visit.view, &opened, &next)),
        Err(VaultError::Refused) => Ok(reject(&visit.view, login, next, vec![Fault::new(Field::Login, FaultKind::Wrong)])),
        Err(error) => Err(CaseworkError::from(error).into()),
    }
}

/// Which of these fields are empty.
pub(super) fn missing(fields: &[(Field, &String)]) -> Vec<Fault> {
    fields.iter().filter(|(_, typed)| typed.is_empty()).map(|(field, _)| Fault::new(*field, FaultKind::Empty)).collect()
}

fn reject(view: &View, login: String, next: String, faults: Vec<Fault>) -> Response {
    let shown = LoginPage { login, next, faults, ..LoginPage::default() };
    page(StatusCode::UNPROCESSABLE_ENTITY, login_page(view, &shown))
}

/// From the password to the second factor.
pub(super) fn go_on(app: &App, view: &View, opened: &Opened, next: &str) -> Response {
    let path = match opened.next {
        NextStep::SetUpSecondFactor => "/staff/totp".to_owned(),
        NextStep::EnterCode => next::carried("/staff/login/code", next),
    };
    (cookie::set(app, &opened.cookie), Redirect::to(&view.href(&path))).into_response()
}

/// To the door: the first step is not done, or was too long ago.
pub(super) fn to_the_door(view: &View) -> Response {
    Redirect::to(&view.href("/staff/login")).into_response()
}

/// To the page that sets up the second factor.
fn to_the_set_up(view: &View) -> Response {
    Redirect::to(&view.href("/staff/totp")).into_response()
}

/// `GET /staff/login/code`.
pub async fn show_code(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    OriginalUri(address): OriginalUri,
) -> Result<Response, Refusal> {
    let cookie = cookie::read(&app, &headers).unwrap_or_default();
    let next = Form::parse(address.query().unwrap_or_default().as_bytes()).take("next");
    match app.vault().session(&cookie, app.now()).await {
        Ok(_) => Ok(Redirect::to(&visit.view.href(next::checked(&next))).into_response()),
        Err(VaultError::Incomplete) => {
            Second { app: &app, view: &visit.view, cookie: &cookie, next }.page(StatusCode::OK, CodePage::default()).await
        }
        Err(VaultError::NoSecondFactor) => Ok(to_the_set_up(&visit.view)),
        Err(VaultError::SignedOut) => Ok(to_the_door(&visit.view)),
        Err(error) => Err(CaseworkError::from(error).into()),
    }
}

/// `POST /staff/login/code`: the second step, by the code or by a passkey's answer.
pub async fn post_code(State(app): State<App>, visit: Visit, headers: HeaderMap, mut form: Form) -> Result<Response, Refusal> {
    app.budgets().spend(Spending::SignIn, visit.client)?;
    let cookie = cookie::read(&app, &headers).unwrap_or_default();
    let [code, answer, next] = ["code", "answer", "ticket"].map(|name| form.take(name));
    let step = Second { app: &app, view: &visit.view, cookie: &cookie, next };
    let (vault, now, mut rng) = (app.vault(), app.now(), app.rng());
    let outcome = match (code.is_empty(), answer.is_empty()) {
        (true, true) => return step.wrong_code(FaultKind::Empty).await,
        (true, false) => vault.enter_passkey(&cookie, &answer, now, &mut rng).await,
        (false, _) => vault.enter_code(&cookie, &code, now, &mut rng).await,
    };
    match outcome {
        Ok(session) => Ok((cookie::set(&app, &session), Redirect::to(&visit.view.href(next::checked(&step.next)))).into_response()),
        Err(VaultError::WrongCode) => step.wrong_code(FaultKind::Wrong).await,
        Err(VaultError::WrongPasskey(_)) => step.wrong_passkey().await,
        Err(VaultError::TooSoon(until)) => step.wait(seconds(now, until)).await,
        Err(VaultError::NoSecondFactor) => Ok(to_the_set_up(&visit.view)),
        Err(VaultError::SignedOut | VaultError::Incomplete) => Ok(to_the_door(&visit.view)),
        Err(error) => Err(CaseworkError::from(error).into()),
    }
}

/// The second step, to be shown once more.
struct Second<'a> {
    app: &'a App,
    view: &'a View,
    cookie: &'a str,
    next: String,
}

impl Second<'_> {
    async fn wrong_code(self, kind: FaultKind) -> Result<Response, Refusal> {
        let faults = vec![Fault::new(Field::Code, kind)];
        self.page(StatusCode::UNPROCESSABLE_ENTITY, CodePage { faults, ..CodePage::default() }).await
    }

    async fn wrong_passkey(self) -> Result<Response, Refusal> {
        let shown = CodePage { passkey: PasskeyOffer::Refused, ..CodePage::default() };
        self.page(StatusCode::UNPROCESSABLE_ENTITY, shown).await
    }

    async fn wait(self, seconds: u64) -> Result<Response, Refusal> {
        self.page(StatusCode::TOO_MANY_REQUESTS, CodePage { wait_seconds: Some(seconds), ..CodePage::default() }).await
    }

    /// Offers a passkey to whoever has one.
    async fn page(self, status: StatusCode, shown: CodePage) -> Result<Response, Refusal> {
        let offered = match self.app.vault().offers_passkey(self.cookie, self.app.now()).await {
            Ok(offered) => offered,
            Err(VaultError::SignedOut | VaultError::Incomplete) => return Ok(to_the_door(self.view)),
            Err(error) => return Err(CaseworkError::from(error).into()),
        };
        let passkey = match shown.passkey {
            _ if !offered => PasskeyOffer::Absent,
            PasskeyOffer::Refused => PasskeyOffer::Refused,
            _ => PasskeyOffer::Offered,
        };
        Ok(page(status, code_page(self.view, &CodePage { ticket: self.next, passkey, ..shown })))
    }
}

/// Whole seconds until then, at least one.
pub(super) fn seconds(now: Timestamp, until: Timestamp) -> u64 {
    u64::try_from(until.duration_since(now).as_secs()).unwrap_or(0) + 1
}

/// `POST /staff/logout`.
pub async fn sign_out(headers: HeaderMap, Posted { seat, .. }: Posted) -> Result<Response, Refusal> {
    let session = cookie::read(&seat.app, &headers).unwrap_or_default();
    seat.app.vault().sign_out(&session, seat.now).await.map_err(CaseworkError::from)?;
    Ok((cookie::clear(&seat.app), seat.lead_to("/staff/login?why=signed-out")).into_response())
}
