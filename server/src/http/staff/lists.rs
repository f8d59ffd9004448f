//! What forms of staff choose from, in the reader's language.

use model::{Right, UnitLevel};
use pages::{Locale, staff::Choice};

use super::seat::Seat;
use crate::{
    casework::{CaseworkError, Office, rights},
    http::names::{category_name, name_of, unit_name},
    store::{Member, Unit},
};

/// The categories.
pub fn categories(office: &Office, locale: Locale) -> Vec<Choice> {
    let all = office.directory.catalog.categories().iter();
    all.map(|category| Choice::new(category.code.to_string(), category_name(category, locale))).collect()
}

/// The divisions, each district before its streets; a street with its district's name, so that it is found by it.
pub fn areas(office: &Office) -> Vec<Choice> {
    let catalog = &office.directory.catalog;
    let mut areas = Vec::new();
    for top in catalog.divisions().iter().filter(|division| division.level == UnitLevel::City) {
        areas.push(Choice::new(top.code.to_string(), top.name.clone()));
    }
    for district in catalog.districts() {
        areas.push(Choice::new(district.code.to_string(), district.name.clone()));
        let streets = catalog.children(&district.code);
        areas.extend(streets.map(|street| Choice::new(street.code.to_string(), format!("{} · {}", district.name, street.name))));
    }
    areas
}

/// Units.
pub fn units<'a>(units: impl IntoIterator<Item = &'a Unit>, locale: Locale) -> Vec<Choice> {
    units.into_iter().map(|unit| Choice::new(unit.code.to_string(), name_of(unit, locale))).collect()
}

/// Of whom this member may say that they must not learn of a case: of oneself, and with the right to assign of colleagues and of members of
/// the units above, each of those with the unit.
pub async fn readers(seat: &Seat) -> Result<Vec<Choice>, CaseworkError> {
    let mut choices = vec![Choice::new(seat.who.member.to_string(), seat.who.display_name.clone())];
    if seat.may(Right::AssignOthers) {
        let mut others = seat.desk().readers().await?;
        others.retain(|member| member.id != seat.who.member);
        others.sort_by_key(|member| member.unit_id != seat.who.unit);
        let label = |member: &Member| match member.unit_id == seat.who.unit {
            true => member.display_name.clone(),
            false => format!("{} {}", unit_name(&seat.office, member.unit_id, seat.view.locale), member.display_name),
        };
        choices.extend(others.iter().map(|member| Choice::new(member.id.to_string(), label(member))));
    }
    Ok(choices)
}

/// Whom this member may give cases to: the asking member first, and colleagues only with the right to.
pub async fn assignees(seat: &Seat) -> Result<Vec<Choice>, CaseworkError> {
    let able = |member: &Member| member.left_at.is_none() && rights::may(&member.roles, Right::HandleCases);
    let mut choices = Vec::new();
    if seat.may(Right::HandleCases) {
        choices.push(Choice::new(seat.who.member.to_string(), seat.who.display_name.clone()));
    }
    if seat.may(Right::AssignOthers) {
        let colleagues = seat.office.store.members().of_unit(seat.who.unit).await?;
        let others = colleagues.iter().filter(|member| member.id != seat.who.member && able(member));
        choices.extend(others.map(|member| Choice::new(member.id.to_string(), member.display_name.clone())));
    }
    Ok(choices)
}
