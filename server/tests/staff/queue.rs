use axum::{body::Body, extract::Request, http::StatusCode};
use model::api::{QueuePage, QueueRow, SearchStep};

use crate::{
    member::Member,
    support::{TIANHE, TestPortal},
};

async fn filed(portal: &TestPortal, title: &str, more: &[(&str, &str)]) -> String {
    let changes: Vec<(&str, &str)> = [("area", TIANHE), ("title", title)].into_iter().chain(more.iter().copied()).collect();
    portal.file(&changes).await.text_of("case-number")
}

#[tokio::test]
async fn the_address_filters_and_the_script_gets_the_same_rows() {
    let portal = TestPortal::sqlite().await;
    let disclosure = filed(&portal, "招标有问题", &[]).await;
    let suggestion = filed(&portal, "公园加灯", &[("kind", "suggestion")]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    for (query, shown, hidden) in
        [("kind=suggestion", &suggestion, &disclosure), ("kind=disclosure&sort=filed-oldest", &disclosure, &suggestion)]
    {
        let page = officer.get(&format!("/staff/queue?{query}")).await;
        assert!(page.body.contains(&format!("data-number=\"{shown}\"")) && !page.body.contains(&format!("data-number=\"{hidden}\"")));
        let rows: QueuePage = serde_json::from_str(&officer.get(&format!("/api/staff/queue?{query}")).await.body).unwrap();
        let numbers: Vec<&str> = rows.rows.iter().map(|row| row.number.as_str()).collect();
        assert_eq!(numbers, [shown]);
    }
    for query in
        ["status=all", "mine=1", "late=1", "from=2026-11-01&to=2026-11-30&identity=named", "area=440106&sort=filed", "after=rubbish"]
    {
        assert_eq!(officer.get(&format!("/staff/queue?{query}")).await.status, StatusCode::OK, "{query}");
    }
    assert_eq!(portal.get("/api/staff/queue").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn text_is_searched_within_the_filter_and_a_number_leads_to_its_case() {
    let portal = TestPortal::sqlite().await;
    let number = filed(&portal, "水库边的违章建筑", &[]).await;
    filed(&portal, "别的事", &[]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let led = officer.post("/staff/queue/search", &[("text", &number)]).await;
    assert_eq!(led.header("location"), format!("/staff/cases/{number}"));
    let found = officer.post("/staff/queue/search", &[("text", "违章"), ("query", "")]).await;
    assert!(found.body.contains("水库边的违章建筑") && !found.body.contains("别的事"));

    let token = officer.token().await;
    let ask = r#"{"query":"","text":"违章","after":null}"#;
    let step: SearchStep = serde_json::from_str(&officer.ask("/api/staff/queue/search", ask, &token).await.body).unwrap();
    assert_eq!((step.rows.len(), step.looked_at, step.next), (1, 2, None));
    assert_eq!(officer.ask("/api/staff/queue/search", ask, "x").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn several_rows_are_assigned_at_once_and_one_by_key() {
    let portal = TestPortal::sqlite().await;
    let (one, two) = (filed(&portal, "一", &[]).await, filed(&portal, "二", &[]).await);
    let officer = Member::arrive(&portal, "tianhe").await;
    let none = officer.post("/staff/queue/bulk", &[("step", "assign"), ("assignee", "1")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = officer.post("/staff/queue/bulk", &[("number", &one), ("step", "recategorise"), ("category", "")]).await;
    assert!(unknown.has_fault("bulk-category"));
    let fields = [("number", one.as_str()), ("number", two.as_str()), ("step", "recategorise"), ("category", "housing")];
    assert_eq!(officer.post("/staff/queue/bulk", &fields).await.status, StatusCode::OK);
    assert!(officer.get("/staff/queue?category=housing").await.body.contains(&format!("data-number=\"{two}\"")));

    let token = officer.token().await;
    let ask = format!(r#"{{"number":"{one}"}}"#);
    let row: QueueRow = serde_json::from_str(&officer.ask("/api/staff/queue/assign", &ask, &token).await.body).unwrap();
    assert_eq!(row.assignee.as_deref(), Some("tianhe"));
    let mine = officer.get("/staff/queue?mine=1").await;
    assert!(mine.body.contains(&format!("data-number=\"{one}\"")) && !mine.body.contains(&format!("data-number=\"{two}\"")));
}

#[tokio::test]
async fn nobody_gets_in_without_signing_in() {
    let portal = TestPortal::sqlite().await;
    for path in
        ["/staff", "/staff/queue", "/staff/account", "/staff/cases/1", "/staff/help", "/admin/members", "/staff/audit", "/admin/units"]
    {
        let answer = portal.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.header("location").starts_with("/staff/login"), "{path}");
    }
    let post =
        Request::post("/staff/cases/1/accept").header("content-type", "application/x-www-form-urlencoded").body(Body::empty()).unwrap();
    assert_eq!(portal.send(post).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn asking_for_news_is_on_record_only_when_there_are_any() {
    let portal = TestPortal::sqlite().await;
    filed(&portal, "一", &[]).await;
    let officer = Member::arrive(&portal, "tianhe").await;
    let reads = async || {
        let log = portal.store.audit().page(None, 1_000).await.unwrap();
        log.iter().filter(|entry| entry.action == "queue.read").count()
    };
    let news = async |seen: &str| -> Option<QueuePage> {
        let answer = officer.get(&format!("/api/staff/queue?kind=disclosure&seen={seen}")).await;
        serde_json::from_str(&answer.body).unwrap()
    };
    let first = news("").await.unwrap();
    assert_eq!((first.rows.len(), reads().await), (1, 1));
    for _ in 0..5 {
        assert_eq!(news(&first.mark).await, None);
    }
    assert_eq!(reads().await, 1, "asked five times, and nothing was read");

    filed(&portal, "二", &[]).await;
    let second = news(&first.mark).await.unwrap();
    assert_eq!((second.rows.len(), reads().await), (2, 2));
    assert_eq!(news(&second.mark).await, None);
}
