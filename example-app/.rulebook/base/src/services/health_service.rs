// src/services/health_service.rs - Whether the application can do its work, and how much it has

use crate::core::db::Database;
use crate::core::errors::{ServiceError, ServiceResult};
use crate::core::metrics::Metrics;

/// Tells whether the application can do its work, and how much it has.
#[derive(Debug, Clone)]
pub struct HealthService {
    db: Database,
    metrics: Metrics,
}

impl HealthService {
    /// A service over a database, which tells of the metrics.
    pub fn new(db: Database, metrics: Metrics) -> Self {
        Self { db, metrics }
    }

    /// Where requests are counted.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    ///
    /// `Unavailable` if the database does not answer.
    pub async fn check_ready(&self) -> ServiceResult<()> {
        let mut connection = self.db.connection().await?;
        sqlx::query("SELECT 1").execute(&mut *connection).await?;
        Ok(())
    }

    /// Writes down all metrics.
    ///
    /// # Returns
    ///
    /// The metrics, in the text format of Prometheus.
    ///
    /// # Errors
    ///
    /// `Internal` if a metric can't be written as text.
    pub async fn render_metrics(&self) -> ServiceResult<String> {
        self.metrics.render().map_err(ServiceError::internal)
    }
}
