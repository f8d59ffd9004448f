//! No unit can open reports yet, so none are taken. Sent with 503.

use leptos::prelude::*;

use crate::{
    Html, View,
    layout::{self, Head},
    locales::report,
    public::channels::{UnitChannels, unit_channels},
};

/// What it shows.
pub struct ClosedPage {
    /// Other ways to be heard.
    pub channels: Vec<UnitChannels>,
}

/// The page.
pub fn closed_page(view: &View, page: &ClosedPage) -> Html {
    let texts = report::texts(view.locale);
    layout::public_page(view, Head::new(texts.closed_title), || {
        let channels = (!page.channels.is_empty()).then(|| {
            let units = page.channels.iter().map(|unit| unit_channels(view, unit)).collect_view();
            view! { <h2>{texts.closed_channels}</h2>{units} }
        });
        view! {
            <h1>{texts.closed_title}</h1>
            <p class="lead">{texts.closed_lead}</p>
            {channels}
        }
        .into_any()
    })
}
