//! How long cases are kept.

use ::pages::{
    Locale,
    staff::{
        CertificateRow, DueRow, HeldRow, HoldLine, KeepingDraft, KeepingPage, RetentionDone, RetentionPage, Section, WaitingRow,
        keeping_page, retention_page,
    },
};
use jiff::civil::{date, datetime};
use model::{CaseStatus, Fault, FaultKind, Field, ReportKind};

use super::{Drawn, desk, hans, number, view};

pub fn pages() -> Vec<Drawn> {
    let path = format!("/staff/retention/{}", number(0));
    let empty = RetentionPage { due: vec![], due_count: 0, asked: vec![], held: vec![], destroyed: vec![], done: None, ..list() };
    let custodian = KeepingPage { may_decide: false, ..held() };
    let free = KeepingPage { holds: vec![], ..held() };
    vec![
        ("retention", retention_page(&hans("/staff/retention"), &list())),
        ("retention-en", retention_page(&view("/staff/retention", Locale::En), &list())),
        ("retention-empty", retention_page(&hans("/staff/retention"), &empty)),
        ("keeping-held", keeping_page(&hans(&path), &held())),
        ("keeping-free", keeping_page(&hans(&path), &free)),
        ("keeping-custodian", keeping_page(&hans(&path), &custodian)),
        ("keeping-fault", keeping_page(&hans(&path), &KeepingPage { draft: Some(typed()), overtaken: true, ..held() })),
    ]
}

fn list() -> RetentionPage {
    let due = |place, held_until| DueRow {
        number: number(place),
        kind: ReportKind::Request,
        status: CaseStatus::Closed,
        settled_on: Some(date(2016, 12, 9)),
        due_on: Some(date(2026, 12, 9)),
        held_until,
    };
    RetentionPage {
        desk: desk(&[Section::Queue, Section::Retention]),
        due: vec![due(0, None), due(1, Some(date(2027, 6, 30)))],
        due_count: 240,
        asked: vec![WaitingRow { number: number(2), status: CaseStatus::Withdrawn, asked_at: datetime(2026, 11, 24, 9, 0, 0, 0) }],
        held: vec![HeldRow { number: number(1), status: CaseStatus::Closed, until: date(2027, 6, 30) }],
        destroyed: vec![CertificateRow { number: number(3), at: datetime(2026, 11, 20, 3, 0, 0, 0) }],
        done: Some(RetentionDone::Destroyed(number(3))),
    }
}

fn held() -> KeepingPage {
    let hold = |seq, lifted_at, in_force| HoldLine {
        seq,
        by: "陈思远".into(),
        from: date(2026, 11, 1),
        until: date(2027, 6, 30),
        lifted_at,
        in_force,
    };
    KeepingPage {
        desk: desk(&[Section::Queue, Section::Retention]),
        number: number(0),
        version: 7,
        kind: ReportKind::Request,
        status: CaseStatus::Closed,
        settled_on: Some(date(2016, 12, 9)),
        months: Some(120),
        due_on: Some(date(2026, 12, 9)),
        holds: vec![hold(0, Some(datetime(2026, 11, 3, 10, 0, 0, 0)), false), hold(1, None, true), hold(2, None, false)],
        notice_days: 30,
        asked_at: Some(datetime(2026, 11, 24, 9, 0, 0, 0)),
        may_decide: true,
        draft: None,
        overtaken: false,
    }
}

fn typed() -> KeepingDraft {
    let faults = vec![
        Fault::new(Field::Until, FaultKind::Empty),
        Fault::new(Field::Reason, FaultKind::TooLong { max: 2_000, by: 3 }),
        Fault::new(Field::Why, FaultKind::Empty),
    ];
    KeepingDraft { until: "2027-06-30".into(), reason: "二审尚未审结".into(), why: "archive".into(), faults }
}
