//! Identities: asked for, decided on, looked at, objected to. Through the real router, on both databases.

use axum::http::StatusCode;
use jiff::SignedDuration;

use crate::{
    cases::filed,
    member::Member,
    support::{CITY, HAIZHU, TIANHE, TestPortal},
};

pub const NAMED: [(&str, &str); 5] =
    [("identity", "named"), ("name", "张伟"), ("id_number", "11010519491231002X"), ("phone", "13800138000"), ("address", "天河路 1 号")];

async fn is_asked_granted_seen_within_its_scope_and_ended(portal: TestPortal) {
    let (code, number) = filed(&portal, TIANHE, &NAMED).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let keeper = officer.colleague("keeper", TIANHE, &["custodian"]).await;
    let case = format!("/staff/cases/{number}");
    let asked = officer.ask_for_identity(&number, &["name", "phone"], "电话核实签约日期").await;
    assert_eq!(asked.header("location"), format!("{case}?done=ask-identity"), "{}", asked.body);
    assert!(!portal.post("/status", &[("receipt", &code)]).await.body.contains("电话核实签约日期"), "nothing was given yet");
    let early = officer.act(&number, "open-identity", &[]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);

    let list = keeper.get("/staff/identities").await;
    assert_eq!((list.status, list.header("cache-control")), (StatusCode::OK, "no-store"));
    assert!(list.body.contains(&number) && list.body.contains("电话核实签约日期") && !list.body.contains("张伟"));
    let granted = keeper.decide(&number, "grant", "只联系一次").await;
    assert_eq!(granted.header("location"), "/staff/identities?done=granted", "{}", granted.body);
    assert!(!officer.get(&case).await.body.contains("13800138000"), "it is shown when it is asked for, and on record");
    // In another hour than it was asked for and granted in: what the reporter is told of that names no such hour.
    const OPENED: &str = "2026 年 11 月 24 日 13 时";
    portal.clock.advance(SignedDuration::from_hours(2));
    let officer = officer.again("tianhe").await;
    assert!(!portal.post("/status", &[("receipt", &code)]).await.body.contains(OPENED));
    let opened = officer.act(&number, "open-identity", &[]).await;
    assert_eq!((opened.status, opened.header("cache-control")), (StatusCode::OK, "no-store"));
    assert!(opened.body.contains("13800138000") && opened.body.contains("张伟"));
    assert!(!opened.body.contains("11010519491231002X") && !opened.body.contains("天河路 1 号"), "not what was not asked for");

    let told = portal.post("/status", &[("receipt", &code)]).await;
    for words in ["电话核实签约日期", "只联系一次", "天河区信访局，经办人", "核实举报人身份", "2026 年 11 月 24 日 11 时", OPENED]
    {
        assert!(told.body.contains(words), "{words}: {}", told.text_of("openings"));
    }
    portal.clock.advance(SignedDuration::from_hours(24));
    let officer = officer.again("tianhe").await;
    let over = officer.act(&number, "open-identity", &[]).await;
    assert_eq!(over.status, StatusCode::CONFLICT, "also before anything was swept");
    assert!(!over.body.contains("13800138000"));
    assert!(portal.post("/status", &[("receipt", &code)]).await.body.contains("结束"));
}

#[tokio::test]
async fn an_identity_is_asked_for_granted_and_seen_within_its_scope_on_sqlite() {
    is_asked_granted_seen_within_its_scope_and_ended(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn an_identity_is_asked_for_granted_and_seen_within_its_scope_on_postgres() {
    is_asked_granted_seen_within_its_scope_and_ended(TestPortal::postgres().await).await;
}

async fn takes_two_custodians_or_one_refusal(portal: TestPortal) {
    let courts = [&NAMED[..], &[("category", "justice")]].concat();
    let (_, number) = filed(&portal, TIANHE, &courts).await;
    let (code, other) = filed(&portal, TIANHE, &courts).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let [first, second] =
        [officer.colleague("first", TIANHE, &["custodian"]).await, officer.colleague("second", TIANHE, &["custodian"]).await];
    officer.ask_for_identity(&number, &["name"], "核实").await;
    officer.ask_for_identity(&other, &["name"], "核实").await;

    let own = officer.decide(&number, "grant", "自己批准").await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.body.contains("由别的保管员决定") && own.body.contains("自己批准"), "nothing typed is lost");
    assert_eq!(first.decide(&number, "grant", "").await.header("location"), "/staff/identities?done=agreed");
    assert_eq!(officer.act(&number, "open-identity", &[]).await.status, StatusCode::CONFLICT);
    assert_eq!(first.decide(&number, "grant", "").await.status, StatusCode::CONFLICT, "twice by one is not two");
    assert_eq!(second.decide(&number, "grant", "").await.header("location"), "/staff/identities?done=granted");
    assert!(officer.act(&number, "open-identity", &[]).await.body.contains("张伟"));

    let silent = second.decide(&other, "refuse", "").await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.has_fault(&format!("decide-{other}-0-reason")));
    assert_eq!(second.decide(&other, "refuse", "写信即可").await.header("location"), "/staff/identities?done=refused");
    assert_eq!(first.decide(&other, "grant", "").await.status, StatusCode::CONFLICT);
    assert!(officer.get(&format!("/staff/cases/{other}")).await.body.contains("写信即可"));
    assert!(portal.post("/status", &[("receipt", &code)]).await.body.contains("还没有人看过您的身份"));
}

#[tokio::test]
async fn a_high_risk_takes_two_custodians_and_a_refusal_one_on_sqlite() {
    takes_two_custodians_or_one_refusal(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn a_high_risk_takes_two_custodians_and_a_refusal_one_on_postgres() {
    takes_two_custodians_or_one_refusal(TestPortal::postgres().await).await;
}

async fn is_objected_to_and_answered_by_the_unit_above(portal: TestPortal) {
    let (code, number) = filed(&portal, TIANHE, &NAMED).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let keeper = officer.colleague("keeper", TIANHE, &["custodian"]).await;
    let city = Member::arrive(&portal, "city").await;
    officer.ask_for_identity(&number, &["phone"], "电话核实").await;
    keeper.decide(&number, "grant", "").await;

    let status = portal.post("/status", &[("receipt", &code)]).await;
    assert!(status.body.contains("action-object-0") && status.text_of("openings").contains("广州市信访局"));
    let object = |words: &'static str| [("receipt", code.as_str()), ("action", "object"), ("request", "0"), ("objection", words)];
    let empty = portal.post("/status", &object(" ")).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.has_fault("objection"));
    let bad = portal.post("/status", &object("没有必要\u{0}打电话")).await;
    assert!(bad.status == StatusCode::UNPROCESSABLE_ENTITY && bad.text_of("objection").contains("打电话"), "nothing typed is lost");
    let made = portal.post("/status", &object("没有必要打电话")).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    assert!(made.body.contains("没有必要打电话") && !made.body.contains("action-object-0"));
    assert_ne!(portal.post("/status", &object("再说一次")).await.status, StatusCode::OK, "once");

    assert!(!officer.get("/staff/objections").await.body.contains(&number));
    let list = city.get("/staff/objections").await;
    assert!(list.body.contains(&number) && list.body.contains("没有必要打电话") && list.body.contains("电话核实"));
    assert_eq!(city.get(&format!("/staff/cases/{number}")).await.status, StatusCode::NOT_FOUND);
    let path = format!("/staff/objections/{number}/0");
    let silent = city.post(&path, &[("message", "")]).await;
    assert!(silent.status == StatusCode::UNPROCESSABLE_ENTITY && silent.has_fault(&format!("objection-{number}-0-message")));
    assert_eq!(officer.post(&path, &[("message", "我来答")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(keeper.post(&path, &[("message", "我来答")]).await.status, StatusCode::FORBIDDEN);
    let answered = city.post(&path, &[("message", "已查，以后改为写信")]).await;
    assert_eq!(answered.header("location"), "/staff/objections?done=answered", "{}", answered.body);
    assert!(portal.post("/status", &[("receipt", &code)]).await.body.contains("已查，以后改为写信"));
    assert_eq!(city.post(&path, &[("message", "再答")]).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_reporter_objects_and_the_unit_above_answers_on_sqlite() {
    is_objected_to_and_answered_by_the_unit_above(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn a_reporter_objects_and_the_unit_above_answers_on_postgres() {
    is_objected_to_and_answered_by_the_unit_above(TestPortal::postgres().await).await;
}

#[tokio::test]
async fn a_request_that_lacks_something_comes_back_with_every_fault_and_what_was_typed() {
    let portal = TestPortal::sqlite().await;
    let (_, number) = filed(&portal, TIANHE, &NAMED).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let empty = officer.act(&number, "ask-identity", &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["purpose", "scope", "reason"] {
        assert!(empty.has_fault(&format!("ask-identity-{field}")), "{field}");
    }
    let odd = officer.act(&number, "ask-identity", &[("purpose", "whim"), ("scope", "shoe"), ("reason", "写了一半")]).await;
    assert!(odd.status == StatusCode::UNPROCESSABLE_ENTITY && odd.body.contains("写了一半"));
    let (_, nameless) = filed(&portal, TIANHE, &[]).await;
    assert_eq!(officer.ask_for_identity(&nameless, &["name"], "核实").await.status, StatusCode::CONFLICT);
    officer.ask_for_identity(&number, &["name"], "核实").await;
    let twice = officer.ask_for_identity(&number, &["name"], "第二次的理由").await;
    assert!(twice.status == StatusCode::CONFLICT && twice.body.contains("第二次的理由"));
}

#[tokio::test]
async fn who_keeps_no_identities_and_who_leads_nobody_get_neither_list() {
    let portal = TestPortal::sqlite().await;
    let (_, number) = filed(&portal, TIANHE, &NAMED).await;
    let (_, elsewhere) = filed(&portal, HAIZHU, &NAMED).await;
    let all = Member::arrive(&portal, "tianhe").await;
    let officer = all.colleague("xin", TIANHE, &["officer"]).await;
    for path in ["/staff/identities", "/staff/objections"] {
        assert_eq!(officer.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    officer.ask_for_identity(&number, &["name"], "核实").await;
    assert_eq!(officer.decide(&number, "grant", "").await.status, StatusCode::FORBIDDEN);
    let list = all.get("/staff/identities").await;
    assert!(list.body.contains(&number) && !list.body.contains(&elsewhere), "another unit keeps that one");
    assert_eq!(all.decide(&elsewhere, "grant", "").await.status, StatusCode::NOT_FOUND);
    let hand_over = all.post(&format!("/staff/identities/{elsewhere}/hand-over"), &[("reason", "x")]).await;
    assert_eq!(hand_over.status, StatusCode::NOT_FOUND);
    assert_eq!(all.decide("0000-0000-0000", "grant", "").await.status, StatusCode::NOT_FOUND);
}

/// A unit that takes reports and has no custodian.
async fn without_custodian(portal: &TestPortal) {
    Member::arrive(portal, "city").await.colleague("hai", HAIZHU, &["officer"]).await;
    portal.app.refresh().await.unwrap();
}

#[tokio::test]
async fn who_gives_a_name_is_told_of_a_unit_without_custodian_and_can_choose_the_one_above() {
    let portal = TestPortal::sqlite().await;
    without_custodian(&portal).await;
    let ticket = portal.get("/report").await.hidden("ticket");
    let typed = crate::support::filled(&[&NAMED[..], &[("area", HAIZHU)]].concat());
    let with = |more: &[(&'static str, String)]| {
        let fields = typed.iter().cloned().chain(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        fields.chain([("ticket".to_owned(), ticket.clone())]).collect::<Vec<_>>()
    };
    let post = async |fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        portal.post("/report", &fields).await
    };
    let review = post(with(&[("step", "review".to_owned())])).await;
    assert!(review.body.contains("海珠区信访局没有身份保管员") && review.body.contains("value=\"custodian\""), "{}", review.body);
    let chosen = post(with(&[("step", "custodian".to_owned())])).await;
    assert_eq!(chosen.status, StatusCode::OK);
    assert!(chosen.body.contains("因为您选择") && chosen.hidden("to") == "custodian" && chosen.body.contains("value=\"usual\""));
    let usual = post(with(&[("step", "usual".to_owned()), ("to", "custodian".to_owned())])).await;
    assert_eq!(usual.hidden("to"), "usual");
    let receipt = post(with(&[("step", "send".to_owned()), ("to", chosen.hidden("to"))])).await;
    assert!(receipt.status == StatusCode::OK && receipt.body.contains("广州市信访局") && !receipt.body.contains("海珠区信访局"));

    let own = portal.file(&[&NAMED[..], &[("area", TIANHE), ("to", "custodian")]].concat()).await;
    assert!(own.body.contains("天河区信访局"), "a unit with a custodian of its own stays the one in question");
    let nameless = portal.file(&[("area", HAIZHU), ("to", "custodian")]).await;
    assert!(nameless.body.contains("海珠区信访局"), "who gives no name has nothing to choose");
}

#[tokio::test]
async fn where_nobody_keeps_identities_the_reporter_is_told_before_filing() {
    let portal = TestPortal::sqlite_with(crate::support::Setup { without_members: true, ..Default::default() }).await;
    portal.add_member(CITY, "only", &[model::Role::Officer]).await;
    let ticket = portal.get("/report").await.hidden("ticket");
    let typed = crate::support::filled(&NAMED);
    let fields: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let review = portal.post("/report", &[&fields[..], &[("ticket", ticket.as_str()), ("step", "review")]].concat()).await;
    assert!(review.text_of("custody-choice").contains("该单位和上级都没有身份保管员"), "{}", review.body);
}
