//! Having the signed ends of days stamped, apart from all other work: an authority may take its time, or be away.

use jiff::Timestamp;
use metrics::gauge;
use rand::rngs::StdRng;
use tokio::task::JoinHandle;

use super::{EVERY, LEASE};
use crate::{
    casework::stamping::{Asked, stamp_next, unstamped},
    clock::SharedClock,
    stamps::Authority,
    store::{Store, StoreError},
    vault::new_id,
};

const STAMP: &str = "stamp";

/// One node's part in it.
struct Stamper {
    store: Store,
    authority: Authority,
    clock: SharedClock,
    /// Names this node among the holders of the lease.
    node: i64,
    rng: StdRng,
}

/// Starts it; it ends when the handle is aborted.
pub fn start(store: Store, authority: Authority, clock: SharedClock, mut rng: StdRng) -> JoinHandle<()> {
    let mut stamper = Stamper { store, authority, clock, node: new_id(&mut rng), rng };
    tokio::spawn(async move {
        let mut timer = tokio::time::interval(EVERY);
        timer.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            timer.tick().await;
            if let Err(error) = stamper.turn().await {
                tracing::warn!(%error, "could not look which days have no stamp");
            }
        }
    })
}

impl Stamper {
    /// Asks for one stamp, if a day is due and this node holds the lease or gets it.
    async fn turn(&mut self) -> Result<(), StoreError> {
        let now = self.clock.now();
        if self.holds_lease(now).await? {
            stamp_next(&self.store, &self.authority, now, &mut self.rng).await?.iter().for_each(log);
        }
        // On every node: whichever is asked for its figures tells the same.
        gauge!("qingfeng_days_unstamped").set(unstamped(&self.store, now).await? as f64);
        Ok(())
    }

    async fn holds_lease(&self, now: Timestamp) -> Result<bool, StoreError> {
        self.store.lease(STAMP, self.node, now.as_millisecond(), (now + LEASE).as_millisecond()).await
    }
}

fn log(Asked { day, outcome }: &Asked) {
    match outcome {
        Ok(at) => tracing::info!(day, %at, "stamped"),
        Err(error) => tracing::warn!(day, error = error as &dyn std::error::Error, "no stamp, trying again later"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rand::SeedableRng;

    use super::*;
    use crate::{
        clock::FixedClock,
        config::DatabaseConfig,
        stamps::TimestampConfig,
        store::{NewEntry, audit::days::DayEnd},
    };

    #[tokio::test]
    async fn one_node_asks_at_a_time_and_goes_on_though_nobody_answers() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&DatabaseConfig::sqlite(&folder.path().join("test.db"))).await.unwrap();
        store.migrate().await.unwrap();
        let now: Timestamp = "2026-11-25T03:00:00Z".parse().unwrap();
        let entry =
            NewEntry { at: now.as_millisecond(), action: "day.close".to_owned(), member: None, unit: None, case: None, object: None };
        let end = DayEnd { day: "2026-11-24".to_owned(), marks: vec![], root: [1; 32], entry };
        store.days().close(end, |_| vec![1]).await.unwrap();
        let certificate = folder.path().join("root.pem");
        std::fs::write(&certificate, rcgen::generate_simple_self_signed([]).unwrap().cert.pem()).unwrap();
        // Nothing listens there.
        let authority = Authority::open(&TimestampConfig { url: "http://127.0.0.1:1".to_owned(), certificate }).unwrap();
        let node = |node, now| Stamper {
            store: store.clone(),
            authority: authority.clone(),
            clock: Arc::new(FixedClock(now)),
            node,
            rng: StdRng::seed_from_u64(1),
        };
        let tries = async || store.days().stamp_on("2026-11-24").await.unwrap().map(|stamp| stamp.tries);
        node(1, now).turn().await.unwrap();
        assert_eq!(tries().await, Some(1));
        node(2, now + LEASE / 2).turn().await.unwrap();
        assert_eq!(tries().await, Some(1));
        node(2, now + LEASE).turn().await.unwrap();
        assert_eq!(tries().await, Some(2));
    }
}
