// src/routes/text.rs - Strings and macros, paths above all

use std::rc::Rc;

use super::Handler;
use super::eval::{Evaluator, Frame};
use super::router;
use super::value::{Answer, Value};
use crate::project::bodies::Target;
use crate::source::body::{ArgumentForm, ExprId, ExprKind, MacroArgument, MacroCall, MethodCall};

impl Evaluator<'_> {
    /// What an expression says as a part of a path: itself, or `<name>` for what is known only at run time.
    pub(super) fn text_of(&mut self, frame: &mut Frame, id: ExprId) -> Rc<str> {
        match self.evaluate(frame, id) {
            Value::Text(text) => text,
            _ => format!("<{}>", self.placeholder(frame, id)).into(),
        }
    }

    /// A name for what an expression says: that of its variable, field or function.
    fn placeholder(&self, frame: &Frame, id: ExprId) -> String {
        let facts = self.facts(frame);
        let bodies = &facts.bodies;
        let name = match bodies.kind(id) {
            ExprKind::Local(local) => Some(facts.name(bodies.local(local).name)),
            ExprKind::Field { name, .. } => Some(facts.name(name)),
            ExprKind::Path(path) => Some(self.last_name(frame, path)),
            ExprKind::Call { function, .. } => return self.placeholder(frame, function),
            ExprKind::Reference { value, .. } | ExprKind::Try(value) | ExprKind::Await(value) => {
                return self.placeholder(frame, value);
            }
            ExprKind::MethodCall(call) => {
                let call = bodies.method_call(call);
                let name = facts.name(call.name);
                if is_transparent(name) || name.starts_with("trim") {
                    return self.placeholder(frame, call.receiver);
                }
                Some(name)
            }
            _ => None,
        };
        name.map_or_else(|| "path".to_owned(), str::to_lowercase)
    }

    pub(super) fn text_method(&mut self, frame: &mut Frame, text: &Rc<str>, name: &str, call: &MethodCall) -> Value {
        let values = self.evaluate_all(frame, call.arguments);
        match (name, values.as_slice()) {
            ("trim", []) => Value::text(text.trim()),
            ("trim_end_matches" | "trim_start_matches", [Value::Text(part)]) => Value::text(match name {
                "trim_end_matches" => text.trim_end_matches(&**part),
                _ => text.trim_start_matches(&**part),
            }),
            ("push_str", [Value::Text(more)]) => {
                self.assign(frame, call.receiver, Value::text(&format!("{text}{more}")));
                Value::Unknown
            }
            ("to_lowercase" | "to_ascii_lowercase", []) => Value::text(&text.to_lowercase()),
            (name, _) if is_transparent(name) => Value::Text(Rc::clone(text)),
            _ => Value::Unknown,
        }
    }

    pub(super) fn macro_call(&mut self, frame: &mut Frame, id: ExprId, call: MacroCall) -> Value {
        let facts = self.facts(frame);
        let arguments: Vec<MacroArgument> = facts.bodies.arguments(call.arguments).collect();
        let name = self.last_name(frame, call.path);
        let is_of_utoipa = matches!(self.model.target(frame.load, call.path),
            Some(Target::Outside(path)) if path.starts_with("utoipa_axum::"));
        match name {
            "format" | "concat" | "format_args" | "const_format" | "formatcp" | "concatcp" => {
                self.written(frame, name, &arguments)
            }
            "vec" => {
                let parts = arguments.iter().map(|argument| self.evaluate(frame, argument.value)).collect();
                Value::List(Rc::new(parts))
            }
            "routes" if is_of_utoipa => self.documented(frame, id, &arguments),
            _ => {
                for argument in arguments {
                    self.evaluate(frame, argument.value);
                }
                Value::Unknown
            }
        }
    }

    /// The text of `format!` and `concat!`.
    fn written(&mut self, frame: &mut Frame, name: &str, arguments: &[MacroArgument]) -> Value {
        if name.starts_with("concat") {
            let parts: Vec<Rc<str>> = arguments.iter().map(|argument| self.text_of(frame, argument.value)).collect();
            return Value::text(&parts.concat());
        }
        let Some((format, rest)) = arguments.split_first() else { return Value::Unknown };
        let Value::Text(format) = self.evaluate(frame, format.value) else { return Value::Unknown };
        let mut given =
            rest.iter().filter(|argument| argument.form != ArgumentForm::Captured && argument.name.is_none());
        let mut text = String::new();
        let mut left = &*format;
        while let Some(at) = left.find(['{', '}']) {
            let (before, brace) = left.split_at(at);
            text.push_str(before);
            if let Some(after) = brace.strip_prefix("{{") {
                text.push('{');
                left = after;
            } else if let Some(after) = brace.strip_prefix("}}") {
                text.push('}');
                left = after;
            } else {
                let end = brace.find('}').unwrap_or(brace.len() - 1);
                let inner = brace.get(1..end).unwrap_or_default();
                let name = inner.split(':').next().unwrap_or_default().trim();
                let value = match name.parse::<usize>() {
                    Ok(number) => rest.get(number).map(|argument| argument.value),
                    Err(_) if name.is_empty() => given.next().map(|argument| argument.value),
                    Err(_) => self.argument_named(frame, rest, name),
                };
                match value {
                    Some(value) => text.push_str(&self.text_of(frame, value)),
                    None => text.push_str(&format!("<{}>", if name.is_empty() { "path" } else { name })),
                }
                left = brace.get(end + 1..).unwrap_or_default();
            }
        }
        text.push_str(left);
        Value::text(&text)
    }

    /// The argument that is named so, or captured from the variable of that name.
    fn argument_named(&self, frame: &Frame, arguments: &[MacroArgument], name: &str) -> Option<ExprId> {
        let facts = self.facts(frame);
        let is_it = |argument: &&MacroArgument| match argument.name {
            Some(span) => facts.name(span) == name,
            None => {
                let bodies = &facts.bodies;
                let said = match bodies.kind(argument.value) {
                    ExprKind::Local(local) => facts.name(bodies.local(local).name),
                    _ => facts.slice(bodies.expr(argument.value).span),
                };
                argument.form == ArgumentForm::Captured && said == name
            }
        };
        arguments.iter().find(is_it).map(|argument| argument.value)
    }

    /// `routes!(a, b)` of utoipa-axum: each handler is routed by its own documentation.
    fn documented(&mut self, frame: &mut Frame, id: ExprId, arguments: &[MacroArgument]) -> Value {
        let mut answers = Vec::new();
        for argument in arguments {
            let Value::Function(function) = self.evaluate(frame, argument.value) else {
                let place = self.place(frame, id);
                self.lose(place, "`routes!` takes a handler here that can't be followed");
                continue;
            };
            let documentation = self.model.function(function).and_then(|function| function.documentation.as_deref());
            let Some(documentation) = documentation else {
                let place = self.place(frame, argument.value);
                self.lose(place, "`routes!` takes a handler whose `#[utoipa::path(..)]` can't be read");
                continue;
            };
            for method in documentation.methods.iter().filter_map(|name| super::Method::named(name)) {
                let path = documentation.path.as_deref().map(Into::into);
                let handler = Handler::Function(function);
                answers.push(Answer {
                    method,
                    handler,
                    layers: Vec::new(),
                    path: Some(path.unwrap_or_else(|| "/".into())),
                });
            }
        }
        Value::Documented(Rc::new(answers))
    }

    pub(super) fn lose(&mut self, place: super::value::Place, reason: &str) {
        self.lost.push(router::lost(place, reason));
    }
}

/// Whether a method gives a text as it is, or the thing itself in another wrapping.
pub(super) fn is_transparent(name: &str) -> bool {
    [
        "as_deref",
        "as_mut",
        "as_ref",
        "as_str",
        "boxed",
        "borrow",
        "clone",
        "cloned",
        "copied",
        "deref",
        "expect",
        "into",
        "into_inner",
        "into_string",
        "leak",
        "to_owned",
        "to_string",
        "unwrap",
        "unwrap_or_default",
        "take",
        "ok",
        "context",
        "with_context",
        "map_err",
        "as_bytes",
        "into_boxed_str",
    ]
    .contains(&name)
}
