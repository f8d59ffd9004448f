//! One report from filing to an answer, as server and browser do it, on both.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use model::{Identity, Message, ReceiptCode, ReportContent};
use seal::*;
use support::Fixed;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const CASE: i64 = 1;

fn report() -> ReportContent {
    ReportContent {
        subject: "某街道".into(),
        title: "征地补偿".into(),
        body: "补偿款至今未到账。".repeat(500),
        avoid: Vec::new(),
        about: None,
    }
}

fn place(slot: Slot) -> Place {
    Place { case: CASE, slot, seq: 0, epoch: 0 }
}

fn key_place(purpose: Purpose, holder: Holder) -> KeyPlace {
    KeyPlace { case: CASE, epoch: 0, purpose, holder }
}

#[test]
fn the_unit_and_the_reporter_read_the_report() {
    let rng = &mut Fixed::counting();
    let unit = SealPrivateKey::generate(rng);
    let code = ReceiptCode::generate(rng);
    let key = DataKey::generate(rng);

    // Filing.
    let reporter = ReporterSecret::from_code(&code);
    let sealed = sign_message(&key, &place(Slot::Report), &reporter.signing_key(), &encode(&report()), rng);
    let for_unit = seal_key(&key, &unit.public(), &key_place(Purpose::Report, Holder::Unit(9)), rng);
    let for_reporter = wrap_key(&key, &reporter.wrapping_key(), &key_place(Purpose::Report, Holder::Reporter), rng);
    let author = reporter.signing_key().verifying_key();
    drop((key, reporter));

    // The unit.
    let key = open_key(&for_unit, &unit, &key_place(Purpose::Report, Holder::Unit(9))).unwrap();
    let opened = open_message(&key, &place(Slot::Report), &sealed, &author).unwrap();
    assert!(decode::<ReportContent>(&opened).unwrap() == report());

    // The reporter, with the code as typed.
    let typed = ReceiptCode::parse(&code.to_display().to_lowercase().replace('-', " ")).unwrap();
    let reporter = ReporterSecret::from_code(&typed);
    let key = unwrap_key(&for_reporter, &reporter.wrapping_key(), &key_place(Purpose::Report, Holder::Reporter)).unwrap();
    let opened = decrypt(&key, &place(Slot::Report), &sealed).unwrap();
    assert!(opened.ends_with(&encode(&report())));
}

#[test]
fn a_later_epoch_reaches_the_reporter_through_the_public_key() {
    let rng = &mut Fixed::counting();
    let reporter = ReporterSecret::from_code(&ReceiptCode::generate(rng));
    let stored = SealPublicKey::try_from(reporter.seal_key().public().to_bytes().as_slice()).unwrap();
    let (officer, key) = (SigningKey::generate(rng), DataKey::generate(rng));
    let (place, key_place) =
        (Place { epoch: 1, ..place(Slot::Answer) }, KeyPlace { epoch: 1, ..key_place(Purpose::Report, Holder::Reporter) });

    let sealed_key = seal_key(&key, &stored, &key_place, rng);
    let answer = sign_message(&key, &place, &officer, &encode(&Message::of("已办结。".into())), rng);

    let key = open_key(&sealed_key, &reporter.seal_key(), &key_place).unwrap();
    let opened = open_message(&key, &place, &answer, &officer.verifying_key()).unwrap();
    assert!(decode::<Message>(&opened).unwrap().body == "已办结。");
}

#[test]
fn the_identity_opens_with_the_custodians_key_only() {
    let rng = &mut Fixed::counting();
    let (officers, custodians) = (SealPrivateKey::generate(rng), SealPrivateKey::generate(rng));
    let key = DataKey::generate(rng);
    let identity = Identity { name: "王某".into(), id_number: String::new(), phone: String::new(), address: String::new() };
    let sealed = encrypt(&key, &place(Slot::Identity), &encode(&identity), rng);
    let at = key_place(Purpose::Identity, Holder::Unit(10));
    let sealed_key = seal_key(&key, &custodians.public(), &at, rng);

    assert_eq!(open_key(&sealed_key, &officers, &at).unwrap_err(), OpenError::WrongKey);
    let opened = decrypt(&open_key(&sealed_key, &custodians, &at).unwrap(), &place(Slot::Identity), &sealed).unwrap();
    assert!(decode::<Identity>(&opened).unwrap() == identity);
}
