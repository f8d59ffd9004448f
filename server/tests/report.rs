//! Filing a report through the form, and every way in which it can be refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use axum::http::StatusCode;
use jiff::SignedDuration;
use server::{app::Settings, http::captcha::Question};
use support::{Answer, HAIZHU, Setup, TIANHE, TestPortal};

fn with_captcha() -> Setup {
    Setup { settings: Settings { captcha: true, ..Settings::default() }, ..Setup::default() }
}

/// Fills in a form that was shown, and sends it.
async fn send(portal: &TestPortal, form: &Answer, changes: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("ticket".to_owned(), form.hidden("ticket"))];
    fields.extend(support::filled(changes));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    portal.post("/report", &fields).await
}

async fn is_filed_and_followed(portal: TestPortal) {
    let receipt = portal.file(&[]).await;
    assert_eq!(receipt.status, StatusCode::OK);
    let code = receipt.text_of("receipt-code");
    let status = portal.post("/status", &[("receipt", &code)]).await;
    assert_eq!(status.status, StatusCode::OK);
    assert!(status.body.contains("招标文件为一家供应商量身定做"));
    assert!(status.body.contains(&receipt.text_of("case-number")));
    assert_eq!((receipt.header("cache-control"), status.header("cache-control")), ("no-store", "no-store"));
}

#[tokio::test]
async fn a_report_is_filed_and_followed_on_sqlite() {
    is_filed_and_followed(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn a_report_is_filed_and_followed_on_postgres() {
    is_filed_and_followed(TestPortal::postgres().await).await;
}

#[tokio::test]
async fn a_form_sent_twice_is_one_report_with_one_receipt() {
    let portal = TestPortal::sqlite().await;
    let form = portal.get("/report").await;
    let first = send(&portal, &form, &[]).await;
    let second = send(&portal, &form, &[]).await;
    assert_eq!(first.text_of("receipt-code"), second.text_of("receipt-code"));
    assert_eq!(first.text_of("case-number"), second.text_of("case-number"));
    assert_eq!(portal.store.figures().await.unwrap().iter().map(|count| count.cases).sum::<u64>(), 1);
}

#[tokio::test]
async fn forms_sent_at_the_same_time_are_one_report() {
    let portal = TestPortal::sqlite().await;
    let form = portal.get("/report").await;
    let (one, other) = tokio::join!(send(&portal, &form, &[]), send(&portal, &form, &[]));
    assert_eq!(one.text_of("receipt-code"), other.text_of("receipt-code"));
    assert_eq!(portal.store.figures().await.unwrap().iter().map(|count| count.cases).sum::<u64>(), 1);
}

#[tokio::test]
async fn an_empty_form_has_a_fault_beside_every_field() {
    let portal = TestPortal::sqlite().await;
    let form = portal.get("/report").await;
    let answer = portal.post("/report", &[("ticket", &form.hidden("ticket"))]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["kind", "category", "area", "subject", "title", "body", "identity"] {
        assert!(answer.has_fault(field), "{field}");
    }
    assert!(answer.body.contains("error-summary"));
}

#[tokio::test]
async fn each_bad_field_is_named_and_the_rest_is_kept() {
    let portal = TestPortal::sqlite().await;
    let (long_title, long_body) = ("长".repeat(101), "长".repeat(50_001));
    for (field, bad) in [
        ("kind", "complaint"),
        ("category", "gold"),
        ("category", "不是"),
        ("area", "990000"),
        ("identity", "secret"),
        ("title", "两\u{0}行"),
        ("title", &long_title),
        ("body", &long_body),
        ("body", "a\u{1b}[31m"),
        ("subject", "\u{202e}gpj.exe"),
        ("subject", " \u{3000} "),
    ] {
        let answer = portal.file(&[(field, bad)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(answer.has_fault(field), "{field}");
        if field != "body" {
            assert!(answer.body.contains("只有一家能满足的尺寸"), "the body is kept when {field} is wrong");
        }
    }
}

#[tokio::test]
async fn a_wrong_encoding_is_a_fault_beside_the_field() {
    let portal = TestPortal::sqlite().await;
    let form = portal.get("/report").await;
    for bad in ["%ED%A0%80", "%CC%EC%BA%D3", "%FF%FE"] {
        let body = format!("ticket={}&kind=request&title=A{bad}&body=x", form.hidden("ticket"));
        let answer = portal.post_bytes("/report", body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.has_fault("title"));
    }
}

#[tokio::test]
async fn a_named_report_needs_a_right_identity_number() {
    let portal = TestPortal::sqlite().await;
    let named = |number| [("identity", "named"), ("name", "张三"), ("id_number", number), ("phone", "020-12345"), ("address", "某路 1 号")];
    let answer = portal.file(&named("110105194912310021")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.has_fault("id_number") && !answer.has_fault("name"));
    assert!(answer.body.contains("110105194912310021"), "what was typed is kept");
    assert_eq!(portal.file(&named("11010519491231002X")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_review_shows_what_would_be_sent_and_to_which_unit_and_files_nothing() {
    let portal = TestPortal::sqlite().await;
    let review = portal.file(&[("step", "review"), ("area", HAIZHU)]).await;
    assert_eq!(review.status, StatusCode::OK);
    assert!(review.body.contains("广州市信访局"), "the nearest unit with a key");
    assert!(review.body.contains("海珠区信访局"), "and the one that has none");
    assert!(portal.store.figures().await.unwrap().is_empty());
    let receipt = send(&portal, &review, &[("step", "send"), ("area", HAIZHU)]).await;
    assert_eq!(receipt.status, StatusCode::OK);
    assert!(!receipt.text_of("receipt-code").is_empty());
}

#[tokio::test]
async fn choosing_a_kind_shows_the_form_again_with_what_was_typed_and_no_fault() {
    let portal = TestPortal::sqlite().await;
    for step in ["kind", "edit", "captcha"] {
        let answer = portal.file(&[("step", step), ("kind", "request"), ("title", "")]).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(!answer.body.contains("error-summary"));
        assert!(answer.body.contains("只有一家能满足的尺寸"));
    }
}

#[tokio::test]
async fn an_expired_or_missing_ticket_gives_a_new_one_and_keeps_the_text() {
    let portal = TestPortal::sqlite().await;
    let form = portal.get("/report").await;
    portal.clock.advance(SignedDuration::from_hours(25));
    let answer = send(&portal, &form, &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("只有一家能满足的尺寸"));
    assert_eq!(send(&portal, &answer, &[]).await.status, StatusCode::OK);
    let answer = portal.post("/report", &[("body", "一二三"), ("ticket", "none")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("一二三"));
}

#[tokio::test]
async fn a_robot_that_fills_the_trap_files_nothing() {
    let portal = TestPortal::sqlite().await;
    let answer = portal.file(&[("website", "https://example.org")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(portal.store.figures().await.unwrap().is_empty());
}

#[tokio::test]
async fn before_any_unit_has_a_key_the_portal_is_not_open() {
    let portal = TestPortal::sqlite_with(Setup { without_members: true, ..Setup::default() }).await;
    assert_eq!(portal.get("/report").await.status, StatusCode::SERVICE_UNAVAILABLE);
    let closed = portal.post("/report", &[("title", "题目"), ("body", "写了半小时的话"), ("ticket", "t")]).await;
    assert_eq!(closed.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!((closed.text_of("body").as_str(), closed.hidden("title").as_str()), ("写了半小时的话", "题目"));
    assert_eq!(portal.get("/").await.status, StatusCode::OK);
}

/// The answer to the captcha of a form, found by trying all of them against the question itself.
fn answer_to(portal: &TestPortal, form: &Answer) -> String {
    let question = Question::open(&form.hidden("captcha_token"), &portal.app.keys().captcha, portal.app.now()).unwrap();
    (0..1_000_000).map(|number| format!("{number:06}")).find(|digits| question.check(digits).is_ok()).unwrap()
}

async fn answer_captcha(portal: &TestPortal, form: &Answer, answer: &str) -> Answer {
    send(portal, form, &[("captcha_token", &form.hidden("captcha_token")), ("captcha", answer)]).await
}

#[tokio::test]
async fn a_captcha_is_asked_once() {
    let portal = TestPortal::sqlite_with(with_captcha()).await;
    let form = portal.get("/report").await;
    portal.clock.advance(SignedDuration::from_secs(10));
    assert!(answer_captcha(&portal, &form, "").await.has_fault("captcha"));
    let again = answer_captcha(&portal, &form, "000000").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.has_fault("captcha"));
    let digits = answer_to(&portal, &again);
    let changes = [("captcha_token", again.hidden("captcha_token")), ("captcha", digits), ("step", "review".to_owned())];
    let changes: Vec<(&str, &str)> = changes.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let review = send(&portal, &again, &changes).await;
    assert_eq!(review.status, StatusCode::OK);
    let receipt = send(&portal, &review, &[("step", "send")]).await;
    assert_eq!(receipt.status, StatusCode::OK);
    assert_eq!(send(&portal, &review, &[("step", "send")]).await.text_of("receipt-code"), receipt.text_of("receipt-code"));
}

#[tokio::test]
async fn a_captcha_is_used_up_by_its_first_answer_and_expires() {
    let portal = TestPortal::sqlite_with(with_captcha()).await;
    let form = portal.get("/report").await;
    portal.clock.advance(SignedDuration::from_secs(10));
    let digits = answer_to(&portal, &form);
    assert_eq!(answer_captcha(&portal, &form, &digits).await.status, StatusCode::OK);
    let other = portal.get("/report").await;
    let reused = send(&portal, &other, &[("captcha_token", &form.hidden("captcha_token")), ("captcha", &digits)]).await;
    assert!(reused.has_fault("captcha"));
    let late = portal.get("/report").await;
    let digits = answer_to(&portal, &late);
    portal.clock.advance(SignedDuration::from_hours(3));
    assert!(answer_captcha(&portal, &late, &digits).await.has_fault("captcha"));
}

#[tokio::test]
async fn a_form_sent_sooner_than_a_person_could_is_kept_and_taken_later() {
    let portal = TestPortal::sqlite_with(with_captcha()).await;
    let form = portal.get("/report").await;
    let digits = answer_to(&portal, &form);
    let soon = answer_captcha(&portal, &form, &digits).await;
    assert_eq!(soon.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(soon.body.contains("只有一家能满足的尺寸"));
    portal.clock.advance(SignedDuration::from_secs(5));
    assert_eq!(send(&portal, &soon, &[]).await.status, StatusCode::OK, "the captcha is not asked again");
}

#[tokio::test]
async fn a_captcha_can_be_seen_and_heard_in_three_languages() {
    let portal = TestPortal::sqlite_with(with_captcha()).await;
    let token = portal.get("/report").await.hidden("captcha_token");
    let picture = portal.get(&format!("/captcha/{token}.png")).await;
    assert_eq!((picture.status, picture.header("content-type")), (StatusCode::OK, "image/png"));
    for path in [format!("/captcha/{token}.wav"), format!("/en/captcha/{token}.wav"), format!("/captcha/{token}.yue.wav")] {
        let sound = portal.get(&path).await;
        assert_eq!((sound.status, sound.header("content-type")), (StatusCode::OK, "audio/wav"));
        assert_eq!(sound.header("cache-control"), "no-store");
    }
    assert_eq!(portal.get("/captcha/none.png").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_report_goes_to_its_own_units_queue() {
    let portal = TestPortal::sqlite().await;
    let receipt = portal.file(&[("area", TIANHE)]).await;
    let number = receipt.text_of("case-number").parse().unwrap();
    assert!(portal.store.cases().by_number(&number, 2, 0).await.is_ok());
    assert!(portal.store.cases().by_number(&number, 1, 0).await.is_err());
}
