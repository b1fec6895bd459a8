// src/rules/s10_async/guard_across_await.rs - RB1004: a lock's guard that is held while something is awaited

//! RB1004: a lock's guard that is held while something is awaited.

use crate::calls::values::Values;
use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::{Code, application_in};
use crate::source::body::{BlockKind, ExprId, ExprKind, LocalId, Statement, StatementKind};
use rulebook_conventions::section::Section;

/// RB1004.
pub static RULE: Rule = Rule {
    code: "RB1004",
    name: "guard-across-await",
    section: Some(Section::Async),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a guard of a `std` lock that is held across an `.await`",
    page: include_str!("guard_across_await.md"),
    check: Check::Linked(check),
};

/// Methods that lock.
const LOCKING: &[&str] = &["lock", "read", "write"];

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for code in application_in(model, load) {
        let values = code.values();
        for (_, kind, _) in code.exprs() {
            match kind {
                ExprKind::Block { statements, .. } => {
                    let statements: Vec<Statement> = code.bodies().statements(statements).collect();
                    for (at, statement) in statements.iter().enumerate() {
                        let Some((guard, value)) = guard(&code, &values, statement) else { continue };
                        let rest = statements.get(at + 1..).unwrap_or_default();
                        if let Some(awaited) = awaited_while_held(&code, guard, rest) {
                            report(&code, value, awaited, findings);
                        }
                    }
                }
                // What is locked for a `match` is held until it ends.
                ExprKind::Match { value, arms } => {
                    let Some(locked) = temporary_guard(&code, &values, value) else { continue };
                    let arms = code.bodies().arms(arms);
                    if let Some(awaited) = arms.into_iter().find_map(|arm| first_await(&code, arm.value)) {
                        report(&code, locked, awaited, findings);
                    }
                }
                ExprKind::If { condition, then, .. } => {
                    let ExprKind::Let { value, .. } = code.bodies().kind(condition) else { continue };
                    let Some(locked) = temporary_guard(&code, &values, value) else { continue };
                    if let Some(awaited) = first_await(&code, then) {
                        report(&code, locked, awaited, findings);
                    }
                }
                _ => {}
            }
        }
    }
}

fn report(code: &Code<'_>, locked: ExprId, awaited: ExprId, findings: &mut Vec<Finding>) {
    let bodies = code.bodies();
    let message = "a lock is held while something is awaited";
    let help = "Take what is needed out of the lock in a block of its own, which ends before the `.await`; or take \
                `tokio::sync::Mutex`, if it has to be held meanwhile.";
    let mut finding = Finding::new(&RULE, message, help, code.label(bodies.expr(locked).span, "locked here"));
    finding.related.push(code.label(bodies.expr(awaited).span, "awaited while the lock is held"));
    findings.push(finding);
}

/// The variable that a statement binds a guard to, and the guard.
fn guard(code: &Code<'_>, values: &Values<'_>, statement: &Statement) -> Option<(LocalId, ExprId)> {
    code.bodies().let_of(statement).filter(|(_, value)| is_guard(code, values, *value))
}

/// Whether an expression is a guard: `x.lock().unwrap()`, which no async lock has, or `x.lock()` of a lock that is known.
fn is_guard(code: &Code<'_>, values: &Values<'_>, id: ExprId) -> bool {
    let bodies = code.bodies();
    match bodies.kind(id) {
        ExprKind::MethodCall(call) => {
            let call = bodies.method_call(call);
            let name = code.facts.name(call.name);
            let is_bare = bodies.list(call.arguments).len() == 0;
            match name {
                "unwrap" | "expect" | "unwrap_or_else" => {
                    is_locking(code, call.receiver) && lock_of(code, values, call.receiver).is_none_or(|it| it == "std")
                }
                _ if LOCKING.contains(&name) && is_bare => lock_of(code, values, id) == Some("parking_lot"),
                _ => false,
            }
        }
        ExprKind::Try(value) => is_locking(code, value) && lock_of(code, values, value) == Some("std"),
        _ => false,
    }
}

/// Whether an expression calls a method that locks and does not await it.
fn is_locking(code: &Code<'_>, id: ExprId) -> bool {
    let ExprKind::MethodCall(call) = code.bodies().kind(id) else { return false };
    let call = code.bodies().method_call(call);
    LOCKING.contains(&code.facts.name(call.name)) && code.bodies().list(call.arguments).len() == 0
}

/// The package of the lock that a locking call is made on.
fn lock_of<'m>(code: &Code<'m>, values: &Values<'m>, id: ExprId) -> Option<&'m str> {
    let ExprKind::MethodCall(call) = code.bodies().kind(id) else { return None };
    let receiver = code.bodies().method_call(call).receiver;
    let (package, name) = values.external(values.type_of(receiver)?)?;
    ["Mutex", "RwLock", "ReentrantMutex", "FairMutex"].contains(&name).then_some(package)
}

/// A guard in the middle of a chain, which lives as long as the statement that it stands in.
fn temporary_guard(code: &Code<'_>, values: &Values<'_>, id: ExprId) -> Option<ExprId> {
    let mut at = id;
    loop {
        if is_guard(code, values, at) {
            return Some(at);
        }
        at = match code.bodies().kind(at) {
            ExprKind::MethodCall(call) => {
                let call = code.bodies().method_call(call);
                // What is taken out of it by value lets go of nothing: the temporary stays.
                call.receiver
            }
            ExprKind::Reference { value, .. } | ExprKind::Unary { value, .. } => value,
            ExprKind::Field { base, .. } => base,
            _ => return None,
        };
    }
}

/// The first `.await` in statements before a guard is dropped or handed on.
fn awaited_while_held(code: &Code<'_>, guard: LocalId, rest: &[Statement]) -> Option<ExprId> {
    for statement in rest {
        let parts: Vec<ExprId> = match statement.kind {
            StatementKind::Let { value, otherwise, .. } => value.into_iter().chain(otherwise).collect(),
            StatementKind::Expr { value, .. } => vec![value],
        };
        for part in parts {
            if gives_away(code, part, guard) {
                return None;
            }
            if let Some(awaited) = first_await(code, part) {
                return Some(awaited);
            }
        }
    }
    None
}

/// Whether an expression takes a variable by value somewhere: `drop(guard)`, `guard.into_inner()` of a wait, a return.
fn gives_away(code: &Code<'_>, id: ExprId, local: LocalId) -> bool {
    let bodies = code.bodies();
    let mut given = false;
    bodies.walk(id, &mut |_, expr| {
        let by_value = |part: ExprId| bodies.kind(part) == ExprKind::Local(local);
        match expr.kind {
            ExprKind::Call { arguments, .. } => given |= bodies.list(arguments).any(by_value),
            ExprKind::MethodCall(call) => given |= bodies.list(bodies.method_call(call).arguments).any(by_value),
            ExprKind::Return(Some(value)) | ExprKind::Assign { right: value, .. } => given |= by_value(value),
            _ => {}
        }
        true
    });
    given
}

fn first_await(code: &Code<'_>, id: ExprId) -> Option<ExprId> {
    let mut found = None;
    code.bodies().walk(id, &mut |at, expr| {
        match expr.kind {
            ExprKind::Await(_) => found = found.or(Some(at)),
            // These run elsewhere.
            ExprKind::Closure(_) | ExprKind::Block { kind: BlockKind::Async, .. } => return false,
            _ => {}
        }
        found.is_none()
    });
    found
}
