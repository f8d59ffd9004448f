//! Copies with parts blacked out: what the unit reads that is given one, and what it cannot have with any of its keys.

use axum::http::StatusCode;
use seal::{Holder, Purpose};

use super::{
    member::Member,
    support::{Answer, CITY, TIANHE, TestPortal},
};

const BODY: &str = "三月十二日，院长赵某在金穗酒店收了信封。招标文件只有一家能满足。证人是护士长钱某。";
const CANARY: [&str; 3] = ["金穗酒店", "赵某", "护士长"];

async fn redact(member: &Member<'_>, number: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/staff/cases/{number}/redact");
    let version = member.get(&path).await.hidden("version");
    let fields: Vec<(&str, &str)> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    member.post(&path, &fields).await
}

/// Blacks out the first and the last sentence of the body, and a name everywhere.
const CUTS: [(&str, &str); 5] = [("take", "1"), ("take", "2"), ("black", "2-0"), ("black", "2-2"), ("words", "赵某")];

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
