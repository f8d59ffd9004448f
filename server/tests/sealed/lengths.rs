//! What whoever watches the line sees: how long the answers about a case are.

use axum::http::StatusCode;
use model::{ReceiptCode, api::OpenAsk};
use seal::ReporterSecret;

use crate::{browser::post, following::lookup, member::Member, support::TestPortal};

/// The unit asks, and the reporter answers, so often.
async fn converse(portal: &TestPortal, officer: &Member<'_>, number: &str, code: &str, times: usize) {
    for _ in 0..times {
        let asked = officer.act(number, "ask", &[("message", "请补充签约的日期、地点，以及您手里的材料。")]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER);
        let answered = portal.post("/status", &[("receipt", code), ("action", "supply"), ("message", "九月十二日，在医院会议室。")]).await;
        assert!(answered.body.contains("九月十二日"));
    }
}

#[tokio::test]
async fn who_watches_the_line_cannot_tell_whether_the_unit_has_written() {
    let portal = TestPortal::sqlite().await;
    let receipt = portal.file(&[]).await;
    let (number, code) = (receipt.text_of("case-number"), receipt.text_of("receipt-code"));
    let secret = ReporterSecret::from_code(&ReceiptCode::parse(&code).unwrap());
    let asked = OpenAsk { lookup: Some(lookup(&secret)), faults: Vec::new(), request: None };
    let lengths = async || {
        let mut lengths = Vec::new();
        for language in ["", "/zh-Hant", "/en", "/elder"] {
            let page = portal.post(&format!("{language}/status"), &[("receipt", &code)]).await;
            let sealed = post(&portal, &format!("{language}/api/status/open"), &asked).await;
            assert!(page.status == StatusCode::OK && sealed.status == StatusCode::OK);
            lengths.extend([page.body.len(), sealed.body.len()]);
        }
        lengths
    };
    let officer = Member::arrive(&portal, "tianhe").await;
    let empty = lengths().await;
    assert_eq!(empty, [32 * 1024; 8]);
    officer.act(&number, "accept", &[]).await;
    converse(&portal, &officer, &number, &code, 4).await;
    assert_eq!(lengths().await, empty);
    converse(&portal, &officer, &number, &code, 30).await;
    let full = lengths().await;
    assert!(full > empty && full.iter().all(|length| length % empty[0] == 0), "{full:?}");
}
