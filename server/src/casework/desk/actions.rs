//! The actions on one case. Each takes the version that the member saw, and returns the one it led to.
//!
//! # Errors
//! All of them: [`CaseworkError::Forbidden`] without the right, [`CaseworkError::NotFound`] for another unit's case,
//! [`CaseworkError::Conflict`] if someone was faster, [`CaseworkError::Refused`] by the rules, [`CaseworkError::Faults`] in what was typed.

use model::{
    CaseAction, CaseNumber, CategoryCode, DeclineReason, FaultKind, Field, ReturnReason, Right, limits,
    state::{self, Refused},
    status::Finding,
};
use rand_core::CryptoRng;
use seal::Slot;

use super::{CasePatch, CaseworkError, Desk, Step, optional, reason, required};
use crate::{
    casework::{follow::facts, reasons, rights},
    store::Member,
};

impl Desk<'_> {
    /// Accepts the case for handling.
    ///
    /// # Errors
    /// As for every action.
    pub async fn accept<R: CryptoRng + Send>(&self, number: &CaseNumber, version: i64, rng: &mut R) -> Result<i64, CaseworkError> {
        let patch = CasePatch { accepted_at: Some(Some(self.now.as_millisecond())), ..CasePatch::default() };
        self.take(number, version, Step::new(CaseAction::Accept).patching(patch), rng).await
    }

    /// Declines the case, with a reason from the rule's list and, if there are any, words that the reporter reads.
    ///
    /// # Errors
    /// As for every action; a reason that is not for this kind of report.
    pub async fn decline<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        why: DeclineReason,
        text: &str,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        let kind = self.office.store.cases().by_number(number, self.who.unit, self.who.member).await?.kind;
        if !reasons::for_declining(kind).contains(&why) {
            return Err(CaseworkError::fault(Field::Reason, FaultKind::Unknown));
        }
        let step = Step::new(CaseAction::Decline)
            .writing_any(Slot::Reason, optional(text, limits::REASON)?)
            .because(why.as_str(), Some(why.article()));
        self.take(number, version, step, rng).await
    }

    /// Asks the reporter for more.
    ///
    /// # Errors
    /// As for every action.
    pub async fn ask<R: CryptoRng + Send>(&self, number: &CaseNumber, version: i64, text: &str, rng: &mut R) -> Result<i64, CaseworkError> {
        let step = Step::new(CaseAction::Ask).writing(Slot::Message, required(Field::Message, text, limits::MESSAGE)?);
        self.take(number, version, step, rng).await
    }

    /// Gives the unit's answer.
    ///
    /// # Errors
    /// As for every action.
    pub async fn answer<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        text: &str,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        let step = Step::new(CaseAction::Answer).writing(Slot::Answer, required(Field::Message, text, limits::MESSAGE)?);
        self.take(number, version, step, rng).await
    }

    /// Closes the case with a finding and, if there are any, words that the reporter reads.
    ///
    /// # Errors
    /// As for every action; a fault if a report of its kind is never found to be that.
    pub async fn close<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        finding: Finding,
        text: &str,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        let patch = CasePatch { finding: Some(Some(finding)), ..CasePatch::default() };
        let step = Step::new(CaseAction::Close).writing_any(Slot::Answer, optional(text, limits::MESSAGE)?);
        self.demand_for(CaseAction::Close)?;
        let loaded = self.load_at(number, version).await?;
        if !Finding::of(loaded.case.kind).contains(&finding) {
            return Err(CaseworkError::fault(Field::Finding, FaultKind::Unknown));
        }
        let rekeying = self.keep_or_renew(&loaded, rng).await?;
        self.apply(&loaded, step.because(finding.as_str(), None).patching(patch), rekeying, rng).await
    }

    /// Takes the case up again, with a reason that the reporter reads. Finding and rating start anew.
    ///
    /// # Errors
    /// As for every action.
    pub async fn reopen<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        text: &str,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        let patch = CasePatch { finding: Some(None), rating: Some(None), ..CasePatch::default() };
        self.take(number, version, Step::new(CaseAction::Reopen).writing(Slot::Reason, reason(text)?).patching(patch), rng).await
    }

    /// Puts off, once, the date by which a request has to be settled, with a reason that the reporter reads.
    ///
    /// # Errors
    /// As for every action; [`CaseworkError::Forbidden`] for who is no lead.
    pub async fn extend<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        text: &str,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        self.take(number, version, Step::new(CaseAction::Extend).writing(Slot::Reason, reason(text)?), rng).await
    }

    /// Gives the case to a member of the unit, or to nobody.
    ///
    /// # Errors
    /// As for every action; a fault if the member cannot work cases of this unit, or has it already.
    pub async fn assign<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        to: Option<i64>,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        let step = self.assigning(to).await?;
        if let Some(member) = to {
            self.demand_open_to(number, member).await?;
        }
        self.take(number, version, step, rng).await
    }

    pub(super) async fn assigning(&self, to: Option<i64>) -> Result<Step, CaseworkError> {
        if to.is_some_and(|member| member != self.who.member) {
            self.demand(Right::AssignOthers)?;
        }
        if let Some(member) = to {
            let colleagues = self.office.store.members().of_unit(self.who.unit).await?;
            let able = |colleague: &Member| {
                colleague.id == member && colleague.left_at.is_none() && rights::may(&colleague.roles, Right::HandleCases)
            };
            if !colleagues.iter().any(able) {
                return Err(CaseworkError::fault(Field::Assignee, FaultKind::Unknown));
            }
        }
        let step = Step::new(CaseAction::Assign).patching(CasePatch { assignee: Some(to), ..CasePatch::default() });
        Ok(match to {
            Some(member) => step.because(&member.to_string(), None),
            None => step,
        })
    }

    /// Changes the category.
    ///
    /// # Errors
    /// As for every action; a fault if the category is unknown, or the present one.
    pub async fn recategorise<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        category: &CategoryCode,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        self.take(number, version, self.recategorising(category)?, rng).await
    }

    pub(super) fn recategorising(&self, category: &CategoryCode) -> Result<Step, CaseworkError> {
        if self.office.directory.catalog.category(category).is_none() {
            return Err(CaseworkError::fault(Field::Category, FaultKind::Unknown));
        }
        let patch = CasePatch { category: Some(category.clone()), ..CasePatch::default() };
        Ok(Step::new(CaseAction::Recategorise).because(category.as_str(), None).patching(patch))
    }

    /// Writes a note that the reporter is not shown.
    ///
    /// # Errors
    /// As for every action.
    pub async fn note_down<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        text: &str,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        let step = Step::new(CaseAction::Note).writing(Slot::Note, required(Field::Message, text, limits::MESSAGE)?);
        self.take(number, version, step, rng).await
    }

    /// Sends the case to another unit, with a reason that the reporter and the unit read. This unit can open nothing of it from then on.
    ///
    /// The identity goes along only if the member is a custodian who holds it; else it stays with the custodians who keep it, until one of
    /// them hands it over: nobody who cannot read an identity can pass it on.
    ///
    /// # Errors
    /// As for every action; a unit that takes no reports, or this one, or one that must not learn of the case.
    pub async fn transfer<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        to: i64,
        text: &str,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        self.demand(Right::HandleCases)?;
        let step = Step::new(CaseAction::Transfer).writing(Slot::Reason, reason(text)?);
        let unit = self.office.directory.unit(to).filter(|unit| unit.active && unit.id != self.who.unit);
        let code = unit.ok_or(CaseworkError::fault(Field::Unit, FaultKind::Unknown))?.code.to_string();
        let patch = CasePatch { unit: Some(to), sender_unit: Some(Some(self.who.unit)), assignee: Some(None), ..CasePatch::default() };
        self.hand(number, version, to, step.because(&code, None).patching(patch), rng).await
    }

    /// Sends a transferred case back to the unit it came from, with a reason from the list and, if there are any, words that the reporter and
    /// the unit read.
    ///
    /// # Errors
    /// As for every action.
    pub async fn give_back<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        why: ReturnReason,
        text: &str,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        self.demand(Right::HandleCases)?;
        let step = Step::new(CaseAction::Return)
            .writing_any(Slot::Reason, optional(text, limits::REASON)?)
            .because(why.as_str(), Some(why.article()));
        let case = self.office.store.cases().by_number(number, self.who.unit, self.who.member).await?;
        let sender = case.sender_unit_id.ok_or(Refused::NotTransferred)?;
        let patch = CasePatch { unit: Some(sender), sender_unit: Some(None), assignee: Some(None), returned: true, ..CasePatch::default() };
        self.hand(number, version, sender, step.patching(patch), rng).await
    }

    /// Hands the case and its keys to a unit.
    async fn hand<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        to: i64,
        step: Step,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        let mut loaded = self.load_at(number, version).await?;
        // Decided before anything is sealed anew: what the rules refuse needs no key of the other unit.
        state::decide(loaded.case.status, step.action, facts(&loaded.case))?;
        let (closed, directory) = (self.closed(&loaded).await?, &self.office.directory);
        let refused = |kind| CaseworkError::fault(if step.action == CaseAction::Return { Field::Reason } else { Field::Unit }, kind);
        if closed.units.contains(&to) {
            return Err(refused(FaultKind::Excluded));
        }
        if directory.report_key(to).is_some() && !directory.has_handler(to, &closed.members) {
            return Err(refused(FaultKind::NobodyLeft));
        }
        let rekeying = self.rekey(&mut loaded, to, &closed, rng).await?;
        self.apply(&loaded, step, rekeying, rng).await
    }
}
