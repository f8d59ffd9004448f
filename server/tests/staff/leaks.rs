//! Before a text leaves the unit: what may give the reporter away is shown, and sent only as it was confirmed.

use axum::http::StatusCode;

use crate::{
    cases::filed,
    member::Member,
    support::{CITY, TIANHE, TestPortal},
};

const NAMED: [(&str, &str); 5] =
    [("identity", "named"), ("name", "张伟"), ("id_number", "11010519491231002X"), ("phone", "020 8555 0123"), ("address", "天河路 1 号")];
const QUOTING: &str = "您说“招标文件写明了只有一家能满足的尺寸”，已查。";

#[tokio::test]
async fn an_answer_that_quotes_the_report_is_held_until_it_is_mended_or_confirmed() {
    let portal = TestPortal::sqlite().await;
    let (code, number) = filed(&portal, TIANHE, &[]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    officer.act(&number, "accept", &[]).await;
    let held = officer.act(&number, "answer", &[("message", QUOTING)]).await;
    assert_eq!((held.status, held.header("cache-control")), (StatusCode::UNPROCESSABLE_ENTITY, "no-store"));
    assert!(held.text_of("answer-message").contains("只有一家能满足的尺寸"), "nothing typed is lost");
    assert!(held.body.contains("反映人的原话") && held.body.contains("href=\"#answer-confirmed\""));
    assert!(!portal.post("/status", &[("receipt", &code)]).await.body.contains("已查"), "nothing was sent");

    let mark = held.hidden("confirmed");
    let more = format!("{QUOTING}请打 13800138000。");
    let other = officer.act(&number, "answer", &[("message", &more), ("confirmed", &mark)]).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "who confirms some findings confirms no others");
    let edited = format!("{QUOTING}特此答复。");
    let sent = officer.act(&number, "answer", &[("message", &edited), ("confirmed", &mark)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert!(portal.store.audit().after(0, 1_000).await.unwrap().iter().any(|entry| entry.action == "leak.confirmed"));
    let closed = officer.act(&number, "close", &[("finding", "substantiated"), ("message", "情况属实，已处理。")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "what gives nobody away goes at once");
}

#[tokio::test]
async fn what_was_released_to_the_writer_is_looked_for_and_shown_to_nobody_else() {
    let portal = TestPortal::sqlite().await;
    let (_, number) = filed(&portal, TIANHE, &NAMED).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let keeper = officer.colleague("keeper", TIANHE, &["custodian"]).await;
    let other = officer.colleague("other", TIANHE, &["officer"]).await;
    officer.ask_for_identity(&number, &["name"], "核实").await;
    keeper.decide(&number, "grant", "").await;
    let words = [("message", "张伟同志：请补充日期。")];
    let held = officer.act(&number, "ask", &words).await;
    assert_eq!(held.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(held.body.contains("放行给您的姓名"));
    let phone = officer.act(&number, "ask", &[("message", "请补充日期，或电 02085550123。")]).await;
    assert_eq!(phone.status, StatusCode::SEE_OTHER, "what was not released is not compared with");
    let unaware = other.act(&number, "note", &words).await;
    assert_eq!(unaware.status, StatusCode::SEE_OTHER, "a note stays in the unit");
}

#[tokio::test]
async fn a_transfer_is_held_on_both_of_its_pages() {
    let portal = TestPortal::sqlite().await;
    let (_, number) = filed(&portal, TIANHE, &[]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let fields = [("unit", CITY), ("message", "反映人电话 13800138000")];
    let held = officer.act(&number, "transfer", &fields).await;
    assert_eq!(held.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(held.body.contains("id=\"transfer-confirmed\"") && held.text_of("transfer-message").contains("13800138000"));
    let mark = held.hidden("confirmed");
    let confirmed = [&fields[..], &[("confirmed", mark.as_str())]].concat();
    assert_eq!(officer.act(&number, "transfer", &confirmed).await.header("location"), "/staff/queue?done=transfer");
}

/// A text in which something may give the reporter away.
const LEAK: &str = "请打 13800138000 联系。";

/// Posts what holds it: it is held beside the box with this id, and goes once the box is ticked. Returns where it led.
async fn held_then_sent(officer: &Member<'_>, path: &str, fields: &[(&str, &str)], id: &str) -> String {
    let held = officer.post(path, fields).await;
    assert_eq!(held.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", held.header("location"));
    assert!(held.body.contains(&format!("id=\"{id}\"")) && held.body.contains(&format!("href=\"#{id}\"")), "{path}: {}", held.body);
    let mark = held.hidden("confirmed");
    let sent = officer.post(path, &[fields, &[("confirmed", mark.as_str())]].concat()).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{path}: {}", sent.body);
    sent.header("location").to_owned()
}

async fn action_is_held(officer: &Member<'_>, number: &str, action: &str, fields: &[(&str, &str)]) {
    let version = officer.version(number).await;
    let fields = [fields, &[("version", version.as_str())]].concat();
    held_then_sent(officer, &format!("/staff/cases/{number}/{action}"), &fields, &format!("{action}-confirmed")).await;
}

#[tokio::test]
async fn each_action_whose_text_leaves_the_unit_is_held() {
    let portal = TestPortal::sqlite().await;
    let (_, request) = filed(&portal, TIANHE, &[&NAMED[..], &[("kind", "request")]].concat()).await;
    let (_, declined) = filed(&portal, TIANHE, &[]).await;
    let (_, moved) = filed(&portal, TIANHE, &NAMED).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let city = Member::arrive(&portal, "city").await;
    action_is_held(&officer, &declined, "decline", &[("reason", "duplicate"), ("message", LEAK)]).await;
    officer.act(&request, "accept", &[]).await;
    for action in ["ask", "extend", "answer"] {
        action_is_held(&officer, &request, action, &[("message", LEAK)]).await;
    }
    action_is_held(&officer, &request, "close", &[("finding", "granted"), ("message", LEAK)]).await;
    action_is_held(&officer, &request, "reopen", &[("message", LEAK)]).await;
    action_is_held(&officer, &moved, "transfer", &[("unit", CITY), ("message", LEAK)]).await;
    action_is_held(&city, &moved, "return", &[("reason", "other-area"), ("message", LEAK)]).await;
    action_is_held(&officer, &moved, "ask-identity", &[("purpose", "verify"), ("scope", "name"), ("reason", LEAK)]).await;
    let id = portal.store.members().by_login("city").await.unwrap().id.to_string();
    action_is_held(&officer, &moved, "recuse", &[("assignee", &id), ("message", LEAK)]).await;
}

#[tokio::test]
async fn what_custodians_and_those_who_answer_objections_say_is_held() {
    let portal = TestPortal::sqlite().await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let (keeper, city) = (officer.colleague("keeper", TIANHE, &["custodian"]).await, Member::arrive(&portal, "city").await);
    let (code, granted) = filed(&portal, TIANHE, &NAMED).await;
    let (_, refused) = filed(&portal, TIANHE, &NAMED).await;
    for (number, decision, done) in [(&granted, "grant", "granted"), (&refused, "refuse", "refused")] {
        officer.ask_for_identity(number, &["name"], "核实").await;
        let (path, id) = (format!("/staff/identities/{number}/0"), format!("decide-{number}-0-confirmed"));
        let led = held_then_sent(&keeper, &path, &[("decision", decision), ("reason", LEAK)], &id).await;
        assert_eq!(led, format!("/staff/identities?done={done}"));
    }
    let objection = "我从来没有同意过任何人把我的名字告诉别人";
    portal.post("/status", &[("receipt", &code), ("step", "object-0"), ("objection-0", objection)]).await;
    let (path, id) = (format!("/staff/objections/{granted}/0"), format!("objection-{granted}-0-confirmed"));
    let quoted = format!("您说“{objection}”，已查。");
    held_then_sent(&city, &path, &[("message", &quoted)], &id).await;

    // Who keeps identities takes them along.
    let plain = officer.colleague("plain", TIANHE, &["officer"]).await;
    plain.act(&granted, "transfer", &[("unit", CITY), ("message", "转办")]).await;
    let (path, id) = (format!("/staff/identities/{granted}/hand-over"), format!("hand-{granted}-confirmed"));
    held_then_sent(&keeper, &path, &[("reason", LEAK)], &id).await;
    let confirmed = portal.store.audit().after(0, 1_000).await.unwrap().into_iter().filter(|entry| entry.action == "leak.confirmed");
    let objects: Vec<String> = confirmed.filter_map(|entry| entry.object).collect();
    assert_eq!(objects, ["grant-identity", "refuse-identity", "answer-objection", "hand-identity"]);
}

#[tokio::test]
async fn title_and_subject_count_as_words_of_the_reporter() {
    let portal = TestPortal::sqlite().await;
    let (title, subject) = ("设备科把招标文件做成只有一家供应商能中标", "市第九人民医院设备科采购二组组长和副组长");
    let (_, number) = filed(&portal, TIANHE, &[("title", title), ("subject", subject)]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    officer.act(&number, "accept", &[]).await;
    for (action, words) in [("ask", title), ("answer", subject)] {
        action_is_held(&officer, &number, action, &[("message", &format!("关于“{words}”，请补充。"))]).await;
    }
}

#[tokio::test]
async fn the_note_beside_a_copy_is_held_if_it_quotes_the_report() {
    let portal = TestPortal::sqlite().await;
    let (_, number) = filed(&portal, TIANHE, &[]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    Member::arrive(&portal, "city").await;
    let path = format!("/staff/cases/{number}/redact");
    let version = officer.version(&number).await;
    let fields = [("version", version.as_str()), ("take", "title"), ("unit", CITY), ("note", QUOTING)];
    let seen = officer.post(&path, &[&fields[..], &[("step", "preview")]].concat()).await.hidden("seen");
    let send = [&fields[..], &[("step", "send"), ("seen", seen.as_str())]].concat();
    assert_eq!(held_then_sent(&officer, &path, &send, "confirmed").await, format!("{path}?done"));
}
