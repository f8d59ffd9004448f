//! Reports that come sealed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod bad_input;
mod browser;
mod files;
mod filing;
mod following;
mod lengths;
#[path = "../support/mod.rs"]
mod support;

use support::member;
