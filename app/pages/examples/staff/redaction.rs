//! Copies with parts blacked out.

use ::pages::{
    Locale,
    staff::{
        Choice, CopyText, CutText, LeakWarning, MadeRow, RedactPage, Section, SharedCopyPage, SharedPage, SharedRow, TextPart, redact_page,
        shared_copy_page, shared_page,
    },
};
use jiff::civil::datetime;
use model::{Fault, FaultKind, Field, LeakKind};

use super::{Drawn, desk, hans, number, view};

pub fn pages() -> Vec<Drawn> {
    let path = format!("/staff/cases/{}/redact", number(0));
    let none = SharedPage { copies: vec![], older: None, ..shared() };
    let broken = SharedCopyPage { content: None, ..opened() };
    vec![
        ("redact", redact_page(&hans(&path), &fresh())),
        ("redact-en", redact_page(&view(&path, Locale::En), &warned())),
        ("redact-warned", redact_page(&hans(&path), &warned())),
        ("shared", shared_page(&hans("/staff/shared"), &shared())),
        ("shared-none", shared_page(&hans("/staff/shared"), &none)),
        ("shared-copy", shared_copy_page(&hans("/staff/shared/1/0"), &opened())),
        ("shared-copy-broken", shared_copy_page(&hans("/staff/shared/1/0"), &broken)),
    ]
}

fn fresh() -> RedactPage {
    let at = datetime(2026, 11, 24, 9, 0, 0, 0);
    let text = |part, taken, words: &str| CutText {
        key: format!("{part:?}").to_lowercase(),
        part,
        at: (part == TextPart::Reporter).then_some(at),
        taken,
        segments: words.split_inclusive('。').map(|words| (words.to_owned(), words.contains('赵'))).collect(),
    };
    RedactPage {
        desk: desk(&[Section::Queue, Section::Shared]),
        number: number(0),
        version: 4,
        texts: vec![
            text(TextPart::Subject, true, "某医院设备科"),
            text(TextPart::Title, true, "招标文件为一家量身定做"),
            text(TextPart::Body, true, "三月十二日，赵某收了信封。招标文件只有一家能满足。"),
            text(TextPart::Reporter, false, "补充：证人是钱某。"),
        ],
        words: "赵某".into(),
        missing: vec!["孙某".into()],
        note: String::new(),
        unit: String::new(),
        units: vec![Choice::new("publication", "公开发布"), Choice::new("440100", "广州市信访局")],
        made: vec![MadeRow { at, to: Some("广州市信访局".into()) }, MadeRow { at, to: None }],
        preview: None,
        seen: String::new(),
        leaks: LeakWarning::none(),
        faults: vec![],
        done: true,
        overtaken: false,
        unseen: false,
    }
}

fn copy() -> Vec<CopyText> {
    vec![CopyText { part: TextPart::Body, text: "████招标文件只有一家能满足。".into() }]
}

fn warned() -> RedactPage {
    RedactPage {
        preview: Some(copy()),
        leaks: LeakWarning { found: vec![(LeakKind::AMobile, "13800138000".into())], mark: "0f1a2b3c".into() },
        seen: "4d5e6f".into(),
        faults: vec![
            Fault::new(Field::Confirmed, FaultKind::Empty),
            Fault::new(Field::Unit, FaultKind::Empty),
            Fault::new(Field::Scope, FaultKind::Empty),
        ],
        done: false,
        overtaken: true,
        ..fresh()
    }
}

fn row() -> SharedRow {
    SharedRow { number: number(0), seq: 0, at: datetime(2026, 11, 24, 9, 0, 0, 0), from: "天河区信访局".into() }
}

fn shared() -> SharedPage {
    SharedPage { desk: desk(&[Section::Queue, Section::Shared]), copies: vec![row()], older: Some(50) }
}

fn opened() -> SharedCopyPage {
    SharedCopyPage { desk: desk(&[Section::Queue, Section::Shared]), copy: row(), content: Some((copy(), "请一并核查".into())) }
}
