//! The tests that also run where a browser would run this crate: `scripts/test-wasm`.
//!
//! A harness of its own (see Cargo.toml): Rust's needs a part of the standard library that not every WebAssembly target comes with.

#[cfg(target_arch = "wasm32")]
#[path = "known_answers.rs"]
mod known_answers;
#[cfg(target_arch = "wasm32")]
#[path = "round_trip.rs"]
mod round_trip;
#[cfg(target_arch = "wasm32")]
#[path = "vectors.rs"]
mod vectors;

/// The runner calls each test by its exported name.
fn main() {}
