//! Reports and what becomes of them, each word of which is unlike any other.

use std::{net::SocketAddr, time::Duration};

use axum::http::StatusCode;
use jiff::SignedDuration;
use server::clock::{Clock as _, SystemClock};

use super::support::{
    Answer,
    client::{Client, borrowed},
    process::Site,
};

const UNIT: &str = "440106";
const OTHER_UNIT: &str = "440104";
/// How long until something that takes its time is looked at again.
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// Reports that are filed at once in one round.
const AT_ONCE: usize = 6;

/// Everything that must not stay behind, each with its name.
#[derive(Default)]
pub struct Secrets(pub Vec<(String, String)>);

impl Secrets {
    /// Makes up a text, and keeps it.
    fn text(&mut self, name: &str, text: &str) -> String {
        // Letters alone: a number that looks like somebody's telephone would be held back as a leak.
        let word = (0..16).map(|_| rand::random_range(b'A'..=b'Z')).map(char::from);
        let text: String = text.chars().chain(word).collect();
        self.keep(name, &text);
        text
    }

    fn keep(&mut self, name: &str, text: &str) {
        self.0.push((name.to_owned(), text.to_owned()));
    }

    /// Keeps a code as it is shown, as it is used, and as it may be typed.
    fn keep_code(&mut self, name: &str, code: &str) {
        self.keep(name, code);
        self.keep(name, &code.replace('-', ""));
        self.keep(name, &code.to_lowercase());
    }
}

/// Those who work.
pub struct Staff {
    /// Of the unit that gets the reports.
    officer: Client,
    /// Of a unit to which some are handed on.
    other: Client,
    /// Keeps the identities of the first unit.
    custodian: Client,
}

/// Adds them, and signs them in.
pub async fn staff(site: &Site, address: SocketAddr, secrets: &mut Secrets) -> Staff {
    let mut clients = [connect(address).await, connect(address).await, connect(address).await];
    let works = &["officer", "lead"][..];
    for (client, (unit, roles)) in clients.iter_mut().zip([(UNIT, works), (OTHER_UNIT, works), (UNIT, &["custodian"])]) {
        let (login, password) = (format!("{}.{unit}", roles[0]), secrets.text("password", "穿堂而过-"));
        site.add_member(&login, unit, roles, &password);
        let wrong = secrets.text("wrong password", "不是这个-");
        let refused = client.post("/staff/login", &[("login", &login), ("password", &wrong)]).await.unwrap();
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        secrets.keep_code("recovery code", &client.arrive(&login, &password).await.unwrap());
    }
    until_identities_are_kept(address, secrets).await;
    let [officer, other, custodian] = clients;
    Staff { officer, other, custodian }
}

/// Waits until the portal has heard of the custodian, whom another process added.
async fn until_identities_are_kept(address: SocketAddr, secrets: &mut Secrets) {
    let mut client = connect(address).await;
    let typed = typed(true, secrets);
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let fields = client.fill_in(&typed).await.unwrap();
    let review = [borrowed(&fields), vec![("step", "review")]].concat();
    loop {
        let shown = client.post("/report", &review).await.unwrap();
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
        if !shown.body.contains("没有身份保管员") {
            return;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Signs out.
pub async fn leave(staff: &mut Staff) {
    for client in [&mut staff.officer, &mut staff.other, &mut staff.custodian] {
        let token = client.token().await.unwrap();
        assert_eq!(client.post("/staff/logout", &[("csrf", &token)]).await.unwrap().status, StatusCode::SEE_OTHER);
    }
}

struct Filed {
    number: String,
    code: String,
    named: bool,
}

/// One round: reports are filed, worked and followed.
pub async fn work(address: SocketAddr, staff: &mut Staff, secrets: &mut Secrets) {
    let filed = file_all(address, secrets).await;
    hand_on(&mut staff.officer, &mut staff.other, &filed[0], secrets).await;
    for report in &filed {
        handle(address, staff, report, secrets).await;
    }
}

/// Files named and anonymous reports, all at once and each over a connection of its own.
async fn file_all(address: SocketAddr, secrets: &mut Secrets) -> Vec<Filed> {
    let typed: Vec<_> = (0..AT_ONCE).map(|number| typed(number % 2 == 0, secrets)).collect();
    let filed = futures::future::join_all(typed.iter().map(|fields| file(address, fields))).await;
    for report in &filed {
        secrets.keep_code("receipt code", &report.code);
    }
    filed
}

/// The fields of one report.
fn typed(named: bool, secrets: &mut Secrets) -> Vec<(&'static str, String)> {
    let mut fields = vec![("area", UNIT.to_owned()), ("identity", if named { "named" } else { "anonymous" }.to_owned())];
    fields.push(("subject", secrets.text("subject", "某街道办事处")));
    fields.push(("title", secrets.text("title", "征地补偿款")));
    fields.push(("body", format!("{}\n{}", secrets.text("body", "去年三月签了协议<&>"), secrets.text("body's end", "只收到一半"))));
    fields.push(("avoid_names", secrets.text("name to avoid", "王五")));
    if named {
        fields.push(("name", secrets.text("name", "张三丰")));
        fields.push(("id_number", "11010519491231002X".to_owned()));
        fields.push(("address", secrets.text("address", "广州市某路 1 号")));
        let phone = format!("139{:08}", rand::random_range(0..100_000_000));
        secrets.keep("phone", &phone);
        secrets.keep("identity number", "11010519491231002X");
        fields.push(("phone", phone));
    }
    fields
}

/// Form, review, receipt, and the receipt's check; the case is then looked at by its code.
async fn file(address: SocketAddr, typed: &[(&str, String)]) -> Filed {
    let mut client = connect(address).await;
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let fields = client.fill_in(&typed).await.unwrap();
    let [review, receipt] = [("step", "review"), ("step", "send")].map(|step| [borrowed(&fields), vec![step]].concat());
    let review = client.post("/report", &review).await.unwrap();
    assert_eq!(review.status, StatusCode::OK, "{}", review.body);
    let receipt = client.post("/report", &receipt).await.unwrap();
    let (code, number) = (receipt.text_of("receipt-code"), receipt.text_of("case-number"));
    let kept = client.post("/receipt/check", &[("shown", &code), ("receipt", &code.to_lowercase())]).await.unwrap();
    assert_eq!(kept.status, StatusCode::OK);
    assert_eq!(follow(&mut client, &code, &[]).await.status, StatusCode::OK);
    Filed { number, code, named: typed.contains(&("identity", "named")) }
}

async fn follow(client: &mut Client, code: &str, more: &[(&str, &str)]) -> Answer {
    client.post("/status", &[&[("receipt", code)], more].concat()).await.unwrap()
}

/// A case from its acceptance to its end, with every word that the two sides write.
async fn handle(address: SocketAddr, staff: &mut Staff, report: &Filed, secrets: &mut Secrets) {
    let mut reporter = connect(address).await;
    if report.named {
        give_identity(&mut reporter, staff, report, secrets).await;
    }
    let officer = &mut staff.officer;
    act(officer, report, "accept", &[]).await;
    act(officer, report, "ask", &[("message", &secrets.text("question", "请补充日期"))]).await;
    let more = secrets.text("reply", "九月十二日");
    assert!(follow(&mut reporter, &report.code, &[("action", "supply"), ("message", &more)]).await.body.contains(&more));
    act(officer, report, "note", &[("message", &secrets.text("note", "内部说明"))]).await;
    add_file(&mut reporter, officer, report, secrets).await;
    judge_danger(officer, report, secrets).await;
    hold(officer, report, secrets).await;
    copy(officer, &mut staff.other, report, secrets).await;
    search(officer, secrets).await;
    act(officer, report, "answer", &[("message", &secrets.text("answer", "经查属实"))]).await;
    let words = secrets.text("closing words", "办结说明");
    act(officer, report, "close", &[("finding", "substantiated"), ("message", &words)]).await;
    let rating = secrets.text("rating", "比较满意");
    let rated = follow(&mut reporter, &report.code, &[("action", "rate"), ("rating", "satisfied"), ("message", &rating)]).await;
    assert_eq!(rated.status, StatusCode::OK);
    act(officer, report, "reopen", &[("message", &secrets.text("reopening", "有新证据"))]).await;
}

/// The identity, asked for, granted, looked at, and objected to.
async fn give_identity(reporter: &mut Client, staff: &mut Staff, report: &Filed, secrets: &mut Secrets) {
    let scope = ["name", "id_number", "phone", "address"].map(|part| ("scope", part));
    let reason = secrets.text("reason", "电话核实");
    act(&mut staff.officer, report, "ask-identity", &[&scope[..], &[("purpose", "verify"), ("reason", &reason)]].concat()).await;
    let list = staff.custodian.get("/staff/identities").await.unwrap();
    assert!(list.body.contains(&reason));
    let (token, words) = (staff.custodian.token().await.unwrap(), secrets.text("grant", "准予联系"));
    let decision = [("csrf", token.as_str()), ("decision", "grant"), ("reason", &words)];
    let granted = staff.custodian.post(&format!("/staff/identities/{}/0", report.number), &decision).await.unwrap();
    assert_eq!(granted.status, StatusCode::SEE_OTHER, "{}", granted.body);
    let opened = staff.officer.act(&report.number, "open-identity", &[]).await.unwrap();
    assert!(opened.body.contains("11010519491231002X"), "{}", opened.status);
    let objection = secrets.text("objection", "没有必要");
    let objected = follow(reporter, &report.code, &[("step", "object-0"), ("objection-0", &objection)]).await;
    assert!(objected.body.contains(&objection), "{}", objected.status);
}

/// A file, from the reporter to the unit, which looks at it and takes it away, and back.
async fn add_file(reporter: &mut Client, officer: &mut Client, report: &Filed, secrets: &mut Secrets) {
    let (name, content) = (format!("{}.txt", secrets.text("file name", "录音文字-")), secrets.text("file", "账在第三个抽屉里"));
    let added = reporter.upload("/status/files", &[("receipt", &report.code)], &name, &content).await.unwrap();
    assert!(added.body.contains(&name), "{}", added.status);
    assert!(follow(reporter, &report.code, &[("action", "supply"), ("message", "")]).await.body.contains(&name));
    let file = format!("/staff/cases/{}/files/0", report.number);
    assert!(officer.get(&file).await.unwrap().body.contains(&name));
    let token = officer.token().await.unwrap();
    assert_eq!(officer.post(&format!("{file}/download"), &[("csrf", &token)]).await.unwrap().body, content);
    let back = reporter.post("/status/file", &[("receipt", &report.code), ("fetch", "0")]).await.unwrap();
    assert_eq!(back.body, content);
}

/// Ten days from now.
fn soon() -> String {
    (SystemClock.now() + SignedDuration::from_hours(240)).to_string()[..10].to_owned()
}

async fn judge_danger(officer: &mut Client, report: &Filed, secrets: &mut Secrets) {
    let (reason, measures, until) = (secrets.text("danger", "对方已在打听"), secrets.text("measures", "改为书面联系"), soon());
    act(officer, report, "assess", &[("risk", "high"), ("reason", &reason), ("message", &measures), ("until", &until)]).await;
}

async fn hold(officer: &mut Client, report: &Filed, secrets: &mut Secrets) {
    let path = format!("/staff/retention/{}", report.number);
    let page = officer.get(&path).await.unwrap();
    let (token, version, until, reason) = (page.hidden("csrf"), page.hidden("version"), soon(), secrets.text("hold", "二审尚未审结"));
    let fields = [("csrf", token.as_str()), ("version", &version), ("until", &until), ("reason", &reason)];
    let held = officer.post(&format!("{path}/hold"), &fields).await.unwrap();
    assert_eq!(held.status, StatusCode::SEE_OTHER, "{}", held.body);
}

/// A copy for another unit, with something blacked out.
async fn copy(officer: &mut Client, other: &mut Client, report: &Filed, secrets: &mut Secrets) {
    let path = format!("/staff/cases/{}/redact", report.number);
    let page = officer.get(&path).await.unwrap();
    let (token, version) = (page.hidden("csrf"), page.hidden("version"));
    let (words, note) = (secrets.text("blacked out", "赵某"), secrets.text("note with a copy", "请一并核查"));
    let cuts = [("csrf", token.as_str()), ("version", &version), ("take", "title"), ("take", "body"), ("words", &words), ("note", &note)];
    let step = |step, seen| [&cuts[..], &[("unit", OTHER_UNIT), ("step", step), ("seen", seen)]].concat();
    let seen = officer.post(&path, &step("preview", "")).await.unwrap().hidden("seen");
    let sent = officer.post(&path, &step("send", &seen)).await.unwrap();
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let read = other.get(&format!("/staff/shared/{}/0", report.number)).await.unwrap();
    assert!(read.body.contains(&note), "{}", read.status);
}

/// To another unit and back.
async fn hand_on(officer: &mut Client, other: &mut Client, report: &Filed, secrets: &mut Secrets) {
    act(officer, report, "transfer", &[("unit", OTHER_UNIT), ("message", &secrets.text("transfer", "应由越秀办理"))]).await;
    assert_eq!(other.get("/staff/queue").await.unwrap().status, StatusCode::OK);
    act(other, report, "return", &[("reason", "other-area"), ("message", &secrets.text("return", "应由天河办理"))]).await;
}

/// Looks for something in the texts of the queue, which opens them all.
async fn search(officer: &mut Client, secrets: &mut Secrets) {
    let (token, text) = (officer.token().await.unwrap(), secrets.text("search", "找一找"));
    let found = officer.post("/staff/queue/search", &[("csrf", &token), ("text", &text)]).await.unwrap();
    assert_eq!(found.status, StatusCode::OK);
}

async fn act(client: &mut Client, report: &Filed, action: &str, fields: &[(&str, &str)]) {
    let done = client.act(&report.number, action, fields).await.unwrap();
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{action}: {}", done.body);
}

async fn connect(address: SocketAddr) -> Client {
    Client::connect(address).await.unwrap()
}
