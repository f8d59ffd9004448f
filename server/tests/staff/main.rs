//! What members of staff do, through the real router.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod admin;
mod audit;
mod away;
mod cases;
mod conflict;
mod custody;
mod forged;
mod intruder;
mod keys;
mod leaks;
mod leaving;
mod moving;
mod passkeys;
mod queue;
mod recovery;
mod redaction;
mod retention;
mod sign_in;
#[path = "../support/mod.rs"]
mod support;

use support::member;
