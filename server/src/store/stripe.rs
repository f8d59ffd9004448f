//! Identifiers of cases: random, and yet next to each other in the database.
//!
//! With an identifier wholly at random each report changes another page of every table. So a node draws a random stripe of
//! [`WIDTH`] identifiers and hands them out in random order, until they are used up or the hour is over. What two identifiers of a stripe
//! have in common, the hour of filing, stands beside them anyway; in which order they came does not show.

use rand::seq::SliceRandom;
use rand_core::CryptoRng;

/// Identifiers in a stripe; a power of two.
const WIDTH: i64 = 64;

/// The stripe in use.
#[derive(Default)]
pub(super) struct Stripe {
    hour: i64,
    unused: Vec<i64>,
}

impl Stripe {
    /// An identifier for a report of this hour, positive.
    pub(super) fn next(&mut self, hour: i64, rng: &mut impl CryptoRng) -> i64 {
        if hour != self.hour {
            self.unused.clear();
        }
        self.unused.pop().unwrap_or_else(|| self.draw(hour, rng))
    }

    fn draw(&mut self, hour: i64, rng: &mut impl CryptoRng) -> i64 {
        // Two bits less than there are: positive, and never zero.
        let start = (i64::try_from(rng.next_u64() >> 2).unwrap_or_default() | (1 << 62)) & -WIDTH;
        self.hour = hour;
        self.unused = (start + 1..start + WIDTH).collect();
        self.unused.shuffle(rng);
        start
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn taken(stripe: &mut Stripe, hour: i64, count: usize, rng: &mut StdRng) -> Vec<i64> {
        (0..count).map(|_| stripe.next(hour, rng)).collect()
    }

    fn stripes(ids: &[i64]) -> HashSet<i64> {
        ids.iter().map(|id| id / WIDTH).collect()
    }

    #[test]
    fn a_stripe_is_used_up_in_random_order_before_the_next() {
        let (mut stripe, mut rng) = (Stripe::default(), StdRng::seed_from_u64(1));
        let ids = taken(&mut stripe, 1, 128, &mut rng);
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 128);
        assert_eq!((stripes(&ids).len(), stripes(&ids[..64]).len()), (2, 1));
        assert!(ids.iter().all(|&id| id > 0) && !ids.is_sorted());
    }

    #[test]
    fn an_hour_shares_no_stripe_with_the_next() {
        let (mut stripe, mut rng) = (Stripe::default(), StdRng::seed_from_u64(1));
        let (one, other) = (taken(&mut stripe, 1, 10, &mut rng), taken(&mut stripe, 2, 10, &mut rng));
        assert!(stripes(&one).is_disjoint(&stripes(&other)));
    }
}
