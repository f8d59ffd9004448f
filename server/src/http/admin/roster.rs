//! Members as pages show them.

use model::{CaseStatus, Role};
use pages::{
    Locale,
    admin::{MemberRow, MemberState},
};

use crate::{
    casework::{CaseworkError, Office, calendar::day_of_ms},
    http::names::unit_name,
    store::{Member, QueueFilter},
    vault::unit_keys::purposes_of,
};

/// One member.
pub async fn row(office: &Office, member: &Member, locale: Locale) -> Result<MemberRow, CaseworkError> {
    Ok(MemberRow {
        id: member.id.to_string(),
        login: member.login.clone(),
        name: member.display_name.clone(),
        unit: unit_name(office, member.unit_id, locale),
        roles: member.roles.clone(),
        state: state(office, member).await?,
        last_seen: member.last_sign_in_at.map(day_of_ms),
    })
}

async fn state(office: &Office, member: &Member) -> Result<MemberState, CaseworkError> {
    if member.left_at.is_some() {
        return Ok(MemberState::Left);
    }
    let held = office.store.members().grants(member.id).await?;
    for purpose in purposes_of(&member.roles) {
        let key = office.store.units().key(member.unit_id, purpose).await?;
        if key.is_some_and(|key| !held.iter().any(|grant| grant.unit_key_id == key.id)) {
            return Ok(MemberState::AwaitsKey);
        }
    }
    Ok(MemberState::Active)
}

/// Open cases assigned to a member that the one who looks may learn of, counted up to a limit.
pub async fn open_cases(office: &Office, member: &Member, reader: i64) -> Result<u64, CaseworkError> {
    let statuses = CaseStatus::ALL.iter().copied().filter(|status| status.is_open()).collect();
    let filter = QueueFilter { statuses, assignee: Some(member.id), ..QueueFilter::of_unit(member.unit_id, reader) };
    Ok(office.store.cases().count(&filter).await?.into())
}

/// Whether nobody else holds a key of the unit that this member holds.
pub async fn is_last_key_holder(office: &Office, member: &Member) -> Result<bool, CaseworkError> {
    for held in office.store.members().grants(member.id).await? {
        if office.store.members().grants_of_key(held.unit_key_id).await?.len() == 1 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The roles that were ticked; words that are none are left out.
pub fn roles<'a>(ticked: impl Iterator<Item = &'a str>) -> Vec<Role> {
    let ticked: Vec<&str> = ticked.collect();
    Role::ALL.iter().copied().filter(|role| ticked.contains(&role.as_str())).collect()
}
