//! Lines about files that only the browser knows, put together from words that stand in the page.

use browser::page;
use model::{Attachment, Handling, Trace, api::place_name, evidence::size_text};
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

/// A file that waits to be sent, in its place; or that what stands there is not the reporter's.
pub(crate) fn fill_waiting(number: u32, known: Option<&Attachment>) -> Result<(), JsValue> {
    let place = place_name("file", number);
    match (known, page::find::<Element>(&format!("[data-file={place}]"))?) {
        (Some(file), Some(line)) => fill_line(&line, file).and_then(|()| offer()),
        (None, _) => page::warn(&place),
        (Some(_), None) => Ok(()),
    }
}

/// The files of a message.
pub(crate) fn fill_carried(place: &str, files: &[Attachment]) -> Result<(), JsValue> {
    let Some(list) = page::find::<HtmlElement>(&format!("[data-files={place}]"))? else { return Ok(()) };
    list.set_hidden(files.is_empty());
    for file in files {
        let (item, line, actions) = (element("li", "file")?, element("p", "file-facts")?, element("p", "file-actions")?);
        fill_line(&line, file)?;
        let button = fetch(file)?;
        actions.append_child(&button)?;
        item.append_with_node_2(&line, &actions)?;
        list.append_child(&item)?;
    }
    if files.is_empty() { Ok(()) } else { offer() }
}

/// What to know before a file is on this device.
fn offer() -> Result<(), JsValue> {
    if let Some(form) = page::find::<HtmlElement>("#own-file")? {
        form.set_hidden(false);
    }
    Ok(())
}

fn fill_line(line: &Element, file: &Attachment) -> Result<(), JsValue> {
    let parts = [("file-name", file.name.clone()), ("file-size", size_text(file.size)), ("file-traces", handled(&file.handling)?)];
    for (class, text) in parts {
        let part = element("span", class)?;
        part.set_text_content(Some(&text));
        line.append_child(&part)?;
        line.append_with_str_1(" ")?;
    }
    Ok(())
}

/// The button that gives the file back.
fn fetch(file: &Attachment) -> Result<Element, JsValue> {
    let (button, name) = (element("button", "button-plain")?, element("span", "visually-hidden")?);
    for (attribute, value) in [("type", "submit"), ("form", "own-file"), ("name", "fetch"), ("value", &file.number.to_string())] {
        button.set_attribute(attribute, value)?;
    }
    button.set_text_content(Some(&word("fetch")?));
    name.set_text_content(Some(&[" ", &file.name].concat()));
    button.append_child(&name)?;
    Ok(button)
}

fn element(name: &str, class: &str) -> Result<Element, JsValue> {
    let element = page::document()?.create_element(name)?;
    element.set_class_name(class);
    Ok(element)
}

fn handled(handling: &Handling) -> Result<String, JsValue> {
    Ok(match handling {
        Handling::Cleaned(found) if found.is_empty() => word("nothing")?,
        Handling::Cleaned(found) => word("cleaned")?.replace("{}", &list(found)?),
        Handling::Kept { found, reason } => {
            let kept = if found.is_empty() { word("kept-nothing")? } else { word("kept")?.replace("{}", &list(found)?) };
            [kept.as_str(), " · ", &word("because")?.replace("{}", reason)].concat()
        }
        Handling::Not(why) => word(&["not-", why.as_str()].concat())?,
    })
}

fn list(found: &[Trace]) -> Result<String, JsValue> {
    let words = found.iter().map(|trace| word(&["trace-", trace.as_str()].concat())).collect::<Result<Vec<_>, _>>()?;
    Ok(words.join(&word("comma")?))
}

fn word(name: &str) -> Result<String, JsValue> {
    let word = page::find::<Element>(&format!("#file-words [data-word={name}]"))?;
    Ok(word.and_then(|word| word.text_content()).unwrap_or_default())
}
