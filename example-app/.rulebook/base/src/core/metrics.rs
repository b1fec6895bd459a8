// src/core/metrics.rs - What Prometheus is told: requests counted, timed and at work

use std::sync::Arc;
use std::time::Instant;

use prometheus_client::encoding::{EncodeLabelSet, prometheus_text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

/// Upper bounds of the buckets that durations fall into, in seconds.
const DURATIONS: [f64; 12] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// The metrics of one application, cheap to clone.
///
/// Each application has a registry of its own, so that tests can run many in one process.
#[derive(Debug, Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    requests: Family<RequestLabels, Counter>,
    durations: Family<RequestLabels, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
}

/// What requests are told apart by. Each has few values: a raw path would have any number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Metrics that have counted nothing yet.
    pub fn new() -> Self {
        let requests = Family::default();
        let durations: fn() -> Histogram = || Histogram::new(DURATIONS);
        let durations = Family::new_with_constructor(durations);
        let in_flight = Gauge::default();
        let build = [("name", env!("CARGO_PKG_NAME")), ("version", env!("CARGO_PKG_VERSION"))];
        let mut registry = Registry::default();
        registry.register("http_requests", "Requests that were answered", requests.clone());
        registry.register(
            "http_request_duration_seconds",
            "Time from a request to the head of its answer",
            durations.clone(),
        );
        registry.register("http_requests_in_flight", "Requests at work", in_flight.clone());
        registry.register("build", "The application that runs", Info::new(build));
        Self { registry: Arc::new(registry), requests, durations, in_flight }
    }

    /// Counts a request in, which is at work until the returned value is finished or dropped.
    ///
    /// The route is its pattern, such as `/users/{user_id}`.
    pub fn begin_request(&self, method: &'static str, route: &str) -> RequestAtWork {
        self.in_flight.inc();
        RequestAtWork {
            metrics: self.clone(),
            method,
            route: route.to_owned(),
            begun: Instant::now(),
        }
    }

    /// All metrics, in the text format of Prometheus.
    pub fn render(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// A request that is not answered yet.
#[derive(Debug)]
pub struct RequestAtWork {
    metrics: Metrics,
    method: &'static str,
    route: String,
    begun: Instant,
}

impl RequestAtWork {
    /// Counts the request as answered, with a status.
    pub fn finish(mut self, status: u16) {
        let seconds = self.begun.elapsed().as_secs_f64();
        let route = std::mem::take(&mut self.route);
        let labels = RequestLabels { method: self.method, route, status };
        self.metrics.requests.get_or_create(&labels).inc();
        self.metrics.durations.get_or_create(&labels).observe(seconds);
    }
}

impl Drop for RequestAtWork {
    fn drop(&mut self) {
        self.metrics.in_flight.dec();
    }
}
