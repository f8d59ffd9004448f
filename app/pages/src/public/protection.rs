//! Who can read what, in plain words.

use leptos::prelude::*;

use crate::{
    Html, View,
    layout::{self, Head},
    locales::{protection, retaliation, shared},
};

/// `/about/protection`.
#[derive(Debug, Clone)]
pub struct ProtectionPage {
    /// Fingerprint of the key that signs what the installation states, in groups.
    pub fingerprint: String,
}

/// The page.
pub fn protection_page(view: &View, page: &ProtectionPage) -> Html {
    let texts = protection::texts(view.locale);
    layout::public_page(view, Head::new(texts.title), || {
        view! {
            <h1>{texts.title}</h1>
            <p class="lead">{texts.lead}</p>
            {table(texts)}
            {texts.parts.iter().map(part).collect_view()}
            {ask(view)}
            {signing_key(view, texts, page)}
        }
        .into_any()
    })
}

/// A witness has no status page to ask from.
fn ask(view: &View) -> AnyView {
    let texts = retaliation::texts(view.locale);
    view! {
        <section>
            <h2>{texts.heading}</h2>
            <p>{texts.text}</p>
            <p><a href=view.href("/report?kind=protection")>{texts.button}</a></p>
        </section>
    }
    .into_any()
}

fn table(texts: &'static protection::Texts) -> AnyView {
    let rows = texts.secrets.iter().map(|secret| {
        view! {
            <tr>
                <th scope="row">{secret.what}</th>
                <td data-head=texts.who>{secret.who}</td>
                <td data-head=texts.who_not>{secret.who_not}</td>
            </tr>
        }
    });
    view! {
        <table class="secrets stacks">
            <caption>{texts.table_caption}</caption>
            <thead>
                <tr><th scope="col">{texts.what}</th><th scope="col">{texts.who}</th><th scope="col">{texts.who_not}</th></tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn signing_key(view: &View, texts: &'static protection::Texts, page: &ProtectionPage) -> AnyView {
    let links = shared::texts(view.locale);
    view! {
        <section>
            <h2>{texts.key_heading}</h2>
            <p>{texts.key_purpose}</p>
            <p><code id="fingerprint" translate="no">{page.fingerprint.clone()}</code></p>
            <p><a href=view.href("/verify")>{links.nav_verify}</a>" · "<a href=view.href("/transparency")>{links.nav_transparency}</a></p>
        </section>
    }
    .into_any()
}

fn part(part: &'static protection::Part) -> AnyView {
    let points = part.points.iter().map(|point| view! { <li>{*point}</li> }).collect_view();
    view! { <section><h2>{part.heading}</h2><ul class="points">{points}</ul></section> }.into_any()
}
