//! Work that nobody asks for: sweeping what has expired, on leases in the database.

use std::time::Duration;

use jiff::SignedDuration;
use rand_core::CryptoRng;
use tokio::task::JoinHandle;

use crate::{
    clock::SharedClock,
    store::{Store, StoreError, Swept},
    vault::new_id,
};

/// How often a node looks whether there is something to do.
const EVERY: Duration = Duration::from_secs(60);
/// A lease outlives one missed turn of its holder, and no more.
const LEASE: SignedDuration = SignedDuration::from_secs(150);
const SWEEP: &str = "sweep";

/// One node's part in the work.
struct Worker {
    store: Store,
    clock: SharedClock,
    /// Sessions unused for this long have ended.
    idle: SignedDuration,
    /// Names this node among the holders of leases.
    node: i64,
}

/// Starts the work; it ends when the handle is aborted.
pub fn start(store: Store, clock: SharedClock, idle: SignedDuration, rng: &mut impl CryptoRng) -> JoinHandle<()> {
    let worker = Worker { store, clock, idle, node: new_id(rng) };
    tokio::spawn(async move {
        let mut timer = tokio::time::interval(EVERY);
        timer.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            timer.tick().await;
            match worker.turn().await {
                Ok(Some(swept)) if swept != Swept::default() => {
                    tracing::info!(sessions = swept.sessions, tokens = swept.tokens, invitations = swept.invitations, "swept");
                }
                Ok(_) => {}
                // The next turn tries again.
                Err(error) => tracing::warn!(%error, "could not sweep"),
            }
        }
    })
}

impl Worker {
    /// Sweeps if this node holds the lease or gets it.
    async fn turn(&self) -> Result<Option<Swept>, StoreError> {
        let now = self.clock.now();
        let (until, idle_since) = (now + LEASE, now - self.idle);
        let now = now.as_millisecond();
        if !self.store.lease(SWEEP, self.node, now, until.as_millisecond()).await? {
            return Ok(None);
        }
        self.store.sweep(now, idle_since.as_millisecond()).await.map(Some)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;

    use super::*;
    use crate::{clock::FixedClock, config::DatabaseConfig};

    #[tokio::test]
    async fn one_node_sweeps_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&DatabaseConfig::sqlite(&folder.path().join("test.db"))).await.unwrap();
        store.migrate().await.unwrap();
        let now: Timestamp = "2026-11-24T03:00:00Z".parse().unwrap();
        store.spend([1; 32], now.as_millisecond()).await.unwrap();
        let node =
            |node, clock| Worker { store: store.clone(), clock: Arc::new(FixedClock(clock)), idle: SignedDuration::from_mins(30), node };
        assert_eq!(node(1, now).turn().await.unwrap(), Some(Swept { tokens: 1, ..Swept::default() }));
        assert_eq!(node(2, now).turn().await.unwrap(), None);
        assert_eq!(node(2, now + LEASE).turn().await.unwrap(), Some(Swept::default()));
    }
}
