//! The server loop on a real socket.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use std::net::SocketAddr;

use server::http::{Doors, serve};
use support::TestPortal;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
    task::JoinHandle,
};

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<std::io::Result<()>>,
    _portal: TestPortal,
}

async fn running() -> Running {
    let portal = TestPortal::sqlite().await;
    let doors = Doors::open("127.0.0.1:0".parse().unwrap(), None, None).await.unwrap();
    let address = doors.web.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(serve(portal.app.clone(), doors, async {
        let _ = stopped.await;
    }));
    Running { address, stop, ended, _portal: portal }
}

async fn ask(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // The server may close before it has read everything it refuses.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_page_is_served_over_a_socket() {
    let running = running().await;
    let answer = ask(running.address, "GET /status HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let running = running().await;
    let long = "a".repeat(100_000);
    let answer = ask(running.address, &format!("GET / HTTP/1.1\r\nhost: x\r\nx-long: {long}\r\n\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    let many: String = (0..100).map(|number| format!("x-{number}: 1\r\n")).collect();
    let answer = ask(running.address, &format!("GET / HTTP/1.1\r\nhost: x\r\n{many}\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
}

#[tokio::test]
async fn what_is_no_http_is_refused() {
    let running = running().await;
    assert!(ask(running.address, "HELLO\r\n\r\n").await.starts_with("HTTP/1.1 400"));
}

#[tokio::test]
async fn a_request_under_way_is_answered_before_the_end() {
    let running = running().await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let head = "POST /status HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 9\r\n\r\n";
    stream.write_all(format!("{head}rec").as_bytes()).await.unwrap();
    // Another connection has been answered: by now the first one is in the server's hands.
    ask(running.address, "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    running.stop.send(()).unwrap();
    stream.write_all(b"eipt=x").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    running.ended.await.unwrap().unwrap();
}
