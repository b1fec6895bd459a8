-- migrations/sqlite/20260101000005_create_jobs.up.sql - Make the table of jobs
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id TEXT NOT NULL
        CONSTRAINT uq_jobs_job_id UNIQUE,
    user_id BIGINT NOT NULL
        CONSTRAINT fk_jobs_user_id REFERENCES users (id),
    workspace_id TEXT NOT NULL
        CONSTRAINT fk_jobs_workspace_id REFERENCES workspaces (workspace_id),
    job_type TEXT NOT NULL
        CONSTRAINT ck_jobs_job_type CHECK (job_type IN ('run_backtest', 'check_market_data')),
    backtest_id TEXT
        CONSTRAINT fk_jobs_backtest_id REFERENCES backtests (backtest_id),
    priority INTEGER NOT NULL
        CONSTRAINT ck_jobs_priority CHECK (priority BETWEEN 0 AND 9),
    status TEXT NOT NULL
        CONSTRAINT ck_jobs_status CHECK (status IN ('pending', 'running', 'done', 'failed', 'cancelled')),
    scheduled_at TEXT,
    note TEXT
        CONSTRAINT ck_jobs_note CHECK (length(note) <= 10000),
    version BIGINT NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);

CREATE INDEX idx_jobs_workspace_id ON jobs (workspace_id, updated_at);
CREATE INDEX idx_jobs_created_at ON jobs (workspace_id, created_at);
CREATE INDEX idx_jobs_user_id ON jobs (user_id);
CREATE INDEX idx_jobs_job_type ON jobs (workspace_id, job_type);
CREATE INDEX idx_jobs_backtest_id ON jobs (backtest_id);
CREATE INDEX idx_jobs_priority ON jobs (workspace_id, priority);
CREATE INDEX idx_jobs_status ON jobs (workspace_id, status);
CREATE INDEX idx_jobs_scheduled_at ON jobs (workspace_id, scheduled_at);
