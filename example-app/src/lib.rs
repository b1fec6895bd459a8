// src/lib.rs - The composition root: settings in, a running application out

//! The application as a library, so that the tests run the same one as `main`.

use std::io;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::api::state::AppState;
use crate::core::db::Database;
use crate::core::market_data::{MarketData, MarketDataError};
use crate::core::metrics::Metrics;
use crate::core::security::{AttemptLimiter, PasswordHasher, SecurityError, TokenKeys};
use crate::core::settings::{MarketDataSettings, Settings};
use crate::engines::job_worker::JobWorker;
use crate::engines::strategy_engine::StrategyEngine;
use crate::services::backtest_analytics_service::BacktestAnalyticsService;
use crate::services::backtest_result_service::BacktestResultService;
use crate::services::backtest_service::BacktestService;
use crate::services::health_service::HealthService;
use crate::services::job_analytics_service::JobAnalyticsService;
use crate::services::job_queue_service::JobQueueService;
use crate::services::job_service::JobService;
use crate::services::market_data_service::MarketDataService;
use crate::services::member_service::MemberService;
use crate::services::portfolio_analytics_service::PortfolioAnalyticsService;
use crate::services::portfolio_service::PortfolioService;
use crate::services::strategy_analytics_service::StrategyAnalyticsService;
use crate::services::strategy_service::StrategyService;
use crate::services::user_service::UserService;
use crate::services::workspace_service::WorkspaceService;

pub mod api;
pub mod core;
pub mod engines;
pub mod models;
pub mod services;

/// Why the application can't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database can't be opened.
    #[error("the database can't be opened: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema can't be brought up to date.
    #[error("a migration failed: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The source of market data can't be used.
    #[error("market data: {0}")]
    MarketData(#[from] MarketDataError),
    /// Passwords can't be hashed at the cost that the settings state.
    #[error(transparent)]
    Security(#[from] SecurityError),
    /// The address can't be listened on.
    #[error("can't listen on {address}: {cause}")]
    Listen {
        /// The address, as the settings state it.
        address: String,
        /// Why.
        cause: io::Error,
    },
}

/// An application that is ready to serve.
#[derive(Debug)]
pub struct Application {
    listener: TcpListener,
    router: Router,
    database: Database,
    worker: JobWorker,
    workers: u32,
}

impl Application {
    /// Opens the database, brings its schema up to date, makes the services and listens.
    pub async fn build(settings: Settings) -> Result<Self, StartError> {
        let address = format!("{}:{}", settings.server.host, settings.server.port);
        let listener = TcpListener::bind(&address)
            .await
            .map_err(|cause| StartError::Listen { address, cause })?;
        let database = Database::open(&settings.database).await?;
        database.migrate().await?;
        let worker = job_worker(&settings, &database)?;
        let workers = settings.worker.concurrency;
        let router = api::router(state(settings, &database)?);
        Ok(Self { listener, router, database, worker, workers })
    }

    /// The address that is listened on.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves and runs jobs until `stop` is done. The requests at work then finish, and the jobs at work
    /// are given back.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        let (stopping, stopped) = watch::channel(false);
        let mut workers = JoinSet::new();
        // A name that no worker of any process has.
        let process = Uuid::now_v7();
        for number in 0..self.workers {
            let (worker, stopped) = (self.worker.clone(), stopped.clone());
            workers.spawn(async move { worker.run(&format!("{process}-{number}"), stopped).await });
        }
        let stop = async move {
            stop.await;
            stopping.send_replace(true);
        };
        let service = self.router.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(self.listener, service).with_graceful_shutdown(stop).await?;
        workers.join_all().await;
        self.database.close().await;
        Ok(())
    }
}

/// Makes the services over a database.
pub fn state(settings: Settings, database: &Database) -> Result<AppState, SecurityError> {
    let attempts = NonZeroU32::new(settings.auth.attempts_per_minute).unwrap_or(NonZeroU32::MIN);
    let passwords = PasswordHasher::new(&settings.auth)?;
    Ok(AppState {
        server: Arc::new(settings.server),
        tokens: TokenKeys::new(&settings.auth),
        attempts: AttemptLimiter::per_minute(attempts),
        health: HealthService::new(database.clone(), Metrics::new()),
        users: UserService::new(database.clone(), passwords),
        workspaces: WorkspaceService::new(database.clone()),
        members: MemberService::new(database.clone()),
        strategies: StrategyService::new(database.clone()),
        strategy_analytics: StrategyAnalyticsService::new(database.clone()),
        backtests: BacktestService::new(database.clone()),
        backtest_results: BacktestResultService::new(database.clone()),
        backtest_analytics: BacktestAnalyticsService::new(database.clone()),
        portfolios: PortfolioService::new(database.clone()),
        portfolio_analytics: PortfolioAnalyticsService::new(database.clone()),
        jobs: JobService::new(database.clone()),
        job_analytics: JobAnalyticsService::new(database.clone()),
    })
}

/// Makes a worker over its services.
pub fn job_worker(settings: &Settings, database: &Database) -> Result<JobWorker, MarketDataError> {
    Ok(JobWorker::new(
        JobQueueService::new(database.clone(), settings.worker.clone()),
        StrategyService::new(database.clone()),
        BacktestService::new(database.clone()),
        BacktestResultService::new(database.clone()),
        market_data(&settings.market_data)?,
    ))
}

/// Makes the strategy engine over its services.
pub fn strategy_engine(settings: &MarketDataSettings) -> Result<StrategyEngine, MarketDataError> {
    Ok(StrategyEngine::new(market_data(settings)?))
}

fn market_data(settings: &MarketDataSettings) -> Result<MarketDataService, MarketDataError> {
    Ok(MarketDataService::new(MarketData::new(settings)?, settings.max_days))
}
