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
        form::Form,
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
    let chosen = Form::parse(address.query().unwrap_or_default().as_bytes());
    let shown = Shown { ticked: ticked(&chosen), saved: address.query() == Some("saved"), ..Shown::default() };
    Ok(answer(&seat, StatusCode::OK, &member, shown).await?)
}

/// `POST /admin/members/{id}/roles`. A unit that has a key since then takes reports.
pub async fn set_roles(Path(id): Path<String>, Posted { seat, form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::ManageMembers)?;
    let member = find(&seat, &id).await?;
    if let Some(first) = unless_confirmed(&seat, ReauthPurpose::Members, &address_with(&member, &form)) {
        return Ok(first);
    }
    let roles = roster::roles(form.all("role"));
    match seat.administration().set_roles(seat.app.vault(), member.id, &member.display_name, roles, &mut seat.rng()).await {
        Ok(()) => {
            seat.app.refresh().await?;
            Ok(seat.lead_to(&format!("{}?saved", address(&member))))
        }
        Err(CaseworkError::Faults(faults)) => {
            let shown = Shown { faults, ticked: ticked(&form), ..Shown::default() };
            Ok(answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, &member, shown).await?)
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
        let shown = Shown { faults: vec![Fault::new(Field::Login, kind)], typed_login: typed, ..Shown::default() };
        return Ok(answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, &member, shown).await?);
    }
    match seat.administration().leave(member.id).await {
        Ok(()) => {
            seat.app.refresh().await?;
            Ok(seat.lead_to(&DeskDone::Left.at("/admin/members")))
        }
        Err(CaseworkError::Faults(_)) => {
            let shown = Shown { faults: vec![Fault::new(Field::Login, FaultKind::Unknown)], typed_login: typed, ..Shown::default() };
            Ok(answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, &member, shown).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn address(member: &Member) -> String {
    format!("/admin/members/{}", member.id)
}

/// The page with what was ticked: the password is asked for on another one.
fn address_with(member: &Member, form: &Form) -> String {
    let mut chosen = form_urlencoded::Serializer::new(String::new());
    chosen.extend_pairs(form.all("role").map(|role| ("role", role)));
    format!("{}?{}", address(member), chosen.finish())
}

/// A member of one's own unit or one under it. Others are not told apart from none.
pub(super) async fn find(seat: &Seat, id: &str) -> Result<Member, Refusal> {
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    let member = seat.office.store.members().by_id(id).await?;
    seat.administration().staff(member.unit_id).await?;
    Ok(member)
}

/// What the page shows beside the member.
#[derive(Default)]
struct Shown {
    faults: Vec<Fault>,
    /// The roles that were ticked; none if they are the member's own.
    ticked: Option<Vec<String>>,
    typed_login: String,
    saved: bool,
}

fn ticked(form: &Form) -> Option<Vec<String>> {
    let roles: Vec<String> = form.all("role").map(str::to_owned).collect();
    (!roles.is_empty()).then_some(roles)
}

async fn answer(seat: &Seat, status: StatusCode, member: &Member, shown: Shown) -> Result<Response, CaseworkError> {
    let pending = seat.app.vault().pending_grants(&seat.who).await?;
    let own = || member.roles.iter().map(ToString::to_string).collect();
    let shown = MemberPage {
        desk: seat.frame(),
        member: roster::row(&seat.office, member, seat.view.locale).await?,
        open_cases: roster::open_cases(&seat.office, member, seat.who.member).await?,
        may_manage: seat.may(Right::ManageMembers),
        may_grant_key: pending.iter().any(|waiting| waiting.member == member.id),
        last_key_holder: roster::is_last_key_holder(&seat.office, member).await?,
        faults: shown.faults,
        ticked: shown.ticked.unwrap_or_else(own),
        typed_login: shown.typed_login,
        saved: shown.saved,
    };
    Ok(page(status, member_page(&seat.view, &shown)))
}
