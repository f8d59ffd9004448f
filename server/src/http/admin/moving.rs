//! Moving a member to another unit.

use axum::{
    extract::{OriginalUri, Path},
    http::StatusCode,
    response::Response,
};
use model::{Fault, FaultKind, Field, Right, UnitCode};
use pages::{
    admin::{MovingPage, moving_page},
    staff::{Choice, ReauthPurpose},
};

use super::{member::find, roster};
use crate::{
    casework::CaseworkError,
    http::{
        answer::page,
        form::Form,
        names::name_of,
        refusal::Refusal,
        staff::{
            account::unless_confirmed,
            seat::{Posted, Seat},
        },
    },
    store::Member,
};

/// `GET /admin/members/{id}/move`.
pub async fn show(seat: Seat, Path(id): Path<String>, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand(Right::ManageMembers)?;
    let member = find(&seat, &id).await?;
    let chosen = Asked::read(&Form::parse(address.query().unwrap_or_default().as_bytes()));
    Ok(answer(&seat, StatusCode::OK, &member, &chosen, Vec::new()).await?)
}

/// `POST /admin/members/{id}/move`, with the sign-in name typed again.
pub async fn post(Path(id): Path<String>, Posted { seat, form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::ManageMembers)?;
    let member = find(&seat, &id).await?;
    let asked = Asked::read(&form);
    let refused = match asked.check(&seat, &member) {
        Ok(unit) => {
            if let Some(first) = unless_confirmed(&seat, ReauthPurpose::Members, &asked.address(&member)) {
                return Ok(first);
            }
            let roles = roster::roles(asked.roles.iter().map(String::as_str));
            seat.administration().move_to(seat.app.vault(), member.id, unit, roles, &mut seat.rng()).await
        }
        Err(faults) => Err(CaseworkError::Faults(faults)),
    };
    match refused {
        Ok(()) => {
            seat.app.refresh().await?;
            Ok(seat.lead_to(&format!("/admin/members/{}?saved", member.id)))
        }
        Err(CaseworkError::Faults(faults)) => Ok(answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, &member, &asked, faults).await?),
        Err(error) => Err(error.into()),
    }
}

/// What was typed and ticked.
struct Asked {
    unit: String,
    roles: Vec<String>,
    login: String,
}

impl Asked {
    fn read(form: &Form) -> Self {
        let typed = |name: &str| form.get(name).to_owned();
        Self { unit: typed("unit"), roles: form.all("role").map(str::to_owned).collect(), login: typed("login") }
    }

    /// The page with what was chosen, but for the name that is typed as a check: the password is asked for on another one.
    fn address(&self, member: &Member) -> String {
        let mut chosen = form_urlencoded::Serializer::new(String::new());
        chosen.append_pair("unit", &self.unit).extend_pairs(self.roles.iter().map(|role| ("role", role)));
        format!("/admin/members/{}/move?{}", member.id, chosen.finish())
    }

    /// The unit, if everything else will do as well.
    fn check(&self, seat: &Seat, member: &Member) -> Result<i64, Vec<Fault>> {
        let kind = |typed: &str| if typed.is_empty() { FaultKind::Empty } else { FaultKind::Unknown };
        let code: Option<UnitCode> = self.unit.parse().ok();
        let unit = seat.office.directory.units().iter().find(|unit| Some(&unit.code) == code.as_ref());
        let mut faults = Vec::new();
        if unit.is_none() {
            faults.push(Fault::new(Field::Unit, kind(&self.unit)));
        }
        if self.roles.is_empty() {
            faults.push(Fault::new(Field::Roles, FaultKind::Empty));
        }
        if self.login.trim() != member.login {
            faults.push(Fault::new(Field::Login, kind(&self.login)));
        }
        unit.map(|unit| unit.id).filter(|_| faults.is_empty()).ok_or(faults)
    }
}

async fn answer(seat: &Seat, status: StatusCode, member: &Member, asked: &Asked, faults: Vec<Fault>) -> Result<Response, CaseworkError> {
    let units = seat.administration().units()?;
    let others = units.into_iter().filter(|unit| unit.id != member.unit_id);
    let shown = MovingPage {
        desk: seat.frame(),
        member: roster::row(&seat.office, member, seat.view.locale).await?,
        open_cases: roster::open_cases(&seat.office, member, seat.who.member).await?,
        last_key_holder: roster::is_last_key_holder(&seat.office, member).await?,
        units: others.map(|unit| Choice::new(unit.code.to_string(), name_of(unit, seat.view.locale))).collect(),
        unit: asked.unit.clone(),
        roles: asked.roles.clone(),
        typed_login: asked.login.clone(),
        faults,
    };
    Ok(page(status, moving_page(&seat.view, &shown)))
}
