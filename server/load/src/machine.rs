//! The machine's own limits, measured in the same run as the portal.

use std::{net::SocketAddr, path::Path, time::Instant};

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};
use axum::{Router, routing::get};

use crate::load;

/// AES-256-GCM through the crate that the portal uses, one core, 64 KiB at a time: MB/s.
pub fn aes_gcm() -> f64 {
    const CHUNK: usize = 64 * 1024;
    const ROUNDS: usize = 8192;
    let cipher = Aes256Gcm::new(&[7; 32].into());
    let mut buffer = vec![0u8; CHUNK];
    let started = Instant::now();
    for _ in 0..ROUNDS {
        cipher.encrypt_inout_detached(&[0; 12].into(), b"", buffer.as_mut_slice().into()).expect("a short message");
    }
    (CHUNK * ROUNDS) as f64 / 1e6 / started.elapsed().as_secs_f64()
}

/// Appends of 4 KiB, each made durable by itself with `fdatasync`, in the folder of the portal's data: appends/s.
pub fn durable_appends(folder: &Path) -> f64 {
    use std::io::Write;
    const ROUNDS: usize = 1000;
    let mut file = std::fs::File::create(folder.join("durable")).expect("a writable folder");
    let started = Instant::now();
    for _ in 0..ROUNDS {
        file.write_all(&[0; 4096]).and_then(|()| file.sync_data()).expect("a writable disk");
    }
    ROUNDS as f64 / started.elapsed().as_secs_f64()
}

/// A bare axum answer of two bytes, in threads of its own, under the same load, c=64: answers/s.
pub async fn bare_axum() -> f64 {
    const REQUESTS: usize = 400_000;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address: SocketAddr = listener.local_addr().expect("a bound port");
    listener.set_nonblocking(true).expect("a TCP socket");
    let server = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    server.spawn(async move {
        let listener = tokio::net::TcpListener::from_std(listener).expect("a TCP socket");
        axum::serve(listener, Router::new().route("/", get(async || "ok"))).await
    });
    let outcome = load::run(address, 64, REQUESTS, async |client, _| client.get("/").await.status == 200).await;
    server.shutdown_background();
    outcome.per_second()
}
