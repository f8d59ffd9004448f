//! A database that is away and a disk that takes no more cost nobody what they typed, and are over when they are over.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use std::process::Command;

use axum::http::StatusCode;
use server::{config::DatabaseConfig, store::Store};
use support::{
    Answer, PASSWORD, TIANHE,
    client::{Client, borrowed},
    new_postgres, on_postgres,
    process::{Server, Site},
};

const NAMED: [(&str, &str); 6] = [
    ("identity", "named"),
    ("name", "张伟"),
    ("id_number", "11010519491231002X"),
    ("phone", "13800138000"),
    ("address", "天河路 1 号"),
    ("body", "说来话长"),
];
/// Looks at the portal until it has noticed that the trouble is over.
const LOOKS: usize = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_away() {
    let url = new_postgres().await;
    let name = url.split('?').next().unwrap().rsplit_once('/').unwrap().1.to_owned();
    let site = Site::on(Some(url.clone()));
    let leave = async |_: &Server| {
        on_postgres(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
        on_postgres(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")).await;
    };
    let return_again = async |_: &Server| on_postgres(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
    costs_nobody_a_word(&site, &DatabaseConfig::new(url.clone()), leave, return_again).await;
}

/// The kernel refuses to let the files grow, as a full disk does, to this one process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_takes_no_more() {
    let site = Site::sqlite();
    let database = DatabaseConfig::sqlite(&site.path().join("data/qingfeng.db"));
    let fill = async |server: &Server| limit_files(server, "4096");
    let make_room = async |server: &Server| limit_files(server, "unlimited");
    costs_nobody_a_word(&site, &database, fill, make_room).await;
}

#[tokio::test]
async fn a_node_without_the_retention_key_in_use_says_so_until_it_has_it() {
    let site = Site::sqlite();
    let file = site.path().join("data/retention.toml");
    let earlier = std::fs::read(&file).unwrap();
    site.done(&["retention", "rotate"]);
    let present = std::fs::read(&file).unwrap();
    std::fs::write(&file, earlier).unwrap();
    let server = site.serve();
    let is_told = |line: &str| line.contains("ERROR") && line.contains("this node takes no report") && line.contains("no generation 2");
    assert!(site.log().lines().any(is_told), "{}", site.log());
    let mut proxy = Client::connect(server.address).await.unwrap();
    let ready = proxy.get("/readyz").await.unwrap();
    assert!(ready.status == StatusCode::SERVICE_UNAVAILABLE && ready.body.contains("retention.toml"), "{}", ready.body);

    std::fs::write(&file, present).unwrap();
    assert_eq!(proxy.get("/readyz").await.unwrap().status, StatusCode::OK);
}

/// Who can be given a share, as the page lists them.
fn officers_on(page: &Answer) -> Vec<String> {
    let boxes = page.body.split("<input").filter(|tag| tag.contains("name=\"officer\""));
    boxes.filter_map(|tag| Some(tag.split_once("value=\"")?.1.split_once('"')?.0.to_owned())).collect()
}

fn limit_files(server: &Server, bytes: &str) {
    let limit = format!("--fsize={bytes}:");
    assert!(Command::new("prlimit").args(["--pid", &server.pid().to_string(), &limit]).status().unwrap().success());
}

async fn costs_nobody_a_word(site: &Site, database: &DatabaseConfig, begin: impl AsyncFn(&Server), end: impl AsyncFn(&Server)) {
    site.add_member("officer", TIANHE, &["officer", "lead", "custodian"], PASSWORD);
    site.add_member("second", TIANHE, &["officer"], PASSWORD);
    let server = site.serve();
    let [mut reporter, mut officer] = [Client::connect(server.address).await.unwrap(), Client::connect(server.address).await.unwrap()];
    officer.arrive("officer", PASSWORD).await.unwrap();
    let receipt = reporter.file(&[]).await.unwrap();
    let (code, number) = (receipt.text_of("receipt-code"), receipt.text_of("case-number"));
    let case = officer.get(&format!("/staff/cases/{number}")).await.unwrap();
    let (version, token) = (case.hidden("version"), case.hidden("csrf"));
    let officers = officers_on(&officer.get("/staff/recovery").await.unwrap());

    let report = reporter.fill_in(&NAMED).await.unwrap();
    let more = [("receipt", code.as_str()), ("action", "supply"), ("message", "又想起一件事")];
    let ask = [("csrf", token.as_str()), ("version", &version), ("message", "请补充日期")];
    let asked = format!("/staff/cases/{number}/ask");

    begin(&server).await;
    let kept_report = kept(reporter.post("/report", &borrowed(&report)).await.unwrap(), &borrowed(&report));
    let kept_more = kept(reporter.post("/status", &more).await.unwrap(), &more);
    kept(officer.post(&asked, &ask).await.unwrap(), &ask);
    let hold = [("csrf", token.as_str()), ("version", &version), ("until", "2099-06-30"), ("reason", "二审尚未审结")];
    kept(officer.post(&format!("/staff/retention/{number}/hold"), &hold).await.unwrap(), &hold);
    let share = [("csrf", token.as_str()), ("key", "reports"), ("threshold", "2"), ("officer", &officers[0]), ("officer", &officers[1])];
    kept(officer.post("/staff/recovery/share", &share).await.unwrap(), &share);
    assert_eq!(officer.post("/staff/login", &[("login", "officer"), ("password", PASSWORD)]).await.unwrap().status, 503);
    assert_eq!(reporter.get("/readyz").await.unwrap().status, StatusCode::SERVICE_UNAVAILABLE);
    for path in ["/healthz", "/", "/report", "/status"] {
        assert_eq!(reporter.get(path).await.unwrap().status, StatusCode::OK, "{path}");
    }
    end(&server).await;

    until_ready(&mut reporter).await;
    let receipt = reporter.post("/report", &borrowed(&kept_report)).await.unwrap();
    assert_eq!(receipt.status, StatusCode::OK, "{}", receipt.body);
    let second = receipt.text_of("receipt-code");
    assert_eq!(reporter.post("/status", &[("receipt", &second)]).await.unwrap().status, StatusCode::OK);
    assert!(reporter.post("/status", &borrowed(&kept_more)).await.unwrap().body.contains("又想起一件事"));
    let accepted = officer.act(&number, "accept", &[]).await.unwrap();
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.body);
    let store = Store::open(database).await.unwrap();
    assert_eq!(store.figures().await.unwrap().iter().map(|count| count.cases).sum::<u64>(), 2, "nothing was filed twice or half");
    store.close().await;
}

/// The fields of the form that comes back with a 503, which are those that were sent.
fn kept(answer: Answer, sent: &[(&str, &str)]) -> Vec<(String, String)> {
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
    assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
    let kept = answer.fields_of("kept-form");
    for field in sent {
        assert!(borrowed(&kept).contains(field), "{} is lost: {}", field.0, answer.body);
    }
    kept
}

async fn until_ready(client: &mut Client) {
    for _ in 0..LOOKS {
        if client.get("/readyz").await.unwrap().status == StatusCode::OK {
            return;
        }
    }
    panic!("the portal does not recover");
}
