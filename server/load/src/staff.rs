//! A member of staff, signed in for the first time.

use std::time::SystemTime;

use data_encoding::BASE32_NOPAD;
use totp_rs::{Builder, Secret};

use crate::{
    client::Client,
    journeys::percent,
    portal::{LOGIN, PASSWORD, Portal, hidden, text_of},
};

/// Signs in and sets up the second factor; the client carries the session's cookie from then on.
pub async fn sign_in(portal: &Portal) -> Client {
    let mut client = Client::connect(portal.address).await;
    let half = client.post("/staff/login", format!("login={LOGIN}&password={PASSWORD}").as_bytes()).await.cookie();
    client.carry(half);
    let page = client.get("/staff/totp").await;
    let (secret, ticket) = (text_of(page.text(), "totp-secret").expect("a secret"), hidden(page.text(), "ticket"));
    let form = format!("ticket={}&code={}", percent(&ticket), code(&secret));
    let cookie = client.post("/staff/totp", form.as_bytes()).await.cookie();
    client.carry(cookie);
    client
}

fn code(secret: &str) -> String {
    let letters: String = secret.chars().filter(char::is_ascii_alphanumeric).collect();
    let bytes = BASE32_NOPAD.decode(letters.as_bytes()).expect("base32");
    let bytes: [u8; 20] = bytes.try_into().expect("20 bytes");
    let totp = Builder::new().with_secret(Secret::from(bytes)).with_account_name(LOGIN.to_owned()).build().expect("a usual secret");
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a time after 1970");
    totp.generate(now.as_secs()).to_string()
}
