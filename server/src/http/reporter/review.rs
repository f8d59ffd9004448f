//! The review of a report, before it is filed.

use std::sync::Arc;

use model::{Report, ReportForm};
use pages::{
    IdentityKept, Locale, View,
    reporter::{CustodyChoice, ReviewPage, RouteReason, Sealing},
};

use crate::{
    casework::{
        Office,
        routing::{Avoided, Route, Why},
    },
    http::names::{name_of, unit_name},
};

/// What would be sent, to which unit, and why that unit.
pub(super) fn shown(
    office: &Office,
    view: &View,
    form: ReportForm,
    report: Report,
    ticket: String,
    routed: &(Route, Avoided),
    sealing: Option<Sealing>,
) -> ReviewPage {
    let (route, avoided) = routed;
    let named = report.identity.is_some();
    // What the case that it is about avoids is nobody's to read who knows its number.
    let own_units = named_units(office, &report, view.locale);
    let keeper = named.then(|| office.directory.identity_key_around(route.unit, avoided).map(|key| key.unit));
    ReviewPage {
        report,
        form,
        ticket,
        unit: unit_name(office, route.unit, view.locale),
        reason: reason(office, route, view.locale),
        identity: identity_kept(office, keeper, view.locale),
        custody: named.then(|| custody(office, route, avoided, view.locale)).flatten(),
        unit_code: office.directory.unit(route.unit).map(|unit| unit.code.to_string()).unwrap_or_default(),
        told: told(office, routed, named, view.locale),
        changed: false,
        avoided_units: own_units,
        catalog: Arc::clone(&office.directory.catalog),
        sealing,
    }
}

/// What a review tells of the way that a report takes: the unit, what is to be known of it, and whose custodians keep the identity.
pub(super) fn told(office: &Office, (route, avoided): &(Route, Avoided), named: bool, locale: Locale) -> String {
    let code = |unit| office.directory.unit(unit).map(|unit| unit.code.as_str()).unwrap_or_default();
    let keeper = named.then(|| office.directory.identity_key_around(route.unit, avoided)).flatten();
    let warning = reason(office, route, locale).warning().unwrap_or_default();
    [code(route.unit), warning, keeper.map(|key| code(key.unit)).unwrap_or_default()].join("/")
}

/// What a named reporter is told, and may choose, if the unit has no custodians.
fn custody(office: &Office, route: &Route, avoided: &Avoided, locale: Locale) -> Option<CustodyChoice> {
    if route.why == Why::Chosen {
        return Some(CustodyChoice::Chosen);
    }
    let name = |unit| unit_name(office, unit, locale);
    let keeper = office.directory.identity_key_around(route.unit, avoided);
    match keeper {
        None => Some(CustodyChoice::Nobody),
        Some(key) if key.unit == route.unit => None,
        Some(key) => {
            let above = office.directory.custodial_unit(route.unit, avoided).map(name);
            Some(CustodyChoice::Above { unit: name(route.unit), keeper: name(key.unit), above })
        }
    }
}

/// The units that this form itself names as who must not learn of it.
fn named_units(office: &Office, report: &Report, locale: Locale) -> Vec<String> {
    let named = office.directory.units().iter().filter(|unit| report.avoid_units.contains(&unit.code));
    named.map(|unit| name_of(unit, locale)).collect()
}

/// Every unit in use: its code and its name.
pub(super) fn unit_names(office: &Office, locale: Locale) -> Vec<(String, String)> {
    let units = office.directory.units().iter().filter(|unit| unit.active);
    units.map(|unit| (unit.code.to_string(), name_of(unit, locale))).collect()
}

fn reason(office: &Office, route: &Route, locale: Locale) -> RouteReason {
    match (route.skipped.first(), route.why) {
        (_, Why::Around) => RouteReason::Around,
        (_, Why::LevelAbove) => RouteReason::LevelAbove,
        (_, Why::NoLevelAbove) => RouteReason::NoLevelAbove,
        (_, Why::OfCase) => RouteReason::OfCase { topmost: office.directory.above(route.unit, |_| true).is_none() },
        (_, Why::Unfree) => RouteReason::Unfree,
        (Some(&wanted), _) => RouteReason::NearestAncestor(unit_name(office, wanted, locale)),
        (None, Why::Rule(_)) => RouteReason::Rule,
        (None, Why::Chosen) => RouteReason::Chosen,
        (None, Why::OwnUnit | Why::NearestAbove) => RouteReason::Area,
    }
}

/// Who holds the identity: `keeper` is none for an anonymous report, and holds none where no unit has custodians.
pub(super) fn identity_kept(office: &Office, keeper: Option<Option<i64>>, locale: Locale) -> IdentityKept {
    match keeper {
        None => IdentityKept::NotGiven,
        Some(None) => IdentityKept::ByReporterOnly,
        Some(Some(unit)) => IdentityKept::ByCustodian(unit_name(office, unit, locale)),
    }
}
