-- migrations/sqlite/20260101000004_create_portfolios.up.sql - Make the table of portfolios
CREATE TABLE portfolios (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    portfolio_id TEXT NOT NULL
        CONSTRAINT uq_portfolios_portfolio_id UNIQUE,
    user_id BIGINT NOT NULL
        CONSTRAINT fk_portfolios_user_id REFERENCES users (id),
    workspace_id TEXT NOT NULL
        CONSTRAINT fk_portfolios_workspace_id REFERENCES workspaces (workspace_id),
    name TEXT NOT NULL
        CONSTRAINT ck_portfolios_name CHECK (length(name) BETWEEN 1 AND 80),
    currency TEXT NOT NULL
        CONSTRAINT ck_portfolios_currency CHECK (currency IN ('usd', 'eur', 'gbp', 'chf', 'jpy')),
    cash INTEGER NOT NULL
        CONSTRAINT ck_portfolios_cash CHECK (cash BETWEEN 0 AND 100000000000),
    version BIGINT NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT uq_portfolios_name UNIQUE (workspace_id, name)
);

CREATE INDEX idx_portfolios_workspace_id ON portfolios (workspace_id, updated_at);
CREATE INDEX idx_portfolios_created_at ON portfolios (workspace_id, created_at);
CREATE INDEX idx_portfolios_user_id ON portfolios (user_id);
CREATE INDEX idx_portfolios_currency ON portfolios (workspace_id, currency);
CREATE INDEX idx_portfolios_cash ON portfolios (workspace_id, cash);
