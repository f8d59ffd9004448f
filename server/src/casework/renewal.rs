//! A new data key for all that follows in a case: when another unit takes over, and when the unit has put a new key in the place of the one
//! that the present data key is sealed to.

use rand_core::CryptoRng;
use seal::{DataKey, Holder, KeyPlace, NextKey, Purpose, SealPublicKey, SealedKey, next_key, seal_key};

use super::directory::{Directory, PublicUnitKey};
use crate::store::{Case, CaseKey, NewKey};

/// The data key for all that follows, and its copies for reporter and unit.
pub(super) struct Fresh {
    pub(super) epoch: u32,
    pub(super) key: DataKey,
    pub(super) copies: Vec<NewKey>,
}

/// Makes one.
pub(super) fn fresh(case: &Case, reporter: &SealPublicKey, unit: &PublicUnitKey, rng: &mut impl CryptoRng) -> Fresh {
    let NextKey { epoch, key, reporter, unit: for_unit } = next_key(case.id, case.epoch, reporter, unit.recipient(), rng);
    Fresh { epoch, key, copies: copies(epoch, reporter, unit, for_unit) }
}

/// The copies of a new data key for reporter and unit.
pub(super) fn copies(epoch: u32, for_reporter: SealedKey, unit: &PublicUnitKey, for_unit: SealedKey) -> Vec<NewKey> {
    let copy = |holder, sealed: SealedKey| NewKey { epoch, purpose: Purpose::Report, holder, sealed: sealed.into_bytes() };
    vec![copy(Holder::Reporter, for_reporter), copy(Holder::Unit(unit.id), for_unit)]
}

/// Whether the present data key is sealed to another key of its unit than the one in force.
pub(super) fn is_due(case: &Case, copies: &[CaseKey], unit: &PublicUnitKey) -> bool {
    let present = (case.epoch, Purpose::Report, Holder::Unit(unit.id));
    !copies.iter().any(|copy| (copy.epoch, copy.purpose, copy.holder) == present)
}

/// The unit's key in force, if a new data key has to be sealed to it before anything more is written.
pub(super) fn due<'a>(directory: &'a Directory, case: &Case, copies: &[CaseKey]) -> Option<&'a PublicUnitKey> {
    directory.report_key(case.unit_id).filter(|unit| is_due(case, copies, unit))
}

/// A new copy of a data key for one holder.
pub(super) fn copy(
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
