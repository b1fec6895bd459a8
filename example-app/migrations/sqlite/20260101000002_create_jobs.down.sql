-- migrations/sqlite/20260101000002_create_jobs.down.sql - Drop the table of jobs
DROP TABLE jobs;
