//! The tree of units.

use std::collections::HashMap;

use axum::{
    extract::{OriginalUri, Path},
    http::StatusCode,
    response::Response,
};
use model::{Fault, FaultKind, Field, check, limits};
use pages::{
    Locale,
    admin::{KeyState, UnitForm, UnitPage, UnitRow, UnitsPage, unit_page, units_page},
};

use crate::{
    casework::{CaseworkError, Office},
    http::{
        answer::page,
        form::Form,
        names::{name_of, unit_name},
        refusal::Refusal,
        staff::{
            lists,
            seat::{Posted, Seat},
        },
    },
    store::Unit,
    vault::new_id,
};

/// `GET /admin/units`.
pub async fn show(seat: Seat, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand_portal()?;
    let code = Form::parse(address.query().unwrap_or_default().as_bytes()).take("added");
    let added = seat.office.directory.units().iter().find(|unit| unit.code.as_str() == code);
    let added = added.map(|unit| name_of(unit, seat.view.locale));
    Ok(answer(&seat, StatusCode::OK, UnitForm::default(), added).await?)
}

/// `POST /admin/units`: adds one.
pub async fn add(Posted { seat, form }: Posted) -> Result<Response, Refusal> {
    seat.demand_portal()?;
    let typed = read(form);
    let outcome = match fresh(&seat, &typed) {
        Ok(unit) => seat.administration().add_unit(unit).await,
        Err(faults) => Err(CaseworkError::Faults(faults)),
    };
    match outcome {
        Ok(()) => {
            seat.app.refresh().await?;
            Ok(seat.lead_to(&format!("/admin/units?added={}", typed.code)))
        }
        Err(CaseworkError::Faults(faults)) => {
            Ok(answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, UnitForm { faults, ..typed }, None).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /admin/units/{code}`.
pub async fn show_one(seat: Seat, Path(code): Path<String>, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand_portal()?;
    let unit = find(&seat, &code)?;
    let form = form_of(&seat.office, unit, seat.view.locale);
    Ok(answer_one(&seat, StatusCode::OK, unit, form, address.query() == Some("saved")).await?)
}

/// `POST /admin/units/{code}`: changes its name, in the language of the page, and how people reach it.
pub async fn update(Path(code): Path<String>, Posted { seat, form }: Posted) -> Result<Response, Refusal> {
    seat.demand_portal()?;
    let unit = find(&seat, &code)?;
    let typed = UnitForm { code: code.clone(), ..read(form) };
    let outcome = match changed(unit, &typed, seat.view.locale) {
        Ok(changed) => seat.administration().update_unit(&changed).await,
        Err(faults) => Err(CaseworkError::Faults(faults)),
    };
    match outcome {
        Ok(()) => {
            seat.app.refresh().await?;
            Ok(seat.lead_to(&format!("/admin/units/{code}?saved")))
        }
        Err(CaseworkError::Faults(faults)) => {
            Ok(answer_one(&seat, StatusCode::UNPROCESSABLE_ENTITY, unit, UnitForm { faults, ..typed }, false).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn find<'a>(seat: &'a Seat, code: &str) -> Result<&'a Unit, Refusal> {
    seat.office.directory.units().iter().find(|unit| unit.code.as_str() == code).ok_or(Refusal::NotFound)
}

fn read(mut form: Form) -> UnitForm {
    let [code, name, level, parent, area, address, phone, hours] =
        ["code", "name", "level", "parent", "area", "address", "phone", "hours"].map(|name| form.take(name));
    UnitForm { code, name, level, parent, area, address, phone, hours, faults: Vec::new() }
}

fn form_of(office: &Office, unit: &Unit, locale: Locale) -> UnitForm {
    let parent = unit.parent_id.and_then(|parent| office.directory.unit(parent));
    UnitForm {
        code: unit.code.to_string(),
        name: name_of(unit, locale),
        level: unit.level.to_string(),
        parent: parent.map(|parent| parent.code.to_string()).unwrap_or_default(),
        area: unit.division.to_string(),
        address: unit.address.clone(),
        phone: unit.phone.clone(),
        hours: unit.hours.clone(),
        faults: Vec::new(),
    }
}

/// What people read of a unit, checked.
struct Contact {
    name: String,
    address: String,
    phone: String,
    hours: String,
}

fn contact(typed: &UnitForm, faults: &mut Vec<Fault>) -> Contact {
    let mut line = |field, text: &str, max, required: bool| match check::line(text, max) {
        Ok(line) => line,
        Err(FaultKind::Empty) if !required => String::new(),
        Err(kind) => {
            faults.push(Fault::new(field, kind));
            String::new()
        }
    };
    Contact {
        name: line(Field::UnitName, &typed.name, limits::NAME, true),
        address: line(Field::Address, &typed.address, limits::ADDRESS, false),
        phone: line(Field::Phone, &typed.phone, limits::PHONE, false),
        hours: line(Field::Address, &typed.hours, limits::ADDRESS, false),
    }
}

/// One of the choices, or a fault beside its field.
fn chosen<T: std::str::FromStr>(field: Field, typed: &str, faults: &mut Vec<Fault>) -> Option<T> {
    let kind = if typed.is_empty() { FaultKind::Empty } else { FaultKind::Unknown };
    typed.parse().map_err(|_| faults.push(Fault::new(field, kind))).ok()
}

fn fresh(seat: &Seat, typed: &UnitForm) -> Result<Unit, Vec<Fault>> {
    let mut faults = Vec::new();
    let contact = contact(typed, &mut faults);
    let kind = if typed.code.is_empty() { FaultKind::Empty } else { FaultKind::Letters };
    let code = typed.code.parse().map_err(|_| faults.push(Fault::new(Field::UnitCode, kind))).ok();
    let level = chosen(Field::Level, &typed.level, &mut faults);
    let area = chosen(Field::UnitArea, &typed.area, &mut faults);
    let parent = seat.office.directory.units().iter().find(|unit| unit.code.as_str() == typed.parent);
    if !faults.is_empty() {
        return Err(faults);
    }
    let (Some(code), Some(level), Some(division)) = (code, level, area) else { return Err(faults) };
    Ok(Unit {
        id: new_id(&mut seat.rng()),
        code,
        level,
        division,
        parent_id: parent.map(|unit| unit.id),
        name_hans: contact.name.clone(),
        name_hant: contact.name.clone(),
        name_en: contact.name,
        address: contact.address,
        postcode: String::new(),
        phone: contact.phone,
        hours: contact.hours,
        active: true,
        created_at: seat.now.as_millisecond(),
    })
}

fn changed(unit: &Unit, typed: &UnitForm, locale: Locale) -> Result<Unit, Vec<Fault>> {
    let mut faults = Vec::new();
    let Contact { name, address, phone, hours } = contact(typed, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut unit = Unit { address, phone, hours, ..unit.clone() };
    match locale {
        Locale::ZhHans => unit.name_hans = name,
        Locale::ZhHant => unit.name_hant = name,
        Locale::En => unit.name_en = name,
    }
    Ok(unit)
}

async fn answer(seat: &Seat, status: StatusCode, form: UnitForm, added: Option<String>) -> Result<Response, CaseworkError> {
    let units = tree(seat).await?;
    let shown = UnitsPage { desk: seat.frame(), units, areas: lists::areas(&seat.office), form, added };
    Ok(page(status, units_page(&seat.view, &shown)))
}

async fn answer_one(seat: &Seat, status: StatusCode, unit: &Unit, form: UnitForm, saved: bool) -> Result<Response, CaseworkError> {
    let (office, locale) = (&seat.office, seat.view.locale);
    let members = members_by_unit(office).await?;
    let others = office.directory.units().iter().filter(|other| other.id != unit.id);
    let shown = UnitPage {
        desk: seat.frame(),
        unit: row(office, unit, &members, locale),
        parents: lists::units(others, locale),
        areas: lists::areas(office),
        form,
        saved,
    };
    Ok(page(status, unit_page(&seat.view, &shown)))
}

/// Units by code, each after the one above it.
async fn tree(seat: &Seat) -> Result<Vec<UnitRow>, CaseworkError> {
    let (office, members) = (&seat.office, members_by_unit(&seat.office).await?);
    let mut waiting: Vec<&Unit> = office.directory.units().iter().filter(|unit| unit.parent_id.is_none()).rev().collect();
    let mut rows = Vec::new();
    while let Some(unit) = waiting.pop() {
        rows.push(row(office, unit, &members, seat.view.locale));
        waiting.extend(office.directory.units().iter().filter(|below| below.parent_id == Some(unit.id)).rev());
    }
    Ok(rows)
}

async fn members_by_unit(office: &Office) -> Result<HashMap<i64, u64>, CaseworkError> {
    let mut counts = HashMap::new();
    for member in office.store.members().all().await?.iter().filter(|member| member.left_at.is_none()) {
        *counts.entry(member.unit_id).or_default() += 1;
    }
    Ok(counts)
}

fn row(office: &Office, unit: &Unit, members: &HashMap<i64, u64>, locale: Locale) -> UnitRow {
    let directory = &office.directory;
    let keeps_identities = directory.identity_key(unit.id).is_some_and(|key| key.unit == unit.id);
    let keys = match (directory.report_key(unit.id).is_some(), keeps_identities) {
        (false, _) => KeyState::None,
        (true, false) => KeyState::Reports,
        (true, true) => KeyState::ReportsAndIdentities,
    };
    let above: Vec<&Unit> =
        std::iter::successors(unit.parent_id, |&id| directory.unit(id)?.parent_id).filter_map(|id| directory.unit(id)).collect();
    let takes_over = above.iter().find(|unit| directory.report_key(unit.id).is_some());
    UnitRow {
        code: unit.code.clone(),
        name: name_of(unit, locale),
        level: unit.level,
        depth: u8::try_from(above.len()).unwrap_or(u8::MAX),
        members: members.get(&unit.id).copied().unwrap_or(0),
        keys,
        reports_to: takes_over.filter(|_| keys == KeyState::None).map(|unit| unit_name(office, unit.id, locale)),
    }
}
