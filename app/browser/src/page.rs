//! The page: put in place of the one before, and filled in.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    CustomEvent, Document, DomParser, Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, NodeList,
    SupportedType, Window,
};

/// The window.
pub fn window() -> Result<Window, JsValue> {
    web_sys::window().ok_or_else(|| "no window".into())
}

/// The document that is shown.
pub fn document() -> Result<Document, JsValue> {
    window()?.document().ok_or_else(|| "no document".into())
}

/// The first element that fits.
pub fn find<T: JsCast>(selector: &str) -> Result<Option<T>, JsValue> {
    Ok(document()?.query_selector(selector)?.and_then(|element| element.dyn_into().ok()))
}

/// Every element that fits.
pub fn each<T: JsCast>(selector: &str) -> Result<Vec<T>, JsValue> {
    let found: NodeList = document()?.query_selector_all(selector)?;
    Ok((0..found.length()).filter_map(|place| found.item(place)?.dyn_into().ok()).collect())
}

/// Puts a document of the server's in place of the one that is shown, as following a link would, and tells the page's other script.
pub fn show(markup: &str) -> Result<(), JsValue> {
    // The quick exit has emptied the page: what was on its way is not shown after it.
    find::<Element>("main")?.ok_or("left")?;
    let new = DomParser::new()?.parse_from_string(markup, SupportedType::TextHtml)?;
    let (document, body) = (document()?, new.body().ok_or("no body")?);
    document.set_title(&new.title());
    if let (Some(old), Some(new)) = (document.document_element(), new.document_element()) {
        old.set_attribute("lang", &new.get_attribute("lang").unwrap_or_default())?;
        old.set_class_name(&new.class_name());
    }
    document.set_body(Some(&body));
    reveal("ready")?;
    document.dispatch_event(&*CustomEvent::new("page-shown")?)?;
    // Focus scrolls to what has it: the page begins at its top, as after following a link.
    focus(".error-summary, main")?;
    window()?.scroll_to_with_x_and_y(0.0, 0.0);
    Ok(())
}

fn focus(selector: &str) -> Result<(), JsValue> {
    find::<HtmlElement>(selector)?.map_or(Ok(()), |element| element.focus())
}

/// Shows one of the sentences that wait in the page, and none of the others.
pub fn say(name: &str) -> Result<(), JsValue> {
    for sentence in each::<HtmlElement>("[data-sealing]:not([data-sealing=ready])")? {
        sentence.set_hidden(true);
    }
    reveal(name)?;
    focus(&format!("[data-sealing={name}]"))
}

/// Shows a sentence that waits in the page.
pub fn reveal(name: &str) -> Result<(), JsValue> {
    if let Some(sentence) = find::<HtmlElement>(&format!("[data-sealing={name}]"))? {
        sentence.set_hidden(false);
    }
    Ok(())
}

/// Puts a value into every field of this name.
pub fn fill_fields(name: &str, value: &str) -> Result<(), JsValue> {
    for field in each::<Element>(&format!("main [name={name}]"))? {
        if let Some(field) = field.dyn_ref::<HtmlTextAreaElement>() {
            field.set_value(value);
        } else if let Some(field) = field.dyn_ref::<HtmlInputElement>() {
            field.set_value(value);
        }
    }
    Ok(())
}

/// What a person typed, and chose from groups, by the name of the field.
pub struct Typed {
    texts: Vec<(String, String)>,
    lines: Vec<(String, String)>,
}

/// What stands in the page's fields now.
pub fn typed() -> Result<Typed, JsValue> {
    let texts = each::<HtmlTextAreaElement>("main textarea[name]")?;
    let lines = each::<HtmlInputElement>("main input[type=text][name], main input[type=radio]:checked")?;
    Ok(Typed {
        texts: texts.into_iter().map(|field| (field.name(), field.value())).collect(),
        lines: lines.into_iter().map(|field| (field.name(), field.value())).collect(),
    })
}

/// Puts it back where the page that came next has these fields, and unfolds what holds something. Returns the texts that have no place there.
pub fn put_back(typed: Typed) -> Result<Vec<String>, JsValue> {
    for (name, value) in typed.lines {
        for field in each::<HtmlInputElement>(&format!("main input[type=text][name=\"{name}\"]"))? {
            field.set_value(&value);
        }
        for option in each::<HtmlInputElement>(&format!("main input[type=radio][name=\"{name}\"]"))? {
            option.set_checked(option.value() == value);
        }
    }
    let mut left = Vec::new();
    for (name, value) in typed.texts.into_iter().filter(|(_, value)| !value.trim().is_empty()) {
        let fields = each::<HtmlTextAreaElement>(&format!("main textarea[name=\"{name}\"]"))?;
        for field in &fields {
            field.set_value(&value);
            if let Some(folded) = field.closest("details")? {
                folded.set_attribute("open", "")?;
            }
        }
        if fields.is_empty() {
            left.push(value);
        }
    }
    Ok(left)
}

/// Writes a text where the page shows what was typed into this field.
pub fn fill_text(name: &str, text: &str) -> Result<(), JsValue> {
    for place in each::<Element>(&format!("[data-typed={name}]"))? {
        place.set_text_content(Some(text));
    }
    Ok(())
}

/// What stands in a field of one line.
pub fn value(selector: &str) -> Result<String, JsValue> {
    Ok(find::<HtmlInputElement>(selector)?.map(|field| field.value()).unwrap_or_default())
}

/// Writes a text where the page has a blank for it.
pub fn fill_place(place: &str, text: &str) -> Result<(), JsValue> {
    for blank in each::<Element>(&format!("[data-sealed={place}]"))? {
        blank.set_text_content(Some(text));
    }
    Ok(())
}

/// Says that what stands in this place is not its writer's.
pub fn warn(place: &str) -> Result<(), JsValue> {
    for warning in each::<HtmlElement>(&format!("[data-warning={place}]"))? {
        warning.set_hidden(false);
        if let Some(words) = warning.query_selector("p")? {
            words.set_attribute("data-forged", "true")?;
        }
    }
    Ok(())
}

/// Hides what has no meaning here.
pub fn hide(selector: &str) -> Result<(), JsValue> {
    each::<HtmlElement>(selector)?.iter().for_each(|element| element.set_hidden(true));
    Ok(())
}

/// Chooses a value from a list or from the options of a group.
pub fn choose(name: &str, value: &str) -> Result<(), JsValue> {
    for field in each::<Element>(&format!("main [name={name}]"))? {
        if let Some(list) = field.dyn_ref::<HtmlSelectElement>() {
            list.set_value(value);
        } else if let Some(option) = field.dyn_ref::<HtmlInputElement>() {
            option.set_checked(option.value() == value);
        }
    }
    Ok(())
}

/// Whether the page is in large type, with few choices.
pub fn is_elder() -> Result<bool, JsValue> {
    Ok(find::<Element>("html.elder")?.is_some())
}

/// Opens what is folded.
pub fn unfold(selector: &str) -> Result<(), JsValue> {
    find::<Element>(selector)?.map_or(Ok(()), |element| element.set_attribute("open", ""))
}
