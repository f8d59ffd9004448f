//! Which unit a report goes to: the rules in order, and a box to try them.

use axum::{
    extract::{OriginalUri, Path},
    http::StatusCode,
    response::Response,
};
use model::{Fault, FaultKind, Field};
use pages::admin::{RouteAnswer, RouteTest, RoutingPage, RuleForm, RuleRow, routing_page};

use crate::{
    casework::{CaseworkError, routing::Why},
    http::{
        answer::page,
        form::Form,
        names::{category_name, unit_name},
        refusal::Refusal,
        staff::{
            lists,
            seat::{Posted, Seat},
        },
    },
    store::catalog::RoutingRule,
    vault::new_id,
};

/// `GET /admin/routing`, with what is to be tried in the query.
pub async fn show(seat: Seat, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand_portal()?;
    let query = address.query().unwrap_or_default();
    let mut asked = Form::parse(query.as_bytes());
    let [category, area] = ["test_category", "test_area"].map(|name| asked.take(name));
    let test = RouteTest { answer: tried(&seat, &category, &area).await?, category, area };
    Ok(answer(&seat, StatusCode::OK, RuleForm::default(), test, query == "saved").await?)
}

/// `POST /admin/routing`: adds a rule after the last.
pub async fn add(Posted { seat, mut form }: Posted) -> Result<Response, Refusal> {
    seat.demand_portal()?;
    let [category, area, unit] = ["category", "area", "unit"].map(|name| form.take(name));
    let typed = RuleForm { category, area, unit, faults: Vec::new() };
    match save(&seat, &typed).await {
        Ok(()) => saved(&seat).await,
        Err(CaseworkError::Faults(faults)) => {
            let form = RuleForm { faults, ..typed };
            Ok(answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, form, RouteTest::default(), false).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /admin/routing/{id}/{way}`: `up`, `down` or `remove`.
pub async fn change(Path((id, way)): Path<(String, String)>, Posted { seat, .. }: Posted) -> Result<Response, Refusal> {
    seat.demand_portal()?;
    let rules = seat.office.store.lists().rules().await?;
    let place = rules.iter().position(|rule| rule.id.to_string() == id).ok_or(Refusal::NotFound)?;
    let administration = seat.administration();
    let other = match way.as_str() {
        "remove" => {
            administration.remove_rule(rules[place].id).await?;
            None
        }
        "up" => place.checked_sub(1),
        "down" => Some(place + 1).filter(|&below| below < rules.len()),
        _ => return Err(Refusal::NotFound),
    };
    if let Some(other) = other {
        let (moved, passed) = (rules[place].clone(), rules[other].clone());
        administration.put_rule(RoutingRule { position: passed.position, ..moved.clone() }).await?;
        administration.put_rule(RoutingRule { position: moved.position, ..passed }).await?;
    }
    saved(&seat).await
}

async fn saved(seat: &Seat) -> Result<Response, Refusal> {
    seat.app.refresh().await?;
    Ok(seat.lead_to("/admin/routing?saved"))
}

async fn save(seat: &Seat, typed: &RuleForm) -> Result<(), CaseworkError> {
    let fault = |field, kind| CaseworkError::Faults(vec![Fault::new(field, kind)]);
    let category = optional(&typed.category).map_err(|kind| fault(Field::Category, kind))?;
    let area = optional(&typed.area).map_err(|kind| fault(Field::Area, kind))?;
    let kind = if typed.unit.is_empty() { FaultKind::Empty } else { FaultKind::Unknown };
    let unit = seat.office.directory.units().iter().find(|unit| unit.code.as_str() == typed.unit);
    let unit_id = unit.ok_or_else(|| fault(Field::Unit, kind))?.id;
    let last = seat.office.store.lists().rules().await?.last().map_or(0, |rule| rule.position);
    let rule = RoutingRule { id: new_id(&mut seat.rng()), position: last + 1, category, area, unit_id };
    seat.administration().put_rule(rule).await
}

/// A choice that may be left open.
fn optional<T: std::str::FromStr>(typed: &str) -> Result<Option<T>, FaultKind> {
    if typed.is_empty() { Ok(None) } else { typed.parse().map(Some).map_err(|_| FaultKind::Unknown) }
}

async fn tried(seat: &Seat, category: &str, area: &str) -> Result<Option<RouteAnswer>, CaseworkError> {
    let (Ok(category), Ok(area)) = (category.parse(), area.parse()) else { return Ok(None) };
    let (office, locale) = (&seat.office, seat.view.locale);
    let route = match seat.administration().try_route(&category, &area) {
        Ok(route) => route,
        Err(CaseworkError::NotOpen(_)) => {
            return Ok(Some(RouteAnswer { unit: None, rule: None, instead_of: None, custodians_of: None }));
        }
        Err(error) => return Err(error),
    };
    let rules = office.store.lists().rules().await?;
    let rule = match route.why {
        Why::Rule(id) => rules.iter().position(|rule| rule.id == id).map(|place| place + 1),
        Why::OwnUnit | Why::NearestAbove | Why::Chosen | Why::Around | Why::LevelAbove | Why::NoLevelAbove | Why::OfCase | Why::Unfree => {
            None
        }
    };
    Ok(Some(RouteAnswer {
        unit: Some(unit_name(office, route.unit, locale)),
        rule,
        instead_of: route.skipped.first().map(|&unit| unit_name(office, unit, locale)),
        custodians_of: office.directory.identity_key(route.unit).map(|key| unit_name(office, key.unit, locale)),
    }))
}

async fn answer(seat: &Seat, status: StatusCode, form: RuleForm, test: RouteTest, saved: bool) -> Result<Response, CaseworkError> {
    let (office, locale) = (&seat.office, seat.view.locale);
    let catalog = &office.directory.catalog;
    let rules = office.store.lists().rules().await?.into_iter().map(|rule| RuleRow {
        id: rule.id.to_string(),
        category: rule.category.and_then(|code| catalog.category(&code).map(|category| category_name(category, locale))),
        area: rule.area.map(|code| catalog.full_name(&code)),
        unit: unit_name(office, rule.unit_id, locale),
        has_key: office.directory.report_key(rule.unit_id).is_some(),
    });
    let shown = RoutingPage {
        desk: seat.frame(),
        rules: rules.collect(),
        categories: lists::categories(office, locale),
        areas: lists::areas(office),
        units: lists::units(office.directory.units(), locale),
        form,
        test,
        saved,
    };
    Ok(page(status, routing_page(&seat.view, &shown)))
}
