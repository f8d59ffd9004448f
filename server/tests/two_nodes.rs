//! Two nodes on one PostgreSQL: neither keeps anything that the other would miss.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use axum::http::StatusCode;
use jiff::SignedDuration;
use seal::{Holder, Purpose};
use server::casework::transparency::close_days;
use support::{TIANHE, TestPortal, client::borrowed, filled, member::Member, new_postgres, process::Site};

async fn cases(portal: &TestPortal) -> u64 {
    portal.store.figures().await.unwrap().iter().map(|count| count.cases).sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_filed_on_one_is_followed_and_worked_on_the_other() {
    let one = TestPortal::postgres().await;
    let other = one.another_node().await;
    let receipt = one.file(&[("area", TIANHE)]).await;
    let (code, number) = (receipt.text_of("receipt-code"), receipt.text_of("case-number"));
    assert!(other.post("/status", &[("receipt", &code)]).await.body.contains(&number));

    let here = Member::arrive(&one, "tianhe").await;
    let there = here.on(&other);
    assert!(there.get("/staff/queue").await.body.contains(&number));
    assert_eq!(there.act(&number, "accept", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.act(&number, "ask", &[("message", "请补充日期")]).await.status, StatusCode::SEE_OTHER);
    let added = other.post("/status", &[("receipt", &code), ("action", "supply"), ("message", "九月十二日")]).await;
    assert!(added.body.contains("请补充日期") && added.body.contains("九月十二日"));
    assert!(here.get(&format!("/staff/cases/{number}")).await.body.contains("九月十二日"));

    assert_eq!(there.post("/staff/logout", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/staff/queue").await.status, StatusCode::SEE_OTHER, "signed out on one is signed out on both");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_sent_to_both_at_once_is_one_report_with_one_receipt() {
    let one = TestPortal::postgres().await;
    let other = one.another_node().await;
    let mut fields = filled(&[]);
    fields.push(("ticket".to_owned(), one.get("/report").await.hidden("ticket")));
    let fields = borrowed(&fields);
    let (first, second) = tokio::join!(one.post("/report", &fields), other.post("/report", &fields));
    assert_eq!((first.status, second.status), (StatusCode::OK, StatusCode::OK));
    for id in ["receipt-code", "case-number"] {
        assert_eq!(first.text_of(id), second.text_of(id));
    }
    assert_eq!(cases(&one).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_is_sealed_to_the_key_that_another_node_has_just_put_in_force() {
    let one = TestPortal::postgres().await;
    let other = one.another_node().await;
    let here = Member::arrive(&one, "tianhe").await;
    assert_eq!(here.post("/admin/keys/reports/renew", &[]).await.status, StatusCode::SEE_OTHER);
    let receipt = other.file(&[("area", TIANHE)]).await;
    assert_eq!(receipt.status, StatusCode::OK, "its reporter notices nothing");
    let number = receipt.text_of("case-number");
    let key = one.store.units().key(2, Purpose::Report).await.unwrap().unwrap().id;
    let case = one.store.cases().by_number(&number.parse().unwrap(), 2, 0).await.unwrap();
    let copies = one.store.cases().keys(case.id).await.unwrap();
    assert!(copies.iter().any(|copy| copy.holder == Holder::Unit(key)), "sealed to the key in force");
    assert!(here.get(&format!("/staff/cases/{number}")).await.body.contains("只有一家能满足的尺寸"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_officers_on_two_nodes_the_second_is_told() {
    let one = TestPortal::postgres().await;
    let other = one.another_node().await;
    let number = one.file(&[("area", TIANHE)]).await.text_of("case-number");
    let here = Member::arrive(&one, "tianhe").await;
    let there = here.on(&other);
    let version = here.version(&number).await;
    let (first, second) = tokio::join!(
        here.act_on(&number, &version, "accept", &[]),
        there.act_on(&number, &version, "decline", &[("reason", "duplicate"), ("message", "重复举报")])
    );
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_publish_a_day_once() {
    let one = TestPortal::postgres().await;
    let other = one.another_node().await;
    one.file(&[]).await;
    one.clock.advance(SignedDuration::from_hours(24));
    let close = async |portal: &TestPortal| close_days(&portal.store, portal.app.keys(), portal.app.now()).await.unwrap();
    let (here, there) = tokio::join!(close(&one), close(&other));
    assert_eq!(here + there, 1);
    let published = [&one, &other].map(async |portal| portal.get("/transparency.json").await.body);
    let [here, there] = published;
    let (here, there) = (here.await, there.await);
    assert!(here == there && here.contains("2026-11-24"), "{here}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_may_migrate_at_once() {
    let url = new_postgres().await;
    let sites = [(); 2].map(|()| Site::empty(Some(url.clone())));
    for _ in 0..2 {
        std::thread::scope(|scope| {
            let migrations = sites.each_ref().map(|site| scope.spawn(|| site.done(&["migrate"])));
            migrations.into_iter().for_each(|migration| migration.join().unwrap());
        });
    }
    sites[0].done(&["init"]);
    sites[0].done(&["audit", "verify"]);
}
