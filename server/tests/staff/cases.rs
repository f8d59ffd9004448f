use axum::http::StatusCode;

use jiff::SignedDuration;
use seal::{Holder, Purpose};

use crate::{
    custody::NAMED,
    member::{Member, post_as},
    support::{HAIZHU, TIANHE, TestPortal},
};

/// Files a report for a unit's area; returns code and number.
pub async fn filed(portal: &TestPortal, area: &str, more: &[(&str, &str)]) -> (String, String) {
    let changes: Vec<(&str, &str)> = [("area", area)].into_iter().chain(more.iter().copied()).collect();
    let receipt = portal.file(&changes).await;
    assert_eq!(receipt.status, StatusCode::OK);
    (receipt.text_of("receipt-code"), receipt.text_of("case-number"))
}

#[tokio::test]
async fn a_case_goes_from_the_form_to_its_end_and_back_to_the_reporter() {
    let portal = TestPortal::sqlite().await;
    let (code, number) = filed(&portal, TIANHE, &[]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let queue = officer.get("/staff/queue").await;
    assert!(queue.body.contains(&format!("data-number=\"{number}\"")) && queue.body.contains("招标文件"));
    let case = officer.get(&format!("/staff/cases/{number}")).await;
    assert_eq!((case.status, case.header("cache-control")), (StatusCode::OK, "no-store"));
    assert!(case.body.contains("只有一家能满足的尺寸"));
    assert!(case.body.contains("src=\"/assets/unsent") && case.body.contains("别的栏里写了还没提交的，不会保存"));

    let accepted = officer.act(&number, "accept", &[]).await;
    assert_eq!(accepted.header("location"), format!("/staff/cases/{number}?done=accept"));
    assert_eq!(officer.get(accepted.header("location")).await.status, StatusCode::OK);
    officer.act(&number, "ask", &[("message", "请补充日期")]).await;
    assert!(portal.post("/status", &[("receipt", &code)]).await.body.contains("请补充日期"));
    portal.post("/status", &[("receipt", &code), ("action", "supply"), ("message", "九月十二日")]).await;
    let supplied = officer.get(&format!("/staff/cases/{number}")).await;
    assert!(supplied.body.contains("九月十二日") && supplied.body.contains("2026-11-24 11 时"), "of a reporter's moments the hour is kept");
    officer.act(&number, "note", &[("message", "内部说明")]).await;
    officer.act(&number, "answer", &[("message", "经查属实")]).await;
    let closed = officer.act(&number, "close", &[("finding", "substantiated"), ("message", "办结说明")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.body);

    let seen = portal.post("/status", &[("receipt", &code)]).await;
    assert!(seen.body.contains("经查属实") && seen.body.contains("办结说明") && !seen.body.contains("内部说明"));
    portal.post("/status", &[("receipt", &code), ("action", "rate"), ("rating", "satisfied")]).await;
    let reopened = officer.act(&number, "reopen", &[("message", "有新证据")]).await;
    assert_eq!(reopened.status, StatusCode::SEE_OTHER);
}

async fn is_sealed_to_its_reporter_and_the_one_unit(portal: TestPortal) {
    let named = filed(&portal, TIANHE, &NAMED).await.1;
    let nameless = filed(&portal, TIANHE, &[]).await.1;
    let unit = portal.store.units().by_code(&TIANHE.parse().unwrap()).await.unwrap().id;
    let key = async |purpose| Holder::Unit(portal.store.units().key(unit, purpose).await.unwrap().unwrap().id);
    let of = |purpose, unit| [(purpose, 0, Holder::Reporter), (purpose, 0, unit)];
    let (reports, identities) = (of(Purpose::Report, key(Purpose::Report).await), of(Purpose::Identity, key(Purpose::Identity).await));
    for (number, expected) in [(named, [reports, identities].concat()), (nameless, reports.to_vec())] {
        let case = portal.store.cases().with_number(&number.parse().unwrap(), 0).await.unwrap();
        let held: Vec<_> = portal.store.cases().keys(case.id).await.unwrap();
        let held: Vec<_> = held.iter().map(|copy| (copy.purpose, copy.epoch, copy.holder)).collect();
        assert!(held.len() == expected.len() && expected.iter().all(|copy| held.contains(copy)), "{held:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_is_sealed_to_its_reporter_and_the_one_unit_on_sqlite() {
    is_sealed_to_its_reporter_and_the_one_unit(TestPortal::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_is_sealed_to_its_reporter_and_the_one_unit_on_postgres() {
    is_sealed_to_its_reporter_and_the_one_unit(TestPortal::postgres().await).await;
}

#[tokio::test]
async fn another_units_case_and_one_that_does_not_exist_are_the_same_page() {
    let portal = TestPortal::sqlite().await;
    let (_, number) = filed(&portal, HAIZHU, &[]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let (_, own) = filed(&portal, TIANHE, &[]).await;
    let theirs = officer.get(&format!("/staff/cases/{number}")).await;
    let none = officer.get("/staff/cases/0000-0000-0000").await;
    assert_eq!((theirs.status, none.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(theirs.body.replace(&number, ""), none.body.replace("0000-0000-0000", ""));
    for action in ["accept", "open-identity", "transfer", "supply", "nonsense"] {
        let answer = officer.post(&format!("/staff/cases/{number}/{action}"), &[("version", "0"), ("reason", "x"), ("unit", HAIZHU)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{action}");
    }
    assert_eq!(officer.get(&format!("/staff/cases/{own}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_second_of_two_officers_is_told_who_was_first_and_loses_nothing_typed() {
    let portal = TestPortal::sqlite().await;
    let (_, number) = filed(&portal, TIANHE, &[]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let seen = officer.version(&number).await;
    officer.act(&number, "accept", &[]).await;
    for (action, field) in [("ask", "写了一半的问题"), ("decline", "写了一半的理由")] {
        let second = officer.act_on(&number, &seen, action, &[("message", field), ("reason", "duplicate")]).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert!(second.body.contains(field) && second.body.contains("conflict"), "{action}");
    }
    for (action, fault) in [("ask", "ask-message"), ("transfer", "transfer-unit")] {
        let second = officer.act_on(&number, &seen, action, &[]).await;
        assert_eq!(second.status, StatusCode::CONFLICT, "{action}");
        assert!(second.body.contains("有人先改了这一件"), "also of a form in which something is lacking: {action}");
        assert!(second.has_fault(fault) || action == "transfer", "{action}");
    }
}

#[tokio::test]
async fn what_the_rules_do_not_allow_is_a_conflict_and_keeps_what_was_typed() {
    let portal = TestPortal::sqlite().await;
    let (_, number) = filed(&portal, TIANHE, &[]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let early = officer.act(&number, "answer", &[("message", "还没有受理")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.body.contains("还没有受理"));
}

#[tokio::test]
async fn a_bad_form_comes_back_with_its_fault_and_everything_typed() {
    let portal = TestPortal::sqlite().await;
    let (_, number) = filed(&portal, TIANHE, &[]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    for (action, fields, fault) in [
        ("decline", vec![("message", "说明")], "decline-reason"),
        ("decline", vec![("message", "说明"), ("reason", "whim")], "decline-reason"),
        ("ask", vec![("message", "")], "ask-message"),
        ("ask", vec![("message", "坏\u{0}字符")], "ask-message"),
        ("recategorise", vec![("category", "none-such")], "recategorise-category"),
        ("assign", vec![("assignee", "7")], "assign-assignee"),
        ("transfer", vec![("unit", "none-such"), ("message", "转办")], "transfer-unit"),
        ("transfer", vec![("unit", "440100")], "transfer-message"),
        ("note", vec![("message", " ")], "note-message"),
    ] {
        let answer = officer.act(&number, action, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{action}");
        assert!(answer.has_fault(fault), "{action}: {fault}");
        assert!(!answer.body.contains("请填写留言"), "that is what reporters write: {action}");
    }
}

#[tokio::test]
async fn a_choice_that_changes_nothing_is_a_fault_and_not_told_to_the_reporter() {
    let portal = TestPortal::sqlite().await;
    let (code, number) = filed(&portal, TIANHE, &[("category", "land")]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let me = portal.store.members().by_login("tianhe").await.unwrap().id.to_string();
    let told = async || portal.post("/status", &[("receipt", &code)]).await.body.matches("class=\"step-what\"").count();
    let before = told().await;
    let same = officer.act(&number, "recategorise", &[("category", "land")]).await;
    assert!(same.status == StatusCode::UNPROCESSABLE_ENTITY && same.has_fault("recategorise-category"));
    for (assignee, status) in [("", 422), ("nobody", 422), (me.as_str(), 303), (&me, 422), ("nobody", 303)] {
        let answer = officer.act(&number, "assign", &[("assignee", assignee)]).await;
        assert_eq!((answer.status.as_u16(), answer.has_fault("assign-assignee")), (status, status == 422), "{assignee}");
    }
    assert_eq!(told().await, before);
    let page = officer.get(&format!("/staff/cases/{number}")).await;
    let list = page.body.split("id=\"recategorise-category\"").nth(1).unwrap().split("</select>").next().unwrap();
    assert!(!list.contains("selected"), "nothing is chosen until somebody chooses");
}

#[tokio::test]
async fn a_transferred_case_is_lost_to_the_sender_and_can_be_sent_back() {
    let portal = TestPortal::sqlite().await;
    let (_, number) = filed(&portal, HAIZHU, &[]).await;
    let city = Member::arrive(&portal, "city").await;
    let tianhe = Member::arrive(&portal, "tianhe").await;
    assert_eq!(city.get(&format!("/staff/cases/{number}/transfer")).await.status, StatusCode::OK);
    let sent = city.act(&number, "transfer", &[("unit", TIANHE), ("message", "医院在天河")]).await;
    assert_eq!(sent.header("location"), "/staff/queue?done=transfer");
    assert!(city.get(sent.header("location")).await.body.contains("已转送"));
    assert_eq!(city.get(&format!("/staff/cases/{number}")).await.status, StatusCode::NOT_FOUND);
    let received = tianhe.get(&format!("/staff/cases/{number}")).await;
    assert!(received.body.contains("只有一家能满足的尺寸") && received.body.contains("医院在天河"));

    let back = tianhe.act(&number, "return", &[("reason", "other-area")]).await;
    assert_eq!(back.header("location"), "/staff/queue?done=return", "{}", back.body);
    assert!(tianhe.get(back.header("location")).await.body.contains("已退回"));
    assert_eq!(tianhe.get(&format!("/staff/cases/{number}")).await.status, StatusCode::NOT_FOUND);
    assert!(city.get(&format!("/staff/cases/{number}")).await.body.contains("只有一家能满足的尺寸"));
}

#[tokio::test]
async fn the_page_of_a_transfer_says_why_an_accepted_case_cannot_be_handed_over() {
    let portal = TestPortal::sqlite().await;
    let (_, number) = filed(&portal, TIANHE, &[]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let path = format!("/staff/cases/{number}/transfer");
    assert!(officer.get(&path).await.body.contains("id=\"action-transfer\""));
    officer.act(&number, "accept", &[]).await;
    let page = officer.get(&path).await;
    assert!(page.status == StatusCode::OK && page.body.contains("class=\"notice notice-careful overtaken\""));
    assert!(!page.body.contains("id=\"action-transfer\""), "there is nothing to send");
    let late = officer.act(&number, "transfer", &[("unit", HAIZHU), ("message", "写好的理由")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("写好的理由") && !late.body.contains("有人先改了这一件"), "nobody else was first");
}

#[tokio::test]
async fn a_form_that_comes_after_the_session_ended_keeps_what_was_typed_and_is_taken_after_signing_in_again() {
    let portal = TestPortal::sqlite().await;
    let (_, number) = filed(&portal, TIANHE, &[]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    officer.act(&number, "accept", &[]).await;
    let (path, version, token) = (format!("/staff/cases/{number}/ask"), officer.version(&number).await, officer.token().await);
    let fields = [("csrf", token.as_str()), ("version", version.as_str()), ("message", "写了半小时的问题")];

    portal.clock.advance(SignedDuration::from_hours(24));
    let late = post_as(&portal, &officer.cookie, &path, &fields).await;
    assert_eq!((late.status, late.header("cache-control")), (StatusCode::UNAUTHORIZED, "no-store"));
    assert!(late.text_of("message").contains("写了半小时的问题") && late.body.contains("/staff/login\" target=\"_blank\""));
    assert_eq!(late.hidden("version"), version);
    assert!(!late.body.contains(&token));

    let back = officer.again("tianhe").await;
    let stale = post_as(&portal, &back.cookie, &path, &fields).await;
    assert_eq!(stale.status, StatusCode::FORBIDDEN);
    assert_eq!(stale.text_of("message"), "写了半小时的问题");
    let (fresh, version) = (stale.hidden("csrf"), stale.hidden("version"));
    let again = [("csrf", fresh.as_str()), ("version", version.as_str()), ("message", "写了半小时的问题")];
    assert_eq!(post_as(&portal, &back.cookie, &path, &again).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_password_is_not_kept_in_a_page() {
    let portal = TestPortal::sqlite().await;
    let member = Member::arrive(&portal, "tianhe").await;
    let fields = [("csrf", "x"), ("password", "old-secret"), ("new_password", "new-secret")];
    let stale = post_as(&portal, &member.cookie, "/staff/account/password", &fields).await;
    assert!(stale.status == StatusCode::FORBIDDEN && !stale.body.contains("-secret"));
    portal.clock.advance(SignedDuration::from_hours(24));
    let late = post_as(&portal, &member.cookie, "/staff/account/password", &fields).await;
    assert_eq!(late.header("location"), "/staff/login");
}
