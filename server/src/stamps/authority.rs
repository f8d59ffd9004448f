//! Asking the authority.

use std::time::Duration;

use der::{
    Decode, Encode,
    asn1::{Int, OctetString},
};
use jiff::Timestamp;
use rand_core::CryptoRng;
use reqwest::{Client, header, redirect::Policy};
use sha2::{Digest, Sha256};
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_tsp::{MessageImprint, TimeStampReq, TimeStampResp, TspVersion};

use super::{StampError, TimestampConfig, Trust};

/// The longest that one request may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Stamps with the certificates in them take a tenth of it.
const LARGEST_ANSWER: usize = 64 << 10;
const NONCE: usize = 16;
/// `grantedWithMods`; every greater status is a refusal or a warning (RFC 3161, 2.4.2).
const GRANTED: u8 = 1;

/// An authority that may be asked.
#[derive(Clone)]
pub struct Authority {
    url: String,
    trust: Trust,
    patience: Duration,
}

/// A stamp that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The token, DER.
    pub token: Vec<u8>,
    /// When it says that the text was there.
    pub at: Timestamp,
}

impl Authority {
    /// The one that is configured.
    ///
    /// # Errors
    /// [`StampError::NoCertificate`].
    pub fn open(config: &TimestampConfig) -> Result<Self, StampError> {
        let trust = Trust::load(&config.certificate)?;
        Ok(Self { url: config.url.clone(), trust, patience: PATIENCE })
    }

    /// The same, with less patience.
    pub fn within(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Asks for a stamp under a text, of which only the hash is sent, and checks what comes.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn stamp(&self, text: &[u8], rng: &mut (impl CryptoRng + Send)) -> Result<Stamp, StampError> {
        let nonce = nonce(rng)?;
        let answer = self.send(request(text, &nonce)?).await?;
        let answer = TimeStampResp::from_der(&answer)?;
        let token = answer.time_stamp_token.filter(|_| answer.status.status as u8 <= GRANTED);
        let token = token.ok_or(StampError::Refused)?.to_der()?;
        let at = self.trust.check_answer(&token, text, &nonce)?;
        Ok(Stamp { token, at })
    }

    async fn send(&self, request: Vec<u8>) -> Result<Vec<u8>, StampError> {
        // Refused, and rightly, if another part of the program has installed one before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().timeout(self.patience).redirect(Policy::none()).build()?;
        let post = client.post(&self.url).header(header::CONTENT_TYPE, "application/timestamp-query").body(request);
        let mut answer = post.send().await?;
        if !answer.status().is_success() {
            return Err(StampError::Status(answer.status().as_u16()));
        }
        let mut bytes = Vec::new();
        while let Some(part) = answer.chunk().await? {
            if bytes.len() + part.len() > LARGEST_ANSWER {
                return Err(StampError::TooLarge);
            }
            bytes.extend_from_slice(&part);
        }
        Ok(bytes)
    }
}

/// A random number, positive and of full length.
fn nonce(rng: &mut impl CryptoRng) -> Result<Int, StampError> {
    let mut bytes = [0; NONCE];
    rng.fill_bytes(&mut bytes);
    bytes[0] = bytes[0] & 0x3f | 0x40;
    Ok(Int::new(&bytes)?)
}

fn request(text: &[u8], nonce: &Int) -> Result<Vec<u8>, StampError> {
    let hash_algorithm = AlgorithmIdentifierOwned { oid: der::oid::db::rfc5912::ID_SHA_256, parameters: None };
    let hashed_message = OctetString::new(Sha256::digest(text).to_vec())?;
    let request = TimeStampReq {
        version: TspVersion::V1,
        message_imprint: MessageImprint { hash_algorithm, hashed_message },
        req_policy: None,
        nonce: Some(nonce.clone()),
        cert_req: true,
        extensions: None,
    };
    Ok(request.to_der()?)
}
