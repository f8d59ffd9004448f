//! Counts by status, and the filter.

use leptos::prelude::*;
use model::{IdentityMode, ReportKind};

use super::{QueueAddress, QueueListPage, RISK};
use crate::{
    View,
    locales::{
        staff::{frame, queue, words as staff_words},
        words,
    },
    staff::{
        Choice,
        parts::{Control, Kind, control},
    },
};

/// How many cases stand where; each leads to them.
pub(super) fn counts(view: &View, texts: &'static queue::Texts, page: &QueueListPage) -> AnyView {
    let words = staff_words::texts(view.locale);
    let open: u64 = page.counts.iter().filter(|(status, _)| status.is_open()).map(|(_, count)| count).sum();
    let all: u64 = page.counts.iter().map(|(_, count)| count).sum();
    let only = |status: &str| QueueAddress { status: status.to_owned(), ..QueueAddress::default() };
    let mut entries = vec![(texts.open, open, QueueAddress::default(), "")];
    entries.push((texts.late, page.late, QueueAddress { late: "1".to_owned(), ..QueueAddress::default() }, "count-late"));
    // In the order of the dates, in which an index has them: they may be many.
    let risk_due = QueueAddress { risk: "1".to_owned(), sort: RISK.to_owned(), ..only("all") };
    entries.push((texts.risk_due, page.risk_due, risk_due, "count-late"));
    entries.push((texts.mine, page.mine, QueueAddress { mine: "1".to_owned(), ..QueueAddress::default() }, ""));
    entries.extend(
        page.counts
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(status, count)| ((words.status)(*status), *count, only(status.as_str()), "")),
    );
    entries.push((texts.all, all, only("all"), ""));
    let here = QueueAddress { sort: String::new(), ..page.address.first_page() };
    let items = entries
        .into_iter()
        .map(|(name, count, address, class)| {
            let is_here = QueueAddress { sort: String::new(), ..address.clone() } == here;
            let current = is_here.then_some("page");
            let class = if count == 0 { "" } else { class };
            // A script counts on when a case is assigned by key.
            let id = (address.mine == "1").then_some("count-mine");
            view! { <li><a href=view.href(&address.path()) class=class aria-current=current>{name}" "<b id=id class="tabular">{count}</b></a></li> }
        })
        .collect_view();
    view! { <nav class="queue-counts" aria-label=texts.counts_label><ul>{items}</ul></nav> }.into_any()
}

/// The filter: an address made by a form.
pub(super) fn filter_form(view: &View, texts: &'static queue::Texts, page: &QueueListPage) -> AnyView {
    let common = frame::texts(view.locale);
    let at = &page.address;
    let (statuses, kinds, identities, orders) = (statuses(view, texts), kinds(view), identities(view), orders(texts));
    let pick = |name: &'static str, label: &'static str, choices: &[Choice], value: &str, nothing: &'static str| {
        control(view, Control::new(format!("filter-{name}"), name, label, value).kind(Kind::Select(nothing, choices)), &[])
    };
    let day = |name: &'static str, label: &'static str, value: &str| {
        control(view, Control::new(format!("filter-{name}"), name, label, value).kind(Kind::Day), &[])
    };
    view! {
        <details class="queue-filter" open=at.is_filtered()>
            <summary>{texts.filter}</summary>
            <form method="get" action=view.href("/staff/queue") class="filter-form">
                {pick("status", texts.filter_status, &statuses, &at.status, texts.open)}
                {pick("kind", texts.filter_kind, &kinds, &at.kind, common.any)}
                {pick("category", texts.filter_category, &page.categories, &at.category, common.any)}
                {pick("area", texts.filter_area, &page.areas, &at.area, common.any)}
                {pick("identity", texts.filter_identity, &identities, &at.identity, common.any)}
                {day("from", texts.filter_from, &at.from)}
                {day("to", texts.filter_to, &at.to)}
                {pick("sort", texts.sort, &orders, &at.sort, texts.sort_due)}
                {tick("mine", texts.only_mine, &at.mine)}
                {tick("late", texts.only_late, &at.late)}
                {tick("risk", texts.only_risk_due, &at.risk)}
                <div class="filter-send">
                    <button type="submit" class="button-plain">{common.apply}</button>
                    <a href=view.href("/staff/queue")>{common.clear}</a>
                </div>
            </form>
        </details>
    }
    .into_any()
}

fn tick(name: &'static str, label: &'static str, value: &str) -> AnyView {
    let id = format!("filter-{name}");
    view! {
        <div class="choice">
            <input type="checkbox" id=id.clone() name=name value="1" checked=value == "1" autocomplete="off" />
            <label for=id>{label}</label>
        </div>
    }
    .into_any()
}

fn statuses(view: &View, texts: &'static queue::Texts) -> Vec<Choice> {
    let words = staff_words::texts(view.locale);
    let all = Choice::new("all", texts.all);
    model::CaseStatus::ALL.iter().map(|&status| Choice::new(status.as_str(), (words.status)(status))).chain([all]).collect()
}

fn kinds(view: &View) -> Vec<Choice> {
    let words = words::texts(view.locale);
    ReportKind::ALL.iter().map(|&kind| Choice::new(kind.as_str(), (words.kind)(kind))).collect()
}

fn identities(view: &View) -> Vec<Choice> {
    let words = staff_words::texts(view.locale);
    IdentityMode::ALL.iter().map(|&mode| Choice::new(mode.as_str(), (words.identity)(mode))).collect()
}

fn orders(texts: &'static queue::Texts) -> Vec<Choice> {
    let filed = [Choice::new("filed", texts.sort_filed), Choice::new("filed-oldest", texts.sort_filed_oldest)];
    filed.into_iter().chain([Choice::new(RISK, texts.sort_risk)]).collect()
}
