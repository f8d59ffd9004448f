//! Follows a case in the reporter's browser: a WebAssembly module of its own, small, without Leptos. The receipt code stays there, and the
//! case is opened there.
//!
//! The pages stay the server's: this module asks for the next page with blanks where only the browser knows what belongs there, and fills
//! them in.

#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
mod following;
#[cfg(target_arch = "wasm32")]
mod own_file;
