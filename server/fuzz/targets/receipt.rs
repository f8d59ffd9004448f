//! Whatever is typed as a receipt code or a case number is understood or refused, and what is understood reads the same once shown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model::{CaseNumber, ReceiptCode};

fuzz_target!(|typed: &str| {
    if let Ok(code) = ReceiptCode::parse(typed) {
        let again = ReceiptCode::parse(&code.to_display()).expect("what is shown can be typed back");
        assert_eq!(again.as_bytes(), code.as_bytes());
    }
    if let Ok(number) = CaseNumber::parse(typed) {
        assert_eq!(CaseNumber::parse(number.as_str()), Ok(number));
    }
});
