//! Members who must not learn of a case: kept away from it, and let back.
//!
//! A member says so of oneself, a lead of anybody in the unit. Whoever is kept away finds nothing of the case any more, and so cannot undo it;
//! nor can whoever declared it. A lead or a custodian who did neither lets a member back. What the reporter named, no member of staff undoes.

use model::{CaseAction, CaseNumber, FaultKind, Field, RecusalSource, Right, avoid::may_mean, limits};
use rand_core::CryptoRng;
use seal::Slot;

use super::{CasePatch, CaseworkError, Desk, Loaded, NewEnvelope, Recusing, Rekeying, Step, optional, required};
use crate::{
    casework::rights,
    clock::hour_of,
    store::{Member, NewEntry, Recusal, RecusalChange},
};

/// Who must not learn of a case.
pub(super) struct Closed {
    /// Units to which it may not go: those that the reporter named, and those in which anybody works whom the reporter named.
    pub(super) units: Vec<i64>,
    /// Members who are kept away, and those who are named and have not looked yet.
    pub(super) members: Vec<i64>,
    /// Of them those who are kept away.
    recused: Vec<i64>,
}

/// The field of a form that names a member.
fn no_such_member(kind: FaultKind) -> CaseworkError {
    CaseworkError::fault(Field::Assignee, kind)
}

impl Desk<'_> {
    /// Keeps a member of the unit, or of one above it, away from the case, with a reason, which who speaks of oneself may leave out. The case is nobody's if it was
    /// the member's. If nobody is left who may handle it, it goes to the nearest unit above.
    ///
    /// # Errors
    /// As for every action; [`CaseworkError::Forbidden`] for who is no lead and speaks of another; a fault if nobody is left, here or above.
    pub async fn recuse<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        member: i64,
        words: &str,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        self.demand_for(CaseAction::Recuse)?;
        let is_own = member == self.who.member;
        if !is_own {
            self.demand(Right::AssignOthers)?;
        }
        let words = if is_own { optional(words, limits::REASON)? } else { Some(required(Field::Message, words, limits::REASON)?) };
        let mut loaded = self.load_at(number, version).await?;
        let mut closed = self.closed(&loaded).await?;
        if !self.may_come_across(member).await? || closed.recused.contains(&member) {
            return Err(no_such_member(FaultKind::Unknown));
        }
        closed.members.push(member);
        let source = if is_own { RecusalSource::Member } else { RecusalSource::Lead };
        let recusing = Recusing::Away(member, source);
        let is_left = self.office.directory.has_handler(loaded.case.unit_id, &closed.members);
        if is_left || !loaded.case.status.is_open() {
            let assignee = (loaded.case.assignee_id == Some(member)).then_some(None);
            let step = Step::new(CaseAction::Recuse)
                .writing_any(Slot::Recusal, words)
                .because(&member.to_string(), None)
                .patching(CasePatch { assignee, ..CasePatch::default() });
            let rekeying = if step.written.is_some() { self.keep_or_renew(&loaded, rng).await? } else { Rekeying::default() };
            return self.apply(&loaded, step.recusing(recusing), rekeying, rng).await;
        }
        let step = Step::new(CaseAction::PassUp).writing_any(Slot::Recusal, words).recusing(recusing);
        self.pass_up(&mut loaded, &closed, step, rng).await
    }

    /// Hands the case to the nearest unit above that may learn of it and in which somebody can handle it, as it stands and with its time limit.
    async fn pass_up<R: CryptoRng + Send>(
        &self,
        loaded: &mut Loaded,
        closed: &Closed,
        step: Step,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        let directory = &self.office.directory;
        let takes = |unit| !closed.units.contains(&unit) && directory.has_handler(unit, &closed.members);
        let to = directory.above(loaded.case.unit_id, takes).ok_or(no_such_member(FaultKind::NobodyLeft))?;
        let code = self.office.directory.unit(to).map(|unit| unit.code.to_string()).unwrap_or_default();
        let patch = CasePatch { unit: Some(to), sender_unit: Some(None), assignee: Some(None), ..CasePatch::default() };
        let rekeying = self.rekey(loaded, to, closed, rng).await?;
        self.apply(loaded, step.because(&code, None).patching(patch), rekeying, rng).await
    }

    /// Lets a member back to the case.
    ///
    /// # Errors
    /// As for every action; [`CaseworkError::Forbidden`] for who is neither lead nor custodian, and if it was the reporter's word or one's own; a
    /// fault if the member is not kept away.
    pub async fn readmit<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        member: i64,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        self.demand_for(CaseAction::Readmit)?;
        let loaded = self.load_at(number, version).await?;
        let recusals = self.office.store.cases().recusals(loaded.case.id).await?;
        let recusal = recusals.iter().find(|recusal| recusal.member_id == member).ok_or(no_such_member(FaultKind::Unknown))?;
        if !self.may_lift(recusal) {
            return Err(CaseworkError::Forbidden(Right::LiftRecusals));
        }
        let step = Step::new(CaseAction::Readmit).because(&member.to_string(), None).recusing(Recusing::Back(member));
        self.apply(&loaded, step, Rekeying::default(), rng).await
    }

    /// Whether this member may undo a recusal: neither the reporter's word, nor what this member declared.
    pub fn may_lift(&self, recusal: &Recusal) -> bool {
        let is_able = rights::may(&self.who.roles, Right::LiftRecusals);
        is_able && !recusal.source.is_reporters() && recusal.declared_by != Some(self.who.member)
    }

    /// Whether the case is still one that this member sees.
    ///
    /// # Errors
    /// The store is away.
    pub async fn sees(&self, number: &CaseNumber) -> Result<bool, CaseworkError> {
        match self.office.store.cases().by_number(number, self.who.unit, self.who.member).await.map_err(CaseworkError::from) {
            Ok(_) => Ok(true),
            Err(CaseworkError::NotFound) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Goes on only if this member may learn of the case.
    pub(super) async fn demand_open_to(&self, number: &CaseNumber, member: i64) -> Result<(), CaseworkError> {
        let cases = self.office.store.cases();
        cases.by_number(number, self.who.unit, self.who.member).await?;
        match cases.by_number(number, self.who.unit, member).await.map_err(CaseworkError::from) {
            Ok(_) => Ok(()),
            Err(CaseworkError::NotFound) => Err(no_such_member(FaultKind::Excluded)),
            Err(error) => Err(error),
        }
    }

    /// Of whom this member may say that they must not learn of a case: members of the unit and of those above it, who keep identities, answer
    /// objections and read the log.
    ///
    /// # Errors
    /// The store is away.
    pub async fn readers(&self) -> Result<Vec<Member>, CaseworkError> {
        let directory = &self.office.directory;
        let members = self.office.store.members().all().await?.into_iter();
        Ok(members.filter(|member| member.left_at.is_none() && directory.is_within(self.who.unit, member.unit_id)).collect())
    }

    async fn may_come_across(&self, member: i64) -> Result<bool, CaseworkError> {
        Ok(self.readers().await?.iter().any(|reader| reader.id == member))
    }

    /// Who must not learn of a case. The report names people of whom some may have come after it was filed.
    pub(super) async fn closed(&self, loaded: &Loaded) -> Result<Closed, CaseworkError> {
        let (cases, case) = (self.office.store.cases(), loaded.case.id);
        let names = loaded.report.opened().map(|report| report.avoid.as_slice()).unwrap_or_default();
        let (named, mut units) = (self.office.named(names), cases.barred_units(case).await?);
        units.extend(named.iter().map(|&(_, unit)| unit));
        let recused: Vec<i64> = cases.recusals(case).await?.into_iter().map(|recusal| recusal.member_id).collect();
        let members = recused.iter().copied().chain(named.into_iter().map(|(member, _)| member)).collect();
        Ok(Closed { units, members, recused })
    }

    /// Whether one of the names of those who must not learn of a case may mean the member who looks.
    pub(super) fn is_named(&self, avoid: Option<&[String]>) -> bool {
        avoid.unwrap_or_default().iter().any(|name| may_mean(name, &self.who.display_name))
    }

    /// Keeps the member who looks away from a case that names the member, which nobody could know when it was filed.
    ///
    /// # Errors
    /// The store is away.
    pub(super) async fn heed(&self, case: i64) -> Result<(), CaseworkError> {
        let recusal = Recusal {
            member_id: self.who.member,
            case_id: case,
            source: RecusalSource::Reporter,
            declared_by: None,
            at: hour_of(self.now),
            words: None,
            hidden_marks: 0,
        };
        let entry = NewEntry { member: None, ..self.entry("case.recuse", Some(case), Some(self.who.member.to_string())) };
        Ok(self.office.store.keep_away(recusal, entry).await?)
    }

    /// What is kept of it.
    pub(super) fn recusal(&self, case: i64, recusing: Recusing, words: Option<&NewEnvelope>) -> RecusalChange {
        match recusing {
            Recusing::Back(member) => RecusalChange::Lift(member),
            Recusing::Away(member, source) => RecusalChange::Add(Recusal {
                member_id: member,
                case_id: case,
                source,
                declared_by: Some(self.who.member),
                at: self.now.as_millisecond(),
                words: words.map(|envelope| envelope.seq),
                hidden_marks: 0,
            }),
        }
    }
}
