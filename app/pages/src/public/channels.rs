//! Other ways to be heard: visits, letters, calls, from the units' data.

use leptos::prelude::*;

use crate::{
    Html, View,
    components::{Fact, facts},
    layout::{self, Head},
    locales::channels,
};

/// How to reach one unit otherwise. What is empty is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitChannels {
    /// Name.
    pub name: String,
    /// Where it receives visitors.
    pub address: String,
    /// When it does.
    pub hours: String,
    /// Where letters go, with the postcode.
    pub letter: String,
    /// Telephone.
    pub phone: String,
    /// Its own website, an `https` address.
    pub website: String,
}

/// What the page shows.
pub struct ChannelsPage {
    /// The units, city first.
    pub units: Vec<UnitChannels>,
}

/// The page.
pub fn channels_page(view: &View, page: &ChannelsPage) -> Html {
    let texts = channels::texts(view.locale);
    layout::public_page(view, Head::new(texts.title), || {
        let units =
            page.units.iter().map(|unit| view! { <section><h2>{unit.name.clone()}</h2>{ways(view, unit)}</section> }).collect_view();
        view! {
            <h1>{texts.title}</h1>
            <p class="lead">{texts.lead}</p>
            {page.units.is_empty().then(|| view! { <p class="empty">{texts.none}</p> })}
            {units}
            <p class="small">{texts.visit_note}</p>
        }
        .into_any()
    })
}

/// One unit under a small heading.
pub(crate) fn unit_channels(view: &View, unit: &UnitChannels) -> AnyView {
    view! { <h3>{unit.name.clone()}</h3>{ways(view, unit)} }.into_any()
}

fn ways(view: &View, unit: &UnitChannels) -> AnyView {
    let texts = channels::texts(view.locale);
    let plain = [(texts.visit, &unit.address), (texts.hours, &unit.hours), (texts.letter, &unit.letter)];
    let mut entries: Vec<Fact> =
        plain.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| Fact::text(name, value.as_str())).collect();
    if !unit.phone.is_empty() {
        let dial: String = unit.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        entries.push(Fact { name: texts.phone, value: view! { <a href=format!("tel:{dial}")>{unit.phone.clone()}</a> }.into_any() });
    }
    if unit.website.starts_with("https://") {
        let link = view! { <a href=unit.website.clone() rel="noreferrer">{unit.website.clone()}</a> };
        entries.push(Fact { name: texts.website, value: link.into_any() });
    }
    if entries.is_empty() { view! { <p class="empty">{texts.none}</p> }.into_any() } else { facts(entries) }
}
