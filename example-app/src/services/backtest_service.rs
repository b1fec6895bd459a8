// src/services/backtest_service.rs - Backtest business logic

use chrono::{DateTime, NaiveDate, Utc};
use const_format::formatcp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::core::db::{Database, DbConnection, now};
use crate::core::errors::{ServiceError, ServiceResult};
use crate::core::page::Seek;
use crate::core::statement::Statement;
use crate::models::db_models::{
    Backtest, BacktestChanges, BacktestFilter, BacktestSort, MemberRole, NewBacktest,
};
use crate::models::page_models::{Cursor, Page};
use crate::models::value_models::Decimal;
use crate::services::strategy_service::validate_strategy_access;
use crate::services::workspace_service;
use crate::services::workspace_service::{validate_workspace_access, validate_workspace_role};

/// Which backtests the user of `$1` may see: those of workspaces that the user may see.
/// Every statement on them has it.
pub(crate) const SCOPE: &str = formatcp!(
    "
    workspace_id IN (
        SELECT workspace_id FROM workspaces
        WHERE {})",
    workspace_service::SCOPE
);

/// The field that each constraint of the table speaks of.
const CONSTRAINTS: &[(&str, &str)] = &[
    ("ck_backtests_initial_cash", "initial_cash"),
    ("ck_backtests_fee_basis_points", "fee_basis_points"),
];

/// Keeps the backtests of each workspace, shown to those who may see it.
#[derive(Debug, Clone)]
pub struct BacktestService {
    db: Database,
}

impl BacktestService {
    /// A service over a database.
    pub fn new(db: Database) -> Self {
        Self { db }
    }

    /// Lists the backtests that the user may see, a page at a time.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `filter` - which backtests, in which order, which page
    ///
    /// # Returns
    ///
    /// The page, and where the next one begins.
    ///
    /// # Errors
    ///
    /// `Invalid` if the cursor is none of this list.
    pub async fn list_backtests(
        &self,
        user_id: i64,
        filter: &BacktestFilter,
    ) -> ServiceResult<Page<Backtest>> {
        let select = formatcp!(
            "
            SELECT * FROM backtests
            WHERE {SCOPE}"
        );
        let mut statement = Statement::for_user(select, user_id)?;
        statement.narrow("workspace_id", filter.workspace_id.as_ref())?;
        statement.narrow("strategy_id", filter.strategy_id.as_ref())?;
        statement.narrow("from_day", filter.from_day.as_ref())?;
        statement.narrow("to_day", filter.to_day.as_ref())?;
        statement.narrow("fee_basis_points", filter.fee_basis_points.as_ref())?;
        let seek = Seek::new(&mut statement, "backtest_id", &filter.page);
        match filter.sort {
            BacktestSort::FromDay => seek.by::<NaiveDate>("from_day")?,
            BacktestSort::ToDay => seek.by::<NaiveDate>("to_day")?,
            BacktestSort::InitialCash => seek.by::<Decimal<2>>("initial_cash")?,
            BacktestSort::FeeBasisPoints => seek.by::<i32>("fee_basis_points")?,
            BacktestSort::CreatedAt => seek.by::<DateTime<Utc>>("created_at")?,
            BacktestSort::UpdatedAt => seek.by::<DateTime<Utc>>("updated_at")?,
        }
        let mut connection = self.db.connection().await?;
        let rows: Vec<Backtest> = statement.rows().fetch_all(&mut *connection).await?;
        Ok(Page::of(rows, &filter.page, |row| Cursor {
            sort: json!(filter.sort),
            order: filter.page.order,
            value: sort_value(row, filter.sort),
            id: row.backtest_id.clone(),
        }))
    }

    /// Lists the backtests of one workspace, a page at a time.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the workspace
    /// * `filter` - which of its backtests, in which order, which page
    ///
    /// # Returns
    ///
    /// The page, and where the next one begins.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such workspace; `Invalid` if the cursor is none of this list.
    pub async fn list_workspace_backtests(
        &self,
        user_id: i64,
        workspace_id: &str,
        filter: &BacktestFilter,
    ) -> ServiceResult<Page<Backtest>> {
        let mut connection = self.db.connection().await?;
        validate_workspace_access(&mut connection, user_id, workspace_id).await?;
        drop(connection);
        let workspace_id = Some(workspace_id.to_owned());
        self.list_backtests(user_id, &BacktestFilter { workspace_id, ..filter.clone() }).await
    }

    /// Creates a backtest.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `new` - what the backtest holds
    ///
    /// # Returns
    ///
    /// The new backtest.
    ///
    /// # Errors
    ///
    /// `Permission` if the user may not change what is in the workspace;
    /// `Invalid` if a value is out of bounds or refers to what the user can't see.
    pub async fn create_backtest(
        &self,
        user_id: i64,
        new: &NewBacktest,
    ) -> ServiceResult<Backtest> {
        validate_days(new.from_day, new.to_day)?;
        let mut session = self.db.session().await?;
        validate_workspace_role(&mut session, user_id, &new.workspace_id, MemberRole::Editor)
            .await
            .map_err(|error| error.in_reference("workspace_id"))?;
        validate_strategy_access(&mut session, user_id, &new.strategy_id)
            .await
            .map_err(|error| error.in_reference("strategy_id"))?;
        let sql = "
            INSERT INTO backtests (
                backtest_id, user_id, created_at, updated_at,
                workspace_id,
                strategy_id,
                from_day,
                to_day,
                initial_cash,
                fee_basis_points
            )
            VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9)
            RETURNING *";
        let row = sqlx::query_as::<_, Backtest>(sql)
            .bind(Uuid::now_v7().to_string())
            .bind(user_id)
            .bind(now())
            .bind(&new.workspace_id)
            .bind(&new.strategy_id)
            .bind(new.from_day)
            .bind(new.to_day)
            .bind(new.initial_cash)
            .bind(new.fee_basis_points)
            .fetch_one(&mut *session)
            .await
            .map_err(|error| ServiceError::from_database(error, CONSTRAINTS))?;
        session.commit().await?;
        let id = &row.backtest_id;
        tracing::info!(user_id, backtest_id = id, "created a backtest");
        Ok(row)
    }

    /// One backtest.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `backtest_id` - the public id
    ///
    /// # Returns
    ///
    /// The backtest.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user has no such backtest.
    pub async fn get_backtest(&self, user_id: i64, backtest_id: &str) -> ServiceResult<Backtest> {
        let mut connection = self.db.connection().await?;
        validate_backtest_access(&mut connection, user_id, backtest_id).await
    }

    /// One backtest of a workspace.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the workspace
    /// * `backtest_id` - the public id
    ///
    /// # Returns
    ///
    /// The backtest.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such workspace, or it has no such backtest.
    pub async fn get_workspace_backtest(
        &self,
        user_id: i64,
        workspace_id: &str,
        backtest_id: &str,
    ) -> ServiceResult<Backtest> {
        let mut connection = self.db.connection().await?;
        validate_workspace_access(&mut connection, user_id, workspace_id).await?;
        let row = validate_backtest_access(&mut connection, user_id, backtest_id).await?;
        if row.workspace_id != workspace_id {
            return Err(ServiceError::NotFound("backtest"));
        }
        Ok(row)
    }

    /// Changes a backtest.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `backtest_id` - the public id
    /// * `changes` - what changes
    /// * `expected_version` - the version that the caller knows, if it matters
    ///
    /// # Returns
    ///
    /// The backtest as it is now.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such backtest; `Permission` if the user may not change what is in
    /// its workspace; `Stale` if it has another version than the expected one; `Invalid` if a value is out of bounds or refers to what the user can't see.
    pub async fn update_backtest(
        &self,
        user_id: i64,
        backtest_id: &str,
        changes: &BacktestChanges,
        expected_version: Option<i64>,
    ) -> ServiceResult<Backtest> {
        let mut session = self.db.session().await?;
        let current = validate_backtest_change(&mut session, user_id, backtest_id).await?;
        if expected_version.is_some_and(|expected| expected != current.version) {
            return Err(ServiceError::Stale("backtest"));
        }
        if *changes == BacktestChanges::default() {
            return Ok(current);
        }
        validate_days(
            changes.from_day.unwrap_or(current.from_day),
            changes.to_day.unwrap_or(current.to_day),
        )?;
        if let Some(value) = &changes.workspace_id {
            validate_workspace_role(&mut session, user_id, value, MemberRole::Editor)
                .await
                .map_err(|error| error.in_reference("workspace_id"))?;
        }
        if let Some(value) = &changes.strategy_id {
            validate_strategy_access(&mut session, user_id, value)
                .await
                .map_err(|error| error.in_reference("strategy_id"))?;
        }
        let sql = formatcp!(
            "
            UPDATE backtests
            SET version = version + 1,
                workspace_id = COALESCE($5, workspace_id),
                strategy_id = COALESCE($6, strategy_id),
                from_day = COALESCE($7, from_day),
                to_day = COALESCE($8, to_day),
                initial_cash = COALESCE($9, initial_cash),
                fee_basis_points = COALESCE($10, fee_basis_points),
                updated_at = $3
            WHERE {SCOPE} AND backtest_id = $2 AND ($4 IS NULL OR version = $4)
            RETURNING *"
        );
        let row = sqlx::query_as::<_, Backtest>(sql)
            .bind(user_id)
            .bind(backtest_id)
            .bind(now())
            .bind(expected_version)
            .bind(&changes.workspace_id)
            .bind(&changes.strategy_id)
            .bind(changes.from_day)
            .bind(changes.to_day)
            .bind(changes.initial_cash)
            .bind(changes.fee_basis_points)
            .fetch_optional(&mut *session)
            .await
            .map_err(|error| ServiceError::from_database(error, CONSTRAINTS))?
            .ok_or(ServiceError::Stale("backtest"))?;
        session.commit().await?;
        let version = row.version;
        tracing::info!(user_id, backtest_id, version, "updated a backtest");
        Ok(row)
    }

    /// Deletes a backtest.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `backtest_id` - the public id
    /// * `expected_version` - the version that the caller knows, if it matters
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such backtest; `Permission` if the user may not change what is in
    /// its workspace; `Stale` if it has another version than the expected one; `Conflict` if another row refers to it.
    pub async fn delete_backtest(
        &self,
        user_id: i64,
        backtest_id: &str,
        expected_version: Option<i64>,
    ) -> ServiceResult<()> {
        let mut session = self.db.session().await?;
        validate_backtest_change(&mut session, user_id, backtest_id).await?;
        let sql = formatcp!(
            "
            DELETE FROM backtests
            WHERE {SCOPE} AND backtest_id = $2 AND ($3 IS NULL OR version = $3)"
        );
        let deleted = sqlx::query(sql)
            .bind(user_id)
            .bind(backtest_id)
            .bind(expected_version)
            .execute(&mut *session)
            .await?;
        if deleted.rows_affected() == 0 {
            return Err(ServiceError::Stale("backtest"));
        }
        session.commit().await?;
        tracing::info!(user_id, backtest_id, "deleted a backtest");
        Ok(())
    }
}

/// The backtest, if the user may see it. Every access goes through here, and so does every
/// reference from another resource.
pub(crate) async fn validate_backtest_access(
    connection: &mut DbConnection,
    user_id: i64,
    backtest_id: &str,
) -> ServiceResult<Backtest> {
    let sql = formatcp!(
        "
        SELECT * FROM backtests
        WHERE {SCOPE} AND backtest_id = $2"
    );
    sqlx::query_as::<_, Backtest>(sql)
        .bind(user_id)
        .bind(backtest_id)
        .fetch_optional(connection)
        .await?
        .ok_or(ServiceError::NotFound("backtest"))
}

/// The backtest, if the user may see it and change what is in its workspace.
async fn validate_backtest_change(
    connection: &mut DbConnection,
    user_id: i64,
    backtest_id: &str,
) -> ServiceResult<Backtest> {
    let backtest = validate_backtest_access(connection, user_id, backtest_id).await?;
    validate_workspace_role(connection, user_id, &backtest.workspace_id, MemberRole::Editor)
        .await?;
    Ok(backtest)
}

/// Refuses a time that ends before it begins.
fn validate_days(from_day: NaiveDate, to_day: NaiveDate) -> ServiceResult<()> {
    if from_day <= to_day {
        return Ok(());
    }
    Err(ServiceError::Invalid("from_day: no later than to_day is expected".to_owned()))
}

/// What a backtest holds in the column that a list is sorted by.
fn sort_value(row: &Backtest, sort: BacktestSort) -> Value {
    match sort {
        BacktestSort::FromDay => json!(row.from_day),
        BacktestSort::ToDay => json!(row.to_day),
        BacktestSort::InitialCash => json!(row.initial_cash),
        BacktestSort::FeeBasisPoints => json!(row.fee_basis_points),
        BacktestSort::CreatedAt => json!(row.created_at),
        BacktestSort::UpdatedAt => json!(row.updated_at),
    }
}
