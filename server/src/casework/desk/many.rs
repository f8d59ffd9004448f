//! The same action on several rows at once. Each row stands for itself: one that is refused does not hold the others up.

use model::{CaseNumber, CategoryCode};
use rand_core::CryptoRng;

use super::{CaseworkError, Desk};

/// What came of one row.
pub struct Outcome {
    /// The case.
    pub number: CaseNumber,
    /// Done, or why not.
    pub result: Result<(), CaseworkError>,
}

impl Desk<'_> {
    /// Gives these cases to a member of the unit, or to nobody.
    ///
    /// # Errors
    /// What concerns all of them: a right that is lacking, or a member who cannot work cases of this unit.
    pub async fn assign_many<R: CryptoRng + Send>(
        &self,
        numbers: &[CaseNumber],
        to: Option<i64>,
        rng: &mut R,
    ) -> Result<Vec<Outcome>, CaseworkError> {
        self.assigning(to).await?;
        let mut outcomes = Vec::with_capacity(numbers.len());
        for number in numbers {
            let result = match self.version(number).await {
                Ok(version) => self.assign(number, version, to, rng).await.map(drop),
                Err(error) => Err(error),
            };
            outcomes.push(Outcome { number: number.clone(), result });
        }
        Ok(outcomes)
    }

    /// Changes the category of these cases.
    ///
    /// # Errors
    /// What concerns all of them: an unknown category.
    pub async fn recategorise_many<R: CryptoRng + Send>(
        &self,
        numbers: &[CaseNumber],
        category: &CategoryCode,
        rng: &mut R,
    ) -> Result<Vec<Outcome>, CaseworkError> {
        self.recategorising(category)?;
        let mut outcomes = Vec::with_capacity(numbers.len());
        for number in numbers {
            let result = match self.version(number).await {
                Ok(version) => self.recategorise(number, version, category, rng).await.map(drop),
                Err(error) => Err(error),
            };
            outcomes.push(Outcome { number: number.clone(), result });
        }
        Ok(outcomes)
    }

    /// The present version: a list shows none, and neither action undoes what someone else did.
    async fn version(&self, number: &CaseNumber) -> Result<i64, CaseworkError> {
        Ok(self.office.store.cases().by_number(number, self.who.unit, self.who.member).await?.version)
    }
}
