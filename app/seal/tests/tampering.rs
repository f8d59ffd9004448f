//! Whatever is changed, moved, cut, extended or opened with another key is refused, with an error that says which.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]
#![cfg(not(target_arch = "wasm32"))]

mod support;

use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use seal::*;
use support::{KEY_PLACE, PLACE, data_key};

/// Where the body begins in what is sealed under a symmetric key: header, salt, commitment.
const SYMMETRIC_BODY: usize = 2 + 32 + 32;
/// Where the encapsulated key begins in what is sealed to a public key: header, commitment.
const ENCAPSULATED: usize = 2 + 32;
/// And where the body does.
const HPKE_BODY: usize = ENCAPSULATED + 1120;

fn rng() -> StdRng {
    StdRng::seed_from_u64(1)
}

fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    changed[bit / 8] ^= 1 << (bit % 8);
    changed
}

/// What opening anything says once one bit is changed, given where the commitment (and what it depends on) ends.
fn expected(bit: usize, changed: &[u8], committed: usize) -> OpenError {
    match bit / 8 {
        0 => OpenError::UnknownSuite(changed[0]),
        1 => OpenError::UnknownVersion(changed[1]),
        byte if byte < committed => OpenError::WrongKey,
        _ => OpenError::Altered,
    }
}

fn reopen(bytes: Vec<u8>) -> Result<Vec<u8>, OpenError> {
    decrypt(&data_key(), &PLACE, &Ciphertext::try_from(bytes)?).map(|plain| plain.to_vec())
}

fn unwrap_again(bytes: Vec<u8>) -> Result<DataKey, OpenError> {
    unwrap_key(&WrappedKey::try_from(bytes)?, &SymmetricKey::from_bytes([4; 32]), &KEY_PLACE)
}

fn unit() -> SealPrivateKey {
    SealPrivateKey::from_seed(&[5; 32])
}

fn unseal(bytes: Vec<u8>) -> Result<DataKey, OpenError> {
    open_key(&SealedKey::try_from(bytes)?, &unit(), &KEY_PLACE)
}

fn place() -> impl Strategy<Value = Place> {
    (any::<i64>(), prop::sample::select(Slot::ALL), any::<u32>(), any::<u32>()).prop_map(|(case, slot, seq, epoch)| Place {
        case,
        slot,
        seq,
        epoch,
    })
}

fn holder() -> impl Strategy<Value = Holder> {
    prop_oneof![any::<i64>().prop_map(Holder::Unit), Just(Holder::Reporter), any::<i64>().prop_map(Holder::Member)]
}

fn key_place() -> impl Strategy<Value = KeyPlace> {
    (any::<i64>(), any::<u32>(), prop::sample::select(Purpose::ALL), holder()).prop_map(|(case, epoch, purpose, holder)| KeyPlace {
        case,
        epoch,
        purpose,
        holder,
    })
}

/// The place itself with one field changed.
fn neighbours(place: Place) -> [Place; 4] {
    [
        Place { case: place.case ^ 1, ..place },
        Place { slot: if place.slot == Slot::Note { Slot::Message } else { Slot::Note }, ..place },
        Place { seq: place.seq ^ 1, ..place },
        Place { epoch: place.epoch ^ 1, ..place },
    ]
}

fn key_neighbours(place: KeyPlace) -> [KeyPlace; 6] {
    let purpose = if place.purpose == Purpose::Report { Purpose::Identity } else { Purpose::Report };
    let holder = match place.holder {
        Holder::Unit(id) => [Holder::Unit(id ^ 1), Holder::Member(id), Holder::Reporter],
        Holder::Reporter => [Holder::Unit(0), Holder::Member(0), Holder::Unit(1)],
        Holder::Member(id) => [Holder::Member(id ^ 1), Holder::Unit(id), Holder::Reporter],
    };
    let [one, two, three] = holder.map(|holder| KeyPlace { holder, ..place });
    [
        KeyPlace { case: place.case ^ 1, ..place },
        KeyPlace { epoch: place.epoch ^ 1, ..place },
        KeyPlace { purpose, ..place },
        one,
        two,
        three,
    ]
}

proptest! {
    #[test]
    fn content_comes_back(place in place(), text: Vec<u8>, key: [u8; 32], seed: u64) {
        let rng = &mut StdRng::seed_from_u64(seed);
        let key = DataKey::generate(&mut StdRng::from_seed(key));
        let sealed = encrypt(&key, &place, &text, rng);
        prop_assert_eq!(sealed.as_bytes().len(), Ciphertext::MIN_LEN - padded_len(0) + padded_len(text.len()));
        let again = Ciphertext::try_from(sealed.as_bytes()).unwrap();
        prop_assert_eq!(&*decrypt(&key, &place, &again).unwrap(), &text);
    }

    #[test]
    fn content_with_a_changed_bit_is_refused(text: Vec<u8>, position: prop::sample::Index) {
        let sealed = encrypt(&data_key(), &PLACE, &text, &mut rng());
        let bit = position.index(sealed.as_bytes().len() * 8);
        let changed = flipped(sealed.as_bytes(), bit);
        prop_assert_eq!(reopen(changed.clone()).unwrap_err(), expected(bit, &changed, SYMMETRIC_BODY));
    }

    #[test]
    fn content_in_another_place_is_refused(place in place(), text: Vec<u8>) {
        let sealed = encrypt(&data_key(), &place, &text, &mut rng());
        for other in neighbours(place) {
            prop_assert_eq!(decrypt(&data_key(), &other, &sealed).unwrap_err(), OpenError::Altered);
        }
    }

    #[test]
    fn cut_content_is_refused(text: Vec<u8>, position: prop::sample::Index) {
        let sealed = encrypt(&data_key(), &PLACE, &text, &mut rng()).into_bytes();
        let len = position.index(sealed.len());
        let expected = if len < Ciphertext::MIN_LEN { OpenError::Truncated(len) } else { OpenError::Altered };
        prop_assert_eq!(reopen(sealed[..len].to_vec()).unwrap_err(), expected);
    }

    #[test]
    fn extended_content_is_refused(text: Vec<u8>, more in prop::collection::vec(any::<u8>(), 1..300)) {
        let sealed = encrypt(&data_key(), &PLACE, &text, &mut rng()).into_bytes();
        prop_assert_eq!(reopen([sealed, more].concat()).unwrap_err(), OpenError::Altered);
    }

    #[test]
    fn another_data_key_opens_nothing(text: Vec<u8>, other: [u8; 32]) {
        let sealed = encrypt(&data_key(), &PLACE, &text, &mut rng());
        let other = DataKey::generate(&mut StdRng::from_seed(other));
        prop_assert_eq!(decrypt(&other, &PLACE, &sealed).unwrap_err(), OpenError::WrongKey);
    }

    #[test]
    fn a_signed_message_comes_back_from_its_author_only(place in place(), text: Vec<u8>, seed: [u8; 32], other: [u8; 32]) {
        prop_assume!(seed != other);
        let [author, other] = [seed, other].map(|seed| SigningKey::from_seed(&seed));
        let sealed = sign_message(&data_key(), &place, &author, &text, &mut rng());
        prop_assert_eq!(&*open_message(&data_key(), &place, &sealed, &author.verifying_key()).unwrap(), &text);
        prop_assert_eq!(open_message(&data_key(), &place, &sealed, &other.verifying_key()).unwrap_err(), OpenError::Signature);
    }

    #[test]
    fn what_nobody_signed_is_no_message(text: Vec<u8>) {
        let author = SigningKey::from_seed(&[1; 32]).verifying_key();
        let sealed = encrypt(&data_key(), &PLACE, &text, &mut rng());
        prop_assert_eq!(open_message(&data_key(), &PLACE, &sealed, &author).unwrap_err(), OpenError::Signature);
    }

    #[test]
    fn a_wrapped_key_opens_in_its_place_only(place in key_place(), under: [u8; 32]) {
        let under = SymmetricKey::from_bytes(under);
        let wrapped = wrap_key(&data_key(), &under, &place, &mut rng());
        prop_assert!(unwrap_key(&wrapped, &under, &place).is_ok());
        for other in key_neighbours(place) {
            prop_assert_eq!(unwrap_key(&wrapped, &under, &other).unwrap_err(), OpenError::Altered);
        }
    }

    #[test]
    fn a_wrapped_key_with_a_changed_bit_is_refused(bit in 0..WrappedKey::MIN_LEN * 8) {
        let wrapped = wrap_key(&data_key(), &SymmetricKey::from_bytes([4; 32]), &KEY_PLACE, &mut rng());
        let changed = flipped(wrapped.as_bytes(), bit);
        prop_assert_eq!(unwrap_again(changed.clone()).unwrap_err(), expected(bit, &changed, SYMMETRIC_BODY));
    }

    #[test]
    fn bytes_that_nobody_sealed_never_open(bytes in prop::collection::vec(any::<u8>(), 0..2000), suite in 0..3u8) {
        let bytes = [&[suite, 1], bytes.as_slice()].concat();
        prop_assert!(reopen(bytes.clone()).is_err());
        prop_assert!(unwrap_again(bytes.clone()).is_err());
        prop_assert!(unseal(bytes).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_sealed_key_opens_in_its_place_only(place in key_place(), seed: [u8; 32]) {
        let unit = SealPrivateKey::from_seed(&seed);
        let sealed = seal_key(&data_key(), &unit.public(), &place, &mut rng());
        prop_assert!(open_key(&sealed, &unit, &place).is_ok());
        for other in key_neighbours(place) {
            prop_assert_eq!(open_key(&sealed, &unit, &other).unwrap_err(), OpenError::Altered);
        }
    }

    #[test]
    fn a_sealed_key_opens_with_no_other_units_key(seed: [u8; 32]) {
        let sealed = seal_key(&data_key(), &unit().public(), &KEY_PLACE, &mut rng());
        prop_assert_eq!(open_key(&sealed, &SealPrivateKey::from_seed(&seed), &KEY_PLACE).unwrap_err(), OpenError::WrongKey);
    }

    #[test]
    fn a_sealed_key_with_a_changed_bit_is_refused(bit in 0..SealedKey::MIN_LEN * 8) {
        let sealed = seal_key(&data_key(), &unit().public(), &KEY_PLACE, &mut rng());
        let changed = flipped(sealed.as_bytes(), bit);
        prop_assert_eq!(unseal(changed.clone()).unwrap_err(), expected(bit, &changed, HPKE_BODY));
    }

    #[test]
    fn a_sealed_secret_comes_back(secret: Vec<u8>, aad: Vec<u8>, position: prop::sample::Index) {
        let sealed = seal_secret(&secret, &unit().public(), &aad, &mut rng());
        prop_assert_eq!(&*open_secret(&sealed, &unit(), &aad).unwrap(), &secret);
        prop_assert_eq!(open_secret(&sealed, &unit(), &[&aad[..], b"x"].concat()).unwrap_err(), OpenError::Altered);
        let len = position.index(sealed.as_bytes().len());
        let cut = SealedBytes::try_from(&sealed.as_bytes()[..len]).and_then(|cut| open_secret(&cut, &unit(), &aad));
        let expected = if len < SealedBytes::MIN_LEN { OpenError::Truncated(len) } else { OpenError::Altered };
        prop_assert_eq!(cut.unwrap_err(), expected);
    }

    #[test]
    fn a_locked_secret_comes_back(secret: Vec<u8>, aad: Vec<u8>, under: [u8; 32], other: [u8; 32]) {
        prop_assume!(under != other);
        let [under, other] = [under, other].map(SymmetricKey::from_bytes);
        let locked = lock(&secret, &under, &aad, &mut rng());
        prop_assert_eq!(&*unlock(&locked, &under, &aad).unwrap(), &secret);
        prop_assert_eq!(unlock(&locked, &under, &[&aad[..], b"x"].concat()).unwrap_err(), OpenError::Altered);
        prop_assert_eq!(unlock(&locked, &other, &aad).unwrap_err(), OpenError::WrongKey);
    }
}

#[test]
fn lengths_that_no_key_has_are_refused_before_anything_is_opened() {
    let wrapped = wrap_key(&data_key(), &SymmetricKey::from_bytes([4; 32]), &KEY_PLACE, &mut rng()).into_bytes();
    let sealed = seal_key(&data_key(), &unit().public(), &KEY_PLACE, &mut rng()).into_bytes();
    assert_eq!(unwrap_again(wrapped[..wrapped.len() - 1].to_vec()).unwrap_err(), OpenError::Truncated(wrapped.len() - 1));
    assert_eq!(unwrap_again([&wrapped[..], &[0]].concat()).unwrap_err(), OpenError::Overlong(wrapped.len() + 1));
    assert_eq!(unseal(sealed[..sealed.len() - 1].to_vec()).unwrap_err(), OpenError::Truncated(sealed.len() - 1));
    assert_eq!(unseal([&sealed[..], &[0]].concat()).unwrap_err(), OpenError::Overlong(sealed.len() + 1));
}

#[test]
fn one_kind_does_not_pass_for_another() {
    let under = SymmetricKey::from_bytes([4; 32]);
    let wrapped = wrap_key(&data_key(), &under, &KEY_PLACE, &mut rng());
    let as_locked = Locked::try_from(wrapped.as_bytes()).unwrap();
    assert_eq!(unlock(&as_locked, &under, b"").unwrap_err(), OpenError::WrongKey);

    let sealed = seal_key(&data_key(), &unit().public(), &KEY_PLACE, &mut rng());
    let as_secret = SealedBytes::try_from(sealed.as_bytes()).unwrap();
    assert_eq!(open_secret(&as_secret, &unit(), b"").unwrap_err(), OpenError::WrongKey);
    assert_eq!(Ciphertext::try_from(sealed.as_bytes()).unwrap_err(), OpenError::UnknownSuite(2));
}

#[test]
fn the_same_content_is_never_sealed_alike() {
    let rng = &mut rng();
    assert_ne!(encrypt(&data_key(), &PLACE, b"yes", rng), encrypt(&data_key(), &PLACE, b"yes", rng));
}

#[test]
fn short_answers_have_one_length() {
    let rng = &mut rng();
    let [yes, no] = [&b"yes"[..], b"certainly not"].map(|text| encrypt(&data_key(), &PLACE, text, rng).as_bytes().len());
    assert_eq!(yes, no);
}

#[test]
fn keys_of_the_wrong_length_or_value_are_refused() {
    assert_eq!(SealPublicKey::try_from([0; 31].as_slice()).unwrap_err(), InvalidKey::Length(31));
    assert_eq!(SealPublicKey::try_from([255; SealPublicKey::LEN].as_slice()).unwrap_err(), InvalidKey::Value);
    assert_eq!(SealPrivateKey::try_from([0; 33].as_slice()).unwrap_err(), InvalidKey::Length(33));
    assert_eq!(SigningKey::try_from([0; 31].as_slice()).unwrap_err(), InvalidKey::Length(31));
    assert_eq!(VerifyingKey::try_from([0; 31].as_slice()).unwrap_err(), InvalidKey::Length(31));
    assert_eq!(VerifyingKey::try_from([0; 32].as_slice()).unwrap_err(), InvalidKey::Value);
}

#[test]
fn nothing_secret_prints_itself() {
    let secret = format!("{:?} {:?} {:?}", data_key(), unit(), SigningKey::from_seed(&[1; 32]));
    assert_eq!(secret, "DataKey(secret) SealPrivateKey(secret) SigningKey(secret)");
    let sealed = encrypt(&data_key(), &PLACE, b"text", &mut rng());
    assert_eq!(format!("{sealed:?}"), "Ciphertext(338 bytes)");
}
