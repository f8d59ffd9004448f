//! A new data key for all that follows in a case: when another unit takes over, and when the unit has put a new key in the place of the one
//! that the present data key is sealed to.

use rand_core::CryptoRng;
use seal::{DataKey, Holder, KeyPlace, Purpose, SealPublicKey, seal_key};

use super::directory::PublicUnitKey;
use crate::store::{Case, CaseKey, NewKey};

/// The data key for all that follows, and its copies for reporter and unit.
pub(super) struct Fresh {
    pub(super) epoch: u32,
    pub(super) key: DataKey,
    pub(super) copies: Vec<NewKey>,
}

/// Makes one.
pub(super) fn fresh(case: &Case, reporter: &SealPublicKey, unit: &PublicUnitKey, rng: &mut impl CryptoRng) -> Fresh {
    let (epoch, key) = (case.epoch.saturating_add(1), DataKey::generate(rng));
    let copies = vec![
        copy(case.id, epoch, Purpose::Report, Holder::Reporter, &key, reporter, rng),
        copy(case.id, epoch, Purpose::Report, Holder::Unit(unit.id), &key, &unit.key, rng),
    ];
    Fresh { epoch, key, copies }
}

/// Whether the present data key is sealed to another key of its unit than the one in force.
pub(super) fn is_due(case: &Case, copies: &[CaseKey], unit: &PublicUnitKey) -> bool {
    let present = (case.epoch, Purpose::Report, Holder::Unit(unit.id));
    !copies.iter().any(|copy| (copy.epoch, copy.purpose, copy.holder) == present)
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
