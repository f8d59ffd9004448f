//! Copies with parts blacked out: what the unit reads that is given one, and what it cannot have with any of its keys.

use axum::http::StatusCode;
use seal::{Holder, Purpose};

use super::{
    member::Member,
    support::{Answer, CITY, TIANHE, TestPortal},
};

const BODY: &str = "三月十二日，院长赵某在金穗酒店收了信封。招标文件只有一家能满足。证人是护士长钱某。";
const CANARY: [&str; 3] = ["金穗酒店", "赵某", "护士长"];

/// What is to be sent is looked at first.
pub(super) async fn redact(member: &Member<'_>, number: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/staff/cases/{number}/redact");
    let mut shown = member.get(&path).await;
    if fields.contains(&("step", "send")) {
        let preview: Vec<(&str, &str)> = fields.iter().map(|field| if field.0 == "step" { ("step", "preview") } else { *field }).collect();
        shown = member.post(&path, &preview).await;
    }
    let (version, seen) = (shown.hidden("version"), shown.hidden("seen"));
    let fields: Vec<(&str, &str)> = [("version", version.as_str()), ("seen", &seen)].into_iter().chain(fields.iter().copied()).collect();
    member.post(&path, &fields).await
}

/// Blacks out the first and the last sentence of the body, and a name everywhere.
const CUTS: [(&str, &str); 5] = [("take", "title"), ("take", "body"), ("black", "body-0"), ("black", "body-2"), ("words", "赵某")];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    CUTS.iter().chain(more).copied().collect()
}

async fn filed(portal: &TestPortal) -> Answer {
    portal.file(&[("body", BODY), ("title", "赵某的招标")]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_other_unit_reads_what_is_left_and_nothing_else_with_any_key_it_has() {
    for portal in [TestPortal::sqlite().await, TestPortal::postgres().await] {
        let (lead, city) = (Member::arrive(&portal, "tianhe").await, Member::arrive(&portal, "city").await);
        let receipt = filed(&portal).await;
        let number = receipt.text_of("case-number");
        let shown = redact(&lead, &number, &with(&[("step", "preview"), ("unit", CITY)])).await;
        assert_eq!(shown.status, StatusCode::OK);
        let preview = shown.text_of("preview");
        assert!(preview.contains("只有一家能满足") && CANARY.iter().all(|gone| !preview.contains(gone)), "{preview}");
        assert!(city.get("/staff/shared").await.body.contains("还没有收到副本"), "a preview sends nothing");

        assert!(!preview.contains("没有找到"));
        let slip = redact(&lead, &number, &[("step", "preview"), ("take", "body"), ("words", "赵某\n招某"), ("unit", CITY)]).await;
        assert!(slip.text_of("preview").contains("没有找到：招某。"), "{}", slip.text_of("preview"));

        let sent = redact(&lead, &number, &with(&[("step", "send"), ("unit", CITY), ("note", "请一并核查")])).await;
        assert_eq!(sent.header("location"), format!("/staff/cases/{number}/redact?done"), "{}", sent.body);
        assert!(city.get("/staff/shared").await.body.contains(&number));
        let copy = city.get(&format!("/staff/shared/{number}/0")).await;
        assert!(
            copy.body.contains("只有一家能满足") && copy.body.contains("请一并核查") && copy.body.contains("████的招标"),
            "{}",
            copy.body
        );
        assert!(CANARY.iter().all(|gone| !copy.body.contains(gone)) && copy.header("cache-control").contains("no-store"));
        assert_eq!(city.get(&format!("/staff/cases/{number}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(city.get(&format!("/staff/shared/{number}/1")).await.status, StatusCode::NOT_FOUND);
        assert!(lead.get("/staff/shared").await.body.contains("还没有收到副本"), "it is sealed to the other unit alone");
        let told = portal.post("/status", &[("receipt", &receipt.text_of("receipt-code"))]).await;
        assert!(told.body.contains("涂黑"), "the reporter is told");

        // Of all keys of the case only that of the copy is for a key that the city's unit holds.
        let who = portal.store.members().by_login("city").await.unwrap();
        let case = portal.store.cases().with_number(&number.parse().unwrap(), who.id).await.unwrap();
        let grants: Vec<i64> = portal.store.members().grants(who.id).await.unwrap().iter().map(|grant| grant.unit_key_id).collect();
        let keys = portal.store.cases().keys(case.id).await.unwrap();
        let own: Vec<_> = keys.iter().filter(|key| matches!(key.holder, Holder::Unit(unit) if grants.contains(&unit))).collect();
        assert_eq!(own.iter().map(|key| key.purpose).collect::<Vec<_>>(), [Purpose::Redaction]);
    }
}

#[tokio::test]
async fn a_text_for_publication_stays_with_the_unit() {
    let portal = TestPortal::sqlite().await;
    let lead = Member::arrive(&portal, "tianhe").await;
    let number = filed(&portal).await.text_of("case-number");
    assert_eq!(redact(&lead, &number, &with(&[("step", "send"), ("unit", "publication")])).await.status, StatusCode::SEE_OTHER);
    let copy = lead.get(&format!("/staff/shared/{number}/0")).await;
    assert!(copy.body.contains("只有一家能满足") && !copy.body.contains("金穗酒店"));
    assert!(lead.get(&format!("/staff/cases/{number}/redact")).await.body.contains("公开发布"));
}

#[tokio::test]
async fn what_gives_the_reporter_away_is_held_until_it_is_confirmed_and_what_was_ticked_comes_back() {
    let portal = TestPortal::sqlite().await;
    let lead = Member::arrive(&portal, "tianhe").await;
    let number = filed(&portal).await.text_of("case-number");
    let send = with(&[("step", "send"), ("unit", CITY), ("note", "反映人电话 13800138000")]);
    let held = redact(&lead, &number, &send).await;
    assert_eq!(held.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(held.body.contains("13800138000") && held.has_fault("confirmed"), "{}", held.body);
    let confirmed = held.body.split("name=\"confirmed\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let ticked =
        held.body.split("<input").filter(|tag| tag.contains("name=\"black\"") && tag.split('>').next().unwrap().contains("checked"));
    assert_eq!(ticked.count(), 2);
    let mut again = send.clone();
    again.push(("confirmed", &confirmed));
    assert_eq!(redact(&lead, &number, &again).await.status, StatusCode::SEE_OTHER);
    let words: Vec<String> = portal.store.audit().after(0, 1000).await.unwrap().into_iter().map(|entry| entry.action).collect();
    for word in ["leak.confirmed", "case.redact"] {
        assert!(words.contains(&word.to_owned()), "{word}");
    }
}

#[tokio::test]
async fn a_copy_needs_a_part_and_a_reader_who_may_have_it() {
    let portal = TestPortal::sqlite().await;
    let lead = Member::arrive(&portal, "tianhe").await;
    let number = filed(&portal).await.text_of("case-number");
    let nothing = redact(&lead, &number, &[("step", "send"), ("unit", CITY)]).await;
    assert!(nothing.status == StatusCode::UNPROCESSABLE_ENTITY && nothing.has_fault("scope"));
    for unit in ["", TIANHE, "440105", "nowhere"] {
        let refused = redact(&lead, &number, &with(&[("step", "send"), ("unit", unit)])).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.has_fault("unit"), "{unit}");
    }
    let stale = with(&[("step", "send"), ("unit", CITY), ("version", "-1")]);
    assert_eq!(lead.post(&format!("/staff/cases/{number}/redact"), &stale).await.status, StatusCode::CONFLICT);
    let keeper = lead.colleague("keeper", TIANHE, &["custodian"]).await;
    assert_eq!(keeper.get(&format!("/staff/cases/{number}/redact")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(keeper.get("/staff/shared").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn nothing_is_sent_but_what_the_preview_showed() {
    let portal = TestPortal::sqlite().await;
    let (lead, city) = (Member::arrive(&portal, "tianhe").await, Member::arrive(&portal, "city").await);
    let number = filed(&portal).await.text_of("case-number");
    let path = format!("/staff/cases/{number}/redact");
    let shown = lead.post(&path, &with(&[("step", "preview")])).await;
    let (version, seen) = (shown.hidden("version"), shown.hidden("seen"));
    for seen in [seen.as_str(), ""] {
        let other = [("version", version.as_str()), ("seen", seen), ("step", "send"), ("unit", CITY), ("take", "body"), ("note", "请核查")];
        let refused = lead.post(&path, &other).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.body.contains("和预览时看到的不一样") && refused.body.contains("请核查"), "{}", refused.body);
        assert!(refused.text_of("preview").contains("金穗酒店"), "it shows what would have gone");
    }
    assert!(!city.get("/staff/shared").await.body.contains(&number));
}

#[tokio::test]
async fn what_was_ticked_stays_on_its_text_when_something_is_added() {
    let portal = TestPortal::sqlite().await;
    let lead = Member::arrive(&portal, "tianhe").await;
    let receipt = filed(&portal).await;
    let (number, code) = (receipt.text_of("case-number"), receipt.text_of("receipt-code"));
    lead.act(&number, "ask", &[("message", "请说明日期")]).await;
    portal.post("/status", &[("receipt", &code), ("action", "supply"), ("message", "三月十二日。金穗酒店。")]).await;
    let path = format!("/staff/cases/{number}/redact");
    let ticked = [("take", "message-1"), ("black", "message-1-1"), ("unit", CITY)];
    let step = |step| ticked.iter().copied().chain([("step", step)]).collect::<Vec<_>>();
    let shown = lead.post(&path, &step("preview")).await;
    assert!(shown.text_of("preview").contains("三月十二日。████"), "{}", shown.body);
    let (version, seen) = (shown.hidden("version"), shown.hidden("seen"));

    lead.act(&number, "accept", &[]).await;
    assert_eq!(lead.act(&number, "answer", &[("message", "已经查实。将予处理。")]).await.status, StatusCode::SEE_OTHER);
    let mut late = step("send");
    late.extend([("version", version.as_str()), ("seen", seen.as_str())]);
    let refused = lead.post(&path, &late).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text_of("preview").contains("三月十二日。████"), "{}", refused.body);
    assert_eq!(refused.hidden("seen"), seen);
}

#[tokio::test]
async fn looking_at_a_case_to_black_it_out_is_one_entry_each_time() {
    let portal = TestPortal::sqlite().await;
    let lead = Member::arrive(&portal, "tianhe").await;
    let number = filed(&portal).await.text_of("case-number");
    let read = async || {
        let log = portal.store.audit().after(0, 1000).await.unwrap();
        log.iter().filter(|entry| entry.action == "case.redact-read").count()
    };
    lead.post(&format!("/staff/cases/{number}/redact"), &with(&[("step", "preview")])).await;
    assert_eq!(read().await, 1);
    lead.post(&format!("/staff/cases/{number}/redact"), &with(&[("step", "send"), ("version", "-1")])).await;
    assert_eq!(read().await, 2);
}

#[tokio::test]
async fn a_copy_says_who_made_it_wherever_the_case_is_now_and_every_one_is_found() {
    const COPIES: usize = 51;
    let portal = TestPortal::sqlite().await;
    let (lead, city) = (Member::arrive(&portal, "tianhe").await, Member::arrive(&portal, "city").await);
    let number = filed(&portal).await.text_of("case-number");
    let (path, cuts) = (format!("/staff/cases/{number}/redact"), with(&[("step", "preview")]));
    let seen = lead.post(&path, &cuts).await.hidden("seen");
    let mut version: i64 = lead.version(&number).await.parse().unwrap();
    for _ in 0..COPIES {
        let now = version.to_string();
        let sent = with(&[("step", "send"), ("unit", CITY), ("seen", &seen), ("version", &now)]);
        assert_eq!(lead.post(&path, &sent).await.status, StatusCode::SEE_OTHER);
        version += 1;
    }
    let first = city.get("/staff/shared").await;
    let count = |page: &Answer| page.body.matches(&format!("/staff/shared/{number}/")).count();
    assert_eq!((count(&first), first.body.contains("after=50")), (50, true));
    let second = city.get("/staff/shared?after=50").await;
    assert_eq!((count(&second), second.body.contains("after=100")), (1, false));
    let last = city.get(&format!("/staff/shared/{number}/{}", COPIES - 1)).await;
    assert!(last.body.contains("只有一家能满足"));

    assert_eq!(lead.act(&number, "transfer", &[("unit", CITY), ("message", "请贵单位办理")]).await.status, StatusCode::SEE_OTHER);
    let copy = city.get(&format!("/staff/shared/{number}/0")).await;
    assert!(copy.body.contains("天河区"), "{}", copy.body);
}
