// src/settings/catalogue.rs - The settings that are a flag, a number or a list: one entry each

//! The settings that are a flag, a number or a list: one entry each.
//!
//! The parser, the messages about unknown keys and the JSON schema all read this table. To add a setting, give
//! [`Settings`] a field with its default in `defaults.rs`, and name the field here.

use std::ops::RangeInclusive;

use super::Settings;

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// The table it stands in; empty for the top of the file.
    pub table: &'static str,
    /// Its key.
    pub key: &'static str,
    /// What it says, in a phrase, for the schema.
    pub about: &'static str,
    /// What its value is, and the field that holds it.
    pub kind: Kind,
}

impl Setting {
    /// Its table and key, with a dot between: `crates.database`.
    pub fn path(&self) -> String {
        if self.table.is_empty() { self.key.to_owned() } else { format!("{}.{}", self.table, self.key) }
    }
}

/// What the value of a setting is.
#[derive(Debug)]
pub enum Kind {
    /// True or false.
    Flag(fn(&mut Settings) -> &mut bool),
    /// A whole number within bounds.
    Number(fn(&mut Settings) -> &mut u32, RangeInclusive<u32>),
    /// A text; empty is none.
    Text(fn(&mut Settings) -> &mut String),
    /// A list of strings.
    List(fn(&mut Settings) -> &mut Vec<String>, Entry),
}

/// What the entries of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Any text: a word, a path of a route.
    Text,
    /// The name of a crate or package; `-` is read as `_`, and a `*` at the end stands for any ending.
    Crate,
    /// The name of a package, as its manifest spells it.
    Package,
    /// A folder, relative to the package.
    Folder,
    /// A glob of paths, relative to the settings file.
    Glob,
}

/// Every setting that needs no reading of its own.
pub static CATALOGUE: &[Setting] = &[
    Setting {
        table: "",
        key: "exclude",
        about: "Globs of what the linter leaves out, relative to this file",
        kind: Kind::List(|settings| &mut settings.exclude, Entry::Glob),
    },
    Setting {
        table: "packages",
        key: "backend",
        about: "Packages that are backends though they don't depend on axum",
        kind: Kind::List(|settings| &mut settings.backend_packages, Entry::Package),
    },
    Setting {
        table: "names",
        key: "uncountable",
        about: "Words with one form for singular and plural",
        kind: Kind::List(|settings| &mut settings.words.uncountable, Entry::Text),
    },
    Setting {
        table: "imports",
        key: "headings",
        about: "Whether each group of imports has a comment as its heading",
        kind: Kind::Flag(|settings| &mut settings.import_headings),
    },
    Setting {
        table: "tests",
        key: "support",
        about: "Folders of shared test support, relative to the package",
        kind: Kind::List(|settings| &mut settings.test_support, Entry::Folder),
    },
    Setting {
        table: "tests",
        key: "categories",
        about: "What kinds of tests each component needs, as their doc comments begin: `Happy path`, `Error`",
        kind: Kind::List(|settings| &mut settings.test_categories, Entry::Text),
    },
    Setting {
        table: "crates",
        key: "framework",
        about: "Crates that are the web framework",
        kind: Kind::List(|settings| &mut settings.framework_crates, Entry::Crate),
    },
    Setting {
        table: "crates",
        key: "database",
        about: "Crates that are the database: drivers, mappers, pools",
        kind: Kind::List(|settings| &mut settings.database_crates, Entry::Crate),
    },
    Setting {
        table: "crates",
        key: "integration",
        about: "Crates that are clients of what others run: HTTP, mail, storage, queues, payment, caches",
        kind: Kind::List(|settings| &mut settings.integration_crates, Entry::Crate),
    },
    Setting {
        table: "crates",
        key: "logger",
        about: "Crates that set up a logger or a subscriber",
        kind: Kind::List(|settings| &mut settings.logger_crates, Entry::Crate),
    },
    Setting {
        table: "auth",
        key: "extractors",
        about: "Types by which a handler knows who asks, and is refused to anyone else",
        kind: Kind::List(|settings| &mut settings.auth_extractors, Entry::Text),
    },
    Setting {
        table: "auth",
        key: "public-routes",
        about: "Routes that anyone may ask for: paths, `/docs/**` with all below, `POST /auth/login` with a method",
        kind: Kind::List(|settings| &mut settings.public_routes, Entry::Text),
    },
    Setting {
        table: "auth",
        key: "owner-columns",
        about: "Columns that say whose a row is",
        kind: Kind::List(|settings| &mut settings.owner_columns, Entry::Text),
    },
    Setting {
        table: "auth",
        key: "system",
        about: "Functions of services that work for nobody in particular: `expire_jobs`, `JobService::expire_jobs`",
        kind: Kind::List(|settings| &mut settings.system_functions, Entry::Text),
    },
    Setting {
        table: "secrets",
        key: "words",
        about: "Names, in snake_case, of values that are secrets: such a name, or one that ends with it behind a `_`",
        kind: Kind::List(|settings| &mut settings.secret_words, Entry::Text),
    },
    Setting {
        table: "services",
        key: "max-functions",
        about: "The most functions of a service's file",
        kind: Kind::Number(|settings| &mut settings.service_functions, 1..=10_000),
    },
    Setting {
        table: "services",
        key: "max-lines",
        about: "The most lines of a service's file; blank ones and tests don't count",
        kind: Kind::Number(|settings| &mut settings.service_lines, 1..=1_000_000),
    },
    Setting {
        table: "services",
        key: "repeated-statements",
        about: "How many statements that stand in two services make a repetition",
        kind: Kind::Number(|settings| &mut settings.repeated_statements, 2..=1_000),
    },
    Setting {
        table: "quality",
        key: "untyped",
        about: "Names of parameters of services that may be anything, or the ends of such names behind a `_`",
        kind: Kind::List(|settings| &mut settings.untyped_names, Entry::Text),
    },
    Setting {
        table: "review",
        key: "link",
        about: "Where lines can be looked at in a browser: `{commit}`, `{path}` from the repository's root and `{line}` are filled in",
        kind: Kind::Text(|settings| &mut settings.review_link),
    },
];

/// The tables that settings of the catalogue stand in, each once, in order.
pub fn tables() -> impl Iterator<Item = &'static str> {
    let first = |at: usize, table: &str| CATALOGUE.iter().take(at).all(|setting| setting.table != table);
    CATALOGUE
        .iter()
        .enumerate()
        .filter(move |(at, setting)| !setting.table.is_empty() && first(*at, setting.table))
        .map(|(_, setting)| setting.table)
}
