use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::models::page_models::PageRequest;

/// A workspace, as the table `workspaces` holds it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Workspace {
    /// The key inside the database; it never leaves it.
    pub id: i64,
    /// The public id.
    pub workspace_id: String,
    /// The owner.
    pub user_id: i64,
    /// Name.
    pub name: String,
    /// Description.
    pub description: Option<String>,
    /// Raised by every change.
    pub version: i64,
    /// When the workspace was made.
    pub created_at: DateTime<Utc>,
    /// When the workspace last changed.
    pub updated_at: DateTime<Utc>,
}

/// What a new workspace holds.
#[derive(Debug, Clone, PartialEq)]
pub struct NewWorkspace {
    /// Name.
    pub name: String,
    /// Description.
    pub description: Option<String>,
}

/// What changes in a workspace; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WorkspaceChanges {
    /// Name.
    pub name: Option<String>,
    /// Description.
    pub description: Option<Option<String>>,
}

/// Which workspaces a list holds, in which order, and which page of it.
#[derive(Debug, Clone, Default)]
pub struct WorkspaceFilter {
    /// Name.
    pub name: Option<String>,
    /// What the list is sorted by.
    pub sort: WorkspaceSort,
    /// Which page.
    pub page: PageRequest,
}

/// What a list of workspaces is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum WorkspaceSort {
    /// Name.
    #[serde(rename = "name")]
    Name,
    /// When the workspace was made.
    #[default]
    #[serde(rename = "created_at")]
    CreatedAt,
    /// When the workspace last changed.
    #[serde(rename = "updated_at")]
    UpdatedAt,
}
