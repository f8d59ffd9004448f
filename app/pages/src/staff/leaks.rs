//! The warning before a text leaves the unit: what in it may give the reporter away, and a box to send it as it stands.

use leptos::prelude::*;
use model::LeakKind;

use crate::{View, locales::staff::custody};

/// What may give the reporter away.
#[derive(Debug, Clone, Default)]
pub struct LeakWarning {
    /// Each with its place in the text.
    pub found: Vec<(LeakKind, String)>,
    /// Names exactly these: what the box sends as `confirmed`.
    pub mark: String,
}

impl LeakWarning {
    /// Nothing was found.
    pub const fn none() -> Self {
        Self { found: Vec::new(), mark: String::new() }
    }
}

/// Nothing where nothing was found. `id` names the box.
pub(super) fn warning(view: &View, id: String, leaks: &LeakWarning) -> AnyView {
    if leaks.found.is_empty() {
        return ().into_any();
    }
    let texts = custody::texts(view.locale);
    let error_id = format!("{id}-error");
    let found =
        leaks.found.iter().map(|(kind, excerpt)| view! { <li>{(texts.leak)(*kind)}" "<q>{excerpt.clone()}</q></li> }).collect_view();
    view! {
        <div class="notice notice-careful" role="alert">
            <p id=error_id.clone()><b>{texts.leak_title}</b></p>
            <ul>{found}</ul>
            <p class="small">{texts.leak_note}</p>
            <div class="choice">
                <input type="checkbox" id=id.clone() name="confirmed" value=leaks.mark.clone() aria-describedby=error_id autocomplete="off" />
                <label for=id>{texts.leak_confirm}</label>
            </div>
        </div>
    }
    .into_any()
}
