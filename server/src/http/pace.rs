//! How slowly a connection may bring what it sends.

use std::time::Duration;

use tokio::time::{Instant, timeout};

/// The time after which what came is counted.
const WHILE: Duration = Duration::from_secs(60);
/// The least that has to come in that time, in bytes: 4 KiB a second, which a poor connection through Tor still does.
const LEAST: u64 = 240 << 10;

/// It brings too little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooSlow;

/// Counts what comes, and the time that was waited for it; time in which the portal does something else does not count.
#[derive(Debug, Default)]
pub(super) struct Pace {
    waited: Duration,
    came: u64,
}

impl Pace {
    /// Waits for what comes next; `len` says how much it is.
    ///
    /// # Errors
    /// [`TooSlow`].
    pub(super) async fn wait<T>(&mut self, next: impl Future<Output = T>, len: impl Fn(&T) -> usize) -> Result<T, TooSlow> {
        let began = Instant::now();
        let came = timeout(WHILE, next).await.map_err(|_| TooSlow)?;
        self.note(began.elapsed(), len(&came))?;
        Ok(came)
    }

    fn note(&mut self, waited: Duration, came: usize) -> Result<(), TooSlow> {
        self.waited += waited;
        self.came += came as u64;
        if self.waited < WHILE {
            return Ok(());
        }
        let enough = self.came >= LEAST;
        *self = Self::default();
        if enough { Ok(()) } else { Err(TooSlow) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trickle_is_given_up_and_a_poor_connection_is_not() {
        let second = Duration::from_secs(1);
        let run = |bytes: usize| {
            let mut pace = Pace::default();
            (0..300).try_for_each(|_| pace.note(second, bytes))
        };
        assert_eq!(run(1), Err(TooSlow));
        assert_eq!(run(4 << 10), Ok(()));
        let mut pace = Pace::default();
        assert_eq!(pace.note(59 * second, 0), Ok(()));
        assert_eq!(pace.note(2 * second, 1 << 20), Ok(()), "what came is counted after a minute of waiting");
        assert_eq!(pace.note(60 * second, 0), Err(TooSlow));
    }
}
