// src/core/errors.rs - What a service answers when it can't do what it was asked

use crate::core::db;

/// Why a service did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// A rule of the business is broken.
    #[error("{0}")]
    Invalid(String),
    /// Nobody has shown who they are.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// The user may see the row, and may not do that to it.
    #[error("{0}")]
    Permission(&'static str),
    /// There is no such row, or none that the user may see.
    #[error("{0} not found")]
    NotFound(&'static str),
    /// Another row stands in the way.
    #[error("{0}")]
    Conflict(String),
    /// The row has changed since the version that the caller knows.
    #[error("the {0} has changed since the version you know")]
    Stale(&'static str),
    /// What the work stands on can't do its part now, and may later. The cause is for the log alone.
    #[error("unavailable: {0}")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The fault is ours. The cause is for the log, never for a client.
    #[error("internal error: {0}")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// PostgreSQL's code for a text that its encoding has no place for.
const PG_UNSTORABLE_TEXT: &str = "22021";

/// The result of a service function.
pub type ServiceResult<T> = Result<T, ServiceError>;

impl ServiceError {
    /// Wraps a fault of ours.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// Wraps a failure that passes.
    pub fn unavailable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unavailable(cause.into())
    }

    /// Whether the same may go well later.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }

    /// What those may be told who asked. The cause of a failure that is not theirs is for the log.
    pub fn told(&self) -> String {
        match self {
            Self::Internal(_) => "internal error".to_owned(),
            Self::Unavailable(_) => "unavailable".to_owned(),
            other => other.to_string(),
        }
    }

    /// What a missing row means to one that refers to it: the reference is wrong.
    pub fn in_reference(self, field: &str) -> Self {
        match self {
            Self::NotFound(what) => Self::Invalid(format!("{field}: {what} not found")),
            other => other,
        }
    }

    /// What a database error means, given the field that each constraint of the table speaks of.
    pub fn from_database(error: sqlx::Error, constraints: &[(&str, &str)]) -> Self {
        if db::is_unavailable(&error) {
            return Self::unavailable(error);
        }
        let Some(database) = error.as_database_error() else {
            return Self::internal(error);
        };
        let field = violated_field(database, constraints);
        match database.kind() {
            sqlx::error::ErrorKind::UniqueViolation => {
                Self::Conflict(format!("{field}: another row has this value"))
            }
            sqlx::error::ErrorKind::ForeignKeyViolation => Self::Conflict(
                "other rows refer to this one, or what it refers to is gone".to_owned(),
            ),
            sqlx::error::ErrorKind::CheckViolation => {
                Self::Invalid(format!("{field}: the value is out of bounds"))
            }
            _ if database.code().as_deref() == Some(PG_UNSTORABLE_TEXT) => {
                Self::Invalid("a text with the character U+0000 can't be stored".to_owned())
            }
            _ => Self::internal(error),
        }
    }
}

impl From<sqlx::Error> for ServiceError {
    fn from(error: sqlx::Error) -> Self {
        Self::from_database(error, &[])
    }
}

/// The field that a broken constraint speaks of.
///
/// PostgreSQL names the constraint. SQLite names a check in its message too, and of a unique
/// constraint it names the columns, the field's own last.
fn violated_field<'a>(
    error: &dyn sqlx::error::DatabaseError,
    constraints: &[(&str, &'a str)],
) -> &'a str {
    let message = error.message();
    let column = message.rsplit('.').next().unwrap_or_default();
    constraints
        .iter()
        .find(|(constraint, field)| {
            error.constraint() == Some(constraint)
                || message.ends_with(constraint)
                || column == *field
        })
        .map_or("a field", |(_, field)| field)
}
