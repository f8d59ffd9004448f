//! A time-stamping authority on loopback, honest or not.

use std::{path::PathBuf, sync::Arc};

use axum::{Router, body::Bytes, extract::State, http::StatusCode, routing::post};
use cms::{
    cert::{CertificateChoices, IssuerAndSerialNumber},
    content_info::{CmsVersion, ContentInfo},
    signed_data::{EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo},
};
use der::{
    Any, Decode, Encode, Sequence, Tag,
    asn1::{Int, ObjectIdentifier, OctetString, SetOfVec},
    oid::db::{
        rfc5911::{ID_CONTENT_TYPE, ID_MESSAGE_DIGEST, ID_SIGNED_DATA},
        rfc5912::{ECDSA_WITH_SHA_256, ECDSA_WITH_SHA_384, ID_SHA_256, ID_SHA_384, ID_SHA_512, RSA_ENCRYPTION},
    },
};
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    SignatureAlgorithm, SigningKey, date_time_ymd,
};
use server::stamps::{Authority, StampError, TimestampConfig};
use sha2::{Digest, Sha256, Sha384, Sha512};
use tokio::{net::TcpListener, task::JoinHandle};
use x509_cert::{Certificate, attr::Attribute, spki::AlgorithmIdentifierOwned};
use x509_tsp::{MessageImprint, TimeStampReq, TspVersion};

const RSA_KEY: &str = include_str!("authority-rsa.pem");
const ID_CT_TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const ID_ED_25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
/// An extended key usage, as it stands in a certificate.
const EXTENDED_KEY_USAGE: &[u64] = &[2, 5, 29, 37];
const FOR_STAMPS: &[u8] = &[0x30, 0x0a, 0x06, 0x08, 0x2b, 6, 1, 5, 5, 7, 3, 8];

/// Statuses of an answer.
const GRANTED: u8 = 0;
const REJECTED: u8 = 2;

/// How the authority signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    P256,
    P384,
    Rsa256,
    Rsa384,
    Rsa512,
}

/// What it does wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wrong {
    #[default]
    Nothing,
    OtherText,
    OtherNonce,
    NoNonce,
    /// The content is another one than was signed.
    Altered,
    /// So is the signature.
    Signature,
    /// It signs by a method that the portal does not know.
    UnknownKind,
    /// The signer says that another certificate is its own.
    OtherCertificate,
    /// Its certificate leaves the usage out, has one that is not critical, or has a second one.
    NoUsage,
    UsageNotCritical,
    SecondUsage,
    /// Its certificate had ended before.
    Expired,
    Refuses,
    Garbage,
    /// More than any stamp needs.
    TooLarge,
    /// It never answers.
    Silent,
    ServerError,
    Redirects,
}

#[derive(Sequence)]
struct Info {
    version: TspVersion,
    policy: ObjectIdentifier,
    imprint: MessageImprint,
    serial: Int,
    gen_time: Any,
    #[asn1(optional = "true")]
    nonce: Option<Int>,
}

#[derive(Sequence)]
struct SigningCertificate {
    certs: Vec<EssCertId>,
}

#[derive(Sequence)]
struct EssCertId {
    hash: OctetString,
}

/// An authority that runs until it is dropped.
pub struct TestAuthority {
    pub url: String,
    /// The file with its root's certificate.
    pub root: PathBuf,
    /// The file with the certificate that signs.
    pub leaf: PathBuf,
    server: JoinHandle<()>,
    folder: tempfile::TempDir,
}

struct Signer {
    kind: Key,
    wrong: Wrong,
    gen_time: String,
    key: KeyPair,
    certificate: Certificate,
}

impl Drop for TestAuthority {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl TestAuthority {
    /// One that answers with a time such as `20261124032000Z`.
    pub async fn start(kind: Key, wrong: Wrong, gen_time: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (root, leaf) = (folder.path().join("root.pem"), folder.path().join("leaf.pem"));
        let (root_params, root_key) = (root_params(), KeyPair::generate().unwrap());
        std::fs::write(&root, root_params.self_signed(&root_key).unwrap().pem()).unwrap();
        let key = key(kind);
        let signed = leaf_params(wrong).signed_by(&key, &Issuer::new(root_params, root_key)).unwrap();
        std::fs::write(&leaf, signed.pem()).unwrap();
        let certificate = Certificate::from_der(signed.der()).unwrap();
        let signer = Arc::new(Signer { kind, wrong, gen_time: gen_time.to_owned(), key, certificate });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/stamp", listener.local_addr().unwrap());
        let routes = Router::new().route("/stamp", post(answer)).with_state(signer);
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { url, root, leaf, server, folder }
    }

    /// What an operator configures to have it asked.
    pub fn config(&self) -> TimestampConfig {
        TimestampConfig { url: self.url.clone(), certificate: self.root.clone() }
    }

    /// As the portal asks it.
    pub fn authority(&self) -> Authority {
        Authority::open(&self.config()).unwrap()
    }
}

/// Why a stamp under some text was refused.
pub async fn refused(authority: Authority) -> StampError {
    let rng = &mut <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(3);
    authority.stamp(b"some text", rng).await.unwrap_err()
}

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

fn root_params() -> CertificateParams {
    let mut params = named("Root");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params
}

fn leaf_params(wrong: Wrong) -> CertificateParams {
    let mut params = named("Stamps");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    match wrong {
        Wrong::NoUsage => {}
        Wrong::SecondUsage => {
            params.extended_key_usages = vec![ExtendedKeyUsagePurpose::TimeStamping, ExtendedKeyUsagePurpose::ServerAuth];
        }
        _ => {
            let mut usage = CustomExtension::from_oid_content(EXTENDED_KEY_USAGE, FOR_STAMPS.to_vec());
            usage.set_criticality(wrong != Wrong::UsageNotCritical);
            params.custom_extensions.push(usage);
        }
    }
    if wrong == Wrong::Expired {
        params.not_after = date_time_ymd(2026, 11, 23);
    }
    params
}

fn key(kind: Key) -> KeyPair {
    let rsa = |algorithm: &'static SignatureAlgorithm| KeyPair::from_pem_and_sign_algo(RSA_KEY, algorithm).unwrap();
    match kind {
        Key::P256 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap(),
        Key::P384 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384).unwrap(),
        Key::Rsa256 => rsa(&rcgen::PKCS_RSA_SHA256),
        Key::Rsa384 => rsa(&rcgen::PKCS_RSA_SHA384),
        Key::Rsa512 => rsa(&rcgen::PKCS_RSA_SHA512),
    }
}

async fn answer(State(signer): State<Arc<Signer>>, request: Bytes) -> (StatusCode, [(&'static str, &'static str); 1], Vec<u8>) {
    const NOWHERE: [(&str, &str); 1] = [("location", "/elsewhere")];
    let request = TimeStampReq::from_der(&request).unwrap();
    assert!(request.cert_req);
    let good = signer.response(&request, GRANTED);
    let (status, bytes) = match signer.wrong {
        Wrong::Refuses => (StatusCode::OK, signer.response(&request, REJECTED)),
        Wrong::Garbage => (StatusCode::OK, b"<html>".to_vec()),
        Wrong::TooLarge => (StatusCode::OK, [good, vec![0; 70_000]].concat()),
        Wrong::ServerError => (StatusCode::INTERNAL_SERVER_ERROR, good),
        Wrong::Redirects => (StatusCode::TEMPORARY_REDIRECT, good),
        Wrong::Silent => std::future::pending().await,
        _ => (StatusCode::OK, good),
    };
    (status, NOWHERE, bytes)
}

impl Signer {
    fn response(&self, request: &TimeStampReq, status: u8) -> Vec<u8> {
        let token = self.token(request).to_der().unwrap();
        let content = [&[0x30, 3, 2, 1, status], &token[..]].concat();
        Any::new(Tag::Sequence, content).unwrap().to_der().unwrap()
    }

    fn token(&self, request: &TimeStampReq) -> ContentInfo {
        let content = self.info(request).to_der().unwrap();
        let signer = self.signer_info(&content);
        let mut content = content;
        if self.wrong == Wrong::Altered {
            // The serial number.
            let place = content.windows(3).position(|bytes| bytes == [2, 1, 77]).unwrap();
            content[place + 2] = 78;
        }
        let (digest, ..) = self.algorithms(&[]);
        let econtent = Any::encode_from(&OctetString::new(content).unwrap()).unwrap();
        let signed = SignedData {
            version: CmsVersion::V3,
            digest_algorithms: SetOfVec::try_from(vec![algorithm(digest)]).unwrap(),
            encap_content_info: EncapsulatedContentInfo { econtent_type: ID_CT_TST_INFO, econtent: Some(econtent) },
            certificates: Some(vec![CertificateChoices::Certificate(self.certificate.clone())].try_into().unwrap()),
            crls: None,
            signer_infos: vec![signer].try_into().unwrap(),
        };
        ContentInfo { content_type: ID_SIGNED_DATA, content: Any::encode_from(&signed).unwrap() }
    }

    fn info(&self, request: &TimeStampReq) -> Info {
        let mut imprint = request.message_imprint.clone();
        if self.wrong == Wrong::OtherText {
            imprint.hashed_message = OctetString::new(vec![7; 32]).unwrap();
        }
        let nonce = match self.wrong {
            Wrong::NoNonce => None,
            Wrong::OtherNonce => Some(Int::new(&[5]).unwrap()),
            _ => request.nonce.clone(),
        };
        Info {
            version: TspVersion::V1,
            policy: ObjectIdentifier::new_unwrap("1.2.3.4"),
            imprint,
            serial: Int::new(&[77]).unwrap(),
            gen_time: Any::new(Tag::GeneralizedTime, self.gen_time.as_bytes()).unwrap(),
            nonce,
        }
    }

    fn signer_info(&self, content: &[u8]) -> SignerInfo {
        let (digest, mut signature_algorithm, hash) = self.algorithms(content);
        if self.wrong == Wrong::UnknownKind {
            signature_algorithm = ID_ED_25519;
        }
        let own =
            if self.wrong == Wrong::OtherCertificate { vec![0; 32] } else { Sha256::digest(self.certificate.to_der().unwrap()).to_vec() };
        let own = SigningCertificate { certs: vec![EssCertId { hash: OctetString::new(own).unwrap() }] };
        let attributes = [
            attribute(ID_CONTENT_TYPE, Any::encode_from(&ID_CT_TST_INFO).unwrap()),
            attribute(ID_MESSAGE_DIGEST, Any::encode_from(&OctetString::new(hash).unwrap()).unwrap()),
            attribute(SIGNING_CERTIFICATE_V2, Any::encode_from(&own).unwrap()),
        ];
        let attributes = SetOfVec::try_from(attributes.to_vec()).unwrap();
        let mut signature = self.key.sign(&attributes.to_der().unwrap()).unwrap();
        if self.wrong == Wrong::Signature {
            *signature.last_mut().unwrap() ^= 1;
        }
        let named = self.certificate.tbs_certificate.clone();
        let sid = IssuerAndSerialNumber { issuer: named.issuer, serial_number: named.serial_number };
        SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(sid),
            digest_alg: algorithm(digest),
            signed_attrs: Some(attributes),
            signature_algorithm: algorithm(signature_algorithm),
            signature: OctetString::new(signature).unwrap(),
            unsigned_attrs: None,
        }
    }

    /// What it hashes with, what it signs with, and the hash.
    fn algorithms(&self, bytes: &[u8]) -> (ObjectIdentifier, ObjectIdentifier, Vec<u8>) {
        match self.kind {
            Key::P256 => (ID_SHA_256, ECDSA_WITH_SHA_256, Sha256::digest(bytes).to_vec()),
            Key::P384 => (ID_SHA_384, ECDSA_WITH_SHA_384, Sha384::digest(bytes).to_vec()),
            Key::Rsa256 => (ID_SHA_256, RSA_ENCRYPTION, Sha256::digest(bytes).to_vec()),
            Key::Rsa384 => (ID_SHA_384, RSA_ENCRYPTION, Sha384::digest(bytes).to_vec()),
            Key::Rsa512 => (ID_SHA_512, RSA_ENCRYPTION, Sha512::digest(bytes).to_vec()),
        }
    }
}

fn algorithm(oid: ObjectIdentifier) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid, parameters: None }
}

fn attribute(oid: ObjectIdentifier, value: Any) -> Attribute {
    Attribute { oid, values: SetOfVec::try_from(vec![value]).unwrap() }
}
