//! How great the danger for whoever reported is: assessed at intake and after each contact.

use jiff::civil::Date;
use model::{CaseAction, CaseNumber, FaultKind, Field, Message, RiskLevel, check, limits};
use rand_core::CryptoRng;
use seal::Slot;

use super::{CasePatch, CaseworkError, Desk, Step};
use crate::casework::calendar::{day_of, end_of};

/// What a member found.
pub struct Assessment<'a> {
    /// How great the danger is.
    pub level: RiskLevel,
    /// Why.
    pub reasons: &'a str,
    /// What is done about it.
    pub measures: &'a str,
    /// When it is to be looked at again.
    pub next: Date,
}

impl Desk<'_> {
    /// Assesses the danger for reporter and witnesses. Reasons and measures are for the unit's eyes; earlier assessments stay in the history.
    ///
    /// # Errors
    /// As for every action; a fault in what was written, or if the next day is past.
    pub async fn assess<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        found: &Assessment<'_>,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        let written = |field, text| check::paragraphs(text, limits::REASON).map_err(|kind| CaseworkError::fault(field, kind));
        let reasons = written(Field::Reason, found.reasons)?;
        let measures = written(Field::Message, found.measures)?;
        if found.next < day_of(self.now) {
            return Err(CaseworkError::fault(Field::Until, FaultKind::Expired));
        }
        let patch = CasePatch { risk: Some((found.level, end_of(found.next))), ..CasePatch::default() };
        let step = Step::new(CaseAction::Assess)
            .writing(Slot::Risk, Message::of(format!("{reasons}\n\n{measures}")))
            .because(&format!("{} {}", found.level, found.next), None)
            .patching(patch);
        self.take(number, version, step, rng).await
    }
}
