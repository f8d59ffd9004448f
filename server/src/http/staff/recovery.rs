//! Units' keys in shares.

use axum::{
    extract::{OriginalUri, Path},
    http::StatusCode,
    response::Response,
};
use model::{Fault, FaultKind, Field, Right};
use pages::{
    admin::KeyUse,
    staff::{
        Asking, Choice, Lacking, OwnShare, ReauthPurpose, RecoveryDone, RecoveryPage, ShareForm, ShareShown, SharedKey, recovery_page,
    },
};
use seal::Purpose;

use super::{
    account::unless_confirmed,
    seat::{Posted, Seat},
};
use crate::{
    casework::{CaseworkError, calendar::day_of_ms, rights},
    http::{answer::page, form::Form, names::unit_name, refusal::Refusal},
    store::{Member, UnitKey, shares::KeyShare},
    vault::shares::{BadScheme, ShareState, readiness},
};

const ADDRESS: &str = "/staff/recovery";

/// `GET /staff/recovery`, for every member.
pub async fn show(seat: Seat, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    let query = Form::parse(address.query().unwrap_or_default().as_bytes());
    let done = match query.get("done") {
        "shared" => Some(RecoveryDone::Shared),
        "checked" => Some(RecoveryDone::Checked),
        "asked" => Some(RecoveryDone::Asked),
        "agreed" => Some(RecoveryDone::Agreed),
        "back" => Some(RecoveryDone::Back),
        "partly" => Some(RecoveryDone::Partly),
        _ => None,
    };
    let shown = draw(&seat).await?;
    Ok(page(StatusCode::OK, recovery_page(&seat.view, &RecoveryPage { done, form: chosen(&query), ..shown })))
}

/// What was chosen in the form that shares a key.
fn chosen(form: &Form) -> ShareForm {
    ShareForm {
        opens: [KeyUse::Reports, KeyUse::Identities].into_iter().find(|known| known.as_str() == form.get("key")),
        threshold: form.get("threshold").to_owned(),
        officers: form.all("officer").map(str::to_owned).collect(),
        faults: Vec::new(),
    }
}

/// The page with what was chosen in the form: the password is asked for on another one.
fn address_with(form: &Form) -> String {
    let ShareForm { opens, threshold, officers, .. } = chosen(form);
    let Some(opens) = opens else { return ADDRESS.to_owned() };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("key", opens.as_str()).append_pair("threshold", &threshold);
    query.extend_pairs(officers.iter().map(|officer| ("officer", officer)));
    format!("{ADDRESS}?{}", query.finish())
}

/// `POST /staff/recovery/{deed}`.
pub async fn post(Path(deed): Path<String>, Posted { seat, form }: Posted) -> Result<Response, Refusal> {
    if let Some(first) = unless_confirmed(&seat, ReauthPurpose::Keys, &address_with(&form)) {
        return Ok(first);
    }
    let (vault, key) = (seat.app.vault(), form.get("key"));
    let number = |text: &str| text.parse::<i64>().map_err(|_| Refusal::NotFound);
    let done = match deed.as_str() {
        "share" => return share(&seat, &form).await,
        "check" => vault.check_shares(&seat.who, number(key)?, seat.now).await.map(|()| "checked"),
        "agree" => {
            let member = number(form.get("member"))?;
            vault.pass_shares_on(&seat.who, number(key)?, member, seat.now, &mut seat.rng()).await.map(|()| "agreed")
        }
        "ask" => vault.ask_for_keys(&seat.who, seat.now).await.map(|_| "asked"),
        "finish" => return finish(&seat).await,
        _ => return Err(Refusal::NotFound),
    };
    let done = done.map_err(CaseworkError::from)?;
    Ok(seat.lead_to(&format!("{ADDRESS}?done={done}")))
}

/// Says that the keys are back only if none is lacking any more.
async fn finish(seat: &Seat) -> Result<Response, Refusal> {
    let vault = seat.app.vault();
    let back = vault.bring_keys_back(&seat.who, seat.now, &mut seat.rng()).await.map_err(CaseworkError::from)?;
    let lacks_more = !vault.recoverable(&seat.who).await.map_err(CaseworkError::from)?.is_empty();
    let done = match (back, lacks_more) {
        (0, _) => "",
        (_, true) => "?done=partly",
        (_, false) => "?done=back",
    };
    Ok(seat.lead_to(&format!("{ADDRESS}{done}")))
}

async fn share(seat: &Seat, form: &Form) -> Result<Response, Refusal> {
    seat.demand(Right::GrantKeys)?;
    let typed = chosen(form);
    let opens = typed.opens.ok_or(Refusal::NotFound)?;
    let mut officers = candidates(seat).await?;
    officers.retain(|officer| typed.officers.contains(&officer.id.to_string()));
    let threshold = typed.threshold.as_str();
    let outcome = if typed.officers.len() < 2 {
        Err(Fault::new(Field::Officers, FaultKind::Empty))
    } else {
        match threshold.parse() {
            Ok(count) => try_sharing(seat, opens, count, &officers).await?,
            Err(_) => Err(Fault::new(Field::Threshold, if threshold.is_empty() { FaultKind::Empty } else { FaultKind::Unknown })),
        }
    };
    match outcome {
        Ok(()) => Ok(seat.lead_to(&format!("{ADDRESS}?done=shared"))),
        Err(fault) => {
            let form = ShareForm { faults: vec![fault], ..typed };
            let shown = draw(seat).await?;
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, recovery_page(&seat.view, &RecoveryPage { form, ..shown })))
        }
    }
}

async fn try_sharing(seat: &Seat, opens: KeyUse, threshold: u32, officers: &[Member]) -> Result<Result<(), Fault>, Refusal> {
    let vault = seat.app.vault();
    let shared = vault.share_keys(&seat.who, purpose_of(opens), threshold, officers, seat.now, &mut seat.rng()).await;
    Ok(shared.map_err(CaseworkError::from)?.map_err(|bad| match bad {
        BadScheme::Threshold => Fault::new(Field::Threshold, FaultKind::Unknown),
        BadScheme::Officers => Fault::new(Field::Officers, FaultKind::Unknown),
    }))
}

const fn purpose_of(opens: KeyUse) -> Purpose {
    match opens {
        KeyUse::Reports => Purpose::Report,
        KeyUse::Identities => Purpose::Identity,
    }
}

fn use_of(key: &UnitKey) -> KeyUse {
    if key.purpose == Purpose::Identity { KeyUse::Identities } else { KeyUse::Reports }
}

/// Members of the unit and of those above it, who have no part in what others do.
async fn candidates(seat: &Seat) -> Result<Vec<Member>, CaseworkError> {
    let mut officers = Vec::new();
    let mut unit = seat.office.directory.unit(seat.who.unit);
    while let Some(above) = unit {
        officers.extend(seat.office.store.members().of_unit(above.id).await?);
        unit = above.parent_id.and_then(|parent| seat.office.directory.unit(parent));
    }
    officers.retain(|officer| officer.left_at.is_none());
    Ok(officers)
}

async fn draw(seat: &Seat) -> Result<RecoveryPage, CaseworkError> {
    let may_share = rights::may(&seat.who.roles, Right::GrantKeys);
    let officers = if may_share { candidates(seat).await? } else { Vec::new() };
    let officers = officers.iter().map(|officer| {
        let unit = unit_name(&seat.office, officer.unit_id, seat.view.locale);
        Choice::new(officer.id.to_string(), format!("{} · {unit}", officer.display_name))
    });
    Ok(RecoveryPage {
        desk: seat.frame(),
        keys: shared_keys(seat, may_share).await?,
        officers: officers.collect(),
        shares: own_shares(seat).await?,
        lacking: lacking(seat).await?,
        form: ShareForm::default(),
        done: None,
    })
}

async fn shared_keys(seat: &Seat, may_share: bool) -> Result<Vec<SharedKey>, CaseworkError> {
    let store = &seat.office.store;
    let held: Vec<i64> = store.members().grants(seat.who.member).await?.iter().map(|grant| grant.unit_key_id).collect();
    let mut shown = Vec::new();
    for key in store.units().keys_of(seat.who.unit).await?.into_iter().filter(|key| key.retired_at.is_none()) {
        let ready = readiness(store, key.id).await?;
        let mut named = Vec::new();
        for (officer, state) in ready.iter().flat_map(|ready| &ready.shares) {
            let state = match state {
                ShareState::Good(at) => ShareShown::Good(day_of_ms(*at)),
                ShareState::Unchecked => ShareShown::Unchecked,
                ShareState::Holder => ShareShown::Holder,
                ShareState::Lost => ShareShown::Lost,
            };
            named.push((store.members().by_id(*officer).await?.display_name, state));
        }
        shown.push(SharedKey {
            opens: use_of(&key),
            proven: ready.as_ref().is_some_and(crate::vault::shares::Readiness::is_proven),
            scheme: ready.map(|ready| (ready.threshold, named)),
            held: may_share && held.contains(&key.id),
        });
    }
    Ok(shown)
}

/// A key of a unit and a share of it.
type HeldShare<'a> = (&'a UnitKey, KeyShare);

/// One entry for all keys that a unit has or had for one purpose: what is done about one is done about all.
async fn own_shares(seat: &Seat) -> Result<Vec<OwnShare>, CaseworkError> {
    let store = &seat.office.store;
    let keys = store.units().keys().await?;
    let mut groups: Vec<Vec<HeldShare<'_>>> = Vec::new();
    for share in store.shares().of_officer(seat.who.member).await? {
        let Some(key) = keys.iter().find(|key| key.id == share.unit_key_id) else { continue };
        match groups.iter_mut().find(|group| group.iter().any(|(other, _)| other.is_beside(key))) {
            Some(group) => group.push((key, share)),
            None => groups.push(vec![(key, share)]),
        }
    }
    let mut shown = Vec::new();
    for group in groups {
        let Some((key, _)) = group.first() else { continue };
        shown.push(OwnShare {
            key: key.id.to_string(),
            unit: unit_name(&seat.office, key.unit_id, seat.view.locale),
            opens: use_of(key),
            // The share that was looked at the longest ago; none as long as one was not.
            checked_on: group.iter().map(|(_, share)| share.checked_at).min().flatten().map(day_of_ms),
            requests: requests(seat, &group).await?,
        });
    }
    Ok(shown)
}

/// Who asks for any of these keys: once each, and agreed to once that is so of all that were asked for.
async fn requests(seat: &Seat, group: &[HeldShare<'_>]) -> Result<Vec<Asking>, CaseworkError> {
    let store = &seat.office.store;
    let mut found: Vec<Asking> = Vec::new();
    for (key, _) in group {
        for request in store.shares().requests(key.id).await?.into_iter().filter(|request| request.member_id != seat.who.member) {
            let approvals = store.shares().approvals(key.id, request.member_id).await?;
            let agreed = approvals.iter().any(|approval| approval.officer_id == seat.who.member);
            let member = request.member_id.to_string();
            match found.iter_mut().find(|known| known.member == member) {
                Some(known) => known.agreed &= agreed,
                None => {
                    let name = store.members().by_id(request.member_id).await?.display_name;
                    found.push(Asking { member, name, asked_on: day_of_ms(request.asked_at), agreed });
                }
            }
        }
    }
    Ok(found)
}

/// Of several keys that which is the furthest: what can be taken is taken first.
async fn lacking(seat: &Seat) -> Result<Lacking, CaseworkError> {
    let store = &seat.office.store;
    let mut found = Lacking::Nothing;
    for key in seat.app.vault().recoverable(&seat.who).await? {
        let Some(scheme) = store.shares().scheme(key.id).await? else { continue };
        let is_asked = store.shares().requests(key.id).await?.iter().any(|request| request.member_id == seat.who.member);
        let agreed = u32::try_from(store.shares().approvals(key.id, seat.who.member).await?.len()).unwrap_or(u32::MAX);
        found = match (found, is_asked) {
            (Lacking::Ready, _) => Lacking::Ready,
            (_, true) if agreed >= scheme.threshold => Lacking::Ready,
            (_, true) => Lacking::Waits { agreed, needed: scheme.threshold },
            (Lacking::Nothing, false) => Lacking::CanAsk,
            (other, false) => other,
        };
    }
    Ok(found)
}
