-- migrations/postgres/20260101000001_create_workspaces.down.sql - Drop the table of workspaces
DROP TABLE workspaces;
