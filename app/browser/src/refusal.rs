//! What the server did not do.

use wasm_bindgen::JsValue;

use crate::page;

/// Says that nothing was sent now and all is still here. What the server can only have refused because this module is at fault is thrown:
/// the next press then posts the plain form.
pub fn refused(status: u16) -> Result<(), JsValue> {
    match status {
        429 => page::say("busy"),
        0 | 408 | 500.. => page::say("away"),
        _ => Err(JsValue::from_str("refused")),
    }
}
