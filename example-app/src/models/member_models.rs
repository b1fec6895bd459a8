// src/models/member_models.rs - Member request and response models

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::models::db_models::{MemberProfile, MemberRole, NewMember};

/// A new member of a workspace.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct MemberCreateRequest {
    /// The address of a user.
    #[garde(email, length(chars, max = 254))]
    #[schema(format = "email", max_length = 254)]
    pub email: String,
    /// What the member may do.
    #[garde(skip)]
    pub role: MemberRole,
}

/// What changes in a member.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct MemberUpdateRequest {
    /// What the member may do.
    #[garde(skip)]
    pub role: MemberRole,
}

/// A member of a workspace, as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberResponse {
    /// The public id.
    pub member_id: String,
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Who the member is: the public id of the user.
    pub user_id: String,
    /// What the user is called.
    pub name: String,
    /// What the member may do.
    pub role: MemberRole,
    /// Raised by every change; `ETag` is made of it.
    pub version: i64,
    /// When the user became a member.
    pub created_at: DateTime<Utc>,
    /// When the member last changed.
    pub updated_at: DateTime<Utc>,
}

/// The members of a workspace.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberListResponse {
    /// The members, the oldest first. They are few, so there are no pages.
    pub items: Vec<MemberResponse>,
}

impl From<MemberCreateRequest> for NewMember {
    fn from(request: MemberCreateRequest) -> Self {
        Self { email: request.email.to_lowercase(), role: request.role }
    }
}

impl From<MemberProfile> for MemberResponse {
    fn from(profile: MemberProfile) -> Self {
        let MemberProfile { member, account_id, name } = profile;
        Self {
            member_id: member.member_id,
            workspace_id: member.workspace_id,
            user_id: account_id,
            name,
            role: member.role,
            version: member.version,
            created_at: member.created_at,
            updated_at: member.updated_at,
        }
    }
}

impl From<Vec<MemberProfile>> for MemberListResponse {
    fn from(profiles: Vec<MemberProfile>) -> Self {
        Self { items: profiles.into_iter().map(MemberResponse::from).collect() }
    }
}
