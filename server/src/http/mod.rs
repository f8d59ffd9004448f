//! axum: every route, every layer, and a file a page.

mod admin;
mod answer;
mod ask;
pub mod assets;
pub mod captcha;
mod client;
mod destroyed;
mod encoding;
mod forget;
pub mod form;
pub mod headers;
mod health;
mod incident;
mod kept_text;
mod layers;
pub mod limits;
mod names;
mod observe;
pub mod page_cache;
mod public;
mod refusal;
mod refusal_page;
mod reporter;
mod routes;
mod serve;
mod staff;
mod transparency;
mod verify;
mod visit;

pub use client::{Client, Entrance, Peer};
pub use forget::wipe_before_rest;
pub use incident::log_panics_without_their_message;
pub use layers::portal;
pub use refusal::Refusal;
pub use serve::{Doors, serve, signal_to_stop};
