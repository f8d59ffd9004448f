//! Work that nobody asks for: sweeping what has expired and files that nobody sent, ending releases, closing days that are over, destroying what is due and replacing
//! the retention key, on leases in the database.

pub mod stamping;

use std::{fmt::Display, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use metrics::counter;
use rand::{SeedableRng, rngs::StdRng};
use tokio::task::JoinHandle;

use crate::{
    casework::{
        evidence::{self, EvidenceRules},
        retention::{Disposed, RetentionRules, dispose},
        transparency::{close_days, closed_too_early},
    },
    clock::SharedClock,
    files::Files,
    store::{Store, Swept},
    vault::{new_id, operator::OperatorKeys, ring::Ring, rotation::Rotation},
};

/// How often a node looks whether there is something to do.
const EVERY: Duration = Duration::from_secs(60);
/// A lease outlives one missed turn of its holder, and no more.
const LEASE: SignedDuration = SignedDuration::from_secs(150);
const SWEEP: &str = "sweep";
/// The figure of steps that failed.
const FAILED: &str = "qingfeng_jobs_failed_total";
/// Data keys that are put under another generation in one turn: reports come in beside it.
const MOVED_A_TURN: u64 = 20_000;

/// What the work is done with.
pub struct Work {
    /// The database.
    pub store: Store,
    /// Sign how each day ended.
    pub keys: Arc<OperatorKeys>,
    /// The retention key.
    pub ring: Arc<Ring>,
    /// How long cases are kept.
    pub retention: Arc<RetentionRules>,
    /// Where sealed files are kept.
    pub files: Files,
    /// How long files wait.
    pub evidence: EvidenceRules,
    /// The time.
    pub clock: SharedClock,
    /// Sessions unused for this long have ended.
    pub idle: SignedDuration,
}

/// One node's part in the work.
struct Worker {
    work: Work,
    /// Names this node among the holders of leases.
    node: i64,
    /// The generation to which data keys are being moved, and the case to go on with.
    moving: (i64, i64),
    rng: StdRng,
}

/// Starts the work; it ends when the handle is aborted.
pub fn start(work: Work, mut rng: StdRng) -> JoinHandle<()> {
    let mut worker = Worker { work, node: new_id(&mut rng), moving: (0, 0), rng };
    tokio::spawn(async move {
        let mut timer = tokio::time::interval(EVERY);
        timer.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            timer.tick().await;
            if let Some(done) = worker.turn().await {
                done.log();
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
    /// Data keys that were put under another generation of the retention key.
    moved: u64,
    /// A generation that was begun.
    begun: Option<i64>,
    /// The last generation that was destroyed.
    destroyed: Option<i64>,
    /// Cases that are announced, or were destroyed.
    disposed: Disposed,
    /// Files that nobody sent, or whose case was destroyed.
    files: u64,
}

impl Done {
    fn log(&self) {
        let Swept { sessions, tokens, invitations, challenges } = self.swept;
        if self.swept != Swept::default() {
            tracing::info!(sessions, tokens, invitations, challenges, "swept");
        }
        if self.releases > 0 {
            tracing::info!(releases = self.releases, "ended");
        }
        if self.days > 0 {
            tracing::info!(days = self.days, "closed");
        }
        if self.files > 0 {
            tracing::info!(files = self.files, "files deleted");
        }
        let Disposed { announced, destroyed } = self.disposed;
        if self.disposed != Disposed::default() {
            tracing::info!(announced, destroyed, "cases due");
        }
        if self.moved > 0 {
            tracing::info!(keys = self.moved, "put under the retention key in use");
        }
        if let Some(generation) = self.begun {
            tracing::info!(generation, "replaced the retention key: renew the copies of retention.toml");
        }
        if let Some(generation) = self.destroyed {
            tracing::info!(generation, "destroyed a retention key: backups that need it are of no use any more");
        }
    }
}

/// What a step did. If it failed, nothing: it is told, the other steps are taken all the same, and the next turn tries again.
fn done_by<T: Default>(step: &'static str, outcome: Result<T, impl Display>) -> T {
    outcome.unwrap_or_else(|error| {
        tracing::error!(step, %error, "could not do what is due");
        counter!(FAILED, "step" => step).increment(1);
        T::default()
    })
}

impl Worker {
    /// Sweeps, ends releases whose time is over, closes days that are, destroys what is due and replaces the retention key, if this node
    /// holds the lease or gets it. Each step by itself.
    async fn turn(&mut self) -> Option<Done> {
        let Work { store, keys, clock, .. } = &self.work;
        done_by("retention-file", self.rotation().keep_up().await);
        done_by("retention-key", self.work.ring.in_use().map(drop));
        done_by("retention-copies", self.work.ring.keep_copies());
        let now = clock.now();
        let (until, idle_since) = (now + LEASE, now - self.work.idle);
        if !done_by("lease", store.lease(SWEEP, self.node, now.as_millisecond(), until.as_millisecond()).await) {
            return None;
        }
        if let Some(day) = done_by("clock", closed_too_early(store, now).await) {
            tracing::error!(%day, "a day was closed before it is over: a clock ran ahead; what is filed until it is over is never stamped");
            counter!(FAILED, "step" => "clock").increment(1);
        }
        let done = Done {
            swept: done_by("sweep", store.sweep(now.as_millisecond(), idle_since.as_millisecond()).await),
            releases: done_by("releases", store.end_releases(now.as_millisecond()).await),
            days: done_by("days", close_days(store, keys, now).await),
            disposed: done_by("destruction", dispose(store, keys, &self.work.retention, now).await),
            files: done_by("files", evidence::sweep(store, &self.work.files, &self.work.evidence, now).await),
            ..Done::default()
        };
        Some(self.keep_retention_key(done, now).await)
    }

    async fn keep_retention_key(&mut self, done: Done, now: Timestamp) -> Done {
        let made_at = self.work.ring.current().1;
        let is_due = self.work.retention.rotates_after().is_some_and(|after| now.duration_since(made_at) >= after);
        let mut rng = StdRng::from_rng(&mut self.rng);
        let begun = if is_due { done_by("rotation", self.rotation().begin(None, now, &mut rng).await.map(Some)) } else { None };
        let generation = self.work.ring.current().0;
        let from = if self.moving.0 == generation { self.moving.1 } else { 0 };
        let (moved, next) = done_by("moving", self.rotation().move_some(from, MOVED_A_TURN).await);
        self.moving = (generation, next);
        let destroyed = done_by("generations", self.rotation().destroy_outlived(self.work.retention.backups(), now).await);
        Done { moved, begun, destroyed, ..done }
    }

    fn rotation(&self) -> Rotation<'_> {
        Rotation { store: &self.work.store, ring: &self.work.ring }
    }
}

#[cfg(test)]
mod tests {
    use metrics_exporter_prometheus::PrometheusBuilder;

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
        let mut node = nodes(folder.path(), &store);
        let done = Done { swept: Swept { tokens: 1, ..Swept::default() }, days: 1, ..Done::default() };
        assert_eq!(node(1, now).turn().await, Some(done));
        assert_eq!(node(2, now).turn().await, None);
        assert_eq!(node(2, now + LEASE).turn().await, Some(Done::default()));
    }

    #[tokio::test]
    async fn a_clock_that_ran_ahead_is_told_until_its_days_are_over() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&DatabaseConfig::sqlite(&folder.path().join("test.db"))).await.unwrap();
        store.migrate().await.unwrap();
        let now: Timestamp = "2026-11-24T03:00:00Z".parse().unwrap();
        let first =
            NewEntry { at: now.as_millisecond(), action: "portal.start".to_owned(), member: None, unit: None, case: None, object: None };
        store.audit().append(first).await.unwrap();
        let mut node = nodes(folder.path(), &store);
        let recorder = PrometheusBuilder::new().build_recorder();
        let _kept = metrics::set_default_local_recorder(&recorder);
        let is_told = || recorder.handle().render().contains("step=\"clock\"} 1");
        let after = |days: i64| now + SignedDuration::from_hours(24 * days);
        assert_eq!(node(1, after(2)).turn().await.unwrap().days, 2);
        assert!(!is_told());
        // Set right, once the lease of the node with the wrong clock is over.
        store.lease(SWEEP, 0, after(3).as_millisecond(), 0).await.unwrap();
        assert_eq!(node(1, after(1)).turn().await.unwrap().days, 0);
        assert!(is_told(), "{}", recorder.handle().render());
    }

    /// Makes nodes on one database, with one file for the retention key.
    fn nodes(folder: &std::path::Path, store: &Store) -> impl FnMut(i64, Timestamp) -> Worker {
        let (path, store) = (folder.join("retention.toml"), store.clone());
        let files = format!("file://{}", folder.join("files").display());
        let mut rng = StdRng::seed_from_u64(1);
        let keys = Arc::new(OperatorKeys::generate(&mut rng));
        drop(Ring::make(&path, &[], "2026-11-24T03:00:00Z".parse().unwrap(), &mut rng).unwrap());
        move |node, now| {
            let work = Work {
                store: store.clone(),
                keys: Arc::clone(&keys),
                ring: Arc::new(Ring::load(&path, &[]).unwrap()),
                retention: Arc::new(RetentionRules::default()),
                files: Files::open(&files).unwrap(),
                evidence: EvidenceRules::default(),
                clock: Arc::new(FixedClock(now)),
                idle: SignedDuration::from_mins(30),
            };
            Worker { work, node, moving: (0, 0), rng: StdRng::from_rng(&mut rng) }
        }
    }

    #[tokio::test]
    async fn the_retention_key_is_replaced_in_time_and_the_earlier_one_destroyed_once_no_backup_needs_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&DatabaseConfig::sqlite(&folder.path().join("test.db"))).await.unwrap();
        store.migrate().await.unwrap();
        let mut node = nodes(folder.path(), &store);
        let start: Timestamp = "2026-11-24T03:00:00Z".parse().unwrap();
        let after = |days: i64| start + SignedDuration::from_hours(24 * days);
        let done = |done: Option<Done>| done.map(|done| (done.begun, done.destroyed));
        assert_eq!(done(node(1, after(29)).turn().await), Some((None, None)));
        assert_eq!(done(node(1, after(30)).turn().await), Some((Some(2), None)));
        assert_eq!(done(node(1, after(59)).turn().await), Some((None, None)));
        assert_eq!(done(node(1, after(60)).turn().await), Some((Some(3), Some(1))));
        assert_eq!(Ring::load(&folder.path().join("retention.toml"), &[]).unwrap().count(), 2);
        let words: Vec<String> = store.audit().after(0, 100).await.unwrap().into_iter().map(|entry| entry.action).collect();
        assert_eq!(words.iter().filter(|word| word.starts_with("retention.")).count(), 3);
    }

    #[tokio::test]
    async fn a_step_that_fails_keeps_no_other_from_being_taken() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&DatabaseConfig::sqlite(&folder.path().join("test.db"))).await.unwrap();
        store.migrate().await.unwrap();
        let mut node = nodes(folder.path(), &store);
        let later = "2026-12-25T03:00:00Z".parse().unwrap();
        store.spend([1; 32], 0).await.unwrap();
        for table in ["closed_days", "holds", "abandoned_objects"] {
            store.lose_table(table).await;
        }
        let done = node(1, later).turn().await.unwrap();
        assert_eq!((done.swept.tokens, done.begun), (1, Some(2)));

        let mut second = node(2, later + LEASE);
        std::fs::write(folder.path().join("retention.toml"), "damaged").unwrap();
        store.spend([2; 32], 0).await.unwrap();
        let done = second.turn().await.unwrap();
        assert_eq!((done.swept.tokens, done.begun), (1, None));
    }

    #[tokio::test]
    async fn a_node_that_lacks_the_retention_key_in_use_says_so_each_minute() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&DatabaseConfig::sqlite(&folder.path().join("test.db"))).await.unwrap();
        store.migrate().await.unwrap();
        let mut node = nodes(folder.path(), &store);
        let earlier = std::fs::read(folder.path().join("retention.toml")).unwrap();
        let later: Timestamp = "2026-12-25T03:00:00Z".parse().unwrap();
        assert_eq!(node(1, later).turn().await.unwrap().begun, Some(2));
        std::fs::write(folder.path().join("retention.toml"), earlier).unwrap();

        let recorder = PrometheusBuilder::new().build_recorder();
        let _kept = metrics::set_default_local_recorder(&recorder);
        assert_eq!(node(2, later).turn().await, None, "the first one holds the lease");
        assert!(recorder.handle().render().contains("step=\"retention-key\"} 1"), "{}", recorder.handle().render());
    }
}
