//! From a view function to a document.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

/// A whole document, ready to send.
#[derive(Clone, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// The document as text.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Renders at once, without router, resources or suspense: nothing but the markup leaves, so no inline script needs a nonce.
///
/// The reactive owner lives as long as this call and must never be held over an await.
pub(crate) fn render<V: RenderHtml>(document: impl FnOnce() -> V) -> Html {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let markup = owner.with(|| document().to_html());
    owner.unset_with_forced_cleanup();
    Html(format!("<!DOCTYPE html>{markup}"))
}
