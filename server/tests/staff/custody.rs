//! Identities: asked for, decided on, looked at, objected to. Through the real router, on both databases.

use axum::http::StatusCode;
use jiff::SignedDuration;

use crate::{
    cases::filed,
    member::Member,
    support::{Answer, CITY, HAIZHU, TIANHE, TestPortal},
};

pub const NAMED: [(&str, &str); 5] =
    [("identity", "named"), ("name", "张伟"), ("id_number", "11010519491231002X"), ("phone", "13800138000"), ("address", "天河路 1 号")];

async fn is_asked_granted_seen_within_its_scope_and_ended(portal: TestPortal) {
    let (code, number) = filed(&portal, TIANHE, &NAMED).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let case = format!("/staff/cases/{number}");
    let alone = officer.get(&case).await.text_of("identity");
    assert!(alone.contains("没有人能批准"), "the only custodian: {alone}");
    let keeper = officer.colleague("keeper", TIANHE, &["custodian"]).await;
    assert!(!officer.get(&case).await.text_of("identity").contains("没有人能批准"));
    assert_eq!(keeper.get("/staff/home").await.header("location"), "/staff/identities");
    let closed = keeper.get(&case).await.body;
    assert!(closed.contains("身份保管员看不到反映内容") && !closed.contains("请本单位持有密钥的同事授予您"));
    assert!(!closed.contains("还没有往来") && !closed.contains("还没有备注"));
    let asked = officer.ask_for_identity(&number, &["name", "phone"], "电话核实签约日期").await;
    assert_eq!(asked.header("location"), format!("{case}?done=ask-identity"), "{}", asked.body);
    assert!(!portal.post("/status", &[("receipt", &code)]).await.body.contains("电话核实签约日期"), "nothing was given yet");
    assert!(!officer.get(&case).await.body.contains("等您决定"), "an own request waits for others");
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

/// Assesses the danger for the reporter of a case.
async fn assess(officer: &Member<'_>, number: &str, level: &str) {
    let fields = [("risk", level), ("reason", "领导问过谁写的"), ("message", "单独约谈"), ("until", "2026-12-20")];
    let done = officer.act(number, "assess", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

async fn takes_two_where_it_was_ever_dangerous(portal: TestPortal) {
    let (_, dangerous) = filed(&portal, TIANHE, &NAMED).await;
    let (_, courts) = filed(&portal, TIANHE, &[&NAMED[..], &[("category", "justice")]].concat()).await;
    let (_, later) = filed(&portal, TIANHE, &NAMED).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let [first, second] =
        [officer.colleague("first", TIANHE, &["custodian"]).await, officer.colleague("second", TIANHE, &["custodian"]).await];
    assess(&officer, &dangerous, "high").await;
    assess(&officer, &dangerous, "low").await;
    assert_eq!(officer.act(&courts, "recategorise", &[("category", "medicine")]).await.status, StatusCode::SEE_OTHER);
    officer.ask_for_identity(&later, &["name"], "核实").await;
    assess(&officer, &later, "acute").await;
    for number in [&dangerous, &courts, &later] {
        officer.ask_for_identity(number, &["name"], "核实").await;
        assert!(officer.get(&format!("/staff/cases/{number}")).await.body.contains("2 位保管员中已有 0 位批准"), "{number}");
        assert_eq!(first.decide(number, "grant", "").await.header("location"), "/staff/identities?done=agreed", "{number}");
        assert_eq!(officer.act(number, "open-identity", &[]).await.status, StatusCode::CONFLICT);
        assert_eq!(second.decide(number, "grant", "").await.header("location"), "/staff/identities?done=granted", "{number}");
    }
}

#[tokio::test]
async fn what_was_ever_found_dangerous_or_filed_as_such_takes_two_custodians_on_sqlite() {
    takes_two_where_it_was_ever_dangerous(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn what_was_ever_found_dangerous_or_filed_as_such_takes_two_custodians_on_postgres() {
    takes_two_where_it_was_ever_dangerous(TestPortal::postgres().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_waits_is_nothing_to_a_custodian_who_must_not_learn_of_the_case() {
    for portal in [TestPortal::sqlite().await, TestPortal::postgres().await] {
        let (_, number) = filed(&portal, TIANHE, &NAMED).await;
        let lead = Member::arrive(&portal, "tianhe").await;
        let keeper = lead.colleague("keeper", TIANHE, &["custodian"]).await;
        lead.ask_for_identity(&number, &["name"], "核实").await;
        assert!(keeper.get("/staff/identities").await.body.contains(&number));
        let id = portal.store.members().by_login("keeper").await.unwrap().id.to_string();
        lead.act(&number, "recuse", &[("assignee", &id), ("message", "亲属")]).await;
        let list = keeper.get("/staff/identities").await.body;
        assert!(!list.contains(&number) && list.contains("没有等待决定的申请"), "{list}");
        assert_eq!(keeper.decide(&number, "grant", "").await.status, StatusCode::NOT_FOUND);
        assert!(lead.get("/staff/identities").await.body.contains(&number), "the others go on");
    }
}

#[tokio::test]
async fn where_only_one_custodian_could_decide_on_what_is_dangerous_one_does_and_both_sides_are_told() {
    let portal = TestPortal::sqlite().await;
    let (_, number) = filed(&portal, TIANHE, &NAMED).await;
    let lead = Member::arrive(&portal, "tianhe").await;
    let (officer, keeper) = (lead.colleague("xin", TIANHE, &["officer"]).await, lead.colleague("keeper", TIANHE, &["custodian"]).await);
    assess(&officer, &number, "high").await;
    let (case, list) = (format!("/staff/cases/{number}"), "/staff/identities");
    assert!(officer.get(&case).await.body.contains("须 2 位保管员都批准"), "the first member is a custodian as well");

    // Whoever must not learn of the case does not decide on it.
    let id = portal.store.members().by_login("tianhe").await.unwrap().id.to_string();
    let away = lead.act(&number, "recuse", &[("assignee", &id), ("message", "亲属")]).await;
    assert_eq!(away.status, StatusCode::SEE_OTHER, "{}", away.body);
    assert!(officer.get(&case).await.body.contains("目前能决定的不足两位"));
    officer.ask_for_identity(&number, &["name"], "核实").await;
    assert!(keeper.get(list).await.body.contains("由您一人决定"));
    assert_eq!(keeper.decide(&number, "grant", "").await.header("location"), "/staff/identities?done=granted");
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
    let press = |step: &'static str, words: &'static str| {
        [("receipt", code.as_str()), ("action", "supply"), ("step", step), ("message", "写了一半"), ("objection-0", words)]
    };
    let object = |words: &'static str| press("object-0", words);
    let is_begun = |answer: &Answer| answer.body.contains("写了一半</textarea>");
    let empty = portal.post("/status", &object(" ")).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.has_fault("objection"));
    let bad = portal.post("/status", &object("没有必要\u{0}打电话")).await;
    assert!(bad.status == StatusCode::UNPROCESSABLE_ENTITY && bad.text_of("objection").contains("打电话"), "nothing typed is lost");
    assert!(is_begun(&bad), "{}", bad.body);
    for step in ["show", "add", "ask-deletion"] {
        let shown = portal.post("/status", &press(step, "没有必要")).await;
        assert!(is_begun(&shown) && shown.text_of("objection-0").contains("没有必要"), "{step}: {}", shown.body);
    }
    let made = portal.post("/status", &object("没有必要打电话")).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    assert!(is_begun(&made), "a message that was begun stays");
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
