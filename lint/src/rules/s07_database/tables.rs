// src/rules/s07_database/tables.rs - Which table a database model holds rows of

//! Which table a database model holds rows of, and which statements fill it.

use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::rules::model_type::ModelType;
use crate::source::written::last_name;
use crate::sql::Query;
use rulebook_conventions::case;
use rulebook_conventions::inflection::Inflector;

/// What the names of rows may begin or end with besides the resource.
const AFFIXES: &[&str] = &["Db", "Row", "Record", "Entity", "Model"];

/// The resource that a model is called after, in snake_case: `job` of `JobRow`, and of `Model` in a module `job`.
pub(super) fn resource(of: &ModelType<'_>) -> String {
    let name = of.name();
    if AFFIXES.contains(&name) {
        return of.model.tree.module(of.module).name.clone();
    }
    let affixes = AFFIXES.iter();
    let mut rest = name;
    for affix in affixes {
        let cut = rest
            .strip_suffix(affix)
            .or_else(|| rest.strip_prefix(affix).filter(|it| it.starts_with(char::is_uppercase)));
        rest = cut.filter(|it| !it.is_empty()).unwrap_or(rest);
    }
    case::snake(rest)
}

/// The table of a model, as its name has it: `jobs`.
pub(super) fn expected(of: &ModelType<'_>, inflector: &Inflector) -> String {
    let resource = resource(of);
    if inflector.is_plural(&resource) { resource } else { inflector.plural(&resource) }
}

/// The statements whose rows are of a type, as they state; those of tests left out.
pub(super) fn filling(model: &Model, of: ItemRef) -> impl Iterator<Item = &Query> {
    model.queries.filling(of).filter(|query| !model.is_test(query.load))
}

/// The table that a model says it is of, by an attribute: `#[diesel(table_name = jobs)]`.
pub(super) fn stated(of: &ModelType<'_>) -> Option<String> {
    let texts = of.facts.attributes(of.item.attributes).map(|attribute| of.facts.slice(attribute.span));
    let mut all = texts.filter(|text| text.contains("table_name")).flat_map(crate::source::attribute::arguments);
    let named = all.find(|argument| argument.name == "table_name")?.value?;
    Some(last_name(&named).trim().to_lowercase())
}
