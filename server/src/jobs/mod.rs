//! Work that nobody asks for: sweeping what has expired, ending releases and closing days that are over, on leases in the database.

use std::{sync::Arc, time::Duration};

use jiff::SignedDuration;
use rand_core::CryptoRng;
use tokio::task::JoinHandle;

use crate::{
    casework::transparency::close_days,
    clock::SharedClock,
    store::{Store, StoreError, Swept},
    vault::{new_id, operator::OperatorKeys},
};

/// How often a node looks whether there is something to do.
const EVERY: Duration = Duration::from_secs(60);
/// A lease outlives one missed turn of its holder, and no more.
const LEASE: SignedDuration = SignedDuration::from_secs(150);
const SWEEP: &str = "sweep";

/// One node's part in the work.
struct Worker {
    store: Store,
    /// Signs how each day ended.
    keys: Arc<OperatorKeys>,
    clock: SharedClock,
    /// Sessions unused for this long have ended.
    idle: SignedDuration,
    /// Names this node among the holders of leases.
    node: i64,
}

/// Starts the work; it ends when the handle is aborted.
pub fn start(store: Store, keys: Arc<OperatorKeys>, clock: SharedClock, idle: SignedDuration, rng: &mut impl CryptoRng) -> JoinHandle<()> {
    let worker = Worker { store, keys, clock, idle, node: new_id(rng) };
    tokio::spawn(async move {
        let mut timer = tokio::time::interval(EVERY);
        timer.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            timer.tick().await;
            match worker.turn().await {
                Ok(Some(done)) => done.log(),
                Ok(None) => {}
                // The next turn tries again.
                Err(error) => tracing::warn!(%error, "could not do what is due"),
            }
        }
    })
}

/// What a turn did.
#[derive(Debug, Default, PartialEq, Eq)]
struct Done {
    swept: Swept,
    releases: u64,
    days: u32,
}

impl Done {
    fn log(&self) {
        let Swept { sessions, tokens, invitations } = self.swept;
        if self.swept != Swept::default() {
            tracing::info!(sessions, tokens, invitations, "swept");
        }
        if self.releases > 0 {
            tracing::info!(releases = self.releases, "ended");
        }
        if self.days > 0 {
            tracing::info!(days = self.days, "closed");
        }
    }
}

impl Worker {
    /// Sweeps, ends releases whose time is over, and closes days that are, if this node holds the lease or gets it.
    async fn turn(&self) -> Result<Option<Done>, StoreError> {
        let now = self.clock.now();
        let (until, idle_since) = (now + LEASE, now - self.idle);
        if !self.store.lease(SWEEP, self.node, now.as_millisecond(), until.as_millisecond()).await? {
            return Ok(None);
        }
        let swept = self.store.sweep(now.as_millisecond(), idle_since.as_millisecond()).await?;
        let releases = self.store.end_releases(now.as_millisecond()).await?;
        let days = close_days(&self.store, &self.keys, now).await?;
        Ok(Some(Done { swept, releases, days }))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;
    use crate::{clock::FixedClock, config::DatabaseConfig, store::NewEntry};

    #[tokio::test]
    async fn one_node_sweeps_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&DatabaseConfig::sqlite(&folder.path().join("test.db"))).await.unwrap();
        store.migrate().await.unwrap();
        let now: Timestamp = "2026-11-24T03:00:00Z".parse().unwrap();
        store.spend([1; 32], now.as_millisecond()).await.unwrap();
        let yesterday = (now - SignedDuration::from_hours(24)).as_millisecond();
        let first = NewEntry { at: yesterday, action: "portal.start".to_owned(), member: None, unit: None, case: None, object: None };
        store.audit().append(first).await.unwrap();
        let keys = Arc::new(OperatorKeys::generate(&mut StdRng::seed_from_u64(1)));
        let node = |node, now| Worker {
            store: store.clone(),
            keys: Arc::clone(&keys),
            clock: Arc::new(FixedClock(now)),
            idle: SignedDuration::from_mins(30),
            node,
        };
        let done = Done { swept: Swept { tokens: 1, ..Swept::default() }, days: 1, ..Done::default() };
        assert_eq!(node(1, now).turn().await.unwrap(), Some(done));
        assert_eq!(node(2, now).turn().await.unwrap(), None);
        assert_eq!(node(2, now + LEASE).turn().await.unwrap(), Some(Done::default()));
    }
}
