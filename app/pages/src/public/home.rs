//! The home page.

use leptos::prelude::*;
use model::{IdentityMode, ReportKind};

use super::channels::{UnitChannels, unit_channels};
use crate::{
    Html, Locale, View,
    components::{Tone, notice},
    layout::{self, Head},
    locales::{home, shared, words},
};

/// What it shows.
pub struct HomePage {
    /// Name of the city.
    pub city: String,
    /// Whether any unit can take reports.
    pub open: bool,
    /// How to reach the units shown here, the city's first.
    pub channels: Vec<UnitChannels>,
}

/// The page. In elder mode it offers little and says it large.
pub fn home_page(view: &View, page: &HomePage) -> Html {
    let head = Head::new(shared::texts(view.locale).brand);
    layout::public_page(view, head, || {
        let texts = home::texts(view.locale);
        view! {
            <h1>{texts.heading}</h1>
            <p class="lead">{(texts.lead)(&page.city)}</p>
            {(!page.open).then(|| notice(Tone::Careful, view! { <p>{texts.closed}</p> }))}
            {if view.elder { elder_choices(view, texts) } else { kinds(view, texts) }}
            {(!view.elder).then(|| comparison(view, texts))}
            {protection(view, texts)}
            {channels(view, texts, page)}
        }
        .into_any()
    })
}

fn elder_choices(view: &View, texts: &'static home::Texts) -> AnyView {
    view! {
        <ul class="elder-choices">
            <li><a class="button" href=view.href("/report")>{texts.elder_report}</a></li>
            <li><a class="button-plain" href=view.href("/status")>{texts.elder_status}</a></li>
        </ul>
    }
    .into_any()
}

fn kinds(view: &View, texts: &'static home::Texts) -> AnyView {
    let names = words::texts(view.locale);
    let entries = [
        (ReportKind::Disclosure, texts.disclosure, texts.disclosure_limit),
        (ReportKind::Request, texts.request, texts.request_limit),
        (ReportKind::Suggestion, texts.suggestion, texts.suggestion_limit),
    ];
    let items = entries.map(|(kind, what, limit)| {
        view! {
            <li>
                <a href=view.href(&format!("/report?kind={kind}"))>
                    <strong>{(names.kind)(kind)}</strong>
                    <span>{what}</span>
                    <small>{limit}</small>
                </a>
            </li>
        }
    });
    view! {
        <h2>{texts.kinds_heading}</h2>
        <ul class="kinds">{items.into_iter().collect_view()}</ul>
        <p class="have-receipt">{texts.have_receipt}" "<a href=view.href("/status")>{texts.have_receipt_link}</a></p>
    }
    .into_any()
}

fn comparison(view: &View, texts: &'static home::Texts) -> AnyView {
    let names = words::texts(view.locale);
    let rows = [
        (texts.row_asked, texts.anonymous_asked, texts.named_asked),
        (texts.row_known, texts.anonymous_known, texts.named_known),
        (texts.row_disclosure, texts.anonymous_disclosure, texts.named_disclosure),
        (texts.row_request, texts.anonymous_request, texts.named_request),
    ];
    let [anonymous_head, named_head] = [IdentityMode::Anonymous, IdentityMode::Named].map(names.identity);
    let rows = rows.map(|(row, anonymous, named)| {
        view! { <tr><th scope="row">{row}</th><td data-head=anonymous_head>{anonymous}</td><td data-head=named_head>{named}</td></tr> }
    });
    let class = if view.locale == Locale::En { "comparison stacks" } else { "comparison" };
    view! {
        <section>
            <h2>{texts.choice_heading}</h2>
            <table class=class>
                <thead>
                    <tr>
                        <th scope="col"><span class="visually-hidden">{texts.choice_row}</span></th>
                        <th scope="col">{anonymous_head}</th>
                        <th scope="col">{named_head}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().collect_view()}</tbody>
            </table>
            <p class="small">{texts.choice_source}</p>
        </section>
    }
    .into_any()
}

fn protection(view: &View, texts: &'static home::Texts) -> AnyView {
    let items = texts.protection.map(|sentence| view! { <li>{sentence}</li> });
    view! {
        <section>
            <h2>{texts.protection_heading}</h2>
            <ol class="promises">{items.into_iter().collect_view()}</ol>
            <p><a href=view.href("/about/protection")>{texts.protection_more}</a></p>
        </section>
    }
    .into_any()
}

fn channels(view: &View, texts: &'static home::Texts, page: &HomePage) -> AnyView {
    let units = page.channels.iter().map(|unit| unit_channels(view, unit)).collect_view();
    view! {
        <section id="channels">
            <h2>{texts.channels_heading}</h2>
            {units}
            <p><a href=view.href("/channels")>{texts.channels_more}</a></p>
        </section>
    }
    .into_any()
}
