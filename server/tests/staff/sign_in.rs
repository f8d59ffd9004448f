use axum::http::StatusCode;
use jiff::SignedDuration;

use crate::{
    member::{Member, code, cookie_of, get_as, knock, post_as},
    support::{CITY, PASSWORD, TestPortal},
};

#[tokio::test]
async fn the_first_sign_in_sets_up_a_second_factor_and_shows_the_recovery_code_once() {
    let portal = TestPortal::sqlite().await;
    let answer = knock(&portal, "city", PASSWORD).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/staff/totp"));
    let set = answer.header("set-cookie");
    assert!(["HttpOnly", "SameSite=Strict", "Path=/"].iter().all(|part| set.contains(part)), "{set}");
    assert!(!set.contains("Secure") && !set.contains("Max-Age"));

    let half = cookie_of(&answer);
    for path in ["/staff/account", "/staff/login/code", "/admin/members"] {
        let led = get_as(&portal, &half, path).await;
        assert!(led.header("location").starts_with("/staff/totp"), "{path}: there is no code yet");
    }
    let typed = post_as(&portal, &half, "/staff/login/code", &[("code", "123456")]).await;
    assert_eq!(typed.header("location"), "/staff/totp");
    let page = get_as(&portal, &half, "/staff/totp").await;
    assert_eq!(page.header("cache-control"), "no-store");
    let wrong = post_as(&portal, &half, "/staff/totp", &[("ticket", &page.hidden("ticket")), ("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has_fault("code"));
    assert_eq!(wrong.text_of("totp-secret"), page.text_of("totp-secret"));

    let member = Member::settle_in(&portal, half.clone()).await;
    assert!(member.recovery.len() > 20);
    let queue = member.get("/staff/queue").await;
    assert_eq!((queue.status, queue.header("cache-control")), (StatusCode::OK, "no-store"));
    assert_eq!(get_as(&portal, &half, "/staff/queue").await.status, StatusCode::SEE_OTHER, "the cookie from before is worth nothing");
}

#[tokio::test]
async fn a_wrong_password_an_unknown_name_and_a_lock_out_get_the_same_answer() {
    let portal = TestPortal::sqlite().await;
    let wrong = knock(&portal, "city", "not the password").await;
    let unknown = knock(&portal, "nobody", "not the password").await;
    assert_eq!((wrong.status, unknown.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!(wrong.body.replace("value=\"city\"", "value=\"nobody\""), unknown.body);
    for _ in 0..6 {
        knock(&portal, "city", "not the password").await;
    }
    assert_eq!(knock(&portal, "city", PASSWORD).await.body, wrong.body, "right, and too soon");
    portal.clock.advance(SignedDuration::from_mins(6));
    assert_eq!(knock(&portal, "city", PASSWORD).await.status, StatusCode::SEE_OTHER, "nobody is shut out for good");
}

#[tokio::test]
async fn a_code_opens_the_page_that_was_wanted_and_works_once() {
    let portal = TestPortal::sqlite().await;
    let member = Member::arrive(&portal, "city").await;
    let wanted = portal.get("/staff/cases/1?x=2").await;
    assert_eq!(wanted.header("location"), "/staff/login?next=%2Fstaff%2Fcases%2F1%3Fx%3D2");

    portal.clock.advance(SignedDuration::from_secs(60));
    let fields = [("login", "city"), ("password", PASSWORD), ("next", "/staff/account")];
    let half = portal.post("/staff/login", &fields).await;
    assert_eq!(half.header("location"), "/staff/login/code?next=%2Fstaff%2Faccount");
    let (half, now) = (cookie_of(&half), code(&portal, &member.secret));
    assert_eq!(get_as(&portal, &half, "/staff/account").await.header("location"), "/staff/login/code?next=%2Fstaff%2Faccount");
    let done = post_as(&portal, &half, "/staff/login/code", &[("code", &now), ("ticket", "/staff/account")]).await;
    assert_eq!(done.header("location"), "/staff/account");
    let second = cookie_of(&knock(&portal, "city", PASSWORD).await);
    let replayed = post_as(&portal, &second, "/staff/login/code", &[("code", &now)]).await;
    assert_eq!(replayed.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_needs_its_token() {
    let portal = TestPortal::sqlite().await;
    let member = Member::arrive(&portal, "city").await;
    let forged = post_as(&portal, &member.cookie, "/staff/logout", &[("csrf", "x")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let out = member.post("/staff/logout", &[]).await;
    assert_eq!(out.header("location"), "/staff/login?why=signed-out");
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(member.get("/staff/queue").await.header("location"), "/staff/login?next=%2Fstaff%2Fqueue");
}

#[tokio::test]
async fn sessions_are_listed_and_ended_and_a_changed_password_ends_the_others() {
    let portal = TestPortal::sqlite().await;
    let first = Member::arrive(&portal, "city").await;
    let second = first.again("city").await;
    let account = second.get("/staff/account").await;
    assert_eq!(account.status, StatusCode::OK);
    let ended = second.post("/staff/account/sessions", &[("session", "others")]).await;
    assert!(second.get(ended.header("location")).await.body.contains("选定的登录已结束"));
    assert_eq!(first.get("/staff/account").await.status, StatusCode::SEE_OTHER);

    let third = second.again("city").await;
    let new = "quite another passphrase 7";
    let wrong = [("password", "wrong"), ("new_password", new), ("new_password_again", new)];
    let refused = third.post("/staff/account/password", &wrong).await;
    assert!(refused.has_fault("password") && !refused.body.contains("登录名或密码不对"), "no sign-in name was asked for");
    let differ = [("password", PASSWORD), ("new_password", new), ("new_password_again", "x")];
    assert!(third.post("/staff/account/password", &differ).await.has_fault("new_password_again"));
    let right = [("password", PASSWORD), ("new_password", new), ("new_password_again", new)];
    let changed = third.post("/staff/account/password", &right).await;
    assert!(third.get(changed.header("location")).await.body.contains("密码已改"));
    assert_eq!(second.get("/staff/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(third.get("/staff/account").await.status, StatusCode::OK);
    assert_eq!(knock(&portal, "city", new).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_new_recovery_code_needs_the_password_again_and_lets_back_in_once() {
    let portal = TestPortal::sqlite().await;
    let number = portal.file(&[("area", CITY)]).await.text_of("case-number");
    let member = Member::arrive(&portal, "city").await;
    portal.clock.advance(SignedDuration::from_mins(10));
    let asked = member.post("/staff/account/recovery", &[]).await;
    assert_eq!(asked.header("location"), "/staff/reauth?next=%2Fstaff%2Faccount%3Fdone%3Dconfirmed&for=keys");
    let now = code(&portal, &member.secret);
    let next = member.get(asked.header("location")).await.hidden("next");
    let fields = [("password", PASSWORD), ("code", now.as_str()), ("next", next.as_str())];
    let confirmed = member.post("/staff/reauth", &fields).await;
    assert!(member.get(confirmed.header("location")).await.body.contains("刚才的操作还没有执行"));
    let recovery = member.post("/staff/account/recovery", &[]).await.text_of("recovery-code");
    assert_ne!(recovery, member.recovery);

    let new = "quite another passphrase 7";
    let back = |code: String| {
        let portal = &portal;
        async move { portal.post("/staff/recover", &[("login", "city"), ("code", &code), ("password", new), ("password_again", new)]).await }
    };
    assert_eq!(back(member.recovery.clone()).await.status, StatusCode::UNPROCESSABLE_ENTITY, "the old one is worth nothing");
    let let_in = back(recovery.clone()).await;
    assert_eq!(let_in.header("location"), "/staff/totp");
    let member = Member::settle_in(&portal, cookie_of(&let_in)).await;
    let case = member.get(&format!("/staff/cases/{number}")).await;
    assert!(case.body.contains("只有一家能满足的尺寸"), "the only member of the unit opens its cases as before");
    assert_eq!(back(recovery).await.status, StatusCode::UNPROCESSABLE_ENTITY, "used up");
}

#[tokio::test]
async fn behind_tls_the_cookie_is_bound_to_the_host() {
    let settings = server::app::Settings { public_origin: Some("https://example.org".into()), ..Default::default() };
    let portal = TestPortal::sqlite_with(crate::support::Setup { settings, ..Default::default() }).await;
    let set = knock(&portal, "city", PASSWORD).await.header("set-cookie").to_owned();
    assert!(set.starts_with("__Host-session=") && set.contains("Secure"), "{set}");
}
