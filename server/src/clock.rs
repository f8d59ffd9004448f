//! The time as a parameter.

use std::sync::Arc;

use jiff::Timestamp;

/// Tells the time. Passed in wherever a rule depends on it, so that a test can set it.
pub trait Clock: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// A clock that many can hold.
pub type SharedClock = Arc<dyn Clock>;

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "this is the one place where the time comes in")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// The hour in which a moment lies, in UTC milliseconds: all that is kept of when a reporter did something.
pub fn hour_of(moment: Timestamp) -> i64 {
    const HOUR: i64 = 3_600_000;
    moment.as_millisecond().div_euclid(HOUR) * HOUR
}
