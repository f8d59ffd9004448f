//! What staff read and do is in the audit log, and auditors read and take away what is theirs.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use jiff::SignedDuration;
use pages::Locale;
use server::{casework::inspection, store::AuditEntry};

use crate::{
    admin::{id_of, invited, joined},
    away::upload,
    cases::filed,
    custody::NAMED,
    member::{Member, code, knock},
    redaction::redact,
    retention::{ask, decide},
    support::{CITY, HAIZHU, PASSWORD, TIANHE, TestPortal},
};

/// Reads the log as it grows.
struct Watch<'a> {
    portal: &'a TestPortal,
    seen: i64,
    /// The words that deeds were found under.
    noted: BTreeSet<&'static str>,
}

impl<'a> Watch<'a> {
    async fn new(portal: &'a TestPortal) -> Self {
        let mut watch = Self { portal, seen: 0, noted: BTreeSet::new() };
        watch.news().await;
        watch
    }

    /// The words of what was added since the last look.
    async fn news(&mut self) -> Vec<String> {
        let news: Vec<AuditEntry> = self.portal.store.audit().after(self.seen, 10_000).await.unwrap();
        self.seen = news.last().map_or(self.seen, |last| last.seq);
        let words = news.iter().map(|entry| inspection::word(&entry.action).to_owned());
        let words: Vec<String> = words.collect();
        assert!(words.iter().all(|word| inspection::ACTIONS.contains(&word.as_str())), "one of {words:?} cannot be asked for");
        words
    }
}

/// Checks a table of deeds: after each, the log has an entry with its word.
macro_rules! noted {
    ($watch:ident: $($word:literal <- $deed:expr;)+) => {$(
        let answer = $deed;
        let words = $watch.news().await;
        assert!(words.iter().any(|word| word == $word), "{} is not in {words:?}; {}", $word, answer.status);
        $watch.noted.insert($word);
    )+};
}

/// What the portal writes by itself is followed where it happens; what becomes of members, units, lists and keys, in the tests below and in those
/// of recoveries, moves and passkeys.
const OF_NO_CASE: [&str; 9] =
    ["member.", "unit-key.", "unit.", "category.", "rule.", "config.", "day.", "retention.rotate", "retention.destroy-generation"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_read_and_write_of_cases_and_identities_is_an_entry() {
    let portal = TestPortal::sqlite().await;
    portal.add_member(HAIZHU, "haizhu", model::Role::ALL).await;
    portal.app.refresh().await.unwrap();
    let tianhe = Member::arrive(&portal, "tianhe").await;
    let city = Member::arrive(&portal, "city").await;
    let keeper = tianhe.colleague("keeper", TIANHE, &["custodian"]).await;
    let mut log = Watch::new(&portal).await;
    handling(&portal, &tianhe, &city, &mut log).await;
    files_and_copies(&portal, &tianhe, &city, &mut log).await;
    keeping_away(&portal, &tianhe, &keeper, &mut log).await;
    keeping(&portal, &tianhe, &mut log).await;
    identities(&portal, [&tianhe, &keeper, &city], &mut log).await;
    let of_cases = inspection::ACTIONS.iter().filter(|word| !OF_NO_CASE.iter().any(|area| word.starts_with(area)));
    let missed: Vec<_> = of_cases.filter(|word| !log.noted.contains(*word)).collect();
    assert!(missed.is_empty(), "{missed:?} was not done");
}

async fn handling(portal: &TestPortal, tianhe: &Member<'_>, city: &Member<'_>, log: &mut Watch<'_>) {
    // Its clock can be put off.
    let (code, number) = filed(portal, TIANHE, &[("kind", "request")]).await;
    let (_, other) = filed(portal, TIANHE, &[]).await;
    let (_, third) = filed(portal, TIANHE, &[]).await;
    let (_, elsewhere) = filed(portal, TIANHE, &[]).await;
    let me = id_of(portal, "tianhe").await.to_string();
    let case = format!("/staff/cases/{number}");
    let bulk = [("number", other.as_str()), ("step", "assign"), ("assignee", me.as_str())];
    let query = r#"{"text":"违章","query":"","after":null}"#;
    let token = tianhe.token().await;
    let found = [("risk", "high"), ("reason", "对方已在打听"), ("message", "改为书面联系"), ("until", "2026-11-25")];
    let quoting = [("reason", "duplicate"), ("message", "您说“招标文件写明了只有一家能满足的尺寸”，已查。")];
    noted! { log:
        "queue.read" <- tianhe.get("/staff/queue").await;
        "queue.search" <- tianhe.post("/staff/queue/search", &[("text", "违章"), ("query", "")]).await;
        "queue.search" <- tianhe.ask("/api/staff/queue/search", query, &token).await;
        "case.open" <- tianhe.get(&case).await;
        "case.open" <- tianhe.get(&format!("{case}/transfer")).await;
        "accept" <- tianhe.act(&number, "accept", &[]).await;
        "assign" <- tianhe.act(&number, "assign", &[("assignee", &me)]).await;
        "assign" <- tianhe.post("/staff/queue/bulk", &bulk).await;
        "recategorise" <- tianhe.act(&number, "recategorise", &[("category", "land")]).await;
        "note" <- tianhe.act(&number, "note", &[("message", "内部")]).await;
        "assess" <- tianhe.act(&number, "assess", &found).await;
        "extend" <- tianhe.act(&number, "extend", &[("message", "情况复杂")]).await;
        "ask" <- tianhe.act(&number, "ask", &[("message", "哪一天？")]).await;
    }
    portal.post("/status", &[("receipt", &code), ("action", "supply"), ("message", "九月十二日")]).await;
    let mark = tianhe.act(&third, "decline", &quoting).await.hidden("confirmed");
    noted! { log:
        "leak.confirmed" <- tianhe.act(&third, "decline", &[&quoting[..], &[("confirmed", &mark)]].concat()).await;
        "answer" <- tianhe.act(&number, "answer", &[("message", "已查。")]).await;
        "close" <- tianhe.act(&number, "close", &[("finding", "granted"), ("message", "办结")]).await;
        "reopen" <- tianhe.act(&number, "reopen", &[("message", "有新证据")]).await;
        "transfer" <- tianhe.act(&elsewhere, "transfer", &[("unit", CITY), ("message", "转办")]).await;
        "return" <- city.act(&elsewhere, "return", &[("reason", "other-area"), ("message", "")]).await;
        "decline" <- tianhe.act(&other, "decline", &[("reason", "duplicate"), ("message", "重复")]).await;
        "audit.read" <- tianhe.get("/staff/audit").await;
        "audit.export" <- tianhe.post("/staff/audit/export", &[]).await;
    }
}

async fn files_and_copies(portal: &TestPortal, tianhe: &Member<'_>, city: &Member<'_>, log: &mut Watch<'_>) {
    let (code, number) = filed(portal, TIANHE, &[]).await;
    portal.send(upload(&code)).await;
    portal.post("/status", &[("receipt", &code), ("action", "supply"), ("message", "见附件")]).await;
    // What is left once the photograph was cleaned.
    let file = format!("/staff/cases/{number}/files/1");
    noted! { log:
        "file.look" <- tianhe.get(&file).await;
        "file.look" <- tianhe.get(&format!("{file}/1")).await;
        "file.download" <- tianhe.post(&format!("{file}/download"), &[]).await;
        "case.redact-read" <- tianhe.get(&format!("/staff/cases/{number}/redact")).await;
        "redact" <- redact(tianhe, &number, &[("take", "title"), ("step", "send"), ("unit", CITY)]).await;
        "copy.list" <- city.get("/staff/shared").await;
        "copy.open" <- city.get(&format!("/staff/shared/{number}/0")).await;
    }
}

async fn keeping_away(portal: &TestPortal, tianhe: &Member<'_>, keeper: &Member<'_>, log: &mut Watch<'_>) {
    let (_, number) = filed(portal, TIANHE, &[]).await;
    let (_, only) = filed(portal, HAIZHU, &[]).await;
    let haizhu = Member::arrive(portal, "haizhu").await;
    tianhe.colleague("away", TIANHE, &["officer"]).await;
    let [away, alone] = [id_of(portal, "away").await.to_string(), id_of(portal, "haizhu").await.to_string()];
    noted! { log:
        "recuse" <- tianhe.act(&number, "recuse", &[("assignee", &away), ("message", "亲属")]).await;
        "readmit" <- keeper.act(&number, "readmit", &[("assignee", &away)]).await;
        "pass-up" <- haizhu.act(&only, "recuse", &[("assignee", &alone), ("message", "亲属")]).await;
    }
}

async fn keeping(portal: &TestPortal, tianhe: &Member<'_>, log: &mut Watch<'_>) {
    let (code, number) = filed(portal, TIANHE, &[]).await;
    noted! { log:
        "retention.list" <- tianhe.get("/staff/retention").await;
        "retention.read" <- tianhe.get(&format!("/staff/retention/{number}")).await;
        "hold" <- decide(tianhe, &number, "hold", &[("until", "2027-06-30"), ("reason", "二审尚未审结")]).await;
        "lift-hold" <- decide(tianhe, &number, "lift", &[("seq", "0")]).await;
        "refuse-deletion" <- {
            ask(portal, &code).await;
            decide(tianhe, &number, "refuse", &[("why", "archive")]).await
        };
        "case.destroy" <- {
            ask(portal, &code).await;
            decide(tianhe, &number, "destroy", &[]).await
        };
    }
}

async fn identities(portal: &TestPortal, [tianhe, keeper, city]: [&Member<'_>; 3], log: &mut Watch<'_>) {
    let (code, number) = filed(portal, TIANHE, &NAMED).await;
    let (_, courts) = filed(portal, TIANHE, &[&NAMED[..], &[("category", "justice")]].concat()).await;
    let second = tianhe.colleague("second", TIANHE, &["custodian"]).await;
    let plain = tianhe.colleague("plain", TIANHE, &["officer"]).await;
    noted! { log:
        "identity.ask" <- tianhe.ask_for_identity(&number, &["name"], "电话核实").await;
        "identity.list" <- keeper.get("/staff/identities").await;
        "identity.grant" <- keeper.decide(&number, "grant", "").await;
        "identity.open" <- tianhe.act(&number, "open-identity", &[]).await;
        "identity.ask" <- tianhe.ask_for_identity(&courts, &["name"], "电话核实").await;
        "identity.agree" <- keeper.decide(&courts, "grant", "").await;
        "identity.refuse" <- second.decide(&courts, "refuse", "写信即可").await;
        "objection.list" <- {
            portal.post("/status", &[("receipt", &code), ("step", "object-0"), ("objection-0", "不必")]).await;
            city.get("/staff/objections").await
        };
        "objection.answer" <- city.post(&format!("/staff/objections/{number}/0"), &[("message", "已查")]).await;
        "transfer" <- plain.act(&courts, "transfer", &[("unit", CITY), ("message", "转办")]).await;
        "identity.handed-over" <- keeper.post(&format!("/staff/identities/{courts}/hand-over"), &[("reason", "已转办")]).await;
        "identity.ended" <- {
            portal.clock.advance(SignedDuration::from_hours(24));
            portal.store.end_releases(portal.app.now().as_millisecond()).await.unwrap();
            portal.get("/").await
        };
    }
}

#[tokio::test]
async fn every_change_of_members_keys_units_and_rules_is_an_entry() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "city").await;
    let unit = [("code", "440104"), ("name", "越秀区信访局"), ("level", "district"), ("parent", CITY), ("area", "440104")];
    let category = [("code", "parks"), ("group", "livelihood"), ("name_hans", "公园"), ("name_hant", "公園"), ("name_en", "Parks")];
    let rule = [("category", "medicine"), ("area", HAIZHU), ("unit", TIANHE)];
    let invitation = [("name", "别人"), ("login", "bie"), ("unit", CITY), ("role", "officer")];
    let mut log = Watch::new(&portal).await;
    noted! { log:
        "member.invite" <- admin.post("/admin/members/invite", &invitation).await;
        "unit.add" <- admin.post("/admin/units", &unit).await;
        "unit.update" <- admin.post("/admin/units/440104", &[("name", "越秀区来访接待处"), ("phone", "020-1")]).await;
        "category.put" <- admin.post("/admin/categories", &category).await;
        "category.put" <- admin.post("/admin/categories/parks/retire", &[]).await;
        "rule.put" <- admin.post("/admin/routing", &rule).await;
    }
    let rule = portal.store.lists().rules().await.unwrap()[0].id;
    let open = portal.store.members().invitations(1, portal.app.now().as_millisecond()).await.unwrap()[0].id;
    noted! { log:
        "rule.remove" <- admin.post(&format!("/admin/routing/{rule}/remove"), &[]).await;
        "member.invitation-withdrawn" <- admin.post(&format!("/admin/invitations/{open}/revoke"), &[]).await;
    }
    joined(&portal, &invited(&admin, "xin", CITY, "officer").await, "xin").await;
    let words = log.news().await;
    assert!(["member.invite", "member.add", "member.second-factor"].iter().all(|word| words.contains(&(*word).to_owned())), "{words:?}");
    let of = |what: &str, id: i64| format!("/admin/members/{id}/{what}");
    let id = id_of(&portal, "xin").await;
    noted! { log:
        "unit-key.grant" <- admin.post(&of("grant-key", id), &[]).await;
        "member.roles" <- admin.post(&of("roles", id), &[("role", "auditor"), ("name", "新同事")]).await;
        "member.invite" <- admin.post(&of("invite-again", id), &[]).await;
        "member.leave" <- admin.post(&of("leave", id), &[("login", "xin")]).await;
    }
    joined(&portal, &invited(&admin, "first", HAIZHU, "officer").await, "first").await;
    assert!(log.news().await.contains(&"unit-key.make".to_owned()), "the first member brings the unit's key");
}

#[tokio::test]
async fn every_sign_in_and_change_of_secrets_is_an_entry() {
    let portal = TestPortal::sqlite().await;
    let mut log = Watch::new(&portal).await;
    let first = Member::arrive(&portal, "city").await;
    assert_eq!(log.news().await, ["member.second-factor", "member.sign-in"], "at the first sign-in");
    let member = first.again("city").await;
    assert!(log.news().await.contains(&"member.sign-in".to_owned()));
    let new = "quite another passphrase 7";
    let change = [("password", PASSWORD), ("new_password", new), ("new_password_again", new)];
    portal.clock.advance(SignedDuration::from_mins(10));
    let now = code(&portal, &member.secret);
    let confirm = [("password", PASSWORD), ("code", now.as_str()), ("next", "/staff/account")];
    noted! { log:
        "member.sign-in-failed" <- knock(&portal, "tianhe", "wrong").await;
        "member.sign-in-failed" <- knock(&portal, "nobody", "wrong").await;
        "member.session-ended" <- member.post("/staff/account/sessions", &[("session", "others")]).await;
        "member.confirm" <- member.post("/staff/reauth", &confirm).await;
        "member.recovery-code" <- member.post("/staff/account/recovery", &[]).await;
        "member.password" <- member.post("/staff/account/password", &change).await;
        "member.sign-out" <- member.post("/staff/logout", &[]).await;
    }
}

#[tokio::test]
async fn a_units_auditor_reads_and_exports_what_its_members_did_and_nobody_elses() {
    let portal = TestPortal::sqlite().await;
    let number = portal.file(&[("area", TIANHE)]).await.text_of("case-number");
    let city = Member::arrive(&portal, "city").await;
    city.get("/staff/queue").await;
    let tianhe = Member::arrive(&portal, "tianhe").await;
    tianhe.act(&number, "accept", &[]).await;
    let moved = tianhe.get("/admin/audit?action=accept").await;
    assert_eq!((moved.status, moved.header("location")), (StatusCode::PERMANENT_REDIRECT, "/staff/audit?action=accept"));
    let page = tianhe.get("/staff/audit").await;
    assert!(page.body.contains("<td>tianhe · ") && !page.body.contains("<td>city · "));

    let mut log = Watch::new(&portal).await;
    let exported = tianhe.post("/staff/audit/export", &[]).await;
    assert_eq!((exported.status, exported.header("content-type")), (StatusCode::OK, "application/jsonl"));
    assert!(exported.header("content-disposition").contains("attachment"));
    let lines: Vec<serde_json::Value> = exported.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().all(|line| line["unit"] == TIANHE && line["member"] == "tianhe"), "{}", exported.body);
    assert!(lines.iter().any(|line| line["action"] == "accept" && line["case"] == number.as_str()));
    assert_eq!(lines[0]["action"], "audit.export", "on record before anything is handed out");
    assert!(log.news().await.contains(&"audit.export".to_owned()));

    let filtered = tianhe.post("/staff/audit/export", &[("action", "accept")]).await;
    assert_eq!(filtered.body.lines().count(), 1);
    let all = city.post("/staff/audit/export", &[]).await;
    assert!(all.body.contains("\"tianhe\"") && all.body.contains("\"city\""), "the topmost unit sees everything");
    portal.clock.advance(SignedDuration::from_mins(10));
    let asked = tianhe.post("/staff/audit/export", &[("action", "accept")]).await;
    assert_eq!(asked.header("location"), "/staff/reauth?next=%2Fstaff%2Faudit%3Faction%3Daccept%26done%3Dconfirmed&for=export");
    let officer = joined(&portal, &invited(&city, "xin", CITY, "officer").await, "xin").await;
    assert_eq!(officer.post("/staff/audit/export", &[]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_filter_that_cannot_be_read_shows_and_exports_nothing() {
    let portal = TestPortal::sqlite().await;
    let number = portal.file(&[("area", TIANHE)]).await.text_of("case-number");
    let auditor = Member::arrive(&portal, "tianhe").await;
    auditor.act(&number, "accept", &[]).await;
    for (field, typed) in [("number", "261-204"), ("from", "2026-13-40"), ("to", "yesterday"), ("member", "x")] {
        let page = auditor.get(&format!("/staff/audit?{field}={typed}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(page.has_fault(&format!("audit-{field}")) && !page.body.contains("<th scope=\"row\"") && !page.body.contains("/export"));
        let export = auditor.post("/staff/audit/export", &[(field, typed)]).await;
        assert_eq!(auditor.get(export.header("location")).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
    }
    let spaced = auditor.get(&format!("/staff/audit?number=%20{number}%20&from=&member=")).await;
    assert!(spaced.status == StatusCode::OK && spaced.body.contains("<th scope=\"row\""));
}

#[test]
fn every_word_has_a_name_in_every_language() {
    for &word in inspection::ACTIONS {
        let names = Locale::ALL.map(|locale| pages::admin::action_name(locale, word).unwrap_or_default());
        assert!(names.iter().all(|name| !name.is_empty() && *name != word), "{word}: {names:?}");
    }
}
