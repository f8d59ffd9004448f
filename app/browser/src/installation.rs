//! Whose signature a unit's key has to carry.

use data_encoding::BASE64;
use seal::VerifyingKey;
use wasm_bindgen::JsValue;

/// The installation's key as a page has it, in base64.
pub fn installation_key(text: &str) -> Result<VerifyingKey, JsValue> {
    let bytes = BASE64.decode(text.as_bytes()).map_err(|_| "no key")?;
    VerifyingKey::try_from(bytes.as_slice()).map_err(|_| "no key".into())
}
