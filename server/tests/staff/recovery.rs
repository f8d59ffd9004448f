//! A unit's key that everyone has lost comes back by officers with shares, and not by fewer than were agreed.

use axum::http::StatusCode;
use jiff::SignedDuration;
use sea_orm::{ConnectionTrait, Database};
use server::vault::shares::{ShareState, drill, readiness};

use super::{
    admin::{id_of, joined},
    member::Member,
    support::{Answer, CITY, TIANHE, TestPortal},
};

const WRITTEN: &str = "只有一家能满足的尺寸";

async fn deed(member: &Member<'_>, deed: &str, fields: &[(&str, &str)]) -> Answer {
    member.post(&format!("/staff/recovery/{deed}"), fields).await
}

async fn key_of(portal: &TestPortal) -> i64 {
    let keys = portal.store.units().keys_of(2).await.unwrap();
    keys.iter().find(|key| key.purpose == seal::Purpose::Report && key.retired_at.is_none()).unwrap().id
}

struct Officers<'a> {
    lead: Member<'a>,
    others: [Member<'a>; 3],
    ids: [String; 3],
}

/// The lead of 天河 shares the key of reports between three members of the city's unit, of whom two bring it back.
async fn shared(portal: &TestPortal) -> Officers<'_> {
    let (lead, city) = (Member::arrive(portal, "tianhe").await, Member::arrive(portal, "city").await);
    let [one, two] = ["one", "two"];
    let others = [city.colleague(one, CITY, &["auditor"]).await, city.colleague(two, CITY, &["auditor"]).await, city];
    let ids = [id_of(portal, one).await, id_of(portal, two).await, id_of(portal, "city").await].map(|id| id.to_string());
    let fields: Vec<(&str, &str)> =
        [("key", "reports"), ("threshold", "2")].into_iter().chain(ids.iter().map(|id| ("officer", id.as_str()))).collect();
    let done = deed(&lead, "share", &fields).await;
    assert_eq!(done.header("location"), "/staff/recovery?done=shared", "{}", done.body);
    Officers { lead, others, ids }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_of_three_bring_back_what_the_only_holder_lost_and_one_does_not() {
    for portal in [TestPortal::sqlite().await, TestPortal::postgres().await] {
        let Officers { lead, others, .. } = shared(&portal).await;
        let number = portal.file(&[]).await.text_of("case-number");
        // Forgets the password: a colleague invites again, and the keys are new.
        let lost = id_of(&portal, "tianhe").await;
        let link = others[2].post(&format!("/admin/members/{lost}/invite-again"), &[]).await.text_of("invite-link");
        let again = joined(&portal, &link[link.find("/staff/invite/").unwrap()..], "tianhe").await;
        drop(lead);
        assert!(!again.get(&format!("/staff/cases/{number}")).await.body.contains(WRITTEN));

        assert_eq!(deed(&again, "ask", &[]).await.header("location"), "/staff/recovery?done=asked");
        let key = key_of(&portal).await.to_string();
        let agree = [("key", key.as_str()), ("member", &lost.to_string())].map(|(name, value)| (name, value.to_owned()));
        let agree: Vec<(&str, &str)> = agree.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert!(others[0].get("/staff/recovery").await.body.contains("请求找回密钥"));
        for _ in 0..2 {
            assert_eq!(deed(&others[0], "agree", &agree).await.header("location"), "/staff/recovery?done=agreed");
        }
        deed(&again, "finish", &[]).await;
        assert!(!again.get(&format!("/staff/cases/{number}")).await.body.contains(WRITTEN), "one officer who agrees twice is one");
        assert!(again.get("/staff/recovery").await.body.contains("已有 1 人同意，需要 2 人"));

        deed(&others[1], "agree", &agree).await;
        assert!(!others[1].get(&format!("/staff/cases/{number}")).await.body.contains(WRITTEN), "officers read nothing");
        assert_eq!(deed(&again, "finish", &[]).await.header("location"), "/staff/recovery?done=back");
        assert!(again.get(&format!("/staff/cases/{number}")).await.body.contains(WRITTEN));
        assert!(portal.store.shares().requests(key.parse().unwrap()).await.unwrap().is_empty());
        assert!(portal.store.shares().approvals(key.parse().unwrap(), lost).await.unwrap().is_empty());
        let words: Vec<String> = portal.store.audit().after(0, 1000).await.unwrap().into_iter().map(|entry| entry.action).collect();
        for word in ["unit-key.share", "unit-key.recovery-asked", "unit-key.recovery-agreed", "unit-key.recovered"] {
            assert!(words.contains(&word.to_owned()), "{word}");
        }
    }
}

#[tokio::test]
async fn a_drill_proves_it_once_enough_officers_have_found_their_shares_good() {
    let portal = TestPortal::sqlite().await;
    let Officers { lead, others, ids } = shared(&portal).await;
    let key = key_of(&portal).await;
    let proven = async || readiness(&portal.store, key).await.unwrap().unwrap().is_proven();
    let drill = || portal.command(&["drill"]);
    assert_eq!(drill().status.code(), Some(1));
    assert!(!proven().await && lead.get("/staff/recovery").await.body.contains("核对过份额的人还不够"));
    for officer in &others[..2] {
        assert_eq!(deed(officer, "check", &[("key", &key.to_string())]).await.header("location"), "/staff/recovery?done=checked");
    }
    assert!(proven().await && lead.get("/staff/recovery").await.body.contains("能够找回"));
    let passed = drill();
    assert_eq!(passed.status.code(), Some(0), "{}", String::from_utf8_lossy(&passed.stderr));
    let said = String::from_utf8_lossy(&passed.stdout).into_owned();
    assert!(said.contains("440106 reports: can be brought back: 2 of 3 needed; 2 good"), "{said}");
    assert_eq!(deed(&lead, "check", &[("key", &key.to_string())]).await.status, StatusCode::FORBIDDEN, "the lead has no share");
    portal.store.members().leave(ids[0].parse().unwrap(), 1, entry()).await.unwrap();
    assert!(!proven().await, "who left opens nothing");
    assert_eq!(drill().status.code(), Some(1));
}

/// Whether a drill finds every key of 天河 well.
async fn is_well(portal: &TestPortal) -> Vec<bool> {
    drill(&portal.store, 2).await.unwrap().iter().map(|(_, drilled)| drilled.is_well()).collect()
}

#[tokio::test]
async fn after_a_renewal_one_check_and_one_agreement_are_for_all_keys_of_the_unit() {
    let portal = TestPortal::sqlite().await;
    let Officers { lead, others, ids } = shared(&portal).await;
    let first = portal.file(&[("area", TIANHE)]).await.text_of("case-number");
    let key = key_of(&portal).await.to_string();
    for officer in &others[..2] {
        deed(officer, "check", &[("key", &key)]).await;
    }
    assert_eq!(is_well(&portal).await, [true, true], "identities are not shared");
    assert_eq!(lead.post("/admin/keys/reports/renew", &[]).await.status, StatusCode::SEE_OTHER);
    portal.app.refresh().await.unwrap();
    assert_eq!(is_well(&portal).await, [false, true, true], "the new key was left out");

    assert_eq!(deed(&lead, "share", &sharing("2", &ids)).await.header("location"), "/staff/recovery?done=shared");
    let second = portal.file(&[("area", TIANHE)]).await.text_of("case-number");
    assert_eq!(is_well(&portal).await, [false, false, true], "nobody has looked at the new shares");
    for officer in &others[..2] {
        assert_eq!(officer.get("/staff/recovery").await.body.matches("/staff/recovery/check").count(), 1, "one row for both keys");
        deed(officer, "check", &[("key", &key)]).await;
    }
    assert_eq!(is_well(&portal).await, [true, true, true]);

    let lost = id_of(&portal, "tianhe").await.to_string();
    let link = others[2].post(&format!("/admin/members/{lost}/invite-again"), &[]).await.text_of("invite-link");
    let again = joined(&portal, &link[link.find("/staff/invite/").unwrap()..], "tianhe").await;
    deed(&again, "ask", &[]).await;
    for officer in &others[..2] {
        assert_eq!(officer.get("/staff/recovery").await.body.matches("/staff/recovery/agree").count(), 1, "one request for both keys");
        deed(officer, "agree", &[("key", &key), ("member", &lost)]).await;
        assert!(!officer.get("/staff/recovery").await.body.contains("/staff/recovery/agree"));
    }
    assert_eq!(deed(&again, "finish", &[]).await.header("location"), "/staff/recovery?done=back");
    for number in [first, second] {
        assert!(again.get(&format!("/staff/cases/{number}")).await.body.contains(WRITTEN));
    }
}

#[tokio::test]
async fn keys_are_back_only_once_none_is_lacking_and_a_grant_ends_what_was_asked_for() {
    let portal = TestPortal::sqlite().await;
    let Officers { lead, others, ids } = shared(&portal).await;
    let fields = [("key", "identities"), ("threshold", "2"), ("officer", &ids[0]), ("officer", &ids[1])];
    assert_eq!(deed(&lead, "share", &fields).await.header("location"), "/staff/recovery?done=shared");
    let keeper = lead.colleague("keeper", TIANHE, &["officer", "custodian"]).await;
    let (lost, key) = (id_of(&portal, "tianhe").await.to_string(), key_of(&portal).await.to_string());
    let link = others[2].post(&format!("/admin/members/{lost}/invite-again"), &[]).await.text_of("invite-link");
    let again = joined(&portal, &link[link.find("/staff/invite/").unwrap()..], "tianhe").await;
    deed(&again, "ask", &[]).await;
    for officer in &others[..2] {
        deed(officer, "agree", &[("key", &key), ("member", &lost)]).await;
    }
    assert_eq!(deed(&again, "finish", &[]).await.header("location"), "/staff/recovery?done=partly");
    assert_eq!(deed(&again, "finish", &[]).await.header("location"), "/staff/recovery", "there is nothing to take");
    let identities = portal.store.units().key(2, seal::Purpose::Identity).await.unwrap().unwrap().id;
    assert_eq!(portal.store.shares().requests(identities).await.unwrap().len(), 1);
    assert_eq!(keeper.post(&format!("/admin/members/{lost}/grant-key"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(portal.store.shares().requests(identities).await.unwrap().is_empty());
}

fn entry() -> server::store::NewEntry {
    server::store::NewEntry { at: 1, action: "member.leave".into(), member: None, unit: None, case: None, object: None }
}

#[tokio::test]
async fn a_share_that_somebody_changed_is_found_when_its_officer_looks() {
    let portal = TestPortal::sqlite().await;
    let Officers { others, ids, .. } = shared(&portal).await;
    let key = key_of(&portal).await.to_string();
    let database = Database::connect(format!("sqlite://{}", portal.folder().join("test.db").display())).await.unwrap();
    let swap =
        format!("UPDATE key_shares SET sealed = (SELECT sealed FROM key_shares WHERE member_id = {}) WHERE member_id = {}", ids[1], ids[0]);
    database.execute_unprepared(&swap).await.unwrap();
    assert_eq!(deed(&others[0], "check", &[("key", &key)]).await.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(deed(&others[1], "check", &[("key", &key)]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn shares_need_two_officers_or_more_and_nobody_agrees_to_what_nobody_asked_for() {
    let portal = TestPortal::sqlite().await;
    let Officers { lead, others, ids } = shared(&portal).await;
    let few = deed(&lead, "share", &[("key", "reports"), ("threshold", "2"), ("officer", &ids[0])]).await;
    assert!(few.status == StatusCode::UNPROCESSABLE_ENTITY && few.has_fault("officers"));
    assert_eq!(few.body.matches("请至少选两位在职的同事").count(), 2, "in the summary as beside the field");
    for threshold in ["", "1", "3", "many"] {
        let fields = [("key", "reports"), ("threshold", threshold), ("officer", &ids[0]), ("officer", &ids[1])];
        let refused = deed(&lead, "share", &fields).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.has_fault("threshold"), "{threshold}");
    }
    let key = key_of(&portal).await.to_string();
    let unasked = deed(&others[0], "agree", &[("key", &key), ("member", &ids[1])]).await;
    assert_eq!(unasked.status, StatusCode::FORBIDDEN);
    let officer = lead.colleague("xin", TIANHE, &["officer"]).await;
    let no_right = deed(&officer, "share", &[("key", "reports"), ("threshold", "2"), ("officer", &ids[0]), ("officer", &ids[1])]).await;
    assert_eq!(no_right.status, StatusCode::FORBIDDEN);
}

/// The fields of the form that shares.
fn sharing<'a>(threshold: &'a str, officers: &'a [String]) -> Vec<(&'a str, &'a str)> {
    let fields = [("key", "reports"), ("threshold", threshold)].into_iter();
    fields.chain(officers.iter().map(|officer| ("officer", officer.as_str()))).collect()
}

fn ticked(answer: &Answer) -> usize {
    let boxes = answer.body.split("<input").filter(|tag| tag.contains("name=\"officer\""));
    boxes.filter(|tag| tag.split('>').next().unwrap().contains("checked")).count()
}

#[tokio::test]
async fn what_was_ticked_comes_back_with_a_fault_and_after_the_password_was_asked_for() {
    let portal = TestPortal::sqlite().await;
    let Officers { lead, ids, .. } = shared(&portal).await;
    let refused = deed(&lead, "share", &sharing("9", &ids)).await;
    assert_eq!((refused.status, ticked(&refused)), (StatusCode::UNPROCESSABLE_ENTITY, 3));
    assert!(!refused.body.contains("hreflang"), "a link to another language would lose it");
    portal.clock.advance(SignedDuration::from_mins(6));
    let asked = deed(&lead, "share", &sharing("2", &ids)).await;
    let page = lead.get(asked.header("location")).await;
    let back = lead.get(&page.hidden("next")).await;
    assert_eq!((back.status, ticked(&back)), (StatusCode::OK, 3), "{}", back.body);
    assert!(!back.body.contains("hreflang"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_leaves_moves_or_begins_anew_has_no_part_in_shares_any_more() {
    for portal in [TestPortal::sqlite().await, TestPortal::postgres().await] {
        let Officers { lead, others, ids } = shared(&portal).await;
        let key = key_of(&portal).await;
        let lost = id_of(&portal, "tianhe").await;
        let link = others[2].post(&format!("/admin/members/{lost}/invite-again"), &[]).await.text_of("invite-link");
        let again = joined(&portal, &link[link.find("/staff/invite/").unwrap()..], "tianhe").await;
        drop(lead);
        deed(&again, "ask", &[]).await;
        let agree = [("key", key.to_string()), ("member", lost.to_string())];
        let agree: Vec<(&str, &str)> = agree.iter().map(|(name, value)| (*name, value.as_str())).collect();
        deed(&others[0], "agree", &agree).await;
        let approvals = async || portal.store.shares().approvals(key, lost).await.unwrap().len();
        assert_eq!(approvals().await, 1);
        let shares = async |id: &String| portal.store.shares().of_officer(id.parse().unwrap()).await.unwrap().len();

        // The first officer goes to another unit: the share and what was agreed to go with the old one.
        let moved = [("unit", TIANHE), ("role", "auditor"), ("login", "one")];
        let answer = others[2].post(&format!("/admin/members/{}/move", ids[0]), &moved).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert_eq!((approvals().await, shares(&ids[0]).await, shares(&ids[1]).await), (0, 0, 1));
        // The second one begins anew, with other keys.
        let link = others[2].post(&format!("/admin/members/{}/invite-again", ids[1]), &[]).await.text_of("invite-link");
        joined(&portal, &link[link.find("/staff/invite/").unwrap()..], "two").await;
        assert_eq!(shares(&ids[1]).await, 0);
        let states = readiness(&portal.store, key).await.unwrap().unwrap().shares;
        assert_eq!(states.iter().filter(|(_, state)| *state == ShareState::Lost).count(), 2);
        // Who asked leaves: nobody agrees any more.
        portal.store.members().leave(lost, 1, entry()).await.unwrap();
        assert!(portal.store.shares().requests(key).await.unwrap().is_empty());
        assert_eq!(deed(&others[2], "agree", &agree).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_drill_does_not_count_officers_who_would_lose_their_shares_with_the_key() {
    let portal = TestPortal::sqlite().await;
    let Officers { lead, others, ids } = shared(&portal).await;
    let holder = id_of(&portal, "tianhe").await.to_string();
    let officers = [holder, ids[0].clone()];
    let shared = deed(&lead, "share", &sharing("2", &officers)).await;
    assert_eq!(shared.header("location"), "/staff/recovery?done=shared", "{}", shared.body);
    let key = key_of(&portal).await;
    for officer in [&lead, &others[0]] {
        assert_eq!(deed(officer, "check", &[("key", &key.to_string())]).await.status, StatusCode::SEE_OTHER);
    }
    let ready = readiness(&portal.store, key).await.unwrap().unwrap();
    assert!(!ready.is_proven() && ready.shares.iter().any(|(_, state)| *state == ShareState::Holder), "{ready:?}");
    assert!(lead.get("/staff/recovery").await.body.contains("要丢会一起丢"));
}
