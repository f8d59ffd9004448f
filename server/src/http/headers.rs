//! Headers that every answer carries.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};

/// No inline script, style or handler, and no other origin. `wasm-unsafe-eval` lets a page compile WebAssembly and nothing else. A
/// worker begins with what the page has fetched and checked, under the policy of the page.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; style-src 'self'; img-src 'self'; \
     media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const PERMISSIONS_POLICY: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
     microphone=(), midi=(), payment=(), screen-wake-lock=(), usb=(), browsing-topics=()";

/// Two years, the length that preload lists ask for.
const STRICT_TRANSPORT: &str = "max-age=63072000; includeSubDomains";

/// The headers, built once.
#[derive(Clone)]
pub struct SecurityHeaders(Vec<(HeaderName, HeaderValue)>);

impl SecurityHeaders {
    /// The headers of a portal that people reach over TLS (`behind_tls`) or not.
    pub fn new(behind_tls: bool) -> Self {
        let mut headers = vec![
            (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY)),
            // Under `no-referrer` browsers send `Origin: null`, which the check against cross-site posts would refuse.
            (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
            (HeaderName::from_static("cross-origin-embedder-policy"), HeaderValue::from_static("require-corp")),
            (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
            (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS_POLICY)),
        ];
        if behind_tls {
            headers.push((header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STRICT_TRANSPORT)));
        }
        Self(headers)
    }

    /// Adds the headers, and forbids every cache what no handler has allowed it to keep.
    pub fn dress(&self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        headers.reserve(self.0.len() + 1);
        for (name, value) in &self.0 {
            headers.insert(name, value.clone());
        }
        forbid_caching_unless_allowed(headers);
        response
    }
}

fn forbid_caching_unless_allowed(headers: &mut HeaderMap) {
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}
