//! One member: roles, the unit's key, leaving.

use axum::{
    extract::{OriginalUri, Path},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use model::{Fault, FaultKind, Field, Right};
use pages::{
    admin::{MemberPage, member_page},
    staff::{DeskDone, ReauthPurpose},
};
use secrecy::ExposeSecret;

use super::{members, roster};
use crate::{
    casework::CaseworkError,
    http::{
        answer::page,
        refusal::Refusal,
        staff::{
            account::unless_confirmed,
            seat::{Posted, Seat},
        },
    },
    store::Member,
};

/// `GET /admin/members/{id}`.
pub async fn show(seat: Seat, Path(id): Path<String>, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand(Right::GrantKeys)?;
    let member = find(&seat, &id).await?;
    let saved = address.query() == Some("saved");
    Ok(answer(&seat, StatusCode::OK, &member, Vec::new(), String::new(), saved).await?)
}

/// `POST /admin/members/{id}/roles`. A unit that has a key since then takes reports.
pub async fn set_roles(Path(id): Path<String>, Posted { seat, form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::ManageMembers)?;
    let member = find(&seat, &id).await?;
    if let Some(first) = unless_confirmed(&seat, ReauthPurpose::Members, &address(&member)) {
        return Ok(first);
    }
    let roles = roster::roles(form.all("role"));
    match seat.administration().set_roles(seat.app.vault(), member.id, &member.display_name, roles, &mut seat.rng()).await {
        Ok(()) => {
            seat.app.refresh().await?;
            Ok(seat.lead_to(&format!("{}?saved", address(&member))))
        }
        Err(CaseworkError::Faults(faults)) => {
            Ok(answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, &member, faults, String::new(), false).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /admin/members/{id}/grant-key`: seals the unit's keys that the asking member holds to this one.
pub async fn grant_key(Path(id): Path<String>, Posted { seat, .. }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::GrantKeys)?;
    let member = find(&seat, &id).await?;
    if let Some(first) = unless_confirmed(&seat, ReauthPurpose::Keys, &address(&member)) {
        return Ok(first);
    }
    let only = [member.id];
    seat.app.vault().grant_pending(&seat.who, Some(&only), seat.now, &mut seat.rng()).await.map_err(CaseworkError::from)?;
    seat.app.refresh().await?;
    Ok(seat.lead_to(&format!("{}?saved", address(&member))))
}

/// `POST /admin/members/{id}/invite-again`: a link by which a member who forgot the password sets up anew, shown once, in this answer.
pub async fn invite_again(headers: HeaderMap, Path(id): Path<String>, Posted { seat, .. }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::ManageMembers)?;
    let member = find(&seat, &id).await?;
    if let Some(first) = unless_confirmed(&seat, ReauthPurpose::Members, &address(&member)) {
        return Ok(first);
    }
    let vault = seat.app.vault();
    let token = seat.administration().invite_again(vault, member.id, &mut seat.rng()).await?;
    let made = vault.invitation(token.expose_secret(), seat.now).await.map_err(CaseworkError::from)?;
    Ok(members::with_link(&seat, &headers, token.expose_secret(), made.expires_at).await?)
}

/// `POST /admin/members/{id}/leave`, with the sign-in name typed again.
pub async fn leave(Path(id): Path<String>, Posted { seat, mut form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::ManageMembers)?;
    let member = find(&seat, &id).await?;
    let typed = form.take("login");
    if typed.trim() != member.login {
        let kind = if typed.is_empty() { FaultKind::Empty } else { FaultKind::Unknown };
        let faults = vec![Fault::new(Field::Login, kind)];
        return Ok(answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, &member, faults, typed, false).await?);
    }
    match seat.administration().leave(member.id).await {
        Ok(()) => {
            seat.app.refresh().await?;
            Ok(seat.lead_to(&DeskDone::Left.at("/admin/members")))
        }
        Err(CaseworkError::Faults(_)) => {
            let own = vec![Fault::new(Field::Login, FaultKind::Unknown)];
            Ok(answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, &member, own, typed, false).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn address(member: &Member) -> String {
    format!("/admin/members/{}", member.id)
}

/// A member of one's own unit or one under it. Others are not told apart from none.
pub(super) async fn find(seat: &Seat, id: &str) -> Result<Member, Refusal> {
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    let member = seat.office.store.members().by_id(id).await?;
    seat.administration().staff(member.unit_id).await?;
    Ok(member)
}

async fn answer(
    seat: &Seat,
    status: StatusCode,
    member: &Member,
    faults: Vec<Fault>,
    typed_login: String,
    saved: bool,
) -> Result<Response, CaseworkError> {
    let pending = seat.app.vault().pending_grants(&seat.who).await?;
    let shown = MemberPage {
        desk: seat.frame(),
        member: roster::row(&seat.office, member, seat.view.locale).await?,
        open_cases: roster::open_cases(&seat.office, member, seat.who.member).await?,
        may_manage: seat.may(Right::ManageMembers),
        may_grant_key: pending.iter().any(|waiting| waiting.member == member.id),
        last_key_holder: roster::is_last_key_holder(&seat.office, member).await?,
        faults,
        typed_login,
        saved,
    };
    Ok(page(status, member_page(&seat.view, &shown)))
}
