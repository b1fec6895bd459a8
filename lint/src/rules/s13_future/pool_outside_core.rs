// src/rules/s13_future/pool_outside_core.rs - RB1304: a connection pool that is opened outside core::db

//! RB1304: a connection pool that is opened outside `core::db`.

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::outside::Origin;
use crate::project::tree::ModuleId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::source::written::{first_name, last_name, split_last};
use rulebook_conventions::section::Section;
use rulebook_conventions::settings::lists_crate;

/// RB1304.
pub static RULE: Rule = Rule {
    code: "RB1304",
    name: "pool-outside-core",
    section: Some(Section::Future),
    severity: Severity::Warning,
    fixable: Fixable::No,
    summary: "a connection pool that is opened outside `core::db`",
    page: include_str!("pool_outside_core.md"),
    check: Check::Project(check),
};

/// Functions that open a pool or a connection, or begin to describe one.
const OPENING: &[&str] = &[
    "build",
    "builder",
    "connect",
    "connect_lazy",
    "connect_lazy_with",
    "connect_with",
    "establish",
    "new",
    "open",
    "with_uri_str",
];

/// What types of pools, connections and clients are called, or end with.
const POOLS: &[&str] = &["Pool", "PoolOptions", "Connection", "Database", "Client", "ConnectionManager", "Manager"];

fn check(model: &Model, findings: &mut Vec<Finding>) {
    for (used, path) in model.outside.uses(is_opening) {
        let is_site = matches!(used.origin, Origin::Site(_));
        if used.test || !is_site || !model.is_application(used.from) || !is_of_database(model, used.from, path) {
            continue;
        }
        if model.place(used.from).is_some_and(|place| place.is_in("core", "db")) {
            continue;
        }
        let facts = model.facts(used.load);
        let message = format!("`{path}` opens connections outside `core::db`");
        let help = "Open it in `core::db`, once for the whole process, and hand it on: each pool has connections of its own, and the \
                    database has a limit of them.";
        findings.push(Finding::new(&RULE, message, help, Label::new(&facts.path, used.span.range(), "opened here")));
    }
}

/// Whether a path looks like one of a function that opens a pool.
fn is_opening(path: &str) -> bool {
    let Some((of, function)) = split_last(path) else { return false };
    let of = last_name(of);
    OPENING.contains(&function) && POOLS.iter().any(|name| of.ends_with(name))
}

/// Whether a path leads into a crate which the settings call a database.
fn is_of_database(model: &Model, from: ModuleId, path: &str) -> bool {
    lists_crate(&model.package_of(from).settings.database_crates, first_name(path))
}
