//! A server that is killed in the middle of its work has kept every report whose receipt it showed; one that is told to stop answers
//! whoever it is listening to.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use std::{net::SocketAddr, time::Duration};

use axum::http::StatusCode;
use support::{
    Answer, CITY, PASSWORD,
    client::{Client, borrowed},
    new_postgres,
    process::{Server, Site},
};
use tokio::{
    net::TcpStream,
    sync::mpsc::{self, UnboundedReceiver, UnboundedSender},
};

/// Connections over which reports come in at once.
const CONNECTIONS: usize = 16;
/// Receipts after which the server is killed.
const SHOWN: usize = 60;
const ROUNDS: usize = 3;
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// What a reporter has seen.
struct Receipt {
    code: String,
    number: String,
}

impl Receipt {
    fn on(page: &Answer) -> Self {
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        Self { code: page.text_of("receipt-code"), number: page.text_of("case-number") }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_has_kept_what_it_showed_a_receipt_for_on_sqlite() {
    is_killed_again_and_again(&Site::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_has_kept_what_it_showed_a_receipt_for_on_postgres() {
    is_killed_again_and_again(&Site::on(Some(new_postgres().await))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_told_to_stop_files_what_it_was_listening_to() {
    let site = Site::sqlite();
    site.add_member("member", CITY, &["officer", "lead", "custodian"], PASSWORD);
    let server = site.serve();
    let mut listened_to = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut client = Client::connect(server.address).await.unwrap();
        let fields = client.fill_in(&[]).await.unwrap();
        let announced = client.announce("/report", &borrowed(&fields)).await.unwrap();
        listened_to.push((client, announced));
    }
    server.terminate();
    until_the_door_is_shut(server.address).await;
    let mut receipts = Vec::new();
    for (mut client, announced) in listened_to {
        receipts.push(Receipt::on(&client.finish(announced).await.unwrap()));
    }
    assert!(server.ended().0.success());
    all_are_there(&site.serve(), &receipts).await;
}

async fn is_killed_again_and_again(site: &Site) {
    site.add_member("member", CITY, &["officer", "lead", "custodian"], PASSWORD);
    let mut receipts = Vec::new();
    for _ in 0..ROUNDS {
        let server = site.serve();
        let mut shown = under_load(server.address);
        let enough = receipts.len() + SHOWN;
        while receipts.len() < enough {
            receipts.push(shown.recv().await.expect("every reporter has given up"));
        }
        server.kill();
        // Some were on their way to the reporters.
        while let Some(receipt) = shown.recv().await {
            receipts.push(receipt);
        }
    }
    all_are_there(&site.serve(), &receipts).await;
}

/// Reports without end, over many connections. The receipts end when every connection is broken.
fn under_load(address: SocketAddr) -> UnboundedReceiver<Receipt> {
    let (shown, receipts) = mpsc::unbounded_channel();
    for _ in 0..CONNECTIONS {
        tokio::spawn(file_until_broken(address, shown.clone()));
    }
    receipts
}

async fn file_until_broken(address: SocketAddr, shown: UnboundedSender<Receipt>) {
    let Ok(mut client) = Client::connect(address).await else { return };
    while let Ok(page) = client.file(&[]).await {
        shown.send(Receipt::on(&page)).unwrap();
    }
}

async fn until_the_door_is_shut(address: SocketAddr) {
    while TcpStream::connect(address).await.is_ok() {
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

async fn all_are_there(server: &Server, receipts: &[Receipt]) {
    let mut client = Client::connect(server.address).await.unwrap();
    for receipt in receipts {
        let page = client.post("/status", &[("receipt", &receipt.code)]).await.unwrap();
        assert_eq!(page.status, StatusCode::OK, "a report whose receipt was shown is lost");
        assert!(page.body.contains(&receipt.number));
    }
}
