//! What is counted and logged about requests: route, method, status and time taken. No address, no path, no query.

use std::time::{Duration, Instant};

use axum::{
    extract::{MatchedPath, Request},
    http::Method,
    middleware::Next,
    response::Response,
};
use metrics::{counter, histogram};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};

/// Bounds of the histogram of answer times, in seconds.
const BUCKETS: [f64; 10] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 1.0, 10.0];
const UPKEEP: Duration = Duration::from_secs(5);

/// Counts one request under the template of its route, such as `/staff/cases/{number}`.
pub async fn observe(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = name_of(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str).to_owned();
    let status = response.status().as_u16();
    let taken = started.elapsed();
    tracing::debug!(method, route, status, micros = taken.as_micros() as u64, "request");
    histogram!("qingfeng_http_seconds", "route" => route.clone()).record(taken.as_secs_f64());
    counter!("qingfeng_http_requests_total", "route" => route, "method" => method, "status" => status.to_string()).increment(1);
    response
}

/// Anyone can invent methods: each would be a figure of its own, kept for good.
fn name_of(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

/// Starts to keep figures, and tidies them on a timer: without that they would grow.
///
/// # Errors
/// Figures are kept already, or a bound is wrong.
pub fn keep_figures() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new().set_buckets(&BUCKETS)?.install_recorder()?;
    let tidied = handle.clone();
    tokio::spawn(async move {
        let mut timer = tokio::time::interval(UPKEEP);
        loop {
            timer.tick().await;
            tidied.run_upkeep();
        }
    });
    Ok(handle)
}
