//! What petition staff do: see the queue, open a case, act on it.
//!
//! Every read and every write leaves an entry in the audit log; a write leaves it in the same transaction.

mod actions;
mod case;
mod clocks;
mod file;
mod keeping;
mod leaks;
mod many;
mod queue;
mod recuse;
mod redact;
mod rekey;
mod risk;
mod search;

use jiff::Timestamp;
use model::{
    Article, CaseAction, CaseNumber, Fault, FaultKind, Field, Message, RecusalSource, ReportContent, Right, Role, check, limits, state,
};
use rand_core::CryptoRng;
use seal::{Holder, KeyPlace, Place, Purpose, SealedKey, Slot, encode, open_key, sign_message};

use super::{
    CaseworkError, Office,
    calendar::{day_of, day_of_ms},
    deadlines::ClockChange,
    follow::facts,
    office::{mode_of, patch_of},
    reading::{KeyRing, Reading, Signatories, read},
    rights,
};
use crate::{
    store::{Author, Case, CaseKey, CasePatch, Change, CustodyChange, NewEntry, NewEnvelope, NewEvent, NewKey, StoreError},
    vault::{SignedIn, unit_keys::HeldKeys},
};

pub(super) use super::renewal::copy;

pub use case::{Away, CaseView, IdentityCard, WhyNot};
pub use clocks::RunningClock;
pub use file::FileUse;
pub use many::Outcome;
pub use queue::{QueueView, Row};
pub use redact::{CopyFor, Cuts, MadeCopy, Material, Source, SourcePlace, cut, mark_of};
pub use risk::Assessment;
pub use search::Found;

/// The desk of one member, for one request.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    office: &'a Office,
    who: &'a SignedIn,
    now: Timestamp,
}

/// A case that a member may see, with the data keys that the member can open.
struct Loaded {
    case: Case,
    report: Reading<ReportContent>,
    copies: Vec<CaseKey>,
    keys: KeyRing,
    held: HeldKeys,
}

/// What a member does to a case.
struct Step {
    action: CaseAction,
    written: Option<(Slot, Message)>,
    patch: CasePatch,
    detail: Option<String>,
    basis: Option<Article>,
    recusal: Option<Recusing>,
}

/// Who is kept away from a case with a step, or let back.
#[derive(Clone, Copy)]
enum Recusing {
    Away(i64, RecusalSource),
    Back(i64),
}

/// New copies of data keys, and whose are taken away.
#[derive(Default)]
struct Rekeying {
    /// The data key for all that follows; none if it stays.
    fresh: Option<(u32, seal::DataKey)>,
    keys: Vec<NewKey>,
    revoked: Vec<(Purpose, Holder)>,
}

impl Step {
    fn new(action: CaseAction) -> Self {
        Self { action, written: None, patch: CasePatch::default(), detail: None, basis: None, recusal: None }
    }

    fn writing(mut self, slot: Slot, message: Message) -> Self {
        self.written = Some((slot, message));
        self
    }

    fn writing_any(mut self, slot: Slot, message: Option<Message>) -> Self {
        self.written = message.map(|message| (slot, message));
        self
    }

    fn because(mut self, detail: &str, basis: Option<Article>) -> Self {
        self.detail = Some(detail.to_owned());
        self.basis = basis;
        self
    }

    fn patching(mut self, patch: CasePatch) -> Self {
        self.patch = patch;
        self
    }

    fn recusing(mut self, recusing: Recusing) -> Self {
        self.recusal = Some(recusing);
        self
    }
}

/// A text that has to be there.
fn required(field: Field, text: &str, max: usize) -> Result<Message, CaseworkError> {
    check::paragraphs(text, max).map(Message::of).map_err(|kind| CaseworkError::Faults(vec![Fault::new(field, kind)]))
}

/// A text that may be left out.
fn optional(text: &str, max: usize) -> Result<Option<Message>, CaseworkError> {
    if text.trim().is_empty() { Ok(None) } else { required(Field::Message, text, max).map(Some) }
}

/// A choice that leaves the case as it is would be told to the reporter as if something had happened.
fn demand_change(case: &Case, step: &Step) -> Result<(), CaseworkError> {
    match step.action {
        CaseAction::Assign if step.patch.assignee == Some(case.assignee_id) => {
            Err(CaseworkError::fault(Field::Assignee, FaultKind::Unchanged))
        }
        CaseAction::Recategorise if step.patch.category.as_ref() == Some(&case.category) => {
            Err(CaseworkError::fault(Field::Category, FaultKind::Unchanged))
        }
        _ => Ok(()),
    }
}

/// A reason that staff give.
fn reason(text: &str) -> Result<Message, CaseworkError> {
    required(Field::Reason, text, limits::REASON)
}

impl<'a> Desk<'a> {
    /// The desk of this member.
    pub const fn new(office: &'a Office, who: &'a SignedIn, now: Timestamp) -> Self {
        Self { office, who, now }
    }

    fn demand(&self, right: Right) -> Result<(), CaseworkError> {
        if rights::may(&self.who.roles, right) { Ok(()) } else { Err(CaseworkError::Forbidden(right)) }
    }

    fn demand_for(&self, action: CaseAction) -> Result<(), CaseworkError> {
        rights::right_for(action).map_or(Ok(()), |right| self.demand(right))
    }

    /// The role in which the member works cases.
    fn role(&self) -> Option<Role> {
        [Role::Lead, Role::Officer].into_iter().find(|role| self.who.roles.contains(role))
    }

    fn entry(&self, action: &str, case: Option<i64>, object: Option<String>) -> NewEntry {
        NewEntry {
            at: self.now.as_millisecond(),
            action: action.to_owned(),
            member: Some(self.who.member),
            unit: Some(self.who.unit),
            case,
            object,
        }
    }

    async fn note(&self, action: &str, case: Option<i64>, object: Option<String>) -> Result<(), CaseworkError> {
        self.office.store.audit().append(self.entry(action, case, object)).await?;
        Ok(())
    }

    /// A case of the member's unit, with the keys to it, unless it names the member.
    async fn load(&self, number: &CaseNumber) -> Result<Loaded, CaseworkError> {
        self.demand(Right::SeeCases)?;
        let case = self.office.store.cases().by_number(number, self.who.unit, self.who.member).await?;
        let copies = self.office.store.cases().keys(case.id).await?;
        let mut held = HeldKeys::of(&self.office.store, self.who).await?;
        let keys = opened(&copies, &mut held, |copy| matches!(copy.purpose, Purpose::Report | Purpose::Custody))?;
        let report = self.report(case.id, &keys).await?;
        if self.is_named(report.opened().map(|report| report.avoid.as_slice())) {
            self.heed(case.id).await?;
            return Err(CaseworkError::NotFound);
        }
        Ok(Loaded { case, report, copies, keys, held })
    }

    /// What was filed, as far as it opens with these keys.
    async fn report(&self, case: i64, keys: &KeyRing) -> Result<Reading<ReportContent>, CaseworkError> {
        let cases = self.office.store.cases();
        let envelope = match cases.envelope(case, Slot::Report, 0).await {
            // Somebody took it away: as good as forged, and no reason to know nothing of the case.
            Err(StoreError::NotFound) => return Ok(Reading::Forged),
            found => found?,
        };
        let mut signatories = Signatories::default();
        signatories.insert(Author::Reporter, &cases.reporter_keys(case).await?.verifying_key);
        Ok(read(&envelope, keys, &signatories))
    }

    /// The same, for a change that was decided on `version`.
    async fn load_at(&self, number: &CaseNumber, version: i64) -> Result<Loaded, CaseworkError> {
        let loaded = self.load(number).await?;
        if loaded.case.version == version {
            return Ok(loaded);
        }
        let events = self.office.store.cases().events(loaded.case.id).await?;
        let by = events.last().and_then(|event| match event.actor {
            Author::Member(id) => Some(id),
            Author::Reporter | Author::System => None,
        });
        Err(CaseworkError::Conflict { by, version: loaded.case.version })
    }

    /// Takes a step on a case; returns its new version.
    async fn take<R: CryptoRng + Send>(&self, number: &CaseNumber, version: i64, step: Step, rng: &mut R) -> Result<i64, CaseworkError> {
        self.demand_for(step.action)?;
        let loaded = self.load_at(number, version).await?;
        let rekeying = if step.written.is_some() { self.keep_or_renew(&loaded, rng).await? } else { Rekeying::default() };
        self.apply(&loaded, step, rekeying, rng).await
    }

    async fn apply<R: CryptoRng + Send>(&self, loaded: &Loaded, step: Step, rekeying: Rekeying, rng: &mut R) -> Result<i64, CaseworkError> {
        let case = &loaded.case;
        let transition = state::decide(case.status, step.action, facts(case))?;
        demand_change(case, &step)?;
        let clock = self.office.deadlines.after(&transition, case.kind, mode_of(case), day_of(self.now), day_of_ms(case.due_at));
        let envelope = match &step.written {
            Some((slot, message)) => Some(self.seal(loaded, &rekeying, *slot, message, rng).await?),
            None => None,
        };
        let due = match clock {
            ClockChange::Start(due) => Some(due),
            ClockChange::Keep | ClockChange::Stop => None,
        };
        let event = NewEvent {
            actor: Author::Member(self.who.member),
            unit: Some(self.who.unit),
            role: self.role(),
            detail: step.detail.clone(),
            basis: step.basis.or(due.map(|due| due.article)).map(|article| article.as_str().to_owned()),
            due_at: due.map(|due| due.at()),
            // Why somebody is kept away stands with the recusal: the reporter is told of a step that passes the case up.
            envelope: envelope.as_ref().filter(|_| step.recusal.is_none()).map(|envelope| (envelope.slot, envelope.seq)),
        };
        let patch = CasePatch {
            // Whoever stays away has not dealt with it.
            first_handler: step.recusal.is_none().then_some(self.who.member),
            due: patch_of(clock),
            epoch: rekeying.fresh.as_ref().map(|(epoch, _)| *epoch),
            ..step.patch
        };
        let audit = self.entry(&format!("case.{}", step.action), Some(case.id), step.detail);
        let recusal = step.recusal.map(|recusing| self.recusal(case.id, recusing, envelope.as_ref()));
        let change = Change {
            case: case.id,
            version: case.version,
            transition,
            at: self.now.as_millisecond(),
            patch,
            event,
            envelopes: envelope.into_iter().collect(),
            keys: rekeying.keys,
            files: Vec::new(),
            revoked: rekeying.revoked,
            // Whoever asked for the identity, or was given it, was to handle the case here.
            custody: rekeying.fresh.is_some().then_some(CustodyChange::End),
            recusal,
            audit: Some(audit),
        };
        Ok(self.office.store.apply(change).await?)
    }

    /// Signs and seals what a member writes, under the key for all that follows.
    async fn seal<R: CryptoRng + Send>(
        &self,
        loaded: &Loaded,
        rekeying: &Rekeying,
        slot: Slot,
        message: &Message,
        rng: &mut R,
    ) -> Result<NewEnvelope, CaseworkError> {
        let case = &loaded.case;
        let (epoch, key) = match &rekeying.fresh {
            Some((epoch, key)) => (*epoch, key),
            None => (case.epoch, loaded.keys.get(Purpose::Report, case.epoch).ok_or(crate::vault::VaultError::NoKey)?),
        };
        let seq = self.office.store.cases().next_seq(case.id, slot).await?;
        let place = Place { case: case.id, slot, seq, epoch };
        let ciphertext = sign_message(key, &place, &self.who.keys().signing_key(), &encode(message), rng).into_bytes();
        Ok(NewEnvelope { slot, seq, epoch, author: Author::Member(self.who.member), ciphertext })
    }
}

/// The data keys in those of these copies that are wanted and for the member.
pub(in crate::casework) fn opened(
    copies: &[CaseKey],
    held: &mut HeldKeys,
    wanted: impl Fn(&CaseKey) -> bool,
) -> Result<KeyRing, CaseworkError> {
    let mut keys = KeyRing::default();
    for copy in copies.iter().filter(|copy| wanted(copy)) {
        keys.take(copy.purpose, copy.epoch, open_copy(copy, held))?;
    }
    Ok(keys)
}

/// The data key in a copy that is for a unit whose key is held, or for the member.
pub(in crate::casework) fn open_copy(copy: &CaseKey, held: &mut HeldKeys) -> Result<Option<seal::DataKey>, CaseworkError> {
    let key = match copy.holder {
        Holder::Unit(unit_key) if held.holds(unit_key) => held.open(unit_key)?,
        Holder::Member(member) if member == held.member() => held.own(),
        Holder::Unit(_) | Holder::Member(_) | Holder::Reporter => return Ok(None),
    };
    let place = KeyPlace { case: copy.case, epoch: copy.epoch, purpose: copy.purpose, holder: copy.holder };
    Ok(Some(open_key(&SealedKey::try_from(copy.sealed.as_slice())?, key, &place)?))
}
