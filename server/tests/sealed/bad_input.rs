use axum::{
    body::Body,
    extract::Request,
    http::{StatusCode, header},
};
use jiff::SignedDuration;
use model::{
    api::{SealAsk, SealRefusal, SealedPart},
    limits,
};
use sea_orm::ConnectionTrait;

use crate::{
    browser::{Browser, page, post, read, refusal},
    member::Member,
    support::{CITY, TIANHE, TestPortal},
};

const NAMED: [(&str, &str); 5] =
    [("identity", "named"), ("name", "张伟"), ("id_number", "11010519491231002X"), ("phone", "13800138000"), ("address", "天河路 1 号")];

fn identity(ask: &mut SealAsk) -> &mut SealedPart {
    ask.sealed.identity.as_mut().unwrap()
}

/// Sends a good report under a name with one thing wrong.
async fn sent(portal: &TestPortal, spoil: impl FnOnce(&mut SealAsk)) -> crate::support::Answer {
    let mut browser = Browser::open(portal, &NAMED).await;
    let permit = browser.review().await;
    let mut ask = browser.sealed(&permit);
    spoil(&mut ask);
    browser.send(&ask).await
}

#[tokio::test]
async fn what_is_certainly_wrong_is_refused_by_name_and_nothing_is_kept() {
    type Spoil = fn(&mut SealAsk);
    let cases: [(Spoil, SealRefusal); 14] = [
        (|ask| ask.sealed.report.ciphertext.0[0] = 7, SealRefusal::UnknownSuite),
        (|ask| ask.sealed.summary.0[1] = 7, SealRefusal::UnknownSuite),
        (|ask| ask.sealed.report.unit.as_mut().unwrap().sealed.0[0] = 1, SealRefusal::UnknownSuite),
        (|ask| ask.sealed.report.ciphertext.0.truncate(80), SealRefusal::Truncated),
        (|ask| ask.sealed.report.reporter.0.truncate(90), SealRefusal::Truncated),
        (|ask| ask.sealed.report.reporter.0.push(0), SealRefusal::TooLarge),
        (|ask| ask.sealed.report.ciphertext.0.resize(300 * 1024, 0), SealRefusal::TooLarge),
        (|ask| ask.sealed.summary.0.resize(limits::SEALED_SUMMARY + 1, 0), SealRefusal::TooLarge),
        (|ask| identity(ask).ciphertext.0.resize(limits::SEALED_IDENTITY + 1, 0), SealRefusal::TooLarge),
        (|ask| identity(ask).ciphertext.0[0] = 7, SealRefusal::UnknownSuite),
        (|ask| identity(ask).ciphertext.0.truncate(80), SealRefusal::Truncated),
        (|ask| identity(ask).reporter.0.truncate(90), SealRefusal::Truncated),
        (|ask| ask.sealed.verifying_key.0.fill(0), SealRefusal::InvalidKey),
        (|ask| ask.sealed.public_key.0.fill(0xFF), SealRefusal::InvalidKey),
    ];
    let portal = TestPortal::sqlite().await;
    for (spoil, expected) in cases {
        let answer = sent(&portal, spoil).await;
        assert_eq!((answer.status, refusal(&answer)), (StatusCode::BAD_REQUEST, expected));
    }
    assert!(portal.store.figures().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_is_no_request_is_refused() {
    let portal = TestPortal::sqlite().await;
    for path in ["/api/report/prepare", "/api/report/seal", "/api/receipt/check", "/api/status/open", "/api/status/act"] {
        let send = async |kind: &str, body: String| {
            let request = Request::post(path).header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap();
            portal.send(request).await.status
        };
        assert_eq!(send("application/json", "{}".into()).await, StatusCode::BAD_REQUEST);
        assert_eq!(send("application/json", "招标".into()).await, StatusCode::BAD_REQUEST);
        assert_eq!(send("text/plain", "{}".into()).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!(send("application/json", " ".repeat(2 * 1024 * 1024)).await, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(portal.get(path).await.status, StatusCode::METHOD_NOT_ALLOWED);
        let foreign = Request::post(path).header("sec-fetch-site", "cross-site").header(header::CONTENT_TYPE, "application/json");
        assert_eq!(portal.send(foreign.body(Body::from("{}")).unwrap()).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_permit_of_another_form_is_refused() {
    let portal = TestPortal::sqlite().await;
    let mut other = Browser::open(&portal, &[]).await;
    let foreign = other.review().await;
    let answer = sent(&portal, |ask| ask.token = foreign.token).await;
    assert_eq!((answer.status, refusal(&answer)), (StatusCode::BAD_REQUEST, SealRefusal::WrongPermit));
}

#[tokio::test]
async fn an_expired_ticket_gives_a_new_form_for_the_same_text() {
    let portal = TestPortal::sqlite().await;
    let mut browser = Browser::open(&portal, &[]).await;
    let permit = browser.review().await;
    let ask = browser.sealed(&permit);
    portal.clock.advance(SignedDuration::from_hours(25));
    let answer = browser.send(&ask).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    browser.ask.ticket = page(&answer).hidden("ticket");
    let permit = browser.review().await;
    let ask = browser.sealed(&permit);
    assert_eq!(browser.send(&ask).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_report_for_another_unit_than_its_keys_is_refused() {
    let portal = TestPortal::sqlite().await;
    let answer = sent(&portal, |ask| ask.area = CITY.parse().unwrap()).await;
    assert_eq!((answer.status, refusal(&answer)), (StatusCode::CONFLICT, SealRefusal::PermitStale));
    let answer = sent(&portal, |ask| ask.sealed.report.unit = None).await;
    assert_eq!(refusal(&answer), SealRefusal::PermitStale);
    assert!(portal.store.figures().await.unwrap().is_empty());
}

#[tokio::test]
async fn once_the_hour_has_passed_a_new_permit_is_asked_for() {
    let portal = TestPortal::sqlite().await;
    let mut browser = Browser::open(&portal, &[]).await;
    let permit = browser.review().await;
    let ask = browser.sealed(&permit);
    portal.clock.advance(SignedDuration::from_hours(1));
    let answer = browser.send(&ask).await;
    assert_eq!((answer.status, refusal(&answer)), (StatusCode::CONFLICT, SealRefusal::PermitStale));
    let filed = browser.file().await;
    let check = portal.post("/verify", &[("number", filed.number.as_str()), ("proof", &browser.proof(&filed))]).await;
    let other = portal.post("/verify", &[("number", filed.number.as_str()), ("proof", &"0".repeat(64))]).await;
    assert_eq!((check.status, other.status), (StatusCode::OK, StatusCode::OK));
    assert!(check.body.contains("data-valid=\"true\"") && !other.body.contains("data-valid=\"true\""));
}

#[tokio::test]
async fn an_envelope_of_another_report_is_shown_as_forged() {
    type Put = fn(&mut SealAsk, SealAsk);
    // The ciphertext alone, and with the other report's data key.
    let ways: [Put; 2] = [
        |ask, foreign| ask.sealed.report.ciphertext = foreign.sealed.report.ciphertext,
        |ask, foreign| ask.sealed.report = foreign.sealed.report,
    ];
    let portal = TestPortal::sqlite().await;
    let officer = Member::arrive(&portal, "tianhe").await;
    for put in ways {
        let mut other = Browser::open(&portal, &[]).await;
        let foreign = other.review().await;
        let foreign = other.sealed(&foreign);
        let mut browser = Browser::open(&portal, &[("title", "另一份举报")]).await;
        let permit = browser.review().await;
        let mut ask = browser.sealed(&permit);
        put(&mut ask, foreign);
        let sent = browser.send(&ask).await;
        assert_eq!(sent.status, StatusCode::OK, "nobody here can see it");
        let number = read::<model::api::SealAnswer>(&sent).number;
        for page in [browser.follow().await, officer.get(&format!("/staff/cases/{number}")).await] {
            assert_eq!((page.status, page.body.matches("data-forged").count()), (StatusCode::OK, 1));
            assert!(!page.body.contains("只有一家能满足的尺寸"));
        }
    }
    let found = officer.post("/staff/queue/search", &[("text", "招标文件"), ("query", "")]).await;
    assert_eq!(found.status, StatusCode::OK, "nor does it keep anybody from the others");
}

#[tokio::test]
async fn neither_way_seals_to_a_key_that_the_installation_has_not_signed() {
    let portal = TestPortal::sqlite().await;
    let database = sea_orm::Database::connect(format!("sqlite://{}", portal.folder().join("test.db").display())).await.unwrap();
    // As someone would who can write to the database: the city's key in the place of the district's.
    let swap = "UPDATE unit_keys SET public_key = (SELECT public_key FROM unit_keys WHERE unit_id = 1 AND purpose = 'report') \
                WHERE unit_id = 2 AND purpose = 'report'";
    database.execute_unprepared(swap).await.unwrap();
    portal.app.refresh().await.unwrap();
    let mut browser = Browser::open(&portal, &[("area", TIANHE)]).await;
    let permit = browser.review().await;
    assert_eq!(permit.unit.unit, 1, "the nearest unit above whose key is signed");
    let plain = portal.file(&[("area", TIANHE)]).await;
    let number = plain.text_of("case-number").parse().unwrap();
    assert!(portal.store.cases().by_number(&number, 1, 0).await.is_ok());

    let mut forged = permit.clone();
    forged.unit.public.0[3] ^= 1;
    assert!(browser.trusts(&permit) && !browser.trusts(&forged));
    let mut moved = permit;
    moved.unit.unit = 2;
    assert!(!browser.trusts(&moved));
}

#[tokio::test]
async fn nothing_that_was_sealed_can_be_read_in_the_database() {
    let portal = TestPortal::sqlite().await;
    let mut browser = Browser::open(&portal, &[]).await;
    browser.file().await;
    let officer = Member::arrive(&portal, "tianhe").await;
    officer.get("/staff/queue").await;
    let paths = std::fs::read_dir(portal.folder()).unwrap().map(|file| file.unwrap().path());
    for path in paths.filter(|path| path.is_file()) {
        let bytes = std::fs::read(path).unwrap();
        for needle in ["只有一家能满足的尺寸", "量身定做", &browser.code.to_display()] {
            assert!(!bytes.windows(needle.len()).any(|window| window == needle.as_bytes()), "{needle}");
        }
    }
    assert_eq!(post(&portal, "/api/report/prepare", &browser.ask).await.status, StatusCode::OK);
}
