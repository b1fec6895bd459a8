// src/rules/s10_async/unbounded_list.rs - RB1007: a list of rows without a LIMIT

//! RB1007: a list of rows without a LIMIT.

use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::application_in;
use crate::sql::query::Fetch;
use crate::sql::{Kind, Query};
use rulebook_conventions::section::Section;

/// RB1007.
pub static RULE: Rule = Rule {
    code: "RB1007",
    name: "unbounded-list",
    section: Some(Section::Async),
    severity: Severity::Warning,
    fixable: Fixable::No,
    summary: "a list of rows without a LIMIT",
    page: include_str!("unbounded_list.md"),
    check: Check::Linked(check),
};

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for code in application_in(model, load) {
        for query in model.queries.of(code.id) {
            if !lists(query) || is_bounded(model, &code, query) {
                continue;
            }
            let table = query.words.tables.first().map_or("", String::as_str);
            let message = format!("all rows of `{table}` that fit are loaded at once");
            let help = "Add `LIMIT` and a cursor or an offset, and let the caller ask for the next page; or take the rows as they come by \
                        `fetch`.";
            findings.push(Finding::new(&RULE, message, help, code.label(query.span, "no LIMIT")));
        }
    }
}

fn lists(query: &Query) -> bool {
    query.words.kind == Kind::Select && query.complete && query.runs.iter().any(|run| run.fetch == Fetch::All)
}

/// Whether the number of rows is bounded by something that is seen: a limit, a sum, groups, a list of values, a key.
fn is_bounded(model: &Model, code: &crate::rules::code::Code<'_>, query: &Query) -> bool {
    let words = &query.words;
    let text = code.facts.slice(query.span).to_ascii_lowercase();
    let has = |word: &str| text.contains(word);
    if words.limited
        || words.single
        || words.holes
        || has("group by")
        || has("distinct")
        || has(" any(")
        || has(" any (")
        || has(" in (")
    {
        return true;
    }
    let package = model.package_id(code.module);
    let Some(table) = words.tables.first() else { return true };
    let Some((_, table)) = model.schema.table(package, table) else { return false };
    // One row by its key.
    table.indexes.iter().any(|columns| {
        !columns.is_empty() && columns.iter().all(|column| words.filters.contains(column)) && table.is_key(columns)
    })
}
