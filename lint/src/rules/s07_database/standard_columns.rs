// src/rules/s07_database/standard_columns.rs - RB711: a resource's table without the columns that all of them have

//! RB711: a resource's table without the columns that all of them have.

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::package::PackageId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::sql::schema::Table;
use rulebook_conventions::inflection::Inflector;
use rulebook_conventions::layout::{self, Layout, Role};
use rulebook_conventions::section::Section;

/// RB711.
pub static RULE: Rule = Rule {
    code: "RB711",
    name: "standard-columns",
    section: Some(Section::Database),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a table of a resource without its public unique id, `created_at` and `updated_at`",
    page: include_str!("standard_columns.md"),
    check: Check::Project(check),
};

fn check(model: &Model, findings: &mut Vec<Finding>) {
    for (id, package) in (0..).map(PackageId).zip(&model.packages).filter(|(_, package)| package.backend) {
        let inflector = package.settings.inflector();
        let layout = Layout::new(&package.settings);
        let mut resources: Vec<String> = model
            .files_of(id)
            .filter_map(|file| match layout.role(&file.facts.package_path) {
                Role::Api { stem } => Some(layout::api_file(&stem, &inflector)),
                _ => None,
            })
            .collect();
        resources.sort();
        resources.dedup();
        for resource in &resources {
            for database in model.schema.of_package(id).filter(|database| !database.partial) {
                let Some((name, table)) = database.tables.get_key_value(&inflector.plural(resource)) else { continue };
                let missing = missing(table, resource, &inflector);
                if missing.is_empty() {
                    continue;
                }
                let message = format!("the table `{name}` has no {}", missing.join(", no "));
                let help = format!(
                    "Add a migration to `{}` that adds them: a public id says nothing of how many rows there are, and the times are asked for \
                     when something went wrong.",
                    database.folder
                );
                let label = Label::new(&model.file(table.file).facts.path, table.span.range(), "");
                findings.push(Finding::new(&RULE, message, help, label));
            }
        }
    }
}

/// The columns that a table lacks, in words.
fn missing(table: &Table, resource: &str, inflector: &Inflector) -> Vec<String> {
    let singular = inflector.singular(resource);
    let own = format!("{singular}_id");
    let is_key = |name: &str| table.is_key(&[name.to_owned()]);
    // A key that is no number counts nothing.
    let is_opaque = |name: &str| {
        let ty = table.column(name).map(|column| column.ty.as_str()).unwrap_or_default();
        ["UUID", "TEXT", "VARCHAR", "CHAR", "BLOB", "BYTEA"].iter().any(|opaque| ty.starts_with(opaque))
    };
    let has_id = [own.as_str(), "public_id", "uuid", "external_id", "uid"].iter().any(|name| is_key(name))
        || (is_key("id") && is_opaque("id"));
    let id = (!has_id).then(|| format!("unique `{own}`"));
    let times = ["created_at", "updated_at"].into_iter().filter(|name| table.column(name).is_none());
    id.into_iter().chain(times.map(|name| format!("`{name}`"))).collect()
}
