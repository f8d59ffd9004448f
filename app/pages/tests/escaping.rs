//! What people typed is shown as text and never becomes markup.

use std::sync::Arc;

use model::{Catalog, Fault, FaultKind, Field, ReportForm, catalog::guangzhou};
use pages::{Assets, Locale, View, public::*, reporter::*};

const HOSTILE: &str = "</textarea></title>\"'><script>alert(1)</script><img src=x onerror=alert(1)>";

fn view() -> View {
    View { locale: Locale::ZhHans, elder: false, path: "/report".into(), assets: Arc::new(Assets::default()) }
}

fn hostile_form() -> ReportForm {
    let mut form = ReportForm::default();
    for field in [
        &mut form.kind,
        &mut form.category,
        &mut form.area,
        &mut form.subject,
        &mut form.title,
        &mut form.body,
        &mut form.identity,
        &mut form.name,
        &mut form.id_number,
        &mut form.phone,
        &mut form.address,
    ] {
        *field = HOSTILE.into();
    }
    form
}

fn assert_harmless(page: &str) {
    assert!(!page.contains("<script>"), "a script");
    assert!(!page.contains("<img src=x"), "an image");
    assert!(page.contains("alert(1)"), "the text itself is lost");
}

#[test]
fn in_the_report_form() {
    let catalog = Arc::new(Catalog::new(guangzhou::categories(), guangzhou::divisions()));
    let faults = vec![Fault::new(Field::Body, FaultKind::Malformed), Fault::new(Field::Receipt, FaultKind::ReceiptCharacter('<'))];
    let page = ReportPage {
        form: hostile_form(),
        faults,
        ticket: HOSTILE.into(),
        captcha: Some(HOSTILE.into()),
        catalog,
        units: vec![("440106".into(), HOSTILE.into())],
        sealing: None,
    };
    assert_harmless(&report_page(&view(), &page).into_string());
}

#[test]
fn in_a_form_that_was_kept() {
    let fields = vec![("body".into(), HOSTILE.into()), (HOSTILE.into(), HOSTILE.into())];
    let page = ErrorPage {
        problem: Problem::Internal(HOSTILE.into()),
        audience: Audience::Staff,
        kept: Some(KeptForm { action: "/report".into(), fields }),
    };
    assert_harmless(&error_page(&view(), &page).into_string());
}

#[test]
fn in_the_status_form() {
    let page = StatusFormPage { typed: HOSTILE.into(), faults: vec![], sealing: None };
    assert_harmless(&status_form_page(&view(), &page).into_string());
}

#[test]
fn a_text_area_gives_back_what_was_typed_to_the_letter() {
    let mut form = ReportForm::default();
    form.body = "\n  第一行 &amp; <b>\n".into();
    let catalog = Arc::new(Catalog::default());
    let page = ReportPage {
        form,
        faults: vec![],
        ticket: String::new(),
        captcha: None,
        catalog,
        units: vec![("440106".into(), HOSTILE.into())],
        sealing: None,
    };
    let html = report_page(&view(), &page).into_string();
    assert!(html.contains(">\n\n  第一行 &amp;amp; &lt;b&gt;\n</textarea>"));
}
