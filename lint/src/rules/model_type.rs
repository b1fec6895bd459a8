// src/rules/model_type.rs - The structs and enums of an application, and which of them handlers take and return

//! The structs and enums of an application, and which of them handlers take and return.

use std::collections::BTreeSet;

use crate::finding::Label;
use crate::packed::Run;
use crate::project::layers::Place;
use crate::project::looked_at;
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::project::package::{Package, PackageId};
use crate::project::tree::{LoadId, ModuleId};
use crate::project::types::Named;
use crate::source::attribute::{Argument, arguments};
use crate::source::facts::{Attribute, Field, FileFacts, Item, ItemId, ItemKind, ScopeKind, Span};
use crate::source::written::last_name;

/// A struct or an enum.
#[derive(Clone, Copy)]
pub(crate) struct ModelType<'m> {
    /// The linked project.
    pub(crate) model: &'m Model,
    /// The type.
    pub(crate) id: ItemRef,
    /// What it says of itself.
    pub(crate) item: &'m Item,
    /// What its file says.
    pub(crate) facts: &'m FileFacts,
    /// The module that it stands in.
    pub(crate) module: ModuleId,
}

/// The types at module level of the applications, tests left out.
pub(crate) fn types(model: &Model) -> impl Iterator<Item = ModelType<'_>> {
    model.tree.load_ids().flat_map(|load| types_in(model, load))
}

/// Those of them that hold rows of tables.
pub(crate) fn row_types(model: &Model) -> impl Iterator<Item = ModelType<'_>> {
    looked_at::note_all();
    let find = || types(model).filter(ModelType::is_row).map(|of| of.id).collect();
    let rows = model.rows.get_or_init(find);
    rows.iter().filter_map(|id| ModelType::anywhere(model, *id))
}

/// Those of one load.
pub(crate) fn types_in(model: &Model, load: LoadId) -> impl Iterator<Item = ModelType<'_>> {
    let of = model.tree.load(load);
    // All modules of a load are of one crate.
    let is_application = !of.test && of.modules.first().is_some_and(|module| model.is_application(*module));
    let items = if is_application { model.facts(load).items.as_slice() } else { &[] };
    // Most items are something else.
    let types = items.iter().zip(0..).filter(|(item, _)| is_type(item));
    types.filter_map(move |(_, at)| ModelType::anywhere(model, ItemRef { load, item: ItemId(at) }))
}

impl<'m> ModelType<'m> {
    /// A type of an application by its item.
    pub(crate) fn of(model: &'m Model, id: ItemRef) -> Option<Self> {
        Self::anywhere(model, id).filter(|of| model.is_application(of.module))
    }

    /// A type of the project, of whatever package, by its item.
    pub(crate) fn anywhere(model: &'m Model, id: ItemRef) -> Option<Self> {
        let facts = model.facts(id.load);
        let item = facts.items.get(id.item.index())?;
        let module = *model.tree.load(id.load).modules.get(item.scope.index())?;
        let is_block = facts.scopes.get(item.scope.index()).is_some_and(|scope| scope.kind == ScopeKind::Block);
        let fits = is_type(item) && !is_block && !item.test;
        fits.then_some(Self { model, id, item, facts, module })
    }

    /// Its name.
    pub(crate) fn name(&self) -> &'m str {
        self.item.name.map_or("", |name| self.facts.name(name))
    }

    /// Its name, as a place.
    pub(crate) fn label(&self, text: &str) -> Label {
        self.label_at(self.item.name.unwrap_or(self.item.span), text)
    }

    /// A place in its file.
    pub(crate) fn label_at(&self, span: Span, text: &str) -> Label {
        Label::new(&self.facts.path, span.range(), text)
    }

    /// The package that it belongs to.
    pub(crate) fn package(&self) -> (PackageId, &'m Package) {
        let id = self.model.package_id(self.module);
        (id, self.model.package(id))
    }

    /// Its place among the layers.
    pub(crate) fn place(&self) -> Option<&'m Place> {
        self.model.place(self.module)
    }

    /// Whether it stands in `models/db_models.rs`, or below it.
    pub(crate) fn is_in_db_models(&self) -> bool {
        self.place().is_some_and(|place| place.is_in("models", "db_models"))
    }

    /// Whether it derives one of some traits.
    pub(crate) fn derives(&self, traits: &[&str]) -> bool {
        // Most types derive none of them, and a look at the text says so.
        let names_one = |attribute: &Attribute| {
            let text = self.facts.slice(attribute.span);
            !attribute.path.is_empty() && traits.iter().any(|name| text.contains(name))
        };
        let mut attributes = self.facts.attributes(self.item.attributes).filter(names_one);
        attributes.any(|attribute| derived(self.facts, &attribute).any(|name| traits.contains(&name)))
    }

    /// Whether it derives or implements one of some traits.
    pub(crate) fn has(&self, traits: &[&str]) -> bool {
        self.derives(traits) || self.model.implementation(self.id, traits).is_some()
    }

    /// Whether it holds a row of a table, as its derives or attributes say.
    pub(crate) fn is_row(&self) -> bool {
        let (mut is_written, mut names_table) = (false, false);
        // Most attributes are doc comments, and have no path.
        let attributes = self.facts.attributes(self.item.attributes).filter(|attribute| !attribute.path.is_empty());
        for attribute in attributes {
            for name in derived(self.facts, &attribute) {
                match name {
                    "FromRow" | "Queryable" | "Identifiable" | "DeriveEntityModel" => return true,
                    // What is only written is no row.
                    "Insertable" | "AsChangeset" => is_written = true,
                    _ => {}
                }
            }
            let text = self.facts.slice(attribute.span);
            names_table |= text.contains("table_name")
                && self.facts.attribute_name(&attribute) != "derive"
                && arguments(text).iter().any(|it| it.name == "table_name");
        }
        names_table && !is_written
    }

    /// Its fields.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &'m Field> + use<'m> {
        self.facts.fields_of(self.id.item).iter()
    }

    /// What attributes of a name say: those of its fields or its own.
    pub(crate) fn said(&self, attributes: Run, name: &str) -> Vec<Argument> {
        let attributes = self.facts.attributes(attributes);
        let named = attributes.filter(|attribute| self.facts.attribute_name(attribute) == name);
        named.flat_map(|attribute| arguments(self.facts.slice(attribute.span))).collect()
    }
}

fn is_type(item: &Item) -> bool {
    matches!(item.kind, ItemKind::Struct { .. } | ItemKind::Enum { .. })
}

/// The last names of the traits that an attribute derives, `#[cfg_attr(feature = "server", derive(FromRow))]` included.
fn derived<'f>(facts: &'f FileFacts, attribute: &Attribute) -> impl Iterator<Item = &'f str> + use<'f> {
    // Doc comments are attributes without a path, and there are more of them than of others.
    let name = if attribute.path.is_empty() { "" } else { facts.attribute_name(attribute) };
    let text = facts.slice(attribute.span);
    let plain = (name == "derive").then(|| text.split_once('(')).flatten().map(|(_, list)| list);
    let conditional = (name == "cfg_attr").then(|| text.split("derive(").skip(1));
    let lists = plain.into_iter().chain(conditional.into_iter().flatten());
    lists.filter_map(|list| list.split(')').next()).flat_map(|list| list.split(',')).map(|path| last_name(path).trim())
}

/// The types that are spoken, and those that stand in their fields.
pub(crate) fn spoken_through<'m>(model: &'m Model, spoken: impl Iterator<Item = ItemRef>) -> Vec<ModelType<'m>> {
    let mut seen: BTreeSet<ItemRef> = BTreeSet::new();
    let mut waiting: Vec<ItemRef> = spoken.collect();
    let mut found: Vec<ModelType<'m>> = Vec::new();
    while let Some(id) = waiting.pop() {
        let Some(of) = ModelType::of(model, id).filter(|_| seen.insert(id)) else { continue };
        for field in of.fields() {
            let inner = model.mentions(id.load, field.ty, &|_| false);
            waiting.extend(inner.into_iter().filter_map(|mention| match mention.named {
                Named::Item(item) => Some(*item),
                Named::External { .. } => None,
            }));
        }
        found.push(of);
    }
    found.sort_by_key(|of| of.id);
    found
}
