//! What the interactive parts do in the browser.

pub(crate) mod ask;
pub(crate) mod keys;
pub(crate) mod queue;
mod search;
