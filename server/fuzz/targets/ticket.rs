//! What comes back in a form's ticket: whatever the text, it is a ticket of this portal or an error.
#![no_main]

use std::sync::LazyLock;

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use rand::{SeedableRng, rngs::StdRng};
use seal::SymmetricKey;

use server::casework::ticket::{LIFETIME, Ticket};

const NOW: Timestamp = Timestamp::constant(1_795_000_000, 0);

static KEY: LazyLock<SymmetricKey> = LazyLock::new(|| SymmetricKey::generate(&mut StdRng::seed_from_u64(1)));
static GENUINE: LazyLock<String> =
    LazyLock::new(|| Ticket::issue(NOW, &mut StdRng::seed_from_u64(2)).seal(&KEY, &mut StdRng::seed_from_u64(3)));

fuzz_target!(|bytes: &[u8]| {
    // At random nobody makes a ticket; and whichever characters of a genuine one are changed, it is none any more.
    let typed = String::from_utf8_lossy(bytes);
    assert_eq!(Ticket::open(&typed, &KEY, NOW, LIFETIME).is_ok(), *typed == **GENUINE);
    let changed: String = GENUINE.chars().zip(typed.chars().chain(std::iter::repeat('\0'))).map(put_over).collect();
    assert_eq!(Ticket::open(&changed, &KEY, NOW, LIFETIME).is_ok(), changed == **GENUINE);
});

/// What was typed, where it is a character that a ticket may have.
fn put_over((genuine, typed): (char, char)) -> char {
    if typed.is_ascii_alphanumeric() { typed } else { genuine }
}
