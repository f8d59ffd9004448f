//! Filing a report: sealed in memory, stored, and answered with a receipt.

use jiff::{Timestamp, civil::Date};
use model::{CaseNumber, ReceiptCode, Report, status::SealedBy};
use rand_core::CryptoRng;
use seal::{
    DataKey, Holder, KeyPlace, Place, Proof, Purpose, ReporterSecret, SigningKey, Slot, SymmetricKey, encode, encrypt, proof_of_filing,
    seal_key, sign_message, wrap_key,
};

use super::{
    CaseworkError,
    calendar::{day_of, day_of_ms},
    deadlines::Due,
    directory::PublicUnitKey,
    follow,
    office::Office,
    routing::{NotOpen, Route},
    ticket::Ticket,
};
use crate::{
    clock::hour_of,
    store::{Filed, NewCase, StoreError},
};

/// How often a new case number is tried; a second time happens once in a million years.
const NUMBERS_TRIED: usize = 3;

/// What the reporter takes along.
pub struct Receipt {
    /// The code: shown once.
    pub code: ReceiptCode,
    /// Case number.
    pub number: CaseNumber,
    /// The day on which it was filed.
    pub filed_on: Date,
    /// The unit that got it.
    pub unit: i64,
    /// Filed under a real name.
    pub named: bool,
    /// The unit whose custodians keep the identity; none if anonymous, or if no unit has custodians and only the reporter can read it.
    pub identity_kept_by: Option<i64>,
    /// What happens next, and by when.
    pub due: Due,
    /// Shows later what was filed and when.
    pub proof: Proof,
    /// Filed by this call; false if the form was sent again.
    pub new: bool,
}

/// A report on its way: everything that its sealing needs.
struct Sealing<'a> {
    case: i64,
    report: &'a Report,
    unit: &'a PublicUnitKey,
    identity: Option<&'a PublicUnitKey>,
    wrapping: SymmetricKey,
    signing: SigningKey,
}

/// Copies of data keys and the ciphertexts under them.
#[derive(Default)]
struct Sealed {
    keys: Vec<(Purpose, Holder, Vec<u8>)>,
    envelopes: Vec<(Slot, Vec<u8>)>,
}

/// To which unit a report with these answers goes, for the review step.
///
/// # Errors
/// No unit takes reports yet.
pub fn preview(office: &Office, report: &Report) -> Result<Route, NotOpen> {
    office.directory.route(&report.category, &report.area)
}

/// Files a report with the ticket of its form. The same ticket files once: sent again, it yields the same receipt.
///
/// # Errors
/// [`CaseworkError::NotOpen`]; or the store is away or full, and nothing is kept.
pub async fn file<R: CryptoRng + Send>(
    office: &Office,
    report: &Report,
    ticket: &Ticket,
    now: Timestamp,
    rng: &mut R,
) -> Result<Receipt, CaseworkError> {
    let code = ticket.receipt_code();
    let secret = ReporterSecret::from_code(&code);
    let route = preview(office, report)?;
    let unit = office.directory.report_key(route.unit).ok_or(NotOpen)?;
    let identity = report.identity.as_ref().and_then(|_| office.directory.identity_key(route.unit));
    let due = office.deadlines.on_filing(report.kind, report.identity_mode(), day_of(now));
    let case = office.store.cases().new_id(hour_of(now), rng);
    let sealing = Sealing { case, report, unit, identity, wrapping: secret.wrapping_key(), signing: secret.signing_key() };
    let sealed = sealing.seal(rng);
    let (proof_key, content) = (secret.proof_key(), encode(&report.content));
    let prove = |number: &CaseNumber| proof_of_filing(&proof_key, number, hour_of(now), &content);
    let number = CaseNumber::generate(day_of(now).year(), rng);
    let new_case = NewCase {
        id: sealing.case,
        filing_mark: prove(&number).mark(&number, hour_of(now)),
        number,
        lookup: office.keys.receipt_lookup(&secret.lookup_id()),
        kind: report.kind,
        category: report.category.clone(),
        area: report.area.clone(),
        unit: route.unit,
        named: report.identity.is_some(),
        filed_at: hour_of(now),
        due_at: due.at(),
        due_basis: Some(due.article.as_str().to_owned()),
        sealed_by: SealedBy::Server,
        reporter_public_key: secret.seal_key().public().to_bytes(),
        reporter_verifying_key: sealing.signing.verifying_key().as_bytes().to_vec(),
        keys: sealed.keys,
        envelopes: sealed.envelopes,
    };
    let filed = store(office, new_case, prove, rng).await?;
    if !filed.new {
        return again(office, code, &secret).await;
    }
    let proof = prove(&filed.number);
    let identity_kept_by = identity.map(|key| key.unit);
    let filed_on = day_of_ms(filed.filed_at);
    Ok(Receipt {
        code,
        number: filed.number,
        filed_on,
        unit: filed.unit,
        named: report.identity.is_some(),
        identity_kept_by,
        due,
        proof,
        new: true,
    })
}

async fn store<R: CryptoRng + Send>(
    office: &Office,
    mut case: NewCase,
    prove: impl Fn(&CaseNumber) -> Proof + Send,
    rng: &mut R,
) -> Result<Filed, CaseworkError> {
    for _ in 1..NUMBERS_TRIED {
        match office.store.cases().file(case.clone()).await {
            Err(StoreError::Taken) => {
                case.number = CaseNumber::generate(day_of_ms(case.filed_at).year(), rng);
                case.filing_mark = prove(&case.number).mark(&case.number, case.filed_at);
            }
            other => return Ok(other?),
        }
    }
    Ok(office.store.cases().file(case).await?)
}

/// The receipt of what this code filed before, whatever the form says now: from what is stored.
async fn again(office: &Office, code: ReceiptCode, secret: &ReporterSecret) -> Result<Receipt, CaseworkError> {
    let case = follow::find(office, secret).await?;
    let filed = follow::filed(office, &case, secret).await?;
    let filed_on = day_of_ms(case.filed_at);
    Ok(Receipt {
        code,
        proof: proof_of_filing(&secret.proof_key(), &case.number, case.filed_at, &filed.content),
        due: office.deadlines.on_filing(case.kind, super::office::mode_of(&case), filed_on),
        number: case.number,
        filed_on,
        unit: case.first_unit_id,
        named: case.named,
        identity_kept_by: filed.identity_key.and_then(|key| office.directory.unit_of_key(key)),
        new: false,
    })
}

impl Sealing<'_> {
    fn seal(&self, rng: &mut impl CryptoRng) -> Sealed {
        let mut sealed = Sealed::default();
        let key = DataKey::generate(rng);
        sealed.keys.extend(self.copies(&key, Purpose::Report, Some(self.unit), rng));
        let content = encode(&self.report.content);
        sealed.envelopes.push((Slot::Report, sign_message(&key, &self.place(Slot::Report), &self.signing, &content, rng).into_bytes()));
        // Not signed: a queue opens fifty of them, and the report beside it, which is signed, says the same.
        let summary = encode(&self.report.content.summary());
        sealed.envelopes.push((Slot::Summary, encrypt(&key, &self.place(Slot::Summary), &summary, rng).into_bytes()));
        if let Some(identity) = &self.report.identity {
            let key = DataKey::generate(rng);
            sealed.keys.extend(self.copies(&key, Purpose::Identity, self.identity, rng));
            let identity = encode(identity);
            let ciphertext = sign_message(&key, &self.place(Slot::Identity), &self.signing, &identity, rng);
            sealed.envelopes.push((Slot::Identity, ciphertext.into_bytes()));
        }
        sealed
    }

    /// The reporter's copy of a data key, and the unit's.
    fn copies(
        &self,
        key: &DataKey,
        purpose: Purpose,
        unit: Option<&PublicUnitKey>,
        rng: &mut impl CryptoRng,
    ) -> Vec<(Purpose, Holder, Vec<u8>)> {
        let place = |holder| KeyPlace { case: self.case, epoch: 0, purpose, holder };
        let wrapped = wrap_key(key, &self.wrapping, &place(Holder::Reporter), rng).into_bytes();
        let mut copies = vec![(purpose, Holder::Reporter, wrapped)];
        if let Some(unit) = unit {
            let holder = Holder::Unit(unit.id);
            copies.push((purpose, holder, seal_key(key, &unit.key, &place(holder), rng).into_bytes()));
        }
        copies
    }

    const fn place(&self, slot: Slot) -> Place {
        Place { case: self.case, slot, seq: 0, epoch: 0 }
    }
}
