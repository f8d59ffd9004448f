//! Drawings of lines, in the colour of the text around them. All are decoration: what they say stands beside them in words.

use leptos::prelude::*;

/// The sign of the portal: a breath of air in three strokes.
pub(crate) fn breeze() -> AnyView {
    view! {
        <svg class="icon breeze" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
            <path d="M3 12h16a4 4 0 1 0-4-4M3 17h23M3 22h14a4 4 0 1 1-4 4" />
        </svg>
    }
    .into_any()
}

/// A filled disc: someone can read it.
pub(crate) fn open_eye() -> AnyView {
    view! { <svg class="icon mark-can" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><circle cx="8" cy="8" r="6.5" /></svg> }.into_any()
}

/// A crossed empty circle: someone cannot.
pub(crate) fn closed_eye() -> AnyView {
    view! {
        <svg class="icon mark-cannot" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <circle cx="8" cy="8" r="6.5" />
            <path d="M3.6 12.4 12.4 3.6" />
        </svg>
    }
    .into_any()
}

/// A half filled disc: someone can, once another has agreed.
pub(crate) fn half_eye() -> AnyView {
    view! {
        <svg class="icon mark-half" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <circle cx="8" cy="8" r="6.5" />
            <path d="M8 1.5a6.5 6.5 0 0 1 0 13z" />
        </svg>
    }
    .into_any()
}

/// The face of a clock; its hand stands at noon, at three or at six, as time runs out.
pub(crate) fn clock_face(hand: &'static str) -> AnyView {
    view! {
        <svg class="icon clock-face" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
            <circle cx="10" cy="10" r="8" />
            <path d=hand />
        </svg>
    }
    .into_any()
}
