//! Ways in, and the account.

use ::pages::staff::{
    AccountPage, CodePage, InvitePage, InviteState, LoginNotice, LoginPage, NewPasskeyPage, PasskeyDone, PasskeyOffer, PasskeyRow,
    PasskeysPage, ReauthPage, ReauthPurpose, RecoverPage, RecoveryCodePage, RemovePasskeyPage, SessionRow, TotpPage, account_page,
    code_page, help_page, invite_page, login_page, new_passkey_page, passkeys_page, reauth_page, recover_page, recovery_code_page,
    remove_passkey_page, totp_page,
};
use jiff::civil::{date, datetime};
use model::{Fault, FaultKind, Field, Role};

use super::{Drawn, Locale, hans, officer, view};

pub fn pages() -> Vec<Drawn> {
    let mut drawn = doors();
    drawn.extend(first_time());
    drawn.extend(account());
    drawn.extend(passkeys());
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
    let second = CodePage { passkey: PasskeyOffer::Refused, ..CodePage::default() };
    let recover = RecoverPage { faults: vec![Fault::new(Field::Password, FaultKind::Unknown)], ..RecoverPage::default() };
    vec![
        ("login", login_page(&hans("/staff/login"), &login)),
        ("login-en", login_page(&view("/staff/login", Locale::En), &login)),
        ("login-wrong", login_page(&hans("/staff/login"), &wrong)),
        ("code-wrong", code_page(&hans("/staff/login/code"), &code)),
        ("code-passkey", code_page(&hans("/staff/login/code"), &second)),
        ("recover", recover_page(&hans("/staff/recover"), &recover)),
    ]
}

fn first_time() -> Vec<Drawn> {
    let open = InvitePage {
        state: InviteState::Open,
        path: "/staff/invite/token".into(),
        renews: false,
        unit: "天河区信访局".into(),
        roles: vec![Role::Officer, Role::Custodian],
        login: "huangjiayi".into(),
        name: "黄嘉仪".into(),
        faults: vec![Fault::new(Field::Password, FaultKind::Weak)],
    };
    let renewal = InvitePage { renews: true, ..open.clone() };
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
        ("invite-renewal", invite_page(&hans("/staff/invite/token"), &renewal)),
        ("invite-renewal-hant", invite_page(&view("/staff/invite/token", Locale::ZhHant), &renewal)),
        ("invite-renewal-en", invite_page(&view("/staff/invite/token", Locale::En), &renewal)),
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
        passkeys: 2,
        recovery_made: Some(date(2026, 9, 1)),
        sole_key_holder: true,
    };
    let reauth = ReauthPage {
        desk: officer(),
        purpose: ReauthPurpose::Keys,
        next: "/staff/account".into(),
        faults: vec![],
        passkey: PasskeyOffer::Offered,
        wait_seconds: None,
    };
    vec![
        ("account", account_page(&hans("/staff/account"), &account)),
        ("account-hant", account_page(&view("/staff/account", Locale::ZhHant), &account)),
        ("account-en", account_page(&view("/staff/account", Locale::En), &account)),
        ("reauth", reauth_page(&hans("/staff/reauth"), &reauth)),
        ("help", help_page(&hans("/staff/help"), &officer())),
    ]
}

fn passkeys() -> Vec<Drawn> {
    let passkey = |id: &str, name: &str, last_used| PasskeyRow {
        id: id.into(),
        name: name.into(),
        added: datetime(2026, 11, 3, 9, 12, 0, 0),
        last_used,
    };
    let used = passkey("7", "办公电脑", Some(datetime(2026, 11, 24, 8, 52, 0, 0)));
    let full =
        PasskeysPage { desk: officer(), passkeys: vec![used.clone(), passkey("8", "", None)], taken: true, done: Some(PasskeyDone::Added) };
    let none = PasskeysPage { desk: officer(), passkeys: vec![], taken: false, done: None };
    let new = NewPasskeyPage { desk: officer(), name: "手机".into(), faults: vec![], refused: false };
    let refused = NewPasskeyPage { refused: true, ..new.clone() };
    vec![
        ("passkeys", passkeys_page(&hans("/staff/account/passkeys"), &full)),
        ("passkeys-none", passkeys_page(&hans("/staff/account/passkeys"), &none)),
        ("passkey-new", new_passkey_page(&hans("/staff/account/passkeys/new"), &new)),
        ("passkey-refused", new_passkey_page(&hans("/staff/account/passkeys/new"), &refused)),
        (
            "passkey-remove",
            remove_passkey_page(&hans("/staff/account/passkeys/7/remove"), &RemovePasskeyPage { desk: officer(), passkey: used }),
        ),
    ]
}
