//! Bytes from a database that somebody else may have written: they open under the key they were sealed with, or give an error.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use seal::*;

const PLACE: Place = Place { case: 7, slot: Slot::Message, seq: 3, epoch: 1 };
const KEY_PLACE: KeyPlace = KeyPlace { case: 7, epoch: 1, purpose: Purpose::Report, holder: Holder::Unit(40) };

/// The keys of the known answers in `app/seal/tests/vectors`, which are the seeds: mutated, they get past every check but the last.
struct Keys {
    reporter: ReporterSecret,
    unit: SealPrivateKey,
    author: VerifyingKey,
    data: DataKey,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let reporter = ReporterSecret::from_code(&model::ReceiptCode::from_entropy(&std::array::from_fn(|place| place as u8)));
    let author = reporter.signing_key().verifying_key();
    Keys { unit: reporter.seal_key(), author, data: DataKey::generate(&mut Nines), reporter }
});

/// The randomness of the known answers' data key.
struct Nines;

impl rand_core::TryRng for Nines {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(0x0909_0909)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(0x0909_0909_0909_0909)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        out.fill(9);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Nines {}

fuzz_target!(|bytes: &[u8]| {
    let keys = &*KEYS;
    if let Ok(sealed) = Ciphertext::try_from(bytes) {
        assert_eq!(sealed.as_bytes(), bytes);
        let _ = decrypt(&keys.data, &PLACE, &sealed);
        let _ = open_message(&keys.data, &PLACE, &sealed, &keys.author);
    }
    if let Ok(wrapped) = WrappedKey::try_from(bytes) {
        let _ = unwrap_key(&wrapped, &keys.reporter.wrapping_key(), &KEY_PLACE);
    }
    if let Ok(locked) = Locked::try_from(bytes) {
        let _ = unlock(&locked, &keys.reporter.wrapping_key(), b"what and whose");
    }
    if let Ok(sealed) = SealedKey::try_from(bytes) {
        let _ = open_key(&sealed, &keys.unit, &KEY_PLACE);
    }
    if let Ok(sealed) = SealedBytes::try_from(bytes) {
        let _ = open_secret(&sealed, &keys.unit, b"what and whose");
    }
    let _ = SealPublicKey::try_from(bytes);
    let _ = VerifyingKey::try_from(bytes);
    // Whatever is sealed comes back.
    let again = encrypt(&keys.data, &PLACE, bytes, &mut Nines);
    assert_eq!(&**decrypt(&keys.data, &PLACE, &again).expect("just sealed"), bytes);
});
