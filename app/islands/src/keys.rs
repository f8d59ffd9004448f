//! Keyboard shortcuts of a case's page, and the switch that turns all shortcuts off (WCAG 2.1.4).

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a key leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyTarget {
    /// The key.
    pub key: String,
    /// Id of a link, which is followed, or of a field, which takes the focus. The first one that is on the page.
    pub ids: Vec<String>,
}

/// Shortcuts of a case's page. Draws nothing: all it leads to is on the page.
#[island]
pub fn CaseKeys(
    /// Keys and what they lead to.
    targets: Vec<KeyTarget>,
) -> impl IntoView {
    #[cfg(target_arch = "wasm32")]
    crate::browser::keys::follow(targets);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = targets;
}

/// The switch. Seen only where the script runs, since without it there are no shortcuts.
#[island]
pub fn KeySwitch(
    /// What it is called.
    label: String,
    /// What it does.
    note: String,
) -> impl IntoView {
    let (is_seen, set_seen) = signal(false);
    let (is_on, set_on) = signal(true);
    #[cfg(target_arch = "wasm32")]
    Effect::new(move || {
        set_on.set(crate::browser::keys::are_on());
        set_seen.set(true);
    });
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (set_seen, set_on);
    let turn = move |_| {
        let on = !is_on.get_untracked();
        set_on.set(on);
        #[cfg(target_arch = "wasm32")]
        crate::browser::keys::turn(on);
    };
    view! {
        <div class="choice key-switch" hidden=move || !is_seen.get()>
            <input type="checkbox" id="key-switch" aria-describedby="key-switch-note" prop:checked=move || is_on.get() on:change=turn />
            <label for="key-switch">{label}</label>
            <div class="choice-note" id="key-switch-note">{note}</div>
        </div>
    }
}
