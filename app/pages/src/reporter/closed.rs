//! No unit can open reports yet, so none are taken. Sent with 503.

use leptos::prelude::*;

use crate::{
    Html, View,
    layout::{self, Head, Switch},
    locales::report,
    public::{
        KeptForm,
        channels::{UnitChannels, unit_channels},
        errors::kept_form,
    },
};

/// What it shows.
pub struct ClosedPage {
    /// Other ways to be heard.
    pub channels: Vec<UnitChannels>,
    /// What was typed, if the page answers a form.
    pub kept: Option<KeptForm>,
}

/// The page.
pub fn closed_page(view: &View, page: &ClosedPage) -> Html {
    let texts = report::texts(view.locale);
    let head = Head::new(texts.closed_title).with_switch(if page.kept.is_some() { Switch::Absent } else { Switch::Links });
    layout::public_page(view, head, || {
        let channels = (!page.channels.is_empty()).then(|| {
            let units = page.channels.iter().map(|unit| unit_channels(view, unit)).collect_view();
            view! { <h2>{texts.closed_channels}</h2>{units} }
        });
        view! {
            <h1>{texts.closed_title}</h1>
            <p class="lead">{texts.closed_lead}</p>
            {page.kept.as_ref().map(|kept| kept_form(view, kept))}
            {channels}
        }
        .into_any()
    })
}
