-- migrations/sqlite/20260101000002_create_strategies.up.sql - Make the table of strategies
CREATE TABLE strategies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    strategy_id TEXT NOT NULL
        CONSTRAINT uq_strategies_strategy_id UNIQUE,
    user_id BIGINT NOT NULL
        CONSTRAINT fk_strategies_user_id REFERENCES users (id),
    workspace_id TEXT NOT NULL
        CONSTRAINT fk_strategies_workspace_id REFERENCES workspaces (workspace_id),
    name TEXT NOT NULL
        CONSTRAINT ck_strategies_name CHECK (length(name) BETWEEN 1 AND 80),
    symbol TEXT NOT NULL
        CONSTRAINT ck_strategies_symbol CHECK (length(symbol) BETWEEN 1 AND 16),
    fast_days INTEGER NOT NULL
        CONSTRAINT ck_strategies_fast_days CHECK (fast_days BETWEEN 1 AND 1000),
    slow_days INTEGER NOT NULL
        CONSTRAINT ck_strategies_slow_days CHECK (slow_days BETWEEN 2 AND 1000),
    version BIGINT NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT uq_strategies_name UNIQUE (workspace_id, name)
);

CREATE INDEX idx_strategies_workspace_id ON strategies (workspace_id, updated_at);
CREATE INDEX idx_strategies_created_at ON strategies (workspace_id, created_at);
CREATE INDEX idx_strategies_user_id ON strategies (user_id);
CREATE INDEX idx_strategies_symbol ON strategies (workspace_id, symbol);
CREATE INDEX idx_strategies_fast_days ON strategies (workspace_id, fast_days);
CREATE INDEX idx_strategies_slow_days ON strategies (workspace_id, slow_days);
