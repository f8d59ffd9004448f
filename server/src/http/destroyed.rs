//! What is left of a case that was destroyed: its certificate, to whoever knows the number or has the code.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use pages::{CertificateShown, Locale, RuleShown, public::destruction_page};

use super::{
    answer::page,
    limits::Spending,
    names::{category_name, unit_name},
    refusal::Refusal,
    staff::{case::number_in, time::local},
    visit::Visit,
};
use crate::{
    app::App,
    casework::{
        Office,
        calendar::day_of,
        retention::{DecidedBy, DestructionCertificate, Rule, certificate},
    },
};

/// `GET /destroyed/{number}`: the certificate; with `.json` after the number, as a file.
pub async fn show(State(app): State<App>, visit: Visit, Path(number): Path<String>) -> Result<Response, Refusal> {
    app.budgets().spend(Spending::Status, visit.client)?;
    let office = app.office();
    let (number, is_file) = number.strip_suffix(".json").map_or((number.as_str(), false), |number| (number, true));
    let stated = certificate(&office, &number_in(number)?).await?;
    if is_file {
        return Ok(Json(stated).into_response());
    }
    Ok(page(StatusCode::OK, destruction_page(&visit.view, &shown(&office, visit.view.locale, &stated))))
}

/// From a certificate to what pages show of it.
pub(super) fn shown(office: &Office, locale: Locale, stated: &DestructionCertificate) -> CertificateShown {
    let category = office.directory.catalog.category(&stated.category);
    let unit = office.directory.units().iter().find(|unit| unit.code == stated.unit);
    CertificateShown {
        number: stated.number.clone(),
        kind: stated.kind,
        category: category.map_or_else(|| stated.category.to_string(), |category| category_name(category, locale)),
        area: office.directory.catalog.full_name(&stated.area),
        codes: (stated.category.clone(), stated.area.clone()),
        unit: unit.map(|unit| unit_name(office, unit.id, locale)).unwrap_or_default(),
        status: stated.status,
        finding: stated.finding,
        filed_on: day_of(stated.filed_at),
        settled_on: stated.settled_at.map(day_of),
        destroyed_at: local(stated.destroyed_at.as_millisecond()),
        rule: match stated.rule {
            Rule::Term(months) => RuleShown::Term(months),
            Rule::Asked => RuleShown::Asked,
        },
        by_unit: stated.decided_by == DecidedBy::Unit,
        data_keys: stated.data_keys,
        texts: stated.texts,
        entry: stated.entry,
        // Made of what has just been read: it cannot fail.
        file: serde_json::to_string_pretty(stated).unwrap_or_default(),
    }
}
