//! The categories that a report chooses from. One that is retired stays with the cases that have it.

use axum::{
    extract::{OriginalUri, Path},
    http::StatusCode,
    response::Response,
};
use model::{CategoryCode, Fault, FaultKind, Field, category::Category, check, limits};
use pages::admin::{CategoriesPage, CategoryForm, CategoryRow as Shown, categories_page};

use crate::{
    casework::CaseworkError,
    http::{
        answer::page,
        form::Form,
        refusal::Refusal,
        staff::seat::{Posted, Seat},
    },
    store::catalog::CategoryRow,
};

/// `GET /admin/categories`, with the code of the one to be changed in the query.
pub async fn show(seat: Seat, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand_portal()?;
    let query = address.query().unwrap_or_default();
    let code = Form::parse(query.as_bytes()).take("code");
    let known = seat.office.store.lists().categories().await?;
    let form = known.into_iter().find(|row| row.code.as_str() == code).map(form_of).unwrap_or_default();
    Ok(answer(&seat, StatusCode::OK, form, query == "saved").await?)
}

/// `POST /admin/categories`: adds a category, or changes the one that the form was opened for.
pub async fn put(Posted { seat, form }: Posted) -> Result<Response, Refusal> {
    seat.demand_portal()?;
    let typed = read(form);
    match save(&seat, &typed).await {
        Ok(()) => {
            seat.app.refresh().await?;
            Ok(seat.lead_to("/admin/categories?saved"))
        }
        Err(CaseworkError::Faults(faults)) => {
            Ok(answer(&seat, StatusCode::UNPROCESSABLE_ENTITY, CategoryForm { faults, ..typed }, false).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /admin/categories/{code}/{turn}`: `retire` or `offer`.
pub async fn turn(Path((code, turn)): Path<(String, String)>, Posted { seat, .. }: Posted) -> Result<Response, Refusal> {
    seat.demand_portal()?;
    let active = match turn.as_str() {
        "retire" => false,
        "offer" => true,
        _ => return Err(Refusal::NotFound),
    };
    let known = seat.office.store.lists().categories().await?;
    let row = known.into_iter().find(|row| row.code.as_str() == code).ok_or(Refusal::NotFound)?;
    seat.administration().change_category(CategoryRow { active, ..row }).await?;
    seat.app.refresh().await?;
    Ok(seat.lead_to("/admin/categories?saved"))
}

fn read(mut form: Form) -> CategoryForm {
    let [code, group, name_hans, name_hant, name_en] = ["code", "group", "name_hans", "name_hant", "name_en"].map(|name| form.take(name));
    CategoryForm { editing: form.take("editing"), code, group, name_hans, name_hant, name_en, faults: Vec::new() }
}

fn form_of(row: CategoryRow) -> CategoryForm {
    let CategoryRow { code, grouping, name_hans, name_hant, name_en, .. } = row;
    CategoryForm { editing: code.to_string(), code: code.to_string(), group: grouping, name_hans, name_hant, name_en, faults: Vec::new() }
}

async fn save(seat: &Seat, typed: &CategoryForm) -> Result<(), CaseworkError> {
    let known = seat.office.store.lists().categories().await?;
    let mut faults = Vec::new();
    let is_new = typed.editing.is_empty();
    let typed_code = if is_new { &typed.code } else { &typed.editing };
    let kind = if typed_code.is_empty() { FaultKind::Empty } else { FaultKind::Letters };
    let code: Option<CategoryCode> = typed_code.parse().map_err(|_| faults.push(Fault::new(Field::CategoryCode, kind))).ok();
    let mut name = |typed: &str| check::line(typed, limits::NAME).map_err(|kind| faults.push(Fault::new(Field::CategoryName, kind))).ok();
    let names = (name(&typed.name_hans), name(&typed.name_hant), name(&typed.name_en));
    let (Some(code), (Some(name_hans), Some(name_hant), Some(name_en))) = (code, names) else {
        faults.dedup();
        return Err(CaseworkError::Faults(faults));
    };
    let before = known.iter().find(|row| row.code == code);
    let last = known.iter().map(|row| row.position).max().unwrap_or(0);
    let grouping = if typed.group.is_empty() { "other".to_owned() } else { typed.group.clone() };
    let row = CategoryRow {
        code,
        grouping,
        name_hans,
        name_hant,
        name_en,
        position: before.map_or(last + 1, |row| row.position),
        active: before.is_none_or(|row| row.active),
    };
    if is_new { seat.administration().add_category(row).await } else { seat.administration().change_category(row).await }
}

async fn answer(seat: &Seat, status: StatusCode, form: CategoryForm, saved: bool) -> Result<Response, CaseworkError> {
    let cases = seat.office.store.cases().by_category(seat.who.member).await?;
    let rows = seat.office.store.lists().categories().await?;
    let categories = rows.into_iter().map(|row| {
        let cases = cases.get(&row.code).copied().unwrap_or(0);
        let CategoryRow { code, grouping: group, name_hans, name_hant, name_en, active, .. } = row;
        Shown { category: Category { code, group, name_hans, name_hant, name_en }, cases, active }
    });
    let shown = CategoriesPage { desk: seat.frame(), categories: categories.collect(), form, saved };
    Ok(page(status, categories_page(&seat.view, &shown)))
}
