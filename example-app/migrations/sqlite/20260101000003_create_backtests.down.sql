-- migrations/sqlite/20260101000003_create_backtests.down.sql - Drop the table of backtests
DROP TABLE backtests;
