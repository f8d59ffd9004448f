//! Single keys, heard while nothing is being typed.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Document, Element, HtmlElement, KeyboardEvent, Storage};

use crate::keys::KeyTarget;

/// Where the choice is kept: in this browser only. No entry means on.
const SETTING: &str = "qingfeng.keys";
const OFF: &str = "off";

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Whether single keys are heard.
pub(crate) fn are_on() -> bool {
    storage().and_then(|storage| storage.get_item(SETTING).ok().flatten()).as_deref() != Some(OFF)
}

/// Turns single keys on or off. A browser that keeps nothing keeps them on.
pub(crate) fn turn(on: bool) {
    let Some(storage) = storage() else { return };
    let _ = if on { storage.remove_item(SETTING) } else { storage.set_item(SETTING, OFF) };
}

/// Calls `heard` with each single key that is not typed into a field, for as long as the page lives. It says whether the key was its own.
pub(crate) fn listen(heard: impl Fn(&str) -> bool + 'static) {
    let on_key = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        let is_single = !event.ctrl_key() && !event.alt_key() && !event.meta_key() && !event.is_composing();
        if is_single && are_on() && !is_typing(&event) && heard(&event.key()) {
            event.prevent_default();
        }
    });
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback("keydown", on_key.as_ref().unchecked_ref());
    }
    on_key.forget();
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => element.get_attribute("type").as_deref() != Some("checkbox"),
        _ => false,
    }
}

/// The document of the page.
pub(crate) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Follows a link, or gives the focus to a field and opens what hides it.
pub(crate) fn go_to(id: &str) -> bool {
    let Some(element) = document().and_then(|document| document.get_element_by_id(id)) else { return false };
    if let Ok(Some(hiding)) = element.closest("details:not([open])") {
        let _ = hiding.set_attribute("open", "");
    }
    let Ok(element) = element.dyn_into::<HtmlElement>() else { return false };
    if element.tag_name() == "A" {
        element.click();
    } else {
        let _ = element.focus();
    }
    true
}

/// Follows each key to the first of its targets that is on the page.
pub(crate) fn follow(targets: Vec<KeyTarget>) {
    Effect::new(move || {
        let targets = targets.clone();
        listen(move |key| targets.iter().filter(|target| target.key == key).any(|target| target.ids.iter().any(|id| go_to(id))));
    });
}
