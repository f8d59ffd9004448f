//! Cases and their transfer.

use ::pages::{
    DaysLeft, Locale,
    staff::{
        ActionForm, ActionOffer, AnswerDraft, AskedFor, AskedState, Assessed, Blocked, CaseClock, CasePage, Choice, Conflict, CustodyDone,
        CustodyDraft, Draft, Entry, EntryProof, IdentitiesPage, IdentityCard, Keeping, KeptAway, KeptRow, LeakWarning, Note, ObjectionCard,
        ObjectionsPage, OwnWords, ReportText, Speaker, Step, TransferPage, UnitOffer, WaitingRequest, case_page, identities_page,
        objections_page, transfer_page,
    },
};
use jiff::civil::{date, datetime};
use model::{
    AccessPurpose, CaseAction, CaseStatus, CustodyRefused, Fault, FaultKind, Field, LeakKind, RecusalSource, ReleasedIdentity,
    ReportContent, ReportKind, RiskLevel, UnitLevel,
    basis::{Article, Clock, Period},
    state::{self, Facts, Refused},
    status::SealedBy,
};

use super::{Drawn, categories, hans, members, number, officer, units, view};

pub fn pages() -> Vec<Drawn> {
    let path = format!("/staff/cases/{}", number(0));
    let drawn = |page: &CasePage| case_page(&hans(&path), page);
    let fresh = fresh();
    let asked = |state| drawn(&CasePage { identity: keeping(Some(state)), ..fresh.clone() });
    let opened = CasePage { identity: released(), done: Some(CaseAction::OpenIdentity), ..fresh.clone() };
    let anonymous = CasePage { identity: IdentityCard::Anonymous, named: false, ..fresh.clone() };
    let typed = TYPED.map(|(name, action)| (name, drawn(&CasePage { draft: Some(hostile(action)), ..fresh.clone() })));
    let no_custodian = CasePage { identity: IdentityCard::NoCustodian, report: ReportText::Broken, ..fresh.clone() };
    let pages = vec![
        ("case", drawn(&fresh)),
        ("case-en", case_page(&view(&path, Locale::En), &accepted())),
        ("case-accepted", drawn(&accepted())),
        ("case-opened", drawn(&opened)),
        ("case-anonymous", drawn(&anonymous)),
        ("case-broken", drawn(&no_custodian)),
        ("case-fault", drawn(&CasePage { draft: Some(refused()), ..fresh.clone() })),
        ("case-conflict", drawn(&CasePage { draft: Some(overtaken()), done: None, ..accepted() })),
        ("transfer", transfer_page(&hans(&format!("{path}/transfer")), &transfer())),
        ("case-asked", asked(AskedState::Waiting { at: datetime(2026, 11, 24, 9, 31, 0, 0), granted: 1, needed: 2 })),
        ("case-released", asked(AskedState::Open(datetime(2026, 11, 25, 9, 31, 0, 0)))),
        ("case-refused", asked(AskedState::Refused(Some("写信即可".into())))),
        ("case-ended", asked(AskedState::Ended)),
        ("typed-objections", objections_page(&hans("/staff/objections"), &objections())),
        ("typed-identities", identities_page(&hans("/staff/identities"), &custody())),
        (
            "typed-transfer",
            transfer_page(&hans(&format!("{path}/transfer")), &TransferPage { form: hostile(CaseAction::Transfer).form, ..transfer() }),
        ),
    ];
    pages.into_iter().chain(typed).collect()
}

/// Every form of a case with a text, as it comes back with what was typed.
const TYPED: [(&str, CaseAction); 9] = [
    ("typed-extend", CaseAction::Extend),
    ("typed-ask", CaseAction::Ask),
    ("typed-answer", CaseAction::Answer),
    ("typed-close", CaseAction::Close),
    ("typed-decline", CaseAction::Decline),
    ("typed-note", CaseAction::Note),
    ("typed-reopen", CaseAction::Reopen),
    ("typed-return", CaseAction::Return),
    ("typed-case-transfer", CaseAction::Transfer),
];

/// Somebody tries to get out of the text area; the first line is empty, which HTML would drop.
fn hostile(action: CaseAction) -> Draft {
    let form = ActionForm { message: "\n</textarea><script>alert(1)</script>&amp;".into(), ..ActionForm::default() };
    Draft { action, form, conflict: None }
}

fn custody() -> IdentitiesPage {
    let request = |place: u64, needed, closed| WaitingRequest {
        number: number(place),
        seq: 0,
        kind: ReportKind::Request,
        category: "征地拆迁".into(),
        asker: "陈思远 · 天河区信访局".into(),
        at: datetime(2026, 11, 24, 9, 31, 0, 0),
        purpose: AccessPurpose::Verify,
        scope: "name phone".parse().unwrap_or_else(|_| unreachable!("two parts")),
        words: Some("电话核实签约日期".into()),
        granted: (needed > 1).then(|| ("黄嘉仪".to_owned(), datetime(2026, 11, 24, 10, 0, 0, 0))).into_iter().collect(),
        needed,
        short: false,
        closed,
    };
    let kept = |place: u64, successor: Option<&str>| KeptRow {
        number: number(place),
        kind: ReportKind::Request,
        unit: "海珠区信访局".into(),
        filed_on: date(2026, 11, 20),
        successor: successor.map(str::to_owned),
    };
    IdentitiesPage {
        desk: officer(),
        waiting: vec![request(0, 1, None), request(1, 2, None), request(2, 1, Some(CustodyRefused::OwnRequest))],
        kept: vec![kept(0, None), kept(1, Some("海珠区信访局"))],
        next: Some("12".into()),
        hours: 24,
        draft: Some(CustodyDraft {
            number: number(0),
            seq: Some(0),
            reason: "\n</textarea><script>alert(1)</script>&amp;".into(),
            leaks: LeakWarning { found: vec![(LeakKind::AMobile, "13800138000".into())], mark: "0f1a2b3c".into() },
            faults: vec![Fault::new(Field::Reason, FaultKind::Malformed), Fault::new(Field::Confirmed, FaultKind::Empty)],
            refused: None,
        }),
        done: Some(CustodyDone::Granted),
    }
}

fn objections() -> ObjectionsPage {
    let card = |place: u64, answer, involved| ObjectionCard {
        number: number(place),
        seq: 0,
        asker: "陈思远 · 天河区信访局".into(),
        asked_at: datetime(2026, 11, 24, 9, 31, 0, 0),
        purpose: AccessPurpose::Contact,
        scope: "name phone".parse().unwrap_or_else(|_| unreachable!("two parts")),
        words: Some("电话核实签约日期".into()),
        decided: vec![("黄嘉仪 · 天河区信访局".into(), true, Some("同意".into()))],
        objection: Some("没有必要打电话给我".into()),
        answer,
        involved,
    };
    ObjectionsPage {
        desk: officer(),
        objections: vec![card(0, None, false), card(1, None, true), card(2, Some(Some("已查".into())), false)],
        draft: Some(AnswerDraft {
            number: number(0),
            seq: 0,
            message: "\n</textarea><script>alert(1)</script>&amp;".into(),
            leaks: LeakWarning::none(),
            faults: vec![Fault::new(Field::Message, FaultKind::Malformed)],
            refused: Some(CustodyRefused::NoObjection),
        }),
        done: true,
    }
}

fn released() -> IdentityCard {
    let identity = ReleasedIdentity { name: Some("梁桂芳".into()), id_number: None, phone: Some("020 8555 0123".into()), address: None };
    IdentityCard::Opened { identity, until: datetime(2026, 11, 25, 9, 31, 0, 0) }
}

fn keeping(state: Option<AskedState>) -> IdentityCard {
    let asked = state.map(|state| AskedFor {
        purpose: AccessPurpose::Verify,
        scope: "name phone".parse().unwrap_or_else(|_| unreachable!("two parts")),
        state,
    });
    IdentityCard::Kept(Keeping {
        custodians: vec!["黄嘉仪".into()], needed: 1, short: false, own: false, others: 1, may_ask: true, asked
    })
}

const BODY: &str = "我家在珠村东横三路，2025 年 9 月 18 日和旧改项目部签了补偿协议，写明签约后三个月内付清临迁费和搬家费，一共 18 万 6 千元。\n\n到现在一年多了，只收到过一次 2 万元。去项目部问了七次，每次都说在走流程。同一条巷的邻居有人全部收到了，有人一分没有，没有公示过先后次序。\n\n我有协议原件、两次来访登记的照片和银行流水。希望查清楚钱卡在哪里，什么时候能付，先后是怎么排的。";

fn offers(status: CaseStatus, facts: Facts) -> Vec<ActionOffer> {
    state::possible(status, state::STAFF_ACTIONS, facts)
        .into_iter()
        .map(|(action, result)| ActionOffer { action, blocked: result.err().map(Blocked::Rule) })
        .collect()
}

fn fresh() -> CasePage {
    let clock = CaseClock {
        clock: Clock::Acceptance,
        from: date(2026, 11, 20),
        due: date(2026, 12, 5),
        left: DaysLeft::Calendar(11),
        period: Period::Days(15),
        article: Article::Petitions23,
        stopped: None,
        unmet: false,
    };
    CasePage {
        desk: officer(),
        back: "status=open".into(),
        number: number(0),
        version: 3,
        kind: ReportKind::Request,
        status: CaseStatus::Submitted,
        category: Choice::new("expropriation", "征地拆迁"),
        area: "广州市天河区珠吉街道".into(),
        named: true,
        sealed_by: SealedBy::Server,
        filed_on: date(2026, 11, 20),
        unit: "天河区信访局".into(),
        first_unit: "天河区信访局".into(),
        first_handler: None,
        assignee: None,
        returned_count: 0,
        finding: None,
        rating: None,
        report: ReportText::Open(ReportContent {
            subject: "珠村城中村改造项目部".into(),
            title: "珠村旧改补偿款迟迟不发，签约时说三个月到账".into(),
            body: BODY.into(),
            avoid: vec!["林国栋".into()],
            about: None,
        }),
        identity: keeping(None),
        clocks: vec![clock],
        conversation: Vec::new(),
        notes: Vec::new(),
        timeline: vec![step(CaseAction::File, Speaker::Reporter, 20, None)],
        actions: offers(CaseStatus::Submitted, Facts { named: true, ..Facts::default() }),
        suggested_units: units(),
        members: members(),
        risk: Some((RiskLevel::High, Some(date(2026, 12, 1)))),
        risk_old_since: Some(date(2026, 11, 23)),
        assessments: vec![Assessed {
            level: RiskLevel::High,
            next: date(2026, 12, 1),
            member: "何敏".into(),
            at: datetime(2026, 11, 21, 9, 30, 0, 0),
            body: OwnWords::Genuine("项目部已在打听是谁写的。\n\n不再打电话到家里。".into()),
        }],
        away: vec![KeptAway {
            name: "林国栋".into(),
            source: RecusalSource::Lead,
            by: Some("何敏".into()),
            at: datetime(2026, 11, 21, 9, 0, 0, 0),
            words: Some(OwnWords::Genuine("与项目部负责人是亲属。".into())),
        }],
        avoided_units: vec!["珠吉街道信访办".into()],
        recusable: members(),
        readmittable: members(),
        categories: categories(),
        draft: None,
        done: None,
    }
}

fn step(action: CaseAction, by: Speaker, day: i8, article: Option<Article>) -> Step {
    Step { action, by, at: datetime(2026, 11, day, 10, 0, 0, 0), detail: None, article }
}

fn officer_said() -> Speaker {
    Speaker::Member { name: "陈思远".into(), unit: "天河区信访局".into() }
}

fn said(speaker: Speaker, day: i8, action: CaseAction, body: &str, proof: EntryProof) -> Entry {
    Entry { speaker, at: datetime(2026, 11, day, 15, 0, 0, 0), action, body: Some(body.into()), files: Vec::new(), proof }
}

fn accepted() -> CasePage {
    let first = fresh();
    let met = CaseClock { stopped: Some(date(2026, 11, 21)), ..first.clocks[0].clone() };
    let late = CaseClock {
        clock: Clock::Settlement,
        from: date(2026, 9, 20),
        due: date(2026, 11, 19),
        left: DaysLeft::Calendar(-5),
        period: Period::Days(60),
        article: Article::Petitions34,
        stopped: None,
        unmet: false,
    };
    let conversation = vec![
        said(officer_said(), 21, CaseAction::Ask, "请补充补偿协议的签约日期，以及七次去项目部的大致日期。", EntryProof::Verified),
        said(
            Speaker::Reporter,
            22,
            CaseAction::Supply,
            "协议是 2025 年 9 月 18 日签的，照片我以后再传。去的日期记在本子上：今年 1、3、4、6、8、9、10 月各一次。",
            EntryProof::Verified,
        ),
        said(Speaker::Reporter, 23, CaseAction::Supply, "算了，我撤回前面说的。", EntryProof::Forged),
        Entry { body: None, ..said(officer_said(), 23, CaseAction::Ask, "", EntryProof::Unreadable) },
    ];
    let note = Note {
        member: "黄嘉仪".into(),
        at: datetime(2026, 11, 22, 16, 20, 0, 0),
        body: OwnWords::Genuine("与 9 月那件同一项目，已约项目部周四来谈。".into()),
    };
    let sent = Step {
        detail: Some("天河区信访局".into()),
        ..step(CaseAction::Transfer, Speaker::Member { name: "何敏".into(), unit: "广州市信访局".into() }, 20, Some(Article::Petitions22))
    };
    CasePage {
        status: CaseStatus::Accepted,
        sealed_by: SealedBy::Browser,
        first_unit: "广州市信访局".into(),
        first_handler: Some("何敏".into()),
        assignee: Some(Choice::new("1", "陈思远")),
        returned_count: 1,
        identity: keeping(None),
        clocks: vec![late, met],
        conversation,
        notes: vec![note],
        timeline: vec![
            step(CaseAction::File, Speaker::Reporter, 19, None),
            sent,
            step(CaseAction::Accept, officer_said(), 21, Some(Article::Petitions23)),
            step(CaseAction::Ask, officer_said(), 21, None),
            step(CaseAction::Supply, Speaker::Reporter, 22, None),
        ],
        actions: offers(CaseStatus::Accepted, Facts { accepted: true, named: true, extendable: true, ..Facts::default() })
            .into_iter()
            .map(|offer| match offer.action {
                CaseAction::Reopen => ActionOffer { blocked: Some(Blocked::Rule(Refused::NotClosed)), ..offer },
                _ => offer,
            })
            .collect(),
        done: Some(CaseAction::Assign),
        ..first
    }
}

fn refused() -> Draft {
    let form = ActionForm {
        message: "您反映的事项已由区法院受理，请向该院查询。".into(),
        faults: vec![Fault::new(Field::Reason, FaultKind::Empty)],
        ..ActionForm::default()
    };
    Draft { action: CaseAction::Decline, form, conflict: None }
}

fn overtaken() -> Draft {
    let conflict = Conflict { member: Some("黄嘉仪".into()), action: CaseAction::Ask, at: datetime(2026, 11, 24, 9, 31, 0, 0) };
    let form = ActionForm {
        message: "经核实，项目部应于 12 月 10 日前付清余款 16 万 6 千元……".into(), ..ActionForm::default()
    };
    Draft { action: CaseAction::Answer, form, conflict: Some(conflict) }
}

fn transfer() -> TransferPage {
    let unit = |code: &str, name: &str, level, suggested, has_key| {
        code.parse().ok().map(|code| UnitOffer { code, name: name.into(), level, suggested, has_key })
    };
    TransferPage {
        desk: officer(),
        number: number(0),
        version: 3,
        category: "征地拆迁".into(),
        area: "广州市天河区珠吉街道".into(),
        named: true,
        units: [
            unit("440106-urban", "天河区城市更新局", UnitLevel::District, true, true),
            unit("440106017", "珠吉街道信访办", UnitLevel::Street, true, false),
            unit("440100", "广州市信访局", UnitLevel::City, false, true),
            unit("440104", "越秀区信访局", UnitLevel::District, false, true),
        ]
        .into_iter()
        .flatten()
        .collect(),
        form: ActionForm {
            message: "属城市更新范围".into(),
            faults: vec![Fault::new(Field::Unit, FaultKind::Empty)],
            ..ActionForm::default()
        },
        conflict: None,
        blocked: None,
    }
}
