//! A form as it is posted: whatever the bytes, it is read or refused, and what is accepted keeps within the limits.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use model::{Catalog, ReportForm, catalog::guangzhou, limits};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::new(guangzhou::categories(), guangzhou::divisions()));

fuzz_target!(|bytes: &[u8]| {
    let Ok(form) = serde_html_form::from_bytes::<ReportForm>(bytes) else { return };
    match form.check(&CATALOG) {
        Ok(report) => {
            assert!(report.content.title.chars().count() <= limits::TITLE);
            assert!(report.content.subject.chars().count() <= limits::SUBJECT);
            assert!(report.content.body.chars().count() <= limits::BODY);
        }
        Err(faults) => assert!(!faults.is_empty()),
    }
});
