-- migrations/postgres/20260101000007_run_jobs.up.sql - What workers keep of a job
ALTER TABLE jobs ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN progress INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN claimed_by TEXT;
ALTER TABLE jobs ADD COLUMN claimable_at TIMESTAMPTZ;
ALTER TABLE jobs ADD COLUMN failure TEXT;

CREATE INDEX idx_jobs_claimable_at ON jobs (status, claimable_at);
