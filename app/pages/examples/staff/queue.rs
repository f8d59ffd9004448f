//! The queue.

use ::pages::{
    Locale,
    staff::{BulkForm, QueueAddress, QueueContent, QueueListPage, QueueSearch, queue_page},
};
use model::{
    CaseStatus, Fault, FaultKind, Field, ReportKind,
    api::{QueuePage, QueueRow},
};

use super::{Drawn, areas, categories, hans, members, number, officer, view};

pub fn pages() -> Vec<Drawn> {
    let full = page(rows());
    let filter = QueueAddress { category: "land".into(), late: "1".into(), sort: "filed".into(), ..QueueAddress::default() };
    let filtered = QueueListPage { address: filter, matching: Some(0), ..page(Vec::new()) };
    let bulk = BulkForm {
        numbers: vec![number(1).to_string(), number(3).to_string()],
        faults: vec![Fault::new(Field::Assignee, FaultKind::Empty)],
        ..BulkForm::default()
    };
    let search = QueueSearch { text: "补偿款".into(), looked_at: 600, of: 1204, next: Some("next".into()) };
    vec![
        ("queue", queue_page(&hans("/staff/queue"), &full)),
        ("queue-en", queue_page(&view("/staff/queue", Locale::En), &full)),
        ("queue-empty", queue_page(&hans("/staff/queue"), &page(Vec::new()))),
        ("queue-nothing", queue_page(&hans("/staff/queue"), &filtered)),
        ("queue-failed", queue_page(&hans("/staff/queue"), &QueueListPage { content: QueueContent::Failed, ..full.clone() })),
        ("queue-no-key", queue_page(&hans("/staff/queue"), &QueueListPage { content: QueueContent::NoKey, ..full.clone() })),
        ("queue-bulk", queue_page(&hans("/staff/queue"), &QueueListPage { bulk, ..full.clone() })),
        ("queue-search", queue_page(&hans("/staff/queue"), &QueueListPage { search: Some(search), ..page(rows().split_off(20)) })),
    ]
}

fn page(rows: Vec<QueueRow>) -> QueueListPage {
    let is_full = !rows.is_empty();
    let counts = [
        (CaseStatus::Submitted, 14),
        (CaseStatus::NeedMore, 3),
        (CaseStatus::Transferred, 2),
        (CaseStatus::Returned, 1),
        (CaseStatus::Accepted, 27),
        (CaseStatus::Answered, 6),
        (CaseStatus::Closed, 1151),
    ];
    QueueListPage {
        desk: officer(),
        address: QueueAddress::default(),
        categories: categories(),
        areas: areas(),
        members: members(),
        counts: if is_full { counts.to_vec() } else { Vec::new() },
        late: if is_full { 2 } else { 0 },
        mine: if is_full { 9 } else { 0 },
        risk_due: if is_full { 2 } else { 0 },
        matching: is_full.then_some(53),
        content: QueueContent::Rows(QueuePage { next: is_full.then(|| "next".into()), rows, mark: "1".into() }),
        search: None,
        bulk: BulkForm::default(),
        may_assign: true,
    }
}

const SEEN: [(&str, &str, &str, &str); 6] = [
    ("珠村旧改补偿款迟迟不发，签约时说三个月到账", "珠村城中村改造项目部", "征地拆迁", "天河区珠吉街道"),
    ("医院设备采购指定一家供应商", "某区属医院设备科负责人", "医药购销", "天河区"),
    ("建议前进街道办事大厅周末也开一个窗口", "前进街道政务服务中心", "服务态度", "天河区前进街道"),
    ("小区楼下烧烤店深夜排烟，投诉半年没有人管", "车陂某烧烤店、街道执法队", "生态环境", "天河区车陂街道"),
    ("村集体物业低价出租，合同没有公示", "沐陂村经济社", "土地", "天河区新塘街道"),
    ("公租房轮候名单里有人名下有两套房", "区住房保障中心", "住房", "天河区五山街道"),
];

const STATUSES: [CaseStatus; 6] = [
    CaseStatus::Submitted,
    CaseStatus::Accepted,
    CaseStatus::Transferred,
    CaseStatus::NeedMore,
    CaseStatus::Accepted,
    CaseStatus::Answered,
];

fn rows() -> Vec<QueueRow> {
    (0..26).map(row).collect()
}

fn row(place: usize) -> QueueRow {
    let (title, subject, category, area) = SEEN[place % SEEN.len()];
    let days = i32::try_from(place).unwrap_or_default() - 2;
    let has_clock = place % 11 != 10;
    QueueRow {
        number: number(u64::try_from(place).unwrap_or_default()),
        title: (place % 13 != 12).then(|| title.to_owned()),
        subject: (place % 13 != 12).then(|| subject.to_owned()),
        kind: ReportKind::ALL[place % 4],
        risk: (place % 5 == 1).then_some(model::RiskLevel::High),
        risk_due_on: (place % 5 == 1).then(|| "2026-11-30".to_owned()),
        risk_is_new: place % 10 == 3,
        risk_is_due: place % 10 == 1,
        category: category.to_owned(),
        area: area.to_owned(),
        named: place < 12,
        status: STATUSES[place % STATUSES.len()],
        filed_on: format!("2026-11-{:02}", 23 - place % 20),
        due_on: has_clock.then(|| format!("2026-12-{:02}", place + 1)),
        days_left: has_clock.then_some(days),
        assignee: ["陈思远", "黄嘉仪", "李文斌"].get(place % 4).map(|&name| name.to_owned()),
    }
}
