// src/reserved.rs - Names that mean something already: to Rust, to SQL, to the layout and to every list

//! Names that mean something already: to Rust, to SQL, to the layout of a project and to every list.

use crate::case;

/// How Rust treats a keyword as an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
    /// `r#type` is an identifier.
    Raw,
    /// There is no raw form: `r#self` does not compile.
    NeverRaw,
}

/// Keywords of edition 2024, the reserved ones included (The Rust Reference, "Keywords").
const RUST: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that no raw identifier can be made of.
const RUST_NEVER_RAW: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// How Rust treats `name` as an identifier; nothing if it is a plain identifier.
pub fn rust_keyword(name: &str) -> Option<Keyword> {
    if RUST_NEVER_RAW.contains(&name) {
        Some(Keyword::NeverRaw)
    } else {
        RUST.binary_search(&name).is_ok().then_some(Keyword::Raw)
    }
}

/// The name as a Rust identifier: raw where it is a keyword.
///
/// A keyword without a raw form is given back as it is; the gates in [`crate::names`] refuse those before.
pub fn rust_ident(name: &str) -> String {
    match rust_keyword(name) {
        Some(Keyword::Raw) => format!("r#{name}"),
        Some(Keyword::NeverRaw) | None => name.to_owned(),
    }
}

/// Words that must or may have to be quoted as identifiers: SQLite's keywords (sqlite.org/lang_keywords.html) and
/// PostgreSQL 17's reserved words (Appendix C, the columns "reserved" and "reserved (can be function or type)").
/// Sorted, for a binary search.
const SQL: [&str; 195] = [
    "abort",
    "action",
    "add",
    "after",
    "all",
    "alter",
    "always",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "attach",
    "authorization",
    "autoincrement",
    "before",
    "begin",
    "between",
    "binary",
    "both",
    "by",
    "cascade",
    "case",
    "cast",
    "check",
    "collate",
    "collation",
    "column",
    "commit",
    "concurrently",
    "conflict",
    "constraint",
    "create",
    "cross",
    "current",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "database",
    "default",
    "deferrable",
    "deferred",
    "delete",
    "desc",
    "detach",
    "distinct",
    "do",
    "drop",
    "each",
    "else",
    "end",
    "escape",
    "except",
    "exclude",
    "exclusive",
    "exists",
    "explain",
    "fail",
    "false",
    "fetch",
    "filter",
    "first",
    "following",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "generated",
    "glob",
    "grant",
    "group",
    "groups",
    "having",
    "if",
    "ignore",
    "ilike",
    "immediate",
    "in",
    "index",
    "indexed",
    "initially",
    "inner",
    "insert",
    "instead",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "key",
    "last",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "match",
    "materialized",
    "natural",
    "no",
    "not",
    "nothing",
    "notnull",
    "null",
    "nulls",
    "of",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "others",
    "outer",
    "over",
    "overlaps",
    "partition",
    "placing",
    "plan",
    "pragma",
    "preceding",
    "primary",
    "query",
    "raise",
    "range",
    "recursive",
    "references",
    "regexp",
    "reindex",
    "release",
    "rename",
    "replace",
    "restrict",
    "returning",
    "right",
    "rollback",
    "row",
    "rows",
    "savepoint",
    "select",
    "session_user",
    "set",
    "similar",
    "some",
    "symmetric",
    "system_user",
    "table",
    "tablesample",
    "temp",
    "temporary",
    "then",
    "ties",
    "to",
    "trailing",
    "transaction",
    "trigger",
    "true",
    "unbounded",
    "union",
    "unique",
    "update",
    "user",
    "using",
    "vacuum",
    "values",
    "variadic",
    "verbose",
    "view",
    "virtual",
    "when",
    "where",
    "window",
    "with",
    "without",
    "xmlattributes",
    "xmlconcat",
    "xmlelement",
    "xmlexists",
    "xmlforest",
    "xmlnamespaces",
    "xmlparse",
    "xmlpi",
    "xmlroot",
    "xmlserialize",
    "xmltable",
    "zone",
];

/// Whether SQLite or PostgreSQL reserves the word.
pub fn sql_reserved(name: &str) -> bool {
    SQL.binary_search(&name).is_ok()
}

/// The name as an SQL identifier that both databases take: quoted where one of them reserves it.
///
/// Only for names that passed a gate of [`crate::names`]: small letters, digits and underscores.
pub fn sql_ident(name: &str) -> String {
    if sql_reserved(name) { format!("\"{name}\"") } else { name.to_owned() }
}

/// Resource names that the layout of a project has taken, each with a name that is free.
const RESOURCES: [(&str, &str); 24] = [
    ("app_state", "app_status"),
    ("auth", "auth_event"),
    ("bin", "storage_bin"),
    ("common", "common_item"),
    ("core", "core_item"),
    ("db", "db_instance"),
    ("doc", "document"),
    ("engine", "engine_model"),
    ("error", "error_report"),
    ("errors", "error_report"),
    ("extract", "text_extract"),
    ("health", "health_record"),
    ("lib", "library"),
    ("main", "main_item"),
    ("metric", "metric_value"),
    ("migration", "migration_run"),
    ("mod", "mod_item"),
    ("page", "web_page"),
    ("session", "login_session"),
    ("state", "state_record"),
    ("std", "std_item"),
    ("test", "test_run"),
    ("tests", "test_run"),
    ("token", "api_token"),
];

/// Types that stand by their bare name in the files of a resource: those of the prelude, and those that the files import.
/// A model of the same name would hide them.
const TYPES: [&str; 40] = [
    "Cursor",
    "Database",
    "DateTime",
    "DayCount",
    "Db",
    "DbConnection",
    "Decimal",
    "Default",
    "Deserialize",
    "Err",
    "Fixture",
    "From",
    "Into",
    "IntoParams",
    "JoinSet",
    "NaiveDate",
    "None",
    "Ok",
    "Option",
    "Page",
    "PageRequest",
    "Result",
    "Secret",
    "Seek",
    "Serialize",
    "ServiceError",
    "ServiceResult",
    "Some",
    "SortOrder",
    "Statement",
    "StatusCode",
    "String",
    "SubsecRound",
    "TestApp",
    "ToSchema",
    "Utc",
    "Uuid",
    "Validate",
    "Value",
    "Vec",
];

/// A free name to propose where a resource can't be called `name`; nothing if it can.
///
/// A name is taken if the layout has a file or a module of that name, if its type would hide another one, or if it is a
/// Rust keyword: it becomes a module.
pub fn resource_substitute(name: &str) -> Option<String> {
    if let Some((_, free)) = RESOURCES.iter().find(|(taken, _)| *taken == name) {
        return Some((*free).to_owned());
    }
    if TYPES.contains(&case::pascal(name).as_str()) {
        return Some(format!("{name}_record"));
    }
    rust_keyword(name).map(|_| match name {
        "type" => "job_type".to_owned(),
        "box" => "parcel".to_owned(),
        _ => format!("{name}_item"),
    })
}

/// Columns that every resource has besides `{resource}_id`; no field can take their names.
pub const GENERATED_COLUMNS: [&str; 5] = ["id", "created_at", "updated_at", "version", "user_id"];

/// Query parameters of every list: no field of these names can be a filter.
pub const PAGE_PARAMETERS: [&str; 6] = ["page", "limit", "cursor", "sort", "order", "q"];

/// The resource that every project is made with.
pub const USER: &str = "user";

#[cfg(test)]
mod tests {
    use super::{RUST, SQL, resource_substitute, rust_ident, rust_keyword, sql_ident};
    use crate::case;

    #[test]
    fn the_tables_are_sorted_and_without_twins() {
        assert!(SQL.is_sorted_by(|a, b| a < b), "{:?}", SQL.windows(2).find(|pair| pair.first() >= pair.last()));
        assert!(RUST.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn names_become_identifiers() {
        assert_eq!((rust_ident("type"), rust_ident("job")), ("r#type".to_owned(), "job".to_owned()));
        assert_eq!((sql_ident("order"), sql_ident("job")), ("\"order\"".to_owned(), "job".to_owned()));
    }

    #[test]
    fn a_substitute_is_itself_free() {
        for (taken, free) in super::RESOURCES {
            assert_eq!(resource_substitute(free), None, "the substitute of {taken}");
            assert!(rust_keyword(free).is_none());
        }
        assert_eq!(resource_substitute("match").as_deref(), Some("match_item"));
        assert_eq!(resource_substitute("date_time").as_deref(), Some("date_time_record"));
        for taken in super::TYPES {
            let free = resource_substitute(&case::snake(taken)).unwrap();
            assert_eq!(resource_substitute(&free), None, "the substitute of {taken}");
        }
        assert_eq!(resource_substitute("job"), None);
    }
}
