//! The tests that also run where a browser would run this crate, for every kind of file: `scripts/test-wasm`.
//!
//! A harness of its own (see Cargo.toml): Rust's needs a part of the standard library that not every WebAssembly target comes with. Damage at
//! random is left to the other target: it is the same code, and takes its time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]
#![allow(dead_code, reason = "the tests of damage use more of what makes files")]

#[cfg(target_arch = "wasm32")]
#[path = "files/boxes.rs"]
mod boxes;
#[cfg(target_arch = "wasm32")]
#[path = "files/canary.rs"]
mod canary;
#[cfg(target_arch = "wasm32")]
#[path = "files/make/mod.rs"]
mod make;
#[cfg(target_arch = "wasm32")]
#[path = "files/office.rs"]
mod office;
#[cfg(target_arch = "wasm32")]
#[path = "files/pdf.rs"]
mod pdf;
#[cfg(target_arch = "wasm32")]
#[path = "files/pictures.rs"]
mod pictures;

/// The runner calls each test by its exported name.
fn main() {}
