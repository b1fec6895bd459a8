-- migrations/sqlite/20260101000001_create_workspaces.up.sql - Make the table of workspaces
CREATE TABLE workspaces (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id TEXT NOT NULL
        CONSTRAINT uq_workspaces_workspace_id UNIQUE,
    user_id BIGINT NOT NULL
        CONSTRAINT fk_workspaces_user_id REFERENCES users (id),
    name TEXT NOT NULL
        CONSTRAINT ck_workspaces_name CHECK (length(name) BETWEEN 1 AND 80),
    description TEXT
        CONSTRAINT ck_workspaces_description CHECK (length(description) <= 10000),
    version BIGINT NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT uq_workspaces_name UNIQUE (user_id, name)
);

CREATE INDEX idx_workspaces_user_id ON workspaces (user_id, updated_at);
CREATE INDEX idx_workspaces_created_at ON workspaces (user_id, created_at);
