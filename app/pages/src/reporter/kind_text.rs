//! Texts that depend on the kind of report, also with JavaScript off.
//!
//! All variants are in the page; the class of the form shows the one for the kind the server knows, and where the browser knows
//! `:has()`, the style sheet follows the choice at once.

use leptos::prelude::*;

use crate::locales::report::ByKind;

/// The variants within a line of text.
pub(crate) fn inline(by_kind: &ByKind) -> AnyView {
    variants(by_kind)
        .map(|(class, text)| view! { <span class=format!("by-kind {class}")>{text}</span> })
        .into_iter()
        .collect_view()
        .into_any()
}

/// The class of a form for the kind it was filled in with.
pub(crate) fn form_class(kind: &str) -> &'static str {
    match kind {
        "disclosure" => "report-form kind-disclosure",
        "request" => "report-form kind-request",
        "suggestion" => "report-form kind-suggestion",
        _ => "report-form kind-any",
    }
}

fn variants(by_kind: &ByKind) -> [(&'static str, &'static str); 4] {
    [
        ("for-any", by_kind.any),
        ("for-disclosure", by_kind.disclosure),
        ("for-request", by_kind.request),
        ("for-suggestion", by_kind.suggestion),
    ]
}
