//! Files with a canary in every place where something about their author can stand, before and after.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod boxes;
mod canary;
mod hostile;
mod make;
mod office;
mod pdf;
mod pictures;
