// src/rules/s12_checklist/hard_coded_value.rs - RB1201: a value in the code that belongs into the settings or a constant

//! RB1201: a value in the code that belongs into the settings or a constant.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use bitcode::{Decode, Encode};

use crate::finding::{Finding, Label};
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Gathered, Rule, Severity};
use crate::rules::code::{Code, application_in, is_made_up};
use crate::source::body::{Binary, Body, ExprId, ExprKind, PatternId, PatternKind};
use crate::source::facts::{FileFacts, Span};
use rulebook_conventions::section::Section;

/// RB1201.
pub static RULE: Rule = Rule {
    code: "RB1201",
    name: "hard-coded-value",
    section: Some(Section::Checklist),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a URL, a host and port or a file's path in the code, or the same limit written in several places",
    page: include_str!("hard_coded_value.md"),
    check: Check::Gathered(gather, check),
};

/// Hosts of names that look like URLs and are asked of nobody: XML, JSON schemas and the like, and examples (RFC 2606).
const NAMES_OF_KINDS: &[&str] = &[
    "www.w3.org",
    "json-schema.org",
    "schemas.xmlsoap.org",
    "schemas.microsoft.com",
    "schema.org",
    "purl.org",
    "xmlns.com",
    "example.com",
    "example.org",
    "tools.ietf.org",
    "datatracker.ietf.org",
];

/// The folders that Unix begins with.
const ROOTS: &[&str] = &[
    "bin", "boot", "dev", "etc", "home", "lib", "mnt", "opt", "proc", "root", "run", "sbin", "srv", "sys", "tmp",
    "usr", "var",
];

/// What a file has to do with the rule.
#[derive(Encode, Decode)]
enum Written {
    /// A text that says where something is.
    Text(ExprId),
    /// A number that limits something.
    Limit {
        function: u32,
        number: ExprId,
        /// The name of what it limits.
        what: Span,
    },
}

fn gather(model: &Model, load: LoadId) -> Vec<u8> {
    let mut written = Vec::new();
    if is_judged(model, load) {
        let facts = model.facts(load);
        for (_, body) in facts.bodies.iter().filter(|(_, body)| !is_made_up(facts, body)) {
            texts(facts, body, &mut written);
        }
    }
    for code in application_in(model, load) {
        if !model.place(code.module).is_some_and(|place| place.is_in("core", "settings")) {
            let limits = code.exprs().filter_map(|(id, ..)| limit(&code, id));
            written.extend(limits.map(|(number, what)| Written::Limit { function: code.id.function, number, what }));
        }
    }
    Gathered::encode(&written)
}

fn check(model: &Model, gathered: &Gathered<'_>, findings: &mut Vec<Finding>) {
    let mut written: BTreeMap<(&str, &str), Vec<(Code<'_>, ExprId)>> = BTreeMap::new();
    for (load, said) in gathered.each() {
        let facts = model.facts(load);
        match said {
            Written::Text(id) => findings.extend(text(facts, id)),
            Written::Limit { function, number, what } => {
                let Some(code) = Code::of(model, FunctionRef { load, function }) else { continue };
                let key = (facts.slice(facts.bodies.expr(number).span), facts.name(what));
                written.entry(key).or_default().push((code, number));
            }
        }
    }
    limits(&written, findings);
}

/// Whether the texts of a file are looked at: it is code of an application, and not of its settings.
fn is_judged(model: &Model, load: LoadId) -> bool {
    let of = model.tree.load(load);
    let is_settings = |module| model.place(module).is_some_and(|place| place.is_in("core", "settings"));
    !of.test && of.modules.first().is_some_and(|module| !is_settings(*module) && model.is_application(*module))
}

fn texts(facts: &FileFacts, body: &Body, written: &mut Vec<Written>) {
    let bodies = &facts.bodies;
    let all_compared = OnceCell::new();
    let find = || bodies.exprs(body).flat_map(|(_, expr)| compared(facts, expr.kind)).collect::<Vec<ExprId>>();
    for (id, expr) in bodies.exprs(body) {
        let ExprKind::Text(text) = expr.kind else { continue };
        if kind(bodies.text(text, facts)).is_some() && !all_compared.get_or_init(find).contains(&id) {
            written.push(Written::Text(id));
        }
    }
}

/// What a text is, if it says where something is.
fn kind(text: &str) -> Option<&'static str> {
    match text {
        _ if is_url(text) => Some("the URL"),
        _ if is_address(text) => Some("the address"),
        _ if is_file(text) => Some("the path"),
        _ => None,
    }
}

fn text(facts: &FileFacts, id: ExprId) -> Option<Finding> {
    let text = facts.bodies.as_text(id, facts)?;
    let what = kind(text)?;
    let shown: String = text.chars().take(60).collect();
    let message = format!("{what} `{shown}` stands in the code");
    let help = "Give the settings a field for it, with this as its default in `core::settings`, and hand it on from there: it is another \
                one on the next machine.";
    let span = facts.bodies.expr(id).span;
    Some(Finding::new(&RULE, message, help, Label::new(&facts.path, span.range(), "written here")))
}

/// What an expression compares: a text that others are held against is a name, and nobody goes there.
fn compared(facts: &FileFacts, kind: ExprKind) -> Vec<ExprId> {
    let bodies = &facts.bodies;
    match kind {
        ExprKind::Binary { operator: Binary::Equal | Binary::Unequal, left, right } => vec![left, right],
        ExprKind::MethodCall(call) => {
            let call = bodies.method_call(call);
            let compares =
                ["contains", "ends_with", "eq", "starts_with", "strip_prefix", "strip_suffix", "trim_start_matches"];
            let name = facts.name(call.name);
            if compares.contains(&name) { bodies.list(call.arguments).collect() } else { Vec::new() }
        }
        ExprKind::Match { arms, .. } => {
            let patterns = bodies.arms(arms).flat_map(|arm| match bodies.pattern(arm.pattern).kind {
                PatternKind::Or(parts) => bodies.pattern_list(parts).collect(),
                _ => vec![arm.pattern],
            });
            let literal = |pattern: PatternId| match bodies.pattern(pattern).kind {
                PatternKind::Literal(value) => Some(value),
                _ => None,
            };
            patterns.filter_map(literal).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a whole text is a URL with a host.
fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let is_scheme = scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    // One that is put in, `sqlite://{path}`, or none at all, `file:///`; `{region}.company.net` says enough.
    let stated = host.rsplit('}').next().unwrap_or_default();
    let is_host = (host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
        || (host.starts_with('{') && stated.contains('.')))
        && host.chars().all(|c| c.is_ascii_alphanumeric() || "-.:[]{}_".contains(c))
        && (host.contains(['.', ':']) || host == "localhost");
    let of_kind = NAMES_OF_KINDS.iter().any(|name| host == *name || host.ends_with(&format!(".{name}")));
    is_scheme && is_host && !of_kind && !text.contains(char::is_whitespace)
}

/// Whether a whole text is a host and a port: `localhost:5432`, `0.0.0.0:3000`.
fn is_address(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else { return false };
    let is_port = !port.is_empty() && port.len() <= 5 && port.chars().all(|c| c.is_ascii_digit());
    let numbers: Vec<&str> = host.split('.').collect();
    let is_v4 = numbers.len() == 4 && numbers.iter().all(|part| part.parse::<u8>().is_ok());
    let is_name = host.contains('.')
        && host.starts_with(|c: char| c.is_ascii_lowercase())
        && host.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c));
    let is_v6 = host.starts_with('[') && host.ends_with(']') && host.contains(':');
    // Port 0 is any port.
    is_port && port != "0" && (host == "localhost" || is_v4 || is_name || is_v6)
}

/// Whether a whole text is the path of a file or a folder of one machine. Paths of routes are none.
fn is_file(text: &str) -> bool {
    if text.contains(char::is_whitespace) {
        return false;
    }
    let is_windows = text.get(1..3) == Some(":\\") && text.starts_with(|c: char| c.is_ascii_alphabetic());
    let mut parts = text.split('/');
    let is_unix = parts.next() == Some("")
        && parts.next().is_some_and(|root| ROOTS.contains(&root))
        && parts.next().is_some_and(|inner| !inner.is_empty() && !inner.starts_with([':', '{', '*']));
    // What a Unix always has.
    let is_device = ["/dev/null", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/urandom"].contains(&text);
    (is_windows || is_unix) && !is_device && !text.starts_with("/proc/self")
}

/// Limits that several functions write for one thing.
fn limits(written: &BTreeMap<(&str, &str), Vec<(Code<'_>, ExprId)>>, findings: &mut Vec<Finding>) {
    for ((number, what), places) in written {
        let Some((first, at)) = places.first() else { continue };
        let mut functions: Vec<FunctionRef> = vec![first.id];
        for (code, id) in places {
            if functions.contains(&code.id) {
                continue;
            }
            functions.push(code.id);
            let message = format!("the limit {number} of `{what}` is written in several places");
            let help = "Write it once, as a constant with a name beside what it limits, or as a setting: the next one to change it finds one of \
                        them.";
            let mut finding =
                Finding::new(&RULE, message, help, code.label(code.bodies().expr(*id).span, "again here"));
            finding.severity = Severity::Warning;
            finding.related.push(first.label(first.bodies().expr(*at).span, "first here"));
            findings.push(finding);
        }
    }
}

/// The number that an expression limits something by, and what it limits: `name.len() > 80`, `rows.truncate(200)`.
fn limit(code: &Code<'_>, id: ExprId) -> Option<(ExprId, Span)> {
    let bodies = code.bodies();
    match bodies.kind(id) {
        ExprKind::Binary { operator: Binary::Compare, left, right } => {
            let one = is_limit(code, right).then(|| measured(code, left)).flatten().map(|what| (right, what));
            one.or_else(|| is_limit(code, left).then(|| measured(code, right)).flatten().map(|what| (left, what)))
        }
        ExprKind::MethodCall(call) => {
            let call = bodies.method_call(call);
            let is_limiting = ["min", "take", "truncate", "clamp", "limit"].contains(&code.facts.name(call.name));
            let last = bodies.list(call.arguments).last().filter(|last| is_limiting && is_limit(code, *last))?;
            Some((last, named(code, call.receiver)?))
        }
        _ => None,
    }
}

/// A whole number that is no small one: 0, 1 and 2 are no limits that anyone would change.
fn is_limit(code: &Code<'_>, id: ExprId) -> bool {
    let is_integer = code.bodies().kind(id) == ExprKind::Integer;
    let digits: String = code.facts.slice(code.bodies().expr(id).span).chars().filter(|c| *c != '_').collect();
    let digits = digits.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    is_integer && digits.parse::<u64>().is_ok_and(|number| number > 9)
}

/// What is measured: `name` of `name.len()` and `name.chars().count()`.
fn measured(code: &Code<'_>, id: ExprId) -> Option<Span> {
    match code.bodies().kind(id) {
        ExprKind::MethodCall(call) => {
            let call = code.bodies().method_call(call);
            let name = code.facts.name(call.name);
            match name {
                "len" | "count" | "chars" | "bytes" | "trim" => {
                    named(code, call.receiver).or_else(|| measured(code, call.receiver))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The name of a variable or a field.
fn named(code: &Code<'_>, id: ExprId) -> Option<Span> {
    match code.bodies().kind(id) {
        ExprKind::Local(local) => Some(code.bodies().local(local).name),
        ExprKind::Field { name, .. } => Some(name),
        ExprKind::Reference { value, .. } | ExprKind::Unary { value, .. } => named(code, value),
        _ => None,
    }
}
