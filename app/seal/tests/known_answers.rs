//! The same inputs give the same bytes on the server and in the browser, today and in ten years: what is stored has to open then.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use model::{CaseNumber, ReceiptCode};
use seal::*;
use serde::{Deserialize, Serialize};
use support::{Fixed, KEY_PLACE, PLACE, data_key, hex, read};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Everything as hexadecimal text.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Answers {
    lookup_id: String,
    wrapping_key: String,
    seal_seed: String,
    signing_seed: String,
    derived: String,
    ciphertext: String,
    signed: String,
    wrapped_key: String,
    locked: String,
    sealed_key: String,
    sealed_secret: String,
    proof: String,
}

const BODY: &[u8] = "关于某工程招标的情况".as_bytes();

fn stored() -> Answers {
    read(include_str!("vectors/known_answers.json"))
}

fn reporter() -> ReporterSecret {
    ReporterSecret::from_code(&ReceiptCode::from_entropy(&std::array::from_fn(|place| place as u8)))
}

fn computed() -> Answers {
    let reporter = reporter();
    let (wrapping, unit, author) = (reporter.wrapping_key(), reporter.seal_key(), reporter.signing_key());
    let number = CaseNumber::generate(2026, &mut Fixed::counting());
    let show = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    Answers {
        lookup_id: show(reporter.lookup_id().as_bytes()),
        wrapping_key: show(wrapping.expose()),
        seal_seed: show(unit.to_seed().as_slice()),
        signing_seed: show(author.to_seed().as_slice()),
        derived: show(SymmetricKey::derive(b"thirty-two bytes of good entropy", "label").expose()),
        ciphertext: show(encrypt(&data_key(), &PLACE, BODY, &mut Fixed::counting()).as_bytes()),
        signed: show(sign_message(&data_key(), &PLACE, &author, BODY, &mut Fixed::counting()).as_bytes()),
        wrapped_key: show(wrap_key(&data_key(), &wrapping, &KEY_PLACE, &mut Fixed::counting()).as_bytes()),
        locked: show(lock(b"secret", &wrapping, b"what and whose", &mut Fixed::counting()).as_bytes()),
        sealed_key: show(seal_key(&data_key(), &unit.public(), &KEY_PLACE, &mut Fixed::counting()).as_bytes()),
        sealed_secret: show(seal_secret(b"secret", &unit.public(), b"what and whose", &mut Fixed::counting()).as_bytes()),
        proof: show(proof_of_filing(&reporter.proof_key(), &number, 3_600_000, BODY).as_bytes()),
    }
}

#[test]
fn sealing_gives_the_stored_bytes() {
    assert_eq!(computed(), stored());
}

#[test]
fn stored_bytes_open() {
    use subtle::ConstantTimeEq;

    let answers = stored();
    let reporter = reporter();
    let (wrapping, unit, author) = (reporter.wrapping_key(), reporter.seal_key(), reporter.signing_key().verifying_key());
    let same_key = |key: DataKey| bool::from(key.ct_eq(&data_key()));

    let ciphertext = Ciphertext::try_from(hex(&answers.ciphertext)).unwrap();
    assert_eq!(*decrypt(&data_key(), &PLACE, &ciphertext).unwrap(), BODY);
    let signed = Ciphertext::try_from(hex(&answers.signed)).unwrap();
    assert_eq!(*open_message(&data_key(), &PLACE, &signed, &author).unwrap(), BODY);
    let wrapped = WrappedKey::try_from(hex(&answers.wrapped_key)).unwrap();
    assert!(same_key(unwrap_key(&wrapped, &wrapping, &KEY_PLACE).unwrap()));
    let locked = Locked::try_from(hex(&answers.locked)).unwrap();
    assert_eq!(*unlock(&locked, &wrapping, b"what and whose").unwrap(), b"secret");
    let sealed = SealedKey::try_from(hex(&answers.sealed_key)).unwrap();
    assert!(same_key(open_key(&sealed, &unit, &KEY_PLACE).unwrap()));
    let sealed = SealedBytes::try_from(hex(&answers.sealed_secret)).unwrap();
    assert_eq!(*open_secret(&sealed, &unit, b"what and whose").unwrap(), b"secret");
}
