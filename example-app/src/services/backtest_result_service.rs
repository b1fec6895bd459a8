// src/services/backtest_result_service.rs - Backtest result business logic

use const_format::formatcp;
use sqlx::types::Json;
use uuid::Uuid;

use crate::core::db::{Database, now};
use crate::core::errors::{ServiceError, ServiceResult};
use crate::models::db_models::{BacktestResult, JobClaim, MemberRole, NewBacktestResult};
use crate::services::backtest_service;
use crate::services::backtest_service::validate_backtest_access;
use crate::services::job_queue_service::end_claim;
use crate::services::workspace_service::validate_workspace_role;

/// Which results the user of `$1` may see: those of backtests that the user may see.
const SCOPE: &str = formatcp!(
    "
    backtest_id IN (
        SELECT backtest_id FROM backtests
        WHERE {})",
    backtest_service::SCOPE
);

/// Keeps what each backtest came to when it last ran.
#[derive(Debug, Clone)]
pub struct BacktestResultService {
    db: Database,
}

impl BacktestResultService {
    /// A service over a database.
    pub fn new(db: Database) -> Self {
        Self { db }
    }

    /// What a backtest came to.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `backtest_id` - the backtest
    ///
    /// # Returns
    ///
    /// What its last run came to.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such backtest, or it has not run.
    pub async fn get_backtest_result(
        &self,
        user_id: i64,
        backtest_id: &str,
    ) -> ServiceResult<BacktestResult> {
        let mut connection = self.db.connection().await?;
        validate_backtest_access(&mut connection, user_id, backtest_id).await?;
        let sql = formatcp!(
            "
            SELECT * FROM backtest_results
            WHERE {SCOPE} AND backtest_id = $2"
        );
        sqlx::query_as::<_, BacktestResult>(sql)
            .bind(user_id)
            .bind(backtest_id)
            .fetch_optional(&mut *connection)
            .await?
            .ok_or(ServiceError::NotFound("result"))
    }

    /// Keeps what a run came to, and ends the job that ran it: both or neither.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asked for the run
    /// * `claim` - the claim on the job
    /// * `backtest_id` - the backtest
    /// * `new` - what the run came to
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such backtest; `Permission` if the user may not change what is
    /// in its workspace; `Conflict` if the claim does not hold any more.
    pub async fn store_backtest_result(
        &self,
        user_id: i64,
        claim: &JobClaim,
        backtest_id: &str,
        new: &NewBacktestResult,
    ) -> ServiceResult<()> {
        let mut session = self.db.session().await?;
        let backtest = validate_backtest_access(&mut session, user_id, backtest_id).await?;
        let workspace_id = &backtest.workspace_id;
        validate_workspace_role(&mut session, user_id, workspace_id, MemberRole::Editor).await?;
        end_claim(&mut session, claim).await?;
        let sql = "
            INSERT INTO backtest_results (
                backtest_result_id, backtest_id, plan, total_return, max_drawdown, sharpe_ratio,
                equity, trades, created_at, updated_at
            )
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
            ON CONFLICT (backtest_id) DO UPDATE
            SET plan = excluded.plan,
                total_return = excluded.total_return,
                max_drawdown = excluded.max_drawdown,
                sharpe_ratio = excluded.sharpe_ratio,
                equity = excluded.equity,
                trades = excluded.trades,
                version = backtest_results.version + 1,
                updated_at = excluded.updated_at";
        let report = &new.report;
        sqlx::query(sql)
            .bind(Uuid::now_v7().to_string())
            .bind(backtest_id)
            .bind(Json(&new.plan))
            .bind(report.total_return)
            .bind(report.max_drawdown)
            .bind(report.sharpe_ratio)
            .bind(Json(&report.equity))
            .bind(Json(&report.trades))
            .bind(now())
            .execute(&mut *session)
            .await?;
        session.commit().await?;
        tracing::info!(user_id, backtest_id, "stored the result of a backtest");
        Ok(())
    }
}
