//! Ways in, and the account.

use ::pages::staff::{
    AccountPage, CodePage, InvitePage, InviteState, LoginNotice, LoginPage, ReauthPage, ReauthPurpose, RecoverPage, RecoveryCodePage,
    SessionRow, TotpPage, account_page, code_page, help_page, invite_page, login_page, reauth_page, recover_page, recovery_code_page,
    totp_page,
};
use jiff::civil::{date, datetime};
use model::{Fault, FaultKind, Field, Role};

use super::{Drawn, hans, officer, view};

pub fn pages() -> Vec<Drawn> {
    let mut drawn = doors();
    drawn.extend(first_time());
    drawn.extend(account());
    drawn
}

fn doors() -> Vec<Drawn> {
    let login = LoginPage { notice: Some(LoginNotice::SessionEnded), ..LoginPage::default() };
    let wrong = LoginPage {
        login: "chensiyuan".into(),
        faults: vec![Fault::new(Field::Login, FaultKind::Wrong)],
        wait_seconds: Some(30),
        ..LoginPage::default()
    };
    let code = CodePage { faults: vec![Fault::new(Field::Code, FaultKind::Wrong)], ..CodePage::default() };
    let recover = RecoverPage { faults: vec![Fault::new(Field::Password, FaultKind::Unknown)], ..RecoverPage::default() };
    vec![
        ("login", login_page(&hans("/staff/login"), &login)),
        ("login-en", login_page(&view("/staff/login", pages::Locale::En), &login)),
        ("login-wrong", login_page(&hans("/staff/login"), &wrong)),
        ("code-wrong", code_page(&hans("/staff/login/code"), &code)),
        ("recover", recover_page(&hans("/staff/recover"), &recover)),
    ]
}

fn first_time() -> Vec<Drawn> {
    let open = InvitePage {
        state: InviteState::Open,
        path: "/staff/invite/token".into(),
        unit: "天河区信访局".into(),
        roles: vec![Role::Officer, Role::Custodian],
        login: "huangjiayi".into(),
        name: "黄嘉仪".into(),
        faults: vec![Fault::new(Field::Password, FaultKind::Weak)],
    };
    let gone = InvitePage { state: InviteState::Gone, ..open.clone() };
    let totp = TotpPage {
        otpauth_url: "otpauth://totp/%E6%B8%85%E9%A3%8E:huangjiayi?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=%E6%B8%85%E9%A3%8E"
            .into(),
        secret: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP".into(),
        ticket: "ticket".into(),
        csrf: String::new(),
        faults: Vec::new(),
    };
    let recovery = RecoveryCodePage { code: "7Q2M4-XK9TB-0HWVC-E5RJD-3NPZA".into(), next: "/staff/queue".into() };
    vec![
        ("invite", invite_page(&hans("/staff/invite/token"), &open)),
        ("invite-gone", invite_page(&hans("/staff/invite/token"), &gone)),
        ("totp", totp_page(&hans("/staff/totp"), &totp)),
        ("recovery-code", recovery_code_page(&hans("/staff/totp"), &recovery)),
    ]
}

fn account() -> Vec<Drawn> {
    let session = |id: &str, day: i8, current| SessionRow {
        id: id.into(),
        started: datetime(2026, 11, day, 8, 52, 0, 0),
        last_used: datetime(2026, 11, day, 17, 3, 0, 0),
        ends: datetime(2026, 11, day, 20, 52, 0, 0),
        current,
    };
    let account = AccountPage {
        desk: officer(),
        login: "chensiyuan".into(),
        roles: vec![Role::Officer, Role::Lead],
        sessions: vec![session("a", 24, true), session("b", 23, false)],
        faults: vec![Fault::new(Field::Code, FaultKind::TooShort { min: 12 })],
        recovery_made: Some(date(2026, 9, 1)),
        sole_key_holder: true,
    };
    let reauth =
        ReauthPage { desk: officer(), purpose: ReauthPurpose::Keys, next: "/staff/account".into(), faults: vec![], wait_seconds: None };
    vec![
        ("account", account_page(&hans("/staff/account"), &account)),
        ("reauth", reauth_page(&hans("/staff/reauth"), &reauth)),
        ("help", help_page(&hans("/staff/help"), &officer())),
    ]
}
