//! A browser's side of HTTP over a real socket: one connection, kept open, and the cookie it was given.

use std::{io, net::SocketAddr};

use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use server::clock::{Clock as _, SystemClock};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream},
    net::TcpStream,
};

use super::{Answer, FORM, filled, member::code_at};

/// A form of which the server has read the head.
pub struct Announced(String);

/// One connection.
pub struct Client {
    stream: BufStream<TcpStream>,
    cookie: String,
}

impl Client {
    /// Connects.
    pub async fn connect(address: SocketAddr) -> io::Result<Self> {
        Ok(Self { stream: BufStream::new(TcpStream::connect(address).await?), cookie: String::new() })
    }

    /// Asks for a page.
    pub async fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.send(&format!("GET {path}"), "text/plain", "").await
    }

    /// Posts a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(&format!("POST {path}"), FORM, &body).await
    }

    /// Posts a form with a text file.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], name: &str, content: &str) -> io::Result<Answer> {
        const BOUNDARY: &str = "boundary7";
        let part = |head: &str, value: &str| format!("--{BOUNDARY}\r\ncontent-disposition: form-data; {head}\r\n\r\n{value}\r\n");
        let fields: String = fields.iter().map(|(name, value)| part(&format!("name=\"{name}\""), value)).collect();
        let body = format!("{fields}{}--{BOUNDARY}--\r\n", part(&format!("name=\"files\"; filename=\"{name}\""), content));
        self.send(&format!("POST {path}"), &format!("multipart/form-data; boundary={BOUNDARY}"), &body).await
    }

    async fn send(&mut self, what: &str, kind: &str, body: &str) -> io::Result<Answer> {
        self.write(&(self.head(what, kind, body.len()) + "\r\n" + body)).await?;
        self.answer().await
    }

    /// Announces a form; returns once the server has begun to read it.
    pub async fn announce(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<Announced> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.write(&(self.head(&format!("POST {path}"), FORM, body.len()) + "expect: 100-continue\r\n\r\n")).await?;
        let answer = self.line().await?;
        assert_eq!(answer, "HTTP/1.1 100 Continue");
        assert_eq!(self.line().await?, "");
        Ok(Announced(body))
    }

    /// Sends a form that was announced.
    pub async fn finish(&mut self, announced: Announced) -> io::Result<Answer> {
        self.write(&announced.0).await?;
        self.answer().await
    }

    fn head(&self, what: &str, kind: &str, length: usize) -> String {
        let cookie = &self.cookie;
        format!("{what} HTTP/1.1\r\nhost: portal\r\ncookie: {cookie}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n")
    }

    async fn write(&mut self, text: &str) -> io::Result<()> {
        self.stream.write_all(text.as_bytes()).await?;
        self.stream.flush().await
    }

    async fn answer(&mut self) -> io::Result<Answer> {
        let first = self.line().await?;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok()).and_then(|status| StatusCode::from_u16(status).ok());
        let mut headers = HeaderMap::new();
        loop {
            let line = self.line().await?;
            let Some((name, value)) = line.split_once(": ") else { break };
            headers.append(HeaderName::try_from(name).unwrap(), value.parse().unwrap());
        }
        let length = headers.get(header::CONTENT_LENGTH).map_or(0, |length| length.to_str().unwrap().parse().unwrap());
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        if let Some(set) = headers.get(header::SET_COOKIE) {
            set.to_str().unwrap().split(';').next().unwrap().clone_into(&mut self.cookie);
        }
        let status = status.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))?;
        Ok(Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned(), bytes: body })
    }

    async fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }

    /// Fills in the report form with these changes, sends it, and returns the receipt.
    pub async fn file(&mut self, changes: &[(&str, &str)]) -> io::Result<Answer> {
        let fields = self.fill_in(changes).await?;
        self.post("/report", &borrowed(&fields)).await
    }

    /// The fields of the report form, filled in with these changes.
    pub async fn fill_in(&mut self, changes: &[(&str, &str)]) -> io::Result<Vec<(String, String)>> {
        let form = self.get("/report").await?;
        let mut fields = filled(changes);
        fields.push(("ticket".to_owned(), form.hidden("ticket")));
        Ok(fields)
    }

    /// Signs in for the first time, with the second factor's set-up. Returns the recovery code.
    pub async fn arrive(&mut self, login: &str, password: &str) -> io::Result<String> {
        self.post("/staff/login", &[("login", login), ("password", password)]).await?;
        let page = self.get("/staff/totp").await?;
        let code = code_at(&page.text_of("totp-secret"), SystemClock.now());
        let done = self.post("/staff/totp", &[("ticket", &page.hidden("ticket")), ("code", &code)]).await?;
        Ok(done.text_of("recovery-code"))
    }

    /// Posts a form of a case as it stands now.
    pub async fn act(&mut self, number: &str, action: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let case = format!("/staff/cases/{number}");
        let page = self.get(&case).await?;
        let (version, token) = (page.hidden("version"), page.hidden("csrf"));
        self.post(&format!("{case}/{action}"), &[&[("version", version.as_str()), ("csrf", &token)], fields].concat()).await
    }

    /// The session's token for forms.
    pub async fn token(&mut self) -> io::Result<String> {
        Ok(self.get("/staff/help").await?.hidden("csrf"))
    }
}

/// Fields as they are posted.
pub fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}
