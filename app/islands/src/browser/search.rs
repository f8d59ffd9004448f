//! Search by text: the server opens and looks at some cases a step, this asks for the next step and shows how far it is.

use leptos::{prelude::*, task::spawn_local};
use model::api::{SearchAsk, SearchStep};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Event, HtmlFormElement, HtmlInputElement};

use super::{
    ask::{NoAnswer, post},
    keys::document,
    queue::replace,
};
use crate::queue::{QueueSettings, QueueState, ShownRow};

/// Cases that one search looks at, at most.
const LOOK_AT_MOST: u32 = 5_000;
/// Matches after which a search stops: nobody reads more.
const FIND_AT_MOST: usize = 200;

/// Takes the search form over. A case number is left to the server, which leads to the case.
pub(crate) fn listen(state: QueueState, settings: StoredValue<QueueSettings>) {
    let Some(form) = document().and_then(|document| document.get_element_by_id("queue-search")) else { return };
    let on_submit = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let text = typed();
        if text.is_empty() || text.parse::<model::CaseNumber>().is_ok() {
            return;
        }
        event.prevent_default();
        spawn_local(run(text, state, settings));
    });
    let _ = form.unchecked_ref::<HtmlFormElement>().add_event_listener_with_callback("submit", on_submit.as_ref().unchecked_ref());
    on_submit.forget();
}

fn typed() -> String {
    let field = document().and_then(|document| document.get_element_by_id("queue-text"));
    field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()).map(|field| field.value().trim().to_owned()).unwrap_or_default()
}

async fn run(text: String, state: QueueState, settings: StoredValue<QueueSettings>) {
    state.searching.set(true);
    state.empty.set(settings.with_value(|settings| settings.search.nothing.replace("{t}", &text)));
    let (mut found, mut looked_at, mut after) = (Vec::<ShownRow>::new(), 0u32, None);
    replace(state, Vec::new());
    loop {
        let answer = step(&text, after, settings).await;
        if typed() != text {
            return;
        }
        let step = match answer {
            Ok(step) => step,
            Err(why) => return state.status.set(failed(why, settings)),
        };
        looked_at += step.looked_at;
        found.extend(step.rows.into_iter().map(|row| ShownRow { row, fresh: false, ticked: false }));
        replace(state, found.clone());
        let is_limited = looked_at >= LOOK_AT_MOST || found.len() >= FIND_AT_MOST;
        after = step.next;
        let words = settings.with_value(|settings| match (&after, is_limited) {
            (None, _) => settings.search.finished.clone(),
            (Some(_), true) => settings.search.limited.clone(),
            (Some(_), false) => settings.search.progress.clone(),
        });
        state.status.set(words.replace("{n}", &looked_at.to_string()).replace("{m}", &found.len().to_string()));
        if after.is_none() || is_limited {
            return;
        }
    }
}

async fn step(text: &str, after: Option<String>, settings: StoredValue<QueueSettings>) -> Result<SearchStep, NoAnswer> {
    let (base, csrf, query) = settings.with_value(|settings| (settings.base.clone(), settings.csrf.clone(), settings.query.clone()));
    let ask = SearchAsk { query, text: text.to_owned(), after };
    post(&format!("{base}/api/staff/queue/search"), &csrf, &ask).await
}

fn failed(why: NoAnswer, settings: StoredValue<QueueSettings>) -> String {
    settings.with_value(|settings| match why {
        NoAnswer::Refused(401 | 403) => settings.search.session_ended.clone(),
        _ => settings.search.offline.clone(),
    })
}
