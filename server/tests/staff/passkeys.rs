//! Passkeys beside the codes of the second factor.

use axum::http::StatusCode;
use jiff::SignedDuration;
use sea_orm::{ConnectionTrait, Database};
use serde_json::Value;
use server::{app::Settings, casework::inspection, store::members::TryRecord};

use crate::{
    member::{Member, ask_with, code, cookie_of, get_as, knock, post_as},
    support::{
        Answer, PASSWORD, Setup, TestPortal,
        device::{Device, ORIGIN},
    },
};

const LIST: &str = "/staff/account/passkeys";
const NEW: &str = "/staff/account/passkeys/new";

pub fn with_address() -> Setup {
    Setup { settings: Settings { public_origin: Some(ORIGIN.into()), ..Settings::default() }, ..Setup::default() }
}

/// What the browser is asked to make.
async fn begun(member: &Member<'_>) -> Answer {
    member.ask("/api/staff/account/passkeys", "{}", &member.token().await).await
}

pub async fn add(member: &Member<'_>, device: &Device, name: &str) -> Answer {
    let asked = json(&begun(member).await);
    member.post(NEW, &[("name", name), ("answer", &device.make(&asked))]).await
}

fn json(answer: &Answer) -> Value {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

/// The password step, a while after all that was wrong before.
async fn half(portal: &TestPortal, login: &str) -> String {
    portal.clock.advance(SignedDuration::from_mins(6));
    cookie_of(&knock(portal, login, PASSWORD).await)
}

async fn ask(portal: &TestPortal, half: &str) -> Answer {
    ask_with(portal, half, "/api/staff/login/passkey", "{}", "").await
}

async fn asked(portal: &TestPortal, half: &str) -> Value {
    json(&ask(portal, half).await)
}

async fn enter(portal: &TestPortal, half: &str, answer: &str) -> Answer {
    post_as(portal, half, "/staff/login/code", &[("answer", answer), ("ticket", "/staff/account")]).await
}

/// No waiting after what was wrong before: the challenge is still good.
async fn forgive(portal: &TestPortal) {
    let member = portal.store.members().by_login("city").await.unwrap().id;
    portal.store.members().note_try(member, TryRecord { failed_count: 0, next_try_at: 0 }).await.unwrap();
}

/// Whether an answer was refused, on the page that asks for it and with a reason in the audit log.
async fn is_refused(portal: &TestPortal, answer: &Answer, why: &str) -> bool {
    let (word, object) = entries(portal).await.into_iter().rfind(|(word, _)| word.starts_with("member.passkey")).unwrap();
    answer.status == StatusCode::UNPROCESSABLE_ENTITY
        && answer.text_of("passkey-error").contains("没有通过")
        && answer.header("set-cookie").is_empty()
        && (word.as_str(), object.as_deref()) == ("member.passkey-refuse", Some(why))
}

async fn entries(portal: &TestPortal) -> Vec<(String, Option<String>)> {
    let entries = portal.store.audit().after(0, 10_000).await.unwrap();
    entries.into_iter().map(|entry| (entry.action, entry.object)).collect()
}

async fn words(portal: &TestPortal) -> Vec<String> {
    let words: Vec<String> = entries(portal).await.into_iter().map(|(word, _)| word).collect();
    let passkeys: Vec<String> = words.into_iter().filter(|word| word.starts_with("member.passkey")).collect();
    assert!(passkeys.iter().all(|word| inspection::ACTIONS.contains(&word.as_str())), "one of {passkeys:?} cannot be asked for");
    passkeys
}

async fn a_passkey_is_added_signs_in_and_is_removed(portal: TestPortal) {
    let member = Member::arrive(&portal, "city").await;
    assert!(member.get("/staff/account").await.body.contains(LIST));
    let empty = member.get(LIST).await;
    assert!(empty.body.contains("您还没有") && empty.body.contains(&format!("href=\"{NEW}\"")));
    let page = member.get(NEW).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("id=\"passkey-without\"") && page.body.contains("抹不掉"), "what it takes, and what stays");

    let mut device = Device::new(1);
    let options = json(&begun(&member).await);
    assert_eq!((&options["rp"]["id"], &options["attestation"]), (&"report.example.cn".into(), &"none".into()));
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    let unchecked = member.post(NEW, &[("answer", &device.without_pin().make(&options))]).await;
    assert_eq!(unchecked.status, StatusCode::UNPROCESSABLE_ENTITY, "no PIN, no finger");
    assert_eq!(add(&member, &device, "办公电脑").await.header("location"), "/staff/account/passkeys?added");
    let again = add(&member, &device, "又一次").await;
    assert!(again.text_of("passkey-error").contains("已经加过") && again.body.contains("value=\"又一次\""));
    let long = member.post(NEW, &[("name", &"名".repeat(61)), ("answer", "{}")]).await;
    assert!(long.has_fault("name"));
    let list = member.get(LIST).await;
    assert!(list.body.contains("办公电脑") && list.body.contains("从未") && !list.body.contains("又一次"));

    let waiting = half(&portal, "city").await;
    let page = get_as(&portal, &waiting, "/staff/login/code").await;
    assert!(page.body.contains("id=\"passkey-give\"") && page.body.contains("name=\"code\"") && page.body.contains("/assets/passkey."));
    let options = asked(&portal, &waiting).await;
    assert_eq!((&options["rpId"], &options["userVerification"]), (&"report.example.cn".into(), &"required".into()));
    assert_eq!(options["allowCredentials"].as_array().unwrap().len(), 1);
    let done = enter(&portal, &waiting, &device.answer(&options)).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/staff/account"));
    let session = cookie_of(&done);
    assert_eq!(get_as(&portal, &session, "/staff/queue").await.status, StatusCode::OK);
    assert!(!get_as(&portal, &session, LIST).await.body.contains("从未"));
    assert_eq!(get_as(&portal, &waiting, "/staff/queue").await.status, StatusCode::SEE_OTHER, "the cookie from before is worth nothing");
    assert_eq!(words(&portal).await, ["member.passkey-add", "member.passkey-use"]);

    let member = member.again("city").await;
    let remove = removal(&portal, "办公电脑").await;
    let page = member.get(&remove).await;
    assert!(page.body.contains("办公电脑") && page.body.contains("不能恢复"));
    assert_eq!(member.post(&remove, &[]).await.header("location"), "/staff/account/passkeys?removed");
    assert_eq!(member.post(&remove, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(words(&portal).await.last().unwrap(), "member.passkey-remove");
    assert!(member.get("/en/staff/audit?action=member.passkey-add").await.body.contains("<td>Add a passkey</td>"));
    let waiting = half(&portal, "city").await;
    assert!(!get_as(&portal, &waiting, "/staff/login/code").await.body.contains("passkey"));
    assert_eq!(ask(&portal, &waiting).await.status, StatusCode::NOT_FOUND);
}

/// The page that removes the passkey with this name.
async fn removal(portal: &TestPortal, name: &str) -> String {
    let member = portal.store.members().by_login("city").await.unwrap().id;
    let passkeys = portal.store.passkeys().of_member(member).await.unwrap();
    format!("{LIST}/{}/remove", passkeys.iter().find(|passkey| passkey.name == name).unwrap().id)
}

#[tokio::test]
async fn a_passkey_is_added_signs_in_and_is_removed_on_sqlite() {
    a_passkey_is_added_signs_in_and_is_removed(TestPortal::sqlite_with(with_address()).await).await;
}

#[tokio::test]
async fn a_passkey_is_added_signs_in_and_is_removed_on_postgres() {
    a_passkey_is_added_signs_in_and_is_removed(TestPortal::postgres_with(with_address()).await).await;
}

async fn only_the_members_own_device_answers_once_in_time_and_here(portal: TestPortal) {
    let member = Member::arrive(&portal, "city").await;
    let mut device = Device::new(1);
    add(&member, &device, "").await;

    for elsewhere in ["https://report.example.cn.evil.example", "http://report.example.cn", "https://report.example.cn:8443"] {
        let waiting = half(&portal, "city").await;
        let options = asked(&portal, &waiting).await;
        let wrong = enter(&portal, &waiting, &device.at(elsewhere).answer(&options)).await;
        assert!(is_refused(&portal, &wrong, "answer").await, "{elsewhere}");
        forgive(&portal).await;
        let used_up = enter(&portal, &waiting, &device.answer(&options)).await;
        assert!(is_refused(&portal, &used_up, "challenge").await, "a challenge is answered once, rightly or wrongly");
    }
    for nonsense in ["{}", "nothing", "[]"] {
        let waiting = half(&portal, "city").await;
        asked(&portal, &waiting).await;
        assert!(is_refused(&portal, &enter(&portal, &waiting, nonsense).await, "answer").await, "{nonsense}");
    }

    let waiting = half(&portal, "city").await;
    let options = asked(&portal, &waiting).await;
    asked(&portal, &waiting).await;
    let stale = enter(&portal, &waiting, &device.answer(&options)).await;
    assert!(is_refused(&portal, &stale, "challenge").await, "another one was given out since");

    let waiting = half(&portal, "city").await;
    let options = asked(&portal, &waiting).await;
    portal.clock.advance(SignedDuration::from_mins(5));
    assert!(is_refused(&portal, &enter(&portal, &waiting, &device.answer(&options)).await, "challenge").await, "too late");

    let waiting = half(&portal, "city").await;
    let answer = device.answer(&asked(&portal, &waiting).await);
    assert_eq!(enter(&portal, &waiting, &answer).await.status, StatusCode::SEE_OTHER);
    assert_eq!(enter(&portal, &waiting, &answer).await.header("location"), "/staff/login", "that session has gone on");
    let waiting = half(&portal, "city").await;
    asked(&portal, &waiting).await;
    assert!(is_refused(&portal, &enter(&portal, &waiting, &answer).await, "challenge").await, "an answer from before");
}

#[tokio::test]
async fn only_the_members_own_device_answers_once_in_time_and_here_on_sqlite() {
    only_the_members_own_device_answers_once_in_time_and_here(TestPortal::sqlite_with(with_address()).await).await;
}

#[tokio::test]
async fn only_the_members_own_device_answers_once_in_time_and_here_on_postgres() {
    only_the_members_own_device_answers_once_in_time_and_here(TestPortal::postgres_with(with_address()).await).await;
}

async fn a_copied_foreign_or_removed_passkey_is_refused(portal: TestPortal) {
    let member = Member::arrive(&portal, "city").await;
    let (mut device, mut second, mut foreign) = (Device::new(1), Device::new(2), Device::new(3));
    add(&member, &device, "一").await;
    add(&member, &second, "二").await;
    let other = Member::arrive(&portal, "tianhe").await;
    add(&other, &foreign, "别人的").await;

    let waiting = half(&portal, "city").await;
    let copy = device.clone();
    assert_eq!(enter(&portal, &waiting, &device.answer(&asked(&portal, &waiting).await)).await.status, StatusCode::SEE_OTHER);
    let waiting = half(&portal, "city").await;
    let behind = copy.answer_again(&asked(&portal, &waiting).await);
    assert!(is_refused(&portal, &enter(&portal, &waiting, &behind).await, "count").await, "a copy that counts by itself");
    let waiting = half(&portal, "city").await;
    let level = device.answer_again(&asked(&portal, &waiting).await);
    assert!(is_refused(&portal, &enter(&portal, &waiting, &level).await, "count").await);

    let waiting = half(&portal, "city").await;
    let options = asked(&portal, &waiting).await;
    assert!(is_refused(&portal, &enter(&portal, &waiting, &foreign.answer(&options)).await, "answer").await, "another member's");

    let waiting = half(&portal, "city").await;
    let options = asked(&portal, &waiting).await;
    let full = member.again("city").await;
    full.post(&removal(&portal, "一").await, &[]).await;
    assert!(is_refused(&portal, &enter(&portal, &waiting, &device.answer(&options)).await, "answer").await, "removed since it was asked");
    let waiting = half(&portal, "city").await;
    let options = asked(&portal, &waiting).await;
    assert!(is_refused(&portal, &enter(&portal, &waiting, &device.answer(&options)).await, "answer").await, "removed");
    let waiting = half(&portal, "city").await;
    let answer = second.answer(&asked(&portal, &waiting).await);
    assert_eq!(enter(&portal, &waiting, &answer).await.status, StatusCode::SEE_OTHER, "the other one stays");
}

#[tokio::test]
async fn a_copied_foreign_or_removed_passkey_is_refused_on_sqlite() {
    a_copied_foreign_or_removed_passkey_is_refused(TestPortal::sqlite_with(with_address()).await).await;
}

#[tokio::test]
async fn a_copied_foreign_or_removed_passkey_is_refused_on_postgres() {
    a_copied_foreign_or_removed_passkey_is_refused(TestPortal::postgres_with(with_address()).await).await;
}

#[tokio::test]
async fn passkeys_change_only_after_password_and_second_factor_and_a_passkey_is_one() {
    let portal = TestPortal::sqlite_with(with_address()).await;
    let member = Member::arrive(&portal, "city").await;
    let mut device = Device::new(1);
    portal.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(member.get(NEW).await.header("location"), "/staff/reauth?next=%2Fstaff%2Faccount%2Fpasskeys%2Fnew&for=passkeys");
    assert_eq!(begun(&member).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(member.post(NEW, &[("answer", "{}")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(member.ask("/api/staff/account/passkeys", "{}", "another session's").await.status, StatusCode::FORBIDDEN);
    let reauth = "/staff/reauth";
    assert!(!member.get(reauth).await.body.contains("passkey-give"), "there is none yet");
    let now = code(&portal, &member.secret);
    let confirmed = member.post(reauth, &[("password", PASSWORD), ("code", &now), ("next", NEW)]).await;
    assert_eq!(confirmed.header("location"), NEW);
    add(&member, &device, "手机").await;

    portal.clock.advance(SignedDuration::from_mins(10));
    let remove = removal(&portal, "手机").await;
    assert!(member.get(&remove).await.header("location").starts_with("/staff/reauth?"));
    assert!(member.post(&remove, &[]).await.header("location").starts_with("/staff/reauth?"));
    assert!(member.get(reauth).await.body.contains("passkey-give"));
    let give =
        async |answer: &str, password: &str| member.post(reauth, &[("password", password), ("answer", answer), ("next", LIST)]).await;
    let ask = async || json(&member.ask("/api/staff/reauth/passkey", "{}", &member.token().await).await);
    let elsewhere = device.at("https://evil.example").answer(&ask().await);
    assert!(is_refused(&portal, &give(&elsewhere, PASSWORD).await, "answer").await);
    let answer = device.answer(&ask().await);
    assert!(give(&answer, "not the password").await.has_fault("password"));
    assert!(give("", PASSWORD).await.has_fault("code"));
    assert_eq!(give(&answer, PASSWORD).await.header("location"), LIST);
    assert_eq!(member.get(&remove).await.status, StatusCode::OK);
}

#[tokio::test]
async fn one_node_finishes_what_another_has_begun_on_postgres() {
    let one = TestPortal::postgres_with(with_address()).await;
    let other = one.another_node().await;
    let member = Member::arrive(&one, "city").await;
    let mut device = Device::new(1);
    let options = json(&begun(&member).await);
    let added = member.on(&other).post(NEW, &[("answer", &device.make(&options))]).await;
    assert_eq!(added.header("location"), "/staff/account/passkeys?added");
    let waiting = half(&one, "city").await;
    let answer = device.answer(&asked(&other, &waiting).await);
    let (here, there) = tokio::join!(enter(&one, &waiting, &answer), enter(&other, &waiting, &answer));
    let mut statuses = [here.status, there.status];
    statuses.sort_unstable();
    assert_eq!(statuses[0], StatusCode::SEE_OTHER);
    let signed_in = [here, there].iter().filter(|answer| !answer.header("set-cookie").is_empty()).count();
    assert_eq!(signed_in, 1, "of two at once one");
}

#[tokio::test]
async fn failed_answers_slow_down_as_wrong_codes_do() {
    let portal = TestPortal::sqlite_with(with_address()).await;
    let member = Member::arrive(&portal, "city").await;
    let mut device = Device::new(1);
    add(&member, &device, "").await;
    let waiting = half(&portal, "city").await;
    for _ in 0..4 {
        enter(&portal, &waiting, "{}").await;
    }
    assert_eq!(ask(&portal, &waiting).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(enter(&portal, &waiting, "{}").await.status, StatusCode::TOO_MANY_REQUESTS);
    portal.clock.advance(SignedDuration::from_secs(30));
    let answer = device.answer(&asked(&portal, &waiting).await);
    assert_eq!(enter(&portal, &waiting, &answer).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whoever_comes_back_with_the_recovery_code_has_no_passkey_any_more() {
    let portal = TestPortal::sqlite_with(with_address()).await;
    let member = Member::arrive(&portal, "city").await;
    add(&member, &Device::new(1), "丢了的手机").await;
    let new = "quite another passphrase 7";
    let fields = [("login", "city"), ("code", member.recovery.as_str()), ("password", new), ("password_again", new)];
    let back = portal.post("/staff/recover", &fields).await;
    assert_eq!(back.header("location"), "/staff/totp");
    let member = Member::settle_in(&portal, cookie_of(&back)).await;
    assert!(!member.get(LIST).await.body.contains("丢了的手机"));
}

#[tokio::test]
async fn a_passkey_that_was_put_into_the_database_signs_nobody_in() {
    let portal = TestPortal::sqlite_with(with_address()).await;
    Member::arrive(&portal, "city").await;
    let mut thief = Device::new(1);
    add(&Member::arrive(&portal, "tianhe").await, &thief, "").await;
    let database = Database::connect(format!("sqlite://{}", portal.folder().join("test.db").display())).await.unwrap();
    let moved = "UPDATE passkeys SET member_id = (SELECT id FROM members WHERE login = 'city')";
    database.execute_unprepared(moved).await.unwrap();
    let waiting = half(&portal, "city").await;
    let refused = ask(&portal, &waiting).await;
    assert_eq!(refused.status, StatusCode::INTERNAL_SERVER_ERROR);
    let answer = thief.answer(&serde_json::json!({ "rpId": "report.example.cn", "challenge": "AAAA" }));
    assert!(is_refused(&portal, &enter(&portal, &waiting, &answer).await, "challenge").await);
}

#[tokio::test]
async fn without_an_address_that_has_a_name_there_are_no_passkeys_and_the_page_says_so() {
    let portal = TestPortal::sqlite().await;
    let member = Member::arrive(&portal, "city").await;
    let list = member.get(LIST).await;
    assert!(list.body.contains("QINGFENG_PUBLIC_ORIGIN") && !list.body.contains(NEW));
    assert_eq!(member.get(NEW).await.status, StatusCode::NOT_FOUND);
    assert_eq!(begun(&member).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_script_is_on_the_few_pages_that_ask_for_a_passkey() {
    let portal = TestPortal::sqlite_with(with_address()).await;
    let member = Member::arrive(&portal, "city").await;
    let list: Value = serde_json::from_str(&portal.get("/.well-known/qingfeng-assets.json").await.body).unwrap();
    let part = |name: &str| list["passkey.js"][name].as_str().unwrap();
    let script = format!("src=\"/assets/{}\" integrity=\"{}\"", part("file"), part("integrity"));
    assert!(member.get(NEW).await.body.contains(&script), "{script}");
    for page in ["/", "/report", "/status", "/staff/login"] {
        assert!(!portal.get(page).await.body.contains("/assets/passkey."), "{page}");
    }
    for page in ["/staff/account", LIST, "/staff/queue", "/staff/reauth"] {
        assert!(!member.get(page).await.body.contains("/assets/passkey."), "{page}");
    }
}
