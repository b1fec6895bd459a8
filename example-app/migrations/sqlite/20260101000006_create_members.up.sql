-- migrations/sqlite/20260101000006_create_members.up.sql - Make the table of members
CREATE TABLE members (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id TEXT NOT NULL
        CONSTRAINT uq_members_member_id UNIQUE,
    workspace_id TEXT NOT NULL
        CONSTRAINT fk_members_workspace_id REFERENCES workspaces (workspace_id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL
        CONSTRAINT fk_members_user_id REFERENCES users (id),
    role TEXT NOT NULL
        CONSTRAINT ck_members_role CHECK (role IN ('viewer', 'editor', 'owner')),
    version BIGINT NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT uq_members_user_id UNIQUE (workspace_id, user_id)
);

CREATE INDEX idx_members_user_id ON members (user_id, workspace_id);

-- Who made a workspace owns it.
INSERT INTO members (member_id, workspace_id, user_id, role, created_at, updated_at)
SELECT lower(hex(randomblob(16))), workspace_id, user_id, 'owner', created_at, updated_at
FROM workspaces;
