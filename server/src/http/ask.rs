//! A typed request of a page's script.

use axum::{
    extract::{FromRequest, Request},
    http::header::CONTENT_TYPE,
};
use serde::de::DeserializeOwned;

use super::{form::whole, refusal::Refusal};

/// What was asked. What cannot be read is refused without a word of it in the answer.
pub struct Ask<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Ask<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Refusal> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if kind.split(';').next().unwrap_or_default().trim() != "application/json" {
            return Err(Refusal::UnsupportedMedia);
        }
        let body = whole(request.into_body()).await?;
        serde_json::from_slice(&body).map(Self).map_err(|_| Refusal::BadRequest)
    }
}
