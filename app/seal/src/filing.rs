//! A report as it is filed: sealed in the same way by the server and by the browser, and the form in which a browser sends it.

use model::{
    Report, ReportContent,
    api::{self, Base64},
};
use rand_core::CryptoRng;

use crate::{
    content::encode,
    envelope::{Ciphertext, encrypt},
    error::{InvalidKey, OpenError},
    keys::{DataKey, SymmetricKey},
    place::{Holder, KeyPlace, Place, Purpose, Slot},
    reporter::ReporterSecret,
    sealed::{SealPublicKey, SealedKey, seal_key},
    sign::{SigningKey, VerifyingKey, sign_message},
    wrap::{WrappedKey, wrap_key},
};

/// A unit's key to which something is sealed.
#[derive(Debug, Clone, Copy)]
pub struct Recipient<'a> {
    /// The unit key's id.
    pub key: i64,
    /// The key.
    pub public: &'a SealPublicKey,
}

/// A ciphertext and the copies of its data key.
pub struct SealedPart {
    /// The first of its slot, signed by the reporter.
    pub ciphertext: Ciphertext,
    /// The reporter's copy.
    pub reporter: WrappedKey,
    /// The copy of a unit key with this id; none where only the reporter can read.
    pub unit: Option<(i64, SealedKey)>,
}

/// A sealed report with all that the portal keeps of it.
pub struct SealedReport {
    /// Later data keys are sealed to it.
    pub public_key: SealPublicKey,
    /// Checks what the reporter signs.
    pub verifying_key: VerifyingKey,
    /// What was written.
    pub report: SealedPart,
    /// What a queue shows of it, under the same data key.
    pub summary: Ciphertext,
    /// Who wrote it; none if anonymous.
    pub identity: Option<SealedPart>,
}

/// Why what a browser sent is no sealed report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidFiling {
    /// A ciphertext or a sealed key.
    #[error(transparent)]
    Sealed(#[from] OpenError),
    /// A public key.
    #[error(transparent)]
    Key(#[from] InvalidKey),
}

/// Seals a report for its unit, its identity for the custodians, and both for the reporter.
pub fn seal_report(
    case: i64,
    report: &Report,
    unit: Recipient<'_>,
    custodians: Option<Recipient<'_>>,
    secret: &ReporterSecret,
    rng: &mut impl CryptoRng,
) -> SealedReport {
    let sealing = Sealing { case, wrapping: secret.wrapping_key(), signing: secret.signing_key() };
    let (report_part, summary) = sealing.report(&report.content, unit, rng);
    let identity = report.identity.as_ref().map(|identity| {
        let key = DataKey::generate(rng);
        sealing.part(&key, Purpose::Identity, Slot::Identity, &encode(identity), custodians, rng)
    });
    SealedReport {
        public_key: secret.seal_key().public(),
        verifying_key: sealing.signing.verifying_key(),
        report: report_part,
        summary,
        identity,
    }
}

struct Sealing {
    case: i64,
    wrapping: SymmetricKey,
    signing: SigningKey,
}

impl Sealing {
    fn report(&self, content: &ReportContent, unit: Recipient<'_>, rng: &mut impl CryptoRng) -> (SealedPart, Ciphertext) {
        let key = DataKey::generate(rng);
        let part = self.part(&key, Purpose::Report, Slot::Report, &encode(content), Some(unit), rng);
        // Not signed: a queue opens fifty of them, and the report beside it, which is signed, says the same.
        let summary = encrypt(&key, &self.place(Slot::Summary), &encode(&content.summary()), rng);
        (part, summary)
    }

    fn part(
        &self,
        key: &DataKey,
        purpose: Purpose,
        slot: Slot,
        content: &[u8],
        unit: Option<Recipient<'_>>,
        rng: &mut impl CryptoRng,
    ) -> SealedPart {
        let place = |holder| KeyPlace { case: self.case, epoch: 0, purpose, holder };
        SealedPart {
            ciphertext: sign_message(key, &self.place(slot), &self.signing, content, rng),
            reporter: wrap_key(key, &self.wrapping, &place(Holder::Reporter), rng),
            unit: unit.map(|unit| (unit.key, seal_key(key, unit.public, &place(Holder::Unit(unit.key)), rng))),
        }
    }

    const fn place(&self, slot: Slot) -> Place {
        Place { case: self.case, slot, seq: 0, epoch: 0 }
    }
}

impl From<&SealedPart> for api::SealedPart {
    fn from(part: &SealedPart) -> Self {
        Self {
            ciphertext: Base64(part.ciphertext.as_bytes().to_vec()),
            reporter: Base64(part.reporter.as_bytes().to_vec()),
            unit: part.unit.as_ref().map(|(key, sealed)| api::KeyCopy { key: *key, sealed: Base64(sealed.as_bytes().to_vec()) }),
        }
    }
}

impl TryFrom<api::SealedPart> for SealedPart {
    type Error = OpenError;
    fn try_from(sent: api::SealedPart) -> Result<Self, OpenError> {
        let unit = sent.unit.map(|copy| Ok((copy.key, SealedKey::try_from(copy.sealed.0)?)));
        Ok(Self {
            ciphertext: Ciphertext::try_from(sent.ciphertext.0)?,
            reporter: WrappedKey::try_from(sent.reporter.0)?,
            unit: unit.transpose()?,
        })
    }
}

impl From<&SealedReport> for api::SealedReport {
    fn from(sealed: &SealedReport) -> Self {
        Self {
            public_key: Base64(sealed.public_key.to_bytes()),
            verifying_key: Base64(sealed.verifying_key.as_bytes().to_vec()),
            report: (&sealed.report).into(),
            summary: Base64(sealed.summary.as_bytes().to_vec()),
            identity: sealed.identity.as_ref().map(Into::into),
        }
    }
}

impl TryFrom<api::SealedReport> for SealedReport {
    type Error = InvalidFiling;
    /// Checks all that can be checked without a key: suites, versions, lengths, and that the public keys are some.
    fn try_from(sent: api::SealedReport) -> Result<Self, InvalidFiling> {
        Ok(Self {
            public_key: SealPublicKey::try_from(sent.public_key.0.as_slice())?,
            verifying_key: VerifyingKey::try_from(sent.verifying_key.0.as_slice())?,
            report: sent.report.try_into()?,
            summary: Ciphertext::try_from(sent.summary.0)?,
            identity: sent.identity.map(TryInto::try_into).transpose()?,
        })
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use model::{Identity, ReceiptCode, ReportKind};
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;
    use crate::{open_key, open_message, sealed::SealPrivateKey, unwrap_key};

    const CASE: i64 = 77;

    fn report(named: bool) -> Report {
        Report {
            to: model::Destination::Usual,
            avoid_units: Vec::new(),
            kind: ReportKind::Disclosure,
            category: "land".parse().unwrap(),
            area: "440106".parse().unwrap(),
            content: ReportContent { subject: "某局".into(), title: "题".into(), body: "文".into(), avoid: Vec::new(), about: None },
            identity: named.then(|| Identity { name: "张三".into(), id_number: "1".into(), phone: "2".into(), address: "3".into() }),
        }
    }

    fn sealed(named: bool, secret: &ReporterSecret, unit: &SealPrivateKey) -> SealedReport {
        let rng = &mut StdRng::seed_from_u64(4);
        let public = unit.public();
        let recipient = Recipient { key: 5, public: &public };
        let sealed = seal_report(CASE, &report(named), recipient, Some(recipient), secret, rng);
        let sent = serde_json::to_string(&api::SealedReport::from(&sealed)).unwrap();
        serde_json::from_str::<api::SealedReport>(&sent).unwrap().try_into().unwrap()
    }

    #[test]
    fn what_a_browser_sends_opens_for_the_unit_and_for_the_reporter() {
        let secret = ReporterSecret::from_code(&ReceiptCode::from_entropy(&[3; 24]));
        let unit = SealPrivateKey::from_seed(&[9; 32]);
        let sealed = sealed(true, &secret, &unit);
        let place = |holder| KeyPlace { case: CASE, epoch: 0, purpose: Purpose::Report, holder };
        let (key_id, copy) = sealed.report.unit.unwrap();
        let of_unit = open_key(&copy, &unit, &place(Holder::Unit(key_id))).unwrap();
        let of_reporter = unwrap_key(&sealed.report.reporter, &secret.wrapping_key(), &place(Holder::Reporter)).unwrap();
        for key in [of_unit, of_reporter] {
            let at = Place { case: CASE, slot: Slot::Report, seq: 0, epoch: 0 };
            let plain = open_message(&key, &at, &sealed.report.ciphertext, &sealed.verifying_key).unwrap();
            assert_eq!(*plain, *encode(&report(true).content));
        }
        assert!(sealed.identity.is_some());
    }

    #[test]
    fn an_anonymous_report_has_no_identity() {
        let secret = ReporterSecret::from_code(&ReceiptCode::from_entropy(&[3; 24]));
        assert!(sealed(false, &secret, &SealPrivateKey::from_seed(&[9; 32])).identity.is_none());
    }

    #[test]
    fn what_is_certainly_not_sealed_is_refused_by_name() {
        let secret = ReporterSecret::from_code(&ReceiptCode::from_entropy(&[3; 24]));
        let good = api::SealedReport::from(&sealed(false, &secret, &SealPrivateKey::from_seed(&[9; 32])));
        let refused = |change: &dyn Fn(&mut api::SealedReport)| {
            let mut sent = good.clone();
            change(&mut sent);
            SealedReport::try_from(sent).err().unwrap()
        };
        assert_eq!(refused(&|sent| sent.report.ciphertext.0[0] = 9), InvalidFiling::Sealed(OpenError::UnknownSuite(9)));
        assert_eq!(refused(&|sent| sent.summary.0[1] = 9), InvalidFiling::Sealed(OpenError::UnknownVersion(9)));
        assert_eq!(refused(&|sent| sent.summary.0.truncate(40)), InvalidFiling::Sealed(OpenError::Truncated(40)));
        assert_eq!(refused(&|sent| sent.verifying_key.0.truncate(3)), InvalidFiling::Key(InvalidKey::Length(3)));
        assert_eq!(refused(&|sent| sent.public_key.0.clear()), InvalidFiling::Key(InvalidKey::Length(0)));
    }
}
