// src/api/state.rs - What the handlers share

use std::sync::Arc;

use axum::extract::FromRef;

use crate::core::security::{AttemptLimiter, TokenKeys};
use crate::core::settings::ServerSettings;
use crate::services::health_service::HealthService;
use crate::services::job_service::JobService;
use crate::services::user_service::UserService;
use crate::services::workspace_service::WorkspaceService;

/// What the handlers share: services, and what authenticates. The database is not among it.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// How requests are served.
    pub server: Arc<ServerSettings>,
    /// Issues and verifies access tokens.
    pub tokens: TokenKeys,
    /// Limits attempts to log in.
    pub attempts: AttemptLimiter,
    /// Tells whether the application can do its work.
    pub health: HealthService,
    /// Users.
    pub users: UserService,
    /// Workspaces.
    pub workspaces: WorkspaceService,
    /// Jobs.
    pub jobs: JobService,
}
