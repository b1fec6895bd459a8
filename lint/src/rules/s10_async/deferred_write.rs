// src/rules/s10_async/deferred_write.rs - RB1005: a transaction that writes on SQLite and begins as one that reads

//! RB1005: a transaction that writes on SQLite and begins as one that reads.

use super::session::{beginning, begins, is_transaction};
use super::session_flow::{Flow, sessions};
use crate::calls::values::{ValueType, Values};
use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::package::Package;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::{Code, application_in};
use crate::source::body::ExprId;
use rulebook_conventions::section::Section;

/// RB1005.
pub static RULE: Rule = Rule {
    code: "RB1005",
    name: "deferred-write",
    section: Some(Section::Async),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a transaction that writes on SQLite and is begun as deferred (`pool.begin()`)",
    page: include_str!("deferred_write.md"),
    check: Check::Linked(check),
};

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    let of_sqlite: Vec<bool> = model.packages.iter().map(is_sqlite).collect();
    for code in application_in(model, load) {
        let is_sqlite = of_sqlite.get(model.package_id(code.module).index()).is_some_and(|is_it| *is_it);
        let text = code.facts.slice(code.bodies().expr(code.body.value).span);
        if !is_sqlite || !text.contains("begin") {
            continue;
        }
        let values = code.values();
        let mut deferred: Vec<ExprId> = Vec::new();
        for (session, value) in sessions(&code, |value| begins(&code, &values, value)) {
            let Some(call) = deferred_begin(&code, &values, value) else { continue };
            if !Flow::of(&code, session, value).writes.is_empty() {
                deferred.push(call);
            }
        }
        if returns_transaction(&code, &values) {
            let calls = code.exprs().filter_map(|(id, ..)| deferred_begin(&code, &values, id));
            deferred.extend(calls);
        }
        deferred.sort_unstable();
        deferred.dedup();
        for call in deferred {
            let message = "a transaction that writes begins as deferred";
            let help = "Begin it by `begin_with(\"BEGIN IMMEDIATE\")`: a deferred one that reads first and writes later fails at once with \
                        \"database is locked\" when another writer came between, however long the timeout is.";
            let label = code.label(code.bodies().expr(call).span, "begun here");
            findings.push(Finding::new(&RULE, message, help, label));
        }
    }
}

/// Whether a package speaks to SQLite, as far as its manifest says.
fn is_sqlite(package: &Package) -> bool {
    let uses_sqlx = package.dependencies.values().any(|dependency| dependency.package == "sqlx");
    uses_sqlx && package.manifest_text.contains("sqlite")
}

/// The call of `begin()` that a value comes of, unless the pool is known to be of another database.
fn deferred_begin(code: &Code<'_>, values: &Values<'_>, value: ExprId) -> Option<ExprId> {
    let (at, call) = beginning(code, value)?;
    if code.facts.name(call.name) != "begin" || code.bodies().list(call.arguments).len() != 0 {
        return None;
    }
    let ty = values.type_of(call.receiver)?;
    (!is_other_database(values, ty)).then_some(at)
}

fn is_other_database(values: &Values<'_>, ty: ValueType) -> bool {
    match values.external(ty) {
        Some((package, name)) if package.starts_with("sqlx") => {
            name.starts_with("Pg")
                || name.starts_with("MySql")
                || values.text(ty).contains("Postgres")
                || values.text(ty).contains("MySql")
        }
        // What is no pool of sqlx begins something else.
        _ => true,
    }
}

fn returns_transaction(code: &Code<'_>, values: &Values<'_>) -> bool {
    let Some(returns) = code.function.returns else { return false };
    let mut nodes = code.facts.type_nodes(returns);
    nodes.any(|(at, _)| is_transaction(code.model, values, ValueType::Stated(code.id.load, at, values.this())))
}
