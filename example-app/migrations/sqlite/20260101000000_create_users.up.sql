-- migrations/sqlite/20260101000000_create_users.up.sql - Make the table of users
CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id TEXT NOT NULL CONSTRAINT uq_users_user_id UNIQUE,
    email TEXT NOT NULL CONSTRAINT uq_users_email UNIQUE,
    password_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
