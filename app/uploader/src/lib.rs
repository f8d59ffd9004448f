//! Cleans and seals files in the reporter's browser: a WebAssembly module of its own, loaded once files are added. What is sent and when is
//! the business of its script; a file is never held here as a whole unless it is small enough to be cleaned in memory.

#[cfg(target_arch = "wasm32")]
mod sealing;
#[cfg(target_arch = "wasm32")]
mod treatment;
