//! A vertical line of steps.

use leptos::prelude::*;

/// Where a step stands in time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum StepState {
    /// Past.
    Done,
    /// The last one reached.
    Now,
    /// Still to come, drawn in outline.
    Next,
}

impl StepState {
    const fn class(self) -> &'static str {
        match self {
            Self::Done => "step step-done",
            Self::Now => "step step-now",
            Self::Next => "step step-next",
        }
    }
}

/// The line, of steps in order of time. Each is its state and what it says.
pub(crate) fn steps(entries: Vec<(StepState, AnyView)>) -> AnyView {
    let items = entries
        .into_iter()
        .map(|(state, body)| {
            let current = (state == StepState::Now).then_some("step");
            view! { <li class=state.class() aria-current=current>{body}</li> }
        })
        .collect_view();
    view! { <ol class="steps">{items}</ol> }.into_any()
}
