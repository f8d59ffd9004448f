//! Opened content is what its type says, or an error: a unit reads what a browser that nobody controls has sealed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model::{Identity, Message, ReportContent, Summary};
use seal::{Content, decode, encode};

fn same_again<T: Content + PartialEq>(bytes: &[u8]) {
    if let Ok(content) = decode::<T>(bytes) {
        assert!(decode::<T>(&encode(&content)).is_ok_and(|again| again == content));
    }
}

fuzz_target!(|bytes: &[u8]| {
    same_again::<ReportContent>(bytes);
    same_again::<Summary>(bytes);
    same_again::<Identity>(bytes);
    same_again::<Message>(bytes);
});
