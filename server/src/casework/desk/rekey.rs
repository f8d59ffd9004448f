//! Handing a case to another unit: a new data key for all that follows, the earlier ones sealed to the new unit, the old copies gone.

use model::{FaultKind, Field};
use rand_core::CryptoRng;
use seal::{DataKey, Holder, KeyPlace, Purpose, SealPublicKey, seal_key};

use super::{CaseworkError, Desk, Loaded, NewKey, Rekeying, open_copy};
use crate::{casework::directory::PublicUnitKey, store::CaseKey};

/// Keys to add, and the holders whose copies are deleted.
type Rekeyed = (Vec<NewKey>, Vec<(Purpose, Holder)>);

impl Desk<'_> {
    /// The keys with which `to` takes the case over.
    pub(super) async fn rekey<R: CryptoRng + Send>(&self, loaded: &mut Loaded, to: i64, rng: &mut R) -> Result<Rekeying, CaseworkError> {
        let unknown = || CaseworkError::fault(Field::Unit, FaultKind::Unknown);
        let target = self.office.directory.report_key(to).ok_or_else(unknown)?;
        let reporter = self.office.store.cases().reporter_keys(loaded.case.id).await?;
        let reporter = SealPublicKey::try_from(reporter.public_key.as_slice())?;

        let epoch = loaded.case.epoch.saturating_add(1);
        let fresh = DataKey::generate(rng);
        let mut keys = vec![
            copy(loaded.case.id, epoch, Purpose::Report, Holder::Reporter, &fresh, &reporter, rng),
            copy(loaded.case.id, epoch, Purpose::Report, Holder::Unit(target.id), &fresh, &target.key, rng),
        ];
        for (epoch, key) in loaded.keys.reports() {
            keys.push(copy(loaded.case.id, epoch, Purpose::Report, Holder::Unit(target.id), key, &target.key, rng));
        }
        let mut revoked = unit_holders(loaded, Purpose::Report);
        if let Some(keeper) = self.office.directory.identity_key(to) {
            let (identity, gone) = hand_identity(loaded, keeper, rng)?;
            keys.extend(identity);
            revoked.extend(gone);
        }
        Ok(Rekeying { fresh: Some((epoch, fresh)), keys, revoked })
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

/// A new copy of a data key for one holder.
pub(in crate::casework) fn copy(
    case: i64,
    epoch: u32,
    purpose: Purpose,
    holder: Holder,
    key: &DataKey,
    to: &SealPublicKey,
    rng: &mut impl CryptoRng,
) -> NewKey {
    let place = KeyPlace { case, epoch, purpose, holder };
    NewKey { epoch, purpose, holder, sealed: seal_key(key, to, &place, rng).into_bytes() }
}
