//! How long cases are kept, through the router: what leads and reporters see and decide.

use axum::http::StatusCode;
use jiff::SignedDuration;
use server::{
    casework::retention::{Disposed, RetentionRules, dispose},
    clock::Clock as _,
};

use super::{
    member::{Member, NEWCOMERS},
    support::{HAIZHU, TIANHE, TestPortal},
};

pub async fn ask(portal: &TestPortal, code: &str) -> super::support::Answer {
    portal.post("/status", &[("receipt", code), ("action", "ask-deletion")]).await
}

async fn page(member: &Member<'_>, number: &str) -> super::support::Answer {
    member.get(&format!("/staff/retention/{number}")).await
}

pub async fn decide(member: &Member<'_>, number: &str, deed: &str, fields: &[(&str, &str)]) -> super::support::Answer {
    let version = page(member, number).await.hidden("version");
    let fields: Vec<(&str, &str)> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    member.post(&format!("/staff/retention/{number}/{deed}"), &fields).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reporter_asks_a_lead_agrees_and_all_that_is_left_is_the_certificate() {
    for portal in [TestPortal::sqlite().await, TestPortal::postgres().await] {
        let lead = Member::arrive(&portal, "tianhe").await;
        let receipt = portal.file(&[]).await;
        let (code, number) = (receipt.text_of("receipt-code"), receipt.text_of("case-number"));
        let shown = portal.post("/status", &[("receipt", &code)]).await;
        assert!(shown.body.contains("action-ask-deletion") && shown.body.contains("不能拿它们作证"), "told what it costs");
        let asked = ask(&portal, &code).await;
        assert_eq!(asked.status, StatusCode::OK);
        assert!(!asked.body.contains("action-ask-deletion") && asked.body.contains("等单位决定"));

        let list = lead.get("/staff/retention").await;
        assert!(list.body.contains(&number) && list.header("cache-control").contains("no-store"));
        let done = decide(&lead, &number, "destroy", &[]).await;
        assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, format!("/staff/retention?done={number}").as_str()));
        for path in [format!("/staff/cases/{number}"), format!("/staff/retention/{number}")] {
            assert_eq!(lead.get(&path).await.status, StatusCode::NOT_FOUND);
        }
        assert!(!lead.get("/staff/queue").await.body.contains(&number));
        let told = portal.post("/status", &[("receipt", &code)]).await;
        assert_eq!((told.status, told.text_of("case-number")), (StatusCode::OK, number.clone()));
        assert!(told.body.contains("这件反映已经销毁") && told.header("cache-control").contains("no-store"));
        let file = portal.get(&format!("/destroyed/{number}.json")).await;
        assert!(file.body.contains("\"rule\":\"asked\"") && file.body.contains("\"decided_by\":\"unit\""), "{}", file.body);
        assert!(portal.get(&format!("/destroyed/{number}")).await.body.contains(&number));
        assert_eq!(portal.get("/destroyed/26-0000").await.status, StatusCode::NOT_FOUND);
        let about = portal.file(&[("kind", "protection"), ("number", &number), ("step", "review")]).await;
        assert!(about.text_of("number-error").contains("已经销毁"), "{}", about.body);
    }
}

#[tokio::test]
async fn a_refusal_needs_a_reason_of_the_list_and_the_reporter_reads_it() {
    let portal = TestPortal::sqlite().await;
    let lead = Member::arrive(&portal, "tianhe").await;
    let receipt = portal.file(&[]).await;
    let (code, number) = (receipt.text_of("receipt-code"), receipt.text_of("case-number"));
    ask(&portal, &code).await;
    for why in ["", "because"] {
        let refused = decide(&lead, &number, "refuse", &[("why", why)]).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.has_fault("why"), "{why}");
    }
    assert_eq!(decide(&lead, &number, "refuse", &[("why", "archive")]).await.status, StatusCode::SEE_OTHER);
    let told = portal.post("/status", &[("receipt", &code)]).await;
    assert!(told.body.contains("档案规定要求保存") && told.body.contains("action-ask-deletion"));
    assert_eq!(decide(&lead, &number, "destroy", &[]).await.status, StatusCode::CONFLICT, "nobody asks for it now");
}

#[tokio::test]
async fn a_hold_needs_a_day_and_a_reason_and_what_was_typed_comes_back() {
    let portal = TestPortal::sqlite().await;
    let lead = Member::arrive(&portal, "tianhe").await;
    let receipt = portal.file(&[]).await;
    let number = receipt.text_of("case-number");
    let no_day = decide(&lead, &number, "hold", &[("until", ""), ("reason", "二审尚未审结")]).await;
    assert!(no_day.status == StatusCode::UNPROCESSABLE_ENTITY && no_day.has_fault("until") && no_day.body.contains("二审尚未审结"));
    let past = decide(&lead, &number, "hold", &[("until", "2026-01-01"), ("reason", "二审")]).await;
    assert!(past.has_fault("until"));
    let no_reason = decide(&lead, &number, "hold", &[("until", "2027-06-30"), ("reason", "")]).await;
    assert!(no_reason.has_fault("reason") && no_reason.body.contains("2027-06-30"));
    assert_eq!(decide(&lead, &number, "hold", &[("until", "2027-06-30"), ("reason", "二审尚未审结")]).await.status, StatusCode::SEE_OTHER);
    assert!(lead.get("/staff/retention").await.body.contains("2027-06-30"));
    assert!(lead.get(&format!("/staff/cases/{number}")).await.body.contains("二审尚未审结"));
    let stale =
        lead.post(&format!("/staff/retention/{number}/hold"), &[("version", "0"), ("until", "2028-01-01"), ("reason", "再留")]).await;
    assert!(stale.status == StatusCode::CONFLICT && stale.body.contains("再留"));
    ask(&portal, &receipt.text_of("receipt-code")).await;
    assert_eq!(decide(&lead, &number, "destroy", &[]).await.status, StatusCode::CONFLICT, "it is held");
    assert_eq!(decide(&lead, &number, "lift", &[("seq", "0")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(decide(&lead, &number, "destroy", &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn custodians_see_what_is_due_and_decide_nothing_and_other_units_see_nothing() {
    let portal = TestPortal::sqlite().await;
    let lead = Member::arrive(&portal, "tianhe").await;
    let number = portal.file(&[]).await.text_of("case-number");
    let keeper = lead.colleague("keeper", TIANHE, &["custodian"]).await;
    assert_eq!(page(&keeper, &number).await.status, StatusCode::OK);
    let refused =
        keeper.post(&format!("/staff/retention/{number}/hold"), &[("version", "0"), ("until", "2027-06-30"), ("reason", "留")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let officer = lead.colleague("xin", TIANHE, &["officer"]).await;
    assert_eq!(officer.get("/staff/retention").await.status, StatusCode::FORBIDDEN);
    let elsewhere = Member::arrive(&portal, "city").await;
    assert_eq!(page(&elsewhere, &number).await.status, StatusCode::NOT_FOUND);
    assert!(!elsewhere.get("/staff/retention").await.body.contains(&number));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_must_not_learn_of_a_case_finds_it_neither_among_what_is_kept_nor_among_what_is_gone() {
    for portal in [TestPortal::sqlite().await, TestPortal::postgres().await] {
        let lead = Member::arrive(&portal, "tianhe").await;
        let other = lead.colleague("other", TIANHE, &["lead"]).await;
        let receipt = portal.file(&[]).await;
        let number = receipt.text_of("case-number");
        ask(&portal, &receipt.text_of("receipt-code")).await;
        let who = portal.store.members().by_login("other").await.unwrap().id.to_string();
        assert!(other.get("/staff/retention").await.body.contains(&number));
        lead.act(&number, "recuse", &[("assignee", &who), ("message", "与被反映人是同学")]).await;
        assert!(!other.get("/staff/retention").await.body.contains(&number));
        assert_eq!(page(&other, &number).await.status, StatusCode::NOT_FOUND);
        assert_eq!(decide(&lead, &number, "hold", &[("until", "2027-06-30"), ("reason", "留")]).await.status, StatusCode::SEE_OTHER);
        assert!(!other.get("/staff/retention").await.body.contains(&number));
        decide(&lead, &number, "lift", &[("seq", "0")]).await;
        assert_eq!(decide(&lead, &number, "destroy", &[]).await.status, StatusCode::SEE_OTHER);
        assert!(lead.get("/staff/retention").await.body.contains(&number));
        assert!(!other.get("/staff/retention").await.body.contains(&number));

        // Whoever is kept away may look without signing in.
        for public in [format!("/destroyed/{number}"), format!("/destroyed/{number}.json")] {
            assert_eq!(portal.get(&public).await.status, StatusCode::NOT_FOUND, "{public}");
        }
        let own = format!("/staff/destroyed/{number}");
        assert!(lead.get("/staff/retention").await.body.contains(&own) && lead.get(&own).await.body.contains("销毁证明"));
        assert_eq!(other.get(&own).await.status, StatusCode::NOT_FOUND);
        assert_eq!(Member::arrive(&portal, "city").await.get(&own).await.status, StatusCode::NOT_FOUND, "another unit's");
        let told = portal.post("/status", &[("receipt", &receipt.text_of("receipt-code"))]).await;
        assert!(told.body.contains("这件反映已经销毁"), "the reporter reads it with the code");
        let form = told.body.split("id=\"action-protect\"").nth(1).expect("protection is asked for at all times");
        let form = form.split("</form>").next().unwrap();
        assert!(!form.contains("name=\"number\"") && form.contains("value=\"protect\""), "{form}");
        let report =
            portal.post("/report", &[("kind", "protection"), ("category", "medicine"), ("area", TIANHE), ("step", "protect")]).await;
        assert!(report.status == StatusCode::OK && report.body.contains("name=\"number\""), "{}", report.body);
    }
}

#[tokio::test]
async fn a_destroyed_case_is_told_nobody_of_a_unit_that_its_reporter_named() {
    let portal = TestPortal::sqlite().await;
    let lead = Member::arrive(&portal, "tianhe").await;
    let receipt = portal.file(&[("avoid_unit", HAIZHU)]).await;
    let number = receipt.text_of("case-number");
    portal.add_member(HAIZHU, "haizhu", model::Role::ALL).await;
    ask(&portal, &receipt.text_of("receipt-code")).await;
    assert_eq!(decide(&lead, &number, "destroy", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(portal.get(&format!("/destroyed/{number}")).await.status, StatusCode::NOT_FOUND);
    let protection = [("kind", "protection"), ("number", number.as_str()), ("area", TIANHE), ("step", "review")];
    assert!(!portal.post("/report", &protection).await.body.contains("已经销毁"), "nor does the form say that it was there");
}

/// Lets so many days pass, and then the portal do what is due.
async fn dispose_after(portal: &TestPortal, days: i64) -> Disposed {
    portal.clock.advance(SignedDuration::from_hours(24 * days));
    dispose(&portal.store, portal.app.keys(), &RetentionRules::default(), portal.clock.now()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_soon_due_is_neither_listed_nor_counted_for_who_must_not_learn_of_it() {
    for portal in [TestPortal::sqlite().await, TestPortal::postgres().await] {
        let lead = Member::arrive(&portal, "tianhe").await;
        let other = lead.colleague("other", TIANHE, &["lead"]).await;
        let number = portal.file(&[]).await.text_of("case-number");
        assert_eq!(lead.act(&number, "decline", &[("reason", "duplicate")]).await.status, StatusCode::SEE_OTHER);
        let who = portal.store.members().by_login("other").await.unwrap().id.to_string();
        lead.act(&number, "recuse", &[("assignee", &who), ("message", "与被反映人是同学")]).await;
        assert_eq!(dispose_after(&portal, 3_640).await.announced, 1);
        let (lead, other) = (lead.again("tianhe").await, other.again_with("other", NEWCOMERS).await);
        let seen = lead.get("/staff/retention").await.body;
        assert!(seen.contains(&number) && seen.contains("即将销毁（1 件）"), "{seen}");
        let unseen = other.get("/staff/retention").await.body;
        assert!(!unseen.contains(&number) && unseen.contains("即将销毁（0 件）"), "{unseen}");
    }
}

#[tokio::test]
async fn the_log_is_searched_by_the_number_of_a_case_that_was_destroyed_and_shows_it() {
    let portal = TestPortal::sqlite().await;
    let lead = Member::arrive(&portal, "tianhe").await;
    let other = lead.colleague("other", TIANHE, &["lead", "auditor"]).await;
    let receipt = portal.file(&[]).await;
    let number = receipt.text_of("case-number");
    let who = portal.store.members().by_login("other").await.unwrap().id.to_string();
    lead.act(&number, "recuse", &[("assignee", &who), ("message", "与被反映人是同学")]).await;
    ask(&portal, &receipt.text_of("receipt-code")).await;
    decide(&lead, &number, "destroy", &[]).await;
    let found = lead.get(&format!("/staff/audit?number={number}")).await;
    let told = |answer: &super::support::Answer| answer.body.matches("<td>销毁案件</td>").count();
    assert!(told(&found) == 1 && found.body.matches(&number).count() > 3, "{}", found.body);
    let searched = other.get(&format!("/staff/audit?number={number}")).await;
    assert_eq!((searched.status, told(&searched)), (StatusCode::OK, 0), "who was kept away still is");
    assert!(!other.get("/staff/audit").await.body.contains(&number));
}

#[tokio::test]
async fn the_reason_of_a_refusal_comes_back_when_the_case_was_changed() {
    let portal = TestPortal::sqlite().await;
    let lead = Member::arrive(&portal, "tianhe").await;
    let receipt = portal.file(&[]).await;
    let number = receipt.text_of("case-number");
    ask(&portal, &receipt.text_of("receipt-code")).await;
    let stale = lead.post(&format!("/staff/retention/{number}/refuse"), &[("version", "0"), ("why", "archive")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let chosen = stale.body.split("<option").find(|option| option.contains("value=\"archive\"")).unwrap();
    assert!(chosen.split('>').next().unwrap().contains("selected"), "{chosen}");
}
