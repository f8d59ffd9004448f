use jiff::SignedDuration;
use model::Role;
use secrecy::{ExposeSecret, SecretString};
use server::{
    casework::intake::Receipt,
    vault::{NewMember, NextStep, SignedIn, VaultError},
};

use crate::fixture::{CITY, PASSWORD, Portal, anonymous, code, desk};

async fn with_member(portal: &mut Portal) {
    let new = NewMember { login: "zhang.wei".into(), display_name: "张伟".into(), password: PASSWORD.into() };
    portal.vault.add_member(CITY, &[Role::Officer], &new, portal.now, &mut portal.rng).await.unwrap();
}

async fn try_password(portal: &mut Portal, login: &str, password: &str) -> Result<(SecretString, NextStep), VaultError> {
    let opened = portal.vault.sign_in(login, &password.into(), portal.now, &mut portal.rng).await?;
    Ok((opened.cookie, opened.next))
}

async fn reads(portal: &Portal, who: &SignedIn, receipt: &Receipt) -> bool {
    let office = portal.office().await;
    desk(&office, who, portal).open(&receipt.filing.number).await.unwrap().report.opened() == Some(&anonymous().content)
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_password_get_the_same_answer() {
    let mut portal = Portal::new().await;
    with_member(&mut portal).await;
    let unknown = try_password(&mut portal, "nobody", PASSWORD).await.unwrap_err();
    let wrong = try_password(&mut portal, "zhang.wei", "wrong horse battery").await.unwrap_err();
    assert!(matches!((&unknown, &wrong), (VaultError::Refused, VaultError::Refused)));
    assert_eq!(unknown.to_string(), wrong.to_string());
}

#[tokio::test]
async fn the_second_factor_is_set_up_and_then_asked_for_and_a_code_counts_once() {
    let mut portal = Portal::new().await;
    with_member(&mut portal).await;
    let (cookie, next) = try_password(&mut portal, " ZHANG.wei ", PASSWORD).await.unwrap();
    assert_eq!(next, NextStep::SetUpSecondFactor);
    assert!(matches!(portal.vault.session(cookie.expose_secret(), portal.now).await, Err(VaultError::NoSecondFactor)));
    let setup = portal.vault.begin_second_factor(cookie.expose_secret(), portal.now, &mut portal.rng).await.unwrap();
    let used = code(&setup.typed, portal.now);
    let vault = portal.vault.clone();
    let (full, _) = vault.finish_second_factor(cookie.expose_secret(), &setup.carried, &used, portal.now, &mut portal.rng).await.unwrap();
    assert_eq!(vault.session(full.expose_secret(), portal.now).await.unwrap().login, "zhang.wei");
    assert!(
        matches!(vault.session(cookie.expose_secret(), portal.now).await, Err(VaultError::SignedOut)),
        "the old cookie is worth nothing"
    );

    let (cookie, next) = try_password(&mut portal, "zhang.wei", PASSWORD).await.unwrap();
    assert_eq!(next, NextStep::EnterCode);
    let again = vault.enter_code(cookie.expose_secret(), &used, portal.now, &mut portal.rng).await;
    assert!(matches!(again, Err(VaultError::WrongCode)));
    portal.later(SignedDuration::from_secs(30));
    let fresh = code(&setup.typed, portal.now);
    assert!(vault.enter_code(cookie.expose_secret(), &fresh, portal.now, &mut portal.rng).await.is_ok());
}

#[tokio::test]
async fn failures_slow_down_and_never_shut_out() {
    let mut portal = Portal::new().await;
    with_member(&mut portal).await;
    for _ in 0..20 {
        assert!(try_password(&mut portal, "zhang.wei", "wrong horse battery").await.is_err());
        portal.later(SignedDuration::from_secs(300));
    }
    assert!(try_password(&mut portal, "zhang.wei", "wrong horse battery").await.is_err());
    assert!(try_password(&mut portal, "zhang.wei", PASSWORD).await.is_err(), "too soon after a failure");
    portal.later(SignedDuration::from_secs(301));
    assert!(try_password(&mut portal, "zhang.wei", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a_session_ends_when_idle_and_in_any_case() {
    let mut portal = Portal::new().await;
    with_member(&mut portal).await;
    let (cookie, _) = try_password(&mut portal, "zhang.wei", PASSWORD).await.unwrap();
    let (cookie, _) = portal.set_up(&cookie).await;
    for _ in 0..35 {
        portal.later(SignedDuration::from_mins(20));
        assert!(portal.vault.session(cookie.expose_secret(), portal.now).await.is_ok());
    }
    portal.later(SignedDuration::from_mins(20));
    assert!(matches!(portal.vault.session(cookie.expose_secret(), portal.now).await, Err(VaultError::SignedOut)), "twelve hours");

    let mut portal = Portal::new().await;
    with_member(&mut portal).await;
    let (cookie, _) = try_password(&mut portal, "zhang.wei", PASSWORD).await.unwrap();
    let (cookie, _) = portal.set_up(&cookie).await;
    portal.later(SignedDuration::from_mins(31));
    assert!(matches!(portal.vault.session(cookie.expose_secret(), portal.now).await, Err(VaultError::SignedOut)), "half an hour idle");
}

#[tokio::test]
async fn sessions_are_listed_revoked_and_signed_out() {
    let mut portal = Portal::new().await;
    let who = portal.member(CITY, "zhang.wei", &[Role::Officer]).await;
    let sessions = portal.vault.sessions(&who).await.unwrap();
    assert_eq!((sessions.len(), sessions[0].current), (1, true));
    portal.vault.revoke(&who, who.session, portal.now).await.unwrap();
    assert!(portal.vault.sessions(&who).await.unwrap().is_empty());
    assert!(portal.vault.sign_out("nonsense", portal.now).await.is_ok());
    assert!(matches!(portal.vault.session("nonsense", portal.now).await, Err(VaultError::SignedOut)));
    assert!(who.accepts_form(&who.form_token) && !who.accepts_form("nonsense"));
}

#[tokio::test]
async fn the_password_is_asked_for_again_after_a_while() {
    let mut portal = Portal::new().await;
    let who = portal.member(CITY, "zhang.wei", &[Role::Officer]).await;
    assert!(portal.vault.is_confirmed(&who, portal.now));
    portal.later(SignedDuration::from_mins(6));
    assert!(!portal.vault.is_confirmed(&who, portal.now));
    assert!(matches!(portal.vault.confirm(&who, &"wrong horse battery".into(), portal.now).await, Err(VaultError::Refused)));
    portal.vault.confirm(&who, &PASSWORD.into(), portal.now).await.unwrap();
}

#[tokio::test]
async fn a_recovery_code_replaces_a_forgotten_password_once() {
    let mut portal = Portal::new().await;
    with_member(&mut portal).await;
    let receipt = portal.file(&anonymous()).await;
    let (cookie, _) = try_password(&mut portal, "zhang.wei", PASSWORD).await.unwrap();
    let (cookie, recovery) = portal.set_up(&cookie).await;
    let vault = portal.vault.clone();
    let new: SecretString = "harbour lantern 82 fig".into();
    let opened = vault.recover("zhang.wei", recovery.expose_secret(), &new, portal.now, &mut portal.rng).await.unwrap();
    assert_eq!(opened.next, NextStep::SetUpSecondFactor);
    assert!(matches!(vault.session(cookie.expose_secret(), portal.now).await, Err(VaultError::SignedOut)), "old sessions end");
    let (cookie, _) = portal.set_up(&opened.cookie).await;
    let back = vault.session(cookie.expose_secret(), portal.now).await.unwrap();
    assert!(reads(&portal, &back, &receipt).await, "the only member of the unit opens its cases as before");
    assert!(try_password(&mut portal, "zhang.wei", new.expose_secret()).await.is_ok());
    let again = vault.recover("zhang.wei", recovery.expose_secret(), &new, portal.now, &mut portal.rng).await;
    assert!(matches!(again, Err(VaultError::Refused)));
    assert!(try_password(&mut portal, "zhang.wei", PASSWORD).await.is_err());
}

#[tokio::test]
async fn a_new_password_keeps_the_keys_and_ends_other_sessions() {
    let mut portal = Portal::new().await;
    with_member(&mut portal).await;
    let receipt = portal.file(&anonymous()).await;
    let (cookie, _) = try_password(&mut portal, "zhang.wei", PASSWORD).await.unwrap();
    let vault = portal.vault.clone();
    let setup = vault.begin_second_factor(cookie.expose_secret(), portal.now, &mut portal.rng).await.unwrap();
    let first = code(&setup.typed, portal.now);
    let signed_in = vault.finish_second_factor(cookie.expose_secret(), &setup.carried, &first, portal.now, &mut portal.rng).await.unwrap();
    let who = vault.session(signed_in.0.expose_secret(), portal.now).await.unwrap();
    let new: SecretString = "harbour lantern 82 fig".into();
    let weak = vault.change_password(&who, &PASSWORD.into(), &"zhang.wei1234".into(), portal.now, &mut portal.rng).await;
    assert!(matches!(weak, Err(VaultError::Faults(_))));
    vault.change_password(&who, &PASSWORD.into(), &new, portal.now, &mut portal.rng).await.unwrap();
    let member = portal.store.members().by_id(who.member).await.unwrap();
    assert_eq!(member.verifying_key, who.keys().signing_key().verifying_key().as_bytes());
    assert!(reads(&portal, &who, &receipt).await);
    portal.later(SignedDuration::from_secs(30));
    let (cookie, _) = try_password(&mut portal, "zhang.wei", new.expose_secret()).await.unwrap();
    let next = code(&setup.typed, portal.now);
    let cookie = vault.enter_code(cookie.expose_secret(), &next, portal.now, &mut portal.rng).await.unwrap();
    let again = vault.session(cookie.expose_secret(), portal.now).await.unwrap();
    assert!(reads(&portal, &again, &receipt).await, "with the new password as with the old one");
}
