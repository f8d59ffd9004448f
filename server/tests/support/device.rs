//! A device that keeps one passkey, in software.

use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Where a portal with passkeys is reached.
pub const ORIGIN: &str = "https://report.example.cn";

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

/// A device. Copied, it is what a thief of its key has.
#[derive(Clone)]
pub struct Device {
    key: SigningKey,
    id: [u8; 16],
    /// How often it has signed; 0 for a device that does not count.
    pub count: u32,
    /// The page that the browser shows.
    pub origin: String,
    flags: u8,
}

impl Device {
    /// A device of its own for each number.
    pub fn new(number: u8) -> Self {
        let key = SigningKey::from_slice(&[number; 32]).unwrap();
        Self { key, id: [number; 16], count: 1, origin: ORIGIN.to_owned(), flags: PRESENT | VERIFIED }
    }

    /// The same, used on another page.
    pub fn at(&self, origin: &str) -> Self {
        Self { origin: origin.to_owned(), ..self.clone() }
    }

    /// The same, which asks for no PIN.
    pub fn without_pin(&self) -> Self {
        Self { flags: PRESENT, ..self.clone() }
    }

    /// Makes its passkey, as the browser hands it to the page.
    pub fn make(&self, asked: &Value) -> String {
        let data = [self.head(asked["rp"]["id"].as_str().unwrap(), ATTESTED), self.public_key()].concat();
        let head = [&b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"[..], &[u8::try_from(data.len()).unwrap()]].concat();
        let attested = BASE64URL_NOPAD.encode(&[head, data].concat());
        self.credential(json!({ "attestationObject": attested, "clientDataJSON": self.client_data("webauthn.create", asked) }))
    }

    /// Answers with its passkey.
    pub fn answer(&mut self, asked: &Value) -> String {
        self.count += u32::from(self.count > 0);
        self.answer_again(asked)
    }

    /// Answers without counting on.
    pub fn answer_again(&self, asked: &Value) -> String {
        let (data, client) = (self.head(asked["rpId"].as_str().unwrap(), 0), self.client_data("webauthn.get", asked));
        let hash = Sha256::digest(BASE64URL_NOPAD.decode(client.as_bytes()).unwrap());
        let signature: Signature = self.key.sign(&[data.as_slice(), &hash].concat());
        self.credential(json!({
            "authenticatorData": BASE64URL_NOPAD.encode(&data),
            "clientDataJSON": client,
            "signature": BASE64URL_NOPAD.encode(signature.to_der().as_bytes()),
            "userHandle": null,
        }))
    }

    fn credential(&self, response: Value) -> String {
        let id = BASE64URL_NOPAD.encode(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {} }).to_string()
    }

    fn client_data(&self, kind: &str, asked: &Value) -> String {
        let data = json!({ "type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": false });
        BASE64URL_NOPAD.encode(data.to_string().as_bytes())
    }

    fn head(&self, party: &str, more: u8) -> Vec<u8> {
        [&Sha256::digest(party)[..], &[self.flags | more], &self.count.to_be_bytes()].concat()
    }

    /// As the device states it: no maker, the passkey's id, and the key in CBOR (RFC 9053, ES256).
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().unwrap(), point.y().unwrap());
        [&[0; 16], &[0, 16][..], &self.id, b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", x, b"\x22\x58\x20", y].concat()
    }
}
