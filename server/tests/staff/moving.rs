//! A member moves to another unit.

use axum::http::StatusCode;

use super::{
    admin::id_of,
    member::{Member, NEWCOMERS},
    support::{Answer, CITY, TIANHE, TestPortal},
};

const WRITTEN: &str = "只有一家能满足的尺寸";

pub async fn go(admin: &Member<'_>, id: i64, fields: &[(&str, &str)]) -> Answer {
    admin.post(&format!("/admin/members/{id}/move"), fields).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_moves_loses_everything_of_the_old_unit_and_begins_with_nothing_in_the_new_one() {
    for portal in [TestPortal::sqlite().await, TestPortal::postgres().await] {
        let city = Member::arrive(&portal, "city").await;
        let tianhe = Member::arrive(&portal, "tianhe").await;
        let xin = tianhe.colleague("xin", TIANHE, &["officer"]).await;
        let (id, here) = (id_of(&portal, "xin").await, portal.file(&[]).await.text_of("case-number"));
        let there = portal.file(&[("area", CITY)]).await.text_of("case-number");
        xin.act(&here, "assign", &[("assignee", &id.to_string())]).await;
        assert!(xin.get(&format!("/staff/cases/{here}")).await.body.contains(WRITTEN));

        let page = city.get(&format!("/admin/members/{id}/move")).await;
        assert!(page.status == StatusCode::OK && page.body.contains("不能撤销"));
        let done = go(&city, id, &[("unit", CITY), ("role", "officer"), ("login", "xin")]).await;
        assert_eq!(done.header("location"), format!("/admin/members/{id}?saved"), "{}", done.body);
        assert_eq!(xin.get("/staff/queue").await.status, StatusCode::SEE_OTHER, "the session has ended");
        assert!(portal.store.members().grants(id).await.unwrap().is_empty());
        assert!(portal.store.cases().by_number(&here.parse().unwrap(), 2, 0).await.unwrap().assignee_id.is_none());

        let xin = xin.again_with("xin", NEWCOMERS).await;
        assert_eq!(xin.get(&format!("/staff/cases/{here}")).await.status, StatusCode::NOT_FOUND);
        let locked = xin.get(&format!("/staff/cases/{there}")).await;
        assert!(locked.status == StatusCode::OK && !locked.body.contains(WRITTEN), "nothing until a colleague grants the key");
        city.post(&format!("/admin/members/{id}/grant-key"), &[]).await;
        assert!(xin.get(&format!("/staff/cases/{there}")).await.body.contains(WRITTEN));

        let keys = tianhe.get("/admin/keys").await;
        assert!(keys.body.contains("xin"), "who went away knew the key: a new one is called for");
        let words: Vec<String> = portal.store.audit().after(0, 1000).await.unwrap().into_iter().map(|entry| entry.action).collect();
        assert!(words.contains(&"member.move".to_owned()));
    }
}

#[tokio::test]
async fn a_move_needs_a_unit_roles_and_the_name_typed_and_a_right_over_both_units() {
    let portal = TestPortal::sqlite().await;
    let (city, tianhe) = (Member::arrive(&portal, "city").await, Member::arrive(&portal, "tianhe").await);
    tianhe.colleague("xin", TIANHE, &["officer"]).await;
    let id = id_of(&portal, "xin").await;
    let typed = go(&city, id, &[("unit", "nowhere"), ("role", "lead"), ("login", "xi")]).await;
    assert_eq!(typed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(typed.has_fault("move-unit") && typed.has_fault("move-login") && typed.body.contains("value=\"xi\""));
    assert!(go(&city, id, &[("unit", CITY), ("login", "xin")]).await.has_fault("move-roles"));
    assert!(go(&city, id, &[("unit", TIANHE), ("role", "lead"), ("login", "xin")]).await.has_fault("move-unit"), "it is there already");
    let up = go(&tianhe, id, &[("unit", CITY), ("role", "lead"), ("login", "xin")]).await;
    assert_eq!(up.status, StatusCode::NOT_FOUND, "an administrator below gives nobody to the unit above");
    let own = id_of(&portal, "city").await;
    assert!(go(&city, own, &[("unit", TIANHE), ("role", "lead"), ("login", "city")]).await.has_fault("move-login"));
}
