//! A member of staff with a browser's cookie.

use axum::{body::Body, extract::Request, http::header};
use data_encoding::BASE32_NOPAD;
use jiff::{SignedDuration, Timestamp};
use server::clock::Clock as _;
use totp_rs::{Builder, Secret};

use super::{Answer, PASSWORD, TestPortal, form_post};

/// Password of every [`Member::colleague`].
pub const NEWCOMERS: &str = "新来的同事-第一次来登录";

pub struct Member<'a> {
    portal: &'a TestPortal,
    pub cookie: String,
    pub secret: String,
    pub recovery: String,
}

/// The cookie that an answer sets, as a browser sends it back.
pub fn cookie_of(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

/// The code that an app shows now.
pub fn code(portal: &TestPortal, secret: &str) -> String {
    code_at(secret, portal.clock.now())
}

/// The code that an app shows at this moment.
pub fn code_at(secret: &str, now: Timestamp) -> String {
    let bytes: [u8; 20] = BASE32_NOPAD.decode(secret.as_bytes()).unwrap().try_into().unwrap();
    let totp = Builder::new().with_secret(Secret::from(bytes)).with_account_name("member".to_owned()).build().unwrap();
    totp.generate(now.as_second().unsigned_abs()).to_string()
}

/// The password step.
pub async fn knock(portal: &TestPortal, login: &str, password: &str) -> Answer {
    portal.post("/staff/login", &[("login", login), ("password", password)]).await
}

pub async fn get_as(portal: &TestPortal, cookie: &str, path: &str) -> Answer {
    portal.send(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
}

pub async fn post_as(portal: &TestPortal, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let mut request = form_post(path, fields);
    request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
    portal.send(request).await
}

/// Asks as a script does.
pub async fn ask_with(portal: &TestPortal, cookie: &str, path: &str, body: &str, token: &str) -> Answer {
    let request = Request::post(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-csrf-token", token)
        .body(Body::from(body.to_owned()))
        .unwrap();
    portal.send(request).await
}

impl<'a> Member<'a> {
    /// Signs in for the first time.
    pub async fn arrive(portal: &'a TestPortal, login: &str) -> Self {
        let half = cookie_of(&knock(portal, login, PASSWORD).await);
        Self::settle_in(portal, half).await
    }

    /// Sets up the second factor.
    pub async fn settle_in(portal: &'a TestPortal, half: String) -> Self {
        let page = get_as(portal, &half, "/staff/totp").await;
        let (secret, ticket) = (page.text_of("totp-secret"), page.hidden("ticket"));
        let done = post_as(portal, &half, "/staff/totp", &[("ticket", &ticket), ("code", &code(portal, &secret))]).await;
        Self { portal, cookie: cookie_of(&done), secret, recovery: done.text_of("recovery-code") }
    }

    /// Signs in again, once the code that was used is over.
    pub async fn again(&self, login: &str) -> Member<'a> {
        self.again_with(login, PASSWORD).await
    }

    /// The same for who has another password.
    pub async fn again_with(&self, login: &str, password: &str) -> Member<'a> {
        self.portal.clock.advance(SignedDuration::from_secs(60));
        let half = cookie_of(&knock(self.portal, login, password).await);
        let done = post_as(self.portal, &half, "/staff/login/code", &[("code", &code(self.portal, &self.secret))]).await;
        Member { cookie: cookie_of(&done), secret: self.secret.clone(), recovery: self.recovery.clone(), portal: self.portal }
    }

    /// A new colleague in the unit of this member, who administers it and grants its keys.
    pub async fn colleague(&self, login: &str, unit: &str, roles: &[&str]) -> Member<'a> {
        let named = [("name", login), ("login", login), ("unit", unit)];
        let fields: Vec<(&str, &str)> = named.into_iter().chain(roles.iter().map(|&role| ("role", role))).collect();
        let link = self.post("/admin/members/invite", &fields).await.text_of("invite-link");
        let path = &link[link.find("/staff/invite/").unwrap()..];
        let joined =
            self.portal.post(path, &[("login", login), ("name", login), ("password", NEWCOMERS), ("password_again", NEWCOMERS)]).await;
        let member = Self::settle_in(self.portal, cookie_of(&joined)).await;
        let id = self.portal.store.members().by_login(login).await.unwrap().id;
        self.post(&format!("/admin/members/{id}/grant-key"), &[]).await;
        member
    }

    /// Asks for the identity of a case; of its fields for those named.
    pub async fn ask_for_identity(&self, number: &str, scope: &[&str], words: &str) -> Answer {
        let fields: Vec<(&str, &str)> =
            [("purpose", "verify"), ("reason", words)].into_iter().chain(scope.iter().map(|&part| ("scope", part))).collect();
        self.act(number, "ask-identity", &fields).await
    }

    /// Decides, as a custodian, on the first request for the identity of a case.
    pub async fn decide(&self, number: &str, decision: &str, words: &str) -> Answer {
        self.post(&format!("/staff/identities/{number}/0"), &[("decision", decision), ("reason", words)]).await
    }

    /// The same session at another node.
    pub fn on<'b>(&self, portal: &'b TestPortal) -> Member<'b> {
        Member { portal, cookie: self.cookie.clone(), secret: self.secret.clone(), recovery: self.recovery.clone() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        get_as(self.portal, &self.cookie, path).await
    }

    /// Posts a form with the session's token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token().await;
        let fields: Vec<(&str, &str)> = [("csrf", token.as_str())].into_iter().chain(fields.iter().copied()).collect();
        post_as(self.portal, &self.cookie, path, &fields).await
    }

    pub async fn token(&self) -> String {
        self.get("/staff/help").await.hidden("csrf")
    }

    /// Acts on a case as it stands now.
    pub async fn act(&self, number: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let version = self.version(number).await;
        self.act_on(number, &version, action, fields).await
    }

    /// Acts on a case as it stood at this version.
    pub async fn act_on(&self, number: &str, version: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<(&str, &str)> = [("version", version)].into_iter().chain(fields.iter().copied()).collect();
        self.post(&format!("/staff/cases/{number}/{action}"), &fields).await
    }

    pub async fn version(&self, number: &str) -> String {
        self.get(&format!("/staff/cases/{number}")).await.hidden("version")
    }

    /// Asks as a script does.
    pub async fn ask(&self, path: &str, body: &str, token: &str) -> Answer {
        ask_with(self.portal, &self.cookie, path, body, token).await
    }
}
