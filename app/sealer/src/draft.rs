//! A half-written report on this device: sealed under a phrase, or nowhere. Nothing of it is ever sent.

use std::cell::RefCell;

use data_encoding::BASE64;
use model::{ReportForm, limits};
use seal::{BrowserRng, DraftKey, open_draft};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{Element, HtmlElement, HtmlInputElement, Storage};
use zeroize::Zeroizing;

use browser::page;

use crate::form;

/// The only thing that the public's pages write into a browser's storage.
const NAME: &str = "qingfeng-draft";

thread_local! {
    /// The key of the draft that is kept while the reporter writes.
    static KEY: RefCell<Option<DraftKey>> = const { RefCell::new(None) };
}

/// Keeps, brings back or destroys the draft, as the pressed button says.
#[wasm_bindgen]
pub async fn draft(step: String, address: String, _form: String) -> Result<(), JsValue> {
    match step.as_str() {
        "keep" => keep(),
        "restore" => restore(address).await,
        _ => destroy(),
    }
}

/// Seals what stands in the form now, if it is kept at all.
#[wasm_bindgen]
pub fn renew_draft() -> Result<(), JsValue> {
    if page::find::<HtmlElement>("#report-form")?.is_none() {
        return Ok(());
    }
    KEY.with_borrow(|key| key.as_ref().map_or(Ok(()), store))
}

/// Shows the panel as things stand. Where the browser has no storage it stays away.
pub(crate) fn show_panel() -> Result<(), JsValue> {
    let (Ok(storage), Some(panel)) = (storage(), page::find::<HtmlElement>("#draft-form")?) else { return Ok(()) };
    let is_found = storage.get_item(NAME)?.is_some();
    let is_kept = KEY.with_borrow(Option::is_some);
    panel.set_hidden(false);
    if is_found && !page::is_elder()? {
        page::unfold("#draft-form details")?;
    }
    for (selector, is_shown) in [
        ("[value=keep]", !is_found && !is_kept),
        ("[value=restore]", is_found && !is_kept),
        ("[value=destroy]", is_found),
        (".field", !is_kept),
    ] {
        if let Some(part) = panel.query_selector(selector)? {
            part.toggle_attribute_with_force("hidden", !is_shown)?;
            // Enter presses a form's first button that sends it, also one that nobody sees.
            if part.has_attribute("value") {
                part.set_attribute("type", if is_shown { "submit" } else { "button" })?;
            }
        }
    }
    match (is_kept, is_found) {
        (true, _) => say("kept"),
        (false, true) => say("found"),
        (false, false) => say("none"),
    }
}

/// Removes the draft, once it is not needed any more.
pub(crate) fn destroy() -> Result<(), JsValue> {
    KEY.set(None);
    // Without storage there is nothing to remove.
    if let Ok(storage) = storage() {
        storage.remove_item(NAME)?;
    }
    show_panel()
}

fn storage() -> Result<Storage, JsValue> {
    page::window()?.local_storage()?.ok_or_else(|| "no storage".into())
}

fn keep() -> Result<(), JsValue> {
    let phrase = Zeroizing::new(page::value("#phrase")?);
    if phrase.chars().count() < limits::PHRASE_MIN {
        return say("short");
    }
    let key = DraftKey::new(&phrase, &mut BrowserRng);
    if store(&key).is_err() {
        return say("refused");
    }
    KEY.set(Some(key));
    forget_phrase()?;
    show_panel()
}

fn store(key: &DraftKey) -> Result<(), JsValue> {
    let written = form::written()?;
    let plain = Zeroizing::new(serde_json::to_vec(&written).map_err(|_| "no JSON")?);
    storage()?.set_item(NAME, &BASE64.encode(&key.seal(&plain, &mut BrowserRng)))
}

async fn restore(address: String) -> Result<(), JsValue> {
    let sealed = storage()?.get_item(NAME)?.and_then(|text| BASE64.decode(text.as_bytes()).ok());
    let Some(sealed) = sealed else { return show_panel() };
    let phrase = Zeroizing::new(page::value("#phrase")?);
    let Ok((key, plain)) = open_draft(&phrase, &sealed) else { return say("wrong") };
    let draft: ReportForm = serde_json::from_slice(&plain).map_err(|_| "no draft")?;
    if form::is_begun(&form::written()?) && !is_said("replaces")? {
        return say("replaces");
    }
    if !form::bring_back(&draft, address).await? {
        return Ok(());
    }
    KEY.set(Some(key));
    forget_phrase()?;
    show_panel()
}

fn forget_phrase() -> Result<(), JsValue> {
    if let Some(field) = page::find::<HtmlInputElement>("#phrase")? {
        field.set_value("");
    }
    Ok(())
}

/// Whether the panel shows this sentence.
fn is_said(name: &str) -> Result<bool, JsValue> {
    Ok(page::find::<Element>(&format!("[data-draft={name}]:not([hidden])"))?.is_some())
}

/// One of the sentences that wait in the panel.
fn say(name: &str) -> Result<(), JsValue> {
    for sentence in page::each::<Element>("[data-draft]")? {
        let is_it = sentence.get_attribute("data-draft").as_deref() == Some(name);
        sentence.toggle_attribute_with_force("hidden", !is_it)?;
    }
    Ok(())
}
