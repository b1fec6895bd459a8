// src/models/db_models.rs - All database models

use chrono::{DateTime, Utc};

/// A user, as the table `users` holds it.
#[derive(Clone, sqlx::FromRow)]
pub struct User {
    /// The key inside the database; it never leaves it.
    pub id: i64,
    /// The public id.
    pub user_id: String,
    /// The address that the user logs in with, in lower case.
    pub email: String,
    /// The hash of the password, which never leaves the services.
    pub password_hash: String,
    /// What the user is called.
    pub name: String,
    /// Raised by every change.
    pub version: i64,
    /// When the user registered.
    pub created_at: DateTime<Utc>,
    /// When the user last changed.
    pub updated_at: DateTime<Utc>,
}

/// What changes in a user; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UserChanges {
    /// What the user is called.
    pub name: Option<String>,
}
