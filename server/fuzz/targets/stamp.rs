//! A stamp in which anything was written over, or anything else in its place: it holds for the text and the moment of the genuine one, or is an
//! error.
#![no_main]

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../../tests/support/authority.rs"]
mod authority;

use std::sync::LazyLock;

use authority::{Key, TestAuthority, Wrong};
use libfuzzer_sys::fuzz_target;
use rand::{SeedableRng, rngs::StdRng};
use server::stamps::{Stamp, Trust};

const TEXT: &[u8] = b"the end of a day";

static GENUINE: LazyLock<(Trust, Stamp)> = LazyLock::new(|| {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let authority = TestAuthority::start(Key::P256, Wrong::Nothing, "20261124032000Z").await;
        let stamp = authority.authority().stamp(TEXT, &mut StdRng::seed_from_u64(1)).await.expect("an honest stamp");
        (Trust::load(&authority.root).expect("its certificate"), stamp)
    })
});

fuzz_target!(|bytes: &[u8]| {
    let (trust, genuine) = &*GENUINE;
    assert!(trust.check(bytes, TEXT).is_err());
    let Some((place, over)) = bytes.split_first_chunk::<2>() else { return };
    let mut token = genuine.token.clone();
    let place = usize::from(u16::from_be_bytes(*place)) % token.len();
    token.iter_mut().skip(place).zip(over).for_each(|(byte, over)| *byte = *over);
    if let Ok(at) = trust.check(&token, TEXT) {
        assert_eq!(at, genuine.at);
    }
    assert!(trust.check(&token, b"another text").is_err());
});
