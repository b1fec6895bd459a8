// src/rules/s13_future/stateful_service.rs - RB1303: a service that keeps state of its own

//! RB1303: a service that keeps state of its own.

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::source::body::{BodyOwner, ExprKind};
use crate::source::facts::{FileFacts, Item, ItemId, ItemKind, ScopeKind, Span};
use rulebook_conventions::section::Section;

/// RB1303.
pub static RULE: Rule = Rule {
    code: "RB1303",
    name: "stateful-service",
    section: Some(Section::Future),
    severity: Severity::Warning,
    fixable: Fixable::No,
    summary: "a service with state of its own: a `static` that changes, a field behind a lock",
    page: include_str!("stateful_service.md"),
    check: Check::Linked(check),
};

/// Types whose content changes through a shared reference.
const CHANGING: &[&str] = &[
    "AtomicBool",
    "AtomicI32",
    "AtomicI64",
    "AtomicU32",
    "AtomicU64",
    "AtomicUsize",
    "Cell",
    "DashMap",
    "DashSet",
    "FairMutex",
    "Mutex",
    "ReentrantMutex",
    "RefCell",
    "RwLock",
    "SkipMap",
];

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    if model.tree.load(load).test {
        return;
    }
    let facts = model.facts(load);
    for (at, item) in facts.items.iter().enumerate() {
        let module = model.tree.load(load).modules.get(item.scope.index());
        let is_service = module.and_then(|module| model.place(*module)).is_some_and(|place| place.layer == "services");
        let is_block = facts.scopes.get(item.scope.index()).is_some_and(|scope| scope.kind == ScopeKind::Block);
        if item.test || !is_service || (is_block && !matches!(item.kind, ItemKind::Static)) {
            continue;
        }
        let found = match item.kind {
            ItemKind::Static => of_static(model, load, facts, ItemId(at as u32), item),
            ItemKind::Struct { .. } => of_struct(model, load, facts, ItemId(at as u32)),
            _ => None,
        };
        let Some((span, what)) = found else { continue };
        let message = format!("a service keeps state of its own: {what}");
        let help = "Keep it in the database, or in a cache that all processes share: a second process has another one, and a restart \
                    has none.";
        findings.push(Finding::new(&RULE, message, help, Label::new(&facts.path, span.range(), "changes here")));
    }
}

/// A `static mut`, or one that is made of what changes.
fn of_static(model: &Model, load: LoadId, facts: &FileFacts, id: ItemId, item: &Item) -> Option<(Span, String)> {
    let name = item.name?;
    let text = facts.slice(item.span);
    let before = text.get(..name.range().start.checked_sub(item.span.range().start)?)?;
    if before.trim_end().ends_with("mut") {
        return Some((name, format!("`static mut {}`", facts.name(name))));
    }
    let bodies = &facts.bodies;
    let (_, body) = bodies.iter().find(|(_, body)| body.owner == BodyOwner::Item(id))?;
    let made = bodies.exprs(body).find_map(|(_, expr)| {
        let ExprKind::Path(path) = expr.kind else { return None };
        let names = facts.segments(bodies.path(path).path);
        let of = names.len().checked_sub(2).and_then(|at| names.get(at)).map(|name| facts.name(*name))?;
        let is_own = matches!(model.target(load, path), Some(crate::project::bodies::Target::Item { .. }));
        (CHANGING.contains(&of) && !is_own).then_some(of)
    })?;
    Some((name, format!("`{}` (`{made}`)", facts.name(name))))
}

/// A field behind a lock.
fn of_struct(model: &Model, load: LoadId, facts: &FileFacts, id: ItemId) -> Option<(Span, String)> {
    facts.fields_of(id).iter().find_map(|field| {
        let changing = facts.type_nodes(field.ty).find_map(|(at, node)| {
            let name = facts.type_name(at);
            let is_own = matches!(model.named(load, at), Some(Named::Item(_)));
            // `Mutex<()>` guards no value: it orders what is done.
            let guards_nothing =
                facts.text.get(node.span.range().end..).is_some_and(|after| after.trim_start().starts_with("<()>"));
            (CHANGING.contains(&name) && !is_own && !guards_nothing).then_some(name)
        })?;
        let (span, what) = match field.name {
            Some(name) => (name, format!("`{}` (`{changing}`)", facts.name(name))),
            None => (facts.types.get(field.ty.index())?.span, format!("a field (`{changing}`)")),
        };
        Some((span, what))
    })
}
