//! Data keys as they are kept.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use seal::{Holder, KeyPlace};

use super::fixture::{CITY_KEY, on_both, report, rng};
use crate::store::{LeftBehind, Moved, Shelter, StoreError, sql, tests::fixture::Database};

/// Turns every bit by the generation and the place, and knows no generation before the first that it holds.
struct Turning {
    current: AtomicI64,
    first: AtomicI64,
}

impl Turning {
    fn on(database: &Database) -> Arc<Self> {
        let shelter = Arc::new(Self { current: AtomicI64::new(1), first: AtomicI64::new(1) });
        database.shelter(shelter.clone());
        shelter
    }
}

fn turned(place: &KeyPlace, generation: i64, bytes: &[u8]) -> Vec<u8> {
    let by = (place.case ^ generation).to_be_bytes()[7] | 1;
    bytes.iter().map(|byte| byte ^ by).collect()
}

impl Shelter for Turning {
    fn close(&self, place: &KeyPlace, sealed: &[u8]) -> Result<(i64, Vec<u8>), StoreError> {
        let current = self.current.load(Ordering::SeqCst);
        Ok((current, turned(place, current, sealed)))
    }

    fn open(&self, place: &KeyPlace, generation: i64, kept: &[u8]) -> Result<Vec<u8>, StoreError> {
        if generation < self.first.load(Ordering::SeqCst) {
            return Err(StoreError::NoGeneration(generation));
        }
        Ok(turned(place, generation, kept))
    }

    fn can_close(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// The key of the unit, as it is given out and as it stands in its row.
async fn key_of(database: &Database, case: i64) -> (Result<Vec<u8>, StoreError>, Vec<u8>) {
    let given = database.cases().keys(case).await;
    let given = given.map(|keys| keys.into_iter().find(|key| key.holder == Holder::Unit(CITY_KEY)).unwrap().sealed);
    let row = format!("SELECT sealed FROM case_keys WHERE case_id = {case} AND holder = 'unit'");
    let row = sql::row(database.reader(), &row, vec![]).await.unwrap().unwrap();
    (given, row.try_get_by_index(0).unwrap())
}

on_both! {
    async fn what_stands_in_the_row_is_not_what_was_handed_over(database) {
        Turning::on(database);
        let new = report(&mut rng());
        database.cases().file(new.clone()).await.unwrap();
        let (given, kept) = key_of(database, new.id).await;
        assert_eq!(given.unwrap(), new.keys[1].2);
        assert_ne!(kept, new.keys[1].2);
        let followed = database.cases().followed(new.lookup).await.unwrap();
        assert_eq!(followed.keys[0].sealed, new.keys[0].2);
    }

    async fn bare_keys_of_an_earlier_version_are_read_once_the_operator_vouches_for_them(database) {
        let new = report(&mut rng());
        database.cases().file(new.clone()).await.unwrap();
        Turning::on(database);
        assert!(key_of(database, new.id).await.0.is_err(), "whoever writes to the database could have put them there");
        assert_eq!(database.cases().left_behind(0).await.unwrap(), LeftBehind { readable: 0, unreadable: 2 });
        assert_eq!(database.cases().take_in_bare_keys().await.unwrap(), 2);
        let (given, kept) = key_of(database, new.id).await;
        assert_eq!(given.unwrap(), new.keys[1].2);
        assert_ne!(kept, new.keys[1].2);
        assert_eq!(database.cases().take_in_bare_keys().await.unwrap(), 0);
    }

    async fn keys_of_an_earlier_generation_are_moved_and_read_meanwhile(database) {
        let mut rng = rng();
        let cases: Vec<_> = (0..7).map(|_| report(&mut rng)).collect();
        let shelter = Turning::on(database);
        for new in &cases {
            database.cases().file(new.clone()).await.unwrap();
        }
        shelter.current.store(2, Ordering::SeqCst);
        let mut from = 0;
        let mut moved = 0;
        while let Moved { keys, next: Some(next), .. } = database.cases().move_keys(from, 2, 3).await.unwrap() {
            (from, moved) = (next, moved + keys);
            assert_eq!(key_of(database, cases[0].id).await.0.unwrap(), cases[0].keys[1].2);
        }
        assert!(moved >= 12, "fourteen keys, three at a time: {moved}");
        assert_eq!(database.cases().left_behind(1).await.unwrap(), LeftBehind::default());
        shelter.first.store(2, Ordering::SeqCst);
        for new in &cases {
            assert_eq!(key_of(database, new.id).await.0.unwrap(), new.keys[1].2);
        }
    }

    async fn what_is_under_a_generation_that_is_gone_is_told_so(database) {
        let shelter = Turning::on(database);
        let new = report(&mut rng());
        database.cases().file(new.clone()).await.unwrap();
        shelter.first.store(2, Ordering::SeqCst);
        assert!(matches!(key_of(database, new.id).await.0, Err(StoreError::NoGeneration(1))));
        assert!(matches!(database.cases().followed(new.lookup).await, Err(StoreError::NoGeneration(1))));
    }

    async fn what_nobody_can_open_is_passed_over_and_keeps_nothing_else_back(database) {
        let (mut rng, shelter) = (rng(), Turning::on(database));
        let (lost, good): (Vec<_>, Vec<_>) = ((0..4).map(|_| report(&mut rng)).collect(), (0..4).map(|_| report(&mut rng)).collect());
        for new in &lost {
            database.cases().file(new.clone()).await.unwrap();
        }
        shelter.current.store(2, Ordering::SeqCst);
        shelter.first.store(2, Ordering::SeqCst);
        for new in &good {
            database.cases().file(new.clone()).await.unwrap();
        }
        shelter.current.store(3, Ordering::SeqCst);
        let (mut from, mut keys, mut unreadable) = (Some(0), 0, 0);
        while let Some(case) = from {
            // One row at a time: each page is all of a case.
            let moved = database.cases().move_keys(case, 3, 1).await.unwrap();
            (from, keys, unreadable) = (moved.next, keys + moved.keys, unreadable + moved.unreadable);
        }
        assert_eq!((keys, unreadable), (8, 8));
        assert_eq!(database.cases().left_behind(2).await.unwrap(), LeftBehind { readable: 0, unreadable: 8 });
        for new in &good {
            assert_eq!(key_of(database, new.id).await.0.unwrap(), new.keys[1].2);
        }
    }
}
