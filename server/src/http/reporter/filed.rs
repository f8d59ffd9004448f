//! The receipt: the answer to a filed report itself.

use axum::{http::StatusCode, response::Response};
use data_encoding::HEXLOWER;
use model::{ReportKind, status::SealedBy};
use pages::{
    View,
    reporter::{NextStep, ReceiptPage, receipt_page},
};

use super::review::identity_kept;
use crate::{
    casework::{Office, intake::Receipt},
    http::{answer::page, names::unit_name},
};

/// The page with the receipt code, which is shown this once.
pub(super) fn answer(office: &Office, view: &View, kind: ReportKind, receipt: Receipt) -> Response {
    let keeper = receipt.named.then_some(receipt.identity_kept_by);
    let due = receipt.due;
    let shown = ReceiptPage {
        code: receipt.code,
        number: receipt.number,
        filed_on: receipt.filed_on,
        kind,
        unit: unit_name(office, receipt.unit, view.locale),
        identity: identity_kept(office, keeper, view.locale),
        next: vec![NextStep { clock: due.clock, article: due.article, due: due.on }],
        sealed_by: SealedBy::Server,
        proof: HEXLOWER.encode(receipt.proof.as_bytes()),
    };
    page(StatusCode::OK, receipt_page(view, &shown))
}
