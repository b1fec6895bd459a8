// src/rules/s08_logging/secret_in_log.rs - RB805: a secret that is logged

//! RB805: a secret that is logged.

use crate::calls::logging::log_calls;
use crate::calls::values::Values;
use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::{Code, application_in};
use crate::rules::secrets::is_secret;
use crate::source::body::{ExprId, ExprKind, MacroArgument};
use rulebook_conventions::section::Section;

/// RB805.
pub static RULE: Rule = Rule {
    code: "RB805",
    name: "secret-in-log",
    section: Some(Section::Logging),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a password, token, secret or key as a field or an argument of a log macro",
    page: include_str!("secret_in_log.md"),
    check: Check::Linked(check),
};

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for code in application_in(model, load) {
        let mut values: Option<Values<'_>> = None;
        for call in log_calls(model, code.id.load, code.body) {
            let arguments = code.bodies().macro_call(call.call).arguments;
            for argument in code.bodies().arguments(arguments) {
                let values = values.get_or_insert_with(|| code.values());
                let Some(name) = secret(&code, values, &argument) else { continue };
                let message = format!("`{name}` is written to the log");
                let help = "Leave it out, or log what tells one from another without giving it away: an id, the last four characters, \
                            whether it is there.";
                let span = code.bodies().expr(argument.value).span;
                findings.push(Finding::new(&RULE, message, help, code.label(span, "a secret")));
            }
        }
    }
}

/// What an argument is called, if it is a secret.
fn secret<'m>(code: &Code<'m>, values: &Values<'m>, argument: &MacroArgument) -> Option<&'m str> {
    let words = &code.model.package_of(code.module).settings.secret_words;
    let by_value = value_name(code, argument.value);
    let by_field = argument.name.map(|name| code.facts.name(name));
    let exposed = exposes(code, argument.value).then_some("expose_secret()");
    let name = exposed.or_else(|| by_value.filter(|name| is_secret(words, name))).or_else(|| {
        // A field of that name whose value says otherwise: `token = token.len()`.
        by_field.filter(|name| is_secret(words, name) && (by_value.is_some() || is_plain(code, argument.value)))
    })?;
    let hides = |id| {
        let ty = values.type_of(id)?;
        values.external(ty).filter(|(package, _)| *package == "secrecy" || *package == "redact")
    };
    (exposed.is_some() || hides(argument.value).is_none()).then_some(name)
}

/// The name of a variable or a field that is shown as it is.
fn value_name<'m>(code: &Code<'m>, id: ExprId) -> Option<&'m str> {
    let bodies = code.bodies();
    match bodies.kind(id) {
        ExprKind::Local(local) => Some(code.facts.name(bodies.local(local).name)),
        ExprKind::Field { name, .. } => Some(code.facts.name(name)),
        ExprKind::Reference { value, .. } | ExprKind::Unary { value, .. } => value_name(code, value),
        ExprKind::MethodCall(call) => {
            let call = bodies.method_call(call);
            let shows =
                ["clone", "as_str", "as_ref", "to_string", "to_owned", "unwrap_or_default", "display", "as_deref"];
            shows.contains(&code.facts.name(call.name)).then(|| value_name(code, call.receiver))?
        }
        _ => None,
    }
}

/// Whether a value is neither worked out nor a literal.
fn is_plain(code: &Code<'_>, id: ExprId) -> bool {
    matches!(code.bodies().kind(id), ExprKind::Path(_) | ExprKind::Index { .. })
}

fn exposes(code: &Code<'_>, id: ExprId) -> bool {
    let mut found = false;
    code.bodies().walk(id, &mut |_, expr| {
        if let ExprKind::MethodCall(call) = expr.kind {
            let call = code.bodies().method_call(call);
            let name = code.facts.name(call.name);
            // Of its length nobody learns it.
            if ["len", "is_empty", "chars"].contains(&name) {
                return false;
            }
            found |= name == "expose_secret";
        }
        !found
    });
    found
}
