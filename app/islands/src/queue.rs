//! The queue: shows what is new without reloading, searches text step by step, is worked by keyboard.

use leptos::prelude::*;
use model::api::{QueuePage, QueueRow};
use serde::{Deserialize, Serialize};

use crate::row::{RowTexts, queue_row};

/// Head of a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnHead {
    /// What it is called.
    pub label: String,
    /// Class of its cells.
    pub class: String,
    /// Address that sorts by it.
    pub href: Option<String>,
    /// `ascending` or `descending` if the rows are sorted by it.
    pub sorted: Option<String>,
}

/// Words around the table. `{n}`, `{m}` and `{t}` stand for numbers, and for a time or a text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchTexts {
    /// Label of the search field.
    pub label: String,
    /// What it searches.
    pub hint: String,
    /// The button.
    pub search: String,
    /// Ends the search.
    pub end: String,
    /// `{n}` looked at, `{m}` found.
    pub progress: String,
    /// All looked at: `{n}`, found `{m}`.
    pub finished: String,
    /// Stopped after `{n}`, found `{m}`.
    pub limited: String,
    /// `{n}` new, `{m}` changed, at `{t}`.
    pub news: String,
    /// Shown instead of rows when a search for `{t}` has found nothing.
    pub nothing: String,
    /// Could not ask for news.
    pub offline: String,
    /// The session has ended.
    pub session_ended: String,
    /// `{n}` is assigned to the member now.
    pub assigned: String,
    /// Someone else changed it first.
    pub overtaken: String,
}

/// What the queue needs to know beside its rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueueSettings {
    /// Query of the address, without the question mark.
    pub query: String,
    /// Prefix of language and mode for addresses of pages.
    pub base: String,
    /// Token for requests that change something.
    pub csrf: String,
    /// Rows can be ticked and assigned.
    pub may_assign: bool,
    /// Caption of the table.
    pub caption: String,
    /// Columns, without the one of the boxes.
    pub columns: Vec<ColumnHead>,
    /// Label of the column of the boxes.
    pub select_label: String,
    /// Numbers of the rows that are ticked when the page comes.
    pub ticked: Vec<String>,
    /// What was searched for, if the server has searched.
    pub searched: String,
    /// Shown instead of rows when there are none.
    pub empty: String,
    /// Words of a row.
    pub row: RowTexts,
    /// Words around the table.
    pub search: SearchTexts,
}

impl QueueSettings {
    /// Address of the page itself.
    fn address(&self) -> String {
        format!("{}/staff/queue?{}", self.base, self.query)
    }
}

/// What the island shows; changed by what the browser does.
#[derive(Clone, Copy)]
pub(crate) struct QueueState {
    /// Rows in order, each with whether it came while the page was open and whether it is ticked.
    pub(crate) rows: RwSignal<Vec<ShownRow>>,
    /// The line that is announced.
    pub(crate) status: RwSignal<String>,
    /// A search is under way or its result is shown.
    pub(crate) searching: RwSignal<bool>,
    /// What is shown instead of rows when there are none.
    pub(crate) empty: RwSignal<String>,
}

/// A row as it is shown; equal rows are not drawn again.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct ShownRow {
    pub(crate) row: QueueRow,
    pub(crate) fresh: bool,
    pub(crate) ticked: bool,
}

/// The search field and the table. Without its script: a form, and a table.
#[island]
pub fn QueueIsland(
    /// Rows of the page as it was sent.
    page: QueuePage,
    /// What else it needs.
    settings: QueueSettings,
) -> impl IntoView {
    let is_ticked = |row: &QueueRow| settings.ticked.iter().any(|number| number == row.number.as_str());
    let shown = page.rows.iter().map(|row| ShownRow { ticked: is_ticked(row), row: row.clone(), fresh: false }).collect();
    let state = QueueState {
        rows: RwSignal::new(shown),
        status: RwSignal::new(String::new()),
        searching: RwSignal::new(!settings.searched.is_empty()),
        empty: RwSignal::new(settings.empty.clone()),
    };
    #[cfg(target_arch = "wasm32")]
    crate::browser::queue::start(state, page.mark.clone(), settings.clone());
    let words = StoredValue::new(settings.clone());
    let columns = settings.columns.iter().map(column_head).collect_view();
    let select = settings
        .may_assign
        .then(|| view! { <td class="cell-select"><span class="visually-hidden">{settings.select_label.clone()}</span></td> });
    view! {
        {search_form(&settings, state)}
        <p class="live" role="status">{move || state.status.get()}</p>
        <div class="table-frame" role="region" aria-labelledby="queue-caption" tabindex="0">
            <table class="queue">
                <caption id="queue-caption">{settings.caption.clone()}</caption>
                <thead><tr>{select}{columns}</tr></thead>
                <tbody>
                    <For each=move || state.rows.get() key=|shown| shown.clone() children=move |shown| words.with_value(|words| draw(&shown, words)) />
                </tbody>
            </table>
        </div>
        <p class="queue-empty" hidden=move || !state.rows.with(Vec::is_empty)>{move || state.empty.get()}</p>
    }
}

fn draw(shown: &ShownRow, words: &QueueSettings) -> AnyView {
    queue_row(&shown.row, &words.row, &words.base, shown.fresh, words.may_assign, shown.ticked)
}

fn column_head(head: &ColumnHead) -> AnyView {
    let label = match head.href.clone() {
        Some(href) => view! { <a href=href>{head.label.clone()}</a> }.into_any(),
        None => head.label.clone().into_any(),
    };
    view! { <th scope="col" class=head.class.clone() aria-sort=head.sorted.clone()>{label}</th> }.into_any()
}

fn search_form(settings: &QueueSettings, state: QueueState) -> AnyView {
    let words = &settings.search;
    view! {
        <form id="queue-search" class="queue-search" role="search" method="post" action=format!("{}/staff/queue/search", settings.base)>
            <input type="hidden" name="csrf" value=settings.csrf.clone() />
            <input type="hidden" name="query" value=settings.query.clone() />
            <label for="queue-text">{words.label.clone()}</label>
            <input id="queue-text" name="text" type="search" maxlength="100" autocomplete="off" spellcheck="false"
                value=settings.searched.clone() aria-describedby="queue-text-hint" />
            <button type="submit" class="button-plain">{words.search.clone()}</button>
            <a href=settings.address() hidden=move || !state.searching.get()>{words.end.clone()}</a>
            <span id="queue-text-hint" class="small">{words.hint.clone()}</span>
        </form>
    }
    .into_any()
}
