//! What members of staff do, through the real router.

mod admin;
mod cases;
mod member;
mod queue;
mod sign_in;
#[path = "../support/mod.rs"]
mod support;
