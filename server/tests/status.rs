//! Following a case by its receipt code.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use axum::http::StatusCode;
use model::ReceiptCode;
use server::vault::ring::{self, Ring};
use support::{TestPortal, member::Member};

#[tokio::test]
async fn a_code_is_understood_however_it_is_typed() {
    let portal = TestPortal::sqlite().await;
    let code = portal.file(&[]).await.text_of("receipt-code");
    let full_width: String = code.chars().map(|c| if c == '-' { '－' } else { char::from_u32(c as u32 + 0xFEE0).unwrap() }).collect();
    for typed in [code.to_lowercase(), code.replace('-', " "), code.replace('-', ""), code.replace('0', "O").replace('1', "l"), full_width]
    {
        let answer = portal.post("/status", &[("receipt", &typed)]).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.contains("招标文件"));
    }
}

#[tokio::test]
async fn a_slip_is_told_apart_from_an_unknown_code() {
    let portal = TestPortal::sqlite().await;
    let unknown = ReceiptCode::from_entropy(&[9; 24]).to_display();
    let mut slip = unknown.clone();
    slip.replace_range(0..1, if unknown.starts_with('2') { "3" } else { "2" });
    let answers = [portal.post("/status", &[("receipt", &unknown)]).await, portal.post("/status", &[("receipt", &slip)]).await];
    for answer in &answers {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.has_fault("receipt"));
    }
    assert_ne!(answers[0].text_of("receipt-error"), answers[1].text_of("receipt-error"));
    for short in ["", "ABC", "招标"] {
        assert!(portal.post("/status", &[("receipt", short)]).await.has_fault("receipt"));
    }
}

#[tokio::test]
async fn the_reporter_adds_text_and_withdraws() {
    let portal = TestPortal::sqlite().await;
    let code = portal.file(&[]).await.text_of("receipt-code");
    let empty = portal.post("/status", &[("receipt", &code), ("action", "supply"), ("message", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.has_fault("message"));
    let added = portal.post("/status", &[("receipt", &code), ("action", "supply"), ("message", "又想起一件事")]).await;
    assert_eq!(added.status, StatusCode::OK);
    assert!(added.body.contains("又想起一件事"));
    let withdrawn = portal.post("/status", &[("receipt", &code), ("action", "supply"), ("step", "withdraw"), ("message", "")]).await;
    assert_eq!(withdrawn.status, StatusCode::OK);
    let late = portal.post("/status", &[("receipt", &code), ("action", "supply"), ("message", "太晚了")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("太晚了"), "what was typed is kept");
}

/// As when a page is loaded again, or a button pressed twice.
async fn what_is_sent_twice_is_done_once(portal: TestPortal) {
    let code = portal.file(&[]).await.text_of("receipt-code");
    let version = async || portal.post("/status", &[("receipt", &code)]).await.hidden("version");
    let first = version().await;
    let supply = async |version: &str, message: &str| {
        portal.post("/status", &[("receipt", &code), ("version", version), ("action", "supply"), ("message", message)]).await
    };
    for _ in 0..2 {
        let sent = supply(&first, " 供应商姓王 ").await;
        assert_eq!(sent.status, StatusCode::OK);
        assert_eq!(sent.body.matches("供应商姓王").count(), 1, "{}", sent.body);
        assert!(sent.body.contains("已密封并送到单位"));
    }
    let stale = supply(&first, "另外一件事").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text_of("changed").contains("刚刚有变动") && stale.body.contains("另外一件事</textarea>"), "{}", stale.body);
    assert_eq!(supply(&stale.hidden("version"), "另外一件事").await.status, StatusCode::OK);
    assert_eq!(supply(&version().await, "另外一件事").await.body.matches("另外一件事").count(), 2, "said again on purpose");

    let both = version().await;
    let (one, other) = tokio::join!(supply(&both, "两次一起按的"), supply(&both, "两次一起按的"));
    for sent in [one, other] {
        assert!(sent.status == StatusCode::OK && sent.body.matches("两次一起按的").count() == 1, "{}: {}", sent.status, sent.body);
    }

    let last = version().await;
    for action in ["ask-deletion", "withdraw"] {
        let stale = portal.post("/status", &[("receipt", &code), ("version", &first), ("action", action)]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "{action}");
    }
    for _ in 0..2 {
        let withdrawn = portal.post("/status", &[("receipt", &code), ("version", &last), ("action", "withdraw")]).await;
        assert!(withdrawn.status == StatusCode::OK && withdrawn.body.contains("已撤回"), "{}", withdrawn.body);
    }
}

#[tokio::test]
async fn what_is_sent_twice_is_done_once_on_sqlite() {
    what_is_sent_twice_is_done_once(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn what_is_sent_twice_is_done_once_on_postgres() {
    what_is_sent_twice_is_done_once(TestPortal::postgres().await).await;
}

#[tokio::test]
async fn a_case_whose_retention_key_was_destroyed_says_so_and_takes_no_other_along() {
    let before = TestPortal::sqlite().await;
    let filed = async |portal: &TestPortal| {
        let receipt = portal.file(&[]).await;
        (receipt.text_of("receipt-code"), receipt.text_of("case-number"))
    };
    let lost = filed(&before).await;
    let ring = Ring::load(&before.folder().join(ring::FILE_NAME), &[]).unwrap();
    ring.begin(before.app.now(), &mut before.app.rng()).unwrap();
    ring.destroy(1).unwrap();
    let portal = before.another_node().await;
    let kept = filed(&portal).await;
    for (path, words) in [("/status", "谁也打不开"), ("/zh-Hant/status", "誰也打不開"), ("/en/status", "can no longer be opened")]
    {
        let answer = portal.post(path, &[("receipt", &lost.0)]).await;
        assert!(answer.status == StatusCode::GONE && answer.body.contains(words), "{path}: {} {}", answer.status, answer.body);
        assert!(answer.header("retry-after").is_empty() && !answer.body.contains("kept-form"), "{path}");
    }
    assert_eq!(portal.post("/status", &[("receipt", &kept.0)]).await.status, StatusCode::OK);

    let member = Member::arrive(&portal, "tianhe").await;
    assert_eq!(member.get(&format!("/staff/cases/{}", lost.1)).await.status, StatusCode::GONE);
    let queue = member.get("/staff/queue").await;
    assert!(queue.status == StatusCode::OK && queue.body.contains(&kept.1) && queue.body.contains("招标文件"), "{}", queue.status);
}

#[tokio::test]
async fn an_outcome_is_rated_only_when_there_is_one() {
    let portal = TestPortal::sqlite().await;
    let code = portal.file(&[]).await.text_of("receipt-code");
    let rate = |rating| [("receipt", code.as_str()), ("action", "rate"), ("rating", rating)];
    assert_eq!(portal.post("/status", &rate("satisfied")).await.status, StatusCode::CONFLICT);
    assert_eq!(portal.post("/status", &rate("wonderful")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_receipt_is_checked_and_saved_without_standing_in_an_address() {
    let portal = TestPortal::sqlite().await;
    let receipt = portal.file(&[]).await;
    let (code, number) = (receipt.text_of("receipt-code"), receipt.text_of("case-number"));
    assert_eq!(portal.post("/receipt/check", &[("shown", &code), ("receipt", &code.to_lowercase())]).await.status, StatusCode::OK);
    let other = ReceiptCode::from_entropy(&[9; 24]).to_display();
    assert_eq!(portal.post("/receipt/check", &[("shown", &code), ("receipt", &other)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = portal.post("/receipt/save", &[("shown", &code), ("number", &number)]).await;
    assert_eq!(saved.status, StatusCode::OK);
    assert!(saved.body.contains(&code) && saved.header("content-disposition").starts_with("attachment"));
    assert_eq!(portal.get("/receipt/save").await.status, StatusCode::METHOD_NOT_ALLOWED);
}
