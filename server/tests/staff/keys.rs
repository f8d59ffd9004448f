//! Putting a new key in the place of a unit's.

use axum::http::StatusCode;
use futures::future::join_all;
use jiff::SignedDuration;
use sea_orm::{ConnectionTrait, Database};
use seal::{Holder, Purpose};
use server::store::CaseKey;

use super::{
    admin::{id_of, invited, joined},
    custody,
    member::Member,
    support::{HAIZHU, TIANHE, TestPortal},
};

const UNIT: i64 = 2;
const WRITTEN: &str = "只有一家能满足的尺寸";

async fn renew(member: &Member<'_>) -> StatusCode {
    member.post("/admin/keys/reports/renew", &[]).await.status
}

async fn reads(member: &Member<'_>, number: &str) -> bool {
    member.get(&format!("/staff/cases/{number}")).await.body.contains(WRITTEN)
}

/// The keys of the unit for reports, the one in force first.
async fn unit_keys(portal: &TestPortal) -> Vec<i64> {
    let keys = portal.store.units().keys_of(UNIT).await.unwrap();
    keys.iter().filter(|key| key.purpose == Purpose::Report).map(|key| key.id).collect()
}

/// The copies of a case's data keys for its unit.
async fn units_copies(portal: &TestPortal, number: &str) -> Vec<CaseKey> {
    let case = portal.store.cases().by_number(&number.parse().unwrap(), UNIT, 0).await.unwrap();
    let mut copies = portal.store.cases().keys(case.id).await.unwrap();
    copies.retain(|copy| copy.purpose == Purpose::Report && matches!(copy.holder, Holder::Unit(_)));
    copies
}

#[tokio::test]
async fn after_a_renewal_its_holders_read_what_was_before_and_what_comes_after() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "tianhe").await;
    let officer = admin.colleague("xin", TIANHE, &["officer"]).await;
    let before = portal.file(&[]).await.text_of("case-number");
    let done = admin.post("/admin/keys/reports/renew", &[]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/admin/keys?saved"));
    let after = portal.file(&[]).await.text_of("case-number");
    let keys = unit_keys(&portal).await;
    assert_eq!(keys.len(), 2);
    assert_eq!(units_copies(&portal, &before).await[0].holder, Holder::Unit(keys[1]));
    assert_eq!(units_copies(&portal, &after).await[0].holder, Holder::Unit(keys[0]));
    for number in [&before, &after] {
        assert!(reads(&admin, number).await && reads(&officer, number).await);
    }
    let newcomer = admin.colleague("lin", TIANHE, &["officer"]).await;
    assert!(reads(&newcomer, &before).await && reads(&newcomer, &after).await, "who comes later gets the earlier key as well");
}

#[tokio::test]
async fn what_follows_in_an_earlier_case_is_sealed_to_the_new_key_alone() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "tianhe").await;
    let [by_reporter, by_staff] = [portal.file(&[]).await, portal.file(&[]).await];
    let [one, other] = [&by_reporter, &by_staff].map(|receipt| receipt.text_of("case-number"));
    let [code, other_code] = [&by_reporter, &by_staff].map(|receipt| receipt.text_of("receipt-code"));
    assert_eq!(renew(&admin).await, StatusCode::SEE_OTHER);
    let key = unit_keys(&portal).await[0];

    let added = portal.post("/status", &[("receipt", &code), ("action", "supply"), ("message", "九月十二日")]).await;
    assert!(added.body.contains("九月十二日"));
    admin.act(&other, "accept", &[]).await;
    assert_eq!(admin.act(&other, "ask", &[("message", "请补充日期")]).await.status, StatusCode::SEE_OTHER);
    for number in [&one, &other] {
        let later: Vec<Holder> =
            units_copies(&portal, number).await.iter().filter(|copy| copy.epoch == 1).map(|copy| copy.holder).collect();
        assert_eq!(later, [Holder::Unit(key)]);
    }
    assert!(admin.get(&format!("/staff/cases/{one}")).await.body.contains("九月十二日"));
    let status = portal.post("/status", &[("receipt", &other_code)]).await;
    assert!(status.body.contains("请补充日期") && status.body.contains(WRITTEN));
    admin.act(&one, "accept", &[]).await;
    admin.act(&one, "ask", &[("message", "哪一家医院")]).await;
    assert_eq!(units_copies(&portal, &one).await.len(), 2, "one renewal makes one new data key");
}

#[tokio::test]
async fn who_has_left_gets_no_new_key_and_the_page_asks_for_one() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "tianhe").await;
    let officer = admin.colleague("xin", TIANHE, &["officer"]).await;
    let number = portal.file(&[]).await.text_of("case-number");
    let id = id_of(&portal, "xin").await;
    assert_eq!(officer.act(&number, "assign", &[("assignee", &id.to_string())]).await.status, StatusCode::SEE_OTHER);
    assert!(!admin.get("/admin/keys").await.body.contains("请换一把新的"));
    assert_eq!(admin.post(&format!("/admin/members/{id}/leave"), &[("login", "xin")]).await.status, StatusCode::SEE_OTHER);
    let case = portal.store.cases().by_number(&number.parse().unwrap(), UNIT, 0).await.unwrap();
    assert_eq!(case.assignee_id, None, "open cases are nobody's");

    assert!(admin.get("/admin/keys").await.body.contains("请换一把新的"));
    portal.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(renew(&admin).await, StatusCode::SEE_OTHER);
    assert!(!admin.get("/admin/keys").await.body.contains("请换一把新的"));
    let holders = portal.store.members().grants_of_key(unit_keys(&portal).await[0]).await.unwrap();
    assert!(holders.iter().all(|grant| grant.member_id != id));
    let log = portal.store.audit().page(None, 50).await.unwrap();
    assert!(log.iter().any(|entry| entry.action == "unit-key.renew"));
}

#[tokio::test]
async fn who_lost_the_role_knew_the_key_and_the_page_asks_for_a_new_one() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "tianhe").await;
    admin.colleague("xin", TIANHE, &["officer", "lead", "custodian"]).await;
    let id = id_of(&portal, "xin").await;
    let change = async |roles: &[&str]| {
        let fields: Vec<(&str, &str)> = roles.iter().map(|&role| ("role", role)).collect();
        assert_eq!(admin.post(&format!("/admin/members/{id}/roles"), &fields).await.status, StatusCode::SEE_OTHER);
        let page = admin.get("/admin/keys").await.body;
        let asked = |key: &str| {
            page.split(&format!("id=\"key-{key}\"")).nth(1).unwrap().split("</section>").next().unwrap().contains("请换一把新的")
        };
        (asked("reports"), asked("identities"))
    };
    assert_eq!(change(&["lead", "custodian"]).await, (false, false), "a lead holds the same key");
    assert_eq!(change(&["lead"]).await, (false, true));
    assert_eq!(change(&["auditor"]).await, (true, true));
    change(&["officer"]).await;
    admin.post(&format!("/admin/members/{id}/grant-key"), &[]).await;
    assert_eq!(change(&["officer"]).await, (false, true), "who holds it again may know it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_are_the_first_at_once_make_one_key_and_the_second_is_granted_it() {
    for portal in [TestPortal::sqlite().await, TestPortal::postgres().await] {
        let city = Member::arrive(&portal, "city").await;
        let links = [invited(&city, "one", HAIZHU, "lead").await, invited(&city, "two", HAIZHU, "lead").await];
        let (one, two) = tokio::join!(joined(&portal, &links[0], "one"), joined(&portal, &links[1], "two"));
        let keys = portal.store.units().keys_of(3).await.unwrap();
        assert_eq!(keys.len(), 1);
        let holders = portal.store.members().grants_of_key(keys[0].id).await.unwrap();
        assert_eq!(holders.len(), 1);
        let number = portal.file(&[("area", HAIZHU)]).await.text_of("case-number");
        let (first, second, login) =
            if holders[0].member_id == id_of(&portal, "one").await { (one, two, "two") } else { (two, one, "one") };
        assert!(reads(&first, &number).await && !reads(&second, &number).await);
        first.post(&format!("/admin/members/{}/grant-key", id_of(&portal, login).await), &[]).await;
        assert!(reads(&second, &number).await);
    }
}

#[tokio::test]
async fn only_who_holds_a_key_puts_another_in_its_place() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "tianhe").await;
    let other = joined(&portal, &invited(&admin, "guan", TIANHE, "administrator").await, "guan").await;
    assert!(other.get("/admin/keys").await.body.contains("您没有这把密钥"));
    assert_eq!(renew(&other).await, StatusCode::FORBIDDEN);
    let officer = admin.colleague("xin", TIANHE, &["officer"]).await;
    assert_eq!(officer.get("/admin/keys").await.status, StatusCode::FORBIDDEN);
    assert_eq!(renew(&officer).await, StatusCode::FORBIDDEN);
    assert_eq!(admin.post("/admin/keys/everything/renew", &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(unit_keys(&portal).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reports_that_come_in_meanwhile_can_all_be_read() {
    for portal in [TestPortal::sqlite().await, TestPortal::postgres().await] {
        let admin = Member::arrive(&portal, "tianhe").await;
        let filing = join_all((0..12).map(|_| portal.file(&[])));
        let (receipts, renewed) = tokio::join!(filing, renew(&admin));
        assert_eq!(renewed, StatusCode::SEE_OTHER);
        for receipt in receipts {
            assert!(reads(&admin, &receipt.text_of("case-number")).await);
        }
    }
}

#[tokio::test]
async fn an_identity_from_before_is_still_given_after_a_renewal() {
    let portal = TestPortal::sqlite().await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let keeper = officer.colleague("keeper", TIANHE, &["custodian"]).await;
    let number = portal.file(&custody::NAMED).await.text_of("case-number");
    assert_eq!(keeper.post("/admin/keys/identities/renew", &[]).await.status, StatusCode::SEE_OTHER);
    let asked = officer.ask_for_identity(&number, &["name", "phone"], "电话核实签约日期").await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    assert_eq!(keeper.decide(&number, "grant", "").await.status, StatusCode::SEE_OTHER);
    assert!(officer.act(&number, "open-identity", &[]).await.body.contains("13800138000"));
}

#[tokio::test]
async fn who_holds_the_new_key_alone_is_granted_the_earlier_one_as_well() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "tianhe").await;
    let officer = admin.colleague("xin", TIANHE, &["officer"]).await;
    let before = portal.file(&[]).await.text_of("case-number");
    assert_eq!(renew(&admin).await, StatusCode::SEE_OTHER);
    let (id, earlier) = (id_of(&portal, "xin").await, unit_keys(&portal).await[1]);
    let database = Database::connect(format!("sqlite://{}", portal.folder().join("test.db").display())).await.unwrap();
    let taken = format!("DELETE FROM unit_key_grants WHERE unit_key_id = {earlier} AND member_id = {id}");
    database.execute_unprepared(&taken).await.unwrap();
    assert!(!reads(&officer, &before).await);
    assert!(admin.get(&format!("/admin/members/{id}")).await.body.contains("/grant-key"));
    assert_eq!(admin.post(&format!("/admin/members/{id}/grant-key"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(reads(&officer, &before).await);
    assert!(!admin.get(&format!("/admin/members/{id}")).await.body.contains("/grant-key"));
}
