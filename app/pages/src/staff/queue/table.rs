//! The rows, search and what is done to several at once.

use islands::{ColumnHead, QueueIsland, QueueSettings, RowTexts, SearchTexts};
use leptos::prelude::*;
use model::{CaseStatus, IdentityMode, ReportKind, RiskLevel, api::QueuePage as Rows};

use super::{QueueAddress, QueueListPage, QueueSearch};
use crate::{
    View,
    components::hidden,
    locales::{
        staff::{frame, queue, risk, words as staff_words},
        words,
    },
    staff::parts::{Control, Kind, Mistake, control, post},
};

/// Search field, table, next page, and the form for several at once.
pub(super) fn rows(view: &View, texts: &'static queue::Texts, page: &QueueListPage, rows: &Rows, wrong: &[Mistake]) -> AnyView {
    let searched = page.search.as_ref().map(|search| search_line(view, texts, page, search));
    view! {
        {searched}
        <QueueIsland page=rows.clone() settings=settings(view, texts, page) />
        {paging(view, page, rows)}
        {page.may_assign.then(|| bulk_form(view, texts, page, wrong))}
    }
    .into_any()
}

fn search_line(view: &View, texts: &'static queue::Texts, page: &QueueListPage, search: &QueueSearch) -> AnyView {
    let more = search.next.clone().map(|next| {
        let fields = view! {
            {hidden("query", page.address.first_page().query())}
            {hidden("text", search.text.clone())}
            {hidden("after", next)}
            <button type="submit" class="button-plain">{texts.search_on}</button>
        };
        post(view, "/staff/queue/search", "inline-form", &page.desk.csrf, fields)
    });
    view! {
        <div class="notice search-line">
            <p role="status">{(texts.search_of)(&search.text, search.looked_at, search.of)}</p>
            {more}
            <a href=view.href(&page.address.first_page().path())>{texts.search_end}</a>
        </div>
    }
    .into_any()
}

fn paging(view: &View, page: &QueueListPage, rows: &Rows) -> AnyView {
    let texts = frame::texts(view.locale);
    if page.search.is_some() || (rows.next.is_none() && page.address.after.is_empty()) {
        return ().into_any();
    }
    let first = (!page.address.after.is_empty()).then(|| {
        view! { <a href=view.href(&page.address.first_page().path())>{texts.first_page}</a> }
    });
    let next = rows.next.clone().map(|after| {
        let address = QueueAddress { after, ..page.address.clone() };
        view! { <a rel="next" href=view.href(&address.path())>{texts.next_page}</a> }
    });
    view! { <p class="paging">{first}" "{next}</p> }.into_any()
}

fn bulk_form(view: &View, texts: &'static queue::Texts, page: &QueueListPage, wrong: &[Mistake]) -> AnyView {
    let choose = frame::texts(view.locale).choose;
    let bulk = &page.bulk;
    let assignee = Control::new("bulk-assignee", "assignee", texts.bulk_member, &bulk.assignee).kind(Kind::Select(choose, &page.members));
    let category =
        Control::new("bulk-category", "category", texts.bulk_new_category, &bulk.category).kind(Kind::Select(choose, &page.categories));
    view! {
        <form id="queue-bulk" class="queue-bulk" method="post" action=view.href("/staff/queue/bulk") aria-labelledby="bulk-title">
            {hidden("csrf", page.desk.csrf.clone())}
            {hidden("query", page.address.query())}
            <h2 id="bulk-title">{texts.bulk}</h2>
            <p class="small">{texts.bulk_hint}</p>
            <div class="bulk-row">
                {control(view, assignee, wrong)}
                <button type="submit" class="button-plain" name="step" value="assign">{texts.bulk_assign}</button>
            </div>
            <div class="bulk-row">
                {control(view, category, wrong)}
                <button type="submit" class="button-plain" name="step" value="recategorise">{texts.bulk_category}</button>
            </div>
        </form>
    }
    .into_any()
}

fn settings(view: &View, texts: &'static queue::Texts, page: &QueueListPage) -> QueueSettings {
    let base = view.href("/");
    QueueSettings {
        query: page.address.query(),
        base: base.trim_end_matches('/').to_owned(),
        csrf: page.desk.csrf.clone(),
        may_assign: page.may_assign,
        caption: page.matching.map_or_else(|| texts.caption.to_owned(), texts.caption_matching),
        columns: columns(view, texts, &page.address),
        select_label: texts.column_select.to_owned(),
        ticked: page.bulk.numbers.clone(),
        searched: page.search.as_ref().map(|search| search.text.clone()).unwrap_or_default(),
        empty: empty(texts, page),
        row: row_texts(view, texts),
        search: search_texts(texts),
    }
}

fn empty(texts: &'static queue::Texts, page: &QueueListPage) -> String {
    match &page.search {
        Some(search) => (texts.empty_search)(&search.text),
        None if page.address.is_filtered() => texts.empty_filtered.to_owned(),
        None => texts.empty.to_owned(),
    }
}

fn columns(view: &View, texts: &'static queue::Texts, address: &QueueAddress) -> Vec<ColumnHead> {
    let sort_by = |sort: &str| Some(view.href(&QueueAddress { sort: sort.to_owned(), ..address.first_page() }.path()));
    let plain = |label: &str, class: &str| ColumnHead { label: label.to_owned(), class: class.to_owned(), href: None, sorted: None };
    let filed = match address.sort.as_str() {
        "filed" => {
            ColumnHead { href: sort_by("filed-oldest"), sorted: Some("descending".to_owned()), ..plain(texts.column_filed, "cell-filed") }
        }
        "filed-oldest" => {
            ColumnHead { href: sort_by("filed"), sorted: Some("ascending".to_owned()), ..plain(texts.column_filed, "cell-filed") }
        }
        _ => ColumnHead { href: sort_by("filed"), ..plain(texts.column_filed, "cell-filed") },
    };
    let is_by_due = matches!(address.sort.as_str(), "" | "due");
    let sorted = is_by_due.then(|| "ascending".to_owned());
    let due = ColumnHead { href: sort_by(""), sorted, ..plain(texts.column_due, "cell-due") };
    vec![
        plain(texts.column_number, "cell-number"),
        plain(texts.column_title, "cell-title"),
        plain(texts.column_who, "cell-who"),
        plain(texts.column_kind, "cell-kind"),
        plain(texts.column_category, "cell-category"),
        plain(texts.column_area, "cell-area"),
        plain(texts.column_status, "cell-status"),
        plain(texts.column_assignee, "cell-assignee"),
        filed,
        due,
    ]
}

fn row_texts(view: &View, texts: &'static queue::Texts) -> RowTexts {
    let (shared, own) = (words::texts(view.locale), staff_words::texts(view.locale));
    let risk = risk::texts(view.locale);
    RowTexts {
        statuses: CaseStatus::ALL.iter().map(|&status| (own.status)(status).to_owned()).collect(),
        risks: RiskLevel::ALL.iter().map(|&level| (risk.level)(level).to_owned()).collect(),
        risk_due: risk.due.to_owned(),
        risk_new: risk.new.to_owned(),
        kinds: ReportKind::ALL.iter().map(|&kind| (shared.kind)(kind).to_owned()).collect(),
        named: (own.identity)(IdentityMode::Named).to_owned(),
        anonymous: (own.identity)(IdentityMode::Anonymous).to_owned(),
        unreadable: texts.unreadable.to_owned(),
        unassigned: texts.unassigned.to_owned(),
        days_left: texts.days_left.to_owned(),
        last_day: texts.last_day.to_owned(),
        days_late: texts.days_late.to_owned(),
        no_clock: texts.no_clock.to_owned(),
        select: texts.select.to_owned(),
        fresh: texts.fresh.to_owned(),
    }
}

fn search_texts(texts: &'static queue::Texts) -> SearchTexts {
    SearchTexts {
        label: texts.search_label.to_owned(),
        hint: texts.search_hint.to_owned(),
        search: texts.search.to_owned(),
        end: texts.search_end.to_owned(),
        progress: texts.search_progress.to_owned(),
        finished: texts.search_finished.to_owned(),
        limited: texts.search_limited.to_owned(),
        news: texts.news.to_owned(),
        nothing: (texts.empty_search)("{t}"),
        offline: texts.offline.to_owned(),
        session_ended: texts.session_ended.to_owned(),
        assigned: texts.assigned.to_owned(),
        overtaken: texts.overtaken.to_owned(),
    }
}
