//! The drawing of who can read what, filled in for one case.

use leptos::prelude::*;

use super::icons;
use crate::{View, locales::shared};

/// Who holds the identity of a named reporter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdentityKept {
    /// Nobody: it was not given.
    NotGiven,
    /// The custodians of this unit.
    ByCustodian(String),
    /// Nobody but the reporter: no unit has a custodian.
    ByReporterOnly,
}

/// Who can read what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readers {
    /// Name of the unit; none if not known yet.
    pub unit: Option<String>,
    /// The identity; none if it is not decided yet whether one is given.
    pub identity: Option<IdentityKept>,
}

#[derive(Clone, Copy)]
enum Mark {
    Can,
    Cannot,
    OnRelease,
}

/// The drawing: a small table, so that it reads the same aloud.
pub(crate) fn readers(view: &View, readers: &Readers) -> AnyView {
    let texts = shared::texts(view.locale);
    let report = [Mark::Can, Mark::Can, Mark::Cannot, Mark::Cannot];
    view! {
        <table class="readers">
            <caption>{texts.readers_caption}</caption>
            <thead>
                <tr>
                    <td></td>
                    {who(texts).map(|name| view! { <th scope="col">{name}</th> }).into_iter().collect_view()}
                </tr>
            </thead>
            <tbody>
                <tr>
                    <th scope="row">{texts.readers_report}</th>
                    {cells(texts, report)}
                </tr>
                <tr>
                    <th scope="row">{texts.readers_identity}</th>
                    {identity_cells(texts, readers.identity.as_ref())}
                </tr>
            </tbody>
        </table>
        {notes(texts, readers)}
    }
    .into_any()
}

fn identity_cells(texts: &'static shared::Texts, identity: Option<&IdentityKept>) -> AnyView {
    let marks = match identity {
        Some(IdentityKept::NotGiven) => return view! { <td colspan="4" class="reader-none">{texts.readers_identity_none}</td> }.into_any(),
        Some(IdentityKept::ByReporterOnly) => [Mark::Can, Mark::Cannot, Mark::Cannot, Mark::Cannot],
        Some(IdentityKept::ByCustodian(_)) | None => [Mark::Can, Mark::OnRelease, Mark::Can, Mark::Cannot],
    };
    cells(texts, marks)
}

const fn who(texts: &'static shared::Texts) -> [&'static str; 4] {
    [texts.readers_you, texts.readers_unit, texts.readers_custodian, texts.readers_others]
}

fn cells(texts: &'static shared::Texts, marks: [Mark; 4]) -> AnyView {
    let cells = marks.into_iter().zip(who(texts)).map(|(mark, who)| cell(texts, mark, who));
    cells.collect_view().into_any()
}

fn cell(texts: &'static shared::Texts, mark: Mark, who: &'static str) -> AnyView {
    let (icon, words) = match mark {
        Mark::Can => (icons::open_eye(), texts.readers_can),
        Mark::Cannot => (icons::closed_eye(), texts.readers_cannot),
        Mark::OnRelease => (icons::half_eye(), texts.readers_on_release),
    };
    view! { <td data-head=who>{icon}<span class="reader-word">{words}</span></td> }.into_any()
}

fn notes(texts: &'static shared::Texts, readers: &Readers) -> AnyView {
    let unit = readers.unit.as_deref().map(|unit| (texts.readers_unit_is)(unit));
    let identity = match &readers.identity {
        Some(IdentityKept::ByCustodian(unit)) => Some((texts.readers_custodian_is)(unit)),
        Some(IdentityKept::ByReporterOnly) => Some(texts.readers_custodian_none.to_owned()),
        Some(IdentityKept::NotGiven) | None => None,
    };
    let lines = unit.into_iter().chain(identity).map(|line| view! { <p class="small">{line}</p> }).collect_view();
    view! { {lines}<p class="small">{texts.readers_others_note}</p> }.into_any()
}
