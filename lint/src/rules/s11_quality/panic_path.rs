// src/rules/s11_quality/panic_path.rs - RB1104: code of a request that may panic

//! RB1104: code of a request that may panic.

use crate::calls::values::Values;
use crate::finding::Finding;
use crate::project::bodies::Target;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::{Code, application_in};
use crate::source::body::{ExprId, ExprKind, LocalId, MacroCallId, MethodCall};
use rulebook_conventions::section::Section;

/// RB1104.
pub static RULE: Rule = Rule {
    code: "RB1104",
    name: "panic-path",
    section: Some(Section::Quality),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "`unwrap`, `expect`, `panic!` and the like, or an index from a request, in `api`, `services` or `models`",
    page: include_str!("panic_path.md"),
    check: Check::Linked(check),
};

/// The layers that requests pass.
const LAYERS: [&str; 3] = ["api", "services", "models"];

/// Methods that panic where there is not what they ask for.
const PANICKING: &[&str] = &["unwrap", "expect", "unwrap_err", "expect_err", "unwrap_unchecked"];

/// Macros that panic whatever comes.
const MACROS: &[&str] = &["panic", "todo", "unimplemented"];

/// Beginnings of functions that take what can be checked by reading it: a pattern, a number, a date.
const CHECKED: &[&str] = &["compile", "from_", "new", "parse", "try_from", "try_new", "with_ymd"];

/// Parts of the names of those among them that go and look somewhere.
const LOOKING: &[&str] = &["file", "path", "env", "reader", "dir"];

/// Functions that run what they are given once, for all requests.
const ONCE: &[&str] = &["get_or_init", "get_or_try_init", "call_once", "force"];

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for code in application_in(model, load) {
        if !model.place(code.module).is_some_and(|place| LAYERS.contains(&place.layer.as_str())) {
            continue;
        }
        let mut values = None;
        let mut given = None;
        code.bodies().walk(code.body.value, &mut |id, expr| {
            match expr.kind {
                ExprKind::MethodCall(call) => {
                    let call = code.bodies().method_call(call);
                    let name = code.facts.name(call.name);
                    if ONCE.contains(&name) {
                        return false;
                    }
                    let values = values.get_or_insert_with(|| code.values());
                    if PANICKING.contains(&name) && panics(&code, values, id, &call) {
                        let message = format!("`{name}` panics where there is nothing to {}", verb(name));
                        let help = "Give the error on by `?`, made into one of the service's (`.ok_or_else(..)`, `.map_err(..)`), or say what \
                                    holds instead by `unwrap_or`.";
                        // The call itself, without what it is called on.
                        let span = call.name.to(expr.span);
                        findings.push(Finding::new(&RULE, message, help, code.label(span, "panics")));
                    }
                }
                ExprKind::Macro(call) => {
                    if let Some(name) = panicking_macro(&code, call) {
                        let message = format!("`{name}!` ends the request without an answer");
                        let help = "Return an error of the service's: a panic tells the caller nothing and leaves half of the work done.";
                        findings.push(Finding::new(&RULE, message, help, code.label(expr.span, "panics")));
                    }
                }
                ExprKind::Index { index, .. } => {
                    let given = given.get_or_insert_with(|| given_values(&code));
                    if let Some(local) = index_of(&code, index, given) {
                        let name = code.facts.name(code.bodies().local(local).name);
                        let message = format!("an index made of `{name}` panics where it is out of bounds");
                        let help = "Take `.get(..)` and answer what is not there with an error.";
                        findings.push(Finding::new(&RULE, message, help, code.label(expr.span, "panics")));
                    }
                }
                _ => {}
            }
            true
        });
    }
}

fn verb(name: &str) -> &'static str {
    if name.starts_with("expect") { "expect" } else { "unwrap" }
}

/// Whether a call of `unwrap` and its kin is one of the standard library's, on what may not be there.
fn panics(code: &Code<'_>, values: &Values<'_>, id: ExprId, call: &MethodCall) -> bool {
    let bodies = code.bodies();
    let name = code.facts.name(call.name);
    let arguments: Vec<ExprId> = bodies.list(call.arguments).collect();
    let fits = match name {
        "unwrap" | "unwrap_err" | "unwrap_unchecked" => arguments.is_empty(),
        // `parser.expect(Token::Comma)` is another one.
        _ => arguments.len() == 1 && arguments.first().is_some_and(|text| is_text(code, *text)),
    };
    let is_own = code.model.calls.callee(code.model, code.id.load, id).is_some();
    fits && !is_own
        && !is_lock(code, call.receiver)
        && !is_certain(code, call.receiver)
        && !is_other(values, call.receiver)
}

fn is_text(code: &Code<'_>, id: ExprId) -> bool {
    match code.bodies().kind(id) {
        ExprKind::Text(_) | ExprKind::Macro(_) | ExprKind::Local(_) => true,
        ExprKind::Reference { value, .. } => is_text(code, value),
        // A constant.
        ExprKind::Path(path) => {
            code.last(path).chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit())
        }
        _ => false,
    }
}

/// A value of a type that is known and has no `unwrap` of the standard library.
fn is_other(values: &Values<'_>, id: ExprId) -> bool {
    values.type_of(id).is_some_and(|ty| values.item(ty).is_some() && !values.is_result(id) && !values.holds(ty))
}

/// `mutex.lock().unwrap()`: it fails where another thread panicked, and goes on panicking.
fn is_lock(code: &Code<'_>, id: ExprId) -> bool {
    let ExprKind::MethodCall(call) = code.bodies().kind(id) else { return false };
    let call = code.bodies().method_call(call);
    let is_locking =
        ["lock", "read", "write", "try_lock", "get_mut", "into_inner"].contains(&code.facts.name(call.name));
    is_locking && code.bodies().list(call.arguments).len() == 0
}

/// Whether a value can be checked by reading it: all that it is made of are literals. So can what is written into a `String`.
fn is_certain(code: &Code<'_>, id: ExprId) -> bool {
    let bodies = code.bodies();
    match bodies.kind(id) {
        ExprKind::Macro(call) => ["write", "writeln"].contains(&code.last(bodies.macro_call(call).path)),
        ExprKind::Call { function, arguments } => {
            let ExprKind::Path(path) = bodies.kind(function) else { return false };
            let mut all = bodies.list(arguments);
            all.len() > 0 && is_checked(code.last(path)) && all.all(|argument| is_fixed(code, argument))
        }
        ExprKind::MethodCall(call) => {
            let call = bodies.method_call(call);
            let is_kept = ["ok", "single", "earliest", "latest", "and_hms_opt", "unwrap", "expect"];
            let name = code.facts.name(call.name);
            if is_kept.contains(&name) {
                return is_certain(code, call.receiver);
            }
            let mut arguments = bodies.list(call.arguments);
            is_checked(name) && is_fixed(code, call.receiver) && arguments.all(|argument| is_fixed(code, argument))
        }
        _ => false,
    }
}

fn is_checked(name: &str) -> bool {
    CHECKED.iter().any(|known| name.starts_with(known)) && !LOOKING.iter().any(|word| name.contains(word))
}

/// A literal, a constant, or several of them.
fn is_fixed(code: &Code<'_>, id: ExprId) -> bool {
    let bodies = code.bodies();
    match bodies.kind(id) {
        ExprKind::Text(_) | ExprKind::Integer | ExprKind::Literal | ExprKind::Bool(_) => true,
        ExprKind::Path(path) => {
            let last = code.last(path);
            let is_constant = last.starts_with(|c: char| c.is_ascii_uppercase());
            is_constant && !matches!(code.model.target(code.id.load, path), Some(Target::Module(_)))
        }
        ExprKind::Reference { value, .. } | ExprKind::Unary { value, .. } | ExprKind::Cast { value, .. } => {
            is_fixed(code, value)
        }
        ExprKind::MethodCall(call) => {
            let call = bodies.method_call(call);
            let is_owned = ["to_owned", "to_string", "into", "as_bytes"].contains(&code.facts.name(call.name));
            is_owned && is_fixed(code, call.receiver)
        }
        ExprKind::Tuple(parts) | ExprKind::Array(parts) => bodies.list(parts).all(|part| is_fixed(code, part)),
        _ => false,
    }
}

fn panicking_macro<'m>(code: &Code<'m>, call: MacroCallId) -> Option<&'m str> {
    let path = code.bodies().macro_call(call).path;
    let name = code.last(path);
    let is_own = matches!(code.model.target(code.id.load, path), Some(Target::Item { .. }));
    (MACROS.contains(&name) && !is_own).then_some(name)
}

/// The parameters of a function, and what is bound to a part of one.
fn given_values(code: &Code<'_>) -> Vec<LocalId> {
    let bodies = code.bodies();
    let parameters = bodies.pattern_list(code.body.parameters);
    let mut given: Vec<LocalId> = parameters.flat_map(|pattern| bodies.bindings(pattern)).collect();
    for (local, value) in bodies.lets(code.body) {
        if part_of(code, value, &given).is_some() {
            given.push(local);
        }
    }
    given
}

/// The variable that a value is or is a field of, if it is one of some: `query.page`, `page as usize`.
fn part_of(code: &Code<'_>, id: ExprId, given: &[LocalId]) -> Option<LocalId> {
    match code.bodies().kind(id) {
        ExprKind::Local(local) => given.contains(&local).then_some(local),
        ExprKind::Field { base: value, .. }
        | ExprKind::Cast { value, .. }
        | ExprKind::Reference { value, .. }
        | ExprKind::Unary { value, .. } => part_of(code, value, given),
        ExprKind::Binary { left, right, .. } => part_of(code, left, given).or_else(|| part_of(code, right, given)),
        _ => None,
    }
}

/// The variable from a caller that an index is made of. One that is compared with something before is checked.
fn index_of(code: &Code<'_>, index: ExprId, given: &[LocalId]) -> Option<LocalId> {
    let bodies = code.bodies();
    let made_of = match bodies.kind(index) {
        ExprKind::Range { from, to } => {
            let from = from.and_then(|from| part_of(code, from, given));
            from.or_else(|| to.and_then(|to| part_of(code, to, given)))
        }
        _ => part_of(code, index, given),
    }?;
    // What is no number is the key of a map or the name of a field of JSON.
    let is_number = || {
        let of_type = bodies.local(made_of).ty;
        let stated = of_type.map(|ty| code.facts.type_name(ty).to_owned());
        let parameter = || {
            let name = code.facts.name(bodies.local(made_of).name);
            let mut parameters = code.function.parameters.iter();
            let of = parameters.find(|parameter| parameter.name.is_some_and(|it| code.facts.name(it) == name));
            of.map(|parameter| code.facts.type_name(parameter.ty).to_owned())
        };
        let by_cast = || {
            let mut cast = false;
            bodies.walk(index, &mut |_, expr| {
                cast |= matches!(expr.kind, ExprKind::Cast { .. } | ExprKind::Range { .. });
                true
            });
            cast
        };
        stated.or_else(parameter).is_some_and(|ty| ty == "usize") || by_cast()
    };
    let is_compared = code.exprs().any(|(id, kind, _)| {
        let mut named = false;
        if matches!(kind, ExprKind::Binary { operator: crate::source::body::Binary::Compare, .. }) {
            bodies.walk(id, &mut |_, expr| {
                named |= expr.kind == ExprKind::Local(made_of);
                !named
            });
        }
        named && id < index
    });
    (is_number() && !is_compared).then_some(made_of)
}
