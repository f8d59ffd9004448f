//! A file of a gigabyte, up by the plain form and down to a member of staff.

use std::{path::Path, time::Instant};

use crate::{
    client::Client,
    journeys, portal,
    portal::{Portal, hidden, text_of},
    staff,
    table::Row,
};

pub const BYTES: usize = 1 << 30;
/// Bytes that are sent at a time.
const PIECE: usize = 256 * 1024;
const BOUNDARY: &str = "boundary7";

/// Adds a file, sends it, downloads it, in a folder of its own; with the most memory that the portal took for each way.
pub async fn measure(binary: &Path, folder: &Path, bytes: usize) -> Vec<Row> {
    portal::prepare(binary, folder);
    let (portal, _) = portal::start(binary, folder).await;
    let mut member = staff::sign_in(&portal).await;
    let (code, number) = file(&portal).await;
    let (up, most_up) = upload(&portal, &code, bytes).await;
    let mut client = Client::connect(portal.address).await;
    let sent = client.post("/status", format!("receipt={code}&action=supply&message=").as_bytes()).await;
    assert_eq!(sent.status, 200, "the file is sent");
    let (down, most_down) = download(&portal, &mut member, &number, bytes).await;
    let speed = |seconds: f64| format!("{:.0} MB/s", bytes as f64 / 1e6 / seconds);
    let most = |bytes: f64| format!("{:.0} MB of memory at most", bytes / 1e6);
    vec![
        Row::new("a file of 1 GB up by the plain form: received, sealed, durable", "≥ 300 MB/s", speed(up)).beside(most(most_up)),
        Row::new("the same down to staff: read through, then read and opened again", "", speed(down)).beside(most(most_down)),
    ]
}

/// Files a report, and returns its code and number.
async fn file(portal: &Portal) -> (String, String) {
    let form = journeys::tickets(portal, 1).await.remove(0);
    let mut client = Client::connect(portal.address).await;
    let receipt = client.post("/report", &form).await;
    let page = receipt.text();
    (portal::receipt_code(page).expect("a receipt"), text_of(page, "case-number").expect("a number"))
}

/// Of no kind that is cleaned, so that all of it only passes.
async fn upload(portal: &Portal, code: &str, bytes: usize) -> (f64, f64) {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"receipt\"\r\n\r\n{code}\r\n\
         --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.bin\"\r\n\r\n"
    );
    let tail = format!("\r\n--{BOUNDARY}--\r\n");
    let mut client = Client::connect(portal.address).await;
    let started = Instant::now();
    client.begin_upload("/status/files", &format!("multipart/form-data; boundary={BOUNDARY}"), head.len() + bytes + tail.len()).await;
    client.send(head.as_bytes()).await;
    let piece: Vec<u8> = (0..PIECE).map(|place| (place % 251) as u8).collect();
    for from in (0..bytes).step_by(PIECE) {
        client.send(&piece[..PIECE.min(bytes - from)]).await;
    }
    client.send(tail.as_bytes()).await;
    assert_eq!(client.answer().await.status, 200, "the file is taken");
    (started.elapsed().as_secs_f64(), portal.most_memory())
}

async fn download(portal: &Portal, member: &mut Client, number: &str, bytes: usize) -> (f64, f64) {
    let page = format!("/staff/cases/{number}/files/0");
    let token = hidden(member.get(&page).await.text(), "csrf");
    let started = Instant::now();
    let received = member.download(&format!("{page}/download"), format!("csrf={}", journeys::percent(&token)).as_bytes()).await;
    assert_eq!(received, bytes, "all of it");
    (started.elapsed().as_secs_f64(), portal.most_memory())
}
