//! Who must not learn of a case learns nothing of it. Through the real router, on both databases.

use axum::http::StatusCode;
use model::{CaseNumber, api::QueuePage, state::STAFF_ACTIONS};
use rand::{SeedableRng, rngs::StdRng};

use crate::{
    admin::id_of,
    cases::filed,
    custody::NAMED,
    member::{Member, NEWCOMERS},
    support::{Answer, CITY, HAIZHU, TIANHE, TestPortal},
};

const ROUTES: &str = include_str!("../../src/http/routes.rs");
const TITLE: &str = "招标文件为一家供应商量身定做";

/// Every address that the portal's list of routes has for staff.
pub fn staff_routes() -> Vec<String> {
    let addresses = ROUTES.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next());
    let of_staff = |address: &&str| ["/staff", "/admin", "/api/staff"].iter().any(|start| address.starts_with(start));
    addresses.filter(of_staff).map(str::to_owned).collect()
}

/// An address with its places filled in: the first request, copy, file and page of a case; one address for each action or deed where it asks
/// for one.
pub fn filled_in(route: &str, number: &str, member: i64) -> Vec<String> {
    let route = route.replace("{number}", number).replace("{seq}", "0").replace("{file}", "1").replace("{page}", "1");
    let route = route.replace("{id}", &member.to_string()).replace("{code}", TIANHE).replace("{token}", "none");
    let actions: Vec<&str> = STAFF_ACTIONS.iter().map(|action| action.as_str()).collect();
    let deeds = if route.contains("retention") { &["hold", "lift", "refuse", "destroy"][..] } else { &["share", "check", "agree", "ask"] };
    let choices = [
        ("{action}", &actions[..]),
        ("{deed}", deeds),
        ("{opens}", &["reports", "identities"]),
        ("{turn}", &["retire", "offer"]),
        ("{way}", &["up", "down", "remove"]),
    ];
    match choices.into_iter().find(|(place, _)| route.contains(place)) {
        Some((place, choices)) => choices.iter().map(|choice| route.replace(place, choice)).collect(),
        None => vec![route],
    }
}

/// The number of no case.
pub fn nobodys() -> String {
    CaseNumber::generate(2025, &mut StdRng::seed_from_u64(1)).to_string()
}

/// What an answer says, whatever number it was asked with.
pub fn said(answer: &Answer, number: &str) -> (StatusCode, String) {
    (answer.status, answer.body.replace(number, "?"))
}

/// Sees to it that the case is not to be told from one that does not exist, on any page, in any action, list, count or piece of news.
pub async fn learns_nothing(who: &Member<'_>, id: i64, number: &str) {
    let (token, none) = (who.token().await, nobodys());
    let none = none.as_str();
    for route in staff_routes() {
        for address in filled_in(&route, number, id) {
            let page = who.get(&address).await;
            assert!(!page.body.contains(TITLE), "{address}");
            let echoed = address.contains(number);
            assert!(echoed || !page.body.contains(number), "{address}");
            if !echoed {
                continue;
            }
            let other = address.replace(number, none);
            assert_eq!(said(&page, number), said(&who.get(&other).await, none), "{address}");
            assert!(!address.contains('{'), "{address} has a place that is not filled in");
            let fields = [
                ("version", "0"),
                ("seq", "0"),
                ("message", "x"),
                ("reason", "x"),
                ("unit", HAIZHU),
                ("assignee", "1"),
                ("decision", "grant"),
                ("until", "2027-01-01"),
            ];
            let (done, missed) = (who.post(&address, &fields).await, who.post(&other, &fields).await);
            assert_eq!(said(&done, number), said(&missed, none), "{address}");
        }
    }
    for search in [number, "招标文件"] {
        let found = who.post("/staff/queue/search", &[("text", search), ("query", "")]).await;
        assert!(!found.body.contains(TITLE), "{search}");
    }
    for step in [("step", "assign"), ("step", "recategorise")] {
        let bulk = |number| [step, ("number", number), ("assignee", "1"), ("category", "land")];
        assert_eq!(
            said(&who.post("/staff/queue/bulk", &bulk(number)).await, number),
            said(&who.post("/staff/queue/bulk", &bulk(none)).await, none)
        );
    }
    let asked = |number: &str| format!(r#"{{"number":"{number}"}}"#);
    let assigned = who.ask("/api/staff/queue/assign", &asked(number), &token).await;
    assert_eq!(said(&assigned, number), said(&who.ask("/api/staff/queue/assign", &asked(none), &token).await, none));
    let search = who.ask("/api/staff/queue/search", r#"{"text":"招标","query":"","after":null}"#, &token).await;
    assert!(!search.body.contains(number) && !search.body.contains(TITLE));
    for of_case in [format!("/staff/audit?number={number}"), "/staff/audit?action=case.open".to_owned()] {
        let page = who.get(&of_case).await;
        assert!(!page.body.contains(&format!("cases/{number}")) && !page.body.contains("case.accept"), "{of_case}");
    }
    let exported = who.post("/staff/audit/export", &[]).await;
    assert!(!exported.body.contains(number), "{}", exported.body);
    let narrowed = who.post("/staff/audit/export", &[("number", number)]).await;
    assert_eq!(said(&narrowed, number), said(&who.post("/staff/audit/export", &[("number", none)]).await, none));
    for page in ["/staff/queue", "/staff/queue?status=all"] {
        // What is open, late, to be assessed, the member's own, all; a status without cases is not counted.
        assert_eq!(numbers(&who.get(page).await.body), ["0"; 5], "{page}");
    }
}

/// The numbers above a queue.
fn numbers(queue: &str) -> Vec<String> {
    let counts = queue.split("class=\"queue-counts\"").nth(1).and_then(|rest| rest.split("</nav>").next()).unwrap_or_default();
    counts.split("class=\"tabular\">").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
}

pub async fn mark(who: &Member<'_>) -> String {
    let page: Option<QueuePage> = serde_json::from_str(&who.get("/api/staff/queue?seen=").await.body).unwrap();
    page.unwrap().mark
}

pub const ALL: [&str; 5] = ["officer", "lead", "custodian", "administrator", "auditor"];

async fn is_kept_away(portal: TestPortal) {
    let (_, number) = filed(&portal, TIANHE, &NAMED).await;
    let lead = Member::arrive(&portal, "tianhe").await;
    let away = lead.colleague("away", TIANHE, &ALL).await;
    let id = id_of(&portal, "away").await;
    away.ask_for_identity(&number, &["name"], "核实").await;
    lead.decide(&number, "grant", "").await;
    assert!(away.act(&number, "open-identity", &[]).await.body.contains("张伟"), "before, there is something to be seen");
    assert!(away.get("/staff/queue").await.body.contains(&number) && away.get("/staff/identities").await.body.contains(&number));
    assert!(away.get("/staff/audit").await.body.contains(&number));

    let who = id.to_string();
    let silent = lead.act(&number, "recuse", &[("assignee", &who)]).await;
    assert!(silent.status == StatusCode::UNPROCESSABLE_ENTITY && silent.has_fault("recuse-message"));
    let done = lead.act(&number, "recuse", &[("assignee", &who), ("message", "与被反映人是同学")]).await;
    assert_eq!(done.header("location"), format!("/staff/cases/{number}?done=recuse"), "{}", done.body);
    learns_nothing(&away, id, &number).await;

    let before = (mark(&away).await, mark(&lead).await);
    lead.act(&number, "accept", &[]).await;
    assert_eq!(mark(&away).await, before.0, "that something happened is not told either");
    assert_ne!(mark(&lead).await, before.1);
    let page = lead.get(&format!("/staff/cases/{number}")).await;
    assert!(page.text_of("away").contains("与被反映人是同学"));
    let given = lead.act(&number, "assign", &[("assignee", &who)]).await;
    assert!(given.status == StatusCode::UNPROCESSABLE_ENTITY && given.has_fault("assign-assignee"));
    let bulk = lead.post("/staff/queue/bulk", &[("step", "assign"), ("number", &number), ("assignee", &who)]).await;
    assert!(!bulk.body.contains("data-done"), "{}", bulk.body);

    let own = lead.act(&number, "readmit", &[("assignee", &who)]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "nobody undoes what they declared");
    let keeper = lead.colleague("keeper", TIANHE, &["custodian"]).await;
    let back = keeper.act(&number, "readmit", &[("assignee", &who)]).await;
    assert_eq!(back.header("location"), format!("/staff/cases/{number}?done=readmit"), "{}", back.body);
    assert_eq!(away.get(&format!("/staff/cases/{number}")).await.status, StatusCode::OK);
    assert_eq!(away.act(&number, "open-identity", &[]).await.status, StatusCode::CONFLICT, "what was released is gone for good");
    let words: Vec<String> = portal.store.audit().page(None, 1_000).await.unwrap().into_iter().map(|entry| entry.action).collect();
    assert!(["case.recuse", "case.readmit"].iter().all(|word| words.contains(&(*word).to_owned())));
}

#[tokio::test]
async fn who_is_kept_away_learns_nothing_on_sqlite() {
    is_kept_away(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn who_is_kept_away_learns_nothing_on_postgres() {
    is_kept_away(TestPortal::postgres().await).await;
}

#[tokio::test]
async fn who_declares_an_interest_loses_the_case_at_once_and_it_is_nobodys() {
    let portal = TestPortal::sqlite().await;
    let (_, number) = filed(&portal, TIANHE, &[]).await;
    let lead = Member::arrive(&portal, "tianhe").await;
    let officer = lead.colleague("officer", TIANHE, &["officer"]).await;
    let id = id_of(&portal, "officer").await;
    let who = id.to_string();
    officer.act(&number, "assign", &[("assignee", &who)]).await;
    let of_another = officer.act(&number, "recuse", &[("assignee", "4"), ("message", "x")]).await;
    assert_eq!(of_another.status, StatusCode::FORBIDDEN, "only a lead speaks of others");
    let declared = officer.act(&number, "recuse", &[("assignee", &who)]).await;
    assert_eq!(declared.header("location"), "/staff/queue?done=recused", "{}", declared.body);
    learns_nothing(&officer, id, &number).await;
    let case = portal.store.cases().by_number(&number.parse().unwrap(), 2, 0).await.unwrap();
    assert_eq!(case.assignee_id, None);
    assert!(lead.get("/staff/queue").await.body.contains(&number));
    assert_eq!(lead.act(&number, "readmit", &[("assignee", &who)]).await.header("location"), format!("/staff/cases/{number}?done=readmit"));
    assert!(officer.get("/staff/queue").await.body.contains(&number));
}

#[tokio::test]
async fn where_nobody_is_left_the_case_goes_to_the_unit_above() {
    let portal = TestPortal::sqlite().await;
    let (code, number) = filed(&portal, TIANHE, &[]).await;
    let only = Member::arrive(&portal, "tianhe").await;
    let city = Member::arrive(&portal, "city").await;
    only.act(&number, "accept", &[]).await;
    let id = id_of(&portal, "tianhe").await;
    let declared = only.act(&number, "recuse", &[("assignee", &id.to_string()), ("message", "被反映人是我的亲属")]).await;
    assert_eq!(declared.header("location"), "/staff/queue?done=recused", "{}", declared.body);
    learns_nothing(&only, id, &number).await;
    let page = city.get(&format!("/staff/cases/{number}")).await;
    assert!(page.body.contains(TITLE) && page.text_of("away").contains("被反映人是我的亲属"), "{}", page.body);
    let told = portal.post("/status", &[("receipt", &code)]).await;
    assert!(told.body.contains("广州市信访局") && !told.body.contains("被反映人是我的亲属"));
    assert_eq!(city.act(&number, "answer", &[("message", "已核实。")]).await.status, StatusCode::SEE_OTHER, "it goes on as it stood");

    let (_, other) = filed(&portal, CITY, &[]).await;
    let top = id_of(&portal, "city").await;
    let stuck = city.act(&other, "recuse", &[("assignee", &top.to_string())]).await;
    assert!(stuck.has_fault("recuse-assignee"), "there is nobody above: {}", stuck.body);
}

/// The form's review: the unit that it would go to, and the fields of the form that it carries.
pub async fn reviewed(portal: &TestPortal, changes: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("ticket".to_owned(), portal.get("/report").await.hidden("ticket")), ("step".to_owned(), "review".to_owned())];
    fields.extend(crate::support::filled(changes));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    portal.post("/report", &fields).await
}

pub fn goes_to(review: &Answer, unit: &str) -> bool {
    review.body.contains(&format!("<p class=\"destination-unit\">{unit}</p>"))
}

async fn names_who_must_not_learn_of_it(portal: TestPortal) {
    let city = Member::arrive(&portal, "city").await;
    let tianhe = Member::arrive(&portal, "tianhe").await;
    let accused = tianhe.colleague("林国栋", TIANHE, &ALL).await;
    let id = id_of(&portal, "林国栋").await;

    let usual = reviewed(&portal, &[("area", TIANHE), ("avoid_names", "王五")]).await;
    assert!(goes_to(&usual, "天河区信访局") && usual.body.contains("王五"), "who works nowhere changes nothing: {}", usual.body);
    for typed in ["王五\n林 国栋", "王五、林国栋", "林国栋（信访科）", "林国栋 科长", "王五，副科长林国栋"]
    {
        let around = reviewed(&portal, &[("area", TIANHE), ("avoid_names", typed)]).await;
        assert!(goes_to(&around, "广州市信访局") && around.body.contains("最近上级"), "{typed}: {}", around.body);
    }
    let unit = reviewed(&portal, &[("area", TIANHE), ("avoid_unit", TIANHE)]).await;
    assert!(goes_to(&unit, "广州市信访局"));
    assert_eq!(unit.hidden("avoid_units"), TIANHE);
    let pressed = reviewed(&portal, &[("area", TIANHE), ("avoid_next", TIANHE)]).await;
    assert!(goes_to(&pressed, "天河区信访局"), "only the button for it names the unit");
    let none = reviewed(&portal, &[("area", TIANHE), ("avoid_units", "440106 440100")]).await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.has_fault("avoid_unit") && none.body.contains("avoid_drop-440100"));
    let unknown = reviewed(&portal, &[("avoid_units", "990000")]).await;
    assert!(unknown.status == StatusCode::UNPROCESSABLE_ENTITY && unknown.has_fault("avoid_unit"));
    let many = "一\n二\n三\n四\n五\n六\n七\n八\n九\n十\n十一";
    let many = reviewed(&portal, &[("avoid_names", many)]).await;
    assert!(many.has_fault("avoid_names") && many.text_of("avoid_names").contains("十一"), "nothing typed is lost");

    let (code, number) =
        filed(&portal, TIANHE, &[&NAMED[..], &[("avoid_names", "王五、林国栋科长"), ("avoid_unit", HAIZHU)]].concat()).await;
    let case = format!("/staff/cases/{number}");
    assert_eq!(tianhe.get(&case).await.status, StatusCode::NOT_FOUND, "its key would open it for everybody there");
    learns_nothing(&accused, id, &number).await;
    let page = city.get(&case).await;
    assert!(page.text_of("away").contains("林国栋") && page.text_of("away").contains("海珠区信访局"), "{}", page.text_of("away"));
    assert!(!page.body.contains("value=\"440106\"") || !page.text_of("transfer-unit").contains("天河区信访局"));
    for unit in [TIANHE, HAIZHU] {
        let sent = city.act(&number, "transfer", &[("unit", unit), ("message", "按地区转送")]).await;
        assert!(sent.status == StatusCode::UNPROCESSABLE_ENTITY && sent.has_fault("transfer-unit"), "{unit}: {}", sent.status);
        assert!(sent.text_of("transfer-message").contains("按地区转送"), "nothing typed is lost");
    }
    let lifted = city.act(&number, "readmit", &[("assignee", &id.to_string())]).await;
    assert_eq!(lifted.status, StatusCode::FORBIDDEN, "the reporter's word stands");
    let told = portal.post("/status", &[("receipt", &code)]).await;
    assert!(told.body.contains("林国栋"), "the reporter sees whom it was kept from");
}

#[tokio::test]
async fn who_is_named_by_the_reporter_and_their_unit_learn_nothing_on_sqlite() {
    names_who_must_not_learn_of_it(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn who_is_named_by_the_reporter_and_their_unit_learn_nothing_on_postgres() {
    names_who_must_not_learn_of_it(TestPortal::postgres().await).await;
}

#[tokio::test]
async fn where_no_unit_is_free_the_reporter_is_told_that_a_rule_alone_keeps_somebody_away() {
    let portal = TestPortal::sqlite().await;
    let city = Member::arrive(&portal, "city").await;
    let accused = city.colleague("林国栋", CITY, &ALL).await;
    let id = id_of(&portal, "林国栋").await;
    let review = reviewed(&portal, &[("area", CITY), ("avoid_names", "林国栋")]).await;
    assert!(goes_to(&review, "广州市信访局") && review.text_of("by-rule").contains("只靠平台的规则"), "{}", review.body);
    let (_, number) = filed(&portal, CITY, &[&NAMED[..], &[("avoid_names", "林国栋")]].concat()).await;
    learns_nothing(&accused, id, &number).await;
    assert!(city.get("/staff/queue").await.body.contains(&number));
    let kept = portal.store.cases().by_number(&number.parse().unwrap(), 1, 0).await.unwrap();
    let keys = portal.store.cases().keys(kept.id).await.unwrap();
    assert!(
        keys.iter().all(|key| key.purpose.as_str() != "identity" || key.holder == seal::Holder::Reporter),
        "no custodian is free of them"
    );
}

/// Presses the button of a review.
async fn sent(portal: &TestPortal, review: &Answer, changes: &[(&str, &str)]) -> Answer {
    let carried = ["ticket", "reviewed"].map(|name| (name.to_owned(), review.hidden(name)));
    let mut fields = [carried.to_vec(), vec![("step".to_owned(), "send".to_owned())]].concat();
    fields.extend(crate::support::filled(changes));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    portal.post("/report", &fields).await
}

async fn takes_the_way_that_was_told(portal: TestPortal) {
    let city = Member::arrive(&portal, "city").await;
    let tianhe = Member::arrive(&portal, "tianhe").await;
    let [by_another_unit, by_rule] = [[("area", TIANHE), ("avoid_names", "林国栋")], [("area", CITY), ("avoid_names", "何守成")]];
    let [review, warned] = [reviewed(&portal, &by_another_unit).await, reviewed(&portal, &by_rule).await];
    assert!(goes_to(&review, "天河区信访局") && goes_to(&warned, "广州市信访局") && !warned.body.contains("by-rule"));
    // While the reporters read, those whom they name begin to work there.
    tianhe.colleague("林国栋", TIANHE, &ALL).await;
    city.colleague("何守成", CITY, &ALL).await;

    let again = sent(&portal, &review, &by_another_unit).await;
    assert!(again.status == StatusCode::CONFLICT && goes_to(&again, "广州市信访局"), "{}", again.body);
    assert!(again.body.contains("way-changed") && again.hidden("body").contains("只有一家能满足的尺寸"), "nothing typed is lost");
    let told = sent(&portal, &warned, &by_rule).await;
    assert!(told.status == StatusCode::CONFLICT && told.text_of("by-rule").contains("只靠平台的规则"), "{}", told.body);
    assert!(portal.store.figures().await.unwrap().is_empty(), "nothing was filed");

    let receipt = sent(&portal, &again, &by_another_unit).await;
    assert_eq!(receipt.status, StatusCode::OK);
    // Pressed again, in whatever page it was, what is filed is filed.
    assert_eq!(sent(&portal, &review, &by_another_unit).await.text_of("receipt-code"), receipt.text_of("receipt-code"));
    assert_eq!(portal.file(&by_rule).await.status, StatusCode::OK, "without a review it is filed as ever");
}

#[tokio::test]
async fn a_report_that_takes_another_way_than_its_review_told_is_shown_again_on_sqlite() {
    takes_the_way_that_was_told(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn a_report_that_takes_another_way_than_its_review_told_is_shown_again_on_postgres() {
    takes_the_way_that_was_told(TestPortal::postgres().await).await;
}

#[tokio::test]
async fn who_comes_later_under_a_name_that_was_named_finds_nothing_from_the_first_page_on() {
    for way in ["/staff/queue", "/staff/cases/{number}", "/staff/cases/{number}/transfer", "search", "accept"] {
        let portal = TestPortal::sqlite().await;
        let (_, number) = filed(&portal, TIANHE, &[("avoid_names", "李四、林国栋科长")]).await;
        let tianhe = Member::arrive(&portal, "tianhe").await;
        let later = tianhe.colleague("林国栋", TIANHE, &ALL).await;
        let first = match way {
            "accept" => later.act_on(&number, "0", way, &[]).await,
            "search" => later.post("/staff/queue/search", &[("text", "招标文件"), ("query", "")]).await,
            page => later.get(&page.replace("{number}", &number)).await,
        };
        let leads_to_it = way.contains("{number}") || way == "accept";
        assert_eq!(first.status == StatusCode::NOT_FOUND, leads_to_it, "{way}: {}", first.status);
        assert!((leads_to_it || !first.body.contains(&number)) && !first.body.contains(TITLE), "{way}");
        learns_nothing(&later, id_of(&portal, "林国栋").await, &number).await;
        assert!(tianhe.get(&format!("/staff/cases/{number}")).await.text_of("away").contains("林国栋"), "{way}");
    }
}

#[tokio::test]
async fn a_case_goes_to_no_unit_that_somebody_joined_who_was_named() {
    let portal = TestPortal::sqlite().await;
    let tianhe = Member::arrive(&portal, "tianhe").await;
    portal.add_member(HAIZHU, "haizhu", model::Role::ALL).await;
    let haizhu = Member::arrive(&portal, "haizhu").await;
    let (_, number) = filed(&portal, TIANHE, &[("avoid_names", "陈新来 主任")]).await;
    haizhu.colleague("陈新来", HAIZHU, &["officer"]).await;
    let sent = tianhe.act(&number, "transfer", &[("unit", HAIZHU), ("message", "转送")]).await;
    assert!(sent.has_fault("transfer-unit"), "{}", sent.status);
}

/// The fields that the status page's button sends.
async fn asks_for_protection(portal: &TestPortal, code: &str) -> Answer {
    let fields = portal.post("/status", &[("receipt", code)]).await.fields_of("action-protect");
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.retain(|(name, _)| *name != "step");
    assert!(fields.iter().all(|(_, value)| *value != code), "the code goes nowhere else");
    portal.post("/report", &[&fields[..], &[("step", "protect")]].concat()).await
}

async fn asks_for_protection_a_level_above(portal: TestPortal) {
    let city = Member::arrive(&portal, "city").await;
    let tianhe = Member::arrive(&portal, "tianhe").await;
    let (code, number) = filed(&portal, TIANHE, &[]).await;
    tianhe.act(&number, "decline", &[("reason", "no-substance"), ("message", "")]).await;
    let form = asks_for_protection(&portal, &code).await;
    assert_eq!((form.status, form.header("cache-control")), (StatusCode::OK, "no-store"));
    assert_eq!(form.hidden("number"), number);
    assert!(form.body.contains("data-key"), "nothing was typed yet: the browser can seal it");
    let asked =
        [("kind", "protection"), ("number", number.as_str()), ("area", TIANHE), ("title", "签字后被调岗"), ("body", "昨天起不让我上班。")];
    let review = reviewed(&portal, &asked).await;
    assert!(goes_to(&review, "广州市信访局") && review.body.contains(&number), "{}", review.body);
    let unknown = [("kind", "protection"), ("number", "123-456")];
    assert!(reviewed(&portal, &unknown).await.has_fault("number"));
    let nobodys = nobodys();
    assert!(reviewed(&portal, &[("kind", "protection"), ("number", nobodys.as_str())]).await.has_fault("number"));

    let (plain, first) = filed(&portal, CITY, &NAMED).await;
    let (own, protection) = filed(&portal, TIANHE, &asked).await;
    assert_ne!(own, plain);
    assert_eq!(tianhe.get(&format!("/staff/cases/{protection}")).await.status, StatusCode::NOT_FOUND);
    let queue = city.get("/staff/queue").await.body;
    let place = |number: &str| queue.find(&format!("data-number=\"{number}\"")).unwrap();
    assert!(place(&protection) < place(&first), "before what is filed under a name");
    let page = city.get(&format!("/staff/cases/{protection}")).await;
    assert!(page.body.contains(&number) && page.body.contains("并非法定期限") && !page.body.contains("第四十九条"));
    let back = city.act(&protection, "transfer", &[("unit", TIANHE), ("message", "按地区")]).await;
    assert!(back.has_fault("transfer-unit"), "nor can it be sent there");
    assert!(!tianhe.get(&format!("/staff/cases/{number}")).await.body.contains(&protection));
    let told = portal.post("/status", &[("receipt", &own)]).await;
    assert!(told.body.contains("action-protect") && told.body.contains("采取什么保护措施"));
}

#[tokio::test]
async fn who_is_retaliated_against_is_heard_a_level_above_on_sqlite() {
    asks_for_protection_a_level_above(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn who_is_retaliated_against_is_heard_a_level_above_on_postgres() {
    asks_for_protection_a_level_above(TestPortal::postgres().await).await;
}

#[tokio::test]
async fn who_must_not_learn_of_a_case_does_not_learn_of_the_protection_asked_for_in_it() {
    let portal = TestPortal::sqlite().await;
    let city = Member::arrive(&portal, "city").await;
    let accused = city.colleague("林国栋", CITY, &ALL).await;
    let (_, number) = filed(&portal, TIANHE, &[("avoid_names", "林国栋")]).await;
    let (_, protection) = filed(&portal, TIANHE, &[&NAMED[..], &[("kind", "protection"), ("number", &number)]].concat()).await;
    learns_nothing(&accused, id_of(&portal, "林国栋").await, &protection).await;
    assert!(city.get("/staff/queue").await.body.contains(&protection));
}

async fn danger_is_assessed(portal: TestPortal) {
    let (code, number) = filed(&portal, TIANHE, &[]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let case = format!("/staff/cases/{number}");
    assert!(officer.get(&case).await.text_of("risk").contains("尚未评估"));
    let counted = async |officer: &Member<'_>, count: u32| {
        let queue = officer.get("/staff/queue").await.body;
        assert!(queue.contains(&format!("待评估风险<!> <b class=\"tabular\">{count}</b>")), "{count}: {queue}");
        queue
    };
    let owed = counted(&officer, 1).await;
    assert!(owed.contains("风险：尚未评估") && owed.contains("risk=1&amp;sort=risk\""), "it is owed from the filing on: {owed}");
    let found = |until: &'static str| [("risk", "high"), ("reason", "对方已在打听"), ("message", "改为书面联系"), ("until", until)];
    let past = officer.act(&number, "assess", &found("2026-11-01")).await;
    assert!(past.status == StatusCode::UNPROCESSABLE_ENTITY && past.has_fault("assess-until"), "{}", past.status);
    assert!(past.text_of("assess-reason").contains("对方已在打听"), "nothing typed is lost");
    let empty = officer.act(&number, "assess", &[("risk", ""), ("until", "2026-12-01")]).await;
    assert!(empty.has_fault("assess-risk"));
    let done = officer.act(&number, "assess", &found("2026-11-25")).await;
    assert_eq!(done.header("location"), format!("{case}?done=assess"), "{}", done.status);
    let page = officer.get(&case).await;
    let shown = page.text_of("risk");
    assert!(shown.contains("高") && shown.contains("改为书面联系") && !shown.contains("上次联系后"), "{shown}");
    assert!(counted(&officer, 0).await.contains("11-25 前再评估"));
    let (_, other) = filed(&portal, TIANHE, &[]).await;
    let lists = async |officer: &Member<'_>, query: &str| {
        let page = officer.get(&format!("/staff/queue?{query}")).await.body;
        [&number, &other].map(|number| page.contains(&format!("data-number=\"{number}\"")))
    };
    assert_eq!(lists(&officer, "risk=1").await, [false, true], "one is not due yet, the other was never assessed");
    assert_eq!(lists(&officer, "sort=risk").await, [true, true]);
    officer.act(&number, "accept", &[]).await;
    assert!(officer.get(&case).await.text_of("risk").contains("上次联系后还没有评估"));
    portal.clock.advance(jiff::SignedDuration::from_secs(1));
    assert_eq!(lists(&officer, "risk=1").await, [true, true], "each contact brings it forward");
    officer.act(&number, "assess", &found("2026-11-25")).await;
    portal.post("/status", &[("receipt", &code), ("action", "supply"), ("message", "有人来问过")]).await;
    assert_eq!(lists(&officer, "risk=1").await, [true, true], "whoever of the two made it");
    officer.act(&number, "assess", &found("2026-11-25")).await;
    officer.act(&other, "decline", &[("reason", "duplicate")]).await;
    assert_eq!(lists(&officer, "risk=1&status=all").await, [false, false], "what is settled owes nothing");
    counted(&officer, 0).await;
    let away = officer.colleague("away", TIANHE, &["officer"]).await;
    let id = id_of(&portal, "away").await.to_string();
    officer.act(&number, "recuse", &[("assignee", &id), ("message", "亲属")]).await;
    portal.clock.advance(jiff::SignedDuration::from_hours(24));
    let officer = officer.again("tianhe").await;
    assert_eq!(lists(&officer, "risk=1").await, [true, false], "due on its day, and not only once that is over");
    portal.clock.advance(jiff::SignedDuration::from_hours(24));
    let officer = officer.again("tianhe").await;
    assert_eq!(lists(&officer, "risk=1").await, [true, false]);
    assert_eq!(lists(&officer, "risk=1&sort=risk&status=all").await, [true, false]);
    let script: QueuePage = serde_json::from_str(&officer.get("/api/staff/queue?risk=1").await.body).unwrap();
    assert_eq!(script.rows.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), [number.as_str()]);
    counted(&officer, 1).await;
    let away = away.again_with("away", NEWCOMERS).await;
    for query in ["risk=1", "sort=risk"] {
        assert_eq!(lists(&away, query).await, [false, false], "{query}");
    }
    counted(&away, 0).await;
    let queue = officer.get("/staff/queue").await.body;
    assert!(queue.contains("clock clock-late") && queue.contains("11-25 前再评估"), "late like any other clock");
    officer.act(&number, "answer", &[("message", "经查属实")]).await;
    officer.act(&number, "close", &[("finding", "substantiated")]).await;
    counted(&officer, 0).await;
    officer.act(&number, "assess", &found("2026-11-27")).await;
    portal.clock.advance(jiff::SignedDuration::from_hours(24));
    let officer = officer.again("tianhe").await;
    counted(&officer, 1).await;
    assert_eq!(lists(&officer, "status=all&risk=1").await, [true, false], "what was assessed after it was settled is due as well");
    assert!(!portal.post("/status", &[("receipt", &code)]).await.body.contains("对方已在打听"), "it is for the unit's eyes");
    let log = portal.store.audit().page(None, 1_000).await.unwrap();
    assert!(log.iter().any(|entry| entry.action == "case.assess" && entry.object.as_deref() == Some("high 2026-11-25")));
}

#[tokio::test]
async fn the_danger_is_assessed_and_due_again_on_sqlite() {
    danger_is_assessed(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn the_danger_is_assessed_and_due_again_on_postgres() {
    danger_is_assessed(TestPortal::postgres().await).await;
}
