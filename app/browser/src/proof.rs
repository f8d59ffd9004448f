//! The proof of filing on a page.

use wasm_bindgen::JsValue;
use web_sys::Element;

use crate::page;

/// The proof in its place, and in the form that has it checked.
pub fn show_proof(proof: &str) -> Result<(), JsValue> {
    let place = page::find::<Element>(".proof .hash")?.ok_or("no place for the proof")?;
    place.set_text_content(Some(&in_groups(proof)));
    page::fill_fields("proof", proof)
}

fn in_groups(digits: &str) -> String {
    let mut shown = String::with_capacity(digits.len() * 5 / 4);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            shown.push(' ');
        }
        shown.push(digit);
    }
    shown
}
