//! The keys of the member's own unit.

use axum::{
    extract::{OriginalUri, Path},
    http::StatusCode,
    response::Response,
};
use model::Right;
use pages::{
    admin::{KeyRow, KeyUse, KeysPage, keys_page},
    staff::ReauthPurpose,
};
use seal::Purpose;

use crate::{
    casework::{CaseworkError, calendar::day_of_ms},
    http::{
        answer::page,
        refusal::Refusal,
        staff::{
            account::unless_confirmed,
            seat::{Posted, Seat},
        },
    },
    store::{Member, UnitKey, members::Departure},
    vault::unit_keys::purposes_of,
};

const ADDRESS: &str = "/admin/keys";

/// `GET /admin/keys`.
pub async fn show(seat: Seat, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand(Right::GrantKeys)?;
    let shown = KeysPage { desk: seat.frame(), keys: rows(&seat).await?, saved: address.query() == Some("saved") };
    Ok(page(StatusCode::OK, keys_page(&seat.view, &shown)))
}

/// `POST /admin/keys/{use}/renew`: puts a new key in the place of the one in force.
pub async fn renew(Path(opens): Path<String>, Posted { seat, .. }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::GrantKeys)?;
    let opens = [KeyUse::Reports, KeyUse::Identities].into_iter().find(|known| known.as_str() == opens);
    let purpose = purpose_of(opens.ok_or(Refusal::NotFound)?);
    if let Some(first) = unless_confirmed(&seat, ReauthPurpose::Keys, ADDRESS) {
        return Ok(first);
    }
    seat.app.vault().renew_key(&seat.who, purpose, seat.now, &mut seat.rng()).await.map_err(CaseworkError::from)?;
    seat.app.refresh().await?;
    Ok(seat.lead_to(&format!("{ADDRESS}?saved")))
}

const fn purpose_of(opens: KeyUse) -> Purpose {
    match opens {
        KeyUse::Reports => Purpose::Report,
        KeyUse::Identities => Purpose::Identity,
    }
}

async fn rows(seat: &Seat) -> Result<Vec<KeyRow>, CaseworkError> {
    let keys = seat.office.store.units().keys_of(seat.who.unit).await?;
    let colleagues = seat.office.store.members().of_unit(seat.who.unit).await?;
    let mut rows = Vec::new();
    for opens in [KeyUse::Reports, KeyUse::Identities] {
        let of_purpose = || keys.iter().filter(|key| key.purpose == purpose_of(opens));
        if let Some(key) = of_purpose().find(|key| key.retired_at.is_none()) {
            rows.push(row(seat, opens, key, &colleagues, of_purpose().count() - 1).await?);
        }
    }
    Ok(rows)
}

async fn row(seat: &Seat, opens: KeyUse, key: &UnitKey, colleagues: &[Member], replaced: usize) -> Result<KeyRow, CaseworkError> {
    let grants = seat.office.store.members().grants_of_key(key.id).await?;
    let holders: Vec<i64> = grants.iter().map(|grant| grant.member_id).collect();
    let named = |fits: &dyn Fn(&Member) -> bool| -> Vec<String> {
        colleagues.iter().filter(|member| fits(member)).map(|member| member.display_name.clone()).collect()
    };
    let has_left =
        |member: &Member| member.left_at.is_some_and(|left| left >= key.created_at) && purposes_of(&member.roles).contains(&key.purpose);
    let mut gone: Vec<i64> = colleagues.iter().filter(|member| has_left(member)).map(|member| member.id).collect();
    let departures = seat.office.store.members().departures(seat.who.unit).await?;
    let knew = |departure: &&Departure| departure.left_at >= key.created_at && purposes_of(&departure.roles).contains(&key.purpose);
    gone.extend(departures.iter().filter(knew).map(|departure| departure.member_id));
    // Who has been granted it again may know it.
    gone.retain(|member| !holders.contains(member));
    gone.sort_unstable();
    gone.dedup();
    let mut left = Vec::new();
    for member in gone {
        left.push(seat.office.store.members().by_id(member).await?.display_name);
    }
    Ok(KeyRow {
        opens,
        since: day_of_ms(key.created_at),
        holders: named(&|member| holders.contains(&member.id)),
        left,
        replaced,
        held: holders.contains(&seat.who.member),
    })
}
