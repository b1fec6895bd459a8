// src/services/strategy_service.rs - Strategy business logic

use chrono::{DateTime, Utc};
use const_format::formatcp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::core::db::{Database, DbConnection, now};
use crate::core::errors::{ServiceError, ServiceResult};
use crate::core::page::Seek;
use crate::core::statement::Statement;
use crate::models::db_models::{
    MemberRole, NewStrategy, Strategy, StrategyChanges, StrategyFilter, StrategySort,
};
use crate::models::page_models::{Cursor, Page};
use crate::services::workspace_service;
use crate::services::workspace_service::{validate_workspace_access, validate_workspace_role};

/// Which strategies the user of `$1` may see: those of workspaces that the user may see.
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
    ("ck_strategies_name", "name"),
    ("ck_strategies_symbol", "symbol"),
    ("ck_strategies_fast_days", "fast_days"),
    ("ck_strategies_slow_days", "slow_days"),
    ("uq_strategies_name", "name"),
];

/// Keeps the strategies of each workspace, shown to those who may see it.
#[derive(Debug, Clone)]
pub struct StrategyService {
    db: Database,
}

impl StrategyService {
    /// A service over a database.
    pub fn new(db: Database) -> Self {
        Self { db }
    }

    /// Lists the strategies that the user may see, a page at a time.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `filter` - which strategies, in which order, which page
    ///
    /// # Returns
    ///
    /// The page, and where the next one begins.
    ///
    /// # Errors
    ///
    /// `Invalid` if the cursor is none of this list.
    pub async fn list_strategies(
        &self,
        user_id: i64,
        filter: &StrategyFilter,
    ) -> ServiceResult<Page<Strategy>> {
        let select = formatcp!(
            "
            SELECT * FROM strategies
            WHERE {SCOPE}"
        );
        let mut statement = Statement::for_user(select, user_id)?;
        statement.narrow("workspace_id", filter.workspace_id.as_ref())?;
        statement.narrow("name", filter.name.as_ref())?;
        statement.narrow("symbol", filter.symbol.as_ref())?;
        statement.narrow("fast_days", filter.fast_days.as_ref())?;
        statement.narrow("slow_days", filter.slow_days.as_ref())?;
        let seek = Seek::new(&mut statement, "strategy_id", &filter.page);
        match filter.sort {
            StrategySort::Name => seek.by::<String>("name")?,
            StrategySort::Symbol => seek.by::<String>("symbol")?,
            StrategySort::FastDays => seek.by::<i32>("fast_days")?,
            StrategySort::SlowDays => seek.by::<i32>("slow_days")?,
            StrategySort::CreatedAt => seek.by::<DateTime<Utc>>("created_at")?,
            StrategySort::UpdatedAt => seek.by::<DateTime<Utc>>("updated_at")?,
        }
        let mut connection = self.db.connection().await?;
        let rows: Vec<Strategy> = statement.rows().fetch_all(&mut *connection).await?;
        Ok(Page::of(rows, &filter.page, |row| Cursor {
            sort: json!(filter.sort),
            order: filter.page.order,
            value: sort_value(row, filter.sort),
            id: row.strategy_id.clone(),
        }))
    }

    /// Lists the strategies of one workspace, a page at a time.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the workspace
    /// * `filter` - which of its strategies, in which order, which page
    ///
    /// # Returns
    ///
    /// The page, and where the next one begins.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such workspace; `Invalid` if the cursor is none of this list.
    pub async fn list_workspace_strategies(
        &self,
        user_id: i64,
        workspace_id: &str,
        filter: &StrategyFilter,
    ) -> ServiceResult<Page<Strategy>> {
        let mut connection = self.db.connection().await?;
        validate_workspace_access(&mut connection, user_id, workspace_id).await?;
        drop(connection);
        let workspace_id = Some(workspace_id.to_owned());
        self.list_strategies(user_id, &StrategyFilter { workspace_id, ..filter.clone() }).await
    }

    /// Creates a strategy.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `new` - what the strategy holds
    ///
    /// # Returns
    ///
    /// The new strategy.
    ///
    /// # Errors
    ///
    /// `Permission` if the user may not change what is in the workspace;
    /// `Invalid` if a value is out of bounds or refers to what the user can't see; `Conflict` if a value
    /// that must be unique is there already.
    pub async fn create_strategy(
        &self,
        user_id: i64,
        new: &NewStrategy,
    ) -> ServiceResult<Strategy> {
        validate_days(new.fast_days, new.slow_days)?;
        let mut session = self.db.session().await?;
        validate_workspace_role(&mut session, user_id, &new.workspace_id, MemberRole::Editor)
            .await
            .map_err(|error| error.in_reference("workspace_id"))?;
        let sql = "
            INSERT INTO strategies (
                strategy_id, user_id, created_at, updated_at,
                workspace_id,
                name,
                symbol,
                fast_days,
                slow_days
            )
            VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8)
            RETURNING *";
        let row = sqlx::query_as::<_, Strategy>(sql)
            .bind(Uuid::now_v7().to_string())
            .bind(user_id)
            .bind(now())
            .bind(&new.workspace_id)
            .bind(&new.name)
            .bind(&new.symbol)
            .bind(new.fast_days)
            .bind(new.slow_days)
            .fetch_one(&mut *session)
            .await
            .map_err(|error| ServiceError::from_database(error, CONSTRAINTS))?;
        session.commit().await?;
        let id = &row.strategy_id;
        tracing::info!(user_id, strategy_id = id, "created a strategy");
        Ok(row)
    }

    /// One strategy.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `strategy_id` - the public id
    ///
    /// # Returns
    ///
    /// The strategy.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user has no such strategy.
    pub async fn get_strategy(&self, user_id: i64, strategy_id: &str) -> ServiceResult<Strategy> {
        let mut connection = self.db.connection().await?;
        validate_strategy_access(&mut connection, user_id, strategy_id).await
    }

    /// Changes a strategy.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `strategy_id` - the public id
    /// * `changes` - what changes
    /// * `expected_version` - the version that the caller knows, if it matters
    ///
    /// # Returns
    ///
    /// The strategy as it is now.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such strategy; `Permission` if the user may not change what is in
    /// its workspace; `Stale` if it has another version than the expected one; `Invalid` if a value is out of bounds or refers to what the user can't see; `Conflict` if a value that must be unique is there already.
    pub async fn update_strategy(
        &self,
        user_id: i64,
        strategy_id: &str,
        changes: &StrategyChanges,
        expected_version: Option<i64>,
    ) -> ServiceResult<Strategy> {
        let mut session = self.db.session().await?;
        let current = validate_strategy_change(&mut session, user_id, strategy_id).await?;
        if expected_version.is_some_and(|expected| expected != current.version) {
            return Err(ServiceError::Stale("strategy"));
        }
        if *changes == StrategyChanges::default() {
            return Ok(current);
        }
        validate_days(
            changes.fast_days.unwrap_or(current.fast_days),
            changes.slow_days.unwrap_or(current.slow_days),
        )?;
        if let Some(value) = &changes.workspace_id {
            validate_workspace_role(&mut session, user_id, value, MemberRole::Editor)
                .await
                .map_err(|error| error.in_reference("workspace_id"))?;
        }
        let sql = formatcp!(
            "
            UPDATE strategies
            SET version = version + 1,
                workspace_id = COALESCE($5, workspace_id),
                name = COALESCE($6, name),
                symbol = COALESCE($7, symbol),
                fast_days = COALESCE($8, fast_days),
                slow_days = COALESCE($9, slow_days),
                updated_at = $3
            WHERE {SCOPE} AND strategy_id = $2 AND ($4 IS NULL OR version = $4)
            RETURNING *"
        );
        let row = sqlx::query_as::<_, Strategy>(sql)
            .bind(user_id)
            .bind(strategy_id)
            .bind(now())
            .bind(expected_version)
            .bind(&changes.workspace_id)
            .bind(&changes.name)
            .bind(&changes.symbol)
            .bind(changes.fast_days)
            .bind(changes.slow_days)
            .fetch_optional(&mut *session)
            .await
            .map_err(|error| ServiceError::from_database(error, CONSTRAINTS))?
            .ok_or(ServiceError::Stale("strategy"))?;
        session.commit().await?;
        let version = row.version;
        tracing::info!(user_id, strategy_id, version, "updated a strategy");
        Ok(row)
    }

    /// Deletes a strategy.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `strategy_id` - the public id
    /// * `expected_version` - the version that the caller knows, if it matters
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such strategy; `Permission` if the user may not change what is in
    /// its workspace; `Stale` if it has another version than the expected one; `Conflict` if another row refers to it.
    pub async fn delete_strategy(
        &self,
        user_id: i64,
        strategy_id: &str,
        expected_version: Option<i64>,
    ) -> ServiceResult<()> {
        let mut session = self.db.session().await?;
        validate_strategy_change(&mut session, user_id, strategy_id).await?;
        let sql = formatcp!(
            "
            DELETE FROM strategies
            WHERE {SCOPE} AND strategy_id = $2 AND ($3 IS NULL OR version = $3)"
        );
        let deleted = sqlx::query(sql)
            .bind(user_id)
            .bind(strategy_id)
            .bind(expected_version)
            .execute(&mut *session)
            .await?;
        if deleted.rows_affected() == 0 {
            return Err(ServiceError::Stale("strategy"));
        }
        session.commit().await?;
        tracing::info!(user_id, strategy_id, "deleted a strategy");
        Ok(())
    }
}

/// The strategy, if the user may see it. Every access goes through here, and so does every
/// reference from another resource.
pub(crate) async fn validate_strategy_access(
    connection: &mut DbConnection,
    user_id: i64,
    strategy_id: &str,
) -> ServiceResult<Strategy> {
    let sql = formatcp!(
        "
        SELECT * FROM strategies
        WHERE {SCOPE} AND strategy_id = $2"
    );
    sqlx::query_as::<_, Strategy>(sql)
        .bind(user_id)
        .bind(strategy_id)
        .fetch_optional(connection)
        .await?
        .ok_or(ServiceError::NotFound("strategy"))
}

/// The strategy, if the user may see it and change what is in its workspace.
async fn validate_strategy_change(
    connection: &mut DbConnection,
    user_id: i64,
    strategy_id: &str,
) -> ServiceResult<Strategy> {
    let strategy = validate_strategy_access(connection, user_id, strategy_id).await?;
    validate_workspace_role(connection, user_id, &strategy.workspace_id, MemberRole::Editor)
        .await?;
    Ok(strategy)
}

/// Refuses two averages that can't cross. The engine looks again, at what it is about to run.
fn validate_days(fast_days: i32, slow_days: i32) -> ServiceResult<()> {
    if fast_days < slow_days {
        return Ok(());
    }
    Err(ServiceError::Invalid("fast_days: less than slow_days is expected".to_owned()))
}

/// What a strategy holds in the column that a list is sorted by.
fn sort_value(row: &Strategy, sort: StrategySort) -> Value {
    match sort {
        StrategySort::Name => json!(row.name),
        StrategySort::Symbol => json!(row.symbol),
        StrategySort::FastDays => json!(row.fast_days),
        StrategySort::SlowDays => json!(row.slow_days),
        StrategySort::CreatedAt => json!(row.created_at),
        StrategySort::UpdatedAt => json!(row.updated_at),
    }
}
