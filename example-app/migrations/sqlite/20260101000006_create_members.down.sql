-- migrations/sqlite/20260101000006_create_members.down.sql - Drop the table of members
DROP TABLE members;
