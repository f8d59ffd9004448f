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
