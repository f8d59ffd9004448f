//! What the report form holds for a browser that seals: the installation's key, and what to say where something fails. Without the script
//! none of it shows, and the form posts as it always did.

use leptos::prelude::*;

use crate::{
    View,
    components::{Tone, notice},
    locales::report,
};

/// What a browser needs to seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealing {
    /// The installation's public key, in base64: what it has not signed is not sealed to.
    pub installation_key: String,
}

/// Hidden until the script shows one: each has its name in `data-sealing`.
pub(super) fn parts(view: &View, sealing: &Sealing) -> AnyView {
    let texts = report::texts(view.locale);
    let ready = view! { <p data-sealing="ready" hidden>{texts.sealing_ready}</p> };
    let said = [
        ("busy", texts.sealing_busy),
        ("away", texts.sealing_away),
        ("key", texts.sealing_key),
        ("failed", texts.sealing_failed),
        ("changed", texts.sealing_changed),
    ];
    let said = said.map(|(name, text)| {
        view! { <div data-sealing=name role="alert" tabindex="-1" hidden>{notice(Tone::Careful, view! { <p>{text}</p> })}</div> }
    });
    view! { <div id="sealing" data-key=sealing.installation_key.clone()>{ready}{said.into_iter().collect_view()}</div> }.into_any()
}
