//! How the audit log ended each day, signed, for everyone to keep.

use jiff::civil::{Date, DateTime};
use leptos::prelude::*;

use crate::{
    Html, View,
    components::slip::hash_groups,
    layout::{self, Head},
    locales::{dates, transparency},
};

/// What the page shows.
#[derive(Debug, Clone)]
pub struct TransparencyPage {
    /// Fingerprint of the key that signs, in groups.
    pub fingerprint: String,
    /// The last days that are over, newest first.
    pub days: Vec<DayShown>,
}

/// A day that is over.
#[derive(Debug, Clone)]
pub struct DayShown {
    /// The day.
    pub day: Date,
    /// Entries of the audit log when it was closed.
    pub entries: i64,
    /// Reports filed on it: a number, or `<5`.
    pub filings: String,
    /// Hash of the last entry, in hexadecimal digits.
    pub head: String,
    /// The stamp of a time-stamping authority, if there is one.
    pub stamp: Option<DayStampShown>,
}

/// A stamp under the end of a day.
#[derive(Debug, Clone)]
pub struct DayStampShown {
    /// When it says that the end was there.
    pub at: DateTime,
    /// Address of what is stamped.
    pub text: String,
    /// Address of the stamp's token.
    pub token: String,
}

/// The page.
pub fn transparency_page(view: &View, page: &TransparencyPage) -> Html {
    let texts = transparency::texts(view.locale);
    layout::public_page(view, Head::new(texts.title), || {
        view! {
            <h1>{texts.title}</h1>
            <p class="lead">{texts.lead}</p>
            {days(view, page)}
            <section>
                <h2>{texts.check_heading}</h2>
                <ul class="points">
                    {texts.check.iter().map(|point| view! { <li>{*point}</li> }).collect_view()}
                    {is_stamped(page).then(|| view! { <li>{texts.check_stamp}</li> })}
                </ul>
                <p><a href="/transparency.json" download="transparency.json">{texts.file}</a></p>
                <p>{texts.fingerprint}</p>
                <p><code id="fingerprint" translate="no">{page.fingerprint.clone()}</code></p>
                <p><a href=view.href("/verify")>{texts.to_verify}</a></p>
            </section>
        }
        .into_any()
    })
}

/// Whether any day shown has a stamp; without an authority none ever has, and nothing is said of stamps.
fn is_stamped(page: &TransparencyPage) -> bool {
    page.days.iter().any(|day| day.stamp.is_some())
}

fn days(view: &View, page: &TransparencyPage) -> AnyView {
    let texts = transparency::texts(view.locale);
    if page.days.is_empty() {
        return view! { <p class="empty">{texts.none}</p> }.into_any();
    }
    let stamped = is_stamped(page);
    let rows = page.days.iter().map(|day| {
        view! {
            <tr>
                <th scope="row"><time datetime=day.day.to_string()>{dates::day(view.locale, day.day)}</time></th>
                <td data-head=texts.filings>{day.filings.clone()}</td>
                <td data-head=texts.entries>{day.entries}</td>
                <td data-head=texts.head>{hash_groups(&day.head)}</td>
                {stamped.then(|| view! { <td data-head=texts.stamp>{stamp(texts, day.stamp.as_ref())}</td> })}
            </tr>
        }
    });
    view! {
        <table class="stacks">
            <caption>{texts.caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{texts.day}</th>
                    <th scope="col">{texts.filings}</th>
                    <th scope="col">{texts.entries}</th>
                    <th scope="col">{texts.head}</th>
                    {stamped.then(|| view! { <th scope="col">{texts.stamp}</th> })}
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn stamp(texts: &'static transparency::Texts, stamp: Option<&DayStampShown>) -> AnyView {
    let Some(stamp) = stamp else { return texts.no_stamp.into_any() };
    view! {
        <time datetime=stamp.at.to_string()>{stamp.at.strftime("%F %R").to_string()}</time>
        " "
        <a href=stamp.token.clone()>{texts.stamp_file}</a>
        " "
        <a href=stamp.text.clone()>{texts.stamped_file}</a>
    }
    .into_any()
}
