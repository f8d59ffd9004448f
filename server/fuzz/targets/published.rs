//! Certificates and the published list, which anyone may have written, with anything in the place of a part: no error but one with a name, and
//! nothing holds that the portal has not signed.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use model::{CaseNumber, ReceiptCode};
use rand::{SeedableRng, rngs::StdRng};
use seal::{ReporterSecret, VerifyingKey};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use server::casework::{filing_proof::Certificate, retention::DestructionCertificate, transparency::Published};

struct Documents {
    key: VerifyingKey,
    fingerprint: String,
    certificate: Value,
    destruction: Value,
    published: Value,
}

static DOCUMENTS: LazyLock<Documents> = LazyLock::new(|| {
    let key = ReporterSecret::from_code(&ReceiptCode::from_entropy(&[3; 24])).signing_key().verifying_key();
    let digits: String = key.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let number = CaseNumber::generate(2026, &mut StdRng::seed_from_u64(1)).to_string();
    let (hash, signature) = ("00".repeat(32), "00".repeat(64));
    let day = json!({ "day": "2026-11-24", "entries": 7, "head": hash, "filings": "<5", "root": hash, "signature": signature });
    let mut stamp = day.clone();
    stamp["path"] = json!([{ "left": hash }, { "right": hash }]);
    let certificate = json!({
        "format": 1, "key": digits, "number": number, "filed_at": "2026-11-24T03:00:00Z", "proof": hash, "signature": signature, "stamp": stamp,
    });
    let destruction = json!({
        "format": 1, "key": digits, "number": number, "kind": "disclosure", "category": "land", "area": "440106", "unit": "440106",
        "status": "closed", "finding": "substantiated", "filed_at": "2026-11-24T03:00:00Z", "settled_at": null,
        "destroyed_at": "2026-11-24T03:00:00Z", "rule": "term-36", "decided_by": "portal", "data_keys": 1, "texts": 2, "entry": 3,
        "signature": signature,
    });
    let published = json!({ "format": 1, "key": digits, "fingerprint": "", "days": [day] });
    Documents { fingerprint: key.fingerprint().to_string(), key, certificate, destruction, published }
});

fuzz_target!(|bytes: &[u8]| {
    let documents = &*DOCUMENTS;
    if let Some(certificate) = read::<Certificate>(&documents.certificate, bytes) {
        assert!(certificate.check(&documents.fingerprint).is_err());
    }
    if let Some(certificate) = read::<DestructionCertificate>(&documents.destruction, bytes) {
        assert!(certificate.check(&documents.fingerprint).is_err());
    }
    for day in read::<Published>(&documents.published, bytes).into_iter().flat_map(|published| published.days) {
        assert!(!day.is_signed_by(&documents.key));
        let _ = day.checkpoint();
    }
});

/// The document with something else in the place of one of its parts, or the bytes as they are.
fn read<T: DeserializeOwned>(document: &Value, bytes: &[u8]) -> Option<T> {
    let Some((&part, instead)) = bytes.split_first() else { return None };
    let mut document = document.clone();
    let mut places = Vec::new();
    places_in(&mut document, &mut places);
    let place = usize::from(part) % (places.len() + 1);
    if place == places.len() {
        return serde_json::from_slice(instead).ok();
    }
    let words = || Value::from(String::from_utf8_lossy(instead));
    *places.swap_remove(place) = serde_json::from_slice(instead).unwrap_or_else(|_| words());
    serde_json::from_value(document).ok()
}

/// Whatever is neither a list nor an object.
fn places_in<'a>(value: &'a mut Value, places: &mut Vec<&'a mut Value>) {
    match value {
        Value::Array(parts) => parts.iter_mut().for_each(|part| places_in(part, places)),
        Value::Object(parts) => parts.values_mut().for_each(|part| places_in(part, places)),
        single => places.push(single),
    }
}
