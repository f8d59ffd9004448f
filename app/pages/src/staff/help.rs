//! What the keyboard does.

use leptos::prelude::*;

use super::frame::{Desk, desk_page};
use crate::{Html, View, layout::Head, locales::staff::frame};

/// `/staff/help`: the list of keys, and the switch that turns them off.
pub fn help_page(view: &View, desk: &Desk) -> Html {
    let texts = frame::texts(view.locale);
    desk_page(view, desk, Head::new(texts.help_title).with_islands(), || {
        view! {
            <h1>{texts.help_title}</h1>
            <p>{texts.help_intro}</p>
            {keys(texts, texts.help_queue, texts.keys_queue)}
            {keys(texts, texts.help_case, texts.keys_case)}
            <islands::KeySwitch label=texts.keys_switch.to_owned() note=texts.keys_switch_note.to_owned() />
        }
        .into_any()
    })
}

fn keys(texts: &'static frame::Texts, caption: &'static str, entries: &'static [(&'static str, &'static str)]) -> AnyView {
    let rows = entries.iter().map(|&(key, does)| view! { <tr><td><kbd>{key}</kbd></td><td>{does}</td></tr> }).collect_view();
    view! {
        <table class="keys">
            <caption>{caption}</caption>
            <thead><tr><th scope="col">{texts.help_key}</th><th scope="col">{texts.help_does}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
