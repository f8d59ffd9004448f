//! The data key for all that follows in a case: when another unit takes over, and when the unit has put a new key in the place of its own.

use rand_core::CryptoRng;

use crate::{
    filing::Recipient,
    keys::DataKey,
    place::{Holder, KeyPlace, Purpose},
    sealed::{SealPublicKey, SealedKey, seal_key},
};

/// A new data key, with a copy for each who goes on with the case.
pub struct NextKey {
    /// Which data key of the case.
    pub epoch: u32,
    /// The key.
    pub key: DataKey,
    /// The reporter's copy.
    pub reporter: SealedKey,
    /// The unit's.
    pub unit: SealedKey,
}

/// The data key that comes after that of `epoch`.
pub fn next_key(case: i64, epoch: u32, reporter: &SealPublicKey, unit: Recipient<'_>, rng: &mut impl CryptoRng) -> NextKey {
    let (epoch, key) = (epoch.saturating_add(1), DataKey::generate(rng));
    let mut copy = |holder, to| seal_key(&key, to, &KeyPlace { case, epoch, purpose: Purpose::Report, holder }, rng);
    let (reporter, unit) = (copy(Holder::Reporter, reporter), copy(Holder::Unit(unit.key), unit.public));
    NextKey { epoch, key, reporter, unit }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use model::ReceiptCode;
    use rand::{SeedableRng, rngs::StdRng};
    use subtle::ConstantTimeEq;

    use super::*;
    use crate::{ReporterSecret, SealPrivateKey, open_key};

    #[test]
    fn reporter_and_unit_open_the_same_key_and_an_earlier_key_of_the_unit_does_not() {
        let secret = ReporterSecret::from_code(&ReceiptCode::from_entropy(&[3; 24]));
        let [unit, earlier] = [SealPrivateKey::from_seed(&[9; 32]), SealPrivateKey::from_seed(&[8; 32])];
        let public = unit.public();
        let reporter = secret.seal_key().public();
        let next = next_key(7, 4, &reporter, Recipient { key: 2, public: &public }, &mut StdRng::seed_from_u64(1));
        let place = |holder| KeyPlace { case: 7, epoch: 5, purpose: Purpose::Report, holder };
        let of_reporter = secret.open_copy(next.reporter.as_bytes(), &place(Holder::Reporter)).unwrap();
        let of_unit = open_key(&next.unit, &unit, &place(Holder::Unit(2))).unwrap();
        assert_eq!(next.epoch, 5);
        assert!(bool::from(next.key.ct_eq(&of_reporter) & next.key.ct_eq(&of_unit)));
        assert!(open_key(&next.unit, &earlier, &place(Holder::Unit(2))).is_err());
    }
}
