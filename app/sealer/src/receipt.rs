//! The receipt: the code and all that follows from it are put in here.

use data_encoding::HEXLOWER;
use js_sys::Array;
use model::{
    ReceiptCheck, ReceiptCode, ReportContent,
    api::{CheckAsk, FormAnswer, SealAnswer, StoredReport},
};
use seal::{
    Ciphertext, Holder, KeyPlace, OpenError, Place, Purpose, ReporterSecret, Slot, WrappedKey, encode, open_message, proof_of_filing,
    unwrap_key,
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{Blob, BlobPropertyBag, Element, HtmlAnchorElement, HtmlElement, Url};

use browser::{ask::post, page, proof::show_proof};

use crate::square::Square;

/// Shows the receipt of a filed report.
pub(crate) fn show(answer: &SealAnswer, code: &ReceiptCode, secret: &ReporterSecret, content: &ReportContent) -> Result<(), JsValue> {
    let content = match &answer.stored {
        Some(stored) => open(stored, secret).map_err(|_| "what is on record does not open")?.to_vec(),
        None => encode(content).to_vec(),
    };
    let proof = proof_of_filing(&secret.proof_key(), &answer.number, answer.filed_at, &content);
    page::show(&answer.page)?;
    fill(code)?;
    show_proof(&HEXLOWER.encode(proof.as_bytes()))
}

/// What this form filed before, which may not be what it says now.
fn open(stored: &StoredReport, secret: &ReporterSecret) -> Result<impl std::ops::Deref<Target = Vec<u8>>, OpenError> {
    let place = KeyPlace { case: stored.case, epoch: 0, purpose: Purpose::Report, holder: Holder::Reporter };
    let key = unwrap_key(&WrappedKey::try_from(stored.reporter.0.as_slice())?, &secret.wrapping_key(), &place)?;
    let place = Place { case: stored.case, slot: Slot::Report, seq: 0, epoch: 0 };
    open_message(&key, &place, &Ciphertext::try_from(stored.ciphertext.0.as_slice())?, &secret.signing_key().verifying_key())
}

/// The code in every place that waits for it.
fn fill(code: &ReceiptCode) -> Result<(), JsValue> {
    let shown = code.to_display();
    page::fill_fields("shown", &shown)?;
    if let Some(place) = page::find::<Element>("#receipt-code")? {
        fill_groups(&place, &shown)?;
    }
    match (page::find::<Element>(".receipt-square")?, Square::of(&shown)) {
        (Some(place), Some(square)) => draw(&place, &square),
        _ => Ok(()),
    }
}

/// Five groups, each kept together when the line breaks.
fn fill_groups(place: &Element, shown: &str) -> Result<(), JsValue> {
    place.set_text_content(None);
    for group in shown.split_inclusive('-') {
        let part = page::document()?.create_element("span")?;
        part.set_class_name("code-group");
        part.set_text_content(Some(group));
        place.append_child(&part)?;
    }
    Ok(())
}

fn draw(place: &Element, square: &Square) -> Result<(), JsValue> {
    place.set_attribute("viewBox", &square.view_box())?;
    for (class, path) in [(".square-ground", &square.ground()), (".square-ink", &square.ink)] {
        if let Some(part) = place.query_selector(class)? {
            part.set_attribute("d", path)?;
        }
    }
    Ok(())
}

fn shown() -> Result<ReceiptCode, JsValue> {
    ReceiptCode::parse(&page::value("[name=shown]")?).map_err(|_| "no code".into())
}

/// Compares a copy of the code with the code, and shows what came of it.
#[wasm_bindgen]
pub async fn check_receipt(step: String, address: String, _form: String) -> Result<(), JsValue> {
    let (code, typed) = (shown()?, page::value("#receipt")?);
    let outcome = if step == "kept" { ReceiptCheck::Kept } else { ReceiptCheck::compare(&code, &typed) };
    let address = format!("{}/api/receipt/check", address.strip_suffix("/receipt/check").unwrap_or_default());
    let answer = post(&address, &CheckAsk { outcome }).await?;
    if !matches!(answer.status, 200 | 422) {
        return Ok(());
    }
    page::show(&answer.read::<FormAnswer>()?.page)?;
    fill(&code)?;
    // Whoever kept the code goes on with it; whoever did not sees what was typed.
    let receipt = if answer.status == 200 { code.to_display() } else { typed };
    page::fill_fields("receipt", &receipt)
}

/// Saves the code and the number as a text file, without asking the server for it.
#[wasm_bindgen]
pub async fn save_receipt(_step: String, _address: String, _form: String) -> Result<(), JsValue> {
    let form = page::find::<HtmlElement>("#save-form")?.ok_or("nothing to save")?;
    let text = form.get_attribute("data-text").unwrap_or_default().replace("{code}", &shown()?.to_display());
    let options = BlobPropertyBag::new();
    options.set_type("text/plain;charset=utf-8");
    let file = Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(&text)), &options)?;
    let address = Url::create_object_url_with_blob(&file)?;
    let link: HtmlAnchorElement = wasm_bindgen::JsCast::unchecked_into(page::document()?.create_element("a")?);
    link.set_href(&address);
    // The name says nothing to whoever finds it among other downloads.
    link.set_download("note.txt");
    link.click();
    Url::revoke_object_url(&address)
}
