-- migrations/postgres/20260101000000_create_users.down.sql - Drop the table of users
DROP TABLE users;
