// src/rules/s09_security/authorization_in_api.rs - RB904: a permission that is decided in a handler

//! RB904: a permission that is decided in a handler.

use crate::finding::Finding;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::{Code, application};
use crate::source::body::{Binary, ExprId, ExprKind};
use crate::source::facts::Span;
use rulebook_conventions::section::Section;

/// RB904.
pub static RULE: Rule = Rule {
    code: "RB904",
    name: "authorization-in-api",
    section: Some(Section::Security),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a permission decided in a handler: a role or an owner compared",
    page: include_str!("authorization_in_api.md"),
    check: Check::Routes(check),
};

/// Fields that say what somebody may do.
const ROLES: &[&str] = &[
    "role",
    "roles",
    "permission",
    "permissions",
    "scope",
    "scopes",
    "is_admin",
    "is_superuser",
    "is_staff",
    "is_owner",
];

/// Fields that say whose something is.
const OWNERS: &[&str] = &["user_id", "owner_id", "owner", "author_id", "author", "created_by", "account_id"];

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for code in application(model).filter(|code| served.is_handler(code.id)) {
        // A condition of several parts decides once.
        let mut decided: Vec<Span> = Vec::new();
        for (_, kind, span) in code.exprs().collect::<Vec<_>>().into_iter().rev() {
            let what = match kind {
                ExprKind::Binary { operator: Binary::Equal | Binary::Unequal, left, right } => {
                    compared(&code, left, right)
                }
                ExprKind::If { condition, .. } => decides(&code, condition),
                ExprKind::Macro(call) if code.last(code.bodies().macro_call(call).path) == "matches" => {
                    let arguments = code.bodies().macro_call(call).arguments;
                    let first = code.bodies().arguments(arguments).next();
                    first.and_then(|first| named(&code, first.value, ROLES))
                }
                ExprKind::Match { value, .. } => named(&code, value, ROLES),
                _ => None,
            };
            let Some(what) = what else { continue };
            let span = match kind {
                ExprKind::If { condition, .. } => code.bodies().expr(condition).span,
                ExprKind::Match { value, .. } => code.bodies().expr(value).span,
                _ => span,
            };
            if decided.iter().any(|decided| decided.contains(span)) {
                continue;
            }
            decided.push(span);
            let message = format!("the handler `{}` decides by `{what}` who may do this", code.name());
            let help = "Hand `user_id` to the service and decide there: what calls the service without the handler, an engine or a job, is \
                        held to it too.";
            findings.push(Finding::new(&RULE, message, help, code.label(span, "decided here")));
        }
    }
}

/// What is compared, if it is a role, or the owner of something with somebody's id.
fn compared<'m>(code: &Code<'m>, left: ExprId, right: ExprId) -> Option<&'m str> {
    // Two roles side by side tell what changes, and not who may change it.
    let role = match (named(code, left, ROLES), named(code, right, ROLES)) {
        (Some(_), Some(_)) => None,
        (Some(role), None) => Some(role).filter(|_| !is_of_request(code, left)),
        (None, other) => other.filter(|_| !is_of_request(code, right)),
    };
    let owner = || {
        let one = named(code, left, OWNERS).filter(|_| is_of_user(code, right));
        one.or_else(|| named(code, right, OWNERS).filter(|_| is_of_user(code, left)))
    };
    role.or_else(owner)
}

/// What a condition decides by: a role by itself (`user.is_admin`), or what it compares.
fn decides<'m>(code: &Code<'m>, condition: ExprId) -> Option<&'m str> {
    match code.bodies().kind(condition) {
        ExprKind::Unary { value, .. } => decides(code, value),
        ExprKind::Binary { operator: Binary::And | Binary::Or, left, right } => {
            decides(code, left).or_else(|| decides(code, right))
        }
        ExprKind::Binary { operator: Binary::Equal | Binary::Unequal, left, right } => compared(code, left, right),
        _ => named(code, condition, ROLES).filter(|name| name.starts_with("is_")),
    }
}

/// The field, or the method without arguments, that an expression reads, if it is one of some.
fn named<'m>(code: &Code<'m>, id: ExprId, names: &[&str]) -> Option<&'m str> {
    let bodies = code.bodies();
    let name = match bodies.kind(id) {
        ExprKind::Field { name, .. } => code.facts.name(name),
        ExprKind::MethodCall(call) => {
            let call = bodies.method_call(call);
            let name = code.facts.name(call.name);
            match name {
                "as_str" | "as_ref" | "clone" | "contains" | "iter" | "has" => {
                    return named(code, call.receiver, names);
                }
                _ if bodies.list(call.arguments).len() == 0 => name,
                _ => return None,
            }
        }
        ExprKind::Reference { value, .. } | ExprKind::Unary { value, .. } => return named(code, value, names),
        _ => return None,
    };
    names.contains(&name).then_some(name)
}

/// Whether an expression is a field of what is asked for: that is no permission of who asks.
fn is_of_request(code: &Code<'_>, id: ExprId) -> bool {
    const REQUESTS: [&str; 8] = ["request", "req", "payload", "body", "input", "form", "query", "params"];
    let bodies = code.bodies();
    match bodies.kind(id) {
        ExprKind::Local(local) => REQUESTS.contains(&code.facts.name(bodies.local(local).name)),
        ExprKind::Field { base: value, .. } | ExprKind::Reference { value, .. } | ExprKind::Unary { value, .. } => {
            is_of_request(code, value)
        }
        ExprKind::MethodCall(call) => is_of_request(code, bodies.method_call(call).receiver),
        _ => false,
    }
}

/// Whether an expression is the id of somebody: a field of a variable that is called so.
fn is_of_user(code: &Code<'_>, id: ExprId) -> bool {
    let bodies = code.bodies();
    match bodies.kind(id) {
        ExprKind::Field { base, name } => {
            let name = code.facts.name(name);
            ["id", "user_id", "sub", "0"].contains(&name) && is_user(code, base)
        }
        ExprKind::MethodCall(call) => {
            let call = bodies.method_call(call);
            bodies.list(call.arguments).len() == 0 && is_of_user(code, call.receiver)
                || (["id", "user_id"].contains(&code.facts.name(call.name)) && is_user(code, call.receiver))
        }
        ExprKind::Reference { value, .. } | ExprKind::Unary { value, .. } => is_of_user(code, value),
        ExprKind::Local(local) => code.facts.name(bodies.local(local).name) == "user_id",
        _ => false,
    }
}

fn is_user(code: &Code<'_>, id: ExprId) -> bool {
    match code.bodies().kind(id) {
        ExprKind::Local(local) => {
            let name = code.facts.name(code.bodies().local(local).name);
            ["user", "current_user", "auth", "auth_user", "claims", "session", "identity", "me", "caller"]
                .contains(&name)
        }
        ExprKind::Field { base, name } => code.facts.name(name) == "user" || is_user(code, base),
        _ => false,
    }
}
