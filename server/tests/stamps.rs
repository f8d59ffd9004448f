//! Stamps of a time-stamping authority: what holds, what is refused, and that nothing waits for one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use std::{path::Path, process::Output, time::Duration};

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use rand::{SeedableRng, rngs::StdRng};
use server::{
    casework::{
        stamping::{Asked, stamp_next, unstamped},
        transparency::close_days,
    },
    stamps::{Authority, StampError, TimestampConfig, Trust},
};
use support::{
    TestPortal,
    authority::{Key, TestAuthority, Wrong, refused},
};

/// The time that authorities give here, unless it matters.
const TIME: &str = "20261125000601Z";
const TEXT: &[u8] = b"some text";

fn rng() -> StdRng {
    StdRng::seed_from_u64(5)
}

async fn wrong(wrong: Wrong) -> StampError {
    let authority = TestAuthority::start(Key::P256, wrong, TIME).await;
    refused(authority.authority()).await
}

#[tokio::test]
async fn a_stamp_holds_for_its_text_with_the_configured_certificate() {
    for key in [Key::P256, Key::P384, Key::Rsa256, Key::Rsa384, Key::Rsa512] {
        let authority = TestAuthority::start(key, Wrong::Nothing, TIME).await;
        let stamp = authority.authority().stamp(TEXT, &mut rng()).await.unwrap();
        assert_eq!(stamp.at.to_string(), "2026-11-25T00:06:01Z", "{key:?}");
        let stranger = TestAuthority::start(key, Wrong::Nothing, TIME).await;
        for known in [&authority.root, &authority.leaf] {
            let trust = Trust::load(known).unwrap();
            assert_eq!(trust.check(&stamp.token, TEXT).unwrap(), stamp.at);
            assert!(matches!(trust.check(&stamp.token, b"another text"), Err(StampError::OtherText)));
        }
        for unknown in [&stranger.root, &stranger.leaf] {
            assert!(matches!(Trust::load(unknown).unwrap().check(&stamp.token, TEXT), Err(StampError::Untrusted(_))), "{key:?}");
        }
    }
}

#[tokio::test]
async fn a_time_may_have_fractions_of_a_second() {
    let authority = TestAuthority::start(Key::P256, Wrong::Nothing, "20261125000601.25Z").await;
    let stamp = authority.authority().stamp(TEXT, &mut rng()).await.unwrap();
    assert_eq!(stamp.at.to_string(), "2026-11-25T00:06:01.25Z");
    for no_time in ["20261125000601", "20261325000601Z", "202611250006Z", "20261125000601+08"] {
        let authority = TestAuthority::start(Key::P256, Wrong::Nothing, no_time).await;
        assert!(matches!(refused(authority.authority()).await, StampError::Malformed(_)), "{no_time}");
    }
}

#[tokio::test]
async fn what_is_no_answer_to_the_request_is_refused() {
    assert!(matches!(wrong(Wrong::OtherText).await, StampError::OtherText));
    assert!(matches!(wrong(Wrong::OtherNonce).await, StampError::OtherRequest));
    assert!(matches!(wrong(Wrong::NoNonce).await, StampError::OtherRequest));
    assert!(matches!(wrong(Wrong::Refuses).await, StampError::Refused));
    assert!(matches!(wrong(Wrong::Garbage).await, StampError::Malformed(_)));
    assert!(matches!(wrong(Wrong::TooLarge).await, StampError::TooLarge));
    assert!(matches!(wrong(Wrong::ServerError).await, StampError::Status(500)));
    assert!(matches!(wrong(Wrong::Redirects).await, StampError::Status(307)), "nobody else is asked");
}

#[tokio::test]
async fn what_somebody_else_could_have_made_is_refused() {
    assert!(matches!(wrong(Wrong::Altered).await, StampError::Forged));
    assert!(matches!(wrong(Wrong::Signature).await, StampError::Forged));
    assert!(matches!(wrong(Wrong::OtherCertificate).await, StampError::Forged));
    assert!(matches!(wrong(Wrong::UnknownKind).await, StampError::UnknownKind));
    for usage in [Wrong::NoUsage, Wrong::UsageNotCritical, Wrong::SecondUsage] {
        let authority = TestAuthority::start(Key::P256, usage, TIME).await;
        for certificate in [&authority.root, &authority.leaf] {
            let config = TimestampConfig { certificate: certificate.clone(), ..authority.config() };
            assert!(matches!(refused(Authority::open(&config).unwrap()).await, StampError::NotForStamps), "{usage:?}");
        }
    }
    let expired = TestAuthority::start(Key::P256, Wrong::Expired, TIME).await;
    for certificate in [&expired.root, &expired.leaf] {
        let config = TimestampConfig { certificate: certificate.clone(), ..expired.config() };
        assert!(matches!(refused(Authority::open(&config).unwrap()).await, StampError::Untrusted(_)));
    }
}

#[tokio::test]
async fn no_byte_of_a_token_can_be_changed_so_that_it_says_something_else() {
    let authority = TestAuthority::start(Key::P256, Wrong::Nothing, TIME).await;
    let stamp = authority.authority().stamp(TEXT, &mut rng()).await.unwrap();
    let trust = Trust::load(&authority.root).unwrap();
    for place in 0..stamp.token.len() {
        let mut changed = stamp.token.clone();
        changed[place] ^= 1;
        assert!(trust.check(&changed, TEXT).is_ok_and(|at| at == stamp.at) || trust.check(&changed, TEXT).is_err(), "{place}");
        assert!(trust.check(&stamp.token[..place], TEXT).is_err(), "{place}");
    }
}

#[tokio::test]
async fn who_does_not_answer_is_not_waited_for() {
    let silent = TestAuthority::start(Key::P256, Wrong::Silent, TIME).await;
    assert!(matches!(refused(silent.authority().within(Duration::from_millis(50))).await, StampError::Away(_)));
    let url = silent.url.clone();
    let config = TimestampConfig { url, certificate: silent.root.clone() };
    let authority = Authority::open(&config).unwrap();
    drop(silent);
    assert!(matches!(refused(authority).await, StampError::Away(_)));
}

#[test]
fn a_file_without_a_certificate_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("none.pem", ""), ("key.pem", include_str!("support/authority-rsa.pem")), ("broken.pem", BROKEN)] {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        assert!(Trust::load(&file).err().unwrap().to_string().contains(name));
    }
    assert!(Trust::load(Path::new("/nowhere.pem")).is_err());
}

const BROKEN: &str = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";

async fn close(portal: &TestPortal) {
    portal.clock.advance(SignedDuration::from_hours(24));
    close_days(&portal.store, portal.app.keys(), portal.app.now()).await.unwrap();
}

async fn ask(portal: &TestPortal, authority: &Authority) -> Option<Asked> {
    stamp_next(&portal.store, authority, portal.app.now(), &mut rng()).await.unwrap()
}

/// Has an authority configured, and says what `audit` with these arguments answers.
fn audit(portal: &TestPortal, authority: &TestAuthority, certificate: &Path, arguments: &[&str]) -> Output {
    let table = format!("[timestamps]\nurl = \"{}\"\ncertificate = \"{}\"\n", authority.url, certificate.display());
    std::fs::write(portal.folder().join("qingfeng.toml"), table).unwrap();
    portal.command(&[&["audit"], arguments].concat())
}

fn said(output: &Output) -> (i32, String) {
    let told = [output.stdout.clone(), output.stderr.clone()].concat();
    (output.status.code().unwrap(), String::from_utf8(told).unwrap())
}

#[tokio::test]
async fn each_signed_end_is_stamped_shown_and_checked_without_the_authority() {
    let portal = TestPortal::sqlite().await;
    portal.file(&[]).await;
    close(&portal).await;
    let before = portal.get("/en/transparency").await.body;
    assert!(!before.contains(".tst") && !before.contains("openssl ts"), "without a stamp nothing is said of stamps");
    let authority = TestAuthority::start(Key::P384, Wrong::Nothing, TIME).await;
    let asked = ask(&portal, &authority.authority()).await.unwrap();
    assert_eq!((asked.day.as_str(), asked.outcome.unwrap().to_string().as_str()), ("2026-11-24", "2026-11-25T00:06:01Z"));
    assert!(ask(&portal, &authority.authority()).await.is_none(), "once");
    assert_eq!(unstamped(&portal.store, portal.app.now()).await.unwrap(), 0);

    for path in ["/transparency", "/zh-Hant/transparency", "/en/transparency"] {
        let page = portal.get(path).await.body;
        assert!(page.contains("2026-11-25 08:06") && page.contains("href=\"/transparency/2026-11-24.tst\""), "{path}");
    }
    let (text, token) = (portal.get("/transparency/2026-11-24.txt").await, portal.get("/transparency/2026-11-24.tst").await);
    assert!(text.body.starts_with("day 2026-11-24\nentries ") && text.header("content-disposition") == "attachment");
    let at: Timestamp = "2026-11-25T00:06:01Z".parse().unwrap();
    assert_eq!(Trust::load(&authority.root).unwrap().check(&token.bytes, &text.bytes).unwrap(), at);
    for none in ["/transparency/2026-11-25.tst", "/transparency/2026-11-24.pem", "/transparency/2026-11-24", "/transparency/x.txt"] {
        assert_eq!(portal.get(none).await.status, StatusCode::NOT_FOUND, "{none}");
    }

    portal.store.close().await;
    let (root, url) = (authority.root.clone(), &authority);
    let (code, told) = said(&audit(&portal, url, &root, &["verify"]));
    assert!(code == 0 && told.contains("1 signed ends (1 of them stamped)"), "{told}");
    let (code, told) = said(&audit(&portal, url, &root, &["stamps"]));
    assert!(code == 0 && told.contains("2026-11-24  stamped 2026-11-25T00:06:01Z"), "{told}");
    let stranger = TestAuthority::start(Key::P256, Wrong::Nothing, TIME).await;
    let (code, told) = said(&audit(&portal, url, &stranger.root, &["verify"]));
    assert!(code == 1 && told.contains("the stamp of 2026-11-24 does not hold"), "{told}");
    portal.alter("UPDATE closed_days SET signature = x'00'").await;
    assert_eq!(said(&audit(&portal, url, &root, &["verify"])).0, 1);
}

#[tokio::test]
async fn an_altered_token_is_found() {
    let portal = TestPortal::sqlite().await;
    portal.file(&[]).await;
    close(&portal).await;
    let authority = TestAuthority::start(Key::Rsa512, Wrong::Nothing, TIME).await;
    ask(&portal, &authority.authority()).await.unwrap().outcome.unwrap();
    portal.store.close().await;
    portal.alter("UPDATE day_stamps SET token = substr(token, 1, length(token) - 1) || x'00'").await;
    let (code, told) = said(&audit(&portal, &authority, &authority.root, &["verify"]));
    assert!(code == 1 && told.contains("the signature is not valid"), "{told}");
}

#[tokio::test]
async fn where_no_stamp_comes_it_is_asked_for_later_and_later_and_nothing_waits() {
    let portal = TestPortal::sqlite().await;
    portal.file(&[]).await;
    close(&portal).await;
    let away = TestAuthority::start(Key::P256, Wrong::ServerError, TIME).await;
    let tried = async || ask(&portal, &away.authority()).await.map(|asked| asked.outcome.is_err());
    assert_eq!((tried().await, tried().await), (Some(true), None));
    portal.clock.advance(SignedDuration::from_mins(1));
    assert_eq!((tried().await, tried().await), (Some(true), None));
    portal.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(tried().await, None, "each wait is longer");
    assert!(portal.get("/transparency").await.status.is_success());

    // The next day is closed as ever, and both are made up for.
    close(&portal).await;
    assert_eq!(unstamped(&portal.store, portal.app.now()).await.unwrap(), 2);
    let (code, told) = said(&audit(&portal, &away, &away.root, &["stamps"]));
    assert!(code == 1 && told.contains("2026-11-25  no stamp yet") && told.contains("after 2 tries"), "{told}");
    assert!(told.contains("HTTP status 500") && told.contains("2 of the last days have no stamp"), "{told}");
    let back = TestAuthority::start(Key::P256, Wrong::Nothing, TIME).await.authority();
    assert!(ask(&portal, &back).await.is_some_and(|asked| asked.outcome.is_err()), "it is gone with its server");
    let there = TestAuthority::start(Key::P256, Wrong::Nothing, TIME).await;
    let day = ask(&portal, &there.authority()).await.unwrap();
    assert_eq!((day.day.as_str(), day.outcome.is_ok()), ("2026-11-25", true));
    portal.clock.advance(SignedDuration::from_hours(6));
    assert_eq!(ask(&portal, &there.authority()).await.unwrap().day, "2026-11-24");
    assert_eq!(unstamped(&portal.store, portal.app.now()).await.unwrap(), 0);
}

#[tokio::test]
async fn days_that_were_over_long_ago_are_not_made_up_for() {
    let portal = TestPortal::sqlite().await;
    portal.file(&[]).await;
    close(&portal).await;
    portal.clock.advance(SignedDuration::from_hours(8 * 24));
    let authority = TestAuthority::start(Key::P256, Wrong::Nothing, TIME).await;
    assert!(ask(&portal, &authority.authority()).await.is_none());
    close(&portal).await;
    assert_eq!(ask(&portal, &authority.authority()).await.unwrap().day, "2026-11-25");
}
