//! Members, units, categories, routing, audit.

use ::pages::admin::{
    AuditAddress, AuditPage, AuditRow, CategoriesPage, CategoryForm, CategoryRow, InvitationRow, InviteForm, KeyRow, KeyState, KeyUse,
    KeysPage, MemberPage, MemberRow, MemberState, MembersPage, MovingPage, RouteAnswer, RouteTest, RoutingPage, RuleForm, RuleRow,
    UnitForm, UnitPage, UnitRow, UnitsPage, audit_page, categories_page, keys_page, member_page, members_page, moving_page, routing_page,
    unit_page, units_page,
};
use jiff::civil::{date, datetime};
use model::{Fault, FaultKind, Field, Role, UnitLevel, catalog::guangzhou};

use super::{Drawn, Locale, administrator, areas, categories, hans, members, units, view};

pub fn pages() -> Vec<Drawn> {
    vec![
        ("members", members_page(&hans("/admin/members"), &member_list())),
        ("member", member_page(&hans("/admin/members/2"), &one_member())),
        ("member-hant", member_page(&view("/admin/members/2", Locale::ZhHant), &one_member())),
        ("member-en", member_page(&view("/admin/members/2", Locale::En), &one_member())),
        ("moving", moving_page(&hans("/admin/members/2/move"), &moving())),
        ("moving-hant", moving_page(&view("/admin/members/2/move", Locale::ZhHant), &moving())),
        ("moving-en", moving_page(&view("/admin/members/2/move", Locale::En), &moving())),
        ("keys", keys_page(&hans("/admin/keys"), &keys())),
        ("units", units_page(&hans("/admin/units"), &unit_list())),
        ("unit", unit_page(&hans("/admin/units/440106"), &one_unit())),
        ("categories", categories_page(&hans("/admin/categories"), &category_list())),
        ("routing", routing_page(&hans("/admin/routing"), &rules())),
        ("audit", audit_page(&hans("/staff/audit"), &log())),
    ]
}

fn moving() -> MovingPage {
    let faults = [Field::Unit, Field::Roles, Field::Login].map(|field| Fault::new(field, FaultKind::Empty)).to_vec();
    MovingPage {
        desk: administrator(),
        member: member("2", "黄嘉仪", &[Role::Officer], MemberState::Active),
        open_cases: 3,
        last_key_holder: true,
        units: units(),
        unit: String::new(),
        roles: vec!["officer".into()],
        typed_login: "huang".into(),
        faults,
    }
}

fn keys() -> KeysPage {
    let key = |opens, holders: &[&str], left: &[&str], replaced, held| KeyRow {
        opens,
        since: date(2026, 3, 2),
        holders: holders.iter().map(|name| (*name).to_owned()).collect(),
        left: left.iter().map(|name| (*name).to_owned()).collect(),
        replaced,
        held,
    };
    let keys = vec![key(KeyUse::Reports, &["陈思远", "黄嘉仪"], &["何敏"], 1, true), key(KeyUse::Identities, &["黄嘉仪"], &[], 0, false)];
    KeysPage { desk: administrator(), keys, saved: false }
}

fn member(id: &str, name: &str, roles: &[Role], state: MemberState) -> MemberRow {
    MemberRow {
        id: id.into(),
        login: format!("member{id}"),
        name: name.into(),
        unit: "天河区信访局".into(),
        roles: roles.to_vec(),
        state,
        last_seen: (state == MemberState::Active).then(|| date(2026, 11, 24)),
    }
}

fn member_list() -> MembersPage {
    let form = InviteForm {
        name: "周慧".into(),
        roles: vec!["officer".into()],
        faults: vec![Fault::new(Field::Unit, FaultKind::Empty)],
        ..InviteForm::default()
    };
    MembersPage {
        desk: administrator(),
        members: vec![
            member("1", "陈思远", &[Role::Officer, Role::Lead], MemberState::Active),
            member("2", "黄嘉仪", &[Role::Officer, Role::Custodian], MemberState::AwaitsKey),
            member("3", "李文斌", &[Role::Auditor], MemberState::Active),
            member("4", "何敏", &[Role::Officer], MemberState::Left),
        ],
        invitations: vec![InvitationRow {
            id: "9".into(),
            name: "吴倩".into(),
            unit: "天河区信访局".into(),
            roles: vec![Role::Officer],
            ends: datetime(2026, 11, 27, 9, 0, 0, 0),
        }],
        units: units(),
        may_manage: true,
        form,
        made: Some(("http://127.0.0.1:3000/staff/invite/3vQ8m1x0rT5cK2yWn7bLd4Hs9fGpEaUz".into(), datetime(2026, 11, 27, 11, 30, 0, 0))),
    }
}

fn one_member() -> MemberPage {
    MemberPage {
        desk: administrator(),
        member: member("2", "黄嘉仪", &[Role::Officer, Role::Custodian], MemberState::AwaitsKey),
        open_cases: 7,
        may_manage: true,
        may_grant_key: true,
        last_key_holder: false,
        faults: vec![Fault::new(Field::Login, FaultKind::Empty)],
        ticked: vec!["officer".into(), "custodian".into()],
        typed_login: String::new(),
        saved: false,
    }
}

fn unit(code: &str, name: &str, level: UnitLevel, depth: u8, keys: KeyState) -> Option<UnitRow> {
    let reports_to = (keys == KeyState::None).then(|| "天河区信访局".to_owned());
    Some(UnitRow { code: code.parse().ok()?, name: name.into(), level, depth, members: u64::from(depth) + 1, keys, reports_to })
}

fn unit_list() -> UnitsPage {
    let units = [
        unit("440100", "广州市信访局", UnitLevel::City, 0, KeyState::ReportsAndIdentities),
        unit("440104", "越秀区信访局", UnitLevel::District, 1, KeyState::Reports),
        unit("440106", "天河区信访局", UnitLevel::District, 1, KeyState::ReportsAndIdentities),
        unit("440106017", "珠吉街道信访办", UnitLevel::Street, 2, KeyState::None),
    ];
    UnitsPage {
        desk: administrator(),
        units: units.into_iter().flatten().collect(),
        areas: areas(),
        form: UnitForm::default(),
        added: Some("珠吉街道信访办".into()),
    }
}

fn one_unit() -> UnitPage {
    let list = unit_list();
    let form = UnitForm {
        code: "440106".into(),
        name: "天河区信访局".into(),
        parent: "440100".into(),
        area: "440106".into(),
        address: "广州市天河区天府路 1 号".into(),
        phone: "020 3862 0000".into(),
        hours: "周一至周五 9:00–12:00，14:00–17:00".into(),
        ..UnitForm::default()
    };
    UnitPage { desk: list.desk, unit: list.units[2].clone(), parents: units(), areas: areas(), form, saved: true }
}

fn category_list() -> CategoriesPage {
    let rows = guangzhou::categories().into_iter().enumerate();
    CategoriesPage {
        desk: administrator(),
        categories: rows
            .map(|(place, category)| CategoryRow { category, cases: 7 * u64::try_from(place).unwrap_or_default(), active: place != 6 })
            .collect(),
        form: CategoryForm {
            code: "parking".into(),
            name_hans: "停车".into(),
            faults: vec![Fault::new(Field::CategoryCode, FaultKind::Taken)],
            ..CategoryForm::default()
        },
        saved: false,
    }
}

fn rules() -> RoutingPage {
    let rule = |id: &str, category: Option<&str>, area: Option<&str>, unit: &str, has_key| RuleRow {
        id: id.into(),
        category: category.map(str::to_owned),
        area: area.map(str::to_owned),
        unit: unit.into(),
        has_key,
    };
    let answer = RouteAnswer {
        unit: Some("天河区信访局".into()),
        rule: Some(1),
        instead_of: Some("天河区城市更新局".into()),
        custodians_of: Some("广州市信访局".into()),
    };
    RoutingPage {
        desk: administrator(),
        rules: vec![
            rule("1", Some("征地拆迁"), Some("天河区"), "天河区城市更新局", false),
            rule("2", Some("医药购销"), None, "广州市信访局", true),
            rule("3", None, Some("天河区五山街道"), "天河区信访局", true),
        ],
        categories: categories(),
        areas: areas(),
        units: units(),
        form: RuleForm::default(),
        test: RouteTest { category: "expropriation".into(), area: "440106".into(), answer: Some(answer) },
        saved: false,
    }
}

fn log() -> AuditPage {
    let row = |seq, minute, member: Option<&str>, action: &str, object: &str| AuditRow {
        seq,
        at: datetime(2026, 11, 24, 9, minute, 0, 0),
        member: member.map(str::to_owned),
        unit: member.map(|_| "天河区信访局".to_owned()),
        action: action.into(),
        object: Some(object.into()),
        hash: "9f2c41d7".into(),
    };
    AuditPage {
        desk: administrator(),
        address: AuditAddress::default(),
        members: members(),
        actions: vec!["accept".into(), "open-identity".into(), "sign-in".into()],
        rows: vec![
            row(48_213, 41, Some("黄嘉仪"), "open-identity", "261-204-771-332-908"),
            row(48_212, 40, Some("陈思远"), "accept", "261-204-771-332-908"),
            row(48_211, 32, Some("陈思远"), "sign-in", "chensiyuan"),
            row(48_210, 30, None, "file", "261-204-771-332-908"),
        ],
        next: Some("48210".into()),
        total: 48_213,
        faults: Vec::new(),
    }
}
