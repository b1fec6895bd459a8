// src/rules/code.rs - The functions of an application, for the rules that look into bodies

//! The functions of an application, for the rules that look into bodies.

use crate::calls::values::Values;
use crate::finding::Label;
use crate::project::bodies::{FunctionRef, Target};
use crate::project::model::Model;
use crate::project::tree::{LoadId, ModuleId};
use crate::source::body::{Bodies, Body, BodyOwner, ExprId, ExprKind, LocalId, PathId};
use crate::source::facts::{FileFacts, Function, Span};

/// A function with a body, of the library or a binary of a backend. Test code is none.
#[derive(Clone, Copy)]
pub(crate) struct Code<'m> {
    /// The linked project.
    pub(crate) model: &'m Model,
    /// The function.
    pub(crate) id: FunctionRef,
    /// What it says of itself.
    pub(crate) function: &'m Function,
    /// What the file says.
    pub(crate) facts: &'m FileFacts,
    /// The module that it stands in.
    pub(crate) module: ModuleId,
    /// Its body.
    pub(crate) body: &'m Body,
}

/// All of them, by load and in the order of the code.
pub(crate) fn application(model: &Model) -> impl Iterator<Item = Code<'_>> {
    model.tree.load_ids().flat_map(|load| application_in(model, load))
}

/// Those of one load.
pub(crate) fn application_in(model: &Model, load: LoadId) -> impl Iterator<Item = Code<'_>> {
    let facts = model.facts(load);
    let count = if model.tree.load(load).test { 0 } else { facts.functions.len() as u32 };
    (0..count).filter_map(move |function| Code::of(model, FunctionRef { load, function }))
}

/// Words in the names of functions that make what is nobody's.
const SAMPLES: &[&str] = &["sample", "example", "mock", "fake", "dummy", "fixture", "placeholder"];

/// Whether the values in a body are made up: it is one of test code, or makes samples for documentation and the like.
pub(crate) fn is_made_up(facts: &FileFacts, body: &Body) -> bool {
    match body.owner {
        BodyOwner::Function(function) => facts.functions.get(function as usize).is_some_and(|function| {
            let name = facts.name(function.name);
            function.test || SAMPLES.iter().any(|word| name.contains(word))
        }),
        BodyOwner::Item(item) | BodyOwner::Associated(item, _) => {
            facts.items.get(item.index()).is_some_and(|item| item.test)
        }
    }
}

impl<'m> Code<'m> {
    /// A function by its number, if it is one of them.
    pub(crate) fn of(model: &'m Model, id: FunctionRef) -> Option<Self> {
        let facts = model.facts(id.load);
        let function = facts.functions.get(id.function as usize)?;
        let item = facts.items.get(function.item.index())?;
        let module = *model.tree.load(id.load).modules.get(item.scope.index())?;
        let body = facts.bodies.body(function.body?);
        let is_one = !function.test && !item.test && !model.tree.load(id.load).test && model.is_application(module);
        is_one.then_some(Self { model, id, function, facts, module, body })
    }

    /// The bodies of the file.
    pub(crate) fn bodies(&self) -> &'m Bodies {
        &self.facts.bodies
    }

    /// The expressions of the body, what stands in another before it.
    pub(crate) fn exprs(&self) -> impl Iterator<Item = (ExprId, ExprKind, Span)> + 'm {
        self.bodies().exprs(self.body).map(|(id, expr)| (id, expr.kind, expr.span))
    }

    /// The types of its values.
    pub(crate) fn values(&self) -> Values<'m> {
        Values::of(self.model, self.id.load, self.body)
    }

    /// The name of the function.
    pub(crate) fn name(&self) -> &'m str {
        self.facts.name(self.function.name)
    }

    /// What a path means of another package: `std::fs::read`.
    pub(crate) fn outside(&self, path: PathId) -> Option<&'m str> {
        match self.model.target(self.id.load, path)? {
            Target::Outside(name) => Some(name),
            Target::Item { .. } | Target::Module(_) => None,
        }
    }

    /// The last name of a path.
    pub(crate) fn last(&self, path: PathId) -> &'m str {
        self.bodies().last_name(path, self.facts)
    }

    /// The path of another package that an expression calls.
    pub(crate) fn called_outside(&self, id: ExprId) -> Option<&'m str> {
        let ExprKind::Call { function, .. } = self.bodies().kind(id) else { return None };
        let ExprKind::Path(path) = self.bodies().kind(function) else { return None };
        self.outside(path)
    }

    /// What a chain of method calls begins with; `.await`, `?` and references are passed over.
    pub(crate) fn root(&self, id: ExprId) -> ExprId {
        let mut at = id;
        loop {
            at = match self.bodies().kind(at) {
                ExprKind::MethodCall(call) => self.bodies().method_call(call).receiver,
                ExprKind::Reference { value, .. }
                | ExprKind::Unary { value, .. }
                | ExprKind::Await(value)
                | ExprKind::Try(value) => value,
                _ => return at,
            };
        }
    }

    /// The variable that an expression is, behind references, `*` and fields.
    pub(crate) fn local(&self, id: ExprId) -> Option<LocalId> {
        match self.bodies().kind(id) {
            ExprKind::Local(local) => Some(local),
            ExprKind::Reference { value, .. } | ExprKind::Unary { value, .. } => self.local(value),
            _ => None,
        }
    }

    /// Whether a value is a failure: `Err(..)`, also where it is returned or mapped, or a macro that fails.
    pub(crate) fn is_failure(&self, id: ExprId) -> bool {
        const FAILING: [&str; 5] = ["bail", "panic", "unreachable", "todo", "unimplemented"];
        let bodies = self.bodies();
        match bodies.kind(id) {
            ExprKind::Call { function, .. } => {
                matches!(bodies.kind(function), ExprKind::Path(path) if self.last(path) == "Err")
            }
            ExprKind::Macro(call) => FAILING.contains(&self.last(bodies.macro_call(call).path)),
            ExprKind::MethodCall(call) => self.is_failure(bodies.method_call(call).receiver),
            ExprKind::Return(Some(value)) | ExprKind::Await(value) | ExprKind::Try(value) => self.is_failure(value),
            _ => false,
        }
    }

    /// A place in the file.
    pub(crate) fn label(&self, span: Span, text: impl Into<String>) -> Label {
        Label::new(&self.facts.path, span.range(), text)
    }
}
