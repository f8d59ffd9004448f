//! Bytes that are packed once and sent many times.

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, header},
};

/// One content as it is and packed.
#[derive(Clone)]
pub struct Packed {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Packed {
    /// A content and its packed forms, where there are any.
    pub const fn new(plain: Bytes, brotli: Option<Bytes>, gzip: Option<Bytes>) -> Self {
        Self { plain, brotli, gzip }
    }

    /// The smallest form that the browser takes, and its name for `Content-Encoding`. Over plain HTTP, and so on onion services, browsers
    /// take gzip but not brotli.
    pub fn for_browser(&self, accepted: &HeaderMap) -> (Bytes, Option<HeaderValue>) {
        let forms = [("br", &self.brotli), ("gzip", &self.gzip)];
        let packed = forms.into_iter().find_map(|(name, form)| form.as_ref().filter(|_| accepts(accepted, name)).map(|form| (name, form)));
        match packed {
            Some((name, form)) => (form.clone(), Some(HeaderValue::from_static(name))),
            None => (self.plain.clone(), None),
        }
    }
}

/// Whether `Accept-Encoding` names `encoding` without refusing it by a weight of zero.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts.next().and_then(|weight| weight.strip_prefix("q=")).is_some_and(|weight| weight.parse() == Ok(0.0));
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(accepted: &str) -> Bytes {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, accepted.parse().unwrap());
        let packed = Packed::new("plain".into(), Some("brotli".into()), Some("gzip".into()));
        packed.for_browser(&headers).0
    }

    #[test]
    fn the_smallest_form_that_is_accepted_is_sent() {
        assert_eq!(form("gzip, deflate, br"), "brotli");
        assert_eq!(form("gzip, deflate"), "gzip");
        assert_eq!(form("identity"), "plain");
        assert_eq!(form("br;q=0, GZIP;q=0.5"), "gzip");
    }
}
