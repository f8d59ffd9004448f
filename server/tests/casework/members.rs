use jiff::SignedDuration;
use model::{FaultKind, Right, Role};
use secrecy::ExposeSecret;
use server::{
    casework::{CaseworkError, admin::Administration, desk::Desk, routing::Why},
    store::catalog::RoutingRule,
    vault::{NewMember, Proposal, VaultError},
};

use crate::{
    at_desk,
    fixture::{CITY, HAIZHU, PASSWORD, Portal, TIANHE, anonymous},
};

fn typed(login: &str) -> NewMember {
    NewMember { login: login.into(), display_name: "李娜".into(), password: PASSWORD.into() }
}

#[tokio::test]
async fn an_invitation_makes_one_member_and_the_first_one_opens_the_unit() {
    let mut portal = Portal::new().await;
    let admin = portal.member(CITY, "admin", &[Role::Administrator]).await;
    let (office, vault) = (portal.office().await, portal.vault.clone());
    assert!(!office.directory.is_open());
    let administration = Administration::new(&office, &admin, portal.now);
    let token =
        administration.invite(&vault, TIANHE, vec![Role::Officer, Role::Custodian], &Proposal::default(), &mut portal.rng).await.unwrap();
    let token = token.expose_secret();
    assert_eq!(vault.invitation(token, portal.now).await.unwrap().unit, TIANHE);
    let weak = NewMember { password: "password1234".into(), ..typed("li.na") };
    assert!(matches!(vault.accept(token, &weak, portal.now, &mut portal.rng).await, Err(VaultError::Faults(_))));
    vault.accept(token, &typed("li.na"), portal.now, &mut portal.rng).await.unwrap();
    assert!(matches!(vault.accept(token, &typed("again"), portal.now, &mut portal.rng).await, Err(VaultError::NoInvitation)));
    let office = portal.office().await;
    assert!(office.directory.report_key(TIANHE).is_some() && office.directory.identity_key(TIANHE).is_some());
}

#[tokio::test]
async fn the_link_of_the_first_start_is_for_the_first_member_alone() {
    let mut portal = Portal::new().await;
    let vault = portal.vault.clone();
    let link = async |portal: &mut Portal| {
        let link = vault.invite(None, CITY, Role::ALL.to_vec(), &Proposal::default(), None, portal.now, &mut portal.rng).await.unwrap();
        link.expose_secret().to_owned()
    };
    let printed = link(&mut portal).await;
    assert!(vault.invitation(&printed, portal.now).await.is_ok());
    portal.member(TIANHE, "boss", &[Role::Officer]).await;
    assert!(matches!(vault.accept(&printed, &typed("thief"), portal.now, &mut portal.rng).await, Err(VaultError::NoInvitation)));
    assert!(portal.store.members().invitations(CITY, portal.now.as_millisecond()).await.unwrap().is_empty(), "it is withdrawn");

    let left_over = link(&mut portal).await;
    assert!(matches!(vault.invitation(&left_over, portal.now).await, Err(VaultError::NoInvitation)));
    assert!(matches!(vault.accept(&left_over, &typed("thief"), portal.now, &mut portal.rng).await, Err(VaultError::NoInvitation)));
}

#[tokio::test]
async fn an_invitation_expires_and_a_login_is_taken_once() {
    let mut portal = Portal::new().await;
    let admin = portal.member(CITY, "admin", &[Role::Administrator]).await;
    let (office, vault) = (portal.office().await, portal.vault.clone());
    let administration = Administration::new(&office, &admin, portal.now);
    let token = administration.invite(&vault, CITY, vec![Role::Officer], &Proposal::default(), &mut portal.rng).await.unwrap();
    let taken = vault.accept(token.expose_secret(), &typed(" Admin "), portal.now, &mut portal.rng).await;
    assert!(matches!(taken, Err(VaultError::Faults(faults)) if faults[0].kind == FaultKind::Taken));
    portal.later(SignedDuration::from_hours(73));
    assert!(matches!(vault.invitation(token.expose_secret(), portal.now).await, Err(VaultError::NoInvitation)));
}

#[tokio::test]
async fn administrators_manage_their_unit_and_those_under_it() {
    let mut portal = Portal::new().await;
    let district = portal.member(TIANHE, "district", &[Role::Administrator]).await;
    let officer = portal.member(TIANHE, "officer", &[Role::Officer]).await;
    let elsewhere = portal.member(HAIZHU, "elsewhere", &[Role::Officer]).await;
    let (office, vault) = (portal.office().await, portal.vault.clone());
    let administration = Administration::new(&office, &district, portal.now);
    assert!(administration.staff(TIANHE).await.is_ok());
    assert!(matches!(administration.staff(CITY).await, Err(CaseworkError::NotFound)));
    assert!(matches!(administration.leave(elsewhere.member).await, Err(CaseworkError::NotFound)));
    assert!(matches!(administration.remove_rule(1).await, Err(CaseworkError::Forbidden(Right::ManagePortal))));
    let by_officer = Administration::new(&office, &officer, portal.now)
        .invite(&vault, TIANHE, vec![Role::Lead], &Proposal::default(), &mut portal.rng)
        .await;
    assert!(matches!(by_officer, Err(CaseworkError::Forbidden(Right::ManageMembers))));
}

#[tokio::test]
async fn who_leaves_or_changes_roles_loses_the_keys() {
    let mut portal = Portal::new().await;
    let admin = portal.member(CITY, "admin", &[Role::Administrator]).await;
    let officer = portal.member(CITY, "officer", &[Role::Officer]).await;
    let (office, vault) = (portal.office().await, portal.vault.clone());
    let administration = Administration::new(&office, &admin, portal.now);
    assert_eq!(portal.store.members().grants(officer.member).await.unwrap().len(), 1);
    administration.set_roles(&vault, officer.member, "保管员", vec![Role::Custodian], &mut portal.rng).await.unwrap();
    let grants = portal.store.members().grants(officer.member).await.unwrap();
    let identity = portal.store.units().key(CITY, seal::Purpose::Identity).await.unwrap().unwrap();
    assert_eq!(grants.iter().map(|grant| grant.unit_key_id).collect::<Vec<_>>(), [identity.id], "made for the first custodian");
    administration.leave(officer.member).await.unwrap();
    assert!(portal.store.members().grants(officer.member).await.unwrap().is_empty());
    assert!(matches!(administration.leave(admin.member).await, Err(CaseworkError::Faults(_))), "not oneself");
}

#[tokio::test]
async fn who_set_up_anew_after_a_forgotten_password_has_signed_what_was_signed_before() {
    let mut portal = Portal::new().await;
    let admin = portal.member(CITY, "admin", &[Role::Administrator, Role::Officer]).await;
    let officer = portal.member(CITY, "officer", &[Role::Officer]).await;
    let vault = portal.vault.clone();
    vault.grant_pending(&admin, None, portal.now, &mut portal.rng).await.unwrap();
    let receipt = portal.file(&anonymous()).await;
    at_desk!(portal, officer, ask, receipt, "哪一年？").unwrap();
    let office = portal.office().await;
    let token = Administration::new(&office, &admin, portal.now).invite_again(&vault, officer.member, &mut portal.rng).await.unwrap();
    assert_eq!(vault.invitation(token.expose_secret(), portal.now).await.unwrap().login, "officer");
    vault.accept(token.expose_secret(), &typed("ignored"), portal.now, &mut portal.rng).await.unwrap();
    assert!(portal.store.members().grants(officer.member).await.unwrap().is_empty(), "until a colleague grants the key anew");
    let view = Desk::new(&office, &admin, portal.now).open(&receipt.filing.number).await.unwrap();
    assert!(view.entries.iter().filter_map(|entry| entry.text.as_ref()).all(|text| text.opened().is_some()));
}

#[tokio::test]
async fn a_rule_routes_and_the_test_box_says_why() {
    let mut portal = Portal::new().await;
    let admin = portal.member(CITY, "admin", &[Role::Administrator, Role::Officer]).await;
    portal.member(HAIZHU, "haizhu", &[Role::Officer]).await;
    let office = portal.office().await;
    let rule = RoutingRule { id: 7, position: 0, category: Some("land".parse().unwrap()), area: None, unit_id: HAIZHU };
    Administration::new(&office, &admin, portal.now).put_rule(rule).await.unwrap();
    let office = portal.office().await;
    let administration = Administration::new(&office, &admin, portal.now);
    let route = administration.try_route(&"land".parse().unwrap(), &"440106".parse().unwrap()).unwrap();
    assert_eq!((route.unit, route.why), (HAIZHU, Why::Rule(7)));
    let wrong = RoutingRule { id: 8, position: 1, category: None, area: None, unit_id: 99 };
    assert!(matches!(administration.put_rule(wrong).await, Err(CaseworkError::Faults(_))));
    administration.remove_rule(7).await.unwrap();
}
