// src/api/state.rs - What the handlers share

use std::sync::Arc;

use axum::extract::FromRef;

use crate::core::security::{AttemptLimiter, TokenKeys};
use crate::core::settings::ServerSettings;
use crate::services::backtest_analytics_service::BacktestAnalyticsService;
use crate::services::backtest_result_service::BacktestResultService;
use crate::services::backtest_service::BacktestService;
use crate::services::health_service::HealthService;
use crate::services::job_analytics_service::JobAnalyticsService;
use crate::services::job_service::JobService;
use crate::services::member_service::MemberService;
use crate::services::portfolio_analytics_service::PortfolioAnalyticsService;
use crate::services::portfolio_service::PortfolioService;
use crate::services::strategy_analytics_service::StrategyAnalyticsService;
use crate::services::strategy_service::StrategyService;
use crate::services::user_service::UserService;
use crate::services::workspace_service::WorkspaceService;

/// What the handlers share: services, and what authenticates. The database is not among it.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// How requests are served.
    pub server: Arc<ServerSettings>,
    /// Issues and verifies access tokens.
    pub tokens: TokenKeys,
    /// Limits attempts to log in.
    pub attempts: AttemptLimiter,
    /// Tells whether the application can do its work.
    pub health: HealthService,
    /// Users.
    pub users: UserService,
    /// Workspaces.
    pub workspaces: WorkspaceService,
    /// Members of workspaces.
    pub members: MemberService,
    /// Strategies.
    pub strategies: StrategyService,
    /// Strategy analytics.
    pub strategy_analytics: StrategyAnalyticsService,
    /// Backtests.
    pub backtests: BacktestService,
    /// What backtests came to.
    pub backtest_results: BacktestResultService,
    /// Backtest analytics.
    pub backtest_analytics: BacktestAnalyticsService,
    /// Portfolios.
    pub portfolios: PortfolioService,
    /// Portfolio analytics.
    pub portfolio_analytics: PortfolioAnalyticsService,
    /// Jobs.
    pub jobs: JobService,
    /// Job analytics.
    pub job_analytics: JobAnalyticsService,
}
