//! What a page holds for a browser that seals and opens: the installation's key, and what to say where something fails. Without the script
//! none of it shows, and the forms post as they always did.

use leptos::prelude::*;

use crate::{
    View,
    components::{Tone, notice},
    locales::{report, status},
};

/// What a browser needs to seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealing {
    /// The installation's public key, in base64: what it has not signed is not sealed to.
    pub installation_key: String,
}

/// On the report form. Hidden until the script shows one: each has its name in `data-sealing`.
pub(super) fn parts(view: &View, sealing: &Sealing) -> AnyView {
    let texts = report::texts(view.locale);
    let said = [
        ("busy", texts.sealing_busy),
        ("away", texts.sealing_away),
        ("key", texts.sealing_key),
        ("failed", texts.sealing_failed),
        ("changed", texts.sealing_changed),
    ];
    let said = said.map(|(name, text)| waiting(name, text, ().into_any()));
    view! { <div id="sealing" data-key=sealing.installation_key.clone()>{ready(texts.sealing_ready)}{said.into_iter().collect_view()}</div> }
        .into_any()
}

/// On the pages for following a case. Only the first one says whose keys are sealed to.
pub(super) fn opening(view: &View, sealing: Option<&Sealing>) -> AnyView {
    let texts = status::texts(view.locale);
    let key = sealing.map(|sealing| sealing.installation_key.clone());
    let said = [
        ("busy", texts.browser_busy),
        ("away", texts.browser_away),
        ("key", report::texts(view.locale).sealing_key),
        ("failed", texts.browser_failed),
    ];
    let said = said.map(|(name, text)| waiting(name, text, ().into_any()));
    // What was written, where the page that comes has no place for it any more.
    let kept = view! { <div class="written" data-sealed="kept"></div> };
    let changed = waiting("changed", texts.browser_changed, kept.into_any());
    view! { <div id="sealing" data-key=key>{ready(texts.browser_ready)}{said.into_iter().collect_view()}{changed}</div> }.into_any()
}

fn ready(text: &'static str) -> AnyView {
    view! { <p data-sealing="ready" hidden>{text}</p> }.into_any()
}

fn waiting(name: &'static str, text: &'static str, more: AnyView) -> AnyView {
    let body = view! { <p>{text}</p>{more} };
    view! { <div data-sealing=name role="alert" tabindex="-1" hidden>{notice(Tone::Careful, body)}</div> }.into_any()
}
