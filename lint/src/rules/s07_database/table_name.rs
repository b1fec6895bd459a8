// src/rules/s07_database/table_name.rs - RB709: a table that is not called after its resource

//! RB709: a table that is not called after its resource.

use super::tables::{expected, filling, resource, stated};
use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::model_type::row_types;
use rulebook_conventions::section::Section;

/// RB709.
pub static RULE: Rule = Rule {
    code: "RB709",
    name: "table-name",
    section: Some(Section::Database),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a database model whose table is not the plural snake_case of the resource",
    page: include_str!("table_name.md"),
    check: Check::Project(check),
};

fn check(model: &Model, findings: &mut Vec<Finding>) {
    for of in row_types(model).filter(|of| of.place().is_some_and(|place| place.layer == "models")) {
        let (package, settings) = of.package();
        let inflector = settings.settings.inflector();
        let right = expected(&of, &inflector);
        let has = |name: &str| model.schema.table(package, name).is_some();
        // One statement over several tables gives rows of none of them.
        let read = || {
            let mut tables = filling(model, of.id).filter(|query| query.words.star && query.words.tables.len() == 1);
            tables.find_map(|query| query.words.tables.first().cloned())
        };
        let singular = || Some(resource(&of)).filter(|name| has(name));
        let Some(table) = stated(&of).or_else(read).or_else(singular) else { continue };
        // `Thing1` does not say whether its resource is `thing1` or `thing_1`.
        let plain = |name: &str| name.replace('_', "");
        if plain(&table) == plain(&right) || has(&right) {
            continue;
        }
        let message = format!("the table of `{}` is called `{table}`", of.name());
        let help = format!(
            "Call it `{right}` by a migration (`ALTER TABLE {table} RENAME TO {right}`): who knows the resource knows the table."
        );
        let mut finding = Finding::new(&RULE, message, help, of.label("its rows"));
        if let Some((_, known)) = model.schema.table(package, &table) {
            finding.related.push(Label::new(&model.file(known.file).facts.path, known.span.range(), "the table"));
        }
        findings.push(finding);
    }
}
