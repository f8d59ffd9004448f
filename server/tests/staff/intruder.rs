//! Whoever writes to the database puts keys of their own there, and gets nothing by it. On the portal as it is served; that both databases
//! keep to the marks is tested with the store.

use axum::http::StatusCode;
use sha2::{Digest, Sha256};

use crate::{
    admin::id_of,
    custody::NAMED,
    member::Member,
    support::{Answer, TIANHE, TestPortal},
};

/// Puts the public key of one member, which its owner can use, in the place of another's.
async fn exchange(portal: &TestPortal, of: &str, by: &str) {
    portal
        .alter(&format!("UPDATE members SET public_key = (SELECT public_key FROM members WHERE login = '{by}') WHERE login = '{of}'"))
        .await;
}

fn forged(page: &Answer) -> usize {
    page.body.matches("data-forged").count()
}

#[tokio::test]
async fn a_key_in_the_place_of_a_members_gets_no_key_of_the_unit() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "tianhe").await;
    admin.colleague("xin", TIANHE, &["officer"]).await;
    let id = id_of(&portal, "xin").await;
    exchange(&portal, "xin", "city").await;
    assert_eq!(admin.post("/admin/keys/reports/renew", &[]).await.status, StatusCode::SEE_OTHER, "the others get it");
    assert_eq!(portal.store.members().grants(id).await.unwrap().len(), 1, "only the key from before");
    admin.post(&format!("/admin/members/{id}/grant-key"), &[]).await;
    assert_eq!(portal.store.members().grants(id).await.unwrap().len(), 1, "nor is it granted by hand");
}

#[tokio::test]
async fn a_key_in_the_place_of_who_asks_for_an_identity_gets_none() {
    let portal = TestPortal::sqlite().await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let keeper = officer.colleague("keeper", TIANHE, &["custodian"]).await;
    let number = portal.file(&NAMED).await.text_of("case-number");
    assert_eq!(officer.ask_for_identity(&number, &["name"], "核实签约日期").await.status, StatusCode::SEE_OTHER);
    exchange(&portal, "tianhe", "city").await;
    assert!(keeper.decide(&number, "grant", "").await.status.is_server_error());
    let case = portal.store.cases().by_number(&number.parse().unwrap(), 2, 0).await.unwrap();
    let keys = portal.store.cases().keys(case.id).await.unwrap();
    assert!(keys.iter().all(|key| key.purpose != seal::Purpose::Release));
}

#[tokio::test]
async fn words_under_a_key_that_was_put_beside_the_own_count_as_forged() {
    let portal = TestPortal::sqlite().await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let receipt = portal.file(&[]).await;
    let (number, code) = (receipt.text_of("case-number"), receipt.text_of("receipt-code"));
    officer.act(&number, "accept", &[]).await;
    officer.act(&number, "ask", &[("message", "请补充日期")]).await;
    let both = async || (portal.post("/status", &[("receipt", &code)]).await, officer.get(&format!("/staff/cases/{number}")).await);
    let (reporter, staff) = both().await;
    assert_eq!((forged(&reporter), forged(&staff)), (0, 0));
    let another = hex(&Sha256::digest("another"));
    portal.alter(&format!("UPDATE members SET verifying_key = verifying_key || x'{another}' WHERE login = 'tianhe'")).await;
    let (reporter, staff) = both().await;
    assert_eq!((forged(&reporter), forged(&staff)), (1, 1), "what the officer wrote");
    portal.alter(&format!("UPDATE reporter_keys SET verifying_key = verifying_key || x'{another}'")).await;
    let (reporter, staff) = both().await;
    assert_eq!((forged(&reporter), forged(&staff)), (1, 2), "and for the unit the report; the reporter's own key follows from the code");
}

#[tokio::test]
async fn nothing_is_sealed_under_a_data_key_that_was_slipped_in() {
    let portal = TestPortal::sqlite().await;
    let receipt = portal.file(&[]).await;
    let (number, code) = (receipt.text_of("case-number"), receipt.text_of("receipt-code"));
    let slipped = "INSERT INTO case_keys (case_id, epoch, purpose, holder, holder_id, sealed, generation) \
                   SELECT case_id, 1, purpose, holder, holder_id, sealed, 0 FROM case_keys";
    portal.alter(slipped).await;
    portal.alter("UPDATE cases SET epoch = 1").await;
    let refused = portal.post("/status", &[("receipt", &code), ("action", "supply"), ("message", "九月十二日")]).await;
    assert!(refused.status.is_server_error(), "{}", refused.status);
    let officer = Member::arrive(&portal, "tianhe").await;
    assert!(officer.get(&format!("/staff/cases/{number}")).await.status.is_server_error());
    let case = portal.store.cases().by_number(&number.parse().unwrap(), 2, 0).await.unwrap();
    assert!(portal.store.cases().envelopes(case.id).await.unwrap().iter().all(|envelope| envelope.epoch == 0));
}

#[tokio::test]
async fn keys_of_an_earlier_version_count_once_the_operator_vouches_for_them() {
    let portal = TestPortal::sqlite().await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let number = portal.file(&[]).await.text_of("case-number");
    for table in ["members", "reporter_keys"] {
        portal.alter(&format!("UPDATE {table} SET keys_mark = x''")).await;
    }
    let page = async || forged(&officer.get(&format!("/staff/cases/{number}")).await);
    assert_eq!(page().await, 1);
    assert!(portal.command(&["unit", "sign-keys"]).status.success());
    assert_eq!(page().await, 0);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
