//! What a reporter does with a receipt on the screen. Nothing is looked up here: the code came with the form, and so a post costs
//! what a page costs.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use model::{CaseNumber, ReceiptCheck, ReceiptCode};
use pages::reporter::{ReceiptCheckPage, receipt::receipt_text, receipt_check_page};

use super::held;
use crate::{
    app::App,
    http::{answer::page, form::Form, limits::Spending, refusal::Refusal, visit::Visit},
};

/// `POST /receipt/check`: whether the code was copied rightly.
pub async fn check(State(app): State<App>, visit: Visit, mut form: Form) -> Result<Response, Refusal> {
    if let Err(refusal) = app.budgets().spend(Spending::Page, visit.client) {
        return Ok(held::receipt(&visit.view, form, &refusal));
    }
    let shown = shown(&form)?;
    let typed = form.take("receipt");
    let outcome = if form.get("step") == "kept" { ReceiptCheck::Kept } else { ReceiptCheck::compare(&shown, &typed) };
    let status = status_of(&outcome);
    Ok(page(status, receipt_check_page(&visit.view, &ReceiptCheckPage { shown: Some(shown), typed, outcome })))
}

/// A copy with a slip in it is like a field with a fault.
pub(super) const fn status_of(outcome: &ReceiptCheck) -> StatusCode {
    match outcome {
        ReceiptCheck::Fault(_) | ReceiptCheck::Differs(_) => StatusCode::UNPROCESSABLE_ENTITY,
        ReceiptCheck::Same | ReceiptCheck::Kept => StatusCode::OK,
    }
}

/// `POST /receipt/save`: the code and the number as a text file.
pub async fn save(State(app): State<App>, visit: Visit, form: Form) -> Result<Response, Refusal> {
    if let Err(refusal) = app.budgets().spend(Spending::Page, visit.client) {
        return Ok(held::receipt(&visit.view, form, &refusal));
    }
    let number = CaseNumber::parse(form.get("number")).map_err(|_| Refusal::BadRequest)?;
    let text = receipt_text(visit.view.locale, &shown(&form)?.to_display(), &number);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        // The name says nothing to whoever finds it among other downloads.
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"note.txt\"")),
    ];
    Ok((headers, text).into_response())
}

/// The code on the receipt: put there by the portal, so one that is none was not sent by a receipt page.
fn shown(form: &Form) -> Result<ReceiptCode, Refusal> {
    ReceiptCode::parse(form.get("shown")).map_err(|_| Refusal::BadRequest)
}
