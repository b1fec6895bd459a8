-- migrations/sqlite/20260101000002_create_jobs.up.sql - Make the table of jobs
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id TEXT NOT NULL
        CONSTRAINT uq_jobs_job_id UNIQUE,
    user_id BIGINT NOT NULL
        CONSTRAINT fk_jobs_user_id REFERENCES users (id),
    job_type TEXT NOT NULL
        CONSTRAINT ck_jobs_job_type CHECK (length(job_type) BETWEEN 1 AND 64),
    workspace_id TEXT NOT NULL
        CONSTRAINT fk_jobs_workspace_id REFERENCES workspaces (workspace_id),
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

CREATE INDEX idx_jobs_user_id ON jobs (user_id, updated_at);
CREATE INDEX idx_jobs_created_at ON jobs (user_id, created_at);
CREATE INDEX idx_jobs_job_type ON jobs (user_id, job_type);
CREATE INDEX idx_jobs_workspace_id ON jobs (workspace_id);
CREATE INDEX idx_jobs_priority ON jobs (user_id, priority);
CREATE INDEX idx_jobs_status ON jobs (user_id, status);
CREATE INDEX idx_jobs_scheduled_at ON jobs (user_id, scheduled_at);
