//! The published vectors of what this crate is built from, run through the very versions and features that it uses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use hkdf::Hkdf;
use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable,
    aead::{self, Aead as _, AesGcm256},
    kdf::HkdfSha256,
    kem::{X25519HkdfSha256, XWing},
};
use serde::Deserialize;
use sha2::Sha256;
use support::{Fixed, hex, read};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Deserialize)]
#[allow(non_snake_case, reason = "the names of RFC 9180")]
struct HpkeVector {
    kem_id: u16,
    aead_id: u16,
    info: String,
    ikmE: String,
    skRm: String,
    pkRm: String,
    enc: String,
    shared_secret: String,
    encryptions: Vec<Encryption>,
    exports: Vec<Export>,
}

#[derive(Deserialize)]
struct Encryption {
    aad: String,
    pt: String,
    ct: String,
}

#[derive(Deserialize)]
struct Export {
    exporter_context: String,
    exported_value: String,
}

#[test]
fn hpke() {
    let vectors: Vec<HpkeVector> = read(include_str!("vectors/hpke.json"));
    let ran: Vec<(u16, u16)> = vectors.iter().map(|vector| (vector.kem_id, vector.aead_id)).collect();
    assert_eq!(ran, [(X25519HkdfSha256::KEM_ID, 2), (XWing::KEM_ID, 3)]);
    run_hpke::<X25519HkdfSha256, AesGcm256>(&vectors[0]);
    run_hpke::<XWing, NamedChaCha>(&vectors[1]);
}

/// The published X-Wing vectors are for ChaCha20-Poly1305, which this crate leaves out. Under its number, the key schedule and all exports
/// are checked; the messages, which another cipher would encrypt otherwise, are not.
struct NamedChaCha;

impl aead::Aead for NamedChaCha {
    type AeadImpl = Aes256Gcm;
    const AEAD_ID: u16 = 3;
}

fn run_hpke<K: Kem, A: aead::Aead>(vector: &HpkeVector) {
    let private = K::PrivateKey::from_bytes(&hex(&vector.skRm)).unwrap();
    let public = K::PublicKey::from_bytes(&hex(&vector.pkRm)).unwrap();
    assert!(K::sk_to_pk(&private) == public);

    let info = hex(&vector.info);
    let randomness = &mut Fixed::giving(&hex(&vector.ikmE));
    let (encapsulated, mut sender) = hpke::setup_sender_with_rng::<A, HkdfSha256, K>(&OpModeS::Base, &public, &info, randomness).unwrap();
    assert_eq!(encapsulated.to_bytes().to_vec(), hex(&vector.enc));
    assert_eq!(K::decap(&private, None, &encapsulated).unwrap().0.to_vec(), hex(&vector.shared_secret));

    let mut receiver = hpke::setup_receiver::<A, HkdfSha256, K>(&OpModeR::Base, &private, &encapsulated, &info).unwrap();
    let messages = if vector.aead_id == AesGcm256::AEAD_ID { &vector.encryptions[..] } else { &[] };
    for message in messages {
        let (aad, plain, sealed) = (hex(&message.aad), hex(&message.pt), hex(&message.ct));
        assert_eq!(sender.seal(&plain, &aad).unwrap(), sealed);
        assert_eq!(receiver.open(&sealed, &aad).unwrap(), plain);
    }
    for export in &vector.exports {
        let expected = hex(&export.exported_value);
        let mut exported = vec![0; expected.len()];
        receiver.export(&hex(&export.exporter_context), &mut exported).unwrap();
        assert_eq!(exported, expected);
    }
}

#[derive(Deserialize)]
struct XWingVector {
    sk: String,
    eseed: String,
    pk: String,
    ct: String,
    ss: String,
}

#[test]
fn x_wing() {
    let vectors: Vec<XWingVector> = read(include_str!("vectors/xwing.json"));
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let private = <XWing as Kem>::PrivateKey::from_bytes(&hex(&vector.sk)).unwrap();
        let public = XWing::sk_to_pk(&private);
        assert_eq!(public.to_bytes().to_vec(), hex(&vector.pk));
        assert_eq!(seal::SealPrivateKey::try_from(hex(&vector.sk).as_slice()).unwrap().public().to_bytes(), hex(&vector.pk));

        let (secret, encapsulated) = XWing::encap_with_rng(&public, None, &mut Fixed::giving(&hex(&vector.eseed))).unwrap();
        assert_eq!(encapsulated.to_bytes().to_vec(), hex(&vector.ct));
        assert_eq!(secret.0.to_vec(), hex(&vector.ss));
        assert_eq!(XWing::decap(&private, None, &encapsulated).unwrap().0.to_vec(), hex(&vector.ss));
    }
}

#[derive(Deserialize)]
struct HkdfVector {
    ikm: String,
    salt: String,
    info: String,
    okm: String,
}

#[test]
fn hkdf_sha256() {
    let vectors: Vec<HkdfVector> = read(include_str!("vectors/hkdf_sha256.json"));
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let expected = hex(&vector.okm);
        let mut out = vec![0; expected.len()];
        Hkdf::<Sha256>::new(Some(&hex(&vector.salt)), &hex(&vector.ikm)).expand(&hex(&vector.info), &mut out).unwrap();
        assert_eq!(out, expected);
    }
}

#[derive(Deserialize)]
struct GcmVector {
    key: String,
    nonce: String,
    plaintext: String,
    aad: String,
    ciphertext: String,
    tag: String,
}

#[test]
fn aes_256_gcm() {
    let vectors: Vec<GcmVector> = read(include_str!("vectors/aes_256_gcm.json"));
    assert_eq!(vectors.len(), 25);
    for vector in vectors {
        let cipher = Aes256Gcm::new_from_slice(&hex(&vector.key)).unwrap();
        let nonce: [u8; 12] = hex(&vector.nonce).try_into().unwrap();
        let (plain, aad) = (hex(&vector.plaintext), hex(&vector.aad));
        let sealed = [hex(&vector.ciphertext), hex(&vector.tag)].concat();
        assert_eq!(cipher.encrypt(&nonce.into(), Payload { msg: &plain, aad: &aad }).unwrap(), sealed);
        assert_eq!(cipher.decrypt(&nonce.into(), Payload { msg: &sealed, aad: &aad }).unwrap(), plain);
    }
}

#[derive(Deserialize)]
struct SignatureVector {
    seed: String,
    public: String,
    message: String,
    signature: String,
}

#[test]
fn ed25519() {
    use ed25519_dalek::Signer;

    let vectors: Vec<SignatureVector> = read(include_str!("vectors/ed25519.json"));
    assert_eq!(vectors.len(), 4);
    for vector in vectors {
        let seed: [u8; 32] = hex(&vector.seed).try_into().unwrap();
        assert_eq!(seal::SigningKey::from_seed(&seed).verifying_key().as_bytes().to_vec(), hex(&vector.public));
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        let signature = key.sign(&hex(&vector.message));
        assert_eq!(signature.to_bytes().to_vec(), hex(&vector.signature));
        key.verifying_key().verify_strict(&hex(&vector.message), &signature).unwrap();
    }
}
