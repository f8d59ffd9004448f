//! Where a recusal has to hold beyond the case's own pages: other units, other cases, moves, destruction. Through the real router.

use axum::{body::Body, extract::Request, http::StatusCode};
use model::RecusalSource;

use crate::{
    admin::{id_of, invited, joined},
    cases::filed,
    conflict::{ALL, filled_in, goes_to, learns_nothing, mark, nobodys, reviewed, said, staff_routes},
    custody::NAMED,
    member::{Member, NEWCOMERS},
    moving,
    redaction::redact,
    retention::{ask, decide},
    support::{Answer, CITY, HAIZHU, TIANHE, TestPortal, picture::photograph},
};

/// Where the certificate of a destroyed case stands for its unit.
const CERTIFICATE: &str = "/staff/destroyed/{number}";

/// The status page's form with one file.
pub fn upload(code: &str) -> Request {
    let head = format!(
        "--b7\r\ncontent-disposition: form-data; name=\"receipt\"\r\n\r\n{code}\r\n--b7\r\ncontent-disposition: form-data; name=\"files\"; \
         filename=\"a.jpg\"\r\ncontent-type: image/jpeg\r\n\r\n"
    );
    let body = [head.as_bytes(), &photograph(), b"\r\n--b7--\r\n"].concat();
    Request::post("/status/files").header("content-type", "multipart/form-data; boundary=b7").body(Body::from(body)).unwrap()
}

/// A case of which everything is there that an address can lead to: a file, a request for the identity that was granted and objected to, and a
/// copy for the unit above.
async fn furnished(portal: &TestPortal, lead: &Member<'_>, keeper: &Member<'_>) -> (String, String) {
    let (code, number) = filed(portal, TIANHE, &NAMED).await;
    assert_eq!(portal.send(upload(&code)).await.status, StatusCode::OK);
    portal.post("/status", &[("receipt", &code), ("action", "supply"), ("message", "见附件")]).await;
    lead.ask_for_identity(&number, &["name"], "核实").await;
    keeper.decide(&number, "grant", "").await;
    portal.post("/status", &[("receipt", &code), ("step", "object-0"), ("objection-0", "不必")]).await;
    let made = redact(lead, &number, &[("take", "title"), ("step", "send"), ("unit", CITY)]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    (code, number)
}

/// What is to be had at an address. Where nothing is to be read a form is posted that changes nothing.
async fn had(who: &Member<'_>, address: &str) -> Answer {
    match who.get(address).await {
        page if page.status == StatusCode::METHOD_NOT_ALLOWED => who.post(address, &[("version", "-1"), ("seq", "0")]).await,
        page => page,
    }
}

/// The routes about a case that lead this member to something, and not to the same with the number of no case.
async fn routes_that_lead(who: &Member<'_>, id: i64, number: &str) -> Vec<String> {
    let (mut found, none) = (Vec::new(), nobodys());
    for route in staff_routes().into_iter().filter(|route| route.contains("{number}")) {
        for (address, other) in filled_in(&route, number, id).iter().zip(filled_in(&route, &none, id)) {
            let answer = had(who, address).await;
            let is_refused = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&answer.status);
            if !is_refused && said(&answer, number) != said(&had(who, &other).await, &none) {
                found.push(route.clone());
            }
        }
    }
    found
}

async fn is_everywhere_before_and_nowhere_after(portal: TestPortal) {
    let (lead, city) = (Member::arrive(&portal, "tianhe").await, Member::arrive(&portal, "city").await);
    let away = lead.colleague("away", TIANHE, &ALL).await;
    let above = city.colleague("above", CITY, &ALL).await;
    let (code, number) = furnished(&portal, &away, &lead).await;
    let ids = [id_of(&portal, "away").await, id_of(&portal, "above").await];

    let found = [routes_that_lead(&away, ids[0], &number).await, routes_that_lead(&above, ids[1], &number).await].concat();
    // A certificate is there once the case is not.
    for route in staff_routes().into_iter().filter(|route| route.contains("{number}") && *route != CERTIFICATE) {
        assert!(found.contains(&route), "{route} leads nobody to the case: that it leads who is kept away nowhere would prove nothing");
    }
    // A portal without a name takes no passkeys, and has no page for them.
    let is_anyones = |route: &String| !["{number}", "{token}", "/passkeys"].iter().any(|part| route.contains(part));
    for route in staff_routes().into_iter().filter(is_anyones) {
        for address in filled_in(&route, &number, ids[0]) {
            assert_ne!(away.get(&address).await.status, StatusCode::NOT_FOUND, "{address} is not there at all");
        }
    }
    assert!(away.post("/staff/audit/export", &[]).await.body.contains(&number));
    let counted = async |who: i64| portal.store.cases().by_category(who).await.unwrap().values().sum::<u64>();
    assert_eq!(counted(ids[1]).await, 1);

    for id in ids {
        let kept = lead.act(&number, "recuse", &[("assignee", &id.to_string()), ("message", "与被反映人是同学")]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "also of who sees it from a unit above: {}", kept.body);
    }
    for (who, id) in [(&away, ids[0]), (&above, ids[1])] {
        assert_eq!(routes_that_lead(who, id, &number).await, [""; 0]);
        learns_nothing(who, id, &number).await;
        assert_eq!(counted(id).await, 0);
    }
    assert!(routes_that_lead(&lead, ids[0], &number).await.contains(&"/staff/cases/{number}".to_owned()), "the others go on");
    assert!(above.get("/admin/categories").await.status == StatusCode::OK && counted(id_of(&portal, "city").await).await == 1);

    ask(&portal, &code).await;
    let before = (mark(&away).await, mark(&above).await, mark(&lead).await);
    let gone = decide(&lead, &number, "destroy", &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
    assert_eq!((mark(&away).await, mark(&above).await), (before.0, before.1), "that it is gone is no news to who never knew of it");
    assert_ne!(mark(&lead).await, before.2);
    for (who, id) in [(&away, ids[0]), (&above, ids[1])] {
        learns_nothing(who, id, &number).await;
        for page in ["/staff/audit".to_owned(), "/staff/audit?action=case.destroy".to_owned(), "/staff/retention".to_owned()] {
            assert!(!who.get(&page).await.body.contains(&number), "{page}");
        }
    }
    let certificate = CERTIFICATE.replace("{number}", &number);
    assert_eq!(lead.get(&certificate).await.status, StatusCode::OK, "who may know of it has the certificate");
    let log = city.get(&format!("/staff/audit?number={number}")).await.body;
    assert!(log.contains("<td>销毁案件</td>") && log.contains(&number), "who may know of it finds its trace by its number: {log}");
    let digest = portal.store.audit().page(None, 1_000).await.unwrap();
    let digest = digest.into_iter().find(|entry| entry.action == "case.destroy").and_then(|entry| entry.object).unwrap();
    assert!(!log.contains(&digest), "and no raw object");
    assert!(lead.post("/staff/audit/export", &[]).await.body.contains(&number));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_address_leads_to_a_case_before_a_recusal_and_none_after_it_nor_after_destruction_on_sqlite() {
    is_everywhere_before_and_nowhere_after(TestPortal::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_address_leads_to_a_case_before_a_recusal_and_none_after_it_nor_after_destruction_on_postgres() {
    is_everywhere_before_and_nowhere_after(TestPortal::postgres().await).await;
}

async fn takes_along_what_the_old_unit_must_not_learn(portal: TestPortal) {
    let (city, tianhe) = (Member::arrive(&portal, "city").await, Member::arrive(&portal, "tianhe").await);
    let xin = tianhe.colleague("xin", TIANHE, &["officer", "lead"]).await;
    let id = id_of(&portal, "xin").await;
    let (_, number) = filed(&portal, TIANHE, &[("avoid_unit", TIANHE)]).await;
    let (_, other) = filed(&portal, CITY, &[]).await;
    assert!(city.get("/staff/queue").await.body.contains(&number), "it went around the unit");
    let moved = moving::go(&city, id, &[("unit", CITY), ("role", "officer"), ("role", "lead"), ("login", "xin")]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
    city.post(&format!("/admin/members/{id}/grant-key"), &[]).await;
    let (xin, city) = (xin.again_with("xin", NEWCOMERS).await, city.again("city").await);
    let queue = xin.get("/staff/queue").await.body;
    assert!(queue.contains(&other) && !queue.contains(&number));
    assert_eq!(xin.get(&format!("/staff/cases/{number}")).await.status, StatusCode::NOT_FOUND);
    assert!(city.get(&format!("/staff/cases/{number}")).await.text_of("away").contains("来自反映人指明的单位"));
    let back = city.act(&number, "readmit", &[("assignee", &id.to_string())]).await;
    assert_eq!(back.status, StatusCode::FORBIDDEN, "it follows from the reporter's word");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_moves_out_of_a_unit_that_must_not_learn_of_a_case_learns_of_it_nowhere_on_sqlite() {
    takes_along_what_the_old_unit_must_not_learn(TestPortal::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_moves_out_of_a_unit_that_must_not_learn_of_a_case_learns_of_it_nowhere_on_postgres() {
    takes_along_what_the_old_unit_must_not_learn(TestPortal::postgres().await).await;
}

/// The part of a review that says where it goes and why.
fn destination(review: &Answer) -> String {
    review.body.split("<section class=\"destination\">").nth(1).unwrap().split("</section>").next().unwrap().to_owned()
}

#[tokio::test]
async fn where_no_level_is_above_that_is_said_before_filing_and_of_a_case_no_more_than_this() {
    let portal = TestPortal::sqlite().await;
    let city = Member::arrive(&portal, "city").await;
    city.colleague("林国栋", CITY, &["officer"]).await;
    portal.add_member(HAIZHU, "haizhu", model::Role::ALL).await;
    portal.app.refresh().await.unwrap();
    let asked = async |more: &[(&str, &str)]| reviewed(&portal, &[&[("kind", "protection")][..], more].concat()).await;
    let form = portal.get("/report?kind=protection").await;
    assert!(form.body.contains("没有上一级收件的，只能由办理单位自己受理"), "also the form says that it may be so");
    let at_the_top = asked(&[("area", CITY)]).await;
    assert!(goes_to(&at_the_top, "广州市信访局") && at_the_top.text_of("no-level-above").contains("它也会看到"));
    assert!(destination(&at_the_top).contains("办理单位没有收件的上一级") && !destination(&at_the_top).contains("不会知道"));
    let below = asked(&[("area", TIANHE)]).await;
    assert!(goes_to(&below, "广州市信访局") && destination(&below).contains("办理单位不会知道") && !below.body.contains("no-level-above"));
    assert!(!below.body.contains("天河区信访局"), "nobody named that unit");

    let (_, top) = filed(&portal, CITY, &[]).await;
    let (_, plain) = filed(&portal, TIANHE, &[]).await;
    let (_, avoiding) = filed(&portal, TIANHE, &[("avoid_unit", HAIZHU), ("avoid_names", "林国栋")]).await;
    let mut told = Vec::new();
    for number in [&top, &plain, &avoiding] {
        let review = asked(&[("number", number), ("area", TIANHE)]).await;
        assert!(!review.body.contains("海珠区信访局") && !review.body.contains("天河区信访局"), "{}", review.body);
        told.push(destination(&review));
    }
    assert!(told[0].contains("no-level-above"));
    assert_eq!(told[0], told[1], "that it is the unit in charge, or the one above it, is not told");
    assert_eq!(told[1], told[2], "nor that somebody there must not learn of it");
    let own = asked(&[("number", &plain), ("avoid_names", "林国栋"), ("avoid_unit", HAIZHU)]).await;
    assert!(own.text_of("by-rule").contains("只靠平台的规则") && own.body.contains("海珠区信访局"), "what this form names is told");
}

#[tokio::test]
async fn a_number_by_which_nobody_is_left_is_what_is_at_fault() {
    let portal = TestPortal::sqlite().await;
    let (lead, city) = (Member::arrive(&portal, "tianhe").await, Member::arrive(&portal, "city").await);
    let (_, avoiding) = filed(&portal, TIANHE, &[("avoid_unit", CITY)]).await;
    let (_, left) = filed(&portal, TIANHE, &[]).await;
    let only = id_of(&portal, "city").await.to_string();
    lead.act(&left, "recuse", &[("assignee", &only), ("message", "亲属")]).await;
    for number in [&avoiding, &left] {
        let refused = reviewed(&portal, &[("kind", "protection"), ("number", number)]).await;
        assert!(refused.has_fault("number") && !refused.has_fault("avoid_unit"), "{}", refused.body);
        assert!(refused.body.contains("按这个编号没有可以受理的单位"));
    }
    let own = reviewed(&portal, &[("kind", "protection"), ("number", &left), ("avoid_units", CITY)]).await;
    assert!(own.has_fault("avoid_unit"), "what this form itself avoids is at fault there");

    let path = invited(&city, "wu", CITY, "officer").await;
    joined(&portal, &path, "wu").await;
    let keyless = reviewed(&portal, &[("area", CITY), ("avoid_names", "city")]).await;
    assert!(keyless.has_fault("avoid_unit"), "who holds no key handles nothing: {}", keyless.body);
    city.post(&format!("/admin/members/{}/grant-key", id_of(&portal, "wu").await), &[]).await;
    assert!(goes_to(&reviewed(&portal, &[("area", CITY), ("avoid_names", "city")]).await, "广州市信访局"), "at once, with the key");
    let gone = id_of(&portal, "wu").await;
    assert_eq!(city.post(&format!("/admin/members/{gone}/leave"), &[("login", "wu")]).await.status, StatusCode::SEE_OTHER);
    assert!(reviewed(&portal, &[("area", CITY), ("avoid_names", "city")]).await.has_fault("avoid_unit"), "and no more once gone");
}

#[tokio::test]
async fn a_case_goes_to_no_unit_where_nobody_may_handle_it() {
    let portal = TestPortal::sqlite().await;
    let (lead, city) = (Member::arrive(&portal, "tianhe").await, Member::arrive(&portal, "city").await);
    let [only, own] = [id_of(&portal, "city").await.to_string(), id_of(&portal, "tianhe").await.to_string()];
    let (_, number) = filed(&portal, TIANHE, &[]).await;
    lead.act(&number, "recuse", &[("assignee", &only), ("message", "亲属")]).await;
    let sent = lead.act(&number, "transfer", &[("unit", CITY), ("message", "按级别转送")]).await;
    assert!(sent.has_fault("transfer-unit") && sent.body.contains("那个单位没有可以办理这一件的人"), "{}", sent.status);
    assert!(!lead.get(&format!("/staff/cases/{number}/transfer")).await.body.contains(&format!("value=\"{CITY}\"")));
    let stuck = lead.act(&number, "recuse", &[("assignee", &own)]).await;
    assert!(stuck.has_fault("recuse-assignee"), "nor is it passed up to where nobody sees it: {}", stuck.status);

    let (_, back) = filed(&portal, CITY, &[]).await;
    city.act(&back, "transfer", &[("unit", TIANHE), ("message", "按地区转送")]).await;
    lead.act(&back, "recuse", &[("assignee", &only), ("message", "亲属")]).await;
    let returned = lead.act(&back, "return", &[("reason", "other-area"), ("message", "不属本单位")]).await;
    assert_eq!(returned.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", returned.body);
    assert!(lead.get("/staff/queue").await.body.contains(&back));
    assert_eq!(lead.act(&back, "accept", &[]).await.status, StatusCode::SEE_OTHER, "it is still in somebody's hands");
}

#[tokio::test]
async fn protection_keeps_away_as_the_case_does_and_what_a_lead_declared_can_be_lifted() {
    let portal = TestPortal::sqlite().await;
    let (lead, city) = (Member::arrive(&portal, "tianhe").await, Member::arrive(&portal, "city").await);
    let second = city.colleague("second", CITY, &["officer", "lead"]).await;
    let id = id_of(&portal, "second").await;
    let (_, number) = filed(&portal, TIANHE, &[]).await;
    lead.act(&number, "recuse", &[("assignee", &id.to_string()), ("message", "亲属")]).await;
    let (_, protection) = filed(&portal, TIANHE, &[("kind", "protection"), ("number", &number)]).await;
    let case = portal.store.cases().by_number(&protection.parse().unwrap(), 1, 0).await.unwrap();
    let kept = portal.store.cases().recusals(case.id).await.unwrap();
    assert_eq!((kept.len(), kept[0].source, kept[0].declared_by), (1, RecusalSource::Lead, Some(id_of(&portal, "tianhe").await)));
    assert_eq!(second.get(&format!("/staff/cases/{protection}")).await.status, StatusCode::NOT_FOUND);
    let back = city.act(&protection, "readmit", &[("assignee", &id.to_string())]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    assert_eq!(second.get(&format!("/staff/cases/{protection}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn units_that_must_not_learn_of_a_case_are_not_offered_for_a_copy_nor_for_its_identity() {
    let portal = TestPortal::sqlite().await;
    let (keeper, city) = (Member::arrive(&portal, "tianhe").await, Member::arrive(&portal, "city").await);
    portal.add_member(HAIZHU, "haizhu", model::Role::ALL).await;
    portal.app.refresh().await.unwrap();
    let plain = keeper.colleague("plain", TIANHE, &["officer"]).await;
    let (_, number) = filed(&portal, TIANHE, &[&NAMED[..], &[("avoid_unit", HAIZHU), ("avoid_names", "陈新来")]].concat()).await;
    let offered = keeper.get(&format!("/staff/cases/{number}/redact")).await.body;
    assert!(offered.contains("广州市信访局") && !offered.contains("海珠区信访局"), "{offered}");

    plain.act(&number, "transfer", &[("unit", CITY), ("message", "转办")]).await;
    let hand_over = format!("/staff/identities/{number}/hand-over");
    assert!(keeper.get("/staff/identities").await.body.contains(&hand_over));
    let named = city.colleague("陈新来", CITY, &["officer"]).await;
    assert_eq!(named.get(&format!("/staff/cases/{number}")).await.status, StatusCode::NOT_FOUND);
    let list = keeper.get("/staff/identities").await.body;
    assert!(list.contains(&number) && !list.contains(&hand_over), "somebody works there now whom the reporter named");
}
