//! Units' keys in shares.

use ::pages::{
    Locale,
    admin::KeyUse,
    staff::{Asking, Choice, Lacking, OwnShare, RecoveryDone, RecoveryPage, Section, ShareForm, ShareShown, SharedKey, recovery_page},
};
use jiff::civil::date;
use model::{Fault, FaultKind, Field};

use super::{Drawn, desk, hans, view};

pub fn pages() -> Vec<Drawn> {
    let page = |page: &RecoveryPage| recovery_page(&hans("/staff/recovery"), page);
    let empty = RecoveryPage { keys: vec![], officers: vec![], shares: vec![], lacking: Lacking::Nothing, done: None, ..full() };
    let waits = RecoveryPage { lacking: Lacking::Waits { agreed: 1, needed: 2 }, ..full() };
    vec![
        ("recovery", page(&full())),
        ("recovery-en", recovery_page(&view("/staff/recovery", Locale::En), &full())),
        ("recovery-empty", page(&empty)),
        ("recovery-waits", page(&waits)),
        ("recovery-ready", page(&RecoveryPage { lacking: Lacking::Ready, ..full() })),
        ("recovery-fault", page(&RecoveryPage { form: refused(), ..full() })),
    ]
}

fn full() -> RecoveryPage {
    let officers = vec![
        ("陈思远".to_owned(), ShareShown::Good(date(2026, 11, 20))),
        ("黄嘉仪".to_owned(), ShareShown::Unchecked),
        ("何敏".to_owned(), ShareShown::Lost),
    ];
    let key = |opens, scheme, proven| SharedKey { opens, scheme, proven, held: true };
    let share = |checked_on, requests| OwnShare {
        key: if checked_on { "7" } else { "8" }.to_owned(),
        unit: "天河区信访局".into(),
        opens: KeyUse::Reports,
        checked_on: checked_on.then(|| date(2026, 11, 20)),
        requests,
    };
    let asking =
        |member: &str, name: &str, agreed| Asking { member: member.into(), name: name.into(), asked_on: date(2026, 11, 24), agreed };
    RecoveryPage {
        desk: desk(&[Section::Queue, Section::Members]),
        keys: vec![key(KeyUse::Reports, Some((2, officers)), false), key(KeyUse::Identities, None, false)],
        officers: vec![Choice::new("1", "陈思远 · 广州市信访局"), Choice::new("2", "黄嘉仪 · 天河区信访局")],
        shares: vec![share(true, vec![asking("3", "李文斌", false), asking("4", "吴倩", true)]), share(false, vec![])],
        lacking: Lacking::CanAsk,
        form: ShareForm::default(),
        done: Some(RecoveryDone::Agreed),
    }
}

fn refused() -> ShareForm {
    let faults = vec![Fault::new(Field::Officers, FaultKind::Empty), Fault::new(Field::Threshold, FaultKind::Unknown)];
    ShareForm { opens: Some(KeyUse::Reports), threshold: "9".into(), officers: vec!["1".into()], faults }
}
