//! The members of one's own unit and those under it, and inviting new ones.

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use model::{Fault, FaultKind, Field, Right, UnitCode};
use pages::admin::{InvitationRow, InviteForm, MembersPage, members_page};
use secrecy::ExposeSecret;

use super::roster;
use crate::{
    casework::CaseworkError,
    http::{
        answer::page,
        names::unit_name,
        refusal::Refusal,
        staff::{
            lists,
            seat::{Posted, Seat},
            time::local,
        },
    },
    vault::Proposal,
};

/// `GET /admin/members`.
pub async fn show(seat: Seat) -> Result<Response, Refusal> {
    seat.demand(Right::GrantKeys)?;
    Ok(answer(&seat, StatusCode::OK, InviteForm::default(), None).await?)
}

/// `POST /admin/members/invite`: the link is shown once, in this answer.
pub async fn invite(headers: HeaderMap, Posted { seat, mut form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::ManageMembers)?;
    let roles = form.all("role").map(str::to_owned).collect();
    let [name, login, unit] = ["name", "login", "unit"].map(|field| form.take(field));
    let typed = InviteForm { name, login, unit, roles, faults: Vec::new() };
    match make(&seat, &typed).await {
        Ok((token, ends)) => Ok(with_link(&seat, &headers, &token, ends).await?),
        Err(CaseworkError::Faults(faults)) => {
            Ok(answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, InviteForm { faults, ..typed }, None).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn make(seat: &Seat, typed: &InviteForm) -> Result<(String, i64), CaseworkError> {
    let code: Option<UnitCode> = typed.unit.parse().ok();
    let unit = seat.office.directory.units().iter().find(|unit| Some(&unit.code) == code.as_ref());
    let kind = if typed.unit.is_empty() { FaultKind::Empty } else { FaultKind::Unknown };
    let unit = unit.ok_or_else(|| CaseworkError::Faults(vec![Fault::new(Field::Unit, kind)]))?;
    let roles = roster::roles(typed.roles.iter().map(String::as_str));
    let (vault, proposed) = (seat.app.vault(), Proposal { login: typed.login.clone(), display_name: typed.name.clone() });
    let token = seat.administration().invite(vault, unit.id, roles, &proposed, &mut seat.rng()).await?;
    let made = vault.invitation(token.expose_secret(), seat.now).await?;
    Ok((token.expose_secret().to_owned(), made.expires_at))
}

/// The list with a link that was just made, which is shown this once.
pub(super) async fn with_link(seat: &Seat, headers: &HeaderMap, token: &str, ends: i64) -> Result<Response, CaseworkError> {
    let link = format!("{}/staff/invite/{token}", origin(seat, headers));
    answer(seat, StatusCode::OK, InviteForm::default(), Some((link, local(ends)))).await
}

/// Scheme and host for a link: as configured, else as the browser named them.
fn origin(seat: &Seat, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    seat.app.public_origin().map_or_else(|| format!("http://{host}"), str::to_owned)
}

async fn answer(
    seat: &Seat,
    status: StatusCode,
    form: InviteForm,
    made: Option<(String, jiff::civil::DateTime)>,
) -> Result<Response, CaseworkError> {
    let (office, locale) = (&seat.office, seat.view.locale);
    let units = seat.administration().units()?;
    let (mut members, mut invitations) = (Vec::new(), Vec::new());
    for unit in &units {
        let staff = seat.administration().staff(unit.id).await?;
        for member in &staff.members {
            members.push(roster::row(office, member, locale).await?);
        }
        invitations.extend(staff.invitations.into_iter().map(|invitation| InvitationRow {
            id: invitation.id.to_string(),
            name: invitation.display_name,
            unit: unit_name(office, invitation.unit_id, locale),
            roles: invitation.roles,
            ends: local(invitation.expires_at),
        }));
    }
    members.sort_by_key(|row| row.state == pages::admin::MemberState::Left);
    let units = lists::units(units, locale);
    let may_manage = seat.may(Right::ManageMembers);
    Ok(page(status, members_page(&seat.view, &MembersPage { desk: seat.frame(), members, invitations, units, may_manage, form, made })))
}
