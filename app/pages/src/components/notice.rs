//! A box that says one thing.

use leptos::prelude::*;

/// What kind of thing it says. Colour and border differ; the words must say it too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Worth knowing.
    Plain,
    /// Done.
    Good,
    /// Soon, or take care.
    Careful,
    /// Late, lost or dangerous.
    Grave,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "notice",
            Self::Good => "notice notice-good",
            Self::Careful => "notice notice-careful",
            Self::Grave => "notice notice-grave",
        }
    }
}

/// The box.
pub(crate) fn notice(tone: Tone, body: impl IntoView + 'static) -> AnyView {
    view! { <div class=tone.class()>{body.into_any()}</div> }.into_any()
}
