//! A file that anyone sent is cleaned or refused; what is called clean has nothing left to find.
#![no_main]

use cleaner::{FileKind, clean};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let kind = FileKind::of_whole(bytes);
    if let Ok(cleaned) = clean(kind, bytes.to_vec()) {
        assert!(clean(kind, cleaned.bytes).is_ok_and(|again| again.found.is_empty()));
    }
});
