//! What was reported, and who can read it.

use leptos::prelude::*;
use model::{ReportContent, status::SealedBy};

use super::{CasePage, IdentityCard, ReportText};
use crate::{
    components::{Fact, Tone, facts, icons, notice},
    locales::staff::case,
};

/// The report.
pub(super) fn report(texts: &'static case::Texts, page: &CasePage) -> AnyView {
    let content = match &page.report {
        ReportText::Open(content) => opened(texts, content),
        ReportText::NotForCustodians => view! { <p class="empty">{texts.not_for_custodians}</p> }.into_any(),
        ReportText::NoKey => notice(Tone::Careful, view! { <p>{texts.no_key}</p> }),
        ReportText::Broken => notice(Tone::Grave, view! { <p data-forged="true">{texts.broken}</p> }),
    };
    let sealed = match page.sealed_by {
        SealedBy::Server => texts.sealed_server,
        SealedBy::Browser => texts.sealed_browser,
    };
    view! {
        <section class="report" aria-labelledby="report-title">
            <h2 id="report-title">{texts.report}</h2>
            {content}
            <p class="small">{sealed}</p>
        </section>
    }
    .into_any()
}

fn opened(texts: &'static case::Texts, content: &ReportContent) -> AnyView {
    let about = content.about.clone().map(|number| Fact::text(texts.about_case, number));
    view! {
        {facts(vec![Fact::text(texts.subject, content.subject.clone())].into_iter().chain(about).collect())}
        <div class="written">{content.body.clone()}</div>
    }
    .into_any()
}

#[derive(Clone, Copy)]
enum Mark {
    Can,
    Cannot,
    Released,
}

/// The drawing of who can read this case: a small table, so that it reads the same aloud.
pub(super) fn who_can_read(texts: &'static case::Texts, page: &CasePage) -> AnyView {
    let heads = [
        texts.readers_reporter.to_owned(),
        (texts.readers_unit)(&page.unit),
        texts.readers_custodian.to_owned(),
        texts.readers_others.to_owned(),
    ];
    let heads = heads.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
    let report = [Mark::Can, Mark::Can, Mark::Cannot, Mark::Cannot].map(|mark| mark_cell(texts, mark)).into_iter().collect_view();
    let identity = match page.identity {
        IdentityCard::Anonymous => view! { <td colspan="4" class="reader-none">{texts.readers_no_identity}</td> }.into_any(),
        IdentityCard::NoCustodian => mark_cells(texts, [Mark::Can, Mark::Cannot, Mark::Cannot, Mark::Cannot]),
        _ => mark_cells(texts, [Mark::Can, Mark::Released, Mark::Can, Mark::Cannot]),
    };
    view! {
        <table class="readers">
            <caption>{texts.readers}</caption>
            <thead><tr><td></td>{heads}</tr></thead>
            <tbody>
                <tr><th scope="row">{texts.readers_report}</th>{report}</tr>
                <tr><th scope="row">{texts.readers_identity}</th>{identity}</tr>
            </tbody>
        </table>
    }
    .into_any()
}

fn mark_cells(texts: &'static case::Texts, marks: [Mark; 4]) -> AnyView {
    marks.map(|mark| mark_cell(texts, mark)).into_iter().collect_view().into_any()
}

fn mark_cell(texts: &'static case::Texts, mark: Mark) -> AnyView {
    let (icon, words) = match mark {
        Mark::Can => (icons::open_eye(), texts.readers_can),
        Mark::Cannot => (icons::closed_eye(), texts.readers_cannot),
        Mark::Released => (icons::half_eye(), texts.readers_released),
    };
    view! { <td>{icon}<span class="reader-word">{words}</span></td> }.into_any()
}
