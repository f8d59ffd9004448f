//! What a reporter's browser sends, without JavaScript.

use std::cell::RefCell;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    load::{self, Outcome},
    portal::{Portal, hidden, receipt_code},
};

/// Reports have 2,000 characters.
const LENGTH: usize = 2000;
const SENTENCE: &str = "二零二六年三月，该医院设备科在一次公开招标中，将技术参数写成只有一家供应商能够满足的样子。";

pub async fn home(portal: &Portal, requests: usize) -> Outcome {
    load::run(portal.address, 64, requests, async |client, _| client.get("/").await.status == 200).await
}

/// As many forms, each with a ticket of its own, ready to be sent. Not part of what is timed.
pub async fn tickets(portal: &Portal, count: usize) -> Vec<Vec<u8>> {
    let body: String = SENTENCE.chars().cycle().take(LENGTH).collect();
    let body = percent(&body);
    let forms = RefCell::new(Vec::with_capacity(count));
    load::run(portal.address, 32, count, async |client, _| {
        let ticket = hidden(client.get("/report").await.text(), "ticket");
        forms.borrow_mut().push(form(&ticket, &body));
        true
    })
    .await;
    forms.into_inner()
}

fn form(ticket: &str, body: &str) -> Vec<u8> {
    let (subject, title, ticket) = (percent("某市属医院设备科"), percent("招标参数量身定做"), percent(ticket));
    format!(
        "kind=disclosure&category=medicine&area=440106&subject={subject}&title={title}&body={body}&identity=anonymous&step=send&ticket={ticket}"
    )
    .into_bytes()
}

pub fn percent(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Files each form once and returns the receipt codes.
pub async fn reports(portal: &Portal, forms: Vec<Vec<u8>>) -> (Outcome, Vec<String>) {
    let codes = RefCell::new(Vec::with_capacity(forms.len()));
    let outcome = load::run(portal.address, 32, forms.len(), async |client, number| {
        let answer = client.post("/report", &forms[number]).await;
        let code = if answer.status == 200 { receipt_code(answer.text()) } else { None };
        let right = code.is_some();
        codes.borrow_mut().extend(code);
        right
    })
    .await;
    (outcome, codes.into_inner())
}

/// Opens the status page by codes, in turn.
pub async fn status_checks(portal: &Portal, codes: &[String], requests: usize) -> Outcome {
    load::run(portal.address, 32, requests, async |client, number| {
        let form = format!("receipt={}", codes[number % codes.len()]);
        client.post("/status", form.as_bytes()).await.status == 200
    })
    .await
}
