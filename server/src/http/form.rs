//! A posted form, read without ever failing on what a person typed.

use axum::{
    body::{Body, Bytes, HttpBody as _, to_bytes},
    extract::{FromRequest, Request},
    http::header::CONTENT_TYPE,
    response::Response,
};
use model::limits;

use super::{
    client::Client,
    places::{Place, Places},
    refusal::Refusal,
};

/// Forms of more than [`limits::FORM_BYTES`] in memory at once, with the pages that give them back: they are rare.
static LONG: Places = Places::new(2, 1);

/// The pairs of a form post. Of two fields with the same name the first counts; unknown fields are never asked for.
///
/// Bytes that are not UTF-8 become U+FFFD, which the checks of the fields refuse: the fault then stands beside the field, and the rest
/// of the text is kept.
pub struct Form(Vec<(String, String)>);

impl Form {
    /// The pairs of a URL-encoded body, read as browsers and the URL Standard do.
    pub fn parse(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// What was typed into `name`; empty if the field was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Every value of a field that may be sent more than once, such as a group of checkboxes.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Takes what was typed into `name` out of the form.
    pub fn take(&mut self, name: &str) -> String {
        self.0.iter_mut().find(|(field, _)| field == name).map(|(_, value)| std::mem::take(value)).unwrap_or_default()
    }

    /// What was typed into each field whose name is `start` and a number, with the number.
    pub fn numbered(&self, start: &str) -> Vec<(u32, String)> {
        let number = |name: &str| name.strip_prefix(start)?.parse().ok();
        self.0.iter().filter_map(|(name, value)| Some((number(name)?, value.clone()))).collect()
    }

    /// All that is not empty, in the order in which it was sent.
    pub fn into_filled(self) -> Vec<(String, String)> {
        self.0.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }
}

impl From<Vec<(String, String)>> for Form {
    fn from(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }
}

impl IntoIterator for Form {
    type Item = (String, String);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Refusal;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Refusal> {
        if !is_form(&request) {
            return Err(Refusal::UnsupportedMedia);
        }
        whole(request.into_body()).await.map(|body| Self::parse(&body))
    }
}

/// A form into which somebody may paste more than any field takes. What is too long comes back, with the word by how much.
pub struct LongForm {
    /// The form.
    pub form: Form,
    place: Option<Place>,
}

impl LongForm {
    /// The form, and what lets its answer carry the place.
    pub(super) fn open(self) -> (Form, impl FnOnce(Response) -> Response) {
        let Self { form, place } = self;
        (form, |answer| match place {
            Some(place) => place.carried_by(answer),
            None => answer,
        })
    }
}

impl<S: Send + Sync> FromRequest<S> for LongForm {
    type Rejection = Refusal;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Refusal> {
        if !is_form(&request) {
            return Err(Refusal::UnsupportedMedia);
        }
        let is_long = request.body().size_hint().upper().is_some_and(|size| size > limits::FORM_BYTES as u64);
        let client = request.extensions().get::<Client>().copied().filter(|_| is_long);
        let place = client.map(|client| LONG.take(client).ok_or(Refusal::TooLarge)).transpose()?;
        let most = if place.is_some() { limits::LONG_FORM_BYTES } else { limits::FORM_BYTES };
        Ok(Self { form: Form::parse(&up_to(most, request.into_body()).await?), place })
    }
}

/// The whole of a form's body.
///
/// # Errors
/// [`Refusal::TooLarge`]; [`Refusal::BadRequest`] if it broke off.
pub(super) async fn whole(body: Body) -> Result<Bytes, Refusal> {
    up_to(limits::FORM_BYTES, body).await
}

async fn up_to(most: usize, body: Body) -> Result<Bytes, Refusal> {
    to_bytes(body, most).await.map_err(|error| if is_too_large(&error) { Refusal::TooLarge } else { Refusal::BadRequest })
}

/// Whether a request carries a form as browsers send it.
pub(super) fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn is_too_large(error: &axum::Error) -> bool {
    let mut cause = Some(error as &dyn std::error::Error);
    while let Some(error) = cause {
        if error.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use axum::response::IntoResponse as _;
    use model::{FaultKind, check};

    use super::*;
    use crate::http::places::until_sent;

    #[test]
    fn the_first_of_two_values_counts_and_a_missing_field_is_empty() {
        let form = Form::parse(b"title=one&title=two&x=1");
        assert_eq!(form.get("title"), "one");
        assert_eq!(form.get("body"), "");
        assert_eq!(form.all("title").count(), 2);
    }

    #[tokio::test]
    async fn no_client_has_two_long_forms_in_memory() {
        let from = |client: u8| {
            let request = Request::post("/").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            let mut request = request.body(Body::from(vec![b'a'; limits::FORM_BYTES + 1])).unwrap();
            request.extensions_mut().insert(Client::from(IpAddr::V4(Ipv4Addr::new(10, 0, client, 1))));
            LongForm::from_request(request, &())
        };
        let long = || from(1);
        let (form, carrying) = long().await.unwrap_or_else(|_| panic!("refused")).open();
        assert_eq!(form.get("title"), "");
        assert_eq!(long().await.err(), Some(Refusal::TooLarge));
        let answer = until_sent(carrying("read".into_response())).await;
        assert_eq!(long().await.err(), Some(Refusal::TooLarge), "its answer is not sent yet");
        let other = from(2).await.unwrap_or_else(|_| panic!("another network has a place of its own"));
        assert_eq!(from(3).await.err(), Some(Refusal::TooLarge), "two at a time");
        drop(other);
        drop(answer);
        assert!(long().await.is_ok());
    }

    #[test]
    fn text_is_decoded_as_browsers_encode_it() {
        assert_eq!(Form::parse("body=%E5%A4%A9+%E6%B2%B3%0D%0A100%25".as_bytes()).get("body"), "天 河\r\n100%");
    }

    #[test]
    fn a_wrong_encoding_is_kept_as_far_as_it_can_be_and_then_refused_by_the_field() {
        for bad in ["%ED%A0%80", "%CC%EC%BA%D3", "%FF"] {
            let form = Form::parse(format!("title=A{bad}").as_bytes());
            assert!(form.get("title").starts_with('A'));
            assert_eq!(check::line(form.get("title"), 100), Err(FaultKind::Malformed));
        }
    }
}
