//! What was sealed, in a page that the server opened, or with a blank where only the browser can open it.

use leptos::prelude::*;

use crate::components::{Tone, notice};

/// Something that was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealedText<T> {
    /// It opened, and its writer signed it.
    Opened(T),
    /// It is not what its writer signed.
    Forged,
    /// Only the browser can open it, which finds its place by this name.
    Blank(String),
}

impl<T> SealedText<T> {
    /// What opened.
    pub(super) fn opened(&self) -> Option<&T> {
        match self {
            Self::Opened(text) => Some(text),
            Self::Forged | Self::Blank(_) => None,
        }
    }

    pub(super) fn place(&self) -> Option<String> {
        match self {
            Self::Blank(place) => Some(place.clone()),
            Self::Opened(_) | Self::Forged => None,
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        matches!(self, Self::Blank(_))
    }

    /// Says that it is forged, if it is; hidden where only the browser will know.
    pub(super) fn warning(&self, words: &'static str) -> AnyView {
        let said = |forged: Option<&'static str>| notice(Tone::Grave, view! { <p data-forged=forged>{words}</p> });
        match self {
            Self::Opened(_) => ().into_any(),
            Self::Forged => said(Some("true")),
            Self::Blank(place) => view! { <div data-warning=place.clone() hidden>{said(None)}</div> }.into_any(),
        }
    }
}

impl SealedText<String> {
    /// What was written, in its lines.
    pub(super) fn lines(&self) -> AnyView {
        view! { <div class="written" data-sealed=self.place()>{self.opened().cloned()}</div> }.into_any()
    }
}
