-- migrations/sqlite/20260101000003_create_backtests.up.sql - Make the table of backtests
CREATE TABLE backtests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    backtest_id TEXT NOT NULL
        CONSTRAINT uq_backtests_backtest_id UNIQUE,
    user_id BIGINT NOT NULL
        CONSTRAINT fk_backtests_user_id REFERENCES users (id),
    workspace_id TEXT NOT NULL
        CONSTRAINT fk_backtests_workspace_id REFERENCES workspaces (workspace_id),
    strategy_id TEXT NOT NULL
        CONSTRAINT fk_backtests_strategy_id REFERENCES strategies (strategy_id),
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    initial_cash INTEGER NOT NULL
        CONSTRAINT ck_backtests_initial_cash CHECK (initial_cash BETWEEN 100 AND 100000000000),
    fee_basis_points INTEGER NOT NULL
        CONSTRAINT ck_backtests_fee_basis_points CHECK (fee_basis_points BETWEEN 0 AND 10000),
    version BIGINT NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);

CREATE INDEX idx_backtests_workspace_id ON backtests (workspace_id, updated_at);
CREATE INDEX idx_backtests_created_at ON backtests (workspace_id, created_at);
CREATE INDEX idx_backtests_user_id ON backtests (user_id);
CREATE INDEX idx_backtests_strategy_id ON backtests (strategy_id);
CREATE INDEX idx_backtests_from_day ON backtests (workspace_id, from_day);
CREATE INDEX idx_backtests_to_day ON backtests (workspace_id, to_day);
CREATE INDEX idx_backtests_initial_cash ON backtests (workspace_id, initial_cash);
CREATE INDEX idx_backtests_fee_basis_points ON backtests (workspace_id, fee_basis_points);
