//! A closed loop: so many clients, each sending its next request when the last was answered.

use std::{
    cell::Cell,
    net::SocketAddr,
    time::{Duration, Instant},
};

use futures_util::future::join_all;

use crate::client::Client;

/// What a run came to.
pub struct Outcome {
    errors: usize,
    elapsed: Duration,
    latencies: Vec<Duration>,
}

impl Outcome {
    /// Right answers a second.
    pub fn per_second(&self) -> f64 {
        (self.latencies.len() - self.errors) as f64 / self.elapsed.as_secs_f64()
    }

    /// How many answers were wrong, in words.
    pub fn errors(&self) -> String {
        if self.errors == 0 { "no error".to_owned() } else { format!("{} errors", self.errors) }
    }

    /// The latency that this share of the requests stayed under, in milliseconds.
    pub fn percentile(&self, share: f64) -> f64 {
        let place = ((self.latencies.len() as f64 * share) as usize).min(self.latencies.len().saturating_sub(1));
        self.latencies.get(place).map_or(f64::NAN, |latency| latency.as_secs_f64() * 1e3)
    }
}

/// Sends `requests` requests over `connections` connections; `one` sends the request of a number and says whether the answer was right.
pub async fn run(address: SocketAddr, connections: usize, requests: usize, one: impl AsyncFn(&mut Client, usize) -> bool) -> Outcome {
    let (next, errors) = (Cell::new(0), Cell::new(0));
    let worker = async || {
        let mut client = Client::connect(address).await;
        let mut latencies = Vec::with_capacity(requests / connections + 1);
        while next.get() < requests {
            let number = next.replace(next.get() + 1);
            let sent = Instant::now();
            let right = one(&mut client, number).await;
            latencies.push(sent.elapsed());
            errors.set(errors.get() + usize::from(!right));
        }
        latencies
    };
    let started = Instant::now();
    let workers: Vec<_> = (0..connections).map(|_| worker()).collect();
    let mut latencies = join_all(workers).await.concat();
    let elapsed = started.elapsed();
    latencies.sort_unstable();
    Outcome { errors: errors.get(), elapsed, latencies }
}
