//! The interactive parts of pages, and the only crate that becomes WebAssembly.
//!
//! Each part is rendered by the server first and works as plain HTML; in the browser it takes over what stands there. To add one: a file
//! with an `#[island]` function here, what it does in the browser in `browser/`, and its name in a page.

mod keys;
mod queue;
mod row;

#[cfg(target_arch = "wasm32")]
mod browser;

pub use keys::{CaseKeys, KeySwitch, KeyTarget};
pub use queue::{ColumnHead, QueueIsland, QueueSettings, SearchTexts};
pub use row::{RowTexts, queue_row};

/// Starts the interactive parts of the page; called by the loader script.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
