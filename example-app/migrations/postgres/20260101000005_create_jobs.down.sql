-- migrations/postgres/20260101000005_create_jobs.down.sql - Drop the table of jobs
DROP TABLE jobs;
