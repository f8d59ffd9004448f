//! Proof of filing and the signed ends of days: what anyone can check, and what someone who writes to the database cannot hide.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use std::{path::PathBuf, process::Output};

use axum::http::StatusCode;
use jiff::SignedDuration;
use model::CaseNumber;
use server::casework::{
    filing_proof::{Certificate, Invalid, Neighbour},
    transparency::{Published, close_days},
};
use support::TestPortal;

/// A report that was filed, as its receipt shows it.
struct Filed {
    number: String,
    proof: String,
}

async fn file(portal: &TestPortal) -> Filed {
    let receipt = portal.file(&[]).await;
    Filed { number: receipt.text_of("case-number"), proof: receipt.hidden("proof") }
}

impl Filed {
    fn fields(&self) -> [(&str, &str); 2] {
        [("number", &self.number), ("proof", &self.proof)]
    }
}

/// Lets a day pass and closes it; tells how many were closed.
async fn next_day(portal: &TestPortal) -> u32 {
    portal.clock.advance(SignedDuration::from_hours(24));
    close_days(&portal.store, portal.app.keys(), portal.app.now()).await.unwrap()
}

async fn certificate(portal: &TestPortal, filed: &Filed) -> Certificate {
    serde_json::from_str(&portal.post("/verify/certificate", &filed.fields()).await.body).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn complaint(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn kept(portal: &TestPortal, name: &str, text: &str) -> PathBuf {
    let path = portal.folder().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[tokio::test]
async fn a_proof_is_checked_by_anyone_and_shows_nothing_of_the_report() {
    let portal = TestPortal::sqlite().await;
    let filed = file(&portal).await;
    let spaced: String = filed.proof.to_uppercase().chars().flat_map(|digit| [digit, ' ']).collect();
    for proof in [&filed.proof, &spaced] {
        let answer = portal.post("/verify", &[("number", &filed.number), ("proof", proof)]).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.contains("data-valid=\"true\"") && !answer.body.contains("招标文件"));
    }
    let other = file(&portal).await;
    for (number, proof) in [(&filed.number, &other.proof), (&other.number, &filed.proof), (&"20260000".to_owned(), &filed.proof)] {
        let answer = portal.post("/verify", &[("number", number), ("proof", proof)]).await;
        assert!(!answer.body.contains("data-valid=\"true\""), "{number}");
    }
    assert_eq!(
        portal.post("/verify/certificate", &[("number", &filed.number), ("proof", &other.proof)]).await.status,
        StatusCode::NOT_FOUND
    );
    let wrong = portal.post("/verify", &[("number", &filed.number), ("proof", "abc")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has_fault("proof") && portal.post("/verify", &[]).await.has_fault("number"));
}

#[tokio::test]
async fn the_status_page_leads_to_the_same_proof() {
    let portal = TestPortal::sqlite().await;
    let receipt = portal.file(&[]).await;
    let status = portal.post("/status", &[("receipt", &receipt.text_of("receipt-code"))]).await;
    assert_eq!(status.hidden("proof"), receipt.hidden("proof"));
}

#[tokio::test]
async fn a_filing_moved_to_another_hour_has_no_valid_proof_any_more() {
    let portal = TestPortal::sqlite().await;
    let filed = file(&portal).await;
    portal.alter("UPDATE cases SET filed_at = filed_at - 3600000").await;
    assert!(portal.post("/verify", &filed.fields()).await.body.contains("data-valid=\"false\""));
}

#[tokio::test]
async fn a_certificate_holds_without_the_portal_and_for_nothing_but_what_it_says() {
    let portal = TestPortal::sqlite().await;
    let (filed, _, _) = (file(&portal).await, file(&portal).await, file(&portal).await);
    let fingerprint = portal.app.keys().fingerprint().to_string();
    let fresh = certificate(&portal, &filed).await;
    assert!(fresh.stamp.is_none() && fresh.check(&fingerprint).is_ok());

    assert_eq!(next_day(&portal).await, 1);
    let whole = certificate(&portal, &filed).await;
    assert_eq!(whole.check(&fingerprint.to_lowercase().replace(' ', "")), Ok(()));
    assert_eq!(whole.check(&fingerprint.replace(['0', '1', '2', '3'], "4")), Err(Invalid::OtherKey));
    let other_number: CaseNumber = CaseNumber::parse(&file(&portal).await.number).unwrap();
    let hour = SignedDuration::from_hours(1);
    for changed in [
        Certificate { number: other_number, ..whole.clone() },
        Certificate { filed_at: whole.filed_at - hour, ..whole.clone() },
        Certificate { proof: "00".repeat(32), ..whole.clone() },
    ] {
        assert_eq!(changed.check(&fingerprint), Err(Invalid::Unsigned), "{changed:?}");
    }
    let stamp = whole.stamp.clone().unwrap();
    let (mut root, mut path, mut day, mut cut) = (stamp.clone(), stamp.clone(), stamp.clone(), stamp);
    root.day.root = "00".repeat(32);
    path.path[0] = Neighbour::Left("00".repeat(32));
    day.day.day = "2026-11-25".to_owned();
    cut.path.pop();
    for changed in [root, path, day, cut] {
        assert_eq!(Certificate { stamp: Some(changed), ..whole.clone() }.check(&fingerprint), Err(Invalid::NotStamped));
    }
    assert_eq!(Certificate { format: 2, ..whole.clone() }.check(&fingerprint), Err(Invalid::Malformed));
}

#[tokio::test]
async fn the_command_checks_proofs_with_the_portal_and_without() {
    let portal = TestPortal::sqlite().await;
    let filed = file(&portal).await;
    next_day(&portal).await;
    let fingerprint = portal.app.keys().fingerprint().to_string();
    let text = portal.post("/verify/certificate", &filed.fields()).await.body;
    let file = kept(&portal, "note.json", &text).display().to_string();
    let valid = portal.command(&["verify", &file, "--fingerprint", &fingerprint]);
    assert_eq!((code(&valid), complaint(&valid)), (0, String::new()));
    assert!(String::from_utf8(valid.stdout).unwrap().contains(&filed.number));
    assert_eq!(code(&portal.command(&["verify", &file, "--fingerprint", "0000"])), 1);
    assert_eq!(code(&portal.command(&["verify", &file])), 2);
    assert_eq!(code(&portal.command(&["verify"])), 2);
    assert_eq!(code(&portal.command(&["verify", "--number", &filed.number, "--proof", &filed.proof])), 0);
    assert_eq!(code(&portal.command(&["verify", "--number", &filed.number, "--proof", &"0".repeat(64)])), 1);
    assert_eq!(code(&portal.command(&["verify", "--number", &filed.number, "--proof", "short"])), 2);
    let broken = kept(&portal, "broken.json", &text[..text.len() / 2]).display().to_string();
    let refused = portal.command(&["verify", &broken, "--fingerprint", &fingerprint]);
    assert!(code(&refused) == 1 && complaint(&refused).contains("no certificate"), "{}", complaint(&refused));
}

#[tokio::test]
async fn what_was_filed_after_its_day_was_closed_is_said_to_be_never_stamped() {
    let portal = TestPortal::sqlite().await;
    let before = file(&portal).await;
    let ahead = portal.app.now() + SignedDuration::from_hours(24);
    assert_eq!(close_days(&portal.store, portal.app.keys(), ahead).await.unwrap(), 1);
    let filed = file(&portal).await;
    let stamped = async |filed: &Filed| {
        let told = portal.command(&["verify", "--number", &filed.number, "--proof", &filed.proof]);
        (portal.post("/en/verify", &filed.fields()).await.body, String::from_utf8(told.stdout).unwrap())
    };
    let (page, told) = stamped(&filed).await;
    assert!(page.contains("closed before it was filed") && told.contains("closed before it was filed"), "{told}");
    let (page, told) = stamped(&before).await;
    assert!(page.contains("Stamped with all filings") && told.contains("stamped with all filings"), "{told}");
    portal.clock.advance(SignedDuration::from_hours(24));
    let (page, told) = stamped(&file(&portal).await).await;
    assert!(page.contains("once the day is over") && told.contains("its day is not over"), "{told}");
}

#[tokio::test]
async fn each_day_is_published_once_and_signed() {
    let portal = TestPortal::sqlite().await;
    assert!(portal.get("/transparency").await.status.is_success());
    file(&portal).await;
    assert_eq!(next_day(&portal).await, 1);
    assert_eq!(close_days(&portal.store, portal.app.keys(), portal.app.now()).await.unwrap(), 0);
    portal.clock.advance(SignedDuration::from_hours(48));
    assert_eq!(next_day(&portal).await, 3, "days on which the portal was off follow");
    let published: Published = serde_json::from_str(&portal.get("/transparency.json").await.body).unwrap();
    let days: Vec<&str> = published.days.iter().map(|day| day.day.as_str()).collect();
    assert_eq!(days, ["2026-11-27", "2026-11-26", "2026-11-25", "2026-11-24"]);
    assert!(published.days.iter().all(|day| day.is_signed_by(&portal.app.keys().public_key()) && day.filings == "<5"));
    for path in ["/transparency", "/zh-Hant/transparency", "/en/transparency"] {
        let page = portal.get(path).await;
        assert!(page.status == StatusCode::OK && page.body.contains(&published.fingerprint) && page.body.contains("2026-11-27"), "{path}");
    }
}

#[tokio::test]
async fn a_log_cut_short_or_written_anew_is_found_against_what_was_signed() {
    let portal = TestPortal::sqlite().await;
    file(&portal).await;
    next_day(&portal).await;
    let copy = kept(&portal, "copy.json", &portal.get("/transparency.json").await.body).display().to_string();
    portal.store.close().await;
    let verify = |arguments: &[&str]| portal.command(&[&["audit", "verify"], arguments].concat());
    assert_eq!(code(&verify(&["--published", &copy])), 0);

    // Whoever cuts the end off and makes the rest look whole.
    portal.alter("DELETE FROM audit_log WHERE seq > 2").await;
    portal.alter("UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit_log WHERE seq = 2)").await;
    let cut = verify(&[]);
    assert!(code(&cut) == 1 && complaint(&cut).contains("entries after 2 were removed"), "{}", complaint(&cut));
    // And makes the signed end fit: it is not signed any more.
    portal.alter("UPDATE closed_days SET entries = 2, head = (SELECT hash FROM audit_log WHERE seq = 2)").await;
    let forged = verify(&[]);
    assert!(code(&forged) == 1 && complaint(&forged).contains("forged"), "{}", complaint(&forged));
    // And removes it: only a copy kept elsewhere tells.
    portal.alter("DELETE FROM closed_days").await;
    assert_eq!(code(&verify(&[])), 0);
    let missed = verify(&["--published", &copy]);
    assert!(code(&missed) == 1 && complaint(&missed).contains("entries after 2 were removed"), "{}", complaint(&missed));
    assert_eq!(code(&verify(&["--published", "nowhere.json"])), 2);
}

#[tokio::test]
async fn a_signed_end_that_was_taken_away_is_missed_by_the_log_itself() {
    let portal = TestPortal::sqlite().await;
    file(&portal).await;
    next_day(&portal).await;
    next_day(&portal).await;
    let copy = kept(&portal, "copy.json", &portal.get("/transparency.json").await.body).display().to_string();
    portal.store.close().await;
    let whole = portal.command(&["audit", "verify", "--published", &copy]);
    assert!(code(&whole) == 0 && String::from_utf8(whole.stdout).unwrap().contains(", 2 signed ends"), "each day counts once");
    portal.alter("DELETE FROM closed_days WHERE day = '2026-11-24'").await;
    let missed = portal.command(&["audit", "verify"]);
    assert!(code(&missed) == 1 && complaint(&missed).contains("the signed end of 2026-11-24"), "{}", complaint(&missed));
}

#[tokio::test]
async fn a_proof_that_cannot_be_looked_up_now_is_not_lost() {
    let portal = TestPortal::sqlite().await;
    let filed = file(&portal).await;
    portal.store.close().await;
    for path in ["/verify", "/verify/certificate"] {
        let answer = portal.post(path, &filed.fields()).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.body.contains(&filed.number) && answer.body.contains(&filed.proof), "{path}");
    }
}
