//! The casework over a real store, without HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod desk;
mod fixture;
mod follow;
mod identity;
mod members;
mod retention;
mod sign_in;
