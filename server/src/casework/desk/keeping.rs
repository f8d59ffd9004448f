//! Keeping a case from being destroyed, and refusing to destroy it before its time.

use jiff::civil::Date;
use model::{CaseAction, CaseNumber, DeletionRefusal, FaultKind, Field};
use rand_core::CryptoRng;
use seal::Slot;

use super::{CasePatch, CaseworkError, Desk, Step, reason};
use crate::{
    casework::calendar::{day_of, end_of},
    store::{Hold, HoldChange},
};

impl Desk<'_> {
    /// Holds a case: until the end of that day it is not destroyed, for a reason that the unit reads. A further hold extends it.
    ///
    /// # Errors
    /// As for every action; a fault if the day is past.
    pub async fn hold<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        until: Date,
        text: &str,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        self.demand_for(CaseAction::Hold)?;
        let words = reason(text)?;
        if until < day_of(self.now) {
            return Err(CaseworkError::fault(Field::Until, FaultKind::Expired));
        }
        let cases = self.office.store.cases();
        let case = cases.by_number(number, self.who.unit, self.who.member).await?;
        let hold = Hold {
            case_id: case.id,
            seq: cases.next_seq(case.id, Slot::Hold).await?,
            member_id: self.who.member,
            placed_at: self.now.as_millisecond(),
            until: end_of(until),
            lifted_at: None,
            lifted_by: None,
        };
        let patch = CasePatch { hold: Some(HoldChange::Place(hold)), ..CasePatch::default() };
        let step = Step::new(CaseAction::Hold).writing(Slot::Hold, words).because(&until.to_string(), None).patching(patch);
        self.take(number, version, step, rng).await
    }

    /// Ends a hold.
    ///
    /// # Errors
    /// As for every action; [`CaseworkError::NotFound`] if it is none of the case's, or has been lifted.
    pub async fn lift_hold<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        seq: u32,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        let patch = CasePatch { hold: Some(HoldChange::Lift { seq, member: self.who.member }), ..CasePatch::default() };
        self.take(number, version, Step::new(CaseAction::LiftHold).because(&seq.to_string(), None).patching(patch), rng).await
    }

    /// Refuses what a reporter asked for: that the case be destroyed before its time. The reporter reads the reason.
    ///
    /// # Errors
    /// As for every action; [`CaseworkError::Refused`] if the reporter did not.
    pub async fn refuse_deletion<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        why: DeletionRefusal,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        let patch = CasePatch { deletion_asked: Some(None), ..CasePatch::default() };
        self.take(number, version, Step::new(CaseAction::RefuseDeletion).because(why.as_str(), None).patching(patch), rng).await
    }
}
