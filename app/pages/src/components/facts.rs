//! A list of names and what they are.

use leptos::prelude::*;

/// One entry.
pub(crate) struct Fact {
    /// What it is called.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) value: AnyView,
}

impl Fact {
    /// An entry of plain text.
    pub(crate) fn text(name: &'static str, value: impl Into<String>) -> Self {
        let value: String = value.into();
        Self { name, value: value.into_any() }
    }
}

/// The list.
pub(crate) fn facts(entries: Vec<Fact>) -> AnyView {
    let rows = entries.into_iter().map(|fact| view! { <div><dt>{fact.name}</dt><dd>{fact.value}</dd></div> }).collect_view();
    view! { <dl class="facts">{rows}</dl> }.into_any()
}
