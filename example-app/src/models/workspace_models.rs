// src/models/workspace_models.rs - Workspace request and response models

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::models::db_models::{
    NewWorkspace, Workspace, WorkspaceChanges, WorkspaceFilter, WorkspaceSort,
};
use crate::models::page_models::{
    Cursor, DEFAULT_LIMIT, MAX_LIMIT, Page, PageRequest, SortOrder, clearable, continues_list,
    not_null,
};

/// What a new workspace holds.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct WorkspaceCreateRequest {
    /// Name.
    #[garde(length(chars, min = 1, max = 80))]
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// Description.
    #[garde(length(chars, max = 10000))]
    #[schema(max_length = 10000)]
    pub description: Option<String>,
}

/// What changes in a workspace; what is absent stays as it is, null clears what may be null.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct WorkspaceUpdateRequest {
    /// Name.
    #[garde(length(chars, min = 1, max = 80))]
    #[schema(min_length = 1, max_length = 80)]
    #[schema(value_type = String, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub name: Option<String>,
    /// Description.
    #[garde(length(chars, max = 10000))]
    #[schema(max_length = 10000)]
    #[schema(value_type = Option<String>)]
    #[serde(default, deserialize_with = "clearable")]
    pub description: Option<Option<String>>,
}

/// Which workspaces to list, in which order, and which page of the list.
#[derive(Debug, Default, Deserialize, IntoParams, Validate)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct WorkspaceListQuery {
    /// Filter: name.
    #[garde(skip)]
    pub name: Option<String>,
    /// What the list is sorted by.
    #[garde(skip)]
    #[param(inline)]
    pub sort: WorkspaceSort,
    /// The direction of the list.
    #[garde(skip)]
    #[param(inline)]
    pub order: SortOrder,
    /// How many rows at most; 50 without it.
    #[garde(range(min = 1, max = MAX_LIMIT))]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// Where the page begins: the `next_cursor` of the page before.
    #[garde(custom(continues_list(self.sort, self.order)))]
    pub cursor: Option<String>,
}

/// A workspace, as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkspaceResponse {
    /// The public id.
    pub workspace_id: String,
    /// Name.
    pub name: String,
    /// Description.
    pub description: Option<String>,
    /// Raised by every change; `ETag` is made of it.
    pub version: i64,
    /// When the workspace was made.
    pub created_at: DateTime<Utc>,
    /// When the workspace last changed.
    pub updated_at: DateTime<Utc>,
}

/// One page of workspaces.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkspaceListResponse {
    /// The rows of the page.
    pub items: Vec<WorkspaceResponse>,
    /// Sent as `cursor`, it asks for the next page; null on the last one.
    pub next_cursor: Option<String>,
}

impl From<WorkspaceCreateRequest> for NewWorkspace {
    fn from(request: WorkspaceCreateRequest) -> Self {
        Self { name: request.name, description: request.description }
    }
}

impl From<WorkspaceUpdateRequest> for WorkspaceChanges {
    fn from(request: WorkspaceUpdateRequest) -> Self {
        Self { name: request.name, description: request.description }
    }
}

impl From<WorkspaceListQuery> for WorkspaceFilter {
    fn from(query: WorkspaceListQuery) -> Self {
        let page = PageRequest {
            limit: query.limit.unwrap_or(DEFAULT_LIMIT),
            order: query.order,
            cursor: query.cursor.as_deref().and_then(Cursor::decode),
        };
        Self { name: query.name, sort: query.sort, page }
    }
}

impl From<Workspace> for WorkspaceResponse {
    fn from(row: Workspace) -> Self {
        Self {
            workspace_id: row.workspace_id,
            name: row.name,
            description: row.description,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<Page<Workspace>> for WorkspaceListResponse {
    fn from(page: Page<Workspace>) -> Self {
        Self {
            items: page.items.into_iter().map(Into::into).collect(),
            next_cursor: page.next_cursor.map(|cursor| cursor.encode()),
        }
    }
}
