//! The certificate of a destruction, for whoever knows the case number.

use leptos::prelude::*;

use crate::{
    Html, View,
    components::certificate::{CertificateShown, certificate},
    layout::{self, Head},
    locales::retention,
};

/// The page.
pub fn destruction_page(view: &View, shown: &CertificateShown) -> Html {
    let texts = retention::texts(view.locale);
    layout::public_page(view, Head::new(texts.certificate), || {
        view! {
            <h1>{texts.certificate}</h1>
            <p class="lead">{texts.destroyed_public_lead}</p>
            {certificate(view, shown)}
        }
        .into_any()
    })
}
