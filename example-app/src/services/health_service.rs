// src/services/health_service.rs - Whether the application can do its work

use crate::core::db::Database;
use crate::core::errors::ServiceResult;

/// Tells whether the application can do its work.
#[derive(Debug, Clone)]
pub struct HealthService {
    db: Database,
}

impl HealthService {
    /// A service over a database.
    pub fn new(db: Database) -> Self {
        Self { db }
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    ///
    /// `Internal` if the database does not answer.
    pub async fn check_ready(&self) -> ServiceResult<()> {
        let mut connection = self.db.connection().await?;
        sqlx::query("SELECT 1").execute(&mut *connection).await?;
        Ok(())
    }
}
