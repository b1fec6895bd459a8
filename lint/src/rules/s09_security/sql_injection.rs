// src/rules/s09_security/sql_injection.rs - RB905: SQL that is put together from values

//! RB905: SQL that is put together from values.

use rustc_hash::FxHashMap;

use crate::calls::values::Values;
use crate::finding::Finding;
use crate::project::bodies::Target;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::{Code, application_in};
use crate::source::body::{Binary, ExprId, ExprKind, LocalId, MacroCallId};
use crate::source::facts::Span;
use rulebook_conventions::section::Section;

/// RB905.
pub static RULE: Rule = Rule {
    code: "RB905",
    name: "sql-injection",
    section: Some(Section::Security),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "SQL put together from values: `format!`, `+`, `push_str`, `AssertSqlSafe`, `QueryBuilder::push` of a value",
    page: include_str!("sql_injection.md"),
    check: Check::Linked(check),
};

/// The most steps on the way to where a value comes from.
const DEPTH: usize = 16;

/// Methods that give the text that they are called on, or a part of it.
const SAME: &[&str] = &[
    "as_deref",
    "as_ref",
    "as_str",
    "clone",
    "into",
    "to_lowercase",
    "to_owned",
    "to_string",
    "to_uppercase",
    "trim",
    "trim_end",
    "trim_start",
    "unwrap",
    "unwrap_or",
    "unwrap_or_default",
    "expect",
    "cloned",
    "as_mut_str",
];

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for code in application_in(model, load) {
        let bodies = code.bodies();
        let sinks = sinks(&code);
        if sinks.is_empty() {
            continue;
        }
        let flow = Flow::of(&code);
        let mut said: Vec<Span> = Vec::new();
        for (sink, whole) in sinks {
            // A statement that is handed in as a whole is put together by somebody else.
            let Some(value) = flow.foreign(sink, 0).filter(|_| !(whole && flow.is_handed_in(sink))) else { continue };
            let span = bodies.expr(value).span;
            if said.contains(&span) {
                continue;
            }
            said.push(span);
            let text = code.facts.slice(span);
            let message = format!("`{text}` is put into SQL as text");
            let help = "Bind it: `$1` in the statement and `.bind(..)` behind it, or `push_bind` of `QueryBuilder`. What names a column or an \
                        order comes from a `match` over the names that are allowed.";
            let mut finding = Finding::new(&RULE, message, help, code.label(span, "becomes a part of the statement"));
            if bodies.expr(sink).span != span {
                finding.related.push(code.label(bodies.expr(sink).span, "the statement"));
            }
            findings.push(finding);
        }
    }
}

/// The expressions that become SQL: the first argument of what makes a statement, and what is pushed to a builder. With each,
/// whether it is all of the statement.
fn sinks(code: &Code<'_>) -> Vec<(ExprId, bool)> {
    let bodies = code.bodies();
    let mut found = Vec::new();
    for query in code.model.queries.of(code.id) {
        match bodies.kind(query.call) {
            ExprKind::Call { arguments, .. } => found.extend(bodies.list(arguments).next().map(|first| (first, true))),
            ExprKind::MethodCall(call) => {
                let first = bodies.list(bodies.method_call(call).arguments).next();
                found.extend(first.map(|first| (first, true)));
            }
            _ => {}
        }
    }
    for (_, kind, _) in code.exprs() {
        let ExprKind::MethodCall(call) = kind else { continue };
        let call = bodies.method_call(call);
        let name = code.facts.name(call.name);
        if ["push", "push_unseparated"].contains(&name) && is_builder(code, call.receiver) {
            found.extend(bodies.list(call.arguments).next().map(|first| (first, false)));
        }
    }
    found
}

/// Whether a chain begins with a `QueryBuilder` of sqlx: a local one, or one that is lent.
fn is_builder(code: &Code<'_>, id: ExprId) -> bool {
    let root = code.root(id);
    let is_made = |call: ExprId| {
        code.called_outside(call).is_some_and(|name| name.starts_with("sqlx") && name.contains("QueryBuilder::"))
    };
    match code.bodies().kind(root) {
        ExprKind::Call { .. } => is_made(root),
        ExprKind::Local(local) => {
            let values = code.values();
            let stated = values.type_of(root).is_some_and(|ty| values.name(ty) == "QueryBuilder");
            stated
                || code
                    .bodies()
                    .lets(code.body)
                    .any(|(bound, value)| bound == local && (is_made(code.root(value)) || is_builder_step(code, value)))
        }
        _ => false,
    }
}

/// `builder.separated(", ")` of a builder.
fn is_builder_step(code: &Code<'_>, value: ExprId) -> bool {
    let ExprKind::MethodCall(call) = code.bodies().kind(value) else { return false };
    let call = code.bodies().method_call(call);
    code.facts.name(call.name) == "separated" && is_builder(code, call.receiver)
}

/// The variables that patterns bind to parts of a value, with the value.
fn parts(code: &Code<'_>) -> FxHashMap<LocalId, ExprId> {
    let bodies = code.bodies();
    let mut found = FxHashMap::default();
    let mut add = |pattern, value| found.extend(bodies.bindings(pattern).into_iter().map(|local| (local, value)));
    for (_, kind, _) in code.exprs() {
        match kind {
            ExprKind::Let { pattern, value } => add(pattern, value),
            ExprKind::For { pattern, iterated, .. } => add(pattern, iterated),
            ExprKind::Match { value, arms } => bodies.arms(arms).for_each(|arm| add(arm.pattern, value)),
            _ => {}
        }
    }
    found
}

/// Where the values of a function come from.
struct Flow<'c, 'm> {
    code: &'c Code<'m>,
    values: Values<'m>,
    lets: FxHashMap<LocalId, ExprId>,
    /// What the variables of patterns are parts of: `value` of `if let Some(value) = &filter.name`.
    parts: FxHashMap<LocalId, ExprId>,
    /// What is added to a text that changes.
    added: FxHashMap<LocalId, Vec<ExprId>>,
    parameters: Vec<LocalId>,
}

impl<'c, 'm> Flow<'c, 'm> {
    fn of(code: &'c Code<'m>) -> Self {
        let bodies = code.bodies();
        let values = code.values();
        let parameters =
            bodies.pattern_list(code.body.parameters).flat_map(|pattern| bodies.bindings(pattern)).collect();
        let mut flow = Self {
            code,
            values,
            lets: bodies.lets(code.body).collect(),
            parts: parts(code),
            added: FxHashMap::default(),
            parameters,
        };
        for (_, kind, _) in code.exprs() {
            match kind {
                ExprKind::MethodCall(call) => {
                    let call = bodies.method_call(call);
                    if ["push_str", "push", "insert_str", "extend"].contains(&code.facts.name(call.name))
                        && let Some(local) = code.local(call.receiver)
                    {
                        flow.added.entry(local).or_default().extend(bodies.list(call.arguments).last());
                    }
                }
                ExprKind::Binary { operator: Binary::AddAssign, left, right } => {
                    if let Some(local) = code.local(left) {
                        flow.added.entry(local).or_default().push(right);
                    }
                }
                ExprKind::Assign { left, right } => {
                    if let Some(local) = code.local(left) {
                        flow.added.entry(local).or_default().push(right);
                    }
                }
                ExprKind::Macro(call) => {
                    let call = bodies.macro_call(call);
                    let arguments: Vec<_> = bodies.arguments(call.arguments).collect();
                    if ["write", "writeln"].contains(&code.last(call.path))
                        && let Some(local) = arguments.first().and_then(|first| code.local(first.value))
                    {
                        flow.added.entry(local).or_default().extend(arguments.iter().skip(2).map(|it| it.value));
                    }
                }
                _ => {}
            }
        }
        flow
    }

    /// A value from outside that an expression is, or is put together from. Numbers, constants, texts of the code and what a `match`
    /// chooses among them are none; of what is not known nothing is said.
    fn foreign(&self, id: ExprId, depth: usize) -> Option<ExprId> {
        if depth > DEPTH {
            return None;
        }
        let bodies = self.code.bodies();
        match bodies.kind(id) {
            ExprKind::Local(local) => self.local(id, local, depth),
            ExprKind::Field { base, .. } => {
                let of_input = self.is_input(base) || self.foreign(base, depth + 1).is_some();
                (of_input && self.is_text(id)).then_some(id)
            }
            ExprKind::Reference { value, .. }
            | ExprKind::Unary { value, .. }
            | ExprKind::Try(value)
            | ExprKind::Await(value) => self.foreign(value, depth + 1),
            ExprKind::Binary { operator: Binary::Add, left, right } => {
                self.foreign(left, depth + 1).or_else(|| self.foreign(right, depth + 1))
            }
            ExprKind::MethodCall(call) => {
                let call = bodies.method_call(call);
                let name = self.code.facts.name(call.name);
                if self.code.model.calls.callee(self.code.model, self.code.id.load, id).is_some() {
                    return None;
                }
                SAME.contains(&name).then(|| self.foreign(call.receiver, depth + 1))?
            }
            ExprKind::Call { function, arguments } => {
                let ExprKind::Path(path) = bodies.kind(function) else { return None };
                let last = self.code.last(path);
                let is_passed = ["AssertSqlSafe", "from", "new", "Some", "Ok", "Borrowed", "Owned"].contains(&last)
                    && !matches!(self.code.model.target(self.code.id.load, path), Some(Target::Item { .. }));
                is_passed.then(|| bodies.list(arguments).find_map(|argument| self.foreign(argument, depth + 1)))?
            }
            ExprKind::Macro(call) => self.formatted(call, depth),
            ExprKind::If { then, otherwise, .. } => {
                self.foreign(then, depth + 1).or_else(|| self.foreign(otherwise?, depth + 1))
            }
            ExprKind::Match { arms, .. } => bodies.arms(arms).find_map(|arm| self.foreign(arm.value, depth + 1)),
            ExprKind::Block { statements, .. } => self.foreign(bodies.tail(statements)?, depth + 1),
            _ => None,
        }
    }

    fn formatted(&self, call: MacroCallId, depth: usize) -> Option<ExprId> {
        let bodies = self.code.bodies();
        let call = bodies.macro_call(call);
        if !["format", "concat", "format_args"].contains(&self.code.last(call.path)) {
            return None;
        }
        bodies.arguments(call.arguments).find_map(|argument| self.foreign(argument.value, depth + 1))
    }

    fn local(&self, id: ExprId, local: LocalId, depth: usize) -> Option<ExprId> {
        let added = self.added.get(&local).into_iter().flatten().find_map(|value| self.foreign(*value, depth + 1));
        if added.is_some() {
            return added;
        }
        if let Some(value) = self.lets.get(&local) {
            return self.foreign(*value, depth + 1);
        }
        let of_input = || {
            let whole = self.parts.get(&local);
            whole.is_some_and(|whole| self.is_input(*whole) || self.foreign(*whole, depth + 1).is_some())
        };
        ((self.parameters.contains(&local) || of_input()) && self.is_text(id)).then_some(id)
    }

    /// Whether an expression is a parameter or a part of one as it is.
    fn is_handed_in(&self, id: ExprId) -> bool {
        let bodies = self.code.bodies();
        match bodies.kind(id) {
            ExprKind::Local(local) => !self.lets.contains_key(&local) && !self.added.contains_key(&local),
            ExprKind::Reference { value, .. } | ExprKind::Unary { value, .. } => self.is_handed_in(value),
            ExprKind::Field { base, .. } => self.is_handed_in(base),
            ExprKind::Call { arguments, .. } => {
                let mut arguments = bodies.list(arguments);
                arguments.len() == 1 && arguments.next().is_some_and(|argument| self.is_handed_in(argument))
            }
            ExprKind::MethodCall(call) => {
                let call = bodies.method_call(call);
                SAME.contains(&self.code.facts.name(call.name)) && self.is_handed_in(call.receiver)
            }
            _ => false,
        }
    }

    /// Whether an expression is a parameter, or a field of one.
    fn is_input(&self, id: ExprId) -> bool {
        let bodies = self.code.bodies();
        match bodies.kind(id) {
            ExprKind::Local(local) => match self.lets.get(&local) {
                Some(_) => false,
                None => self.parameters.contains(&local),
            },
            ExprKind::Field { base, .. } => self.is_input(base),
            ExprKind::Reference { value, .. } | ExprKind::Unary { value, .. } => self.is_input(value),
            _ => false,
        }
    }

    /// Whether the stated type of an expression is a text that is not a part of the program.
    fn is_text(&self, id: ExprId) -> bool {
        let Some(ty) = self.values.type_of(id) else { return false };
        let text = self.values.text(ty);
        match self.values.name(ty) {
            // `&'static str` stands in the source.
            "str" | "String" | "Cow" => !self.values.is_static(ty),
            "Option" | "Vec" => text.contains("String") || text.contains("str"),
            _ => false,
        }
    }
}
