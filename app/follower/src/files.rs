//! Lines about files that only the browser knows, put together from words that stand in the page.

use browser::page;
use model::{Attachment, Handling, Trace, api::place_name, evidence::size_text};
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

/// A file that waits to be sent, in its place; or that what stands there is not the reporter's.
pub(crate) fn fill_waiting(number: u32, known: Option<&Attachment>) -> Result<(), JsValue> {
    let place = place_name("file", number);
    match (known, page::find::<Element>(&format!("[data-file={place}]"))?) {
        (Some(file), Some(line)) => fill_line(&line, file),
        (None, _) => page::warn(&place),
        (Some(_), None) => Ok(()),
    }
}

/// The files of a message.
pub(crate) fn fill_carried(place: &str, files: &[Attachment]) -> Result<(), JsValue> {
    let Some(list) = page::find::<HtmlElement>(&format!("[data-files={place}]"))? else { return Ok(()) };
    list.set_hidden(files.is_empty());
    for file in files {
        let (item, line) = (element("li", "file")?, element("p", "file-facts")?);
        fill_line(&line, file)?;
        item.append_child(&line)?;
        list.append_child(&item)?;
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
