use axum::http::StatusCode;
use jiff::SignedDuration;
use model::{
    FaultKind, Field, ReceiptCheck, ReceiptCode,
    api::{CheckAsk, FormAnswer},
};
use seal::{Ciphertext, Holder, KeyPlace, Place, Purpose, Slot, WrappedKey, encode, open_message, unwrap_key};
use server::{app::Settings, http::captcha::Question};

use crate::{
    browser::{Browser, page, post, read, refusal},
    member::Member,
    support::{HAIZHU, Setup, TIANHE, TestPortal},
};

const NAMED: [(&str, &str); 5] =
    [("identity", "named"), ("name", "张伟"), ("id_number", "11010519491231002X"), ("phone", "13800138000"), ("address", "天河路 1 号")];

async fn cases(portal: &TestPortal) -> u64 {
    portal.store.figures().await.unwrap().iter().map(|count| count.cases).sum()
}

async fn is_filed_followed_and_handled(portal: TestPortal) {
    let mut browser = Browser::open(&portal, &NAMED).await;
    let permit = browser.review().await;
    assert!(browser.trusts(&permit));
    let ask = browser.sealed(&permit);
    let answer = browser.send(&ask).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
    let filed: model::api::SealAnswer = read(&answer);
    assert!(filed.stored.is_none());
    assert!(filed.page.contains("在您的浏览器里就已密封"), "the receipt says how it was sealed");
    assert!(filed.page.contains(filed.number.as_str()));

    let status = browser.follow().await;
    assert!(status.body.contains("招标文件为一家供应商量身定做") && status.body.contains("在您的浏览器里就已密封"));
    assert!(
        status.body.replace("</span>", "").replace("<span class=\"hash-group\">", "").replace(' ', "").contains(&browser.proof(&filed))
    );

    let officer = Member::arrive(&portal, "tianhe").await;
    let case = officer.get(&format!("/staff/cases/{}", filed.number)).await;
    assert!(case.body.contains("只有一家能满足的尺寸") && case.body.contains("在反映人的浏览器里密封"));
    assert!(!case.body.contains("张伟"));
    let custodian = officer.colleague("keeper", "440106", &["custodian"]).await;
    officer.ask_for_identity(filed.number.as_str(), &["name"], "核实身份").await;
    custodian.decide(filed.number.as_str(), "grant", "").await;
    let opened = officer.act(filed.number.as_str(), "open-identity", &[]).await;
    assert!(opened.body.contains("张伟"), "{}", opened.status);
}

#[tokio::test]
async fn a_sealed_report_is_filed_followed_and_handled_on_sqlite() {
    is_filed_followed_and_handled(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn a_sealed_report_is_filed_followed_and_handled_on_postgres() {
    is_filed_followed_and_handled(TestPortal::postgres().await).await;
}

#[tokio::test]
async fn the_plain_form_still_says_that_the_server_sealed() {
    let portal = TestPortal::sqlite().await;
    assert!(portal.file(&[]).await.body.contains("服务器在内存中密封后即清除"));
    assert!(portal.get("/report").await.body.contains("data-key="));
    assert!(
        !portal.file(&[("title", "")]).await.body.contains("data-key="),
        "what the server has seen it does not offer to seal elsewhere"
    );
}

#[tokio::test]
async fn the_review_has_blanks_and_names_the_unit() {
    let portal = TestPortal::sqlite().await;
    let browser = Browser::open(&portal, &[("area", HAIZHU), ("identity", "named")]).await;
    let mut ask = browser.ask.clone();
    ask.step = "review".into();
    let answer = post(&portal, "/en/api/report/prepare", &ask).await;
    let review = page(&answer);
    assert!(
        review.body.contains("Unit 440100") && review.body.contains("data-typed=\"body\"") && review.body.contains("data-typed=\"name\"")
    );
    assert!(review.body.contains("action=\"/en/report\"") && review.body.contains("lang=\"en\""));
    assert!(!review.body.contains("/api/"), "no link leads to a request of a script");
    assert!(read::<FormAnswer>(&answer).permit.is_some_and(|permit| browser.trusts(&permit) && permit.custodians.is_some()));
    assert_eq!(cases(&portal).await, 0);
}

#[tokio::test]
async fn faults_on_both_sides_stand_in_one_form() {
    let portal = TestPortal::sqlite().await;
    let mut browser = Browser::open(&portal, &[("area", "990000"), ("title", "")]).await;
    let answer = browser.prepare("review").await;
    let form = page(&answer);
    assert_eq!(form.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(form.has_fault("area") && form.has_fault("title") && !form.has_fault("body"));
    let (area, title) = (form.body.find("href=\"#area\"").unwrap(), form.body.find("href=\"#title\"").unwrap());
    assert!(area < title, "in the order of the form");
    assert!(form.body.contains("data-key="), "the browser goes on sealing");
    // What only the server can find stays the server's to find.
    browser.form.area = TIANHE.into();
    browser.ask.area = TIANHE.into();
    browser.form.title = "题".into();
    let mut ask = browser.ask.clone();
    ask.step = "review".into();
    ask.faults = vec![model::Fault::new(Field::Captcha, FaultKind::Wrong)];
    assert_eq!(post(&portal, "/api/report/prepare", &ask).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_report_sent_twice_is_one_case_and_the_second_answer_has_what_is_on_record() {
    let portal = TestPortal::sqlite().await;
    let mut browser = Browser::open(&portal, &[]).await;
    let permit = browser.review().await;
    let ask = browser.sealed(&permit);
    let first: model::api::SealAnswer = read(&browser.send(&ask).await);
    let (filed, place) =
        (browser.form.check_written().ok().unwrap(), |holder| KeyPlace { case: permit.case, epoch: 0, purpose: Purpose::Report, holder });
    browser.form.title = "改过的题目".into();
    let changed = browser.sealed(&permit);
    let again: model::api::SealAnswer = read(&browser.send(&changed).await);
    assert_eq!((again.number.clone(), again.filed_at), (first.number.clone(), first.filed_at));
    let stored = again.stored.unwrap();
    let secret = browser.secret();
    let key = unwrap_key(&WrappedKey::try_from(stored.reporter.0).unwrap(), &secret.wrapping_key(), &place(Holder::Reporter)).unwrap();
    let at = Place { case: stored.case, slot: Slot::Report, seq: 0, epoch: 0 };
    let content = open_message(&key, &at, &Ciphertext::try_from(stored.ciphertext.0).unwrap(), &secret.signing_key().verifying_key());
    assert_eq!(*content.unwrap(), *encode(&filed.content));
    assert_eq!(cases(&portal).await, 1);
}

async fn are_one_case_at_the_same_time(portal: TestPortal) {
    let mut browser = Browser::open(&portal, &[]).await;
    let permit = browser.review().await;
    let ask = browser.sealed(&permit);
    let (one, other) = tokio::join!(browser.send(&ask), browser.send(&ask));
    let [one, other]: [model::api::SealAnswer; 2] = [read(&one), read(&other)];
    assert_eq!(one.number, other.number);
    assert_eq!(cases(&portal).await, 1);
}

#[tokio::test]
async fn reports_sent_at_the_same_time_are_one_case_on_sqlite() {
    are_one_case_at_the_same_time(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn reports_sent_at_the_same_time_are_one_case_on_postgres() {
    are_one_case_at_the_same_time(TestPortal::postgres().await).await;
}

#[tokio::test]
async fn one_form_files_one_report_whichever_way_it_goes() {
    let portal = TestPortal::sqlite().await;
    let mut browser = Browser::open(&portal, &[]).await;
    browser.file().await;
    let ticket = browser.ask.ticket.clone();
    // The same form with another code.
    browser.code = ReceiptCode::from_entropy(&[5; 24]);
    let permit = browser.review().await;
    let ask = browser.sealed(&permit);
    let other = browser.send(&ask).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page(&other).body.contains("data-key="));
    // The same form without a script.
    let plain = crate::support::filled(&[("ticket", &ticket)]);
    let plain: Vec<(&str, &str)> = plain.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = portal.post("/report", &plain).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("只有一家能满足的尺寸"), "and loses nothing");
    assert_eq!(cases(&portal).await, 1);
    // And the other way about.
    let mut browser = Browser::open(&portal, &[]).await;
    let plain = crate::support::filled(&[("ticket", &browser.ask.ticket)]);
    let plain: Vec<(&str, &str)> = plain.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(portal.post("/report", &plain).await.status, StatusCode::OK);
    let permit = browser.review().await;
    let ask = browser.sealed(&permit);
    assert_eq!(browser.send(&ask).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(cases(&portal).await, 2);
}

#[tokio::test]
async fn captcha_age_and_trap_hold_here_too() {
    let settings = Settings { captcha: true, ..Settings::default() };
    let portal = TestPortal::sqlite_with(Setup { settings, ..Setup::default() }).await;
    let mut browser = Browser::open(&portal, &[]).await;
    let asked = browser.prepare("review").await;
    assert!(page(&asked).has_fault("captcha"));
    let question = page(&asked).hidden("captcha_token");
    let opened = Question::open(&question, &portal.app.keys().captcha, portal.app.now()).unwrap();
    let digits = (0..1_000_000).map(|number| format!("{number:06}")).find(|digits| opened.check(digits).is_ok()).unwrap();
    (browser.ask.captcha_token, browser.ask.captcha) = (question, digits);
    let soon = browser.prepare("review").await;
    assert_eq!(soon.status, StatusCode::UNPROCESSABLE_ENTITY, "sooner than a person could");
    browser.ask.ticket = page(&soon).hidden("ticket");
    portal.clock.advance(SignedDuration::from_secs(5));
    let unsolved = Browser::open(&portal, &[]).await.ask.ticket;
    let permit = browser.review().await;
    let mut ask = browser.sealed(&permit);
    let ticket = std::mem::replace(&mut ask.ticket, unsolved);
    assert_eq!(browser.send(&ask).await.status, StatusCode::UNPROCESSABLE_ENTITY, "without a solved captcha");
    ask.ticket = ticket;
    assert_eq!(browser.send(&ask).await.status, StatusCode::OK);

    let portal = TestPortal::sqlite().await;
    let robot = Browser::open(&portal, &[("website", "https://example.org")]).await;
    assert_eq!(robot.prepare("review").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn each_request_spends_the_budget_of_reports() {
    let settings = Settings { rate_limit: true, ..Settings::default() };
    let portal = TestPortal::sqlite_with(Setup { settings, ..Setup::default() }).await;
    let browser = Browser::open(&portal, &[]).await;
    let mut last = browser.prepare("review").await;
    for _ in 0..30 {
        last = browser.prepare("review").await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.header("retry-after").parse::<u32>().is_ok());
}

#[tokio::test]
async fn before_any_unit_has_a_key_nothing_is_taken() {
    let portal = TestPortal::sqlite_with(Setup { without_members: true, ..Setup::default() }).await;
    let ask = model::api::FormAsk { step: "review".into(), ..Default::default() };
    assert_eq!(post(&portal, "/api/report/prepare", &ask).await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn the_receipt_is_checked_without_the_code() {
    let portal = TestPortal::sqlite().await;
    for (outcome, status) in [
        (ReceiptCheck::Same, StatusCode::OK),
        (ReceiptCheck::Kept, StatusCode::OK),
        (ReceiptCheck::Differs(vec![2]), StatusCode::UNPROCESSABLE_ENTITY),
        (ReceiptCheck::Fault(FaultKind::ReceiptLength { typed: 3 }), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let answer = post(&portal, "/api/receipt/check", &CheckAsk { outcome }).await;
        assert_eq!(answer.status, status);
        assert!(page(&answer).body.contains("<h1>"));
    }
}

#[tokio::test]
async fn a_report_sealed_in_the_browser_goes_to_the_unit_that_its_reporter_chose() {
    let portal = TestPortal::sqlite().await;
    Member::arrive(&portal, "city").await.colleague("hai", HAIZHU, &["officer"]).await;
    portal.app.refresh().await.unwrap();
    let typed = [&NAMED[..], &[("area", HAIZHU)]].concat();
    let usual = Browser::open(&portal, &typed).await.review().await;
    let mut browser = Browser::open(&portal, &[&typed[..], &[("to", "custodian")]].concat()).await;
    let permit = browser.review().await;
    assert_ne!(permit.unit.unit, usual.unit.unit);
    assert_eq!(Some(permit.unit.unit), permit.custodians.as_ref().map(|custodians| custodians.unit), "it keeps identities itself");
    let ask = browser.sealed(&permit);
    assert!(read::<model::api::SealAnswer>(&browser.send(&ask).await).page.contains("广州市信访局"));
    let mut other = Browser::open(&portal, &[&typed[..], &[("to", "custodian")]].concat()).await;
    let permit = other.review().await;
    let mut swapped = other.sealed(&permit);
    swapped.to = model::Destination::Usual;
    assert_eq!(refusal(&other.send(&swapped).await), model::api::SealRefusal::PermitStale, "sealed to other keys than it is said to go to");
}

#[tokio::test]
async fn who_must_not_learn_of_it_is_gone_around_without_a_name_being_sent() {
    let portal = TestPortal::sqlite().await;
    let city = portal.store.units().key(1, Purpose::Report).await.unwrap().unwrap().id;
    let named = [("area", TIANHE), ("avoid_names", "王五、 Tian He （科长）")];
    let mut browser = Browser::open(&portal, &named).await;
    assert_eq!(browser.review().await.unit.key, city, "the member is called tianhe");
    let sent = serde_json::to_string(&browser.ask).unwrap();
    assert!(!sent.contains("王五"), "marks alone are sent");
    let mut none = Browser::open(&portal, &[("area", TIANHE)]).await;
    assert_eq!(none.ask.avoid_names.len(), browser.ask.avoid_names.len(), "nor is it told whether anybody was named");

    none.ask.avoid_units = TIANHE.to_owned();
    let permit = none.review().await;
    assert_eq!(permit.unit.key, city);
    let mut ask = none.sealed(&permit);
    ask.avoid_units = String::new();
    assert_eq!(
        refusal(&none.send(&ask).await),
        model::api::SealRefusal::PermitStale,
        "sealed to another key than such a report is sealed to"
    );
    ask.avoid_units = "990000".to_owned();
    let unknown = none.send(&ask).await;
    assert!(unknown.status == StatusCode::UNPROCESSABLE_ENTITY && page(&unknown).has_fault("avoid_unit"));
    ask.avoid_units = TIANHE.to_owned();
    let filed: model::api::SealAnswer = read(&none.send(&ask).await);
    let case = portal.store.cases().by_number(&filed.number, 1, 0).await.unwrap();
    assert_eq!(portal.store.cases().avoided_units(case.id).await.unwrap(), [2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_sealed_to_a_key_that_another_node_has_replaced_is_sealed_again() {
    let one = TestPortal::postgres().await;
    let other = one.another_node().await;
    let mut browser = Browser::open(&other, &[]).await;
    let before = browser.review().await;
    let sealed = browser.sealed(&before);
    let member = Member::arrive(&one, "tianhe").await;
    assert_eq!(member.post("/admin/keys/reports/renew", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(refusal(&browser.send(&sealed).await), model::api::SealRefusal::PermitStale);
    assert_eq!(cases(&one).await, 0);
    let permit = browser.review().await;
    assert_ne!(permit.unit.key, before.unit.key, "at once, not only when this node reads its units anew");
    let sealed = browser.sealed(&permit);
    assert_eq!(browser.send(&sealed).await.status, StatusCode::OK);
}
