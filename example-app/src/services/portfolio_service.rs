// src/services/portfolio_service.rs - Portfolio business logic

use chrono::{DateTime, Utc};
use const_format::formatcp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::core::db::{Database, DbConnection, now};
use crate::core::errors::{ServiceError, ServiceResult};
use crate::core::page::Seek;
use crate::core::statement::Statement;
use crate::models::db_models::{
    MemberRole, NewPortfolio, Portfolio, PortfolioChanges, PortfolioFilter, PortfolioSort,
};
use crate::models::page_models::{Cursor, Page};
use crate::models::value_models::Decimal;
use crate::services::workspace_service;
use crate::services::workspace_service::{validate_workspace_access, validate_workspace_role};

/// Which portfolios the user of `$1` may see: those of workspaces that the user may see.
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
    ("ck_portfolios_name", "name"),
    ("ck_portfolios_currency", "currency"),
    ("ck_portfolios_cash", "cash"),
    ("uq_portfolios_name", "name"),
];

/// Keeps the portfolios of each workspace, shown to those who may see it.
#[derive(Debug, Clone)]
pub struct PortfolioService {
    db: Database,
}

impl PortfolioService {
    /// A service over a database.
    pub fn new(db: Database) -> Self {
        Self { db }
    }

    /// Lists the portfolios that the user may see, a page at a time.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `filter` - which portfolios, in which order, which page
    ///
    /// # Returns
    ///
    /// The page, and where the next one begins.
    ///
    /// # Errors
    ///
    /// `Invalid` if the cursor is none of this list.
    pub async fn list_portfolios(
        &self,
        user_id: i64,
        filter: &PortfolioFilter,
    ) -> ServiceResult<Page<Portfolio>> {
        let select = formatcp!(
            "
            SELECT * FROM portfolios
            WHERE {SCOPE}"
        );
        let mut statement = Statement::for_user(select, user_id)?;
        statement.narrow("workspace_id", filter.workspace_id.as_ref())?;
        statement.narrow("name", filter.name.as_ref())?;
        statement.narrow("currency", filter.currency.as_ref())?;
        let seek = Seek::new(&mut statement, "portfolio_id", &filter.page);
        match filter.sort {
            PortfolioSort::Name => seek.by::<String>("name")?,
            PortfolioSort::Cash => seek.by::<Decimal<2>>("cash")?,
            PortfolioSort::CreatedAt => seek.by::<DateTime<Utc>>("created_at")?,
            PortfolioSort::UpdatedAt => seek.by::<DateTime<Utc>>("updated_at")?,
        }
        let mut connection = self.db.connection().await?;
        let rows: Vec<Portfolio> = statement.rows().fetch_all(&mut *connection).await?;
        Ok(Page::of(rows, &filter.page, |row| Cursor {
            sort: json!(filter.sort),
            order: filter.page.order,
            value: sort_value(row, filter.sort),
            id: row.portfolio_id.clone(),
        }))
    }

    /// Lists the portfolios of one workspace, a page at a time.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the workspace
    /// * `filter` - which of its portfolios, in which order, which page
    ///
    /// # Returns
    ///
    /// The page, and where the next one begins.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such workspace; `Invalid` if the cursor is none of this list.
    pub async fn list_workspace_portfolios(
        &self,
        user_id: i64,
        workspace_id: &str,
        filter: &PortfolioFilter,
    ) -> ServiceResult<Page<Portfolio>> {
        let mut connection = self.db.connection().await?;
        validate_workspace_access(&mut connection, user_id, workspace_id).await?;
        drop(connection);
        let workspace_id = Some(workspace_id.to_owned());
        self.list_portfolios(user_id, &PortfolioFilter { workspace_id, ..filter.clone() }).await
    }

    /// Creates a portfolio.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `new` - what the portfolio holds
    ///
    /// # Returns
    ///
    /// The new portfolio.
    ///
    /// # Errors
    ///
    /// `Permission` if the user may not change what is in the workspace;
    /// `Invalid` if a value is out of bounds or refers to what the user can't see; `Conflict` if a value
    /// that must be unique is there already.
    pub async fn create_portfolio(
        &self,
        user_id: i64,
        new: &NewPortfolio,
    ) -> ServiceResult<Portfolio> {
        let mut session = self.db.session().await?;
        validate_workspace_role(&mut session, user_id, &new.workspace_id, MemberRole::Editor)
            .await
            .map_err(|error| error.in_reference("workspace_id"))?;
        let sql = "
            INSERT INTO portfolios (
                portfolio_id, user_id, created_at, updated_at,
                workspace_id,
                name,
                currency,
                cash
            )
            VALUES ($1, $2, $3, $3, $4, $5, $6, $7)
            RETURNING *";
        let row = sqlx::query_as::<_, Portfolio>(sql)
            .bind(Uuid::now_v7().to_string())
            .bind(user_id)
            .bind(now())
            .bind(&new.workspace_id)
            .bind(&new.name)
            .bind(new.currency)
            .bind(new.cash)
            .fetch_one(&mut *session)
            .await
            .map_err(|error| ServiceError::from_database(error, CONSTRAINTS))?;
        session.commit().await?;
        let id = &row.portfolio_id;
        tracing::info!(user_id, portfolio_id = id, "created a portfolio");
        Ok(row)
    }

    /// One portfolio.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `portfolio_id` - the public id
    ///
    /// # Returns
    ///
    /// The portfolio.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user has no such portfolio.
    pub async fn get_portfolio(
        &self,
        user_id: i64,
        portfolio_id: &str,
    ) -> ServiceResult<Portfolio> {
        let mut connection = self.db.connection().await?;
        validate_portfolio_access(&mut connection, user_id, portfolio_id).await
    }

    /// Changes a portfolio.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `portfolio_id` - the public id
    /// * `changes` - what changes
    /// * `expected_version` - the version that the caller knows, if it matters
    ///
    /// # Returns
    ///
    /// The portfolio as it is now.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such portfolio; `Permission` if the user may not change what is in
    /// its workspace; `Stale` if it has another version than the expected one; `Invalid` if a value is out of bounds or refers to what the user can't see; `Conflict` if a value that must be unique is there already.
    pub async fn update_portfolio(
        &self,
        user_id: i64,
        portfolio_id: &str,
        changes: &PortfolioChanges,
        expected_version: Option<i64>,
    ) -> ServiceResult<Portfolio> {
        let mut session = self.db.session().await?;
        let current = validate_portfolio_change(&mut session, user_id, portfolio_id).await?;
        if expected_version.is_some_and(|expected| expected != current.version) {
            return Err(ServiceError::Stale("portfolio"));
        }
        if *changes == PortfolioChanges::default() {
            return Ok(current);
        }
        if let Some(value) = &changes.workspace_id {
            validate_workspace_role(&mut session, user_id, value, MemberRole::Editor)
                .await
                .map_err(|error| error.in_reference("workspace_id"))?;
        }
        let sql = formatcp!(
            "
            UPDATE portfolios
            SET version = version + 1,
                workspace_id = COALESCE($5, workspace_id),
                name = COALESCE($6, name),
                currency = COALESCE($7, currency),
                cash = COALESCE($8, cash),
                updated_at = $3
            WHERE {SCOPE} AND portfolio_id = $2 AND ($4 IS NULL OR version = $4)
            RETURNING *"
        );
        let row = sqlx::query_as::<_, Portfolio>(sql)
            .bind(user_id)
            .bind(portfolio_id)
            .bind(now())
            .bind(expected_version)
            .bind(&changes.workspace_id)
            .bind(&changes.name)
            .bind(changes.currency)
            .bind(changes.cash)
            .fetch_optional(&mut *session)
            .await
            .map_err(|error| ServiceError::from_database(error, CONSTRAINTS))?
            .ok_or(ServiceError::Stale("portfolio"))?;
        session.commit().await?;
        let version = row.version;
        tracing::info!(user_id, portfolio_id, version, "updated a portfolio");
        Ok(row)
    }

    /// Deletes a portfolio.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `portfolio_id` - the public id
    /// * `expected_version` - the version that the caller knows, if it matters
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such portfolio; `Permission` if the user may not change what is in
    /// its workspace; `Stale` if it has another version than the expected one; `Conflict` if another row refers to it.
    pub async fn delete_portfolio(
        &self,
        user_id: i64,
        portfolio_id: &str,
        expected_version: Option<i64>,
    ) -> ServiceResult<()> {
        let mut session = self.db.session().await?;
        validate_portfolio_change(&mut session, user_id, portfolio_id).await?;
        let sql = formatcp!(
            "
            DELETE FROM portfolios
            WHERE {SCOPE} AND portfolio_id = $2 AND ($3 IS NULL OR version = $3)"
        );
        let deleted = sqlx::query(sql)
            .bind(user_id)
            .bind(portfolio_id)
            .bind(expected_version)
            .execute(&mut *session)
            .await?;
        if deleted.rows_affected() == 0 {
            return Err(ServiceError::Stale("portfolio"));
        }
        session.commit().await?;
        tracing::info!(user_id, portfolio_id, "deleted a portfolio");
        Ok(())
    }
}

/// The portfolio, if the user may see it. Every access goes through here, and so does every
/// reference from another resource.
pub(crate) async fn validate_portfolio_access(
    connection: &mut DbConnection,
    user_id: i64,
    portfolio_id: &str,
) -> ServiceResult<Portfolio> {
    let sql = formatcp!(
        "
        SELECT * FROM portfolios
        WHERE {SCOPE} AND portfolio_id = $2"
    );
    sqlx::query_as::<_, Portfolio>(sql)
        .bind(user_id)
        .bind(portfolio_id)
        .fetch_optional(connection)
        .await?
        .ok_or(ServiceError::NotFound("portfolio"))
}

/// The portfolio, if the user may see it and change what is in its workspace.
async fn validate_portfolio_change(
    connection: &mut DbConnection,
    user_id: i64,
    portfolio_id: &str,
) -> ServiceResult<Portfolio> {
    let portfolio = validate_portfolio_access(connection, user_id, portfolio_id).await?;
    validate_workspace_role(connection, user_id, &portfolio.workspace_id, MemberRole::Editor)
        .await?;
    Ok(portfolio)
}

/// What a portfolio holds in the column that a list is sorted by.
fn sort_value(row: &Portfolio, sort: PortfolioSort) -> Value {
    match sort {
        PortfolioSort::Name => json!(row.name),
        PortfolioSort::Cash => json!(row.cash),
        PortfolioSort::CreatedAt => json!(row.created_at),
        PortfolioSort::UpdatedAt => json!(row.updated_at),
    }
}
