// src/services/member_service.rs - Member business logic

use const_format::formatcp;

use crate::core::db::{Database, DbConnection, now};
use crate::core::errors::{ServiceError, ServiceResult};
use crate::models::db_models::{Member, MemberProfile, MemberRole, NewMember};
use crate::services::workspace_service;
use crate::services::workspace_service::{
    add_member, validate_workspace_access, validate_workspace_role,
};

/// The most members that a workspace may have, so that a list of them needs no pages.
const MEMBERS_MAX: i64 = 100;

/// Which members the user of `$1` may see: those of workspaces that the user is a member of.
const SCOPE: &str = workspace_service::SCOPE;

/// A member and who it is, narrowed by what follows.
const PROFILES: &str = formatcp!(
    "
    SELECT members.*, users.user_id AS account_id, users.name FROM members
    JOIN users ON users.id = members.user_id
    WHERE {SCOPE} AND workspace_id = $2"
);

/// Keeps the members of each workspace, and what each of them may do in it.
#[derive(Debug, Clone)]
pub struct MemberService {
    db: Database,
}

impl MemberService {
    /// A service over a database.
    pub fn new(db: Database) -> Self {
        Self { db }
    }

    /// Lists the members of a workspace, the oldest first.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the workspace
    ///
    /// # Returns
    ///
    /// All of them.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such workspace.
    pub async fn list_members(
        &self,
        user_id: i64,
        workspace_id: &str,
    ) -> ServiceResult<Vec<MemberProfile>> {
        let mut connection = self.db.connection().await?;
        validate_workspace_access(&mut connection, user_id, workspace_id).await?;
        let sql = formatcp!("{PROFILES} ORDER BY members.id");
        let profiles = sqlx::query_as::<_, MemberProfile>(sql)
            .bind(user_id)
            .bind(workspace_id)
            .fetch_all(&mut *connection)
            .await?;
        Ok(profiles)
    }

    /// Makes a user a member of a workspace.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the workspace
    /// * `new` - who becomes a member, and what the member may do
    ///
    /// # Returns
    ///
    /// The new member.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such workspace; `Permission` if the user does not own it;
    /// `Invalid` if nobody has the address; `Conflict` if that user is a member already, or the
    /// workspace has as many as it may have.
    pub async fn create_member(
        &self,
        user_id: i64,
        workspace_id: &str,
        new: &NewMember,
    ) -> ServiceResult<MemberProfile> {
        let mut session = self.db.session().await?;
        lock_members(&mut session, user_id, workspace_id).await?;
        validate_workspace_role(&mut session, user_id, workspace_id, MemberRole::Owner).await?;
        let account: Option<i64> = sqlx::query_scalar("SELECT id FROM users WHERE email = $1")
            .bind(&new.email)
            .fetch_optional(&mut *session)
            .await?;
        let account = account.ok_or(ServiceError::NotFound("user"));
        let account = account.map_err(|error| error.in_reference("email"))?;
        let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM members WHERE workspace_id = $1")
            .bind(workspace_id)
            .fetch_one(&mut *session)
            .await?;
        if count >= MEMBERS_MAX {
            let reason = format!("a workspace has {MEMBERS_MAX} members at most");
            return Err(ServiceError::Conflict(reason));
        }
        let member_id =
            add_member(&mut session, workspace_id, account, new.role).await.map_err(|error| {
                match ServiceError::from_database(error, &[]) {
                    ServiceError::Conflict(_) => {
                        ServiceError::Conflict("email: the user is a member already".to_owned())
                    }
                    other => other,
                }
            })?;
        let profile =
            validate_member_access(&mut session, user_id, workspace_id, &member_id).await?;
        session.commit().await?;
        tracing::info!(user_id, workspace_id, member_id, role = ?new.role, "created a member");
        Ok(profile)
    }

    /// One member of a workspace.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the workspace
    /// * `member_id` - the public id of the member
    ///
    /// # Returns
    ///
    /// The member.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such workspace, or it has no such member.
    pub async fn get_member(
        &self,
        user_id: i64,
        workspace_id: &str,
        member_id: &str,
    ) -> ServiceResult<MemberProfile> {
        let mut connection = self.db.connection().await?;
        validate_member_access(&mut connection, user_id, workspace_id, member_id).await
    }

    /// Changes what a member may do.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the workspace
    /// * `member_id` - the public id of the member
    /// * `role` - what the member may do from now on
    /// * `expected_version` - the version that the caller knows, if it matters
    ///
    /// # Returns
    ///
    /// The member as it is now.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such workspace, or it has no such member; `Permission` if
    /// the user does not own it; `Stale` if the member has another version than the expected one;
    /// `Conflict` if the workspace would have no owner.
    pub async fn update_member(
        &self,
        user_id: i64,
        workspace_id: &str,
        member_id: &str,
        role: MemberRole,
        expected_version: Option<i64>,
    ) -> ServiceResult<MemberProfile> {
        let mut session = self.db.session().await?;
        lock_members(&mut session, user_id, workspace_id).await?;
        validate_workspace_role(&mut session, user_id, workspace_id, MemberRole::Owner).await?;
        let current =
            validate_member_access(&mut session, user_id, workspace_id, member_id).await?;
        validate_version(&current.member, expected_version)?;
        if role != MemberRole::Owner {
            validate_other_owner(&mut session, &current.member).await?;
        }
        let sql = "
            UPDATE members
            SET version = version + 1, role = $1, updated_at = $2
            WHERE member_id = $3";
        sqlx::query(sql).bind(role).bind(now()).bind(member_id).execute(&mut *session).await?;
        // Read before the commit: who gives the last right away may see it once more.
        let profile =
            validate_member_access(&mut session, user_id, workspace_id, member_id).await?;
        session.commit().await?;
        tracing::info!(user_id, workspace_id, member_id, ?role, "updated a member");
        Ok(profile)
    }

    /// Takes a member out of a workspace. Owners may do that, and each member may leave.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the workspace
    /// * `member_id` - the public id of the member
    /// * `expected_version` - the version that the caller knows, if it matters
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such workspace, or it has no such member; `Permission` if
    /// the user does not own it and is another member; `Stale` if the member has another version than
    /// the expected one; `Conflict` if the workspace would have no owner.
    pub async fn delete_member(
        &self,
        user_id: i64,
        workspace_id: &str,
        member_id: &str,
        expected_version: Option<i64>,
    ) -> ServiceResult<()> {
        let mut session = self.db.session().await?;
        lock_members(&mut session, user_id, workspace_id).await?;
        let current =
            validate_member_access(&mut session, user_id, workspace_id, member_id).await?;
        if current.member.user_id != user_id {
            validate_workspace_role(&mut session, user_id, workspace_id, MemberRole::Owner).await?;
        }
        validate_version(&current.member, expected_version)?;
        validate_other_owner(&mut session, &current.member).await?;
        sqlx::query("DELETE FROM members WHERE member_id = $1")
            .bind(member_id)
            .execute(&mut *session)
            .await?;
        session.commit().await?;
        tracing::info!(user_id, workspace_id, member_id, "deleted a member");
        Ok(())
    }
}

/// The member, if the user may see the workspace. Every access goes through here.
async fn validate_member_access(
    connection: &mut DbConnection,
    user_id: i64,
    workspace_id: &str,
    member_id: &str,
) -> ServiceResult<MemberProfile> {
    validate_workspace_access(connection, user_id, workspace_id).await?;
    let sql = formatcp!("{PROFILES} AND member_id = $3");
    sqlx::query_as::<_, MemberProfile>(sql)
        .bind(user_id)
        .bind(workspace_id)
        .bind(member_id)
        .fetch_optional(connection)
        .await?
        .ok_or(ServiceError::NotFound("member"))
}

/// Keeps others from changing the members of a workspace until the session ends.
///
/// Without it, two owners who give up their role at once would each see the other one.
async fn lock_members(
    connection: &mut DbConnection,
    user_id: i64,
    workspace_id: &str,
) -> ServiceResult<()> {
    // An update that changes nothing locks the row on either database.
    let sql = formatcp!(
        "
        UPDATE workspaces SET version = version
        WHERE {SCOPE} AND workspace_id = $2"
    );
    sqlx::query(sql).bind(user_id).bind(workspace_id).execute(connection).await?;
    Ok(())
}

fn validate_version(member: &Member, expected: Option<i64>) -> ServiceResult<()> {
    match expected {
        Some(expected) if expected != member.version => Err(ServiceError::Stale("member")),
        _ => Ok(()),
    }
}

/// Refuses to leave a workspace without an owner.
async fn validate_other_owner(connection: &mut DbConnection, member: &Member) -> ServiceResult<()> {
    let sql = "
        SELECT COUNT(*) FROM members
        WHERE workspace_id = $1 AND member_id <> $2 AND role = $3";
    let others: i64 = sqlx::query_scalar(sql)
        .bind(&member.workspace_id)
        .bind(&member.member_id)
        .bind(MemberRole::Owner)
        .fetch_one(connection)
        .await?;
    if member.role == MemberRole::Owner && others == 0 {
        return Err(ServiceError::Conflict("role: a workspace needs an owner".to_owned()));
    }
    Ok(())
}
