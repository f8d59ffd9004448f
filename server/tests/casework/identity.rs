use model::{Right, Role, state::Notice};
use server::casework::{CaseworkError, custody, desk::IdentityCard, follow, reading::Reading};

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
    assert_eq!(receipt.identity_kept_by, Some(TIANHE));
    let office = portal.office().await;

    let refused = custody::open(&office, &officer, &receipt.number, "好奇", portal.now, &mut portal.rng).await;
    assert!(matches!(refused, Err(CaseworkError::Forbidden(Right::OpenIdentity))));
    let silent = custody::open(&office, &custodian, &receipt.number, " ", portal.now, &mut portal.rng).await;
    assert!(matches!(silent, Err(CaseworkError::Faults(_))));
    let identity = custody::open(&office, &custodian, &receipt.number, "核实身份", portal.now, &mut portal.rng).await.unwrap();
    assert_eq!(identity.opened(), named().identity.as_ref());

    let followed = follow::open(&office, &receipt.code, portal.now).await.unwrap();
    assert_eq!(followed.identity.unwrap().opened(), named().identity.as_ref());
    let opening = followed.entries.last().unwrap();
    assert_eq!(opening.notice, Some(Notice::IdentityOpened));
    assert_eq!(opening.text.as_ref().unwrap().opened().unwrap().body, "核实身份");

    let view = desk(&office, &officer, &portal).open(&receipt.number).await.unwrap();
    assert_eq!(view.entries.last().unwrap().text, Some(Reading::NoKey), "why it was opened is not the handlers' affair");
    assert_eq!(view.identity, IdentityCard::Kept { by: Some(TIANHE), openable: false });
    let seen = desk(&office, &custodian, &portal).open(&receipt.number).await.unwrap();
    assert_eq!((seen.report, seen.identity), (Reading::NoKey, IdentityCard::Kept { by: Some(TIANHE), openable: true }));
}

#[tokio::test]
async fn without_custodians_anywhere_only_the_reporter_reads_the_identity() {
    let mut portal = Portal::new().await;
    let officer = portal.member(TIANHE, "officer", &[Role::Officer, Role::Lead]).await;
    let receipt = portal.file(&named()).await;
    assert_eq!(receipt.identity_kept_by, None);
    let office = portal.office().await;
    let view = desk(&office, &officer, &portal).open(&receipt.number).await.unwrap();
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
    assert_eq!(receipt.identity_kept_by, Some(CITY));
    at_desk!(portal, officer, transfer, receipt, HAIZHU, "属海珠区").unwrap();
    let office = portal.office().await;
    let opened = custody::open(&office, &above, &receipt.number, "核实", portal.now, &mut portal.rng).await.unwrap();
    assert!(opened.opened().is_some());
    let other = custody::open(&office, &stranger, &receipt.number, "核实", portal.now, &mut portal.rng).await;
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
    assert!(custody::open(&office, &keeper, &receipt.number, "核实", portal.now, &mut portal.rng).await.unwrap().opened().is_some());
    let before = custody::open(&office, &both, &receipt.number, "核实", portal.now, &mut portal.rng).await;
    assert!(matches!(before, Err(CaseworkError::NotFound)));
}
