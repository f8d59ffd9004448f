//! The audit log, for auditors.

use jiff::civil::DateTime;
use leptos::prelude::*;
use model::{CaseAction, Fault};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    Html, Locale, View,
    components::hidden,
    layout::Head,
    locales::{
        admin,
        staff::{entries, frame, words},
    },
    staff::{
        Choice, Desk,
        frame::desk_page,
        parts::{Control, Kind, Mistake, control, mistakes, moment, post, summary},
    },
};

/// What the address of the audit log says; each field empty for 'all'.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditAddress {
    /// A member's id.
    pub member: String,
    /// An action's word.
    pub action: String,
    /// A case number.
    pub number: String,
    /// First day, `YYYY-MM-DD`.
    pub from: String,
    /// Last day, `YYYY-MM-DD`.
    pub to: String,
    /// Entries older than this one.
    pub before: String,
}

impl AuditAddress {
    /// The query of an address that says the same, without the question mark; empty fields are left out.
    pub fn query(&self) -> String {
        let fields = [
            ("member", &self.member),
            ("action", &self.action),
            ("number", &self.number),
            ("from", &self.from),
            ("to", &self.to),
            ("before", &self.before),
        ];
        let filled = fields.iter().filter(|(_, value)| !value.is_empty());
        filled.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC))).collect::<Vec<_>>().join("&")
    }
}

/// One entry.
#[derive(Debug, Clone)]
pub struct AuditRow {
    /// Place in the chain.
    pub seq: i64,
    /// When, local time.
    pub at: DateTime,
    /// Who: a member's name, `None` for the portal or a reporter.
    pub member: Option<String>,
    /// The member's unit.
    pub unit: Option<String>,
    /// The action's word; those of cases are shown in the reader's language, others as they are.
    pub action: String,
    /// What it was done to: a case number, a login, a code.
    pub object: Option<String>,
    /// First characters of the entry's hash.
    pub hash: String,
}

/// `/staff/audit` with the fields of [`AuditAddress`] as its query.
#[derive(Debug, Clone)]
pub struct AuditPage {
    /// Who is signed in.
    pub desk: Desk,
    /// The filter in force.
    pub address: AuditAddress,
    /// Members to choose from.
    pub members: Vec<Choice>,
    /// Actions to choose from.
    pub actions: Vec<String>,
    /// Entries, newest first.
    pub rows: Vec<AuditRow>,
    /// Value of `before` for the next page.
    pub next: Option<String>,
    /// Entries in the whole log.
    pub total: u64,
    /// What cannot be read of the filter: `Field::Member`, `Field::Number`, `Field::From`, `Field::To`. There are no rows then.
    pub faults: Vec<Fault>,
}

/// The log.
pub fn audit_page(view: &View, page: &AuditPage) -> Html {
    let texts = admin::texts(view.locale);
    let wrong = mistakes(view, "audit", &page.faults);
    desk_page(view, &page.desk, Head::new(texts.audit_title).with_faults(wrong.len()).wide(), || {
        let found = wrong.is_empty().then(|| view! { {export(view, texts, page)}{entries(view, texts, page)}{older(view, texts, page)} });
        view! {
            {summary(view, &wrong)}
            <h1>{texts.audit_title}</h1>
            <p>{(texts.audit_intro)(page.total)}</p>
            {filter(view, texts, page, &wrong)}
            {found}
        }
        .into_any()
    })
}

/// What the log calls what was done; none if it knows no such word.
pub fn action_name(locale: Locale, action: &str) -> Option<&'static str> {
    match action.parse::<CaseAction>() {
        Ok(known) => Some((words::texts(locale).action)(known)),
        Err(_) => (entries::texts(locale).name)(action),
    }
}

/// A word of a later version stays as it is.
fn shown_name(view: &View, action: &str) -> String {
    action_name(view.locale, action).unwrap_or(action).to_owned()
}

fn filter(view: &View, texts: &'static admin::Texts, page: &AuditPage, wrong: &[Mistake]) -> AnyView {
    let (common, at) = (frame::texts(view.locale), &page.address);
    let actions: Vec<Choice> = page.actions.iter().map(|action| Choice::new(action.clone(), shown_name(view, action))).collect();
    let field = |name: &'static str, label: &'static str, value| Control::new(format!("audit-{name}"), name, label, value);
    let member = field("member", texts.audit_member, &at.member).kind(Kind::Select(common.any, &page.members));
    let action = field("action", texts.audit_action, &at.action).kind(Kind::Select(common.any, &actions));
    view! {
        <form method="get" action=view.href("/staff/audit") class="filter-form">
            {control(view, member, wrong)}
            {control(view, action, &[])}
            {control(view, field("number", texts.audit_number, &at.number), wrong)}
            {control(view, field("from", texts.audit_from, &at.from).kind(Kind::Day), wrong)}
            {control(view, field("to", texts.audit_to, &at.to).kind(Kind::Day), wrong)}
            <div class="filter-send">
                <button type="submit" class="button-plain">{common.apply}</button>
                <a href=view.href("/staff/audit")>{common.clear}</a>
            </div>
        </form>
    }
    .into_any()
}

/// Posts the filter in force to `/staff/audit/export`.
fn export(view: &View, texts: &'static admin::Texts, page: &AuditPage) -> AnyView {
    let at = &page.address;
    let filter = [("member", &at.member), ("action", &at.action), ("number", &at.number), ("from", &at.from), ("to", &at.to)];
    let fields = filter.map(|(name, value)| hidden(name, value.clone()));
    let content = view! {
        {fields.into_iter().collect_view()}
        <button type="submit" class="button-plain">{texts.audit_export}</button>
        <p class="small">{texts.audit_export_note}</p>
    };
    post(view, "/staff/audit/export", "inline-form", &page.desk.csrf, content)
}

fn entries(view: &View, texts: &'static admin::Texts, page: &AuditPage) -> AnyView {
    if page.rows.is_empty() {
        return view! { <p class="empty">{texts.audit_empty}</p> }.into_any();
    }
    let rows = page.rows.iter().map(|row| entry(view, texts, row)).collect_view();
    view! {
        <div class="table-frame" role="region" aria-labelledby="audit-caption" tabindex="0">
            <table class="list audit">
                <caption id="audit-caption" class="visually-hidden">{texts.audit_title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts.audit_seq}</th>
                        <th scope="col">{texts.audit_at}</th>
                        <th scope="col">{texts.audit_who}</th>
                        <th scope="col">{texts.audit_action}</th>
                        <th scope="col">{texts.audit_object}</th>
                        <th scope="col">{texts.audit_hash}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn entry(view: &View, texts: &'static admin::Texts, row: &AuditRow) -> AnyView {
    let who = match (&row.member, &row.unit) {
        (Some(member), Some(unit)) => format!("{member} · {unit}"),
        (Some(member), None) => member.clone(),
        (None, _) => texts.audit_portal.to_owned(),
    };
    view! {
        <tr>
            <th scope="row" class="tabular">{row.seq}</th>
            <td>{moment(row.at)}</td>
            <td>{who}</td>
            <td>{shown_name(view, &row.action)}</td>
            <td class="tabular">{row.object.clone()}</td>
            <td><code>{row.hash.clone()}</code></td>
        </tr>
    }
    .into_any()
}

fn older(view: &View, texts: &'static admin::Texts, page: &AuditPage) -> AnyView {
    let link = page.next.clone().map(|before| {
        let address = AuditAddress { before, ..page.address.clone() };
        view! { <a rel="next" href=view.href(&format!("/staff/audit?{}", address.query()))>{texts.audit_older}</a> }
    });
    view! { <p class="paging">{link}</p> }.into_any()
}
