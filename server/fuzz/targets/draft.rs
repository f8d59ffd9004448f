//! A draft in a browser's storage, where anyone with the device may have written. Its phrase costs time, so this one is slow.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rand::{SeedableRng, rngs::StdRng};
use seal::{DraftKey, open_draft};

static KEY: LazyLock<DraftKey> = LazyLock::new(|| DraftKey::new("a phrase", &mut StdRng::seed_from_u64(1)));

fuzz_target!(|bytes: &[u8]| {
    let mut sealed = KEY.seal(bytes, &mut StdRng::seed_from_u64(2));
    let _ = open_draft("a phrase", bytes);
    let place = bytes.first().map_or(0, |&byte| usize::from(byte) % sealed.len());
    sealed[place] ^= 1;
    assert!(open_draft("a phrase", &sealed).is_err());
});
