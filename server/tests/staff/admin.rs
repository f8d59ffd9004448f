use axum::http::StatusCode;

use crate::{
    member::{Member, cookie_of},
    support::{CITY, HAIZHU, TIANHE, TestPortal},
};

const NEW: &str = "新来的同事-第一次来登录";

/// Invites someone with this role and returns the link's path.
pub async fn invited(admin: &Member<'_>, login: &str, unit: &str, role: &str) -> String {
    let made = admin.post("/admin/members/invite", &[("name", "新同事"), ("login", login), ("unit", unit), ("role", role)]).await;
    assert_eq!(made.status, StatusCode::OK);
    let link = made.text_of("invite-link");
    link[link.find("/staff/invite/").unwrap()..].to_owned()
}

/// The id of the member with this sign-in name.
pub async fn id_of(portal: &TestPortal, login: &str) -> i64 {
    portal.store.members().by_login(login).await.unwrap().id
}

pub async fn joined<'a>(portal: &'a TestPortal, path: &str, login: &str) -> Member<'a> {
    let joined = portal.post(path, &[("login", login), ("name", "新同事"), ("password", NEW), ("password_again", NEW)]).await;
    assert_eq!(joined.header("location"), "/staff/totp", "{}", joined.body);
    Member::settle_in(portal, cookie_of(&joined)).await
}

#[tokio::test]
async fn an_invitation_is_taken_up_once_and_its_member_reads_nothing_until_granted_the_key() {
    let portal = TestPortal::sqlite().await;
    let number = portal.file(&[("area", HAIZHU)]).await.text_of("case-number");
    let admin = Member::arrive(&portal, "city").await;
    let path = invited(&admin, "xin", CITY, "officer").await;
    let page = portal.get(&path).await;
    assert!(page.body.contains("value=\"xin\"") && page.body.contains("value=\"新同事\""));
    let differ = portal.post(&path, &[("login", "xin"), ("name", "新同事"), ("password", NEW), ("password_again", "x")]).await;
    assert_eq!(differ.status, StatusCode::UNPROCESSABLE_ENTITY);
    let newcomer = joined(&portal, &path, "xin").await;
    assert!(!portal.get(&path).await.body.contains("invite-form"));

    assert!(!newcomer.get("/staff/queue").await.body.contains("data-number"));
    let id = id_of(&portal, "xin").await;
    assert!(admin.get(&format!("/admin/members/{id}")).await.body.contains("/grant-key"));
    assert_eq!(admin.post(&format!("/admin/members/{id}/grant-key"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(newcomer.get("/staff/queue").await.body.contains("招标文件"));
    assert_eq!(newcomer.get(&format!("/staff/cases/{number}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_lead_grants_the_units_key_and_changes_nothing_else() {
    let portal = TestPortal::sqlite().await;
    portal.file(&[("area", HAIZHU)]).await;
    let admin = Member::arrive(&portal, "city").await;
    let lead = joined(&portal, &invited(&admin, "zu", CITY, "lead").await, "zu").await;
    let granted = admin.post(&format!("/admin/members/{}/grant-key", id_of(&portal, "zu").await), &[]).await;
    assert_eq!(granted.status, StatusCode::SEE_OTHER);
    let newcomer = joined(&portal, &invited(&admin, "xin", CITY, "officer").await, "xin").await;
    let id = id_of(&portal, "xin").await;

    let list = lead.get("/admin/members").await;
    assert!(list.status == StatusCode::OK && list.body.contains("data-login=\"xin\""));
    assert!(!list.body.contains("/admin/members/invite") && !list.body.contains("data-login=\"tianhe\""));
    let page = lead.get(&format!("/admin/members/{id}")).await;
    assert!(page.body.contains("/grant-key") && !page.body.contains("/roles") && !page.body.contains("/leave"));
    assert_eq!(lead.post(&format!("/admin/members/{id}/grant-key"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(newcomer.get("/staff/queue").await.body.contains("招标文件"));

    for what in ["roles", "leave", "invite-again"] {
        let refused = lead.post(&format!("/admin/members/{id}/{what}"), &[("role", "auditor"), ("login", "xin")]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{what}");
    }
    let elsewhere = id_of(&portal, "tianhe").await;
    assert_eq!(lead.get(&format!("/admin/members/{elsewhere}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(newcomer.get("/admin/members").await.status, StatusCode::FORBIDDEN, "an officer");
}

#[tokio::test]
async fn what_was_ticked_is_there_again_after_the_password_was_asked_for() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "city").await;
    joined(&portal, &invited(&admin, "xin", CITY, "officer").await, "xin").await;
    let id = id_of(&portal, "xin").await;
    portal.clock.advance(jiff::SignedDuration::from_mins(10));
    let paths = [
        (format!("/admin/members/{id}/roles"), vec![("role", "auditor")]),
        (format!("/admin/members/{id}/move"), vec![("unit", HAIZHU), ("role", "auditor"), ("login", "xin")]),
    ];
    for (path, fields) in paths {
        let asked = admin.post(&path, &fields).await;
        let next = asked.header("location").split("next=").nth(1).unwrap().split('&').next().unwrap().replace("%2F", "/");
        let next = next.replace("%3F", "?").replace("%3D", "=").replace("%26", "&");
        assert!(!next.contains("login"), "{next}");
        let page = admin.get(&next).await.body;
        let box_of =
            |role: &str| page.split("<input").find(|input| input.contains(&format!("value=\"{role}\""))).unwrap_or_default().to_owned();
        assert!(box_of("auditor").contains("checked") && !box_of("officer").contains("checked"), "{next}");
    }
}

#[tokio::test]
async fn who_forgot_the_password_sets_up_anew_by_a_link() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "city").await;
    let before = joined(&portal, &invited(&admin, "xin", CITY, "officer").await, "xin").await;
    let id = id_of(&portal, "xin").await;
    assert!(admin.get(&format!("/admin/members/{id}")).await.body.contains("/invite-again"));
    let made = admin.post(&format!("/admin/members/{id}/invite-again"), &[]).await;
    let link = made.text_of("invite-link");
    let again = joined(&portal, &link[link.find("/staff/invite/").unwrap()..], "xin").await;
    assert_eq!(id_of(&portal, "xin").await, id, "the same member");
    assert_eq!(again.get("/staff/account").await.status, StatusCode::OK);
    assert_eq!(before.get("/staff/account").await.status, StatusCode::SEE_OTHER, "sessions from before have ended");
}

#[tokio::test]
async fn custodians_above_decide_for_a_unit_that_has_none() {
    let portal = TestPortal::sqlite().await;
    let city = Member::arrive(&portal, "city").await;
    let tianhe = Member::arrive(&portal, "tianhe").await;
    let officer = joined(&portal, &invited(&city, "xin", HAIZHU, "officer").await, "xin").await;
    portal.app.refresh().await.unwrap();
    let named = [
        ("area", HAIZHU),
        ("identity", "named"),
        ("name", "张伟"),
        ("id_number", "11010519491231002X"),
        ("phone", "13800138000"),
        ("address", "某路"),
    ];
    let receipt = portal.file(&named).await;
    let (code, number) = (receipt.text_of("receipt-code"), receipt.text_of("case-number"));
    let case = officer.get(&format!("/staff/cases/{number}")).await;
    assert!(case.status == StatusCode::OK && case.body.contains("广州市信访局 city"), "whom to ask");
    assert_eq!(officer.get("/staff/identities").await.status, StatusCode::FORBIDDEN);

    assert_eq!(city.get(&format!("/staff/cases/{number}")).await.status, StatusCode::NOT_FOUND, "the case is another unit's");
    assert!(city.get("/staff/queue").await.body.contains("/staff/identities"));
    officer.ask_for_identity(&number, &["phone"], "电话核实").await;
    let list = city.get("/staff/identities").await;
    assert!(list.body.contains(&number) && list.body.contains("电话核实") && list.body.contains("海珠区信访局"));
    assert!(!list.body.contains("只有一家能满足的尺寸"), "the report stays closed");
    assert_eq!(tianhe.decide(&number, "grant", "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(city.decide(&number, "grant", "").await.status, StatusCode::SEE_OTHER);
    assert!(officer.act(&number, "open-identity", &[]).await.body.contains("13800138000"));
    assert!(portal.post("/status", &[("receipt", &code)]).await.body.contains("电话核实"));
}

#[tokio::test]
async fn roles_change_and_a_member_leaves_at_once() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "city").await;
    let newcomer = joined(&portal, &invited(&admin, "xin", HAIZHU, "officer").await, "xin").await;
    let id = id_of(&portal, "xin").await;
    let path = |what: &str| format!("/admin/members/{id}/{what}");
    assert_eq!(admin.post(&path("roles"), &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(admin.post(&path("roles"), &[("role", "auditor")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(newcomer.get("/staff/queue").await.status, StatusCode::FORBIDDEN);
    assert_eq!(newcomer.get("/staff/home").await.header("location"), "/staff/audit");
    assert!(admin.post(&path("leave"), &[("login", "x")]).await.has_fault("member-login"));
    let left = admin.post(&path("leave"), &[("login", "xin")]).await;
    assert!(admin.get(left.header("location")).await.body.contains("这位成员已离开"));
    assert_eq!(newcomer.get("/staff/audit").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_officer_has_no_way_into_administration() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "city").await;
    let officer = joined(&portal, &invited(&admin, "xin", CITY, "officer").await, "xin").await;
    for path in ["/admin/members", "/admin/units", "/admin/categories", "/admin/routing", "/staff/audit"] {
        let refused = officer.get(path).await;
        assert!(refused.status == StatusCode::FORBIDDEN && refused.body.contains("您没有这个权限"), "{path}");
    }
    assert_eq!(admin.get("/admin/members").await.body.matches("从未").count(), 1, "the member of 天河 alone has never signed in");
    let tianhe = Member::arrive(&portal, "tianhe").await;
    let foreign = id_of(&portal, "city").await;
    assert_eq!(tianhe.get("/admin/members").await.status, StatusCode::OK);
    assert_eq!(tianhe.get(&format!("/admin/members/{foreign}")).await.status, StatusCode::NOT_FOUND);
    let post = [("category", "land"), ("area", ""), ("unit", CITY)];
    assert_eq!(tianhe.post("/admin/routing", &post).await.status, StatusCode::FORBIDDEN, "a district's administrator");
}

#[tokio::test]
async fn a_rule_sends_reports_elsewhere_and_the_test_box_says_so() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "city").await;
    let tried = format!("/admin/routing?test_category=medicine&test_area={HAIZHU}");
    assert!(admin.get(&tried).await.body.contains("广州市信访局"));
    assert!(admin.post("/admin/routing", &[("category", "medicine")]).await.has_fault("rule-unit"));
    let rule = [("category", "medicine"), ("area", HAIZHU), ("unit", TIANHE)];
    assert_eq!(admin.post("/admin/routing", &rule).await.header("location"), "/admin/routing?saved");
    let number = portal.file(&[("area", HAIZHU)]).await.text_of("case-number");
    let tianhe = Member::arrive(&portal, "tianhe").await;
    assert_eq!(tianhe.get(&format!("/staff/cases/{number}")).await.status, StatusCode::OK);

    let id = portal.store.lists().rules().await.unwrap()[0].id;
    assert_eq!(admin.post(&format!("/admin/routing/{id}/remove"), &[]).await.status, StatusCode::SEE_OTHER);
    let number = portal.file(&[("area", HAIZHU)]).await.text_of("case-number");
    assert_eq!(admin.get(&format!("/staff/cases/{number}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn units_and_categories_are_added_and_changed() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "city").await;
    let unit = [("code", "440104"), ("name", "越秀区信访局"), ("level", "district"), ("parent", CITY), ("area", "440104")];
    assert_eq!(admin.post("/admin/units", &unit).await.header("location"), "/admin/units?added=440104");
    assert!(admin.post("/admin/units", &unit).await.has_fault("unit-unit_code"), "the code is taken");
    let odd = admin.post("/admin/units", &[&[("code", "越秀")][..], &unit[1..3]].concat()).await;
    for said in ["单位代码要有 6 到 40 个字符", "请选择所在地区"] {
        assert!(odd.body.contains(said), "{said}");
    }
    let nameless = admin.post("/admin/units", &[]).await;
    for said in ["请填写单位名称", "请填写单位代码", "请选择层级"] {
        assert!(nameless.body.contains(said), "{said}");
    }
    let changed = [("name", "越秀区来访接待处"), ("phone", "020-1")];
    assert_eq!(admin.post("/admin/units/440104", &changed).await.header("location"), "/admin/units/440104?saved");
    assert!(admin.get("/admin/units").await.body.contains("越秀区来访接待处"));

    let category = [("code", "parks"), ("group", "livelihood"), ("name_hans", "公园"), ("name_hant", "公園"), ("name_en", "Parks")];
    assert_eq!(admin.post("/admin/categories", &category).await.header("location"), "/admin/categories?saved");
    assert!(portal.get("/report").await.body.contains("公园"));
    assert_eq!(admin.post("/admin/categories/parks/retire", &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!portal.get("/report").await.body.contains("公园"));
    let odd = admin.post("/admin/categories", &[("code", "坏")]).await;
    assert!(odd.has_fault("category-category_code") && odd.body.contains("类别代码要有 1 到 40 个字符"));
    assert!(odd.body.contains("请填写类别名称"));
    let spaced = [("name", "新同事"), ("login", "li na"), ("unit", CITY), ("role", "officer")];
    assert!(admin.post("/admin/members/invite", &spaced).await.body.contains("登录名只能用文字、数字和 . - _ @"));
}

#[tokio::test]
async fn a_category_is_changed_only_by_the_form_that_was_opened_for_it() {
    let portal = TestPortal::sqlite().await;
    let admin = Member::arrive(&portal, "city").await;
    let named = [("group", "livelihood"), ("name_hans", "公园"), ("name_hant", "公園"), ("name_en", "Parks")];
    let put = async |code: (&'static str, &'static str)| admin.post("/admin/categories", &[&[code][..], &named].concat()).await;
    let names = async || -> Vec<String> { portal.store.lists().categories().await.unwrap().into_iter().map(|row| row.name_hans).collect() };
    let before = names().await;
    let taken = put(("code", "land")).await;
    assert!(taken.status == StatusCode::UNPROCESSABLE_ENTITY && taken.has_fault("category-category_code"));
    assert!(taken.body.contains("value=\"公园\""), "what was typed is kept");
    assert_eq!(put(("editing", "none-such")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(names().await, before);

    let form = admin.get("/admin/categories?code=land").await;
    assert_eq!(form.hidden("editing"), "land");
    assert_eq!(put(("editing", "land")).await.header("location"), "/admin/categories?saved");
    let after = names().await;
    assert_eq!((after.len(), after.iter().filter(|name| *name == "公园").count()), (before.len(), 1));
}

#[tokio::test]
async fn the_audit_log_says_who_read_which_case() {
    let portal = TestPortal::sqlite().await;
    let number = portal.file(&[("area", TIANHE)]).await.text_of("case-number");
    let officer = Member::arrive(&portal, "tianhe").await;
    officer.act(&number, "accept", &[]).await;
    let log = officer.get(&format!("/staff/audit?number={number}&action=accept")).await;
    assert_eq!(log.status, StatusCode::OK);
    assert!(log.body.contains(&number) && log.body.contains("<th scope=\"row\""));
    let none = officer.get("/staff/audit?action=decline").await;
    assert!(!none.body.contains("<th scope=\"row\""));
}
