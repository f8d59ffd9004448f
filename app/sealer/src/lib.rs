//! Seals a report in the reporter's browser: a WebAssembly module of its own, small, without Leptos.
//!
//! The pages stay the server's: this module asks it for the next page with blanks where only the browser knows what belongs there, and fills
//! them in. So every word and every layout exists once, and a browser without this module gets the same pages from plain forms.

pub mod square;

#[cfg(target_arch = "wasm32")]
mod draft;
#[cfg(target_arch = "wasm32")]
mod form;
#[cfg(target_arch = "wasm32")]
mod receipt;
