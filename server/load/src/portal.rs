//! A portal of the release binary in a folder of its own.

use std::{
    io::Write,
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::client::Client;

/// The one member that a run makes; it lives as long as the run's folder.
pub const LOGIN: &str = "bench";
pub const PASSWORD: &str = "liang-an-yuan-sheng-7412";
const PATIENCE: Duration = Duration::from_secs(30);

/// A running portal; killed when dropped.
pub struct Portal {
    pub address: SocketAddr,
    process: Child,
}

impl Drop for Portal {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn command(binary: &Path, folder: &Path) -> Command {
    let mut command = Command::new(binary);
    command.env("QINGFENG_DATA_DIR", folder).env("QINGFENG_CAPTCHA", "off").env("QINGFENG_RATE_LIMIT", "off").current_dir(folder);
    command
}

/// Makes database, keys and one member of the city's unit, to which every report then goes.
pub fn prepare(binary: &Path, folder: &Path) {
    let made = command(binary, folder).arg("init").stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the binary runs");
    assert!(made.success(), "qingfeng init failed");
    let mut add = command(binary, folder)
        .args(["staff", "add", LOGIN, "--unit", "440100", "--role", "officer", "--role", "lead", "--password-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    add.stdin.take().expect("a pipe").write_all(PASSWORD.as_bytes()).expect("a pipe that is read");
    assert!(add.wait().expect("an exit").success(), "qingfeng staff add failed");
}

/// Lets the command verify the audit log.
pub fn verify(binary: &Path, folder: &Path) {
    let verified = command(binary, folder).args(["audit", "verify"]).stdout(Stdio::null()).status().expect("the binary runs");
    assert!(verified.success(), "qingfeng audit verify failed");
}

/// Lets the command replace the retention key.
pub fn rotate(binary: &Path, folder: &Path) {
    let rotated = command(binary, folder).args(["retention", "rotate"]).stdout(Stdio::null()).status().expect("the binary runs");
    assert!(rotated.success(), "qingfeng retention rotate failed");
}

/// Starts the portal and returns it with the time from the start of its process to its first answer.
pub async fn start(binary: &Path, folder: &Path) -> (Portal, Duration) {
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
    let log = std::fs::File::create(folder.join("log")).expect("a writable folder");
    let started = Instant::now();
    let process = command(binary, folder)
        .arg("serve")
        .env("QINGFENG_LISTEN", address.to_string())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .expect("the binary runs");
    let portal = Portal { address, process };
    while tokio::net::TcpStream::connect(address).await.is_err() {
        assert!(started.elapsed() < PATIENCE, "the portal did not start");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(Client::connect(address).await.get("/").await.status, 200, "the portal answers");
    (portal, started.elapsed())
}

impl Portal {
    /// Resident memory of the process in bytes.
    pub fn memory(&self) -> f64 {
        self.memory_of("VmRSS:")
    }

    /// The most that it ever was.
    pub fn most_memory(&self) -> f64 {
        self.memory_of("VmHWM:")
    }

    fn memory_of(&self, name: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).expect("a running process");
        let line = status.lines().find(|line| line.starts_with(name)).expect("a size");
        let kilobytes: f64 = line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number");
        kilobytes * 1024.0
    }

    /// Bytes of a page and all that it loads, as a fresh browser that takes brotli receives them, heads left out.
    pub async fn page_weight(&self, path: &str) -> usize {
        let mut client = Client::connect(self.address).await;
        let assets = assets_of(client.get(path).await.text());
        let mut weight = client.get_packed(path, "br").await.body.len();
        for asset in assets {
            weight += client.get_packed(&asset, "br").await.body.len();
        }
        weight
    }
}

fn assets_of(markup: &str) -> Vec<String> {
    let mut found: Vec<String> = markup.split('"').filter(|part| part.starts_with("/assets/")).map(ToOwned::to_owned).collect();
    found.sort();
    found.dedup();
    found
}

/// The value of a hidden field, which is base64 or hexadecimal throughout this portal.
pub fn hidden(markup: &str, name: &str) -> String {
    let named = format!("name=\"{name}\"");
    let field = markup.split("<input").find(|field| field.contains(&named)).expect("a field of this name");
    let value = field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next());
    value.expect("a value").to_owned()
}

/// The text of the element with this id, tags left out.
pub fn text_of(markup: &str, id: &str) -> Option<String> {
    let (before, after) = markup.split_once(&format!("id=\"{id}\""))?;
    let name: String = before.rsplit('<').next()?.chars().take_while(char::is_ascii_alphanumeric).collect();
    let inner = after.split_once('>')?.1.split(&format!("</{name}>")).next()?;
    Some(inner.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect())
}

/// The receipt code that a receipt page shows.
pub fn receipt_code(markup: &str) -> Option<String> {
    text_of(markup, "receipt-code").map(|code| code.chars().filter(char::is_ascii_alphanumeric).collect())
}
