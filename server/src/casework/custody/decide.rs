//! Custodians: what they keep, what waits for them, and what they decide.

use model::{
    CaseAction, CaseNumber, CategoryCode, CustodyRefused, Decision, FaultKind, Field, Identity, Message, ReportKind, Right, Role, check,
    custody::{Decider, Outcome, Standing, decide},
    limits,
};
use rand_core::CryptoRng;
use seal::{DataKey, Holder, Place, Purpose, SealPublicKey, Slot};

use super::{CaseworkError, Custody, Deed, Needed, Said, kept, needed, refused};
use crate::{
    casework::{
        desk::{copy, open_copy, opened},
        reading::{Reading, Signatories, read},
        rights,
    },
    store::{Author, Case, CustodyChange, IdentityDecision, IdentityRequest, KeptIdentity, Member, NewEnvelope},
    vault::unit_keys::HeldKeys,
};

/// Rows on one page of what is kept.
const PAGE: usize = 50;

/// A decision, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The custodian's name.
    pub member: String,
    /// The decision.
    pub decision: IdentityDecision,
}

/// A request that waits for a custodian.
pub struct Waiting {
    /// Case number.
    pub number: CaseNumber,
    /// Kind.
    pub kind: ReportKind,
    /// Category.
    pub category: CategoryCode,
    /// The request.
    pub request: IdentityRequest,
    /// Who asks, by name.
    pub asker: String,
    /// What the identity is needed for.
    pub words: Reading<Message>,
    /// What other custodians have decided.
    pub decided: Vec<Decided>,
    /// How many custodians have to grant it.
    pub needed: Needed,
    /// Why this member does not decide on it.
    pub closed: Option<CustodyRefused>,
}

/// What a custodian has to do with.
pub struct CustodyView {
    /// Requests, the oldest first.
    pub waiting: Vec<Waiting>,
    /// Identities that are kept, the newest first, each with the unit to whose custodians it can be handed.
    pub kept: Vec<(KeptIdentity, Option<i64>)>,
    /// Where the next page of them begins.
    pub next: Option<i64>,
}

impl Custody<'_> {
    /// What waits for this custodian, and what is kept, before this case.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`].
    pub async fn view(&self, before: Option<i64>) -> Result<CustodyView, CaseworkError> {
        self.demand(Right::KeepIdentities)?;
        self.note("identity.list").await?;
        let mut held = self.held().await?;
        let ids: Vec<i64> = held.ids().collect();
        let cases = self.office.store.cases();
        let mut waiting = Vec::new();
        for request in cases.waiting_requests(&ids, self.who.member).await? {
            waiting.push(self.waiting(request, &mut held).await?);
        }
        let limit = u32::try_from(PAGE + 1).unwrap_or(u32::MAX);
        let mut kept = cases.kept_identities(&ids, self.who.member, before.unwrap_or(i64::MAX), limit).await?;
        let more = kept.len() > PAGE;
        kept.truncate(PAGE);
        let next = kept.last().filter(|_| more).map(|last| last.id);
        let mut with_successor = Vec::with_capacity(kept.len());
        for case in kept {
            let unit = self.successor(&case, &ids).await?;
            with_successor.push((case, unit));
        }
        Ok(CustodyView { waiting, kept: with_successor, next })
    }

    async fn waiting(&self, request: IdentityRequest, held: &mut HeldKeys) -> Result<Waiting, CaseworkError> {
        let cases = self.office.store.cases();
        let case = cases.by_id(request.case_id).await?;
        let said = Said::of(self.office, &case, held).await?;
        let decided = self.decided(&request).await?;
        let needed = self.needed(&case, &request).await?;
        let closed = decide(standing(&request, &decided, needed), self.decider(&request, &decided), Decision::Refuse).err();
        Ok(Waiting {
            number: case.number,
            kind: case.kind,
            category: case.category,
            asker: self.office.store.members().by_id(request.member_id).await?.display_name,
            words: said.asked(&request),
            decided,
            needed,
            closed,
            request,
        })
    }

    /// How many custodians have to grant a request: not fewer than when it was made, and more if the case has become more dangerous.
    async fn needed(&self, case: &Case, request: &IdentityRequest) -> Result<Needed, CaseworkError> {
        let now = needed(self.office, case, request.keeper_key_id, request.member_id).await?;
        let custodians = request.needed.max(now.custodians);
        Ok(Needed { custodians, short: now.short && custodians == now.custodians, ..now })
    }

    /// What was decided on a request, by whom.
    pub(super) async fn decided(&self, request: &IdentityRequest) -> Result<Vec<Decided>, CaseworkError> {
        let mut decided = Vec::new();
        let decisions = self.office.store.cases().identity_decisions(request.case_id).await?;
        for decision in decisions.into_iter().filter(|decision| decision.seq == request.seq) {
            let member = self.office.store.members().by_id(decision.member_id).await?.display_name;
            decided.push(Decided { member, decision });
        }
        Ok(decided)
    }

    pub(super) fn decider(&self, request: &IdentityRequest, decided: &[Decided]) -> Decider {
        let own = |decided: &Decided| decided.decision.member_id == self.who.member;
        Decider { asked: request.member_id == self.who.member, decided: decided.iter().any(own) }
    }

    /// The unit to whose custodians an identity that is kept here can be handed.
    async fn successor(&self, case: &KeptIdentity, held: &[i64]) -> Result<Option<i64>, CaseworkError> {
        let key = self.office.directory.identity_key(case.unit_id).filter(|key| !held.contains(&key.id));
        let Some(unit) = key.map(|key| key.unit) else { return Ok(None) };
        let barred = self.office.store.cases().barred_units(case.id).await?;
        Ok(Some(unit).filter(|unit| !barred.contains(unit)))
    }

    /// Decides on a request. The grant that is still needed releases what was asked for, to the one who asked, until it ends.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; [`CaseworkError::NotFound`] if the identity is kept by others; [`CaseworkError::Custody`] by the rules;
    /// [`CaseworkError::Leaks`] in the words, unless confirmed; a fault in them, and a refusal has to have some.
    pub async fn decide<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        seq: u32,
        decision: Decision,
        (words, confirmed): (&str, &str),
        rng: &mut R,
    ) -> Result<Outcome, CaseworkError> {
        let mut held = self.held().await?;
        let case = self.kept_case(number, &held).await?;
        let requests = self.office.store.cases().identity_requests(case.id).await?;
        let request = requests.into_iter().find(|request| request.seq == seq && held.holds(request.keeper_key_id));
        let request = request.ok_or(CaseworkError::NotFound)?;
        let decided = self.decided(&request).await?;
        let needed = self.needed(&case, &request).await?;
        let outcome = decide(standing(&request, &decided, needed), self.decider(&request, &decided), decision).map_err(refused)?;
        let said = Said::of(self.office, &case, &mut held).await?;
        let (action, word) = match (decision, outcome.waits()) {
            (Decision::Refuse, _) => (CaseAction::RefuseIdentity, "identity.refuse"),
            (Decision::Grant, true) => (CaseAction::AgreeIdentity, "identity.agree"),
            (Decision::Grant, false) => (CaseAction::GrantIdentity, "identity.grant"),
        };
        self.check_words(&case, &mut held, action, words, confirmed).await?;
        let words = self.words(&case, &request, &said, decision, words, rng).await?;

        let row = IdentityDecision {
            case_id: case.id,
            seq,
            member_id: self.who.member,
            unit_id: self.who.unit,
            decision,
            at: self.now.as_millisecond(),
            words: words.as_ref().map(|envelope| envelope.seq),
        };
        let mut deed = Deed::new(action, word, seq);
        if let Some(envelope) = words {
            deed = deed.saying(envelope);
        }
        let ends_at = outcome.releases().then(|| self.office.custody.ends_at(self.now));
        deed.custody = Some(CustodyChange::Decide { decision: row, status: outcome.status(), ends_at });
        if outcome.releases() {
            self.release(&case, &request, &mut held, &mut deed, rng).await?;
        }
        self.record(&case, Some(Role::Custodian), deed).await?;
        Ok(outcome)
    }

    /// What a custodian says to a request: a refusal has to say why.
    async fn words<R: CryptoRng + Send>(
        &self,
        case: &Case,
        request: &IdentityRequest,
        said: &Said,
        decision: Decision,
        typed: &str,
        rng: &mut R,
    ) -> Result<Option<NewEnvelope>, CaseworkError> {
        let body = match check::paragraphs(typed, limits::REASON) {
            Ok(body) => body,
            Err(FaultKind::Empty) if decision == Decision::Grant => return Ok(None),
            Err(kind) => return Err(CaseworkError::fault(Field::Reason, kind)),
        };
        let seq = self.office.store.cases().next_seq(case.id, Slot::Decision).await?;
        let place = Place { case: case.id, slot: Slot::Decision, seq, epoch: request.seq };
        Ok(Some(self.sealed(said.key(request)?, place, &Message::of(body), rng)))
    }

    /// Seals the fields that were asked for, and no others, under a new key to the member who asked.
    async fn release<R: CryptoRng + Send>(
        &self,
        case: &Case,
        request: &IdentityRequest,
        held: &mut HeldKeys,
        deed: &mut Deed,
        rng: &mut R,
    ) -> Result<(), CaseworkError> {
        let asker = self.office.store.members().by_id(request.member_id).await?;
        if !handles(&asker, case) {
            return Err(refused(CustodyRefused::AskerGone));
        }
        let identity = self.identity(case, held).await?;
        let identity = identity.opened().ok_or(refused(CustodyRefused::Broken))?;
        let fresh = DataKey::generate(rng);
        let place = Place { case: case.id, slot: Slot::Release, seq: request.seq, epoch: request.seq };
        deed.envelopes.push(self.sealed(&fresh, place, &identity.within(&request.scope), rng));
        let public = SealPublicKey::try_from(asker.public_key.as_slice())?;
        deed.keys.push(copy(case.id, request.seq, Purpose::Release, Holder::Member(asker.id), &fresh, &public, rng));
        Ok(())
    }

    /// The identity, in memory alone and for as long as a part of it is being released.
    async fn identity(&self, case: &Case, held: &mut HeldKeys) -> Result<Reading<Identity>, CaseworkError> {
        let cases = self.office.store.cases();
        let keys = opened(&cases.keys(case.id).await?, held, |copy| copy.purpose == Purpose::Identity)?;
        let envelope = cases.envelope(case.id, Slot::Identity, 0).await?;
        let mut signatories = Signatories::default();
        signatories.insert(Author::Reporter, &cases.reporter_keys(case.id).await?.verifying_key);
        Ok(read(&envelope, &keys, &signatories))
    }

    /// Hands an identity to the custodians of the unit that handles the case now, after a transfer. What waits here lapses.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; [`CaseworkError::NotFound`] if others keep it; [`CaseworkError::Leaks`] in the reason, unless confirmed;
    /// a fault in it, or if those custodians keep the identity already, or there are none.
    pub async fn hand_over<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        (reason, confirmed): (&str, &str),
        rng: &mut R,
    ) -> Result<(), CaseworkError> {
        let mut held = self.held().await?;
        let case = self.kept_case(number, &held).await?;
        let body = check::paragraphs(reason, limits::REASON).map_err(|kind| CaseworkError::fault(Field::Reason, kind))?;
        let cases = self.office.store.cases();
        let copies = cases.keys(case.id).await?;
        let (kept, keeper) = kept(&copies).ok_or(CaseworkError::NotFound)?;
        let key = open_copy(kept, &mut held)?.ok_or(CaseworkError::NotFound)?;
        let next = self.office.directory.identity_key(case.unit_id).filter(|next| next.id != keeper);
        let next = next.ok_or(CaseworkError::fault(Field::Unit, FaultKind::Unknown))?;
        if cases.barred_units(case.id).await?.contains(&next.unit) {
            return Err(CaseworkError::fault(Field::Unit, FaultKind::Excluded));
        }
        self.check_words(&case, &mut held, CaseAction::HandIdentity, &body, confirmed).await?;
        let code = self.office.directory.unit(next.unit).map(|unit| unit.code.to_string()).unwrap_or_default();

        let seq = cases.next_seq(case.id, Slot::Opening).await?;
        let place = Place { case: case.id, slot: Slot::Opening, seq, epoch: kept.epoch };
        let text = self.sealed(&key, place, &Message::of(body), rng);
        let mut deed = Deed::new(CaseAction::HandIdentity, "identity.handed-over", code).saying(text);
        deed.custody = Some(CustodyChange::End);
        deed.keys.push(copy(case.id, kept.epoch, Purpose::Identity, Holder::Unit(next.id), &key, &next.key, rng));
        deed.revoked.push((Purpose::Identity, kept.holder));
        self.record(&case, Some(Role::Custodian), deed).await
    }

    /// A case whose identity this custodian keeps.
    async fn kept_case(&self, number: &CaseNumber, held: &HeldKeys) -> Result<Case, CaseworkError> {
        self.demand(Right::KeepIdentities)?;
        let ids: Vec<i64> = held.ids().collect();
        Ok(self.office.store.cases().with_identity_kept(number, &ids, self.who.member).await?)
    }
}

fn standing(request: &IdentityRequest, decided: &[Decided], needed: Needed) -> Standing {
    let granted = decided.iter().filter(|decided| decided.decision.decision == Decision::Grant).count();
    Standing { status: request.status, needed: needed.custodians, granted: granted.try_into().unwrap_or(u32::MAX) }
}

/// Whether a member still works this case's unit's cases.
fn handles(member: &Member, case: &Case) -> bool {
    member.left_at.is_none() && member.unit_id == case.unit_id && rights::may(&member.roles, Right::HandleCases)
}
