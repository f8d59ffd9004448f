//! What every request meets before and after its handler.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    body::Body,
    extract::Request,
    http::{StatusCode, header},
};
use data_encoding::BASE64;
use pages::Asset;
use server::app::Settings;
use sha2::{Digest, Sha384};
use support::{Setup, TestPortal, form_post, member::Member};

const PAGES: [&str; 6] = ["/", "/report", "/status", "/about/protection", "/channels", "/statistics"];

#[tokio::test]
async fn every_page_is_there_in_every_language_and_size() {
    let portal = TestPortal::sqlite().await;
    for (prefix, lang) in [("", "zh-Hans"), ("/zh-Hant", "zh-Hant"), ("/en", "en"), ("/elder", "zh-Hans"), ("/en/elder", "en")] {
        for page in PAGES {
            let path = format!("{prefix}{}", if page == "/" && !prefix.is_empty() { "" } else { page });
            let answer = portal.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert!(answer.body.contains(&format!("lang=\"{lang}\"")), "{path}");
        }
    }
}

#[tokio::test]
async fn the_protection_page_names_the_key_that_the_portal_signs_with() {
    let portal = TestPortal::sqlite().await;
    let fingerprint = portal.app.keys().fingerprint().to_string();
    for path in ["/about/protection", "/zh-Hant/about/protection", "/en/about/protection"] {
        assert_eq!(portal.get(path).await.text_of("fingerprint"), fingerprint, "{path}");
    }
}

#[tokio::test]
async fn every_answer_has_the_headers_that_protect_and_no_cookie() {
    let portal = TestPortal::sqlite().await;
    for path in PAGES.into_iter().chain(["/nowhere", "/healthz"]) {
        let answer = portal.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"), "{path}");
        for (name, value) in [
            ("referrer-policy", "same-origin"),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        assert!(answer.header("permissions-policy").contains("geolocation=()"));
        assert!(!answer.headers.contains_key(header::SET_COOKIE), "{path}");
        assert!(!answer.headers.contains_key(header::STRICT_TRANSPORT_SECURITY), "not reached over TLS");
        assert!(!answer.body.contains("<script>") && !answer.body.contains(" style=\"") && !answer.body.contains(" onclick="), "{path}");
    }
}

#[tokio::test]
async fn behind_tls_browsers_are_told_to_stay_there() {
    let settings = Settings { public_origin: Some("https://portal.example".into()), ..Settings::default() };
    let portal = TestPortal::sqlite_with(Setup { settings, ..Setup::default() }).await;
    assert!(portal.get("/").await.header("strict-transport-security").starts_with("max-age="));
}

#[tokio::test]
async fn tor_browser_is_told_of_the_onion_service_and_on_it_of_nothing() {
    let onion = "http://qingfengexample.onion";
    let (public_origin, onion_origin) = (Some("https://portal.example".into()), Some(onion.to_owned()));
    let settings = Settings { public_origin, onion_origin, ..Settings::default() };
    let portal = TestPortal::sqlite_with(Setup { settings, ..Setup::default() }).await;
    for path in ["/", "/en/elder/report", "/zh-Hant/status", "/channels"] {
        assert_eq!(portal.get(path).await.header("onion-location"), format!("{onion}{path}"));
        let there = portal.send_onion(Request::get(path).body(Body::empty()).unwrap()).await;
        assert!(there.header("onion-location").is_empty() && there.header("strict-transport-security").is_empty(), "{path}");
    }
    assert_eq!(portal.get("/report?kind=request").await.header("onion-location"), format!("{onion}/report"));
    for path in ["/staff/login", "/healthz", "/transparency.json", "/nowhere"] {
        assert!(portal.get(path).await.header("onion-location").is_empty(), "{path}");
    }
    assert!(portal.file(&[]).await.header("onion-location").is_empty(), "a receipt is at no address");
    assert!(TestPortal::sqlite().await.get("/").await.header("onion-location").is_empty());
}

#[tokio::test]
async fn private_pages_are_never_stored_and_public_ones_are_asked_for_again() {
    let portal = TestPortal::sqlite().await;
    for path in ["/report", "/status", "/nowhere"] {
        assert_eq!(portal.get(path).await.header("cache-control"), "no-store", "{path}");
    }
    let home = portal.get("/").await;
    assert_eq!(home.header("cache-control"), "no-cache");
    let again = Request::get("/").header(header::IF_NONE_MATCH, home.header("etag")).body(Body::empty()).unwrap();
    assert_eq!(portal.send(again).await.status, StatusCode::NOT_MODIFIED);
    let packed = Request::get("/").header(header::ACCEPT_ENCODING, "gzip, br").body(Body::empty()).unwrap();
    assert_eq!(portal.send(packed).await.header("content-encoding"), "br");
}

#[tokio::test]
async fn what_is_not_there_is_the_same_page_everywhere() {
    let portal = TestPortal::sqlite().await;
    for path in ["/nowhere", "/en/nowhere", "/assets/none.css", "/report/", "/..%2f", "/%00"] {
        let answer = portal.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.header("content-type").starts_with("text/html"), "{path}");
    }
}

#[tokio::test]
async fn a_wrong_method_says_which_are_right() {
    let portal = TestPortal::sqlite().await;
    let answer = portal.send(Request::delete("/report").body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.header("allow").contains("POST"));
    assert!(answer.header("content-type").starts_with("text/html"));
    assert_eq!(portal.post("/", &[]).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_body_that_is_no_form_is_refused() {
    let portal = TestPortal::sqlite().await;
    for kind in ["application/json", "multipart/form-data; boundary=x", "text/plain"] {
        let request = Request::post("/report").header(header::CONTENT_TYPE, kind).body(Body::from("{}")).unwrap();
        assert_eq!(portal.send(request).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
    }
    let without = Request::post("/status").body(Body::from("receipt=1")).unwrap();
    assert_eq!(portal.send(without).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let portal = TestPortal::sqlite().await;
    for (address, most) in [("/report", model::limits::LONG_FORM_BYTES), ("/verify", model::limits::FORM_BYTES)] {
        let answer = portal.post_bytes(address, vec![b'a'; most + 1]).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{address}");
        assert!(answer.header("content-type").starts_with("text/html"));
    }
}

#[tokio::test]
async fn what_is_far_too_long_comes_back_with_the_word_by_how_much() {
    let portal = TestPortal::sqlite().await;
    let long = "长".repeat(400_000);
    let code = portal.file(&[]).await.text_of("receipt-code");
    // One after the other: the place of each is free once its answer was read.
    for _ in 0..2 {
        let report = portal.post("/report", &[("title", "题"), ("body", &long)]).await;
        let message = portal.post("/status", &[("receipt", &code), ("action", "supply"), ("message", &long)]).await;
        for (answer, field, over) in [(report, "body", "350000"), (message, "message", "390000")] {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
            assert!(answer.body.contains(&long) && answer.text_of(&format!("{field}-error")).contains(over), "{field}");
        }
    }
}

#[tokio::test]
async fn a_form_without_a_length_is_read_as_any_other() {
    let portal = TestPortal::sqlite().await;
    let chunks = futures::stream::iter((0..9).map(|_| Ok::<_, std::convert::Infallible>(vec![b'a'; model::limits::FORM_BYTES / 8])));
    let request =
        Request::post("/report").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from_stream(chunks));
    let answer = portal.send(request.unwrap()).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn posts_from_another_site_are_refused() {
    let portal = TestPortal::sqlite().await;
    let post = |headers: &[(&str, &str)]| {
        let mut request = form_post("/status", &[("receipt", "x")]);
        for (name, value) in headers {
            request.headers_mut().insert(header::HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
        }
        portal.send(request)
    };
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example"), ("host", "portal.example")],
        &[("origin", "null"), ("host", "portal.example")],
    ] {
        assert_eq!(post(headers).await.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    for headers in [&[("sec-fetch-site", "same-origin")][..], &[("origin", "https://portal.example"), ("host", "portal.example")], &[]] {
        assert_eq!(post(headers).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{headers:?}");
    }
}

fn limited() -> Setup {
    Setup {
        settings: Settings { rate_limit: true, trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()], ..Settings::default() },
        ..Setup::default()
    }
}

#[tokio::test]
async fn who_asks_for_too_many_pages_is_told_when_to_come_back() {
    let portal = TestPortal::sqlite_with(limited()).await;
    let get = || Request::get("/status").body(Body::empty()).unwrap();
    let mut answer = portal.send_from("192.0.2.1", get()).await;
    for _ in 0..400 {
        answer = portal.send_from("192.0.2.1", get()).await;
    }
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert!(answer.header("content-type").starts_with("text/html"));
    assert_eq!(portal.send_from("192.0.2.2", get()).await.status, StatusCode::OK, "others are not concerned");
    assert_eq!(portal.send_onion(get()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn who_sends_too_many_reports_gets_the_text_back() {
    let portal = TestPortal::sqlite_with(limited()).await;
    let mut last = portal.post("/report", &[("body", "招标的事"), ("step", "review")]).await;
    for _ in 0..40 {
        last = portal.post("/report", &[("body", "招标的事"), ("step", "review")]).await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.body.contains("招标的事"));
    assert!(last.header("retry-after").parse::<u64>().unwrap() >= 1);
}

#[tokio::test]
async fn posts_of_the_receipt_page_spend_a_budget_and_lose_no_code() {
    let portal = TestPortal::sqlite_with(limited()).await;
    let code = "00000-00000-00000-00000-00000";
    for path in ["/receipt/check", "/receipt/save"] {
        // Until the first refusal: a budget that refills lets single posts pass after it.
        let mut last = portal.post(path, &[("shown", code)]).await;
        for _ in 0..1_000 {
            if last.status == StatusCode::TOO_MANY_REQUESTS {
                break;
            }
            last = portal.post(path, &[("shown", code)]).await;
        }
        assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        assert_eq!(last.hidden("shown"), code);
        assert!(last.body.contains(&format!("action=\"{path}\"")));
    }
}

#[tokio::test]
async fn a_forwarding_header_counts_only_from_a_trusted_proxy() {
    let portal = TestPortal::sqlite_with(limited()).await;
    let post = |client: String| {
        let mut request = form_post("/status", &[("receipt", "x")]);
        request.headers_mut().insert("x-forwarded-for", client.parse().unwrap());
        request
    };
    let mut forged = 0;
    for number in 0..100 {
        let answer = portal.send_from("203.0.113.5", post(format!("198.51.100.{number}"))).await;
        forged += u32::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
        let proxied = portal.send_from("10.0.0.1", post(format!("198.51.100.{number}"))).await;
        assert_eq!(proxied.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert!(forged > 0, "a stranger cannot pretend to be many");
}

#[tokio::test]
async fn assets_are_kept_for_good_and_have_their_types() {
    let portal = TestPortal::sqlite().await;
    let home = portal.get("/").await;
    let start = home.body.find("/assets/app.").unwrap();
    let path: String = home.body[start..].chars().take_while(|c| *c != '"').collect();
    let sheet = portal.get(&path).await;
    assert_eq!((sheet.status, sheet.header("content-type")), (StatusCode::OK, "text/css; charset=utf-8"));
    assert!(sheet.header("cache-control").contains("immutable"));
    let request = Request::get(&path).header(header::ACCEPT_ENCODING, "br").body(Body::empty()).unwrap();
    assert_eq!(portal.send(request).await.header("content-encoding"), "br");
}

#[tokio::test]
async fn the_portal_says_whether_it_lives_and_whether_it_is_ready() {
    let portal = TestPortal::sqlite().await;
    assert_eq!(portal.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(portal.get("/readyz").await.status, StatusCode::OK);
    portal.store.close().await;
    assert_eq!(portal.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(portal.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_database_that_is_away_costs_nobody_their_text() {
    let portal = TestPortal::sqlite().await;
    let form = portal.get("/report").await;
    portal.store.close().await;
    let mut fields = vec![("ticket".to_owned(), form.hidden("ticket"))];
    fields.extend(support::filled(&[]));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = portal.post("/report", &fields).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.body.contains("只有一家能满足的尺寸"));
    assert_eq!(
        answer.hidden("ticket"),
        form.hidden("ticket"),
        "the same ticket, so that a report that was stored after all is not doubled"
    );
}

/// Every file that browsers load, as the portal publishes them.
async fn published(portal: &TestPortal) -> BTreeMap<String, Asset> {
    serde_json::from_str(&portal.get("/.well-known/qingfeng-assets.json").await.body).unwrap()
}

#[tokio::test]
async fn what_browsers_load_has_the_hash_that_the_published_list_names() {
    let portal = TestPortal::sqlite().await;
    let list = published(&portal).await;
    let mut scripts = String::new();
    for (name, asset) in &list {
        let content = portal.get(&asset.address()).await.bytes;
        assert_eq!(asset.integrity, format!("sha384-{}", BASE64.encode(&Sha384::digest(&content))), "{name}");
        scripts.push_str(&String::from_utf8_lossy(&content));
    }
    // What a script loads stands in it with its hash.
    let is_loaded = |name: &str| ["-glue", "-worker", ".wasm", "uploader.js"].iter().any(|part| name.contains(part));
    for (name, asset) in list.iter().filter(|(name, _)| is_loaded(name)) {
        assert!(scripts.contains(&asset.file) && scripts.contains(&asset.integrity), "{name}");
    }
}

/// The tags by which a page loads style sheets, scripts and modules.
fn loads(page: &str) -> Vec<&str> {
    let tags = page.split('<').filter_map(|part| part.split('>').next());
    tags.filter(|tag| tag.starts_with("script ") || (tag.starts_with("link ") && tag.contains("/assets/"))).collect()
}

#[tokio::test]
async fn all_that_a_page_loads_has_the_hash_that_the_published_list_names() {
    let portal = TestPortal::sqlite().await;
    let list = published(&portal).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let mut seen = BTreeSet::new();
    for path in PAGES.into_iter().chain(["/verify", "/transparency", "/staff/login", "/staff/queue", "/staff/account/passkeys/new"]) {
        let page = officer.get(path).await.body;
        assert!(!loads(&page).is_empty(), "{path}");
        for tag in loads(&page) {
            let asset = list.values().find(|asset| tag.contains(&format!("\"{}\"", asset.address())));
            let asset = asset.unwrap_or_else(|| panic!("{path}: {tag} is not published"));
            assert!(tag.contains(&format!("integrity=\"{}\"", asset.integrity)), "{path}: {tag}");
            seen.insert(asset.file.clone());
        }
    }
    let of_pages = ["app.css", "quick-exit.js", "sealer.js", "islands.js", "sealer-glue.js", "follower-glue.js", "islands-glue.js"];
    for asset in of_pages.iter().filter_map(|name| list.get(*name)) {
        assert!(seen.contains(&asset.file), "{}", asset.file);
    }
}
