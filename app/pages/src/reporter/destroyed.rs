//! What a receipt code opens whose case has been destroyed: when, by which rule, and the certificate; and a way to ask for protection, which
//! may be needed long after.

use leptos::prelude::*;

use super::status_forms::protect;
use crate::{
    Html, View,
    components::certificate::{CertificateShown, certificate},
    layout::{self, Head, Switch},
    locales::{retention, status},
};

/// The page.
pub fn destroyed_page(view: &View, shown: &CertificateShown) -> Html {
    let texts = retention::texts(view.locale);
    let head = Head::new(texts.destroyed_title).with_switch(Switch::Absent);
    layout::public_page(view, head, || {
        view! {
            <p class="eyebrow">{status::texts(view.locale).form_title}</p>
            <h1 class="status-title" data-status="destroyed">{texts.destroyed_title}</h1>
            <p class="lead">{texts.destroyed_lead}</p>
            {certificate(view, shown)}
            {protect(view, None, &shown.codes)}
            <p class="small">{status::texts(view.locale).leave_note}</p>
        }
        .into_any()
    })
}
