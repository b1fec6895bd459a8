// src/review/shape.rs - What a body or a query is made of, field by field

use std::collections::{BTreeMap, BTreeSet};

use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::routes::body::{bodies_of, type_text};
use crate::rules::model_type::ModelType;
use crate::source::facts::{Function, ItemKind, Span, TypeId};

/// The most structs that stand in each other.
const DEPTH: usize = 6;

/// One field, as who calls sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldShape {
    /// Its type as it is written, without `Option`.
    pub(super) ty: String,
    /// Whether it must be there.
    pub(super) required: bool,
    /// The values that there are, of an enum.
    pub(super) labels: Option<BTreeSet<String>>,
    /// Whether it has one of several forms, which are not followed: an enum whose variants hold something.
    pub(super) forms: bool,
}

/// Fields by their path: `items[].status`.
pub(super) type Shape = BTreeMap<String, FieldShape>;

/// What a handler takes as a body.
pub(super) fn request(model: &Model, load: LoadId, function: &Function) -> Shape {
    let facts = model.facts(load);
    let bodies = function.parameters.iter().flat_map(|parameter| bodies_of(facts, parameter.ty));
    shape(model, load, bodies, Side::Taken)
}

/// What a handler takes of the query.
pub(super) fn query(model: &Model, load: LoadId, function: &Function) -> Shape {
    let facts = model.facts(load);
    let queries = function.parameters.iter().filter(|parameter| facts.type_name(parameter.ty).ends_with("Query"));
    shape(model, load, queries.filter_map(|parameter| facts.inner_types(parameter.ty).next()), Side::Taken)
}

/// What a handler gives as a body.
pub(super) fn response(model: &Model, load: LoadId, function: &Function) -> Shape {
    let facts = model.facts(load);
    let Some(returns) = function.returns else { return Shape::new() };
    let in_json = bodies_of(facts, returns);
    let bodies = if in_json.is_empty() { own_wrapper(model, load, returns) } else { in_json };
    shape(model, load, bodies, Side::Given)
}

/// What a wrapper of the project's own holds: `T` of `Result<Created<T>, E>`.
fn own_wrapper(model: &Model, load: LoadId, returns: TypeId) -> Vec<TypeId> {
    let facts = model.facts(load);
    let success = match facts.type_name(returns) {
        "Result" => facts.inner_types(returns).next().unwrap_or(returns),
        _ => returns,
    };
    facts.inner_types(success).filter(|ty| matches!(model.named(load, *ty), Some(Named::Item(_)))).collect()
}

/// Which way a body goes: what serde is told differs.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Taken,
    Given,
}

fn shape(model: &Model, load: LoadId, types: impl IntoIterator<Item = TypeId>, side: Side) -> Shape {
    let mut found = Shape::new();
    let walk = Walk { model, side };
    for ty in types {
        walk.add(load, ty, "", true, DEPTH, &mut found);
    }
    found
}

struct Walk<'m> {
    model: &'m Model,
    side: Side,
}

impl Walk<'_> {
    fn add(&self, load: LoadId, ty: TypeId, path: &str, required: bool, depth: usize, found: &mut Shape) {
        let facts = self.model.facts(load);
        let inner = || facts.inner_types(ty).next();
        match (facts.type_name(ty), inner()) {
            ("Option" | "MaybeUndefined", Some(inner)) => return self.add(load, inner, path, false, depth, found),
            ("Box" | "Arc", Some(inner)) => return self.add(load, inner, path, required, depth, found),
            ("Vec" | "HashSet" | "BTreeSet" | "VecDeque", Some(inner)) => {
                return self.add(load, inner, &format!("{path}[]"), required, depth, found);
            }
            _ => {}
        }
        let item = match self.model.named(load, ty) {
            Some(Named::Item(item)) if depth > 0 => ModelType::anywhere(self.model, *item),
            _ => None,
        };
        let Some(item) = item.filter(|item| item.derives(&["Serialize", "Deserialize"])) else {
            let ty = type_text(facts, ty);
            found.insert(path.to_owned(), FieldShape { ty, required, labels: None, forms: false });
            return;
        };
        if let ItemKind::Enum { variants } = &item.item.kind {
            let behind = |span: Span| item.facts.text.get(span.range().end..).unwrap_or_default().trim_start();
            let forms = variants.iter().any(|variant| behind(*variant).starts_with(['(', '{']));
            let labels = variants.iter().map(|variant| item.facts.name(*variant).to_owned()).collect();
            let labels = Some(labels).filter(|_| !forms);
            found.insert(path.to_owned(), FieldShape { ty: item.name().to_owned(), required, labels, forms });
            return;
        }
        self.add_fields(&item, path, depth, found);
    }

    fn add_fields(&self, of: &ModelType<'_>, path: &str, depth: usize, found: &mut Shape) {
        let own = of.said(of.item.attributes, "serde");
        let is_defaulted = own.iter().any(|argument| argument.name == "default");
        let rename_all = own.iter().find(|argument| argument.name == "rename_all").and_then(|it| it.value.clone());
        let skipped = if self.side == Side::Taken { "skip_deserializing" } else { "skip_serializing" };
        for field in of.fields() {
            let Some(name) = field.name.map(|name| of.facts.name(name)) else { continue };
            let said = of.said(field.attributes, "serde");
            let has = |name: &str| said.iter().any(|argument| argument.name == name);
            if has("skip") || has(skipped) {
                continue;
            }
            if has("flatten") {
                self.add(of.id.load, field.ty, path, true, depth - 1, found);
                continue;
            }
            let renamed = said.iter().find(|argument| argument.name == "rename").and_then(|it| it.value.clone());
            let name = renamed.unwrap_or_else(|| in_style(name, rename_all.as_deref()));
            let path = if path.is_empty() { name } else { format!("{path}.{name}") };
            let is_open = self.side == Side::Taken && (is_defaulted || has("default"));
            let may_lack = is_open || has("skip_serializing_if");
            self.add(of.id.load, field.ty, &path, !may_lack, depth - 1, found);
        }
    }
}

fn in_style(name: &str, style: Option<&str>) -> String {
    use rulebook_conventions::case;
    match style {
        Some("camelCase") => {
            let pascal = case::pascal(name);
            let mut chars = pascal.chars();
            chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
        }
        Some("kebab-case") => case::kebab(name),
        Some("PascalCase") => case::pascal(name),
        _ => name.to_owned(),
    }
}
