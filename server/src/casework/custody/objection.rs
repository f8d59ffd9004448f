//! The reporter: who was given the identity and looked at it, and the objection, which leads of the unit above answer.

use jiff::Timestamp;
use model::{
    CaseAction, CaseNumber, CustodyRefused, Decision, FaultKind, Field, Message, ReceiptCode, Right, Role, check,
    custody::{is_open, objectable},
    limits, state,
};
use rand_core::CryptoRng;
use seal::{Holder, OpenError, Place, Purpose, ReporterSecret, SealedKey, Slot, encode, sign_message};

use super::{CaseworkError, Custody, Decided, Deed, Office, Said, find, refused};
use crate::{
    casework::{
        desk::copy,
        directory::PublicUnitKey,
        follow::{self, facts},
        reading::{Reader, Reading},
    },
    clock::hour_of,
    store::{
        Author, Case, CasePatch, Change, CustodyChange, Envelope, Event, FollowedCase, IdentityDecision, IdentityRequest, NewEnvelope,
        NewEvent, NewKey,
    },
};

/// What was done with the identity for one request that was granted.
pub struct IdentityUse {
    /// The request: who asked, for what, and until when it is open.
    pub request: IdentityRequest,
    /// What it was needed for, in the words of the one who asked.
    pub words: Reading<Message>,
    /// Who granted it, with what they said if they did.
    pub granted: Vec<(IdentityDecision, Option<Reading<Message>>)>,
    /// It is open now.
    pub open: bool,
    /// When the fields were looked at.
    pub opened_at: Vec<i64>,
    /// What the reporter objected.
    pub objection: Option<Reading<Message>>,
    /// What the unit above answered.
    pub ruling: Option<Reading<Message>>,
    /// The unit whose leads an objection goes to; none if there cannot be one.
    pub objectable_at: Option<i64>,
}

/// An objection as a lead of the unit above sees it.
pub struct Objection {
    /// Case number.
    pub number: CaseNumber,
    /// The request that it is about.
    pub request: IdentityRequest,
    /// Who asked, by name.
    pub asker: String,
    /// What the identity was needed for.
    pub words: Reading<Message>,
    /// Who decided, with what they said if they did.
    pub decided: Vec<(Decided, Option<Reading<Message>>)>,
    /// What the reporter objects.
    pub objection: Reading<Message>,
    /// What was answered.
    pub ruling: Option<Reading<Message>>,
    /// This member asked or decided, and so does not answer.
    pub involved: bool,
}

/// What is on record of the requests that were granted; the reporter is told of no others.
#[derive(Default)]
pub(in crate::casework) struct Granted {
    requests: Vec<IdentityRequest>,
    decisions: Vec<IdentityDecision>,
    /// Units that must not learn of the case.
    barred: Vec<i64>,
}

impl Granted {
    /// Adds what is said about them to the texts of the case.
    pub(in crate::casework) async fn of(office: &Office, found: &mut FollowedCase) -> Result<Self, CaseworkError> {
        let cases = office.store.cases();
        let mut requests = cases.identity_requests(found.case.id).await?;
        requests.retain(|request| request.ends_at.is_some());
        if requests.is_empty() {
            return Ok(Self::default());
        }
        let decisions = cases.identity_decisions(found.case.id).await?;
        for envelope in cases.custody_envelopes(found.case.id).await? {
            let is_told = requests.iter().any(|request| request.seq == envelope.epoch);
            let is_new = found.envelopes.iter().all(|known| (known.slot, known.seq) != (envelope.slot, envelope.seq));
            if is_told && is_new {
                found.envelopes.push(envelope);
            }
        }
        Ok(Self { requests, decisions, barred: cases.barred_units(found.case.id).await? })
    }

    /// What the reporter is told of them.
    pub(in crate::casework) fn uses(
        self,
        office: &Office,
        events: &[Event],
        envelopes: &[Envelope],
        reader: &Reader<'_>,
        now: Timestamp,
    ) -> Vec<IdentityUse> {
        let Self { requests, decisions, barred } = self;
        let text = |slot, seq, by| find(envelopes, slot, seq, by).map_or(Reading::Forged, |envelope| reader.read(envelope));
        let told = |request: IdentityRequest| {
            let is_opening = |event: &&Event| event.action == CaseAction::OpenIdentity && event.detail == Some(request.seq.to_string());
            let granted = decisions.iter().filter(|decision| decision.seq == request.seq && decision.decision == Decision::Grant);
            let said = |decision: &IdentityDecision| {
                let words = decision.words.map(|seq| text(Slot::Decision, seq, Author::Member(decision.member_id)));
                (decision.clone(), words)
            };
            let is_objectable = objectable(request.status, request.objected_at.is_some()).is_ok();
            IdentityUse {
                words: text(Slot::Request, request.seq, Author::Member(request.member_id)),
                granted: granted.map(said).collect(),
                open: is_open(request.status, request.ends_at, now.as_millisecond()),
                opened_at: events.iter().filter(is_opening).map(|event| event.at).collect(),
                objection: request.objected_at.map(|_| text(Slot::Objection, request.seq, Author::Reporter)),
                ruling: request
                    .answered_at
                    .map(|_| ruler(envelopes, request.seq).map_or(Reading::Forged, |by| text(Slot::Ruling, request.seq, by))),
                objectable_at: judge(office, &request, &barred).filter(|_| is_objectable).map(|key| key.unit),
                request,
            }
        };
        requests.into_iter().map(told).collect()
    }
}

/// Whichever member of the unit above answered.
fn ruler(envelopes: &[Envelope], request: u32) -> Option<Author> {
    let ruling = envelopes.iter().find(|envelope| (envelope.slot, envelope.seq) == (Slot::Ruling, request));
    ruling.map(|envelope| envelope.author).filter(|author| matches!(author, Author::Member(_)))
}

impl Said {
    /// What a custodian said with a decision, if anything.
    pub(super) fn decided(&self, decision: &IdentityDecision) -> Option<Reading<Message>> {
        decision.words.map(|seq| self.text(Slot::Decision, seq, Author::Member(decision.member_id)))
    }

    fn objected(&self, request: &IdentityRequest) -> Reading<Message> {
        self.text(Slot::Objection, request.seq, Author::Reporter)
    }

    fn ruled(&self, request: &IdentityRequest) -> Reading<Message> {
        ruler(&self.envelopes, request.seq).map_or(Reading::Forged, |by| self.text(Slot::Ruling, request.seq, by))
    }
}

/// The report key of the unit whose leads answer an objection to a release by these custodians.
fn judge<'a>(office: &'a Office, request: &IdentityRequest, barred: &[i64]) -> Option<&'a PublicUnitKey> {
    let keeper = office.directory.unit_of_key(request.keeper_key_id)?;
    office.directory.judge_over(keeper, barred)
}

/// Objects, with a receipt code, to a release of the identity. The unit above gets what was said about the request, and nothing else of the
/// case.
///
/// # Errors
/// [`CaseworkError::NotFound`]; a fault in the words; [`CaseworkError::Custody`] if it was objected to already, or nothing was released;
/// [`CaseworkError::Conflict`] if the case has changed since this version of it was seen.
pub async fn object<R: CryptoRng + Send>(
    office: &Office,
    code: &ReceiptCode,
    seen: Option<i64>,
    seq: u32,
    words: &str,
    now: Timestamp,
    rng: &mut R,
) -> Result<(), CaseworkError> {
    let body = check::paragraphs(words, limits::REASON).map_err(|kind| CaseworkError::fault(Field::Objection, kind))?;
    let secret = ReporterSecret::from_code(code);
    let case = follow::find_seen(office, &secret, seen).await?;
    let judge = open_to_objection(office, &case, seq).await?;
    let keys = follow::key_ring(&office.store.cases().reporters_data_keys(case.id).await?, &secret)?;
    let key = keys.get(Purpose::Custody, seq).ok_or(OpenError::WrongKey)?;
    let place = Place { case: case.id, slot: Slot::Objection, seq, epoch: seq };
    let ciphertext = sign_message(key, &place, &secret.signing_key(), &encode(&Message::of(body)), rng).into_bytes();
    let copy = copy(case.id, seq, Purpose::Custody, Holder::Unit(judge.id), key, &judge.key, rng);
    write(office, &case, seq, judge.unit, ciphertext, copy, now).await
}

/// The same, sealed in the reporter's browser: with the request's key sealed to the unit above.
pub(in crate::casework) async fn object_sealed(
    office: &Office,
    case: &Case,
    seq: u32,
    ciphertext: Vec<u8>,
    (judge_key, sealed): (i64, SealedKey),
    now: Timestamp,
) -> Result<(), CaseworkError> {
    let judge = open_to_objection(office, case, seq).await?;
    if judge.id != judge_key {
        return Err(CaseworkError::Conflict { by: None, version: case.version });
    }
    let copy = NewKey { epoch: seq, purpose: Purpose::Custody, holder: Holder::Unit(judge.id), sealed: sealed.into_bytes() };
    write(office, case, seq, judge.unit, ciphertext, copy, now).await
}

/// The report key of the unit whose leads are to answer.
async fn open_to_objection<'a>(office: &'a Office, case: &Case, seq: u32) -> Result<&'a PublicUnitKey, CaseworkError> {
    let requests = office.store.cases().identity_requests(case.id).await?;
    let request = requests.into_iter().find(|request| request.seq == seq && request.ends_at.is_some());
    let request = request.ok_or(refused(CustodyRefused::NotObjectable))?;
    objectable(request.status, request.objected_at.is_some()).map_err(refused)?;
    let barred = office.store.cases().barred_units(case.id).await?;
    judge(office, &request, &barred).ok_or(refused(CustodyRefused::NotObjectable))
}

async fn write(
    office: &Office,
    case: &Case,
    seq: u32,
    judge: i64,
    ciphertext: Vec<u8>,
    copy: NewKey,
    now: Timestamp,
) -> Result<(), CaseworkError> {
    let change = Change {
        case: case.id,
        version: case.version,
        transition: state::decide(case.status, CaseAction::Object, facts(case))?,
        at: hour_of(now),
        patch: CasePatch::default(),
        event: NewEvent {
            actor: Author::Reporter,
            unit: None,
            role: None,
            detail: Some(seq.to_string()),
            basis: None,
            due_at: None,
            envelope: Some((Slot::Objection, seq)),
        },
        envelopes: vec![NewEnvelope { slot: Slot::Objection, seq, epoch: seq, author: Author::Reporter, ciphertext }],
        keys: vec![copy],
        files: Vec::new(),
        revoked: Vec::new(),
        custody: Some(CustodyChange::Object { seq, unit: judge }),
        recusal: None,
        audit: None,
    };
    office.store.apply(change).await?;
    Ok(())
}

impl Custody<'_> {
    /// Objections that leads of the member's unit answer: those that wait first.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`].
    pub async fn objections(&self) -> Result<Vec<Objection>, CaseworkError> {
        self.demand(Right::AnswerObjections)?;
        self.note("objection.list").await?;
        let mut held = self.held().await?;
        let mut objections = Vec::new();
        for request in self.office.store.cases().objections(self.who.unit, self.who.member).await? {
            let case = self.office.store.cases().by_id(request.case_id).await?;
            let said = Said::of(self.office, &case, &mut held).await?;
            let decided = self.decided(&request).await?;
            let with_words = |decided: Decided| {
                let words = said.decided(&decided.decision);
                (decided, words)
            };
            objections.push(Objection {
                number: case.number,
                asker: self.office.store.members().by_id(request.member_id).await?.display_name,
                words: said.asked(&request),
                objection: said.objected(&request),
                ruling: request.answered_at.map(|_| said.ruled(&request)),
                involved: self.is_involved(&request, &decided),
                decided: decided.into_iter().map(with_words).collect(),
                request,
            });
        }
        Ok(objections)
    }

    /// Answers an objection; the reporter reads it.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; [`CaseworkError::NotFound`] for an objection that another unit answers; [`CaseworkError::Custody`] for
    /// who asked or decided, and for what has been answered; [`CaseworkError::Leaks`] in the words, unless confirmed; a fault in them.
    pub async fn answer_objection<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        seq: u32,
        (words, confirmed): (&str, &str),
        rng: &mut R,
    ) -> Result<(), CaseworkError> {
        self.demand(Right::AnswerObjections)?;
        let cases = self.office.store.cases();
        let case = cases.with_number(number, self.who.member).await?;
        let requests = cases.identity_requests(case.id).await?;
        let request = requests.into_iter().find(|request| request.seq == seq && request.objection_unit_id == Some(self.who.unit));
        let request = request.ok_or(CaseworkError::NotFound)?;
        let decided = self.decided(&request).await?;
        if self.is_involved(&request, &decided) {
            return Err(refused(CustodyRefused::Involved));
        }
        if request.answered_at.is_some() {
            return Err(refused(CustodyRefused::NoObjection));
        }
        let body = check::paragraphs(words, limits::REASON).map_err(|kind: FaultKind| CaseworkError::fault(Field::Message, kind))?;
        let mut held = self.held().await?;
        self.check_words(&case, &mut held, CaseAction::AnswerObjection, &body, confirmed).await?;
        let said = Said::of(self.office, &case, &mut held).await?;
        let place = Place { case: case.id, slot: Slot::Ruling, seq, epoch: seq };
        let text = self.sealed(said.key(&request)?, place, &Message::of(body), rng);
        let deed = Deed::new(CaseAction::AnswerObjection, "objection.answer", seq).saying(text);
        self.record(&case, Some(Role::Lead), Deed { custody: Some(CustodyChange::Answer { seq }), ..deed }).await
    }

    fn is_involved(&self, request: &IdentityRequest, decided: &[Decided]) -> bool {
        let decider = self.decider(request, decided);
        decider.asked || decider.decided
    }
}
