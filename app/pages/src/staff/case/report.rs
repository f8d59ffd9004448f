//! What was reported, who reported it, and who can read it.

use leptos::prelude::*;
use model::{CaseAction, Identity, ReportContent, status::SealedBy};

use super::{ActionForm, CasePage, IdentityCard, ReportText, act};
use crate::{
    View,
    components::{Fact, Tone, facts, icons, notice},
    locales::staff::case,
    staff::parts::{Control, Mistake, control},
};

/// The report.
pub(super) fn report(texts: &'static case::Texts, page: &CasePage) -> AnyView {
    let content = match &page.report {
        ReportText::Open(content) => opened(texts, content),
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
    view! {
        {facts(vec![Fact::text(texts.subject, content.subject.clone())])}
        <div class="written">{content.body.clone()}</div>
    }
    .into_any()
}

/// The identity, as a sealed card.
pub(super) fn identity(view: &View, texts: &'static case::Texts, page: &CasePage, wrong: &[Mistake]) -> AnyView {
    let (class, body) = match &page.identity {
        IdentityCard::Anonymous => ("identity-card", view! { <p>{texts.identity_anonymous}</p> }.into_any()),
        IdentityCard::Sealed { custodians } => ("identity-card is-sealed", sealed(view, texts, custodians)),
        IdentityCard::MayOpen => ("identity-card is-sealed", opening_form(view, texts, page, wrong)),
        IdentityCard::NoCustodian => ("identity-card is-sealed", view! { <p>{texts.identity_no_custodian}</p> }.into_any()),
        IdentityCard::Opened(identity) => ("identity-card is-open", shown(texts, Some(identity))),
        IdentityCard::Broken => ("identity-card", shown(texts, None)),
    };
    view! {
        <section id="identity" class=class aria-labelledby="identity-title">
            <h2 id="identity-title">{texts.identity}</h2>
            {body}
        </section>
    }
    .into_any()
}

fn sealed(view: &View, texts: &'static case::Texts, custodians: &[String]) -> AnyView {
    let comma = crate::locales::staff::words::texts(view.locale).list_comma;
    let names = (!custodians.is_empty()).then(|| facts(vec![Fact::text(texts.identity_custodians, custodians.join(comma))]));
    view! { <p>{texts.identity_sealed}</p>{names} }.into_any()
}

fn opening_form(view: &View, texts: &'static case::Texts, page: &CasePage, wrong: &[Mistake]) -> AnyView {
    let kept = act::kept(page, CaseAction::OpenIdentity).unwrap_or(const { &ActionForm::empty() });
    let reason = Control::new("open-identity-reason", "reason", texts.identity_reason, &kept.reason).hint(texts.identity_reason_hint);
    let fields = view! {
        <p>{texts.identity_may_open}</p>
        {control(view, reason, wrong)}
    };
    act::form(view, page, CaseAction::OpenIdentity, fields.into_any())
}

/// An identity that was opened; none if it does not fit its seal.
pub(crate) fn shown(texts: &'static case::Texts, identity: Option<&Identity>) -> AnyView {
    let Some(identity) = identity else { return notice(Tone::Grave, view! { <p>{texts.identity_broken}</p> }) };
    view! {
        <p>{texts.identity_opened}</p>
        {facts(vec![
            Fact::text(texts.name, identity.name.clone()),
            Fact::text(texts.id_number, identity.id_number.clone()),
            Fact::text(texts.phone, identity.phone.clone()),
            Fact::text(texts.address, identity.address.clone()),
        ])}
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
