// src/calls/values.rs - The types of the values in a body, as far as they are stated somewhere

//! The types of the values in a body, as far as they are stated somewhere: in signatures, fields, `let` and struct literals.
//!
//! Generic parameters are not filled in; of other packages only what [`POINTERS`] and the like say is known. What can't be
//! told has no type.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::project::bodies::{FunctionRef, Target};
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::source::body::{
    Body, BodyOwner, ExprId, ExprKind, LocalId, MethodCallId, PatternId, PatternKind, StatementKind, Unary,
};
use crate::source::facts::{FileFacts, Function, ItemKind, TypeId, TypeKind};
use crate::source::written::last_name;

/// Types whose methods are those of what they hold.
const POINTERS: &[&str] = &["Arc", "Box", "Cow", "Data", "Extension", "Pin", "Rc", "State"];

/// Methods that give what they are called on, or a reference to it.
const SAME: &[&str] = &[
    "as_deref",
    "as_mut",
    "as_ref",
    "borrow",
    "borrow_mut",
    "by_ref",
    "clone",
    "cloned",
    "copied",
    "context",
    "with_context",
    "deref",
    "inspect_err",
    "map_err",
    "ok_or",
    "ok_or_else",
    "or_else",
    "to_owned",
    "into_inner",
];

/// Methods that give what a `Result` or an `Option` holds.
const UNWRAPPING: &[&str] = &["expect", "unwrap", "unwrap_or", "unwrap_or_default", "unwrap_or_else"];

/// The most steps on the way to a type.
const DEPTH: usize = 24;

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// As it is written in a file. `Self` in it is the last part.
    Stated(LoadId, TypeId, Option<ItemRef>),
    /// A type of the project.
    Item(ItemRef),
}

/// What a pattern takes apart.
#[derive(Clone, Copy)]
enum Source {
    Type(TypeId),
    Value(ExprId),
    /// One of what a value holds.
    Element(ExprId),
}

/// The types of the values in one body.
pub struct Values<'m> {
    model: &'m Model,
    load: LoadId,
    facts: &'m FileFacts,
    this: Option<ItemRef>,
    /// What binds the variables, by variable.
    sources: Vec<(LocalId, PatternId, Source)>,
    known: RefCell<FxHashMap<LocalId, Option<ValueType>>>,
}

impl<'m> Values<'m> {
    /// Those of a body.
    pub(crate) fn of(model: &'m Model, load: LoadId, body: &Body) -> Self {
        let facts = model.facts(load);
        let function = match body.owner {
            BodyOwner::Function(function) => Some(FunctionRef { load, function }),
            BodyOwner::Item(_) | BodyOwner::Associated(..) => None,
        };
        let this = match body.owner {
            BodyOwner::Associated(item, _) => model.self_type(ItemRef { load, item }),
            _ => function.and_then(|function| model.calls.self_type(model, function)),
        };
        let (sources, known) = Default::default();
        let mut values = Self { model, load, facts, this, sources, known };
        values.collect(body, function.and_then(|id| model.function(id)));
        values.sources.sort_by_key(|(local, ..)| *local);
        values
    }

    /// The type that `Self` stands for.
    pub fn this(&self) -> Option<ItemRef> {
        self.this
    }

    fn collect(&mut self, body: &Body, function: Option<&Function>) {
        let bodies = &self.facts.bodies;
        let parameters = function.map(|function| function.parameters.as_slice()).unwrap_or_default();
        for (pattern, parameter) in bodies.pattern_list(body.parameters).zip(parameters) {
            self.bind(pattern, Source::Type(parameter.ty));
        }
        for (_, expr) in bodies.exprs(body) {
            match expr.kind {
                ExprKind::Block { statements, .. } => {
                    for statement in bodies.statements(statements) {
                        if let StatementKind::Let { pattern, ty, value, .. } = statement.kind
                            && let Some(source) = ty.map(Source::Type).or(value.map(Source::Value))
                        {
                            self.bind(pattern, source);
                        }
                    }
                }
                ExprKind::Let { pattern, value } => self.bind(pattern, Source::Value(value)),
                ExprKind::Match { value, arms } => {
                    for arm in bodies.arms(arms) {
                        self.bind(arm.pattern, Source::Value(value));
                    }
                }
                ExprKind::For { pattern, iterated, .. } => self.bind(pattern, Source::Element(iterated)),
                _ => {}
            }
        }
    }

    fn bind(&mut self, pattern: PatternId, source: Source) {
        let bodies = &self.facts.bodies;
        // `let (a, b) = (one, other);` binds each to its own.
        if let (PatternKind::Tuple(parts), Source::Value(value)) = (bodies.pattern(pattern).kind, source)
            && let ExprKind::Tuple(values) = bodies.kind(value)
            && bodies.pattern_list(parts).len() == bodies.list(values).len()
        {
            for (part, value) in bodies.pattern_list(parts).zip(bodies.list(values)) {
                self.bind(part, Source::Value(value));
            }
            return;
        }
        // Most patterns are one name.
        if let PatternKind::Local { local, inner: None } = bodies.pattern(pattern).kind {
            self.sources.push((local, pattern, source));
            return;
        }
        for local in bodies.bindings(pattern) {
            self.sources.push((local, pattern, source));
        }
    }

    /// The function that a method call calls.
    pub fn method(&self, call: MethodCallId) -> Option<FunctionRef> {
        let call = self.facts.bodies.method_call(call);
        let receiver = self.type_of(call.receiver)?;
        self.model.method(self.item(receiver)?, self.facts.name(call.name))
    }

    /// The type of an expression.
    pub fn type_of(&self, id: ExprId) -> Option<ValueType> {
        self.typed(id, 0)
    }

    /// The type of the project that a value is of, or points to.
    pub fn item(&self, ty: ValueType) -> Option<ItemRef> {
        match self.peeled(ty)? {
            ValueType::Item(item) => Some(item),
            ValueType::Stated(load, id, _) => match self.model.named(load, id)? {
                Named::Item(item) => Some(*item),
                Named::External { .. } => None,
            },
        }
    }

    /// The package and the name of the type of another package that a value is of, or points to.
    pub fn external(&self, ty: ValueType) -> Option<(&'m str, &'m str)> {
        let ValueType::Stated(load, id, _) = self.peeled(ty)? else { return None };
        match self.model.named(load, id)? {
            Named::External { package, name } => Some((self.model.external(*package), last_name(name))),
            Named::Item(_) => None,
        }
    }

    /// The last name of a type as it is written, behind references, pointers and aliases.
    pub fn name(&self, ty: ValueType) -> &'m str {
        match self.peeled(ty) {
            Some(ValueType::Stated(load, id, _)) => self.model.facts(load).type_name(id),
            Some(ValueType::Item(item)) => {
                let name = self.model.item(item).and_then(|it| it.name);
                name.map_or("", |name| self.model.facts(item.load).name(name))
            }
            None => "",
        }
    }

    /// Whether an expression gives a `Result`, whatever the alias that it is called by.
    pub fn is_result(&self, id: ExprId) -> bool {
        let Some(ty) = self.type_of(id) else { return false };
        self.outcome(ty).is_some() && self.last_of_outcome(ty) != "Option"
    }

    /// Whether a type is a `Result` or an `Option`, whatever the alias that it is called by.
    pub fn holds(&self, ty: ValueType) -> bool {
        self.outcome(ty).is_some()
    }

    /// The name of a `Result` or an `Option` behind aliases.
    fn last_of_outcome(&self, ty: ValueType) -> &'m str {
        let mut at = ty;
        for _ in 0..DEPTH {
            let ValueType::Stated(load, id, _) = at else { return "" };
            at = match self.model.named(load, id) {
                Some(Named::Item(item)) => match self.alias(*item) {
                    Some(stands_for) => stands_for,
                    None => return "",
                },
                _ => return self.model.facts(load).type_name(id),
            };
        }
        ""
    }

    /// Whether a type is a reference that lives as long as the program: `&'static str`.
    pub fn is_static(&self, ty: ValueType) -> bool {
        let Some(ValueType::Stated(load, id, _)) = self.peeled(ty) else { return false };
        let facts = self.model.facts(load);
        let before = facts.types.get(id.index()).and_then(|node| facts.text.get(..node.span.range().start));
        before.is_some_and(|before| before.trim_end().ends_with("'static"))
    }

    /// A type as it is written, behind references, pointers and aliases; empty for one that is not stated.
    pub fn text(&self, ty: ValueType) -> &'m str {
        let Some(ValueType::Stated(load, id, _)) = self.peeled(ty) else { return "" };
        let facts = self.model.facts(load);
        let Some(node) = facts.types.get(id.index()) else { return "" };
        let last = facts.types.get((node.end as usize).saturating_sub(1)).unwrap_or(node);
        facts.slice(node.span.to(last.span))
    }

    fn typed(&self, id: ExprId, depth: usize) -> Option<ValueType> {
        if depth > DEPTH {
            return None;
        }
        let bodies = &self.facts.bodies;
        match bodies.kind(id) {
            ExprKind::SelfValue => self.this.map(ValueType::Item),
            ExprKind::Local(local) => self.local(local, depth),
            ExprKind::Reference { value, .. } | ExprKind::Unary { operator: Unary::Dereference, value } => {
                self.typed(value, depth + 1)
            }
            ExprKind::Await(value) => self.typed(value, depth + 1),
            ExprKind::Try(value) => self.held(self.typed(value, depth + 1)?),
            ExprKind::Cast { ty, .. } => Some(self.stated(ty)),
            ExprKind::Block { statements, .. } => self.typed(bodies.tail(statements)?, depth + 1),
            ExprKind::If { then, .. } => self.typed(then, depth + 1),
            ExprKind::Field { base, name } => {
                self.field(self.item(self.typed(base, depth + 1)?)?, self.facts.name(name))
            }
            ExprKind::Index { base, .. } => self.element(self.typed(base, depth + 1)?),
            ExprKind::Struct { path, .. } => self.struct_type(path),
            ExprKind::Path(path) => self.struct_type(path),
            ExprKind::Call { function, arguments } => {
                let ExprKind::Path(path) = bodies.kind(function) else { return None };
                if let Some(callee) = self.model.calls.named(self.model, self.load, path, self.this) {
                    return self.returned(callee);
                }
                let names = self.facts.segments(bodies.path(path).path);
                let names: Vec<&str> = names.iter().map(|name| self.facts.name(*name)).collect();
                match names.as_slice() {
                    [.., owner, "new" | "clone" | "from" | "pin"] if POINTERS.contains(owner) => {
                        self.typed(bodies.list(arguments).next()?, depth + 1)
                    }
                    _ => self.struct_type(path),
                }
            }
            ExprKind::MethodCall(call) => {
                let call = bodies.method_call(call);
                let name = self.facts.name(call.name);
                let receiver = self.typed(call.receiver, depth + 1)?;
                let own = self.item(receiver).and_then(|item| self.model.method(item, name));
                match own {
                    Some(callee) => self.returned(callee),
                    None if SAME.contains(&name) => Some(receiver),
                    None if UNWRAPPING.contains(&name) => self.held(receiver),
                    None => None,
                }
            }
            _ => None,
        }
    }

    fn stated(&self, ty: TypeId) -> ValueType {
        ValueType::Stated(self.load, ty, self.this)
    }

    fn local(&self, local: LocalId, depth: usize) -> Option<ValueType> {
        if let Some(ty) = self.facts.bodies.local(local).ty {
            return Some(self.stated(ty));
        }
        if let Some(known) = self.known.borrow().get(&local) {
            return *known;
        }
        let at = self.sources.binary_search_by_key(&local, |(local, ..)| *local);
        let source = at.ok().and_then(|at| self.sources.get(at));
        let found = source.and_then(|(_, pattern, source)| {
            let whole = match *source {
                Source::Type(ty) => self.stated(ty),
                Source::Value(value) => self.typed(value, depth + 1)?,
                Source::Element(value) => self.element(self.typed(value, depth + 1)?)?,
            };
            self.part(*pattern, whole, local)
        });
        self.known.borrow_mut().insert(local, found);
        found
    }

    /// The type of a variable that a pattern binds in a value of a type.
    fn part(&self, pattern: PatternId, ty: ValueType, local: LocalId) -> Option<ValueType> {
        let bodies = &self.facts.bodies;
        let find = |mut parts: &mut dyn Iterator<Item = (PatternId, Option<ValueType>)>| {
            let (part, ty) = Iterator::find(&mut parts, |(part, _)| bodies.bindings(*part).contains(&local))?;
            self.part(part, ty?, local)
        };
        match bodies.pattern(pattern).kind {
            PatternKind::Local { local: bound, inner } => match inner {
                _ if bound == local => Some(ty),
                Some(inner) => self.part(PatternId(inner), ty, local),
                None => None,
            },
            PatternKind::Reference(inner) => self.part(inner, ty, local),
            PatternKind::Or(parts) => find(&mut bodies.pattern_list(parts).map(|part| (part, Some(ty)))),
            PatternKind::Tuple(parts) => {
                let types = self.arguments(ty);
                let parts = bodies.pattern_list(parts).enumerate();
                find(&mut parts.map(|(at, part)| (part, types.get(at).copied())))
            }
            PatternKind::TupleStruct { path, parts } => {
                let name = bodies.last_name(path, self.facts);
                let parts: Vec<PatternId> = bodies.pattern_list(parts).collect();
                let types: Vec<Option<ValueType>> = match (name, parts.len()) {
                    ("Some" | "Ok", 1) => vec![self.held(ty)],
                    ("Err", 1) => vec![self.outcome(ty)?.1],
                    _ => match self.own_fields(ty) {
                        Some(fields) if !fields.is_empty() => fields,
                        // `State(jobs): State<Jobs>` of another package.
                        _ => vec![self.arguments(ty).first().copied()],
                    },
                };
                find(&mut parts.into_iter().enumerate().map(|(at, part)| (part, types.get(at).copied().flatten())))
            }
            PatternKind::Struct { fields, .. } => {
                let item = self.item(ty);
                let fields = bodies.field_patterns(fields);
                find(&mut fields.map(|field| {
                    let of = item.and_then(|item| self.field(item, self.facts.name(field.name)));
                    (field.pattern, of)
                }))
            }
            _ => None,
        }
    }

    /// The types of the fields of a tuple struct of the project.
    fn own_fields(&self, ty: ValueType) -> Option<Vec<Option<ValueType>>> {
        let item = match ty {
            ValueType::Item(item) => item,
            ValueType::Stated(load, id, _) => match self.model.named(load, id)? {
                Named::Item(item) => *item,
                Named::External { .. } => return None,
            },
        };
        let facts = self.model.facts(item.load);
        let fields = facts.fields_of(item.item).iter().filter(|field| field.name.is_none());
        let arguments = self.arguments(ty);
        let types = fields.map(|field| {
            let stated = ValueType::Stated(item.load, field.ty, Some(item));
            // A struct of one parameter holds what it is given.
            let given = arguments.first().copied().filter(|_| self.is_parameter(stated));
            Some(given.unwrap_or(stated))
        });
        Some(types.collect())
    }

    fn field(&self, item: ItemRef, name: &str) -> Option<ValueType> {
        let facts = self.model.facts(item.load);
        let mut fields = facts.fields_of(item.item).iter();
        let field = match name.parse::<usize>() {
            Ok(at) => fields.nth(at),
            Err(_) => fields.find(|field| field.name.is_some_and(|span| facts.name(span) == name)),
        }?;
        Some(ValueType::Stated(item.load, field.ty, Some(item)))
    }

    /// The type that a path makes a value of: a struct, or an enum of which it names a variant.
    fn struct_type(&self, path: crate::source::body::PathId) -> Option<ValueType> {
        if self.facts.first_name(self.facts.bodies.path(path).path)? == "Self" {
            return self.this.map(ValueType::Item);
        }
        let Target::Item { item, .. } = *self.model.target(self.load, path)? else { return None };
        let kind = &self.model.item(item)?.kind;
        matches!(kind, ItemKind::Struct { .. } | ItemKind::Enum { .. }).then_some(ValueType::Item(item))
    }

    /// What a function returns.
    fn returned(&self, function: FunctionRef) -> Option<ValueType> {
        let ty = self.model.function(function)?.returns?;
        Some(ValueType::Stated(function.load, ty, self.model.calls.self_type(self.model, function)))
    }

    /// A type behind references, pointers and aliases.
    fn peeled(&self, ty: ValueType) -> Option<ValueType> {
        let mut at = ty;
        for _ in 0..DEPTH {
            let ValueType::Stated(load, id, this) = at else { return Some(at) };
            let facts = self.model.facts(load);
            let node = facts.types.get(id.index())?;
            at = match node.kind {
                TypeKind::SelfType => ValueType::Item(this?),
                TypeKind::Other => match self.arguments(at).as_slice() {
                    [only] => *only,
                    _ => return Some(at),
                },
                TypeKind::Path(_) => match self.model.named(load, id) {
                    Some(Named::Item(item)) => match self.alias(*item) {
                        Some(stands_for) => stands_for,
                        None => return Some(at),
                    },
                    _ if POINTERS.contains(&facts.type_name(id)) => *self.arguments(at).first()?,
                    _ => return Some(at),
                },
            };
        }
        None
    }

    fn alias(&self, item: ItemRef) -> Option<ValueType> {
        let ty = self.model.facts(item.load).alias(item.item)?;
        Some(ValueType::Stated(item.load, ty, None))
    }

    /// The types that stand right in a type: its generic arguments, the parts of a tuple, what is referred to.
    fn arguments(&self, ty: ValueType) -> Vec<ValueType> {
        let ValueType::Stated(load, id, this) = ty else { return Vec::new() };
        let inner = self.model.facts(load).inner_types(id);
        inner.map(|inner| ValueType::Stated(load, inner, this)).collect()
    }

    /// What a `Result` or an `Option` holds and what its error is, whatever the alias that it is called by.
    fn outcome(&self, ty: ValueType) -> Option<(Option<ValueType>, Option<ValueType>)> {
        let ValueType::Stated(load, id, _) = ty else { return None };
        let facts = self.model.facts(load);
        let arguments = self.arguments(ty);
        if facts.types.get(id.index())?.kind == TypeKind::Other {
            return match arguments.as_slice() {
                [only] => self.outcome(*only),
                _ => None,
            };
        }
        if let Some(Named::Item(item)) = self.model.named(load, id) {
            let (held, error) = self.outcome(self.alias(*item)?)?;
            // `type Outcome<T> = Result<T, Fault>`: its parameter is what is held.
            let is_given = held.is_none_or(|held| self.is_parameter(held));
            return Some((if is_given { arguments.first().copied().or(held) } else { held }, error));
        }
        let name = facts.type_name(id);
        (name == "Option" || name.ends_with("Result")).then(|| (arguments.first().copied(), arguments.get(1).copied()))
    }

    /// Whether a type is a generic parameter, or another that nothing stands in.
    fn is_parameter(&self, ty: ValueType) -> bool {
        let ValueType::Stated(load, id, _) = ty else { return false };
        let node = self.model.facts(load).types.get(id.index());
        node.is_some_and(|node| node.kind == TypeKind::Other && node.end == id.0 + 1)
    }

    /// What a `Result` or an `Option` holds.
    fn held(&self, ty: ValueType) -> Option<ValueType> {
        self.outcome(ty)?.0
    }

    /// What a list holds.
    fn element(&self, ty: ValueType) -> Option<ValueType> {
        let peeled = self.peeled(ty)?;
        match self.name(peeled) {
            "Vec" | "VecDeque" | "HashSet" | "BTreeSet" | "Option" => self.arguments(peeled).first().copied(),
            // A slice is peeled as a reference is.
            _ => Some(peeled),
        }
    }
}
