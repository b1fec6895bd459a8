// src/engines/job_worker.rs - Runs jobs: claims one, does it, says how far it is, and stops when it is told to

use chrono::Days;
use tokio::sync::watch;
use tokio::task::JoinError;

use crate::engines::strategy_engine::{StrategyEngine, StrategyError};
use crate::models::backtest_result_models::BacktestPlan;
use crate::models::db_models::{
    Backtest, Job, JobClaim, JobFailure, JobJobType, NewBacktestResult, Strategy, StrategyFilter,
};
use crate::services::backtest_result_service::BacktestResultService;
use crate::services::backtest_service::BacktestService;
use crate::services::job_queue_service::JobQueueService;
use crate::services::market_data_service::MarketDataService;
use crate::services::strategy_service::StrategyService;

/// Days before today that a check of the market's data asks for.
const CHECKED_DAYS: u64 = 30;
/// The progress of a backtest, in percent, once it is known what to run.
const PLANNED: i32 = 10;
/// Once it has run.
const RUN: i32 = 90;

/// Runs jobs, one at a time, each in the name of the user who asked for it.
#[derive(Debug, Clone)]
pub struct JobWorker {
    queue: JobQueueService,
    strategies: StrategyService,
    backtests: BacktestService,
    results: BacktestResultService,
    market_data: MarketDataService,
}

impl JobWorker {
    /// A worker over services.
    pub fn new(
        queue: JobQueueService,
        strategies: StrategyService,
        backtests: BacktestService,
        results: BacktestResultService,
        market_data: MarketDataService,
    ) -> Self {
        Self { queue, strategies, backtests, results, market_data }
    }

    /// Runs jobs until it is told to stop. The job at work is then given back.
    ///
    /// # Arguments
    ///
    /// * `name` - the name of the worker, which no other one has
    /// * `stop` - true once it must stop, as is the end of its sender
    pub async fn run(&self, name: &str, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            if !self.take(name, &mut stop).await {
                self.rest(&mut stop).await;
            }
        }
    }

    /// Runs one job, if there is one to do, and waits for its end.
    ///
    /// # Arguments
    ///
    /// * `name` - the name of the worker, which no other one has
    ///
    /// # Returns
    ///
    /// Whether there was one.
    pub async fn run_once(&self, name: &str) -> bool {
        let (_running, mut stop) = watch::channel(false);
        self.take(name, &mut stop).await
    }

    /// Takes the next job, if there is one that can be had, and does it.
    async fn take(&self, name: &str, stop: &mut watch::Receiver<bool>) -> bool {
        match self.queue.claim_job(name).await {
            Ok(Some((job, claim))) => {
                self.work(job, &claim, stop).await;
                true
            }
            Ok(None) => false,
            Err(error) => {
                tracing::error!(%error, name, "no job can be claimed");
                false
            }
        }
    }

    /// Waits until it may be worth to ask again.
    async fn rest(&self, stop: &mut watch::Receiver<bool>) {
        tokio::select! {
            () = self.queue.wait_for_jobs() => {}
            () = stopped(stop) => {}
        }
    }

    /// Does a job, as long as the claim holds and nobody says stop.
    async fn work(&self, job: Job, claim: &JobClaim, stop: &mut watch::Receiver<bool>) {
        let (progress, told) = watch::channel(0);
        // A task of its own, so that a panic ends the job and not the worker.
        let mut running = tokio::spawn(self.clone().run_job(job, claim.clone(), progress));
        let ended = tokio::select! {
            ended = &mut running => failure_of(ended),
            () = self.keep(claim, told) => {
                running.abort();
                tracing::info!(job_id = claim.job_id, "left a job that is no longer claimed");
                return;
            }
            () = stopped(stop) => {
                running.abort();
                if let Err(error) = self.queue.release_job(claim).await {
                    tracing::error!(%error, job_id = claim.job_id, "a job can't be released");
                }
                return;
            }
        };
        if let Some(failure) = ended
            && let Err(error) = self.queue.fail_job(claim, &failure).await
        {
            // The lease runs out, and the job is claimed again.
            tracing::error!(%error, job_id = claim.job_id, "a failure can't be kept");
        }
    }

    /// Keeps the claim and tells the progress, until the claim does not hold any more.
    async fn keep(&self, claim: &JobClaim, mut told: watch::Receiver<i32>) {
        loop {
            tokio::select! {
                () = self.queue.wait_for_heartbeat() => {}
                // The end of the sender is the end of the work, which somebody else waits for.
                Ok(()) = told.changed() => {}
            }
            let progress = *told.borrow_and_update();
            match self.queue.keep_claim(claim, progress).await {
                Ok(true) => {}
                Ok(false) => return,
                // If it lasts the lease runs out, which the end of the job will find.
                Err(error) => tracing::warn!(%error, job_id = claim.job_id, "a claim was not kept"),
            }
        }
    }

    async fn run_job(
        self,
        job: Job,
        claim: JobClaim,
        progress: watch::Sender<i32>,
    ) -> Result<(), JobFailure> {
        match job.job_type {
            JobJobType::RunBacktest => self.run_backtest(&job, &claim, &progress).await,
            JobJobType::CheckMarketData => self.check_market_data(&job, &claim, &progress).await,
        }
    }

    /// Runs the strategy of a backtest, and keeps what it comes to.
    async fn run_backtest(
        &self,
        job: &Job,
        claim: &JobClaim,
        progress: &watch::Sender<i32>,
    ) -> Result<(), JobFailure> {
        let Some(backtest_id) = &job.backtest_id else {
            return Err(JobFailure::lasting("backtest_id: the job names no backtest"));
        };
        let backtest = self.backtests.get_backtest(job.user_id, backtest_id).await?;
        let strategy = self.strategies.get_strategy(job.user_id, &backtest.strategy_id).await?;
        let plan = plan(&backtest, &strategy)?;
        progress.send_replace(PLANNED);
        let report = StrategyEngine::new(self.market_data.clone()).run_crossover(&plan).await?;
        progress.send_replace(RUN);
        let new = NewBacktestResult { plan, report };
        self.results.store_backtest_result(job.user_id, claim, backtest_id, &new).await?;
        Ok(())
    }

    /// Asks for the symbol of each strategy in the job's workspace.
    async fn check_market_data(
        &self,
        job: &Job,
        claim: &JobClaim,
        progress: &watch::Sender<i32>,
    ) -> Result<(), JobFailure> {
        let symbols = self.symbols(job).await?;
        let to = job.updated_at.date_naive();
        let from = to - Days::new(CHECKED_DAYS);
        let mut missing = Vec::new();
        for (done, symbol) in symbols.iter().enumerate() {
            progress.send_replace(percent(done, symbols.len()));
            match self.market_data.list_daily_bars(symbol, from, to).await {
                Ok(_) => {}
                Err(error) if error.is_passing() => return Err(error.into()),
                Err(error) => missing.push(format!("{symbol}: {}", error.told())),
            }
        }
        if missing.is_empty() {
            Ok(self.queue.finish_job(claim).await?)
        } else {
            Err(JobFailure::lasting(missing.join("; ")))
        }
    }

    /// The symbols of the strategies in the job's workspace, each once.
    async fn symbols(&self, job: &Job) -> Result<Vec<String>, JobFailure> {
        let mut symbols = Vec::new();
        let mut filter = StrategyFilter::default();
        loop {
            let page = self
                .strategies
                .list_workspace_strategies(job.user_id, &job.workspace_id, &filter)
                .await?;
            symbols.extend(page.items.into_iter().map(|strategy| strategy.symbol));
            filter.page.cursor = page.next_cursor;
            if filter.page.cursor.is_none() {
                break;
            }
        }
        symbols.sort();
        symbols.dedup();
        Ok(symbols)
    }
}

/// Waits for the word to stop, or the end of who may say it.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

/// What to run.
fn plan(backtest: &Backtest, strategy: &Strategy) -> Result<BacktestPlan, JobFailure> {
    let days = |name: &str, days: i32| {
        usize::try_from(days).map_err(|_| JobFailure::lasting(format!("{name}: below 0")))
    };
    let fee = u32::try_from(backtest.fee_basis_points);
    Ok(BacktestPlan {
        symbol: strategy.symbol.clone(),
        from: backtest.from_day,
        to: backtest.to_day,
        fast: days("fast_days", strategy.fast_days)?,
        slow: days("slow_days", strategy.slow_days)?,
        // A portfolio's worth is a float from here on.
        initial_cash: backtest.initial_cash.units() as f64 / 100.0,
        fee_basis_points: fee.map_err(|_| JobFailure::lasting("fee_basis_points: below 0"))?,
    })
}

/// How many percent `done` of `all` are.
fn percent(done: usize, all: usize) -> i32 {
    i32::try_from(done.saturating_mul(100) / all.max(1)).unwrap_or(100)
}

/// Why a run failed, if it did.
fn failure_of(ended: Result<Result<(), JobFailure>, JoinError>) -> Option<JobFailure> {
    match ended {
        Ok(result) => result.err(),
        Err(error) => {
            tracing::error!(%error, "a job panicked");
            Some(JobFailure::lasting("internal error"))
        }
    }
}

impl From<StrategyError> for JobFailure {
    fn from(error: StrategyError) -> Self {
        Self { is_passing: error.is_passing(), reason: error.to_string() }
    }
}
