// src/services/user_service.rs - User business logic

use secrecy::SecretString;
use uuid::Uuid;

use crate::core::db::{Database, DbConnection, now};
use crate::core::errors::{ServiceError, ServiceResult};
use crate::core::security::PasswordHasher;
use crate::models::db_models::{User, UserChanges};

/// The field that each constraint of the table speaks of.
const CONSTRAINTS: &[(&str, &str)] = &[("uq_users_email", "email")];

/// Registers users, tells who they are, and keeps what is known of them.
#[derive(Clone)]
pub struct UserService {
    db: Database,
    passwords: PasswordHasher,
}

impl UserService {
    /// A service over a database.
    pub fn new(db: Database, passwords: PasswordHasher) -> Self {
        Self { db, passwords }
    }

    /// Registers a user.
    ///
    /// # Arguments
    ///
    /// * `email` - the address to log in with; upper and lower case are the same
    /// * `password` - the password, of which only a hash is kept
    /// * `name` - what the user is called
    ///
    /// # Returns
    ///
    /// The new user.
    ///
    /// # Errors
    ///
    /// `Conflict` if the address is registered already.
    pub async fn register_user(
        &self,
        email: &str,
        password: SecretString,
        name: &str,
    ) -> ServiceResult<User> {
        let hash = self.passwords.hash(password).await.map_err(ServiceError::internal)?;
        let sql = "
            INSERT INTO users (user_id, email, password_hash, name, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $5)
            RETURNING *";
        let mut session = self.db.session().await?;
        let user = sqlx::query_as::<_, User>(sql)
            .bind(Uuid::now_v7().to_string())
            .bind(normal_email(email))
            .bind(hash)
            .bind(name)
            .bind(now())
            .fetch_one(&mut *session)
            .await
            .map_err(|error| ServiceError::from_database(error, CONSTRAINTS))?;
        session.commit().await?;
        tracing::info!(user_id = user.id, "registered a user");
        Ok(user)
    }

    /// Tells who logs in. An unknown address and a wrong password can't be told apart, not even
    /// by the time that the answer takes.
    ///
    /// # Arguments
    ///
    /// * `email` - the address that was registered
    /// * `password` - the password
    ///
    /// # Returns
    ///
    /// The user.
    ///
    /// # Errors
    ///
    /// `Unauthenticated` if there is no such user with this password.
    pub async fn authenticate_user(
        &self,
        email: &str,
        password: SecretString,
    ) -> ServiceResult<User> {
        let mut connection = self.db.connection().await?;
        let user = sqlx::query_as::<_, User>("SELECT * FROM users WHERE email = $1")
            .bind(normal_email(email))
            .fetch_optional(&mut *connection)
            .await?;
        // Hashing takes long; nobody should wait for the connection meanwhile.
        drop(connection);
        let stored = user.as_ref().map(|user| user.password_hash.clone());
        let verified = self.passwords.verify(password, stored).await;
        match (verified.map_err(ServiceError::internal)?, user) {
            (true, Some(user)) => Ok(user),
            _ => {
                tracing::warn!("a log-in failed");
                Err(ServiceError::Unauthenticated("wrong e-mail address or password"))
            }
        }
    }

    /// The user whom a verified token names.
    ///
    /// # Arguments
    ///
    /// * `public_id` - the public id in the token
    ///
    /// # Returns
    ///
    /// The user.
    ///
    /// # Errors
    ///
    /// `NotFound` if there is no such user any more.
    pub async fn identify_user(&self, public_id: &str) -> ServiceResult<User> {
        let mut connection = self.db.connection().await?;
        sqlx::query_as::<_, User>("SELECT * FROM users WHERE user_id = $1")
            .bind(public_id)
            .fetch_optional(&mut *connection)
            .await?
            .ok_or(ServiceError::NotFound("user"))
    }

    /// One user. Users see themselves alone.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `public_id` - the user that is asked for
    ///
    /// # Returns
    ///
    /// The user.
    ///
    /// # Errors
    ///
    /// `NotFound` if there is no such user, or it is another one.
    pub async fn get_user(&self, user_id: i64, public_id: &str) -> ServiceResult<User> {
        let mut connection = self.db.connection().await?;
        validate_user_access(&mut connection, user_id, public_id).await
    }

    /// Changes a user. Users change themselves alone.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `public_id` - the user to change
    /// * `changes` - what changes
    /// * `expected_version` - the version that the caller knows, if it matters
    ///
    /// # Returns
    ///
    /// The user as it is now.
    ///
    /// # Errors
    ///
    /// `NotFound` if there is no such user, or it is another one; `Stale` if it has another
    /// version than the expected one.
    pub async fn update_user(
        &self,
        user_id: i64,
        public_id: &str,
        changes: &UserChanges,
        expected_version: Option<i64>,
    ) -> ServiceResult<User> {
        let mut session = self.db.session().await?;
        let current = validate_user_access(&mut session, user_id, public_id).await?;
        if expected_version.is_some_and(|expected| expected != current.version) {
            return Err(ServiceError::Stale("user"));
        }
        if *changes == UserChanges::default() {
            return Ok(current);
        }
        let sql = "
            UPDATE users
            SET name = COALESCE($4, name),
                version = version + 1, updated_at = $3
            WHERE user_id = $1 AND id = $2 AND ($5 IS NULL OR version = $5)
            RETURNING *";
        let user = sqlx::query_as::<_, User>(sql)
            .bind(public_id)
            .bind(user_id)
            .bind(now())
            .bind(&changes.name)
            .bind(expected_version)
            .fetch_optional(&mut *session)
            .await
            .map_err(|error| ServiceError::from_database(error, CONSTRAINTS))?
            .ok_or(ServiceError::Stale("user"))?;
        session.commit().await?;
        tracing::info!(user_id, version = user.version, "updated a user");
        Ok(user)
    }
}

/// The user, if it is the one who asks. Every access goes through here, and so does every
/// reference from another resource.
pub(crate) async fn validate_user_access(
    connection: &mut DbConnection,
    user_id: i64,
    public_id: &str,
) -> ServiceResult<User> {
    sqlx::query_as::<_, User>("SELECT * FROM users WHERE user_id = $1 AND id = $2")
        .bind(public_id)
        .bind(user_id)
        .fetch_optional(connection)
        .await?
        .ok_or(ServiceError::NotFound("user"))
}

/// The form in which an address is stored and looked up.
fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}
