-- migrations/postgres/20260101000002_create_strategies.down.sql - Drop the table of strategies
DROP TABLE strategies;
