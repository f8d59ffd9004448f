//! Every public page with invented models: empty, full, in error.

use std::sync::Arc;

use jiff::civil::date;
use model::{
    AccessPurpose, Attachment, CaseAction, CaseNumber, CaseStatus, Catalog, Fault, FaultKind, Field, Handling, ReceiptCheck, ReceiptCode,
    ReportContent, ReportForm, ReportKind, Role, Trace, Uncleaned,
    basis::{Article, Clock},
    catalog::guangzhou,
    state::Notice,
    status::{Finding, SealedBy},
};
use pages::{Asset, Assets, CertificateShown, DaysLeft, Html, IdentityKept, Locale, Module, RuleShown, View, public::*, reporter::*};

/// Pages in one language and mode, by name.
pub struct Samples {
    view: View,
    pages: Vec<(&'static str, Html)>,
}

impl Samples {
    fn add(&mut self, name: &'static str, path: &str, page: impl Fn(&View) -> Html) {
        let view = View { path: path.to_owned(), ..self.view.clone() };
        self.pages.push((name, page(&view)));
    }
}

/// All of them.
pub fn every(locale: Locale, elder: bool) -> Vec<(&'static str, Html)> {
    let asset = |file: &str| Asset { file: file.into(), integrity: "sha384-AAAA".into() };
    let module = |name: &str| Module { loader: asset(&format!("{name}.js")), glue: asset(&format!("{name}-glue.js")) };
    let assets = Assets {
        css: asset("app.css"),
        quick_exit: asset("quick-exit.js"),
        passkey: asset("passkey.js"),
        unsent: asset("unsent.js"),
        islands: module("islands"),
        sealer: module("sealer"),
        follower: module("follower"),
    };
    let assets = Arc::new(assets);
    let mut samples = Samples { view: View { locale, elder, path: "/".to_owned(), assets }, pages: Vec::new() };
    public(&mut samples);
    reporter(&mut samples);
    errors(&mut samples);
    samples.pages
}

fn public(samples: &mut Samples) {
    samples.add("home", "/", |view| home_page(view, &HomePage { city: "广州市".into(), open: true, channels: channels() }));
    samples.add("home-closed", "/", |view| home_page(view, &HomePage { city: "广州市".into(), open: false, channels: vec![] }));
    let fingerprint = "0F1A 2B3C 4D5E 6F70 8192 A3B4 C5D6 E7F8 0F1A 2B3C 4D5E 6F70 8192 A3B4 C5D6 E7F8".to_owned();
    samples.add("protection", "/about/protection", |view| protection_page(view, &ProtectionPage { fingerprint: fingerprint.clone() }));
    let published = TransparencyPage { fingerprint, days: days_over() };
    samples.add("transparency", "/transparency", |view| transparency_page(view, &published));
    let empty = TransparencyPage { days: Vec::new(), ..published.clone() };
    samples.add("transparency-empty", "/transparency", |view| transparency_page(view, &empty));
    samples.add("verify", "/verify", |view| verify_page(view, &VerifyPage::default()));
    for (name, page) in verified() {
        samples.add(name, "/verify", |view| verify_page(view, &page));
    }
    samples.add("destroyed", "/destroyed/1", |view| destruction_page(view, &certificate()));
    samples.add("channels", "/channels", |view| channels_page(view, &ChannelsPage { units: channels() }));
    samples.add("statistics", "/statistics", |view| statistics_page(view, &figures()));
}

fn certificate() -> CertificateShown {
    CertificateShown {
        number: number(),
        kind: ReportKind::Request,
        category: "征地拆迁".into(),
        area: "广州市天河区五山街道".into(),
        codes: ("land".parse().unwrap(), "440106006".parse().unwrap()),
        unit: "天河区信访局".into(),
        status: CaseStatus::Closed,
        finding: Some(Finding::Explained),
        filed_on: date(2026, 11, 24),
        settled_on: Some(date(2027, 1, 12)),
        destroyed_at: date(2037, 2, 12).at(3, 0, 0, 0),
        rule: RuleShown::Term(120),
        by_unit: false,
        data_keys: 4,
        texts: 9,
        entry: 120_403,
        file: "{\n  \"format\": 1\n}".into(),
    }
}

fn days_over() -> Vec<DayShown> {
    let day = |day, filings: &str, stamp| DayShown { day, entries: 1_204, filings: filings.to_owned(), head: "0f1a2b3c".repeat(8), stamp };
    let stamp = DayStampShown {
        at: date(2026, 11, 25).at(0, 6, 0, 0),
        text: "/transparency/2026-11-24.txt".to_owned(),
        token: "/transparency/2026-11-24.tst".to_owned(),
    };
    vec![day(date(2026, 11, 24), "12", Some(stamp)), day(date(2026, 11, 23), "<5", None)]
}

fn verified() -> Vec<(&'static str, VerifyPage)> {
    let asked = VerifyPage { number: "20260042".into(), proof: "0f1a2b3c".repeat(8), ..VerifyPage::default() };
    let valid = |stamp| VerifyOutcome::Valid { number: "20260042".into(), filed_at: date(2026, 11, 24).at(23, 0, 0, 0), stamp };
    let with = |outcome| VerifyPage { outcome: Some(outcome), ..asked.clone() };
    let faults = vec![Fault::new(Field::Number, FaultKind::Empty), Fault::new(Field::Proof, FaultKind::Wrong)];
    vec![
        ("verify-stamped", with(valid(StampShown::In { day: date(2026, 11, 24), entry: 1_204 }))),
        ("verify-new", with(valid(StampShown::NotYet))),
        ("verify-late", with(valid(StampShown::Never))),
        ("verify-invalid", with(VerifyOutcome::Invalid)),
        ("verify-errors", VerifyPage { proof: "x</textarea>".into(), faults, ..VerifyPage::default() }),
    ]
}

fn reporter(samples: &mut Samples) {
    samples.add("status-destroyed", "/status", |view| destroyed_page(view, &certificate()));
    let asked_twice = CertificateShown { rule: RuleShown::Asked, by_unit: true, finding: None, settled_on: None, ..certificate() };
    samples.add("status-destroyed-asked", "/status", |view| destroyed_page(view, &asked_twice));
    samples.add("report", "/report", |view| report_page(view, &report(ReportForm::default(), vec![])));
    samples.add("report-full", "/report", |view| report_page(view, &report(filled(), vec![])));
    samples.add("report-protection", "/report", |view| report_page(view, &report(protection(), vec![])));
    samples.add("report-avoid", "/report", |view| report_page(view, &report(avoiding(), vec![])));
    samples.add("report-errors", "/report", |view| report_page(view, &report(filled(), faults())));
    samples.add("review", "/report", |view| review_page(view, &review()));
    samples.add("closed", "/report", |view| closed_page(view, &ClosedPage { channels: channels(), kept: None }));
    samples.add("review-blank", "/report", |view| review_page(view, &ReviewPage { sealing: Some(sealing()), ..review() }));
    let chosen = ReviewPage { custody: Some(CustodyChoice::Chosen), reason: RouteReason::Chosen, ..review() };
    samples.add("review-chosen", "/report", |view| review_page(view, &chosen));
    let kept = ReviewPage { reason: RouteReason::Unfree, avoided_units: vec!["天河区信访局".into()], ..review() };
    samples.add("review-by-rule", "/report", |view| review_page(view, &kept));
    let changed = ReviewPage { changed: true, ..review() };
    samples.add("review-changed", "/report", |view| review_page(view, &changed));
    let nobody = ReviewPage { custody: Some(CustodyChoice::Nobody), identity: IdentityKept::ByReporterOnly, ..review() };
    samples.add("review-nobody", "/report", |view| review_page(view, &nobody));
    samples.add("receipt", "/report", |view| receipt_page(view, &receipt()));
    let blank = ReceiptPage { code: None, proof: String::new(), sealed_by: SealedBy::Browser, ..receipt() };
    samples.add("receipt-blank", "/report", |view| receipt_page(view, &blank));
    for (name, typed) in
        [("check-same", code().to_display()), ("check-wrong", "ABC".to_owned()), ("check-differs", other_code().to_display())]
    {
        let outcome = ReceiptCheck::compare(&code(), &typed);
        let page = ReceiptCheckPage { shown: Some(code()), typed, outcome };
        samples.add(name, "/receipt/check", |view| receipt_check_page(view, &page));
    }
    let wrong = StatusFormPage {
        typed: "7KQ2M-".into(),
        faults: vec![Fault::new(Field::Receipt, FaultKind::ReceiptLength { typed: 5 })],
        sealing: Some(sealing()),
    };
    samples.add("status-form", "/status", |view| status_form_page(view, &StatusFormPage::default()));
    samples.add("status-error", "/status", |view| status_form_page(view, &wrong));
    samples.add("status-new", "/status", |view| status_page(view, &fresh()));
    let forged = StatusPage { content: SealedText::Forged, identity_check: SealedText::Forged, proof: String::new(), ..asked() };
    samples.add("status-forged", "/status", |view| status_page(view, &forged));
    samples.add("status-blank", "/status", |view| status_page(view, &unopened()));
    samples.add("status-asked", "/status", |view| status_page(view, &asked()));
    samples.add("status-files", "/status", |view| status_page(view, &with_files()));
    samples.add("status-closed", "/status", |view| status_page(view, &finished()));
}

fn errors(samples: &mut Samples) {
    let kept =
        || KeptForm { action: "/report".into(), fields: vec![("title".into(), "标题".into()), ("body".into(), filled().body.clone())] };
    let problems = [
        ("error-404", Problem::NotFound, None),
        ("error-409", Problem::Conflict, None),
        ("error-410", Problem::KeyDestroyed, None),
        ("error-413", Problem::TooLarge, None),
        ("error-429", Problem::TooMany(150), Some(kept())),
        ("error-500", Problem::Internal("7f3a-91c2".into()), None),
        ("error-503", Problem::Unavailable(30), Some(kept())),
        ("error-503-files", Problem::FilesAway(15), Some(kept())),
    ];
    for (name, problem, kept) in problems {
        let page = ErrorPage { problem, audience: Audience::Public, kept };
        samples.add(name, "/report", |view| error_page(view, &page));
    }
}

fn catalog() -> Arc<Catalog> {
    Arc::new(Catalog::new(guangzhou::categories(), guangzhou::divisions()))
}

fn channels() -> Vec<UnitChannels> {
    let unit = UnitChannels {
        name: "广州市信访局".into(),
        address: "广州市越秀区示例路 1 号接待大厅".into(),
        hours: "工作日 9:00 至 12:00，14:00 至 17:00".into(),
        letter: "510030 广州市越秀区示例路 1 号 信访局收".into(),
        phone: "020-1234 5678".into(),
        website: "https://xfj.example.gov.cn".into(),
    };
    let district = UnitChannels { name: "天河区信访局".into(), phone: "020-8765 4321".into(), ..UnitChannels::default() };
    vec![unit, district]
}

fn figures() -> StatisticsPage {
    StatisticsPage {
        as_of: date(2026, 11, 24),
        kinds: vec![(ReportKind::Disclosure, 128), (ReportKind::Request, 342), (ReportKind::Suggestion, 3)],
        groups: vec![("key".into(), 96), ("livelihood".into(), 260), ("efficiency".into(), 101), ("other".into(), 16)],
        statuses: CaseStatus::ALL.iter().zip([40, 12, 8, 2, 150, 20, 31, 200, 4]).map(|(&status, count)| (status, count)).collect(),
    }
}

fn filled() -> ReportForm {
    let mut form = ReportForm::default();
    form.kind = "request".into();
    form.category = "expropriation".into();
    form.area = "440106001".into();
    form.subject = "某街道办事处征地办 李主任".into();
    form.title = "征地补偿款拖了两年没有发".into();
    form.body = "2024 年 3 月，村里的地被征收，协议写明每亩补偿 12 万元，三个月内付清。\n\n到现在只付了一半。我去街道问过四次，每次都说“在走流程”。\n\n请求：查清余款去向，按协议付清。".into();
    form.identity = "named".into();
    form.name = "陈示例".into();
    form.id_number = "11010519491231002X".into();
    form.phone = "138 0013 8000".into();
    form.address = "广州市天河区示例路 8 号 602 房".into();
    form
}

fn report(form: ReportForm, faults: Vec<Fault>) -> ReportPage {
    ReportPage {
        form,
        faults,
        ticket: "ticket".into(),
        captcha: Some("token".into()),
        catalog: catalog(),
        units: units(),
        sealing: Some(sealing()),
    }
}

fn sealing() -> Sealing {
    Sealing { installation_key: "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=".into() }
}

/// As it comes from a status page.
fn protection() -> ReportForm {
    let mut form = ReportForm::default();
    form.kind = "protection".into();
    form.number = number().to_string();
    form.category = "expropriation".into();
    form.area = "440106".into();
    form
}

/// With people and a unit that must not learn of it.
fn avoiding() -> ReportForm {
    let mut form = filled();
    form.avoid_names = "林国栋".into();
    form.avoid_units = "440106".into();
    form
}

fn faults() -> Vec<Fault> {
    vec![
        Fault::new(Field::Kind, FaultKind::Empty),
        Fault::new(Field::Area, FaultKind::Unknown),
        Fault::new(Field::Title, FaultKind::TooLong { max: 100, by: 12 }),
        Fault::new(Field::Body, FaultKind::Malformed),
        Fault::new(Field::Identity, FaultKind::Empty),
        Fault::new(Field::IdNumber, FaultKind::IdNumber),
        Fault::new(Field::Captcha, FaultKind::Wrong),
        Fault::new(Field::Ticket, FaultKind::Expired),
    ]
}

fn units() -> Vec<(String, String)> {
    vec![("440100".into(), "广州市信访局".into()), ("440106".into(), "天河区信访局".into())]
}

fn review() -> ReviewPage {
    let (form, catalog) = (filled(), catalog());
    ReviewPage {
        report: form.check(&catalog).ok().unwrap(),
        form,
        ticket: "ticket".into(),
        unit: "天河区信访局".into(),
        unit_code: "440106".into(),
        told: "440106//440106".into(),
        changed: false,
        avoided_units: Vec::new(),
        reason: RouteReason::NearestAncestor("五山街道办事处".into()),
        identity: IdentityKept::ByCustodian("广州市信访局".into()),
        custody: Some(CustodyChoice::Above {
            unit: "天河区信访局".into(),
            keeper: "广州市信访局".into(),
            above: Some("广州市信访局".into()),
        }),
        catalog,
        sealing: None,
    }
}

/// The receipt code of every sample.
pub fn code() -> ReceiptCode {
    ReceiptCode::from_entropy(b"wide-wind-over-the-water")
}

fn other_code() -> ReceiptCode {
    ReceiptCode::from_entropy(b"wide-wind-over-the-waver")
}

fn number() -> CaseNumber {
    (0..10).find_map(|check| CaseNumber::parse(&format!("26402917385602{check}")).ok()).unwrap()
}

fn proof() -> String {
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into()
}

fn receipt() -> ReceiptPage {
    ReceiptPage {
        code: Some(code()),
        number: number(),
        filed_on: date(2026, 11, 24),
        kind: ReportKind::Request,
        unit: "天河区信访局".into(),
        identity: IdentityKept::ByCustodian("天河区信访局".into()),
        next: vec![
            NextStep { clock: Clock::Acceptance, article: Article::Petitions23, due: date(2026, 12, 9) },
            NextStep { clock: Clock::Settlement, article: Article::Petitions34, due: date(2027, 2, 7) },
        ],
        sealed_by: SealedBy::Server,
        proof: proof(),
    }
}

fn step(notice: Notice, on: jiff::civil::Date, unit: Option<&str>, detail: StepDetail) -> CaseStep {
    CaseStep { notice, on, unit: unit.map(str::to_owned), detail }
}

fn fresh() -> StatusPage {
    let form = filled();
    StatusPage {
        code: Some(code()),
        version: 1,
        number: number(),
        kind: ReportKind::Disclosure,
        category: "征地拆迁".into(),
        area: "广州市天河区五山街道".into(),
        codes: ("expropriation".parse().unwrap(), "440106".parse().unwrap()),
        content: SealedText::Opened(ReportContent {
            subject: form.subject.clone(),
            title: form.title.clone(),
            body: form.body.clone(),
            avoid: Vec::new(),
            about: None,
        }),
        identity_check: SealedText::Opened(()),
        filed_on: date(2026, 11, 24),
        status: CaseStatus::Submitted,
        unit: "天河区信访局".into(),
        in_charge: Role::Officer,
        first_unit: None,
        identity: IdentityKept::NotGiven,
        next: Some(NextLimit {
            clock: Clock::Registration,
            article: Article::Petitions22,
            due: date(2026, 12, 9),
            left: DaysLeft::Calendar(15),
        }),
        steps: vec![step(Notice::Filed, date(2026, 11, 24), None, StepDetail::None)],
        messages: vec![],
        custody: CustodySection::default(),
        may: vec![CaseAction::Supply, CaseAction::Withdraw, CaseAction::AskDeletion],
        rating: None,
        sealed_by: SealedBy::Server,
        proof: proof(),
        evidence: EvidenceSection { largest: 1 << 30, hours: 72, ..EvidenceSection::default() },
        draft: String::new(),
        rating_typed: String::new(),
        faults: vec![],
        done: None,
        changed: false,
    }
}

/// Every way in which traces are handled.
fn attachments() -> Vec<Attachment> {
    let kept = Handling::Kept { found: vec![Trace::Device], reason: "<要查相机>".into() };
    let handled = [Handling::Cleaned(vec![Trace::Location, Trace::Author]), Handling::Cleaned(vec![]), kept];
    let unhandled = Uncleaned::ALL.iter().map(|&why| Handling::Not(why));
    let file = |(number, handling)| Attachment { number, name: "现场&照片.jpg".into(), size: 1_400_000, key: String::new(), handling };
    (0..).zip(handled.into_iter().chain(unhandled)).map(file).collect()
}

fn waiting(number: u32, known: SealedText<Attachment>) -> WaitingFile {
    WaitingFile { number, known }
}

/// With files that wait, one of which somebody exchanged, and one that was refused.
fn with_files() -> StatusPage {
    let known = attachments().into_iter().map(|file| waiting(file.number, SealedText::Opened(file)));
    let evidence = EvidenceSection {
        waiting: known.chain([waiting(9, SealedText::Forged)]).collect(),
        keep: true,
        reason: "原件".into(),
        done: Some(FilesDone::Added),
        ..fresh().evidence
    };
    let message = CaseMessage { from_unit: None, on: date(2026, 12, 1), body: written("见附件"), files: attachments() };
    let fault = |field, kind| Fault::new(field, kind);
    let faults = vec![fault(Field::Files, FaultKind::FileTooLarge { max: 1 << 30 }), fault(Field::KeepReason, FaultKind::Empty)];
    StatusPage { evidence, messages: vec![message], faults, ..fresh() }
}

fn written(text: &str) -> SealedText<String> {
    SealedText::Opened(text.to_owned())
}

/// As a browser gets it that opens the case itself.
fn unopened() -> StatusPage {
    let place = |name: &str| SealedText::Blank(name.to_owned());
    let mut page = asked();
    page.messages[0].body = place("message-0");
    page.evidence.waiting = vec![waiting(0, SealedText::Blank("file-0".into()))];
    StatusPage {
        code: None,
        content: SealedText::Blank("report-0".into()),
        identity_check: SealedText::Blank("identity-0".into()),
        proof: String::new(),
        ..page
    }
}

fn asked() -> StatusPage {
    StatusPage {
        kind: ReportKind::Request,
        status: CaseStatus::NeedMore,
        identity: IdentityKept::ByCustodian("天河区信访局".into()),
        first_unit: Some("广州市信访局".into()),
        steps: vec![
            step(Notice::Filed, date(2026, 11, 24), None, StepDetail::None),
            step(Notice::Transferred, date(2026, 11, 26), Some("天河区信访局"), StepDetail::None),
            step(Notice::Asked, date(2026, 11, 30), Some("天河区信访局"), StepDetail::None),
        ],
        messages: vec![
            CaseMessage {
                from_unit: Some("天河区信访局".into()),
                on: date(2026, 11, 30),
                body: written("请补充补偿协议的签订日期和编号。"),
                files: vec![],
            },
            CaseMessage {
                from_unit: None,
                on: date(2026, 12, 1),
                body: written("2024 年 3 月 12 日，编号在协议右上角：\nTH-0317。"),
                files: vec![],
            },
            CaseMessage { from_unit: Some("天河区信访局".into()), on: date(2026, 12, 2), body: SealedText::Forged, files: vec![] },
        ],
        custody: custody(),
        draft: "草稿".into(),
        faults: vec![Fault::new(Field::Message, FaultKind::Malformed), Fault::new(Field::Objection, FaultKind::Malformed)],
        ..fresh()
    }
}

fn custody() -> CustodySection {
    let at = |day| date(2026, 11, day).at(15, 0, 0, 0);
    let given = |request, objection| IdentityUse {
        request,
        unit: "天河区信访局".into(),
        role: Role::Officer,
        purpose: AccessPurpose::Verify,
        scope: "name phone".parse().unwrap(),
        words: written("电话核实补偿协议的签字人"),
        granted: vec![GrantShown { unit: "广州市信访局".into(), at: at(29), words: Some(written("同意")) }],
        until: at(30),
        over: request > 0,
        opened: if request > 0 { vec![at(29), at(30)] } else { vec![] },
        objection,
    };
    let unit = || "广州市信访局".to_owned();
    let made = |answer| ObjectionState::Made { unit: unit(), words: written("没有必要看我的电话"), answer };
    let states = [
        ObjectionState::Possible(unit()),
        ObjectionState::Possible(unit()),
        ObjectionState::Closed,
        made(None),
        made(Some(written("已查，程序合规。"))),
        ObjectionState::Made { unit: unit(), words: SealedText::Forged, answer: Some(SealedText::Blank("ruling-5".into())) },
    ];
    CustodySection {
        uses: (0..).zip(states).map(|(request, objection)| given(request, objection)).collect(),
        handed: vec![HandOver { unit: unit(), at: at(28), reason: Some(written("案件已转送")) }],
        objecting: Some(1),
        objections: vec![(1, "</textarea><b>".into())],
    }
}

fn finished() -> StatusPage {
    StatusPage {
        kind: ReportKind::Request,
        status: CaseStatus::Closed,
        next: None,
        steps: vec![
            step(Notice::Filed, date(2026, 9, 1), None, StepDetail::None),
            step(Notice::Accepted, date(2026, 9, 8), Some("天河区信访局"), StepDetail::None),
            step(Notice::Answered, date(2026, 10, 20), Some("天河区信访局"), StepDetail::None),
            step(Notice::Closed, date(2026, 10, 22), Some("天河区信访局"), StepDetail::Found(Finding::Substantiated)),
        ],
        messages: vec![CaseMessage {
            from_unit: Some("天河区信访局".into()),
            on: date(2026, 10, 20),
            body: written("余款已于 10 月 18 日付清。"),
            files: vec![],
        }],
        may: vec![CaseAction::Rate],
        done: Some(CaseAction::Supply),
        ..fresh()
    }
}
