// src/header.rs - The line that every file begins with

//! The line that every file begins with: `// {path from the package root} - {brief description}`.

use crate::case::{capitalized, human};
use crate::layout::Role;

/// The parts of a header line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header<'a> {
    /// The comment's opening: `//`, `//!` or `--`.
    pub opening: &'a str,
    /// The path that the header claims.
    pub path: &'a str,
    /// What it says of the file; may be empty.
    pub description: &'a str,
}

/// Reads a line as a header. A comment that names no path is none.
///
/// `src/api/job.rs` alone is a header without a description. A dash of any length separates the two, or a colon.
pub fn parse(line: &str) -> Option<Header<'_>> {
    let line = line.trim_end();
    let (opening, rest) = ["//!", "--", "//"]
        .into_iter()
        .find_map(|opening| Some((line.get(..opening.len())?, line.strip_prefix(opening)?)))?;
    let rest = rest.trim_start();
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    let path = word.trim_end_matches(':');
    if !is_path(path) {
        return None;
    }
    let separated = word.ends_with(':');
    let after = after.trim_start();
    let description = after.trim_start_matches(['-', '–', '—', ':']);
    if !after.is_empty() && !separated && description.len() == after.len() {
        return None; // prose that begins with a path
    }
    Some(Header { opening, path, description: description.trim() })
}

/// Whether a word is the path of a source file or a migration.
fn is_path(word: &str) -> bool {
    (word.ends_with(".rs") || word.ends_with(".sql"))
        && word.len() > 3
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-'))
}

/// A header line, without a line ending.
pub fn line(opening: &str, path: &str, description: &str) -> String {
    format!("{opening} {path} - {description}")
}

/// The comment's opening in files of this kind.
pub fn opening(path: &str) -> &'static str {
    if path.ends_with(".sql") { "--" } else { "//" }
}

/// Whether a description says nothing: empty, a placeholder, or the file's name again.
pub fn is_empty_description(path: &str, description: &str) -> bool {
    const PLACEHOLDERS: [&str; 11] = [
        "todo",
        "tbd",
        "fixme",
        "xxx",
        "description",
        "brief description",
        "add description",
        "placeholder",
        "...",
        "n/a",
        "none",
    ];
    let said = description.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').to_lowercase();
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_lowercase();
    let plain = human(&said);
    plain.is_empty()
        || PLACEHOLDERS.contains(&said.as_str())
        || ["TODO", "TBD", "FIXME", "todo:", "tbd:", "fixme:"].iter().any(|mark| description.starts_with(mark))
        || plain == human(&stem)
        || said == file.to_lowercase()
}

/// A brief description made from what the file is for.
pub fn describe(role: &Role, path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    if let Some(migration) = file.strip_suffix(".sql") {
        return describe_migration(migration);
    }
    let stem = file.strip_suffix(".rs").unwrap_or(file);
    let folder = path.rsplit('/').nth(1).unwrap_or("");
    let subject = |stem: &str, ending: &str| capitalized(&human(stem.strip_suffix(ending).unwrap_or(stem)));
    match role {
        Role::Root if stem == "lib" => "Modules of the application".to_owned(),
        Role::Root => "Composition root of the program".to_owned(),
        Role::Bin => format!("Entry point of {}", human(if stem == "main" { folder } else { stem })),
        Role::Build => "Build script".to_owned(),
        Role::Bench => format!("{} benchmarks", capitalized(&human(stem))),
        Role::Example => format!("Example: {}", human(stem)),
        Role::ApiSupport if is_folder_module(path, stem) => "API modules".to_owned(),
        Role::ApiSupport => format!("API {}", human(stem)),
        Role::Api { stem } => format!("{} API endpoints", capitalized(&human(stem))),
        Role::ServiceSupport => "Service modules".to_owned(),
        Role::Service { stem } => format!("{} business logic", subject(stem, "_service")),
        Role::ModelSupport => "Model modules".to_owned(),
        Role::DbModels => "All database models".to_owned(),
        Role::ApiModels { stem } => format!("{} request and response models", subject(stem, "_models")),
        Role::CoreModule { name } if name == "mod" => "Core modules".to_owned(),
        Role::CoreModule { name } => match name.as_str() {
            "db" => "Database connections and sessions".to_owned(),
            "security" => "Authentication and tokens".to_owned(),
            "logger" => "Centralized logging".to_owned(),
            "settings" => "Configuration".to_owned(),
            other => format!("Core {}", human(other)),
        },
        Role::CoreFolder { name } if stem == "mod" => format!("{} integration", capitalized(&human(name))),
        Role::CoreFolder { name } => format!("{} {}", capitalized(&human(name)), human(stem)),
        Role::OtherLayer { layer } if stem == "mod" => format!("{} modules", capitalized(&human(layer))),
        Role::TestRoot if folder == "tests" || folder.is_empty() => "Test components".to_owned(),
        Role::TestRoot => format!("{} tests", capitalized(&human(folder))),
        Role::TestSupport => format!("Test support: {}", human(if stem == "mod" { folder } else { stem })),
        Role::Test { stem, .. } => format!("{} tests", subject(stem.strip_prefix("test_").unwrap_or(stem), "_test")),
        Role::OtherLayer { .. } | Role::Unplaced if stem == "mod" => format!("{} modules", capitalized(&human(folder))),
        Role::OtherLayer { .. } | Role::Unplaced if folder.is_empty() || folder == "src" => {
            format!("{} module", capitalized(&human(stem)))
        }
        Role::OtherLayer { .. } | Role::Unplaced => format!("{}: {}", capitalized(&human(folder)), human(stem)),
    }
}

/// `20260101_create_users.down` is "Create users, undone".
fn describe_migration(name: &str) -> String {
    let (name, end) = match name.rsplit_once('.') {
        Some((name, "down")) => (name, ", undone"),
        Some((name, "up")) => (name, ""),
        _ => (name, ""),
    };
    let what = human(name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_'));
    if what.is_empty() { format!("Migration {name}{end}") } else { format!("{}{end}", capitalized(&what)) }
}

fn is_folder_module(path: &str, stem: &str) -> bool {
    stem == "mod" || path == format!("src/{stem}.rs")
}

#[cfg(test)]
mod tests {
    use super::{describe, is_empty_description, parse};
    use crate::layout::Layout;
    use crate::settings::Settings;

    #[test]
    fn a_header_is_told_from_prose() {
        for (line, expected) in [
            ("// src/api/job.rs - Job API endpoints", Some(("//", "src/api/job.rs", "Job API endpoints"))),
            ("//! src/api/job.rs - Job API endpoints\r", Some(("//!", "src/api/job.rs", "Job API endpoints"))),
            ("-- migrations/0001_init.sql - First tables", Some(("--", "migrations/0001_init.sql", "First tables"))),
            ("// src/api/job.rs", Some(("//", "src/api/job.rs", ""))),
            ("// src/api/job.rs -", Some(("//", "src/api/job.rs", ""))),
            ("//src/api/job.rs: Job endpoints", Some(("//", "src/api/job.rs", "Job endpoints"))),
            ("// src/api/job.rs — Job endpoints", Some(("//", "src/api/job.rs", "Job endpoints"))),
            ("// job.rs is where jobs live", None),
            ("// Copyright 2026", None),
            ("use std::fmt;", None),
            ("//", None),
            ("", None),
            ("//é", None),
        ] {
            let found = parse(line).map(|header| (header.opening, header.path, header.description));
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn an_empty_description_is_told() {
        for said in ["", "TODO", "todo: later", "job", "Job", "job.rs", "...", "TBD"] {
            assert!(is_empty_description("src/api/job.rs", said), "{said}");
        }
        for said in ["Job API endpoints", "Jobs", "Todo list endpoints"] {
            assert!(!is_empty_description("src/api/job.rs", said), "{said}");
        }
    }

    #[test]
    fn a_made_description_is_never_empty() {
        let settings = Settings::default();
        let layout = Layout::new(&settings);
        for (path, expected) in [
            ("src/lib.rs", "Modules of the application"),
            ("src/bin/worker.rs", "Entry point of worker"),
            ("src/api/backtest_run.rs", "Backtest run API endpoints"),
            ("src/api/mod.rs", "API modules"),
            ("src/services/job_service.rs", "Job business logic"),
            ("src/models/job_models.rs", "Job request and response models"),
            ("src/core/db.rs", "Database connections and sessions"),
            ("src/core/clock.rs", "Core clock"),
            ("src/core/stripe/mod.rs", "Stripe integration"),
            ("tests/job/test_job_api.rs", "Job api tests"),
            ("tests/common/mod.rs", "Test support: common"),
            ("src/util/time.rs", "Util: time"),
            ("src/clock.rs", "Clock module"),
            ("src/util/mod.rs", "Util modules"),
            ("migrations/1_setup.sql", "Setup"),
            ("migrations/20260101_create_users.down.sql", "Create users, undone"),
            ("migrations/0001.sql", "Migration 0001"),
        ] {
            assert_eq!(describe(&layout.role(path), path), expected);
            assert!(!is_empty_description(path, expected), "{path}");
        }
    }
}
