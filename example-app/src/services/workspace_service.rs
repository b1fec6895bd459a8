// src/services/workspace_service.rs - Workspace business logic

use chrono::{DateTime, Utc};
use const_format::formatcp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::core::db::{Database, DbConnection, now};
use crate::core::errors::{ServiceError, ServiceResult};
use crate::core::page::Seek;
use crate::core::statement::Statement;
use crate::models::db_models::{
    MemberRole, NewWorkspace, Workspace, WorkspaceChanges, WorkspaceFilter, WorkspaceSort,
};
use crate::models::page_models::{Cursor, Page};

/// Which workspaces the user of `$1` may see: those that the user is a member of.
/// Every statement on them has it, and so has every statement on what is in them.
pub(crate) const SCOPE: &str = "
    workspace_id IN (
        SELECT workspace_id FROM members
        WHERE user_id = $1)";

/// The field that each constraint of the table speaks of.
const CONSTRAINTS: &[(&str, &str)] = &[
    ("ck_workspaces_name", "name"),
    ("ck_workspaces_description", "description"),
    ("uq_workspaces_name", "name"),
];

/// Keeps workspaces, shown to their members.
#[derive(Debug, Clone)]
pub struct WorkspaceService {
    db: Database,
}

impl WorkspaceService {
    /// A service over a database.
    pub fn new(db: Database) -> Self {
        Self { db }
    }

    /// Lists the workspaces that the user may see, a page at a time.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `filter` - which workspaces, in which order, which page
    ///
    /// # Returns
    ///
    /// The page, and where the next one begins.
    ///
    /// # Errors
    ///
    /// `Invalid` if the cursor is none of this list.
    pub async fn list_workspaces(
        &self,
        user_id: i64,
        filter: &WorkspaceFilter,
    ) -> ServiceResult<Page<Workspace>> {
        let select = formatcp!(
            "
            SELECT * FROM workspaces
            WHERE {SCOPE}"
        );
        let mut statement = Statement::for_user(select, user_id)?;
        statement.narrow("name", filter.name.as_ref())?;
        let seek = Seek::new(&mut statement, "workspace_id", &filter.page);
        match filter.sort {
            WorkspaceSort::Name => seek.by::<String>("name")?,
            WorkspaceSort::CreatedAt => seek.by::<DateTime<Utc>>("created_at")?,
            WorkspaceSort::UpdatedAt => seek.by::<DateTime<Utc>>("updated_at")?,
        }
        let mut connection = self.db.connection().await?;
        let rows: Vec<Workspace> = statement.rows().fetch_all(&mut *connection).await?;
        Ok(Page::of(rows, &filter.page, |row| Cursor {
            sort: json!(filter.sort),
            order: filter.page.order,
            value: sort_value(row, filter.sort),
            id: row.workspace_id.clone(),
        }))
    }

    /// Creates a workspace, whose first owner is who asks.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `new` - what the workspace holds
    ///
    /// # Returns
    ///
    /// The new workspace.
    ///
    /// # Errors
    ///
    /// `Invalid` if a value is out of bounds or refers to what the user can't see; `Conflict` if a value
    /// that must be unique is there already.
    pub async fn create_workspace(
        &self,
        user_id: i64,
        new: &NewWorkspace,
    ) -> ServiceResult<Workspace> {
        let mut session = self.db.session().await?;
        let sql = "
            INSERT INTO workspaces (
                workspace_id, user_id, created_at, updated_at,
                name,
                description
            )
            VALUES ($1, $2, $3, $3, $4, $5)
            RETURNING *";
        let row = sqlx::query_as::<_, Workspace>(sql)
            .bind(Uuid::now_v7().to_string())
            .bind(user_id)
            .bind(now())
            .bind(&new.name)
            .bind(&new.description)
            .fetch_one(&mut *session)
            .await
            .map_err(|error| ServiceError::from_database(error, CONSTRAINTS))?;
        add_member(&mut session, &row.workspace_id, user_id, MemberRole::Owner).await?;
        session.commit().await?;
        let id = &row.workspace_id;
        tracing::info!(user_id, workspace_id = id, "created a workspace");
        Ok(row)
    }

    /// One workspace.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the public id
    ///
    /// # Returns
    ///
    /// The workspace.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user has no such workspace.
    pub async fn get_workspace(
        &self,
        user_id: i64,
        workspace_id: &str,
    ) -> ServiceResult<Workspace> {
        let mut connection = self.db.connection().await?;
        validate_workspace_access(&mut connection, user_id, workspace_id).await
    }

    /// Changes a workspace.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the public id
    /// * `changes` - what changes
    /// * `expected_version` - the version that the caller knows, if it matters
    ///
    /// # Returns
    ///
    /// The workspace as it is now.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such workspace; `Permission` if the user does not own it;
    /// `Stale` if it has another version than the expected one; `Invalid` if a value is out of bounds or refers to what the user can't see; `Conflict` if a value that must be unique is there already.
    pub async fn update_workspace(
        &self,
        user_id: i64,
        workspace_id: &str,
        changes: &WorkspaceChanges,
        expected_version: Option<i64>,
    ) -> ServiceResult<Workspace> {
        let mut session = self.db.session().await?;
        let current =
            validate_workspace_role(&mut session, user_id, workspace_id, MemberRole::Owner).await?;
        if expected_version.is_some_and(|expected| expected != current.version) {
            return Err(ServiceError::Stale("workspace"));
        }
        if *changes == WorkspaceChanges::default() {
            return Ok(current);
        }
        let sql = formatcp!(
            "
            UPDATE workspaces
            SET version = version + 1,
                name = COALESCE($5, name),
                description = CASE WHEN $6 THEN $7 ELSE description END,
                updated_at = $3
            WHERE {SCOPE} AND workspace_id = $2 AND ($4 IS NULL OR version = $4)
            RETURNING *"
        );
        let row = sqlx::query_as::<_, Workspace>(sql)
            .bind(user_id)
            .bind(workspace_id)
            .bind(now())
            .bind(expected_version)
            .bind(&changes.name)
            .bind(changes.description.is_some())
            .bind(changes.description.clone().flatten())
            .fetch_optional(&mut *session)
            .await
            .map_err(|error| ServiceError::from_database(error, CONSTRAINTS))?
            .ok_or(ServiceError::Stale("workspace"))?;
        session.commit().await?;
        let version = row.version;
        tracing::info!(user_id, workspace_id, version, "updated a workspace");
        Ok(row)
    }

    /// Deletes a workspace.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the public id
    /// * `expected_version` - the version that the caller knows, if it matters
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such workspace; `Permission` if the user does not own it;
    /// `Stale` if it has another version than the expected one; `Conflict` if another row refers to it.
    pub async fn delete_workspace(
        &self,
        user_id: i64,
        workspace_id: &str,
        expected_version: Option<i64>,
    ) -> ServiceResult<()> {
        let mut session = self.db.session().await?;
        validate_workspace_role(&mut session, user_id, workspace_id, MemberRole::Owner).await?;
        let sql = formatcp!(
            "
            DELETE FROM workspaces
            WHERE {SCOPE} AND workspace_id = $2 AND ($3 IS NULL OR version = $3)"
        );
        let deleted = sqlx::query(sql)
            .bind(user_id)
            .bind(workspace_id)
            .bind(expected_version)
            .execute(&mut *session)
            .await?;
        if deleted.rows_affected() == 0 {
            return Err(ServiceError::Stale("workspace"));
        }
        session.commit().await?;
        tracing::info!(user_id, workspace_id, "deleted a workspace");
        Ok(())
    }
}

/// The workspace, if the user may see it. Every access goes through here, and so does every
/// reference from another resource.
pub(crate) async fn validate_workspace_access(
    connection: &mut DbConnection,
    user_id: i64,
    workspace_id: &str,
) -> ServiceResult<Workspace> {
    let sql = formatcp!(
        "
        SELECT * FROM workspaces
        WHERE {SCOPE} AND workspace_id = $2"
    );
    sqlx::query_as::<_, Workspace>(sql)
        .bind(user_id)
        .bind(workspace_id)
        .fetch_optional(connection)
        .await?
        .ok_or(ServiceError::NotFound("workspace"))
}

/// Makes a user a member of a workspace, and gives the public id of the member. Who asks, and whether
/// that is allowed, is for the caller to know.
pub(crate) async fn add_member(
    connection: &mut DbConnection,
    workspace_id: &str,
    user_id: i64,
    role: MemberRole,
) -> Result<String, sqlx::Error> {
    let sql = "
        INSERT INTO members (member_id, workspace_id, user_id, role, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $5)";
    let member_id = Uuid::now_v7().to_string();
    sqlx::query(sql)
        .bind(&member_id)
        .bind(workspace_id)
        .bind(user_id)
        .bind(role)
        .bind(now())
        .execute(connection)
        .await?;
    Ok(member_id)
}

/// The workspace, if the user may see it and has the role in it, or one that may do more.
pub(crate) async fn validate_workspace_role(
    connection: &mut DbConnection,
    user_id: i64,
    workspace_id: &str,
    least: MemberRole,
) -> ServiceResult<Workspace> {
    let workspace = validate_workspace_access(connection, user_id, workspace_id).await?;
    let sql = "
        SELECT role FROM members
        WHERE user_id = $1 AND workspace_id = $2";
    let role: Option<MemberRole> =
        sqlx::query_scalar(sql).bind(user_id).bind(workspace_id).fetch_optional(connection).await?;
    match role {
        Some(role) if role >= least => Ok(workspace),
        _ => Err(ServiceError::Permission(match least {
            MemberRole::Owner => "this needs the role owner in the workspace",
            MemberRole::Editor | MemberRole::Viewer => {
                "this needs the role editor in the workspace"
            }
        })),
    }
}

/// What a workspace holds in the column that a list is sorted by.
fn sort_value(row: &Workspace, sort: WorkspaceSort) -> Value {
    match sort {
        WorkspaceSort::Name => json!(row.name),
        WorkspaceSort::CreatedAt => json!(row.created_at),
        WorkspaceSort::UpdatedAt => json!(row.updated_at),
    }
}
