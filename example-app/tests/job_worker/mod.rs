// tests/job_worker/mod.rs - Job worker tests: workers, and a source of market data that keeps them waiting

use std::time::Duration;

use axum::Router;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::common::desk::Desk;
use example_app::core::settings::Settings;

mod test_job_worker_processes;
mod test_job_worker_run;

/// The folder of the files that are committed.
pub(crate) const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data");
/// Longer than anything takes that goes well.
const PATIENCE: Duration = Duration::from_secs(60);

/// Settings of workers that read the samples and lose no time.
pub(crate) fn quick_settings() -> Settings {
    let mut settings = Settings::default();
    settings.market_data.directory = SAMPLES.into();
    settings.market_data.retries = 0;
    settings.worker.poll_milliseconds = 5;
    settings.worker.retry_milliseconds = 1;
    settings
}

/// The URL of a server that takes every question and never answers.
pub(crate) async fn silent_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("http://{}", listener.local_addr().expect("an address"));
    let router = Router::new().fallback(std::future::pending::<()>);
    tokio::spawn(async move { axum::serve(listener, router).await });
    base_url
}

/// Waits until a job has a status.
pub(crate) async fn until(desk: &Desk, job_id: &str, status: &str) -> Value {
    let shown = async {
        loop {
            let shown = desk.status(job_id).await;
            if shown["status"] == status {
                return shown;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    match tokio::time::timeout(PATIENCE, shown).await {
        Ok(shown) => shown,
        Err(_) => panic!("not {status}: {}", desk.status(job_id).await),
    }
}
