//! Small typed requests to the server that sent the page.

use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, RequestCredentials, RequestInit, Response};

/// What came back.
pub struct Answer {
    /// The status; 0 if nothing came back.
    pub status: u16,
    text: String,
}

impl Answer {
    /// What it says.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, JsValue> {
        serde_json::from_str(&self.text).map_err(|_| JsValue::from_str("the server answered with something else"))
    }
}

/// Sends something. That nothing came back is an answer too.
pub async fn post(address: &str, body: &impl Serialize) -> Result<Answer, JsValue> {
    let body = serde_json::to_string(body).map_err(|_| JsValue::from_str("no JSON"))?;
    let headers = Headers::new()?;
    headers.set("content-type", "application/json")?;
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_credentials(RequestCredentials::SameOrigin);
    options.set_headers(&headers);
    options.set_body(&JsValue::from_str(&body));
    let request = Request::new_with_str_and_init(address, &options)?;
    Ok(send(&request).await.unwrap_or(Answer { status: 0, text: String::new() }))
}

async fn send(request: &Request) -> Result<Answer, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let response: Response = JsFuture::from(window.fetch_with_request(request)).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    Ok(Answer { status: response.status(), text })
}
