//! A client that costs as little as may be, since it shares the cores with what it measures.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Header fields that an answer may have.
const HEADERS_MAX: usize = 64;

/// A connection that is kept open.
pub struct Client {
    stream: TcpStream,
    received: Vec<u8>,
    request: Vec<u8>,
    cookie: String,
}

/// An answer, read whole.
pub struct Answer<'a> {
    pub status: u16,
    head: &'a [u8],
    pub body: &'a [u8],
}

impl Client {
    pub async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("the portal listens");
        stream.set_nodelay(true).expect("a TCP socket");
        Self { stream, received: Vec::with_capacity(64 * 1024), request: Vec::new(), cookie: String::new() }
    }

    /// Sends this cookie from now on.
    pub fn carry(&mut self, cookie: String) {
        self.cookie = cookie;
    }

    /// What it carries.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    pub async fn get(&mut self, path: &str) -> Answer<'_> {
        self.get_packed(path, "identity").await
    }

    /// Asks for a page in this `Accept-Encoding`.
    pub async fn get_packed(&mut self, path: &str, encoding: &str) -> Answer<'_> {
        let cookie = &self.cookie;
        let head = format!("GET {path} HTTP/1.1\r\nHost: qingfeng\r\nAccept-Encoding: {encoding}\r\nCookie: {cookie}\r\n\r\n");
        self.request.clear();
        self.request.extend_from_slice(head.as_bytes());
        self.exchange().await
    }

    pub async fn post(&mut self, path: &str, form: &[u8]) -> Answer<'_> {
        let (cookie, length) = (&self.cookie, form.len());
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: qingfeng\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
        );
        self.request.clear();
        self.request.extend_from_slice(head.as_bytes());
        self.request.extend_from_slice(form);
        self.exchange().await
    }

    /// Begins a post whose body comes in pieces.
    pub async fn begin_upload(&mut self, path: &str, kind: &str, length: usize) {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: qingfeng\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
        );
        self.send(head.as_bytes()).await;
    }

    /// A piece of what is posted.
    pub async fn send(&mut self, piece: &[u8]) {
        self.stream.write_all(piece).await.expect("the portal takes a piece");
    }

    /// Posts a form whose answer is too large to be kept, and counts its bytes.
    pub async fn download(&mut self, path: &str, form: &[u8]) -> usize {
        let (cookie, length) = (&self.cookie, form.len());
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: qingfeng\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
        );
        self.stream.write_all(&[head.as_bytes(), form].concat()).await.expect("the portal takes a request");
        self.received.clear();
        let (mut left, mut counted) = (usize::MAX, 0);
        while counted < left {
            let read = self.stream.read_buf(&mut self.received).await.expect("the portal answers");
            assert!(read > 0, "the portal closed the connection");
            if left == usize::MAX {
                let Some((_, head, end)) = measure(&self.received) else { continue };
                (left, counted) = (end - head, self.received.len() - head);
            } else {
                counted += read;
            }
            self.received.clear();
        }
        counted
    }

    async fn exchange(&mut self) -> Answer<'_> {
        self.stream.write_all(&self.request).await.expect("the portal takes a request");
        self.answer().await
    }

    /// The next answer.
    pub async fn answer(&mut self) -> Answer<'_> {
        self.received.clear();
        loop {
            let read = self.stream.read_buf(&mut self.received).await.expect("the portal answers");
            assert!(read > 0, "the portal closed the connection");
            if let Some((status, head, end)) = measure(&self.received)
                && self.received.len() >= end
            {
                return Answer { status, head: &self.received[..head], body: &self.received[head..end] };
            }
        }
    }
}

impl Answer<'_> {
    pub fn text(&self) -> &str {
        std::str::from_utf8(self.body).expect("a page in UTF-8")
    }

    /// The cookie that it sets, as a browser sends it back.
    pub fn cookie(&self) -> String {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
        let mut response = httparse::Response::new(&mut headers);
        response.parse(self.head).expect("a head that was read before");
        let set = value(response.headers, "set-cookie").expect("a cookie");
        set.split(';').next().unwrap_or_default().to_owned()
    }
}

/// Status, length of the head and of the whole answer; none if the head has not all come.
fn measure(received: &[u8]) -> Option<(u16, usize, usize)> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut response = httparse::Response::new(&mut headers);
    let head = match response.parse(received).expect("an HTTP answer") {
        httparse::Status::Complete(head) => head,
        httparse::Status::Partial => return None,
    };
    let length: usize = value(response.headers, "content-length").map_or(0, |length| length.parse().expect("a length"));
    Some((response.code?, head, head + length))
}

fn value<'a>(headers: &[httparse::Header<'a>], name: &str) -> Option<&'a str> {
    let header = headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
    std::str::from_utf8(header.value).ok()
}
