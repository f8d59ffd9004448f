use model::{Right, Role, state::Notice};
use server::casework::{CaseworkError, custody::Custody, desk::IdentityCard, follow, reading::Reading};

use crate::{
    at_desk,
    fixture::{CITY, HAIZHU, Portal, TIANHE, desk, named},
};

#[tokio::test]
async fn a_custodian_opens_the_identity_for_a_reason_that_the_reporter_reads() {
    let mut portal = Portal::new().await;
    let officer = portal.member(TIANHE, "officer", &[Role::Officer]).await;
    let custodian = portal.member(TIANHE, "custodian", &[Role::Custodian]).await;
    let receipt = portal.file(&named()).await;
    assert_eq!(receipt.filing.identity_kept_by, Some(TIANHE));
    let office = portal.office().await;

    let refused = Custody::new(&office, &officer, portal.now).open(&receipt.filing.number, "好奇", &mut portal.rng).await;
    assert!(matches!(refused, Err(CaseworkError::Forbidden(Right::OpenIdentity))));
    let silent = Custody::new(&office, &custodian, portal.now).open(&receipt.filing.number, " ", &mut portal.rng).await;
    assert!(matches!(silent, Err(CaseworkError::Faults(_))));
    let identity = Custody::new(&office, &custodian, portal.now).open(&receipt.filing.number, "核实身份", &mut portal.rng).await.unwrap();
    assert_eq!(identity.opened(), named().identity.as_ref());

    let followed = follow::open(&office, &receipt.code, portal.now).await.unwrap();
    assert_eq!(followed.identity.unwrap().opened(), named().identity.as_ref());
    let opening = followed.entries.last().unwrap();
    assert_eq!(opening.notice, Some(Notice::IdentityOpened));
    assert_eq!(opening.text.as_ref().unwrap().opened().unwrap().body, "核实身份");

    let view = desk(&office, &officer, &portal).open(&receipt.filing.number).await.unwrap();
    assert_eq!(view.entries.last().unwrap().text, Some(Reading::NoKey), "why it was opened is not the handlers' affair");
    assert_eq!(view.identity, IdentityCard::Kept { by: Some(TIANHE), openable: false });
    let seen = desk(&office, &custodian, &portal).open(&receipt.filing.number).await.unwrap();
    assert_eq!((seen.report, seen.identity), (Reading::NoKey, IdentityCard::Kept { by: Some(TIANHE), openable: true }));
}

#[tokio::test]
async fn without_custodians_anywhere_only_the_reporter_reads_the_identity() {
    let mut portal = Portal::new().await;
    let officer = portal.member(TIANHE, "officer", &[Role::Officer, Role::Lead]).await;
    let receipt = portal.file(&named()).await;
    assert_eq!(receipt.filing.identity_kept_by, None);
    let office = portal.office().await;
    let view = desk(&office, &officer, &portal).open(&receipt.filing.number).await.unwrap();
    assert_eq!(view.identity, IdentityCard::ReporterOnly);
    assert!(follow::open(&office, &receipt.code, portal.now).await.unwrap().identity.unwrap().opened().is_some());
}

#[tokio::test]
async fn the_custodians_above_keep_it_for_a_unit_that_has_none_and_after_a_transfer() {
    let mut portal = Portal::new().await;
    let officer = portal.member(TIANHE, "officer", &[Role::Officer]).await;
    portal.member(HAIZHU, "haizhu", &[Role::Officer]).await;
    let above = portal.member(CITY, "above", &[Role::Custodian]).await;
    let stranger = portal.member(HAIZHU, "stranger", &[Role::Custodian]).await;
    let receipt = portal.file(&named()).await;
    assert_eq!(receipt.filing.identity_kept_by, Some(CITY));
    at_desk!(portal, officer, transfer, receipt, HAIZHU, "属海珠区").unwrap();
    let office = portal.office().await;
    let opened = Custody::new(&office, &above, portal.now).open(&receipt.filing.number, "核实", &mut portal.rng).await.unwrap();
    assert!(opened.opened().is_some());
    let other = Custody::new(&office, &stranger, portal.now).open(&receipt.filing.number, "核实", &mut portal.rng).await;
    assert!(matches!(other, Err(CaseworkError::NotFound)), "nobody who could read it has passed it on");
}

#[tokio::test]
async fn a_custodian_who_transfers_the_case_passes_the_identity_on() {
    let mut portal = Portal::new().await;
    let both = portal.member(TIANHE, "both", &[Role::Officer, Role::Custodian]).await;
    portal.member(HAIZHU, "haizhu", &[Role::Officer]).await;
    let keeper = portal.member(HAIZHU, "keeper", &[Role::Custodian]).await;
    let receipt = portal.file(&named()).await;
    at_desk!(portal, both, transfer, receipt, HAIZHU, "属海珠区").unwrap();
    let office = portal.office().await;
    assert!(
        Custody::new(&office, &keeper, portal.now).open(&receipt.filing.number, "核实", &mut portal.rng).await.unwrap().opened().is_some()
    );
    let before = Custody::new(&office, &both, portal.now).open(&receipt.filing.number, "核实", &mut portal.rng).await;
    assert!(matches!(before, Err(CaseworkError::NotFound)));
}

#[tokio::test]
async fn an_identity_released_to_a_handler_is_open_to_that_one_alone_until_a_transfer() {
    let mut portal = Portal::new().await;
    let handler = portal.member(TIANHE, "handler", &[Role::Officer]).await;
    let other = portal.member(TIANHE, "other", &[Role::Officer]).await;
    let custodian = portal.member(TIANHE, "custodian", &[Role::Custodian]).await;
    let outsider = portal.member(HAIZHU, "outsider", &[Role::Officer]).await;
    let receipt = portal.file(&named()).await;
    let office = portal.office().await;
    let custody = Custody::new(&office, &custodian, portal.now);
    let outside = custody.release(&receipt.filing.number, outsider.member, "约谈", &mut portal.rng).await;
    assert!(matches!(outside, Err(CaseworkError::Faults(_))));
    custody.release(&receipt.filing.number, handler.member, "约谈", &mut portal.rng).await.unwrap();

    let by_handler = Custody::new(&office, &handler, portal.now).open(&receipt.filing.number, "约谈", &mut portal.rng).await.unwrap();
    assert_eq!(by_handler.opened(), named().identity.as_ref());
    let by_other = Custody::new(&office, &other, portal.now).open(&receipt.filing.number, "约谈", &mut portal.rng).await;
    assert!(matches!(by_other, Err(CaseworkError::Forbidden(Right::OpenIdentity))));
    let passed_on =
        Custody::new(&office, &handler, portal.now).release(&receipt.filing.number, other.member, "约谈", &mut portal.rng).await;
    assert!(matches!(passed_on, Err(CaseworkError::Forbidden(_))), "who was given it passes it to nobody");
    let view = desk(&office, &handler, &portal).open(&receipt.filing.number).await.unwrap();
    assert_eq!(view.identity, IdentityCard::Kept { by: Some(TIANHE), openable: true });
    let told = follow::open(&office, &receipt.code, portal.now).await.unwrap();
    assert_eq!(told.entries.iter().filter(|entry| entry.notice == Some(Notice::IdentityOpened)).count(), 2);

    at_desk!(portal, handler, transfer, receipt, HAIZHU, "属海珠区").unwrap();
    let after = Custody::new(&office, &handler, portal.now).open(&receipt.filing.number, "约谈", &mut portal.rng).await;
    assert!(matches!(after, Err(CaseworkError::Forbidden(_))));
}

#[tokio::test]
async fn custodians_hand_an_identity_over_to_those_of_the_unit_in_charge() {
    let mut portal = Portal::new().await;
    let officer = portal.member(TIANHE, "officer", &[Role::Officer]).await;
    let old = portal.member(TIANHE, "old", &[Role::Custodian]).await;
    portal.member(HAIZHU, "haizhu", &[Role::Officer]).await;
    let new = portal.member(HAIZHU, "new", &[Role::Custodian]).await;
    let receipt = portal.file(&named()).await;
    let office = portal.office().await;
    let custody = Custody::new(&office, &old, portal.now);
    let early = custody.hand_over(&receipt.filing.number, "已转办", &mut portal.rng).await;
    assert!(matches!(early, Err(CaseworkError::Faults(_))), "those custodians keep it already");
    at_desk!(portal, officer, transfer, receipt, HAIZHU, "属海珠区").unwrap();
    custody.hand_over(&receipt.filing.number, "已转办", &mut portal.rng).await.unwrap();
    let opened = Custody::new(&office, &new, portal.now).open(&receipt.filing.number, "核实", &mut portal.rng).await.unwrap();
    assert_eq!(opened.opened(), named().identity.as_ref());
    assert!(matches!(custody.open(&receipt.filing.number, "核实", &mut portal.rng).await, Err(CaseworkError::NotFound)));
}
