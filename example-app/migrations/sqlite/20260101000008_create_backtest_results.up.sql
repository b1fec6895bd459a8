-- migrations/sqlite/20260101000008_create_backtest_results.up.sql - Make the table of what backtests came to
CREATE TABLE backtest_results (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    backtest_result_id TEXT NOT NULL
        CONSTRAINT uq_backtest_results_backtest_result_id UNIQUE,
    backtest_id TEXT NOT NULL
        CONSTRAINT uq_backtest_results_backtest_id UNIQUE
        CONSTRAINT fk_backtest_results_backtest_id REFERENCES backtests (backtest_id) ON DELETE CASCADE,
    plan TEXT NOT NULL,
    total_return REAL NOT NULL,
    max_drawdown REAL NOT NULL,
    sharpe_ratio REAL,
    equity TEXT NOT NULL,
    trades TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
