//! What the keyboard does.

use axum::{http::StatusCode, response::Response};
use pages::staff::help_page;

use super::seat::Seat;
use crate::http::answer::page;

/// `GET /staff/help`, for every member.
pub async fn show(seat: Seat) -> Response {
    page(StatusCode::OK, help_page(&seat.view, &seat.frame()))
}

/// `GET /staff` and `/staff/home`: to the first page that the member's roles open.
pub async fn home(seat: Seat) -> Response {
    seat.lead_to(seat.home())
}
