//! Public pages that are the same for everyone: rendered and packed once, then sent as bytes until what they show changes.

use std::{
    collections::HashMap,
    io::Write,
    sync::{Arc, PoisonError, RwLock},
};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use pages::{Html, Locale, View};
use sha2::{Digest, Sha256};

use super::encoding::Packed;

/// Browsers and proxies may keep the page but ask whether it is still the one.
const ASK_FIRST: HeaderValue = HeaderValue::from_static("no-cache");
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
/// Near the best ratio at a tenth of its time.
const BROTLI_QUALITY: i32 = 9;

/// The language, the mode and the route of a page. Only routes of the portal come here, so there are few.
type Key = (Locale, bool, &'static str);

/// Which page is meant, and as of which state of what it shows.
#[derive(Clone, Copy)]
pub struct Slot {
    key: Key,
    revision: u64,
}

impl Slot {
    /// The page of `route` in the language and mode of `view`, as of `revision` of its data.
    pub const fn of(view: &View, route: &'static str, revision: u64) -> Self {
        Self { key: (view.locale, view.elder, route), revision }
    }
}

/// Rendered pages.
#[derive(Clone, Default)]
pub struct PageCache(Arc<RwLock<HashMap<Key, Arc<Kept>>>>);

/// A page as bytes.
pub struct Kept {
    revision: u64,
    tag: HeaderValue,
    content: Packed,
}

impl PageCache {
    /// The page; rendered if it is not kept or its data has changed.
    pub fn answer(&self, slot: Slot, asked: &HeaderMap, render: impl FnOnce() -> Html) -> Response {
        let kept = self.kept(slot).unwrap_or_else(|| {
            let kept = Arc::new(Kept::new(slot.revision, render()));
            self.0.write().unwrap_or_else(PoisonError::into_inner).insert(slot.key, Arc::clone(&kept));
            kept
        });
        kept.answer(asked)
    }

    /// The page, if it is kept as of this revision.
    pub fn kept(&self, slot: Slot) -> Option<Arc<Kept>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&slot.key).cloned();
        kept.filter(|kept| kept.revision == slot.revision)
    }
}

impl Kept {
    fn new(revision: u64, page: Html) -> Self {
        let page = page.into_string().into_bytes();
        let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&page)[..8]);
        // Hexadecimal digits between quotes are a header value.
        let tag = HeaderValue::try_from(format!("\"{hash}\"")).unwrap_or(HeaderValue::from_static("\"\""));
        let (brotli, gzip) = (brotli_of(&page), gzip_of(&page));
        Self { revision, tag, content: Packed::new(Bytes::from(page), brotli, gzip) }
    }

    /// The page in the form that the browser takes, or that it is still the one.
    pub fn answer(&self, asked: &HeaderMap) -> Response {
        let common = [
            (header::CACHE_CONTROL, ASK_FIRST),
            (header::ETAG, self.tag.clone()),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ];
        if asked.get(header::IF_NONE_MATCH) == Some(&self.tag) {
            return (StatusCode::NOT_MODIFIED, common).into_response();
        }
        let (content, encoding) = self.content.for_browser(asked);
        let mut response = (common, [(header::CONTENT_TYPE, HTML)], content).into_response();
        if let Some(encoding) = encoding {
            response.headers_mut().insert(header::CONTENT_ENCODING, encoding);
        }
        response
    }
}

fn brotli_of(page: &[u8]) -> Option<Bytes> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: BROTLI_QUALITY, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*page, &mut packed, &parameters).ok()?;
    Some(packed.into())
}

fn gzip_of(page: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(page).ok()?;
    encoder.finish().ok().map(Bytes::from)
}
