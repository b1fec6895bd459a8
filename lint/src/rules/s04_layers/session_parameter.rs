// src/rules/s04_layers/session_parameter.rs - RB406: a public service function takes a transaction or a connection

//! RB406: a public service function takes a transaction or a connection.

use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::names::{Definition, ItemRef};
use crate::project::tree::LoadId;
use crate::project::types::{Mention, Named};
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::service_function::service_functions_in;
use crate::source::written::last_name;
use rulebook_conventions::section::Section;

/// RB406.
pub static RULE: Rule = Rule {
    code: "RB406",
    name: "session-parameter",
    section: Some(Section::Layers),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a public service function takes a transaction or a connection",
    page: include_str!("session_parameter.md"),
    check: Check::Linked(check),
};

/// What the database crates call what runs statements, besides what ends in `Connection` or `Transaction`.
const SESSIONS: [&str; 6] =
    ["Acquire", "AsyncConnection", "ClientSession", "ConnectionTrait", "Executor", "LoadConnection"];

/// What is called a connection and is a pool.
const POOLS: [(&str, &str); 1] = [("sea_orm", "DatabaseConnection")];

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for service in service_functions_in(model, load) {
        let settings = &model.package_of(service.module).settings;
        let is_database = |package: &str| settings.database_crates.iter().any(|database| database == package);
        // A session of the application's own is a struct of core around one of the database's.
        for mention in service.takes(model, &|item| layer(model, item) == Some("core") && !is_shared(model, item)) {
            let Some(name) = session(model, &mention).filter(|(package, _)| is_database(package)) else { continue };
            let message = format!("the service function {} takes a session, `{}`", service.name(model), name.1);
            let help = "Open the session in the function: services open their own, so that each is committed or rolled \
                        back where its work is. What other services share in one session is `pub(crate)`.";
            findings.push(service.finding(model, &RULE, &mention, message, help));
        }
    }
}

fn layer(model: &Model, item: ItemRef) -> Option<&str> {
    let module = model.defining_module(Definition::Item(item))?;
    model.place(module).map(|place| place.layer.as_str())
}

/// Whether a struct is made to be shared: a handle to the database around its one connection is no session.
fn is_shared(model: &Model, item: ItemRef) -> bool {
    let facts = model.facts(item.load);
    let fields = facts.fields_of(item.item).iter();
    let mut nodes = fields.flat_map(|field| facts.type_nodes(field.ty));
    nodes.any(|(_, node)| ["Arc", "Mutex", "RwLock"].contains(&last_name(facts.slice(node.span))))
}

/// The package and the name of what is mentioned, if it is called as a transaction or a connection is.
fn session<'m>(model: &'m Model, mention: &Mention<'m>) -> Option<(&'m str, &'m str)> {
    let Named::External { package, name } = mention.named else { return None };
    let package = model.external(*package);
    let is_session = name.ends_with("Connection") || name.ends_with("Transaction") || SESSIONS.contains(&&**name);
    (is_session && !POOLS.contains(&(package, name))).then_some((package, name))
}
