// src/plan/migrations.rs - Versions of migrations: times, unique and rising

//! Versions of migrations: times, unique and rising.

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::error::{Error, Result};

const FORMAT: &str = "%Y%m%d%H%M%S";
/// One folder a database; both hold the same versions.
const FOLDERS: [&str; 2] = ["migrations/sqlite", "migrations/postgres"];

/// The time that versions are made of: `SOURCE_DATE_EPOCH` where it is set, so that a run can be repeated exactly.
pub(crate) fn clock() -> SystemTime {
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    match seconds.and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))) {
        Some(time) => time,
        None => SystemTime::now(),
    }
}

/// Hands out versions for new migrations.
///
/// Invariant: each is greater than all that are there and all that were handed out, whatever the clock says: a migrator
/// runs them in order, and two in one second must not share a version.
pub(crate) struct Versions {
    last: u64,
    now: SystemTime,
}

impl Versions {
    /// Versions after those in the project at `root`.
    pub(crate) fn after(root: &Path, now: SystemTime) -> Result<Self> {
        let mut last = 0;
        for folder in FOLDERS {
            let folder = root.join(folder);
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(Error::io("read the folder", folder)(error)),
            };
            for entry in entries {
                let entry = entry.map_err(Error::io("read the folder", &folder))?;
                last = last.max(version(&entry.file_name().to_string_lossy()));
            }
        }
        Ok(Self { last, now })
    }

    /// Versions after those in a list of paths.
    pub(crate) fn following<'a>(paths: impl Iterator<Item = &'a str>, now: SystemTime) -> Self {
        let names =
            paths.filter_map(|path| FOLDERS.iter().find_map(|folder| path.strip_prefix(folder)?.strip_prefix('/')));
        Self { last: names.map(version).max().unwrap_or_default(), now }
    }

    /// The next version.
    pub(crate) fn next(&mut self) -> String {
        let now = DateTime::<Utc>::from(self.now).format(FORMAT).to_string().parse().unwrap_or_default();
        self.last = if now > self.last { now } else { following(self.last) };
        self.last.to_string()
    }
}

/// The version at the start of a file's name; 0 if there is none.
fn version(name: &str) -> u64 {
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_default()
}

/// The version a second later, or the next number where the last one is no time.
fn following(last: u64) -> u64 {
    let time = NaiveDateTime::parse_from_str(&last.to_string(), FORMAT).ok();
    let later =
        time.and_then(|time| time.checked_add_signed(chrono::TimeDelta::from_std(Duration::from_secs(1)).ok()?));
    later.and_then(|later| later.format(FORMAT).to_string().parse().ok()).unwrap_or_else(|| last.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::{Duration, SystemTime};

    use super::Versions;

    #[test]
    fn versions_rise_whatever_the_clock_says() {
        let root = tempfile::tempdir().unwrap();
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let mut versions = Versions::after(root.path(), now).unwrap();
        assert_eq!([versions.next(), versions.next()], ["20231114221320", "20231114221321"]);
        for (there, expected) in [
            ("20231231235959_x.up.sql", "20240101000000"),
            ("20991231235959_x.sql", "21000101000000"),
            ("99999999999999_x.sql", "100000000000000"),
            ("readme.md", "21000101000000"),
        ] {
            let folder = root.path().join("migrations/postgres");
            fs::create_dir_all(&folder).unwrap();
            if there == "readme.md" {
                fs::remove_file(folder.join("99999999999999_x.sql")).unwrap();
            }
            fs::write(folder.join(there), "").unwrap();
            assert_eq!(Versions::after(root.path(), now).unwrap().next(), expected);
        }
    }
}
