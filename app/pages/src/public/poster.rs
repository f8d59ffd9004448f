//! A poster: a document of its own that needs nothing from outside, to be printed.

use leptos::prelude::*;

use crate::{Html, Locale, components::slip::square, locales::poster, render::render};

const TOKENS: &str = include_str!("../../../../style/tokens.css");
const STYLE: &str = include_str!("../../../../style/poster.css");

/// What the poster says.
#[derive(Debug, Clone)]
pub struct PosterPage {
    /// The address that people type.
    pub address: String,
    /// Fingerprint of the portal's key, in groups.
    pub fingerprint: String,
}

/// The document, in all languages at once.
pub fn poster_page(page: &PosterPage) -> Html {
    let first = poster::texts(Locale::ZhHans);
    let groups = page.fingerprint.split(' ').map(|group| view! { <span>{group.to_owned()}</span>" " }).collect_view();
    render(|| {
        view! {
            <html lang=Locale::ZhHans.tag()>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <title>{first.title}</title>
                    <style inner_html=format!("{TOKENS}{STYLE}")></style>
                </head>
                <body>
                    <main>
                        <header>{each(|texts| view! { <p>{texts.title}</p> }.into_any())}</header>
                        <section class="poster-row">
                            {square(&page.address, first.address_square)}
                            <div>
                                {labels(|texts| texts.address)}
                                <p id="address" class="poster-address" translate="no">{page.address.clone()}</p>
                            </div>
                        </section>
                        <section class="poster-row">
                            {square(&page.fingerprint, first.fingerprint_square)}
                            <div>
                                {labels(|texts| texts.fingerprint)}
                                <p id="fingerprint" class="poster-fingerprint" translate="no">{groups}</p>
                            </div>
                        </section>
                        <section class="poster-advice">{each(advice)}</section>
                    </main>
                </body>
            </html>
        }
    })
}

/// The same part in each language.
fn each(part: impl Fn(&'static poster::Texts) -> AnyView) -> AnyView {
    let parts = Locale::ALL.map(|locale| view! { <div lang=locale.tag()>{part(poster::texts(locale))}</div> });
    parts.into_iter().collect_view().into_any()
}

fn labels(text: fn(&'static poster::Texts) -> &'static str) -> AnyView {
    let names = Locale::ALL.map(|locale| view! { <span lang=locale.tag()>{text(poster::texts(locale))}</span>" " });
    view! { <p class="poster-label">{names.into_iter().collect_view()}</p> }.into_any()
}

fn advice(texts: &'static poster::Texts) -> AnyView {
    let points = texts.advice.iter().map(|point| view! { <li>{*point}</li> }).collect_view();
    view! { <ol>{points}</ol> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_needs_nothing_from_outside_and_says_all_in_each_language() {
        let fingerprint = "0F1A 2B3C 4D5E 6F70 8192 A3B4 C5D6 E7F8 0F1A 2B3C 4D5E 6F70 8192 A3B4 C5D6 E7F8";
        let page = PosterPage { address: "https://jubao.example.org".to_owned(), fingerprint: fingerprint.to_owned() };
        let poster = poster_page(&page).into_string();
        for reference in ["src=", "href=", "url(", "@import", "<script"] {
            assert!(!poster.contains(reference), "{reference}");
        }
        assert_eq!(poster.matches("class=\"square-ink\"").count(), 2);
        for locale in Locale::ALL {
            assert!(poster::texts(locale).advice.iter().all(|advice| poster.contains(*advice)));
        }
        assert!(poster.contains(&page.address) && poster.contains("--qr-ink: #000000"));
    }
}
