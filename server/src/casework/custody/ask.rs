//! Whoever handles a case: asking for an identity, and looking at what was released.

use model::{
    AccessPurpose, CaseAction, CaseNumber, CustodyRefused, Fault, FaultKind, Field, IdentityPart, Message, ReleasedIdentity, RequestStatus,
    Right, Role, Scope, check, custody::is_open, limits, state,
};
use rand_core::CryptoRng;
use seal::{DataKey, Holder, Place, Purpose, SealPublicKey, Slot};

use super::{CaseworkError, Custody, Deed, kept, needed, refused};
use crate::{
    casework::{
        desk::{copy, opened},
        follow::facts,
        reading::{Reading, Signatories, read},
    },
    store::{Author, Case, CaseKey, CustodyChange, Envelope, IdentityDecision, IdentityRequest},
};

/// As whom a member asks and looks.
const HANDLERS: [Role; 2] = [Role::Lead, Role::Officer];

/// What is asked for, and what for.
pub struct Wish {
    purpose: AccessPurpose,
    scope: Scope,
    words: Message,
}

/// How the member's last request for an identity stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The request.
    pub request: IdentityRequest,
    /// How many custodians have granted it.
    pub granted: u32,
    /// What was released is open now.
    pub open: bool,
    /// What the custodian said who refused it.
    pub refusal: Option<Reading<Message>>,
}

impl Wish {
    /// Checks what was chosen and typed.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn check<'a>(purpose: &str, scope: impl IntoIterator<Item = &'a str>, words: &str) -> Result<Self, CaseworkError> {
        let mut faults = Vec::new();
        let mut fault = |field, kind| faults.push(Fault::new(field, kind));
        let kind = if purpose.is_empty() { FaultKind::Empty } else { FaultKind::Unknown };
        let purpose = purpose.parse().map_err(|_| fault(Field::Purpose, kind)).ok();
        let parts: Result<Vec<IdentityPart>, _> = scope.into_iter().map(str::parse).collect();
        let scope = parts.map_err(|_| FaultKind::Unknown).and_then(|parts| Scope::of(parts).ok_or(FaultKind::Empty));
        let scope = scope.map_err(|kind| fault(Field::Scope, kind)).ok();
        let words = check::paragraphs(words, limits::REASON).map_err(|kind| fault(Field::Reason, kind)).ok();
        match (purpose, scope, words) {
            (Some(purpose), Some(scope), Some(body)) => Ok(Self { purpose, scope, words: Message::of(body) }),
            _ => Err(CaseworkError::Faults(faults)),
        }
    }
}

/// How the last request of this member stands.
pub(in crate::casework) fn standing(
    requests: &[IdentityRequest],
    decisions: &[IdentityDecision],
    member: i64,
    now: i64,
    words: impl Fn(&IdentityDecision) -> Option<Reading<Message>>,
) -> Option<Standing> {
    let request = requests.iter().rev().find(|request| request.member_id == member)?;
    let of_it = || decisions.iter().filter(|decision| decision.seq == request.seq);
    let granted = of_it().filter(|decision| decision.decision == model::Decision::Grant).count();
    let refusal = of_it().find(|decision| decision.decision == model::Decision::Refuse).and_then(words);
    let open = is_open(request.status, request.ends_at, now);
    Some(Standing { request: request.clone(), granted: granted.try_into().unwrap_or(u32::MAX), open, refusal })
}

impl Custody<'_> {
    /// Asks the custodians who keep the identity of a case that the member's unit handles.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; [`CaseworkError::NotFound`] for another unit's case; [`CaseworkError::Refused`] if there is no identity,
    /// or none to be asked for; [`CaseworkError::Custody`] if there is nobody to ask, or the member has asked already.
    pub async fn ask<R: CryptoRng + Send>(&self, number: &CaseNumber, wish: &Wish, rng: &mut R) -> Result<(), CaseworkError> {
        let case = self.own_case(number).await?;
        state::decide(case.status, CaseAction::AskIdentity, facts(&case))?;
        let cases = self.office.store.cases();
        let copies = cases.keys(case.id).await?;
        // The unit may have put a new key in the place of the one that the identity is sealed to.
        let keeper = kept(&copies).and_then(|(_, key)| self.office.directory.unit_of_key(key));
        let keeper = keeper.and_then(|unit| self.office.directory.identity_key(unit)).ok_or(refused(CustodyRefused::NoCustodian))?;
        let requests = cases.identity_requests(case.id).await?;
        if requests.iter().any(|request| self.is_pending(request)) {
            return Err(refused(CustodyRefused::AskedAlready));
        }

        let seq = cases.next_seq(case.id, Slot::Request).await?;
        let key = DataKey::generate(rng);
        let reporter = SealPublicKey::try_from(cases.reporter_keys(case.id).await?.public_key.as_slice())?;
        let own = self.who.keys().seal_key().public();
        let holders = [(Holder::Unit(keeper.id), &keeper.key), (Holder::Reporter, &reporter), (Holder::Member(self.who.member), &own)];
        let keys = holders.map(|(holder, to)| copy(case.id, seq, Purpose::Custody, holder, &key, to, rng)).into();
        let text = self.sealed(&key, Place { case: case.id, slot: Slot::Request, seq, epoch: seq }, &wish.words, rng);
        let request = IdentityRequest {
            case_id: case.id,
            seq,
            member_id: self.who.member,
            unit_id: self.who.unit,
            role: self.role(&HANDLERS),
            keeper_key_id: keeper.id,
            purpose: wish.purpose,
            scope: wish.scope.clone(),
            needed: needed(self.office, &case, keeper.id, self.who.member).await?.custodians,
            status: RequestStatus::Waiting,
            asked_at: self.now.as_millisecond(),
            ends_at: None,
            objection_unit_id: None,
            objected_at: None,
            answered_at: None,
        };
        let deed = Deed::new(CaseAction::AskIdentity, "identity.ask", seq).saying(text);
        let deed = Deed { custody: Some(CustodyChange::Ask(request)), keys, ..deed };
        self.record(&case, self.role(&HANDLERS), deed).await
    }

    /// Opens what was released to the member. The reporter is told of each time.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; [`CaseworkError::NotFound`] for another unit's case; [`CaseworkError::Custody`] if nothing is released
    /// to this member, or no more.
    pub async fn open(&self, number: &CaseNumber) -> Result<Reading<ReleasedIdentity>, CaseworkError> {
        let case = self.own_case(number).await?;
        let request = self.released(&case).await?.ok_or(refused(CustodyRefused::NotReleased))?;
        let deed = Deed::new(CaseAction::OpenIdentity, "identity.open", request.seq);
        self.record(&case, self.role(&HANDLERS), Deed { text: Some((Slot::Request, request.seq)), ..deed }).await?;
        self.read_released(&case, &request).await
    }

    /// The member's request whose release is open now.
    pub(in crate::casework) async fn released(&self, case: &Case) -> Result<Option<IdentityRequest>, CaseworkError> {
        let requests = self.office.store.cases().identity_requests(case.id).await?;
        let now = self.now.as_millisecond();
        let is_mine = |request: &IdentityRequest| request.member_id == self.who.member && is_open(request.status, request.ends_at, now);
        Ok(requests.into_iter().rev().find(is_mine))
    }

    /// What one request released, without a word to anybody: for the member's own eyes only after [`Self::open`].
    pub(in crate::casework) async fn read_released(
        &self,
        case: &Case,
        request: &IdentityRequest,
    ) -> Result<Reading<ReleasedIdentity>, CaseworkError> {
        let cases = self.office.store.cases();
        let mut held = self.held().await?;
        let released = |copy: &CaseKey| (copy.purpose, copy.epoch) == (Purpose::Release, request.seq);
        let keys = opened(&cases.keys(case.id).await?, &mut held, released)?;
        let envelope = cases.envelope(case.id, Slot::Release, request.seq).await?;
        let signatories = self.deciders(&envelope, request).await?;
        Ok(read(&envelope, &keys, &signatories))
    }

    /// The key of the custodian who sealed a release: one who is on record as having granted the request, and nobody else.
    async fn deciders(&self, envelope: &Envelope, request: &IdentityRequest) -> Result<Signatories, CaseworkError> {
        let decisions = self.office.store.cases().identity_decisions(request.case_id).await?;
        let granted = |decision: &IdentityDecision| {
            decision.seq == request.seq
                && decision.decision == model::Decision::Grant
                && Author::Member(decision.member_id) == envelope.author
        };
        match decisions.iter().any(granted) {
            true => self.office.signatories(std::slice::from_ref(envelope)).await,
            false => Ok(Signatories::default()),
        }
    }

    /// A case that the member's unit handles.
    async fn own_case(&self, number: &CaseNumber) -> Result<Case, CaseworkError> {
        self.demand(Right::HandleCases)?;
        Ok(self.office.store.cases().by_number(number, self.who.unit, self.who.member).await?)
    }

    fn is_pending(&self, request: &IdentityRequest) -> bool {
        let is_open = is_open(request.status, request.ends_at, self.now.as_millisecond());
        request.member_id == self.who.member && (request.status == RequestStatus::Waiting || is_open)
    }
}
