//! Who asks, and how the answer is to look.

use axum::{extract::FromRequestParts, http::request::Parts};
use pages::View;

use super::{client::Client, refusal::Refusal};

/// What the outer layer found out about a request.
pub struct Visit {
    /// Language, mode and address.
    pub view: View,
    /// Whose budgets it spends.
    pub client: Client,
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Refusal> {
        let view = parts.extensions.get::<View>().cloned();
        let client = parts.extensions.get::<Client>().copied();
        match (view, client) {
            (Some(view), Some(client)) => Ok(Self { view, client }),
            // The server loop puts both into every request.
            _ => Err(Refusal::BadRequest),
        }
    }
}
