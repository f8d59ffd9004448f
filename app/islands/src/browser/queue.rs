//! The queue in the browser: news, keys, assigning.

use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use model::{
    CaseNumber,
    api::{AssignAsk, QueuePage, QueueRow},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    ask::{NoAnswer, get, post},
    keys::{document, go_to, listen},
    search,
};
use crate::queue::{QueueSettings, QueueState, ShownRow};

/// Between two questions for news.
const NEWS_EVERY_MS: u32 = 20_000;

/// Starts news, search and keys.
pub(crate) fn start(state: QueueState, mark: String, settings: QueueSettings) {
    let settings = StoredValue::new(settings);
    Effect::new(move || {
        search::listen(state, settings);
        listen(move |key| press(key, state, settings));
    });
    spawn_local(watch(state, mark, settings));
}

async fn watch(state: QueueState, mut mark: String, settings: StoredValue<QueueSettings>) {
    loop {
        TimeoutFuture::new(NEWS_EVERY_MS).await;
        let is_hidden = document().is_some_and(|document| document.hidden());
        if is_hidden || state.searching.get_untracked() {
            continue;
        }
        match ask_for_news(&mark, settings).await {
            Ok(Some(page)) if !state.searching.get_untracked() => {
                mark.clone_from(&page.mark);
                show(state, page, settings);
            }
            Ok(_) => {}
            Err(NoAnswer::Refused(401 | 403)) => {
                state.status.set(settings.with_value(|settings| settings.search.session_ended.clone()));
                return;
            }
            Err(_) => state.status.set(settings.with_value(|settings| settings.search.offline.clone())),
        }
    }
}

/// The rows as they are now; none if nothing has changed since `seen`.
async fn ask_for_news(seen: &str, settings: StoredValue<QueueSettings>) -> Result<Option<QueuePage>, NoAnswer> {
    let (base, query) = settings.with_value(|settings| (settings.base.clone(), settings.query.clone()));
    get(&format!("{base}/api/staff/queue?{query}&seen={seen}")).await
}

/// Puts the page's rows in place of the old ones, says what is different, and keeps ticks and focus where they were.
fn show(state: QueueState, page: QueuePage, settings: StoredValue<QueueSettings>) {
    let old = state.rows.get_untracked();
    let find = |number: &CaseNumber| old.iter().find(|shown| shown.row.number == *number);
    let (mut fresh, mut changed) = (0, 0);
    let rows = page
        .rows
        .into_iter()
        .map(|row| {
            let before = find(&row.number);
            fresh += usize::from(before.is_none());
            changed += usize::from(before.is_some_and(|before| before.row != row));
            let is_fresh = before.is_none_or(|before| before.fresh);
            ShownRow { ticked: is_ticked(&row.number), fresh: is_fresh, row }
        })
        .collect();
    replace(state, rows);
    if fresh + changed > 0 {
        let news = settings.with_value(|settings| settings.search.news.clone());
        state.status.set(news.replace("{n}", &fresh.to_string()).replace("{m}", &changed.to_string()).replace("{t}", &clock_time()));
    }
}

/// Draws rows and gives the focus back to the row that had it.
pub(super) fn replace(state: QueueState, rows: Vec<ShownRow>) {
    let focused = focused_row().and_then(|row| row.get_attribute("data-number"));
    state.rows.set(rows);
    let Some(number) = focused else { return };
    spawn_local(async move {
        TimeoutFuture::new(0).await;
        let row = all_rows().into_iter().find(|row| row.get_attribute("data-number").as_deref() == Some(&number));
        if let Some(row) = &row {
            focus_row(row);
        }
    });
}

/// Draws one row anew.
fn put_in_place(state: QueueState, row: &QueueRow) {
    let mut rows = state.rows.get_untracked();
    for shown in rows.iter_mut().filter(|shown| shown.row.number == row.number) {
        shown.row = row.clone();
        shown.ticked = is_ticked(&row.number);
    }
    replace(state, rows);
}

fn clock_time() -> String {
    let now = js_sys::Date::new_0();
    format!("{:02}:{:02}", now.get_hours(), now.get_minutes())
}

fn all_rows() -> Vec<Element> {
    let Some(found) = document().and_then(|document| document.query_selector_all("tr[data-number]").ok()) else { return Vec::new() };
    (0..found.length()).filter_map(|place| found.get(place)?.dyn_into().ok()).collect()
}

fn focused_row() -> Option<Element> {
    document()?.active_element()?.closest("tr[data-number]").ok().flatten()
}

fn focus_row(row: &Element) {
    if let Ok(Some(link)) = row.query_selector("a.case-link") {
        let _ = link.unchecked_into::<HtmlElement>().focus();
    }
}

fn tick_box(row: &Element) -> Option<HtmlInputElement> {
    row.query_selector("input[name=number]").ok().flatten()?.dyn_into().ok()
}

fn is_ticked(number: &CaseNumber) -> bool {
    let row = all_rows().into_iter().find(|row| row.get_attribute("data-number").as_deref() == Some(number.as_str()));
    row.and_then(|row| tick_box(&row)).is_some_and(|tick| tick.checked())
}

fn press(key: &str, state: QueueState, settings: StoredValue<QueueSettings>) -> bool {
    match key {
        "j" => step(1),
        "k" => step(-1),
        "o" => focused_row().is_some_and(|row| open(&row)),
        "x" => focused_row().and_then(|row| tick_box(&row)).map(|tick| tick.click()).is_some(),
        "a" => focused_row().is_some_and(|row| assign(&row, state, settings)),
        "/" => go_to("queue-text"),
        "?" => go_to("help-link"),
        _ => false,
    }
}

fn step(by: isize) -> bool {
    let rows = all_rows();
    let at = focused_row().and_then(|focused| rows.iter().position(|row| *row == focused));
    let next = match at {
        Some(at) => at.checked_add_signed(by).unwrap_or(0).min(rows.len().saturating_sub(1)),
        None => 0,
    };
    rows.get(next).map(focus_row).is_some()
}

fn open(row: &Element) -> bool {
    let link = row.query_selector("a.case-link").ok().flatten();
    link.map(|link| link.unchecked_into::<HtmlElement>().click()).is_some()
}

/// The member's own cases, which the server counted when the page came.
fn count_one_more() {
    let Some(shown) = document().and_then(|document| document.get_element_by_id("count-mine")) else { return };
    let count: Option<u64> = shown.text_content().and_then(|text| text.parse().ok());
    shown.set_text_content(count.map(|count| (count + 1).to_string()).as_deref());
}

fn assign(row: &Element, state: QueueState, settings: StoredValue<QueueSettings>) -> bool {
    let number = row.get_attribute("data-number").and_then(|number| number.parse::<CaseNumber>().ok());
    let Some(number) = number.filter(|_| settings.with_value(|settings| settings.may_assign)) else { return false };
    spawn_local(async move {
        let (base, csrf) = settings.with_value(|settings| (settings.base.clone(), settings.csrf.clone()));
        let ask = AssignAsk { number: number.clone() };
        let answer = post::<QueueRow>(&format!("{base}/api/staff/queue/assign"), &csrf, &ask).await;
        let said = settings.with_value(|settings| match &answer {
            Ok(_) => settings.search.assigned.replace("{n}", number.as_str()),
            Err(NoAnswer::Refused(409)) => settings.search.overtaken.clone(),
            Err(NoAnswer::Refused(401 | 403)) => settings.search.session_ended.clone(),
            Err(_) => settings.search.offline.clone(),
        });
        state.status.set(said);
        if let Ok(row) = answer {
            let before = state
                .rows
                .with_untracked(|rows| rows.iter().find(|shown| shown.row.number == number).map(|shown| shown.row.assignee.clone()));
            if before.is_some_and(|before| before != row.assignee) {
                count_one_more();
            }
            put_in_place(state, &row);
        }
    });
    true
}
