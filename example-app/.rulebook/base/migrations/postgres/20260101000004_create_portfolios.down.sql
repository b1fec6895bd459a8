-- migrations/postgres/20260101000004_create_portfolios.down.sql - Drop the table of portfolios
DROP TABLE portfolios;
