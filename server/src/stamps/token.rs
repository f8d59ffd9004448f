//! Checking a stamp, with the configured certificates alone.

use std::{path::Path, time::Duration};

use cms::{
    cert::CertificateChoices,
    content_info::ContentInfo,
    signed_data::{SignedData, SignerIdentifier, SignerInfo},
};
use der::{
    Any, Decode, Encode, Sequence, Tag, Tagged,
    asn1::{Int, ObjectIdentifier, OctetString},
    oid::db::{
        rfc5911::{ID_CONTENT_TYPE, ID_MESSAGE_DIGEST, ID_SIGNED_DATA},
        rfc5912::{
            ECDSA_WITH_SHA_256, ECDSA_WITH_SHA_384, ID_KP_TIME_STAMPING, ID_SHA_256, ID_SHA_384, ID_SHA_512, RSA_ENCRYPTION,
            SHA_256_WITH_RSA_ENCRYPTION, SHA_384_WITH_RSA_ENCRYPTION, SHA_512_WITH_RSA_ENCRYPTION,
        },
    },
};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm, TrustAnchor, UnixTime, pem::PemObject};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert, ring};
use x509_cert::{
    Certificate,
    ext::{
        Extensions,
        pkix::{ExtendedKeyUsage, SubjectKeyIdentifier, name::GeneralName},
    },
    spki::AlgorithmIdentifierOwned,
};
use x509_tsp::{Accuracy, MessageImprint, TspVersion};

use super::StampError;

/// `id-kp-timeStamping`, as it stands in a certificate.
const TIME_STAMPING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 8];
/// The type of content that is a stamp.
const ID_CT_TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
/// Attributes by which a signer says which certificate is its own (RFC 2634, RFC 5035).
const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// What a stamp says. Unlike the one of `x509_tsp` it takes a time with fractions of a second, which RFC 3161 allows.
#[derive(Sequence)]
struct TstInfo {
    version: TspVersion,
    policy: ObjectIdentifier,
    message_imprint: MessageImprint,
    serial_number: Int,
    gen_time: Any,
    #[asn1(optional = "true")]
    accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    ordering: bool,
    #[asn1(optional = "true")]
    nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    tsa: Option<GeneralName>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Sequence)]
struct SigningCertificate {
    certs: Vec<EssCertId>,
    #[asn1(optional = "true")]
    policies: Option<Any>,
}

#[derive(Sequence)]
struct EssCertId {
    hash: OctetString,
    #[asn1(optional = "true")]
    issuer_serial: Option<Any>,
}

#[derive(Sequence)]
struct SigningCertificateV2 {
    certs: Vec<EssCertIdV2>,
    #[asn1(optional = "true")]
    policies: Option<Any>,
}

#[derive(Sequence)]
struct EssCertIdV2 {
    /// SHA-256 unless it says otherwise.
    #[asn1(optional = "true")]
    hash_algorithm: Option<AlgorithmIdentifierOwned>,
    hash: OctetString,
    #[asn1(optional = "true")]
    issuer_serial: Option<Any>,
}

/// The certificates by which stamps are checked: a root's, or those that sign.
#[derive(Clone)]
pub struct Trust {
    certificates: Vec<CertificateDer<'static>>,
}

impl Trust {
    /// Reads them from a file in PEM form.
    ///
    /// # Errors
    /// [`StampError::NoCertificate`].
    pub fn load(file: &Path) -> Result<Self, StampError> {
        let unusable = || StampError::NoCertificate(file.to_owned());
        let read = CertificateDer::pem_file_iter(file).map_err(|_| unusable())?;
        let certificates: Vec<CertificateDer<'static>> = read.collect::<Result<_, _>>().map_err(|_| unusable())?;
        let usable = !certificates.is_empty() && certificates.iter().all(|certificate| anchor_from_trusted_cert(certificate).is_ok());
        if usable { Ok(Self { certificates }) } else { Err(unusable()) }
    }

    /// Whether this stamp holds for this text; tells of when it is.
    ///
    /// # Errors
    /// Why it does not.
    pub fn check(&self, token: &[u8], text: &[u8]) -> Result<Timestamp, StampError> {
        self.check_all(token, text).map(|(at, _)| at)
    }

    /// The same for one that has just come, which has to name the request.
    pub(super) fn check_answer(&self, token: &[u8], text: &[u8], nonce: &Int) -> Result<Timestamp, StampError> {
        let (at, info) = self.check_all(token, text)?;
        if info.nonce.as_ref() == Some(nonce) { Ok(at) } else { Err(StampError::OtherRequest) }
    }

    fn check_all(&self, token: &[u8], text: &[u8]) -> Result<(Timestamp, TstInfo), StampError> {
        let token = ContentInfo::from_der(token)?;
        if token.content_type != ID_SIGNED_DATA {
            return Err(StampError::Malformed(None));
        }
        let signed: SignedData = token.content.decode_as()?;
        let content = content(&signed)?;
        let info = TstInfo::from_der(content.as_bytes())?;
        let imprint = &info.message_imprint;
        if imprint.hash_algorithm.oid != ID_SHA_256 || imprint.hashed_message.as_bytes() != Sha256::digest(text).as_slice() {
            return Err(StampError::OtherText);
        }
        let at = moment(&info.gen_time)?;
        let [signer] = signed.signer_infos.0.as_slice() else { return Err(StampError::Malformed(None)) };
        let sent = certificates_of(&signed)?;
        let certificate = self.certificate_of(signer, &sent)?;
        self.follow(&certificate, &sent, at)?;
        verify(signer, &certificate, content.as_bytes())?;
        Ok((at, info))
    }

    /// The certificate that the signer names, among those that came along and those that are configured.
    fn certificate_of<'a>(&'a self, signer: &SignerInfo, sent: &'a [CertificateDer<'a>]) -> Result<CertificateDer<'a>, StampError> {
        let named = |certificate: &&CertificateDer<'a>| {
            Certificate::from_der(certificate).is_ok_and(|certificate| names(&signer.sid, &certificate))
        };
        sent.iter().chain(&self.certificates).find(named).cloned().ok_or(StampError::Untrusted(None))
    }

    /// Whether a certificate is for stamps alone, and leads to a configured one or is one, at that time.
    fn follow(&self, certificate: &CertificateDer<'_>, sent: &[CertificateDer<'_>], at: Timestamp) -> Result<(), StampError> {
        let parsed = Certificate::from_der(certificate)?.tbs_certificate;
        let usage = parsed.get::<ExtendedKeyUsage>()?;
        if !usage.is_some_and(|(critical, usage)| critical && usage.0 == [ID_KP_TIME_STAMPING]) {
            return Err(StampError::NotForStamps);
        }
        let since_epoch = Duration::from_secs(at.as_second().try_into().unwrap_or_default());
        if self.certificates.contains(certificate) {
            let validity = parsed.validity;
            let valid = validity.not_before.to_unix_duration() <= since_epoch && since_epoch <= validity.not_after.to_unix_duration();
            return if valid { Ok(()) } else { Err(StampError::Untrusted(None)) };
        }
        let untrusted = |error| StampError::Untrusted(Some(error));
        let anchors: Vec<TrustAnchor<'_>> =
            self.certificates.iter().map(anchor_from_trusted_cert).collect::<Result<_, _>>().map_err(untrusted)?;
        let end = EndEntityCert::try_from(certificate).map_err(untrusted)?;
        let (time, usage) = (UnixTime::since_unix_epoch(since_epoch), KeyUsage::required_if_present(TIME_STAMPING));
        end.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, sent, time, usage, None, None).map(drop).map_err(untrusted)
    }
}

/// What is signed, with the form of what a stamp says.
fn content(signed: &SignedData) -> Result<OctetString, StampError> {
    let encapsulated = &signed.encap_content_info;
    let content = encapsulated.econtent.as_ref().filter(|_| encapsulated.econtent_type == ID_CT_TST_INFO);
    Ok(content.ok_or(StampError::Malformed(None))?.decode_as()?)
}

fn moment(time: &Any) -> Result<Timestamp, StampError> {
    let text = std::str::from_utf8(time.value()).ok().filter(|_| time.tag() == Tag::GeneralizedTime);
    let read = text.and_then(|text| DateTime::strptime("%Y%m%d%H%M%S%.fZ", text).ok());
    read.and_then(|time| TimeZone::UTC.to_timestamp(time).ok()).ok_or(StampError::Malformed(None))
}

fn certificates_of(signed: &SignedData) -> Result<Vec<CertificateDer<'static>>, StampError> {
    let sent = signed.certificates.iter().flat_map(|set| set.0.iter());
    let certificates = sent.filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate.to_der().map(CertificateDer::from)),
        CertificateChoices::Other(_) => None,
    });
    Ok(certificates.collect::<Result<_, _>>()?)
}

fn names(signer: &SignerIdentifier, certificate: &Certificate) -> bool {
    let parsed = &certificate.tbs_certificate;
    match signer {
        SignerIdentifier::IssuerAndSerialNumber(named) => named.issuer == parsed.issuer && named.serial_number == parsed.serial_number,
        SignerIdentifier::SubjectKeyIdentifier(named) => {
            parsed.get::<SubjectKeyIdentifier>().is_ok_and(|found| found.is_some_and(|(_, found)| found == *named))
        }
    }
}

/// Whether the signer signed this content with the key of this certificate, and says so.
fn verify(signer: &SignerInfo, certificate: &CertificateDer<'_>, content: &[u8]) -> Result<(), StampError> {
    let attributes = signer.signed_attrs.as_ref().ok_or(StampError::Malformed(None))?;
    let attribute = |oid: ObjectIdentifier| {
        let found = attributes.iter().find(|attribute| attribute.oid == oid);
        found.and_then(|attribute| if attribute.values.len() == 1 { attribute.values.get(0) } else { None })
    };
    let kind: ObjectIdentifier = attribute(ID_CONTENT_TYPE).ok_or(StampError::Forged)?.decode_as()?;
    let digest: OctetString = attribute(ID_MESSAGE_DIGEST).ok_or(StampError::Forged)?.decode_as()?;
    if kind != ID_CT_TST_INFO || hash(signer.digest_alg.oid, content).as_deref() != Some(digest.as_bytes()) {
        return Err(StampError::Forged);
    }
    if !names_certificate(attribute(SIGNING_CERTIFICATE), attribute(SIGNING_CERTIFICATE_V2), certificate)? {
        return Err(StampError::Forged);
    }
    let end = EndEntityCert::try_from(certificate).map_err(|error| StampError::Untrusted(Some(error)))?;
    let (signed, signature) = (attributes.to_der()?, signer.signature.as_bytes());
    let known = algorithms(signer.digest_alg.oid, signer.signature_algorithm.oid).ok_or(StampError::UnknownKind)?;
    let holds = known.iter().any(|algorithm| end.verify_signature(*algorithm, &signed, signature).is_ok());
    if holds { Ok(()) } else { Err(StampError::Forged) }
}

/// Whether what the signer says of its certificate is true of this one. It has to say something.
fn names_certificate(old: Option<&Any>, new: Option<&Any>, certificate: &[u8]) -> Result<bool, StampError> {
    if let Some(new) = new {
        let named: SigningCertificateV2 = new.decode_as()?;
        let Some(own) = named.certs.first() else { return Ok(false) };
        let algorithm = own.hash_algorithm.as_ref().map_or(ID_SHA_256, |algorithm| algorithm.oid);
        return Ok(hash(algorithm, certificate).as_deref() == Some(own.hash.as_bytes()));
    }
    let Some(old) = old else { return Ok(false) };
    let named: SigningCertificate = old.decode_as()?;
    Ok(named.certs.first().is_some_and(|own| own.hash.as_bytes() == Sha1::digest(certificate).as_slice()))
}

fn hash(algorithm: ObjectIdentifier, bytes: &[u8]) -> Option<Vec<u8>> {
    match algorithm {
        ID_SHA_256 => Some(Sha256::digest(bytes).to_vec()),
        ID_SHA_384 => Some(Sha384::digest(bytes).to_vec()),
        ID_SHA_512 => Some(Sha512::digest(bytes).to_vec()),
        _ => None,
    }
}

/// By what a signature may have been made; the certificate's key decides which of them it was.
fn algorithms(digest: ObjectIdentifier, signature: ObjectIdentifier) -> Option<Vec<&'static dyn SignatureVerificationAlgorithm>> {
    Some(match (digest, signature) {
        (ID_SHA_256, RSA_ENCRYPTION | SHA_256_WITH_RSA_ENCRYPTION) => vec![ring::RSA_PKCS1_2048_8192_SHA256],
        (ID_SHA_384, RSA_ENCRYPTION | SHA_384_WITH_RSA_ENCRYPTION) => vec![ring::RSA_PKCS1_2048_8192_SHA384],
        (ID_SHA_512, RSA_ENCRYPTION | SHA_512_WITH_RSA_ENCRYPTION) => vec![ring::RSA_PKCS1_2048_8192_SHA512],
        (ID_SHA_256, ECDSA_WITH_SHA_256) => vec![ring::ECDSA_P256_SHA256, ring::ECDSA_P384_SHA256],
        (ID_SHA_384, ECDSA_WITH_SHA_384) => vec![ring::ECDSA_P256_SHA384, ring::ECDSA_P384_SHA384],
        _ => return None,
    })
}
