//! What would be sent, to which unit, and why that unit. Nothing has been filed yet.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Catalog, Report, ReportContent, ReportForm};

use super::sealing::{self, Sealing};
use crate::{
    Html, IdentityKept, Readers, View,
    components::{Fact, Tone, facts, hidden, notice, readers},
    layout::{self, Head, Switch},
    locales::{avoid, report, retaliation, status, words},
};

/// Why a report goes to this unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteReason {
    /// A rule for this category in this area.
    Rule,
    /// It is the area's unit.
    Area,
    /// The unit that it belongs to takes no reports yet; this is its name.
    NearestAncestor(String),
    /// The reporter chose it, because it keeps identities itself.
    Chosen,
    /// It is the nearest unit above that is free of those who must not learn of it.
    Around,
    /// It is the level above the unit in whose case protection is asked for.
    LevelAbove,
    /// No level above that unit takes reports: it has this one itself.
    NoLevelAbove,
    /// It is either of the two: which one is not told of a case whose number anybody may type.
    OfCase {
        /// No level above this unit takes reports.
        topmost: bool,
    },
    /// No unit is free of them; they are kept away by rule.
    Unfree,
}

impl RouteReason {
    /// What is to be known before it goes there, by the name of its place: who was named works in that unit, or the unit may be the very one
    /// that is complained of.
    pub const fn warning(&self) -> Option<&'static str> {
        match self {
            Self::Unfree => Some("by-rule"),
            Self::NoLevelAbove | Self::OfCase { topmost: true } => Some("no-level-above"),
            _ => None,
        }
    }
}

/// What a named reporter is told before filing, if the unit has no identity custodian.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustodyChoice {
    /// No unit in question has one: nobody but the reporter can open the identity.
    Nobody,
    /// A unit above keeps it.
    Above {
        /// The unit that gets the report.
        unit: String,
        /// The unit whose custodians keep the identity.
        keeper: String,
        /// Where the whole report can go instead.
        above: Option<String>,
    },
    /// The reporter has chosen the unit above.
    Chosen,
}

/// What the review shows.
pub struct ReviewPage {
    /// The report that would be filed.
    pub report: Report,
    /// The same as typed: carried in hidden fields.
    pub form: ReportForm,
    /// The sealed ticket, which now says that the captcha was solved.
    pub ticket: String,
    /// Name of the unit that it goes to.
    pub unit: String,
    /// Its code.
    pub unit_code: String,
    /// What this page tells of the way that the report takes, for the server to compare once it is sent.
    pub told: String,
    /// The report was sent, and takes another way than the review before told: it is not filed.
    pub changed: bool,
    /// Names of the units that must not learn of it.
    pub avoided_units: Vec<String>,
    /// Why that one.
    pub reason: RouteReason,
    /// Who will hold the identity.
    pub identity: IdentityKept,
    /// What there is to know and to choose about that.
    pub custody: Option<CustodyChoice>,
    /// Names of categories and places.
    pub catalog: Arc<Catalog>,
    /// What a browser that seals needs; what was typed is then blank here, and it fills it in.
    pub sealing: Option<Sealing>,
}

/// `form#report-form` with everything in hidden fields and the buttons `step=send` and `step=edit`; with a choice of the unit, `step=custodian`
/// or `step=usual`, which lead to another review.
pub fn review_page(view: &View, page: &ReviewPage) -> Html {
    let texts = report::texts(view.locale);
    let head = Head::new(texts.review_title).with_switch(Switch::Resend { form: "report-form", step: "review", enter: "review" });
    layout::public_page(view, head, || {
        view! {
            <h1>{texts.review_title}</h1>
            <p class="lead">{texts.review_lead}</p>
            {page.changed.then(|| changed(texts))}
            <section class="destination">
                <h2>{texts.goes_to}</h2>
                <p class="destination-unit">{page.unit.clone()}</p>
                <p class="small">{reason(view, &page.reason)}</p>
                {warning(view, &page.reason)}
            </section>
            <h2>{texts.your_report}</h2>
            {report_facts(view, page)}
            <h2>{texts.your_identity}</h2>
            {identity_facts(view, page)}
            {readers(view, &Readers { unit: Some(page.unit.clone()), identity: Some(page.identity.clone()) })}
            {form(view, page)}
        }
        .into_any()
    })
}

fn warning(view: &View, reason: &RouteReason) -> Option<AnyView> {
    let id = reason.warning()?;
    let by_rule = *reason == RouteReason::Unfree;
    let words = if by_rule { avoid::texts(view.locale).by_rule } else { retaliation::texts(view.locale).topmost };
    Some(view! { <div id=id>{notice(Tone::Careful, view! { <p>{words}</p> })}</div> }.into_any())
}

fn changed(texts: &'static report::Texts) -> AnyView {
    view! { <div id="way-changed" role="alert">{notice(Tone::Careful, view! { <p>{texts.review_changed}</p> })}</div> }.into_any()
}

fn reason(view: &View, reason: &RouteReason) -> String {
    let (texts, own) = (report::texts(view.locale), avoid::texts(view.locale));
    match reason {
        RouteReason::Around => own.route_around.to_owned(),
        RouteReason::LevelAbove => retaliation::texts(view.locale).route_above.to_owned(),
        RouteReason::NoLevelAbove => retaliation::texts(view.locale).route_no_level.to_owned(),
        RouteReason::OfCase { .. } => retaliation::texts(view.locale).route_of_case.to_owned(),
        RouteReason::Unfree => own.route_unfree.to_owned(),
        RouteReason::Rule => texts.route_rule.to_owned(),
        RouteReason::Area => texts.route_area.to_owned(),
        RouteReason::NearestAncestor(wanted) => (texts.route_ancestor)(wanted),
        RouteReason::Chosen => texts.route_chosen.to_owned(),
    }
}

fn report_facts(view: &View, page: &ReviewPage) -> AnyView {
    let texts = status::texts(view.locale);
    let names = words::texts(view.locale);
    let report = &page.report;
    let category = page.catalog.category(&report.category).map(|category| words::category(view.locale, category)).unwrap_or_default();
    let about = report.content.about.clone().map(|number| Fact::text(retaliation::texts(view.locale).about, number));
    let mut entries = vec![
        Fact::text(texts.kind, (names.kind)(report.kind)),
        Fact::text(texts.category, category),
        Fact::text(texts.area, page.catalog.full_name(&report.area)),
        typed(texts.subject, "subject", &report.content.subject),
        typed(texts.report_title, "title", &report.content.title),
        Fact { name: texts.body, value: view! { <div class="written" data-typed="body">{report.content.body.clone()}</div> }.into_any() },
        people(view, Some(&report.content)),
        Fact::text(avoid::texts(view.locale).units, listed(view, &page.avoided_units, ", ")),
    ];
    entries.extend(about);
    facts(entries)
}

/// People who must not learn of it, one a line.
pub(super) fn people(view: &View, content: Option<&ReportContent>) -> Fact {
    let names = content.map(|content| listed(view, &content.avoid, "\n")).unwrap_or_else(|| listed(view, &[], ""));
    let value = view! { <div class="written" data-typed="avoid_names">{names}</div> };
    Fact { name: avoid::texts(view.locale).names, value: value.into_any() }
}

fn listed(view: &View, names: &[String], between: &str) -> String {
    if names.is_empty() { avoid::texts(view.locale).nobody.to_owned() } else { names.join(between) }
}

fn identity_facts(view: &View, page: &ReviewPage) -> AnyView {
    let texts = report::texts(view.locale);
    let Some(identity) = &page.report.identity else {
        return view! { <p>{texts.identity_absent}</p> }.into_any();
    };
    facts(vec![
        typed(texts.name, "name", &identity.name),
        typed(texts.id_number, "id_number", &identity.id_number),
        typed(texts.phone, "phone", &identity.phone),
        typed(texts.address, "address", &identity.address),
    ])
}

/// An entry of what was typed into a field. A browser that keeps that to itself finds its place by the field's name.
fn typed(name: &'static str, field: &'static str, value: &str) -> Fact {
    Fact { name, value: view! { <span data-typed=field>{value.to_owned()}</span> }.into_any() }
}

fn form(view: &View, page: &ReviewPage) -> AnyView {
    let texts = report::texts(view.locale);
    view! {
        <form id="report-form" method="post" action=view.href("/report") autocomplete="off">
            {hidden("ticket", page.ticket.clone())}
            {page.sealing.as_ref().map(|sealing| sealing::parts(view, sealing))}
            {carried(&page.form)}
            {page.custody.as_ref().map(|choice| custody(texts, choice))}
            {hidden("avoid_next", page.unit_code.clone())}
            {hidden("reviewed", page.told.clone())}
            <div class="actions">
                <button type="submit" class="button" name="step" value="send">{texts.send}</button>
                <button type="submit" class="button-plain" name="step" value="edit">{texts.back_to_edit}</button>
                <button type="submit" class="button-plain" name="step" value="avoid">{avoid::texts(view.locale).not_this_unit}</button>
                <p class="small">{texts.send_note}</p>
            </div>
        </form>
    }
    .into_any()
}

fn custody(texts: &'static report::Texts, choice: &CustodyChoice) -> AnyView {
    let button = |step, label: String| view! { <p><button type="submit" class="button-plain" name="step" value=step>{label}</button></p> };
    let (tone, words, choice) = match choice {
        CustodyChoice::Nobody => (Tone::Careful, texts.custody_nobody.to_owned(), None),
        CustodyChoice::Above { unit, keeper, above } => {
            let send = above.as_ref().map(|above| button("custodian", (texts.custody_send_above)(above)));
            (Tone::Careful, (texts.custody_above)(unit, keeper), send)
        }
        CustodyChoice::Chosen => (Tone::Plain, texts.custody_chosen.to_owned(), Some(button("usual", texts.custody_send_usual.to_owned()))),
    };
    view! { <div id="custody-choice">{notice(tone, view! { <p>{words}</p>{choice} })}</div> }.into_any()
}

/// Everything that was typed, in hidden fields.
pub(crate) fn carried(form: &ReportForm) -> AnyView {
    let identity = [("name", &form.name), ("id_number", &form.id_number), ("phone", &form.phone), ("address", &form.address)];
    let rest = [
        ("kind", &form.kind),
        ("category", &form.category),
        ("area", &form.area),
        ("subject", &form.subject),
        ("title", &form.title),
        ("body", &form.body),
        ("identity", &form.identity),
        ("to", &form.to),
        ("avoid_names", &form.avoid_names),
        ("avoid_units", &form.avoid_units),
        ("number", &form.number),
    ];
    rest.into_iter().chain(identity).map(|(name, value)| hidden(name, value.as_str())).collect_view().into_any()
}
