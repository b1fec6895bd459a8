// src/models/db_models.rs - All database models

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use utoipa::ToSchema;

use crate::models::backtest_result_models::{BacktestPlan, BacktestReport, EquityPoint, Trade};
use crate::models::page_models::PageRequest;
use crate::models::value_models::Decimal;

/// A user, as the table `users` holds it.
#[derive(Clone, sqlx::FromRow)]
pub struct User {
    /// The key inside the database; it never leaves it.
    pub id: i64,
    /// The public id.
    pub user_id: String,
    /// The address that the user logs in with, in lower case.
    pub email: String,
    /// The hash of the password, which never leaves the services.
    pub password_hash: String,
    /// What the user is called.
    pub name: String,
    /// Raised by every change.
    pub version: i64,
    /// When the user registered.
    pub created_at: DateTime<Utc>,
    /// When the user last changed.
    pub updated_at: DateTime<Utc>,
}

/// What changes in a user; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UserChanges {
    /// What the user is called.
    pub name: Option<String>,
}

/// A workspace, as the table `workspaces` holds it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Workspace {
    /// The key inside the database; it never leaves it.
    pub id: i64,
    /// The public id.
    pub workspace_id: String,
    /// The owner.
    pub user_id: i64,
    /// Name.
    pub name: String,
    /// Description.
    pub description: Option<String>,
    /// Raised by every change.
    pub version: i64,
    /// When the workspace was made.
    pub created_at: DateTime<Utc>,
    /// When the workspace last changed.
    pub updated_at: DateTime<Utc>,
}

/// What a new workspace holds.
#[derive(Debug, Clone, PartialEq)]
pub struct NewWorkspace {
    /// Name.
    pub name: String,
    /// Description.
    pub description: Option<String>,
}

/// What changes in a workspace; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WorkspaceChanges {
    /// Name.
    pub name: Option<String>,
    /// Description.
    pub description: Option<Option<String>>,
}

/// Which workspaces a list holds, in which order, and which page of it.
#[derive(Debug, Clone, Default)]
pub struct WorkspaceFilter {
    /// Name.
    pub name: Option<String>,
    /// What the list is sorted by.
    pub sort: WorkspaceSort,
    /// Which page.
    pub page: PageRequest,
}

/// What a list of workspaces is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum WorkspaceSort {
    /// Name.
    #[serde(rename = "name")]
    Name,
    /// When the workspace was made.
    #[default]
    #[serde(rename = "created_at")]
    CreatedAt,
    /// When the workspace last changed.
    #[serde(rename = "updated_at")]
    UpdatedAt,
}

/// A strategy, as the table `strategies` holds it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Strategy {
    /// The key inside the database; it never leaves it.
    pub id: i64,
    /// The public id.
    pub strategy_id: String,
    /// Who made it.
    pub user_id: i64,
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Name.
    pub name: String,
    /// Symbol.
    pub symbol: String,
    /// Fast days.
    pub fast_days: i32,
    /// Slow days.
    pub slow_days: i32,
    /// Raised by every change.
    pub version: i64,
    /// When the strategy was made.
    pub created_at: DateTime<Utc>,
    /// When the strategy last changed.
    pub updated_at: DateTime<Utc>,
}

/// What a new strategy holds.
#[derive(Debug, Clone, PartialEq)]
pub struct NewStrategy {
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Name.
    pub name: String,
    /// Symbol.
    pub symbol: String,
    /// Fast days.
    pub fast_days: i32,
    /// Slow days.
    pub slow_days: i32,
}

/// What changes in a strategy; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StrategyChanges {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Symbol.
    pub symbol: Option<String>,
    /// Fast days.
    pub fast_days: Option<i32>,
    /// Slow days.
    pub slow_days: Option<i32>,
}

/// Which strategies a list holds, in which order, and which page of it.
#[derive(Debug, Clone, Default)]
pub struct StrategyFilter {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Symbol.
    pub symbol: Option<String>,
    /// Fast days.
    pub fast_days: Option<i32>,
    /// Slow days.
    pub slow_days: Option<i32>,
    /// What the list is sorted by.
    pub sort: StrategySort,
    /// Which page.
    pub page: PageRequest,
}

/// What a list of strategies is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum StrategySort {
    /// Name.
    #[serde(rename = "name")]
    Name,
    /// Symbol.
    #[serde(rename = "symbol")]
    Symbol,
    /// Fast days.
    #[serde(rename = "fast_days")]
    FastDays,
    /// Slow days.
    #[serde(rename = "slow_days")]
    SlowDays,
    /// When the strategy was made.
    #[default]
    #[serde(rename = "created_at")]
    CreatedAt,
    /// When the strategy last changed.
    #[serde(rename = "updated_at")]
    UpdatedAt,
}

/// A backtest, as the table `backtests` holds it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Backtest {
    /// The key inside the database; it never leaves it.
    pub id: i64,
    /// The public id.
    pub backtest_id: String,
    /// Who made it.
    pub user_id: i64,
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Strategy: the public id.
    pub strategy_id: String,
    /// From day.
    pub from_day: NaiveDate,
    /// To day.
    pub to_day: NaiveDate,
    /// Initial cash: 1.00 at least, 1000000000.00 at most.
    pub initial_cash: Decimal<2>,
    /// Fee basis points.
    pub fee_basis_points: i32,
    /// Raised by every change.
    pub version: i64,
    /// When the backtest was made.
    pub created_at: DateTime<Utc>,
    /// When the backtest last changed.
    pub updated_at: DateTime<Utc>,
}

/// What a new backtest holds.
#[derive(Debug, Clone, PartialEq)]
pub struct NewBacktest {
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Strategy: the public id.
    pub strategy_id: String,
    /// From day.
    pub from_day: NaiveDate,
    /// To day.
    pub to_day: NaiveDate,
    /// Initial cash: 1.00 at least, 1000000000.00 at most.
    pub initial_cash: Decimal<2>,
    /// Fee basis points.
    pub fee_basis_points: i32,
}

/// What changes in a backtest; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BacktestChanges {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Strategy: the public id.
    pub strategy_id: Option<String>,
    /// From day.
    pub from_day: Option<NaiveDate>,
    /// To day.
    pub to_day: Option<NaiveDate>,
    /// Initial cash: 1.00 at least, 1000000000.00 at most.
    pub initial_cash: Option<Decimal<2>>,
    /// Fee basis points.
    pub fee_basis_points: Option<i32>,
}

/// Which backtests a list holds, in which order, and which page of it.
#[derive(Debug, Clone, Default)]
pub struct BacktestFilter {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Strategy: the public id.
    pub strategy_id: Option<String>,
    /// From day.
    pub from_day: Option<NaiveDate>,
    /// To day.
    pub to_day: Option<NaiveDate>,
    /// Fee basis points.
    pub fee_basis_points: Option<i32>,
    /// What the list is sorted by.
    pub sort: BacktestSort,
    /// Which page.
    pub page: PageRequest,
}

/// What a list of backtests is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum BacktestSort {
    /// From day.
    #[serde(rename = "from_day")]
    FromDay,
    /// To day.
    #[serde(rename = "to_day")]
    ToDay,
    /// Initial cash.
    #[serde(rename = "initial_cash")]
    InitialCash,
    /// Fee basis points.
    #[serde(rename = "fee_basis_points")]
    FeeBasisPoints,
    /// When the backtest was made.
    #[default]
    #[serde(rename = "created_at")]
    CreatedAt,
    /// When the backtest last changed.
    #[serde(rename = "updated_at")]
    UpdatedAt,
}

/// A portfolio, as the table `portfolios` holds it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Portfolio {
    /// The key inside the database; it never leaves it.
    pub id: i64,
    /// The public id.
    pub portfolio_id: String,
    /// Who made it.
    pub user_id: i64,
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: PortfolioCurrency,
    /// Cash: 0.00 at least, 1000000000.00 at most.
    pub cash: Decimal<2>,
    /// Raised by every change.
    pub version: i64,
    /// When the portfolio was made.
    pub created_at: DateTime<Utc>,
    /// When the portfolio last changed.
    pub updated_at: DateTime<Utc>,
}

/// Currency of a portfolio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, sqlx::Type, ToSchema)]
#[sqlx(type_name = "text")]
pub enum PortfolioCurrency {
    /// `usd`
    #[serde(rename = "usd")]
    #[sqlx(rename = "usd")]
    Usd,
    /// `eur`
    #[serde(rename = "eur")]
    #[sqlx(rename = "eur")]
    Eur,
    /// `gbp`
    #[serde(rename = "gbp")]
    #[sqlx(rename = "gbp")]
    Gbp,
    /// `chf`
    #[serde(rename = "chf")]
    #[sqlx(rename = "chf")]
    Chf,
    /// `jpy`
    #[serde(rename = "jpy")]
    #[sqlx(rename = "jpy")]
    Jpy,
}

/// What a new portfolio holds.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPortfolio {
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: PortfolioCurrency,
    /// Cash: 0.00 at least, 1000000000.00 at most.
    pub cash: Decimal<2>,
}

/// What changes in a portfolio; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PortfolioChanges {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Currency.
    pub currency: Option<PortfolioCurrency>,
    /// Cash: 0.00 at least, 1000000000.00 at most.
    pub cash: Option<Decimal<2>>,
}

/// Which portfolios a list holds, in which order, and which page of it.
#[derive(Debug, Clone, Default)]
pub struct PortfolioFilter {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Currency.
    pub currency: Option<PortfolioCurrency>,
    /// What the list is sorted by.
    pub sort: PortfolioSort,
    /// Which page.
    pub page: PageRequest,
}

/// What a list of portfolios is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum PortfolioSort {
    /// Name.
    #[serde(rename = "name")]
    Name,
    /// Cash.
    #[serde(rename = "cash")]
    Cash,
    /// When the portfolio was made.
    #[default]
    #[serde(rename = "created_at")]
    CreatedAt,
    /// When the portfolio last changed.
    #[serde(rename = "updated_at")]
    UpdatedAt,
}

/// A job, as the table `jobs` holds it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Job {
    /// The key inside the database; it never leaves it.
    pub id: i64,
    /// The public id.
    pub job_id: String,
    /// Who made it.
    pub user_id: i64,
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Job type.
    pub job_type: JobJobType,
    /// Backtest: the public id.
    pub backtest_id: Option<String>,
    /// Priority.
    pub priority: i32,
    /// Status.
    pub status: JobStatus,
    /// Scheduled at.
    pub scheduled_at: Option<DateTime<Utc>>,
    /// Note.
    pub note: Option<String>,
    /// How often workers have claimed it since it was last asked for.
    pub attempts: i32,
    /// How much of it is done, in percent.
    pub progress: i32,
    /// The worker that claimed it last.
    pub claimed_by: Option<String>,
    /// When a worker may claim it; at once without a time. While it runs, the end of the lease.
    pub claimable_at: Option<DateTime<Utc>>,
    /// Why its last run failed.
    pub failure: Option<String>,
    /// Raised by every change; progress is none.
    pub version: i64,
    /// When the job was made.
    pub created_at: DateTime<Utc>,
    /// When the job last changed.
    pub updated_at: DateTime<Utc>,
}

/// Job type of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, sqlx::Type, ToSchema)]
#[sqlx(type_name = "text")]
pub enum JobJobType {
    /// `run_backtest`
    #[serde(rename = "run_backtest")]
    #[sqlx(rename = "run_backtest")]
    RunBacktest,
    /// `check_market_data`
    #[serde(rename = "check_market_data")]
    #[sqlx(rename = "check_market_data")]
    CheckMarketData,
}

/// Status of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, sqlx::Type, ToSchema)]
#[sqlx(type_name = "text")]
pub enum JobStatus {
    /// `pending`
    #[serde(rename = "pending")]
    #[sqlx(rename = "pending")]
    Pending,
    /// `running`
    #[serde(rename = "running")]
    #[sqlx(rename = "running")]
    Running,
    /// `done`
    #[serde(rename = "done")]
    #[sqlx(rename = "done")]
    Done,
    /// `failed`
    #[serde(rename = "failed")]
    #[sqlx(rename = "failed")]
    Failed,
    /// `cancelled`
    #[serde(rename = "cancelled")]
    #[sqlx(rename = "cancelled")]
    Cancelled,
}

/// What a new job holds.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Job type.
    pub job_type: JobJobType,
    /// Backtest: the public id.
    pub backtest_id: Option<String>,
    /// Priority.
    pub priority: i32,
    /// Scheduled at.
    pub scheduled_at: Option<DateTime<Utc>>,
    /// Note.
    pub note: Option<String>,
}

/// What changes in a job; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JobChanges {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Job type.
    pub job_type: Option<JobJobType>,
    /// Backtest: the public id.
    pub backtest_id: Option<Option<String>>,
    /// Priority.
    pub priority: Option<i32>,
    /// Status.
    pub status: Option<JobStatus>,
    /// Scheduled at.
    pub scheduled_at: Option<Option<DateTime<Utc>>>,
    /// Note.
    pub note: Option<Option<String>>,
}

/// Which jobs a list holds, in which order, and which page of it.
#[derive(Debug, Clone, Default)]
pub struct JobFilter {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Job type.
    pub job_type: Option<JobJobType>,
    /// Backtest: the public id.
    pub backtest_id: Option<String>,
    /// Priority.
    pub priority: Option<i32>,
    /// Status.
    pub status: Option<JobStatus>,
    /// What the list is sorted by.
    pub sort: JobSort,
    /// Which page.
    pub page: PageRequest,
}

/// What a list of jobs is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum JobSort {
    /// Priority.
    #[serde(rename = "priority")]
    Priority,
    /// Scheduled at.
    #[serde(rename = "scheduled_at")]
    ScheduledAt,
    /// When the job was made.
    #[default]
    #[serde(rename = "created_at")]
    CreatedAt,
    /// When the job last changed.
    #[serde(rename = "updated_at")]
    UpdatedAt,
}

/// A member of a workspace, as the table `members` holds it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Member {
    /// The key inside the database; it never leaves it.
    pub id: i64,
    /// The public id.
    pub member_id: String,
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Who the member is.
    pub user_id: i64,
    /// What the member may do.
    pub role: MemberRole,
    /// Raised by every change.
    pub version: i64,
    /// When the user became a member.
    pub created_at: DateTime<Utc>,
    /// When the member last changed.
    pub updated_at: DateTime<Utc>,
}

/// A member, and who it is.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct MemberProfile {
    /// The member.
    #[sqlx(flatten)]
    pub member: Member,
    /// The public id of the user.
    pub account_id: String,
    /// What the user is called.
    pub name: String,
}

/// What a member of a workspace may do: each role may do what the ones before it may.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, sqlx::Type, ToSchema,
)]
#[sqlx(type_name = "text")]
pub enum MemberRole {
    /// `viewer` reads what is in the workspace.
    #[serde(rename = "viewer")]
    #[sqlx(rename = "viewer")]
    Viewer,
    /// `editor` makes, changes and deletes what is in it, and runs jobs.
    #[serde(rename = "editor")]
    #[sqlx(rename = "editor")]
    Editor,
    /// `owner` changes and deletes the workspace, and says who its members are.
    #[serde(rename = "owner")]
    #[sqlx(rename = "owner")]
    Owner,
}

/// A new member of a workspace.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMember {
    /// The address of a user.
    pub email: String,
    /// What the member may do.
    pub role: MemberRole,
}

/// A claim on a job. It holds until its lease runs out, the job is cancelled or another claims it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobClaim {
    /// The job.
    pub job_id: String,
    /// The worker.
    pub claimed_by: String,
    /// Which of the job's attempts this is; the first one is 1.
    pub attempt: i32,
}

/// Why a run of a job failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobFailure {
    /// Why, as the job's user will read it.
    pub reason: String,
    /// Whether it may go well later.
    pub is_passing: bool,
}

impl JobFailure {
    /// A failure that comes again however often it is tried.
    pub fn lasting(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), is_passing: false }
    }
}

/// What a backtest came to when it last ran, as the table `backtest_results` holds it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct BacktestResult {
    /// The key inside the database; it never leaves it.
    pub id: i64,
    /// The public id.
    pub backtest_result_id: String,
    /// Backtest: the public id.
    pub backtest_id: String,
    /// What was run. The backtest and its strategy may have changed since.
    pub plan: Json<BacktestPlan>,
    /// What was won, as a share of the initial cash.
    pub total_return: f64,
    /// The deepest fall from a peak, as a share of the peak.
    pub max_drawdown: f64,
    /// The Sharpe ratio for a year; none where the returns of the days do not differ.
    pub sharpe_ratio: Option<f64>,
    /// What the portfolio was worth at the close of each day.
    pub equity: Json<Vec<EquityPoint>>,
    /// Purchases and sales, in their order.
    pub trades: Json<Vec<Trade>>,
    /// Raised by every run.
    pub version: i64,
    /// When the backtest ran first.
    pub created_at: DateTime<Utc>,
    /// When it ran last.
    pub updated_at: DateTime<Utc>,
}

/// What a run of a backtest came to.
#[derive(Debug, Clone, PartialEq)]
pub struct NewBacktestResult {
    /// What was run.
    pub plan: BacktestPlan,
    /// What came of it.
    pub report: BacktestReport,
}
