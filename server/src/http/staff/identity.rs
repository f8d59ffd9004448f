//! Looking at what was released of an identity. It stands in this one answer, which no cache keeps.

use axum::{extract::Path, http::StatusCode, response::Response};
use model::{CaseAction, Right};
use pages::staff::case_page as render;

use super::{
    act::{self, Asked},
    case::{number_in, refused},
    case_view::case_page,
    seat::Posted,
};
use crate::http::{answer::page, refusal::Refusal};

/// `POST /staff/cases/{number}/open-identity`.
pub async fn open(Path(number): Path<String>, Posted { seat, form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::HandleCases)?;
    let (number, action, version) = (number_in(&number)?, CaseAction::OpenIdentity, act::version(&form));
    let asked = Asked { number, action, version, form: act::typed(form) };
    match seat.custody().open(&asked.number).await {
        Ok(identity) => {
            let opened = seat.desk().open(&asked.number).await?;
            let shown = case_page(&seat, opened, Some(identity)).await?;
            Ok(page(StatusCode::OK, render(&seat.view, &shown)))
        }
        Err(error) => refused(&seat, asked, error).await,
    }
}
