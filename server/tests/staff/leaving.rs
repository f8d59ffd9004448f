//! Who has left stays out, and who lost a role or moved does not get back by a link from before.

use axum::http::StatusCode;
use model::Role;

use crate::{
    admin::{id_of, invited, joined},
    member::{Member, NEWCOMERS, ask_with, cookie_of, get_as, knock, post_as},
    moving,
    passkeys::{self, with_address},
    support::{Answer, CITY, TIANHE, TestPortal, device::Device},
};

/// Has a member set up anew; returns the link's path.
async fn reset(admin: &Member<'_>, id: i64) -> String {
    let link = admin.post(&format!("/admin/members/{id}/invite-again"), &[]).await.text_of("invite-link");
    link[link.find("/staff/invite/").unwrap()..].to_owned()
}

async fn take_up(portal: &TestPortal, link: &str) -> Answer {
    portal.post(link, &[("login", "again"), ("name", "again"), ("password", NEWCOMERS), ("password_again", NEWCOMERS)]).await
}

async fn leave(admin: &Member<'_>, id: i64, login: &str) -> StatusCode {
    admin.post(&format!("/admin/members/{id}/leave"), &[("login", login)]).await.status
}

async fn who_has_left_finds_no_way_back(portal: TestPortal) {
    let admin = Member::arrive(&portal, "city").await;
    let xin = admin.colleague("xin", CITY, &["officer", "administrator"]).await;
    let id = id_of(&portal, "xin").await;
    let mut device = Device::new(1);
    passkeys::add(&xin, &device, "").await;
    let half = cookie_of(&knock(&portal, "xin", NEWCOMERS).await);
    let asked = ask_with(&portal, &half, "/api/staff/login/passkey", "{}", "").await;
    let answer = device.answer(&serde_json::from_str(&asked.body).unwrap());
    let links = [reset(&admin, id).await, reset(&admin, id).await, invited(&xin, "double", CITY, "administrator").await];

    assert_eq!(leave(&admin, id, "xin").await, StatusCode::SEE_OTHER);
    assert_eq!(xin.get("/staff/account").await.status, StatusCode::SEE_OTHER, "the session has ended");
    assert_eq!(knock(&portal, "xin", NEWCOMERS).await.status, StatusCode::UNPROCESSABLE_ENTITY, "the password");
    let entered = post_as(&portal, &half, "/staff/login/code", &[("answer", &answer), ("ticket", "/staff/account")]).await;
    assert_eq!(entered.header("location"), "/staff/login", "the passkey, asked for before");
    assert_eq!(get_as(&portal, &half, "/staff/totp").await.status, StatusCode::SEE_OTHER);
    let recovered = [("login", "xin"), ("code", xin.recovery.as_str()), ("password", NEWCOMERS), ("password_again", NEWCOMERS)];
    assert_eq!(portal.post("/staff/recover", &recovered).await.status, StatusCode::UNPROCESSABLE_ENTITY, "the recovery code");
    for link in links {
        assert_eq!(portal.get(&link).await.status, StatusCode::NOT_FOUND);
        assert_eq!(take_up(&portal, &link).await.status, StatusCode::NOT_FOUND, "a link from before");
    }
    for (what, fields) in [("invite-again", [("", "")]), ("roles", [("role", "officer")]), ("leave", [("login", "xin")])] {
        let answer = admin.post(&format!("/admin/members/{id}/{what}"), &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}");
    }
    admin.post(&format!("/admin/members/{id}/grant-key"), &[]).await;
    assert_eq!(moving::go(&admin, id, &[("unit", TIANHE), ("role", "officer"), ("login", "xin")]).await.status, StatusCode::NOT_FOUND);
    let gone = portal.store.members().by_id(id).await.unwrap();
    assert!(gone.left_at.is_some() && portal.store.members().grants(id).await.unwrap().is_empty());
}

#[tokio::test]
async fn who_has_left_finds_no_way_back_on_sqlite() {
    who_has_left_finds_no_way_back(TestPortal::sqlite_with(with_address()).await).await;
}

#[tokio::test]
async fn who_has_left_finds_no_way_back_on_postgres() {
    who_has_left_finds_no_way_back(TestPortal::postgres_with(with_address()).await).await;
}

#[tokio::test]
async fn a_link_from_before_gives_no_lost_role_back() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "city").await;
    admin.colleague("xin", CITY, &["officer", "custodian"]).await;
    let id = id_of(&portal, "xin").await;
    let link = reset(&admin, id).await;
    let other = reset(&admin, id).await;
    admin.post(&format!("/admin/members/{id}/roles"), &[("role", "auditor")]).await;
    joined(&portal, &link, "xin").await;
    assert_eq!(portal.store.members().by_id(id).await.unwrap().roles, [Role::Auditor]);
    assert_eq!(take_up(&portal, &other).await.status, StatusCode::NOT_FOUND, "one link used up the other");

    let link = reset(&admin, id).await;
    moving::go(&admin, id, &[("unit", TIANHE), ("role", "officer"), ("login", "xin")]).await;
    assert_eq!(take_up(&portal, &link).await.status, StatusCode::NOT_FOUND, "made in the unit that was left");
}
