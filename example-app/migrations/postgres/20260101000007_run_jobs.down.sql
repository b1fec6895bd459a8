-- migrations/postgres/20260101000007_run_jobs.down.sql - Forget what workers keep of a job
DROP INDEX idx_jobs_claimable_at;

ALTER TABLE jobs DROP COLUMN failure;
ALTER TABLE jobs DROP COLUMN claimable_at;
ALTER TABLE jobs DROP COLUMN claimed_by;
ALTER TABLE jobs DROP COLUMN progress;
ALTER TABLE jobs DROP COLUMN attempts;
