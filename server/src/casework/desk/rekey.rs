//! Handing a case to another unit: a new data key for all that follows, the earlier ones sealed to the new unit, the old copies gone.

use model::{FaultKind, Field};
use rand_core::CryptoRng;
use seal::{Holder, OpenError, Purpose, SealPublicKey};

use super::{CaseworkError, Desk, Loaded, NewKey, Rekeying, open_copy, recuse::Closed};
use crate::{
    casework::{
        directory::PublicUnitKey,
        renewal::{self, Fresh, copy},
    },
    store::{Case, CaseKey},
};

/// Keys to add, and the holders whose copies are deleted.
type Rekeyed = (Vec<NewKey>, Vec<(Purpose, Holder)>);

impl Desk<'_> {
    /// The keys with which `to` takes the case over.
    pub(super) async fn rekey<R: CryptoRng + Send>(
        &self,
        loaded: &mut Loaded,
        to: i64,
        closed: &Closed,
        rng: &mut R,
    ) -> Result<Rekeying, CaseworkError> {
        // The copies of this unit go: of what it cannot open the other one would find nothing at all.
        if !loaded.keys.is_whole() {
            return Err(OpenError::WrongKey.into());
        }
        let unknown = || CaseworkError::fault(Field::Unit, FaultKind::Unknown);
        let target = self.office.directory.report_key(to).ok_or_else(unknown)?;
        let Fresh { epoch, key: fresh, copies: mut keys } = self.fresh(&loaded.case, target, rng).await?;
        for (epoch, key) in loaded.keys.reports() {
            keys.push(copy(loaded.case.id, epoch, Purpose::Report, Holder::Unit(target.id), key, &target.key, rng));
        }
        let mut revoked = unit_holders(loaded, Purpose::Report);
        if let Some(keeper) = self.office.directory.identity_key(to).filter(|keeper| !closed.units.contains(&keeper.unit)) {
            let (identity, gone) = hand_identity(loaded, keeper, rng)?;
            keys.extend(identity);
            revoked.extend(gone);
        }
        Ok(Rekeying { fresh: Some((epoch, fresh)), keys, revoked })
    }

    /// The keys with which the unit goes on: those that the case has, or new ones if the unit's own key is another since they were made.
    pub(super) async fn keep_or_renew<R: CryptoRng + Send>(&self, loaded: &Loaded, rng: &mut R) -> Result<Rekeying, CaseworkError> {
        let due = renewal::due(&self.office.directory, &loaded.case, &loaded.copies);
        let Some(unit) = due else { return Ok(Rekeying::default()) };
        let Fresh { epoch, key, copies } = self.fresh(&loaded.case, unit, rng).await?;
        Ok(Rekeying { fresh: Some((epoch, key)), keys: copies, revoked: Vec::new() })
    }

    async fn fresh<R: CryptoRng + Send>(&self, case: &Case, unit: &PublicUnitKey, rng: &mut R) -> Result<Fresh, CaseworkError> {
        let reporter = self.office.store.cases().reporter_keys(case.id).await?;
        let reporter = SealPublicKey::try_from(reporter.public_key.as_slice())?;
        Ok(renewal::fresh(case, &reporter, unit, rng))
    }
}

/// A custodians' copy of the identity's data key.
fn is_kept(copy: &CaseKey) -> bool {
    copy.purpose == Purpose::Identity && matches!(copy.holder, Holder::Unit(_))
}

/// Copies of the identity's data key for another keeper, if the member holds it; and whose copies they replace.
fn hand_identity(loaded: &mut Loaded, keeper: &PublicUnitKey, rng: &mut impl CryptoRng) -> Result<Rekeyed, CaseworkError> {
    let (mut keys, mut revoked) = (Vec::new(), Vec::new());
    let new_holder = Holder::Unit(keeper.id);
    for held in loaded.copies.iter().filter(|copy| is_kept(copy) && copy.holder != new_holder) {
        if let Some(key) = open_copy(held, &mut loaded.held)? {
            keys.push(copy(held.case, held.epoch, Purpose::Identity, new_holder, &key, &keeper.key, rng));
            revoked.push((Purpose::Identity, held.holder));
        }
    }
    Ok((keys, revoked))
}

/// Every unit key that has copies for this purpose.
fn unit_holders(loaded: &Loaded, purpose: Purpose) -> Vec<(Purpose, Holder)> {
    let mut holders: Vec<(Purpose, Holder)> = Vec::new();
    for copy in loaded.copies.iter().filter(|copy| copy.purpose == purpose && matches!(copy.holder, Holder::Unit(_))) {
        if !holders.contains(&(purpose, copy.holder)) {
            holders.push((purpose, copy.holder));
        }
    }
    holders
}
