//! The receipt: the answer to a filed report itself.

use axum::{http::StatusCode, response::Response};
use data_encoding::HEXLOWER;
use model::{ReportKind, status::SealedBy};
use pages::{
    Html, View,
    reporter::{NextStep, ReceiptPage, receipt_page},
};

use super::review::identity_kept;
use crate::{
    casework::{
        Office,
        intake::{Filing, Receipt},
    },
    http::{answer::page, names::unit_name},
};

/// The page with the receipt code, which is shown this once.
pub(super) fn answer(office: &Office, view: &View, kind: ReportKind, receipt: Receipt) -> Response {
    let blank = blank(office, view, kind, receipt.filing, SealedBy::Server);
    let shown = ReceiptPage { code: Some(receipt.code), proof: HEXLOWER.encode(receipt.proof.as_bytes()), ..blank };
    page(StatusCode::OK, receipt_page(view, &shown))
}

/// The page with blanks for what only the browser knows.
pub(super) fn blank_page(office: &Office, view: &View, kind: ReportKind, filing: Filing) -> Html {
    receipt_page(view, &blank(office, view, kind, filing, SealedBy::Browser))
}

fn blank(office: &Office, view: &View, kind: ReportKind, filing: Filing, sealed_by: SealedBy) -> ReceiptPage {
    let keeper = filing.named.then_some(filing.identity_kept_by);
    let due = filing.due;
    ReceiptPage {
        code: None,
        number: filing.number,
        filed_on: filing.filed_on,
        kind,
        unit: unit_name(office, filing.unit, view.locale),
        identity: identity_kept(office, keeper, view.locale),
        next: vec![NextStep { clock: due.clock, article: due.article, due: due.on }],
        sealed_by,
        proof: String::new(),
    }
}
