//! Who is signed in. A handler that takes a [`Seat`] runs for members alone; one that takes a [`Posted`] for forms of their session alone.

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{Method, StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use model::Right;
use pages::{
    View,
    public::KeptForm,
    staff::{Desk as Frame, DeskDone, Section},
};
use rand::rngs::StdRng;

use super::{cookie, next};
use crate::{
    app::App,
    casework::{CaseworkError, Office, admin::Administration, custody::Custody, desk::Desk, rights},
    http::{client::Client, form::Form, names::unit_name, refusal::Refusal, refusal_page::refuse, visit::Visit},
    vault::{SignedIn, VaultError},
};

/// A signed-in member at one request.
pub struct Seat {
    /// The portal.
    pub app: App,
    /// The casework's ports.
    pub office: Office,
    /// How the answer is to look.
    pub view: View,
    /// Whose budgets it spends.
    pub client: Client,
    /// Who it is.
    pub who: SignedIn,
    /// The moment of the request.
    pub now: Timestamp,
    /// What the address says has just been done.
    done: Option<DeskDone>,
}

/// A form that a signed-in member posted from a page of this session.
pub struct Posted {
    /// Who posted it.
    pub seat: Seat,
    /// What was posted.
    pub form: Form,
}

/// Why a handler for members did not run.
pub enum Unseated {
    /// Nobody is signed in: to this address, in the reader's language.
    SignIn(String),
    /// The same for a script, which cannot follow.
    Unauthorised,
    /// A page that gives back what was typed.
    Kept(Box<Response>),
    /// Something else.
    Refused(Refusal),
}

impl IntoResponse for Unseated {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn(address) => Redirect::to(&address).into_response(),
            Self::Kept(page) => *page,
            Self::Unauthorised => StatusCode::UNAUTHORIZED.into_response(),
            Self::Refused(refusal) => refusal.into_response(),
        }
    }
}

impl From<Refusal> for Unseated {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl FromRequestParts<App> for Seat {
    type Rejection = Unseated;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Unseated> {
        let Visit { view, client } = Visit::from_request_parts(parts, app).await?;
        let now = app.now();
        let Some(cookie) = cookie::read(app, &parts.headers) else { return Err(unseated(&view, parts, "/staff/login")) };
        match app.vault().session(&cookie, now).await {
            Ok(who) => Ok(Self { app: app.clone(), office: app.office(), view, client, who, now, done: done(parts) }),
            Err(VaultError::SignedOut | VaultError::Sealed(_)) => Err(unseated(&view, parts, "/staff/login")),
            Err(VaultError::NoSecondFactor) => Err(unseated(&view, parts, "/staff/totp")),
            Err(VaultError::Incomplete) => Err(unseated(&view, parts, "/staff/login/code")),
            Err(error) => Err(Refusal::from(CaseworkError::from(error)).into()),
        }
    }
}

fn done(parts: &Parts) -> Option<DeskDone> {
    DeskDone::of(Form::parse(parts.uri.query().unwrap_or_default().as_bytes()).get("done"))
}

/// To the door, and from there back to a page that was asked for.
fn unseated(view: &View, parts: &Parts, door: &str) -> Unseated {
    if view.path.starts_with("/api/") {
        return Unseated::Unauthorised;
    }
    let wanted = match (&parts.method, parts.uri.query()) {
        (&Method::GET, Some(query)) => format!("{}?{query}", view.path),
        (&Method::GET, None) => view.path.clone(),
        _ => String::new(),
    };
    Unseated::SignIn(view.href(&next::carried(door, &wanted)))
}

impl FromRequest<App> for Posted {
    type Rejection = Unseated;

    async fn from_request(request: Request, app: &App) -> Result<Self, Unseated> {
        let (mut parts, body) = request.into_parts();
        let seat = Seat::from_request_parts(&mut parts, app).await;
        let view = Visit::from_request_parts(&mut parts, app).await?.view;
        let form = Form::from_request(Request::from_parts(parts, body), app).await?;
        match seat {
            Ok(seat) if seat.who.accepts_form(form.get("csrf")) => Ok(Self { seat, form }),
            Ok(seat) => Err(stale(&seat, form)),
            Err(Unseated::SignIn(address)) => Err(signed_out(&view, address, form)),
            Err(other) => Err(other),
        }
    }
}

/// The session ended before the form came: the form again, to be sent from where it stands once somebody has signed in. What holds nothing
/// worth keeping leads to the door.
fn signed_out(view: &View, door: String, form: Form) -> Unseated {
    match kept(view, form, None) {
        Some(kept) => Unseated::Kept(Box::new(refuse(view, &Refusal::SignedOut, Some(kept)))),
        None => Unseated::SignIn(door),
    }
}

/// A form of an earlier session, or a forged one: the same form with a token that the present session takes, for the member to judge.
fn stale(seat: &Seat, form: Form) -> Unseated {
    let kept = kept(&seat.view, form, Some(&seat.who.form_token));
    Unseated::Kept(Box::new(refuse(&seat.view, &Refusal::Stale, kept)))
}

/// What a form held, with this token in place of its own. Passwords are typed anew: a form with one is not kept.
fn kept(view: &View, form: Form, token: Option<&str>) -> Option<KeptForm> {
    let typed: Vec<(String, String)> = form.into_iter().filter(|(name, value)| name != "csrf" && !value.is_empty()).collect();
    if typed.is_empty() || typed.iter().any(|(name, _)| name.contains("password")) {
        return None;
    }
    let token = token.map(|token| ("csrf".to_owned(), token.to_owned()));
    Some(KeptForm { action: view.path.clone(), fields: token.into_iter().chain(typed).collect() })
}

impl Seat {
    /// Goes on only if the member has this right.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    pub fn demand(&self, right: Right) -> Result<(), Refusal> {
        if self.may(right) { Ok(()) } else { Err(Refusal::Forbidden) }
    }

    /// Goes on only for administrators of the topmost unit, who alone change units, lists and routing.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    pub fn demand_portal(&self) -> Result<(), Refusal> {
        self.demand(Right::ManagePortal)?;
        if self.is_topmost() { Ok(()) } else { Err(Refusal::Forbidden) }
    }

    /// Whether the member has this right.
    pub fn may(&self, right: Right) -> bool {
        rights::may(&self.who.roles, right)
    }

    /// The casework as this member may use it.
    pub fn desk(&self) -> Desk<'_> {
        Desk::new(&self.office, &self.who, self.now)
    }

    /// The custody of identities as this member has to do with it.
    pub fn custody(&self) -> Custody<'_> {
        Custody::new(&self.office, &self.who, self.now)
    }

    /// The administration as this member may use it.
    pub fn administration(&self) -> Administration<'_> {
        Administration::new(&self.office, &self.who, self.now)
    }

    /// A generator for this request.
    pub fn rng(&self) -> StdRng {
        self.app.rng()
    }

    /// What stands around every page of the member.
    pub fn frame(&self) -> Frame {
        Frame {
            member: self.who.display_name.clone(),
            unit: unit_name(&self.office, self.who.unit, self.view.locale),
            sections: self.sections(),
            csrf: self.who.form_token.clone(),
            done: self.done,
        }
    }

    fn sections(&self) -> Vec<Section> {
        let portal = self.may(Right::ManagePortal) && self.is_topmost();
        let all = [
            (Section::Queue, self.may(Right::SeeCases)),
            (Section::Identities, self.may(Right::KeepIdentities)),
            (Section::Objections, self.may(Right::AnswerObjections)),
            (Section::Shared, self.may(Right::HandleCases)),
            (Section::Retention, self.may(Right::SeeRetention)),
            (Section::Members, self.may(Right::GrantKeys)),
            (Section::Units, portal),
            (Section::Categories, portal),
            (Section::Routing, portal),
            (Section::Audit, self.may(Right::ReadAudit)),
        ];
        all.into_iter().filter(|(_, open)| *open).map(|(section, _)| section).collect()
    }

    /// Whether the member's unit has none above it.
    fn is_topmost(&self) -> bool {
        self.office.directory.unit(self.who.unit).is_some_and(|unit| unit.parent_id.is_none())
    }

    /// The first page that the member's roles open. Who keeps identities and handles no case reads nothing in the queue.
    pub fn home(&self) -> &'static str {
        if self.may(Right::KeepIdentities) && !self.may(Right::HandleCases) {
            return Section::Identities.path();
        }
        self.sections().first().map_or("/staff/account", |section| section.path())
    }

    /// Leads the browser to a page, which it asks for anew.
    pub fn lead_to(&self, path: &str) -> Response {
        Redirect::to(&self.view.href(path)).into_response()
    }
}
