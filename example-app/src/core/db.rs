// src/core/db.rs - The database: pool, sessions and migrations

use std::ops::{Deref, DerefMut};
use std::time::Duration;

use chrono::{DateTime, SubsecRound, Utc};
use secrecy::ExposeSecret;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::pool::{PoolConnection, PoolOptions};
use sqlx::{Connection, Pool, Transaction};

use crate::core::settings::DatabaseSettings;

#[cfg(feature = "postgres")]
pub use self::postgres::Db;
#[cfg(not(feature = "postgres"))]
pub use self::sqlite::Db;

#[cfg(feature = "postgres")]
use self::postgres as dialect;
#[cfg(not(feature = "postgres"))]
use self::sqlite as dialect;

/// A connection of the database that this build speaks to.
pub type DbConnection = <Db as sqlx::Database>::Connection;

/// The values that are bound to a statement of that database.
pub type DbArguments = <Db as sqlx::Database>::Arguments;

/// The time now, in the precision that both databases keep.
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// Whether the database can't do its work now and may later: it is out of reach, held up by others,
/// or has no room.
pub fn is_unavailable(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(error) => {
            error.code().is_some_and(|code| dialect::is_unavailable(&code))
        }
        _ => false,
    }
}

/// A handle to the database, cheap to clone.
#[derive(Debug, Clone)]
pub struct Database {
    pool: Pool<Db>,
}

impl Database {
    /// Opens the database that the settings name.
    pub async fn open(settings: &DatabaseSettings) -> Result<Self, sqlx::Error> {
        let wait = Duration::from_secs(settings.wait_seconds);
        let options = dialect::options(settings.url.expose_secret(), wait).await?;
        let pool = PoolOptions::new()
            .max_connections(settings.max_connections)
            .acquire_timeout(wait)
            // A transaction that can't be rolled back, as on a full disk, stays with its connection.
            .before_acquire(|connection: &mut DbConnection, _| {
                Box::pin(async move { Ok(!connection.is_in_transaction()) })
            })
            .connect_with(options)
            .await?;
        Ok(Self { pool })
    }

    /// The migrations of this build, in their order.
    pub fn migrations() -> &'static Migrator {
        &dialect::MIGRATIONS
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), MigrateError> {
        Self::migrations().run(&self.pool).await
    }

    /// Takes the schema back to the state after a version; 0 is the empty database.
    pub async fn migrate_down(&self, version: i64) -> Result<(), MigrateError> {
        Self::migrations().undo(&self.pool, version).await
    }

    /// Begins a session that may write. What is not committed is rolled back.
    pub async fn session(&self) -> Result<Session, sqlx::Error> {
        let transaction = self.pool.begin_with(dialect::BEGIN).await?;
        Ok(Session { transaction })
    }

    /// A connection to read with, which holds nobody up.
    pub async fn connection(&self) -> Result<PoolConnection<Db>, sqlx::Error> {
        self.pool.acquire().await
    }

    /// Closes all connections, once their work is done.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// A transaction, rolled back when it is dropped without a commit.
#[derive(Debug)]
pub struct Session {
    transaction: Transaction<'static, Db>,
}

impl Session {
    /// Keeps what was written.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        self.transaction.commit().await
    }
}

impl Deref for Session {
    type Target = DbConnection;

    fn deref(&self) -> &Self::Target {
        &self.transaction
    }
}

impl DerefMut for Session {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.transaction
    }
}

#[cfg(not(feature = "postgres"))]
mod sqlite {
    use std::time::Duration;

    use sqlx::migrate::Migrator;
    use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
    use sqlx::{ConnectOptions, Connection};

    /// The database that this build speaks to.
    pub type Db = sqlx::Sqlite;

    /// Takes the write lock at once: a transaction that reads first and writes later would fail
    /// with "database is locked" as soon as another writer came between.
    pub(super) const BEGIN: &str = "BEGIN IMMEDIATE";
    pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

    /// Busy, locked, read-only, an error of reading or writing, full, can't be opened.
    const UNAVAILABLE: [u32; 6] = [5, 6, 8, 10, 13, 14];

    /// Whether a result code, whose low byte is the kind, tells of a failure that passes.
    pub(super) fn is_unavailable(code: &str) -> bool {
        code.parse::<u32>().is_ok_and(|code| UNAVAILABLE.contains(&(code & 0xff)))
    }

    /// Options for a database file, which is made where it is missing, and so is its folder.
    ///
    /// It is made once: were it gone later, an empty one in its place would hide that.
    pub(super) async fn options(
        url: &str,
        wait: Duration,
    ) -> Result<SqliteConnectOptions, sqlx::Error> {
        let options: SqliteConnectOptions = url.parse()?;
        if let Some(folder) = options.get_filename().parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        let options = options
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(wait);
        options.clone().create_if_missing(true).connect().await?.close().await?;
        Ok(options)
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use std::time::Duration;

    use sqlx::migrate::Migrator;
    use sqlx::postgres::PgConnectOptions;

    /// The database that this build speaks to.
    pub type Db = sqlx::Postgres;

    pub(super) const BEGIN: &str = "BEGIN";
    pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

    /// The connection is lost; no room; a lock, a serialization or a deadlock; the server stops,
    /// crashed or starts.
    const UNAVAILABLE: [&str; 8] =
        ["08", "53", "55P03", "40001", "40P01", "57P01", "57P02", "57P03"];

    /// Whether a code, or the class that it begins with, tells of a failure that passes.
    pub(super) fn is_unavailable(code: &str) -> bool {
        UNAVAILABLE.iter().any(|known| code.starts_with(known))
    }

    /// Options for a server, which gives a statement up that waits too long for a lock.
    pub(super) async fn options(
        url: &str,
        wait: Duration,
    ) -> Result<PgConnectOptions, sqlx::Error> {
        let options: PgConnectOptions = url.parse()?;
        Ok(options.options([("lock_timeout", format!("{}s", wait.as_secs()))]))
    }
}
