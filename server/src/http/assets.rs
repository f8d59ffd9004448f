//! Style sheet, scripts and WebAssembly: embedded by the build, named after their content, kept by browsers for good.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use axum::{
    body::Bytes,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use pages::{Asset, Assets, Module};
use rust_embed::RustEmbed;

use super::{encoding::Packed, refusal::Refusal};

const MANIFEST: &str = include_str!(concat!(env!("OUT_DIR"), "/assets.json"));
const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/site"]
struct Site;

struct Embedded {
    content: Packed,
    kind: HeaderValue,
}

static ASSETS: LazyLock<HashMap<Cow<'static, str>, Embedded>> = LazyLock::new(|| {
    let names = Site::iter().filter(|name| !name.ends_with(".br") && !name.ends_with(".gz"));
    names.filter_map(|name| Some((name.clone(), asset_named(&name)?))).collect()
});

fn asset_named(name: &str) -> Option<Embedded> {
    let content = Packed::new(embedded(name)?, embedded(&format!("{name}.br")), embedded(&format!("{name}.gz")));
    let kind = match name.rsplit('.').next()? {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        _ => return None,
    };
    Some(Embedded { content, kind: HeaderValue::from_static(kind) })
}

fn embedded(name: &str) -> Option<Bytes> {
    Site::get(name).map(|file| match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    })
}

/// What pages link to. Empty for the modules if this is a debug build without them.
///
/// # Errors
/// The build wrote no valid list, which no running program can mend.
pub fn names() -> Result<Assets, serde_json::Error> {
    let mut assets: BTreeMap<String, Asset> = serde_json::from_str(MANIFEST)?;
    let mut asset = |name: &str| assets.remove(name).unwrap_or_default();
    let sealer = Module { loader: asset("sealer.js"), glue: asset("sealer-glue.js") };
    Ok(Assets {
        css: asset("app.css"),
        quick_exit: asset("quick-exit.js"),
        passkey: asset("passkey.js"),
        unsent: asset("unsent.js"),
        islands: Module { loader: asset("islands.js"), glue: asset("islands-glue.js") },
        follower: Module { loader: sealer.loader.clone(), glue: asset("follower-glue.js") },
        sealer,
    })
}

/// `GET /.well-known/qingfeng-assets.json`: every file that browsers load, with its hash, so that anyone can compare what a portal serves
/// with what a build of the published source gives.
pub async fn published() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, MANIFEST)
}

/// `GET /assets/{name}`. The name holds the hash of the content, so a browser that has it need never ask again.
pub async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.get(name.as_str()) else { return Refusal::NotFound.into_response() };
    let Ok(tag) = HeaderValue::try_from(format!("\"{name}\"")) else { return Refusal::NotFound.into_response() };
    let known = headers.get(header::IF_NONE_MATCH) == Some(&tag);
    let common = [(header::CACHE_CONTROL, FOR_GOOD), (header::ETAG, tag), (header::VARY, HeaderValue::from_static("accept-encoding"))];
    if known {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    let (content, encoding) = asset.content.for_browser(&headers);
    let mut response = (common, [(header::CONTENT_TYPE, asset.kind.clone())], content).into_response();
    if let Some(encoding) = encoding {
        response.headers_mut().insert(header::CONTENT_ENCODING, encoding);
    }
    response
}

/// `GET /favicon.svg`: under a name that never changes, so browsers ask again after a day.
pub async fn favicon() -> Response {
    const ICON: &[u8] = include_bytes!("../../../style/favicon.svg");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400")),
    ];
    (headers, ICON).into_response()
}
