//! Small typed requests to the server that sent the page.

use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, RequestCredentials, RequestInit, Response};

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// Not reached, or answered with something else.
    Unreachable,
    /// The server refused, with this status.
    Refused(u16),
}

impl From<JsValue> for NoAnswer {
    fn from(_: JsValue) -> Self {
        Self::Unreachable
    }
}

/// Asks for something.
pub(crate) async fn get<T: DeserializeOwned>(address: &str) -> Result<T, NoAnswer> {
    send(address, RequestInit::new()).await
}

/// Sends something that the server answers.
pub(crate) async fn post<T: DeserializeOwned>(address: &str, csrf: &str, body: &impl Serialize) -> Result<T, NoAnswer> {
    let body = serde_json::to_string(body).map_err(|_| NoAnswer::Unreachable)?;
    let headers = Headers::new()?;
    headers.set("content-type", "application/json")?;
    headers.set("x-csrf-token", csrf)?;
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_headers(&headers);
    options.set_body(&JsValue::from_str(&body));
    send(address, options).await
}

async fn send<T: DeserializeOwned>(address: &str, options: RequestInit) -> Result<T, NoAnswer> {
    options.set_credentials(RequestCredentials::SameOrigin);
    let window = web_sys::window().ok_or(NoAnswer::Unreachable)?;
    let request = Request::new_with_str_and_init(address, &options)?;
    let response: Response = JsFuture::from(window.fetch_with_request(&request)).await?.dyn_into()?;
    if !response.ok() {
        return Err(NoAnswer::Refused(response.status()));
    }
    let text = JsFuture::from(response.text()?).await?.as_string().ok_or(NoAnswer::Unreachable)?;
    serde_json::from_str(&text).map_err(|_| NoAnswer::Unreachable)
}
