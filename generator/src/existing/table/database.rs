// src/existing/table/database.rs - The address of a database, and a connection that only reads

//! The address of a database, and a connection that only reads. Nothing that is shown has a password in it.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;

use super::super::refused;
use super::{Looked, postgres, sqlite};
use crate::error::{Error, Result};

/// How long a server has to answer.
const PATIENCE: Duration = Duration::from_secs(10);
const FORMS: &str = "an address is `sqlite:PATH` or `postgres://USER@HOST:PORT/DATABASE`";

/// A database that can be read.
pub(super) enum Database {
    /// A file.
    Sqlite {
        /// Where it is.
        path: PathBuf,
        /// The same, as it was given.
        shown: String,
    },
    /// A server.
    Postgres(Box<PgConnectOptions>),
}

impl Database {
    /// Understands an address. A path in it is relative to `here`.
    pub(super) fn parse(url: &str, here: &Path) -> Result<Self> {
        let (scheme, rest) = url.split_once(':').unwrap_or(("", url));
        match scheme {
            "sqlite" => sqlite_file(rest, here).map(|(path, shown)| Self::Sqlite { path, shown }),
            "postgres" | "postgresql" => {
                // The message of the parser has nothing of the address in it.
                let options = PgConnectOptions::from_str(url).map_err(|error| {
                    refused("--database-url", format!("the address of the database: {error}"), FORMS)
                })?;
                Ok(Self::Postgres(Box::new(options)))
            }
            "" => Err(refused("--database-url", "the address of the database does not say of what kind it is", FORMS)),
            other => {
                let reason = format!("`{other}` is no database that can be read: SQLite and PostgreSQL can");
                Err(refused("--database-url", reason, FORMS))
            }
        }
    }

    /// The database as it is named to a person.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Sqlite { shown, .. } => format!("`{shown}`"),
            Self::Postgres(options) => {
                let (user, host, port) = (options.get_username(), options.get_host(), options.get_port());
                let database = options.get_database().unwrap_or(user);
                format!("`postgres://{user}@{host}:{port}/{database}`")
            }
        }
    }

    pub(super) fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Reads what the database says of a table.
    ///
    /// # Errors
    ///
    /// If it can't be reached or read.
    pub(super) fn table(&self, name: &str) -> Result<Looked> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Error::io("read", PathBuf::from("the database")))?;
        let read = async {
            match self {
                Self::Sqlite { path, .. } => sqlite::read(path, is_at_rest(path), name).await,
                Self::Postgres(options) => postgres::read(options, name).await,
            }
        };
        let outcome = runtime.block_on(async { tokio::time::timeout(PATIENCE, read).await });
        match outcome {
            Ok(Ok(looked)) => Ok(looked),
            Ok(Err(error)) => Err(self.failure(&error)),
            Err(_) => {
                let reason = format!("{} did not answer within {} seconds", self.shown(), PATIENCE.as_secs());
                Err(refused("--database-url", reason, "see that the server is there and can be reached from here"))
            }
        }
    }

    fn failure(&self, error: &sqlx::Error) -> Error {
        let shown = self.shown();
        let (reason, help) = match error {
            sqlx::Error::Database(error) if self.is_postgres() => {
                let help = match error.code().as_deref() {
                    Some("28P01" | "28000") => {
                        "see the user and the password of the address; it may also come from PGPASSWORD or ~/.pgpass"
                    }
                    Some("3D000") => "see the name of the database, behind the last `/` of the address",
                    Some("42501") => "the user of the address needs the right to read the table's description",
                    _ => "see the address, and what the server logs",
                };
                (format!("{shown} refuses: {}", error.message()), help)
            }
            sqlx::Error::Database(error) => {
                (format!("{shown} can't be read: {}", error.message()), "name a database of SQLite that nobody locks")
            }
            sqlx::Error::Io(error) => (
                format!("{shown} can't be reached: {error}"),
                "see that the server runs, and the host and the port of the address",
            ),
            sqlx::Error::Tls(error) => {
                (format!("{shown}: no safe connection: {error}"), "see `sslmode` and `sslrootcert` of the address")
            }
            other => (format!("{shown} can't be read: {other}"), "see the address of the database"),
        };
        refused("--database-url", reason, help)
    }
}

/// The file of an address without its scheme. It has to be there: what is opened would be made else.
fn sqlite_file(rest: &str, here: &Path) -> Result<(PathBuf, String)> {
    let path = rest.strip_prefix("//").unwrap_or(rest);
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    if path.is_empty() || path == ":memory:" {
        let reason = "the address names no file: a database in memory is empty";
        return Err(refused("--database-url", reason, FORMS));
    }
    let full = here.join(decoded(path));
    let problem = match File::open(&full) {
        Err(error) => Some(error.to_string()),
        Ok(_) if full.is_dir() => Some("it is a folder".to_owned()),
        Ok(mut file) => {
            let mut head = Vec::new();
            let read = file.by_ref().take(16).read_to_end(&mut head);
            let is_one = head.is_empty() || head == *b"SQLite format 3\0";
            read.err().map(|error| error.to_string()).or((!is_one).then(|| "it is no database of SQLite".to_owned()))
        }
    };
    match problem {
        None => Ok((full, path.to_owned())),
        Some(problem) => {
            let reason = format!("can't read `{path}`: {problem}");
            Err(refused("--database-url", reason, "name the file of a database that is there; none is made"))
        }
    }
}

/// `%20` and the like as the characters that they stand for.
fn decoded(path: &str) -> PathBuf {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = path.get(at + 1..at + 3).filter(|_| *byte == b'%');
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    PathBuf::from(String::from_utf8_lossy(&out).into_owned())
}

/// Whether all of a database is in its file. One with a log of changes beside it is in use: it needs what is in the log.
/// One without could be given such a log even by a connection that only reads, so that has to be ruled out.
fn is_at_rest(path: &Path) -> bool {
    ["-wal", "-journal"].iter().all(|suffix| {
        let mut log = path.as_os_str().to_owned();
        log.push(suffix);
        std::fs::metadata(log).map_or(true, |log| log.len() == 0)
    })
}
