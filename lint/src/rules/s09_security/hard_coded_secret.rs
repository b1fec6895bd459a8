// src/rules/s09_security/hard_coded_secret.rs - RB906: a secret in the source

//! RB906: a secret in the source.

use std::cell::OnceCell;

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::is_made_up;
use crate::rules::secrets::is_secret;
use crate::source::body::{Body, BodyOwner, Expr, ExprId, ExprKind};
use crate::source::facts::{FileFacts, Span};
use rulebook_conventions::section::Section;

/// RB906.
pub static RULE: Rule = Rule {
    code: "RB906",
    name: "hard-coded-secret",
    section: Some(Section::Security),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a secret in the source",
    page: include_str!("hard_coded_secret.md"),
    check: Check::Linked(check),
};

/// Beginnings of keys that services give out, each with the least length of what follows.
const PREFIXES: &[(&str, usize)] = &[
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 30),
    ("ghp_", 30),
    ("gho_", 30),
    ("ghs_", 30),
    ("github_pat_", 30),
    ("glpat-", 16),
    ("sk_live_", 16),
    ("rk_live_", 16),
    ("sk-ant-", 16),
    ("sk-proj-", 16),
    ("xoxb-", 16),
    ("xoxp-", 16),
    ("SG.", 30),
    ("npm_", 30),
    ("-----BEGIN PRIVATE KEY", 0),
    ("-----BEGIN RSA PRIVATE KEY", 0),
    ("-----BEGIN EC PRIVATE KEY", 0),
    ("-----BEGIN OPENSSH PRIVATE KEY", 0),
];

/// Functions that take a key.
const TAKES_KEY: &[&str] = &["from_secret", "bearer_auth", "basic_auth", "new_from_slice"];

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    let of = model.tree.load(load);
    let Some(module) = of.modules.first().filter(|_| !of.test) else { return };
    if !model.is_application(*module) {
        return;
    }
    let facts = model.facts(load);
    let words = &model.package_of(*module).settings.secret_words;
    for (_, body) in facts.bodies.iter().filter(|(_, body)| !is_made_up(facts, body)) {
        let named = OnceCell::new();
        for (id, expr) in facts.bodies.exprs(body) {
            let Some(text) = literal(facts, &expr) else { continue };
            let is_key = PREFIXES.iter().any(|(prefix, least)| {
                text.strip_prefix(prefix).is_some_and(|rest| rest.len() >= *least && !text.contains("..."))
            });
            let names = || named.get_or_init(|| names(facts, body)).iter().filter(|(_, value)| *value == id);
            let is_telling = |name: &&str| is_secret(words, name) || TAKES_KEY.contains(name);
            let by_name = if is_value(text) { names().map(|(name, _)| *name).find(is_telling) } else { None };
            if !is_key && by_name.is_none() && !has_password(text) {
                continue;
            }
            let message = match by_name {
                Some(name) if !TAKES_KEY.contains(&name) => format!("the value of `{name}` stands in the source"),
                _ => "a secret stands in the source".to_owned(),
            };
            let help = "Read it in `core::settings` from the environment or a secret store, and change it where it is in use: \
                        what was committed once is known.";
            findings.push(Finding::new(&RULE, message, help, Label::new(&facts.path, expr.span.range(), "the secret")));
        }
    }
}

/// What a string or a byte string says.
fn literal<'f>(facts: &'f FileFacts, expr: &Expr) -> Option<&'f str> {
    match expr.kind {
        ExprKind::Text(text) => Some(facts.bodies.text(text, facts)),
        ExprKind::Literal => {
            let text = facts.slice(expr.span);
            let text = text.strip_prefix("b\"").or_else(|| text.strip_prefix("br\""))?;
            text.strip_suffix('"')
        }
        _ => None,
    }
}

/// The names that values have: constants, variables, fields, what they are compared with, functions that take keys.
fn names<'f>(facts: &'f FileFacts, body: &Body) -> Vec<(&'f str, ExprId)> {
    let bodies = &facts.bodies;
    let mut found: Vec<(&str, ExprId)> = Vec::new();
    let mut add = |name: Span, value: ExprId| found.push((facts.name(name), inner(facts, value)));
    match body.owner {
        BodyOwner::Item(item) => {
            if let Some(name) = facts.items.get(item.index()).and_then(|item| item.name) {
                add(name, body.value);
            }
        }
        BodyOwner::Associated(_, name) => add(name, body.value),
        BodyOwner::Function(_) => {}
    }
    for (local, value) in bodies.lets(body) {
        add(bodies.local(local).name, value);
    }
    for (_, expr) in bodies.exprs(body) {
        match expr.kind {
            ExprKind::Struct { fields, .. } => {
                for field in bodies.fields(fields) {
                    add(field.name, field.value);
                }
            }
            ExprKind::Binary { left, right, .. } => {
                for (one, other) in [(left, right), (right, left)] {
                    match bodies.kind(one) {
                        ExprKind::Local(local) => add(bodies.local(local).name, other),
                        ExprKind::Field { name, .. } => add(name, other),
                        _ => {}
                    }
                }
            }
            ExprKind::MethodCall(call) => {
                let call = bodies.method_call(call);
                for argument in bodies.list(call.arguments) {
                    add(call.name, argument);
                }
            }
            ExprKind::Call { function, arguments } => {
                if let ExprKind::Path(path) = bodies.kind(function)
                    && let Some(last) = facts.last_segment(bodies.path(path).path)
                {
                    for argument in bodies.list(arguments) {
                        add(last, argument);
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// The literal behind `.to_owned()`, `String::from(..)`, `SecretString::from(..)` and the like.
fn inner(facts: &FileFacts, id: ExprId) -> ExprId {
    let bodies = &facts.bodies;
    match bodies.kind(id) {
        ExprKind::MethodCall(call) => {
            let call = bodies.method_call(call);
            let passes = ["into", "to_owned", "to_string", "as_bytes", "to_vec"].contains(&facts.name(call.name));
            if passes { inner(facts, call.receiver) } else { id }
        }
        ExprKind::Call { function, arguments } => {
            let last = match bodies.kind(function) {
                ExprKind::Path(path) => bodies.last_name(path, facts),
                _ => "",
            };
            let mut arguments = bodies.list(arguments);
            match (last, arguments.len(), arguments.next()) {
                ("from" | "new" | "Some" | "Ok", 1, Some(only)) => inner(facts, only),
                _ => id,
            }
        }
        ExprKind::Reference { value, .. } => inner(facts, value),
        _ => id,
    }
}

/// Whether a text may be a secret and not the name of one, of a header or of a variable, or words for people.
fn is_value(text: &str) -> bool {
    let is_long = text.len() >= 6;
    let is_words = text.contains(char::is_whitespace) || text.contains(['{', '}', '<', '>']);
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    let is_mixed = text.contains(|c: char| c.is_ascii_uppercase()) && text.contains(|c: char| c.is_ascii_lowercase());
    let has_mark = text.contains(|c: char| !c.is_alphanumeric() && !"_-.:/".contains(c));
    // `x-api-key`, `APP__AUTH__SECRET`, `/oauth/token`, `Bearer`: names are words, parted by marks.
    let is_name = text
        .split(['_', '-', '.', ':', '/'])
        .all(|part| part.chars().all(|c| c.is_ascii_lowercase()) || part.chars().all(|c| c.is_ascii_uppercase()));
    let is_url = text.contains("://");
    is_long && !is_words && !is_url && !is_name && (has_digit || has_mark || (is_mixed && text.len() >= 16))
}

/// Whether a URL has a password in it: `postgres://app:hunter2@db/app`.
fn has_password(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((user, host)) = authority.rsplit_once('@') else { return false };
    let Some((_, password)) = user.split_once(':') else { return false };
    // A place for one, or one that a machine of its own has.
    let is_place = password.is_empty() || password.contains(['{', '<', '$', '*']);
    let is_local = ["localhost", "127.0.0.1", "[::1]"].iter().any(|local| host.starts_with(local));
    !is_place && !is_local
}
