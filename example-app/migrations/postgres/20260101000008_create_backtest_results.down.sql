-- migrations/postgres/20260101000008_create_backtest_results.down.sql - Drop the table of what backtests came to
DROP TABLE backtest_results;
