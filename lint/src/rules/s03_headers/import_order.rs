// src/rules/s03_headers/import_order.rs - RB304: imports out of the order standard library, third party, local

//! RB304: imports out of the order standard library, third party, local.

use crate::finding::{Finding, Label};
use crate::rule::{Check, FileContext, Fixable, Rule, Severity};
use crate::rules::s03_headers::imports::block::{Block, ChunkKind, Entry};
use crate::rules::s03_headers::imports::organise::organise;
use rulebook_conventions::section::Section;

/// RB304.
pub static RULE: Rule = Rule {
    code: "RB304",
    name: "import-order",
    section: Some(Section::Headers),
    severity: Severity::Error,
    fixable: Fixable::Safe,
    summary: "imports that are not in the order standard library, third party, local",
    page: include_str!("import_order.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, findings: &mut Vec<Finding>) {
    for block in context.imports() {
        let misplaced: Vec<(&Entry<'_>, &Entry<'_>)> =
            ChunkKind::ALL.into_iter().flat_map(|kind| misplaced(block, kind)).collect();
        if misplaced.is_empty() {
            continue;
        }
        let fix = organise(block, context.package.edition, context.package.settings.import_headings);
        for (entry, above) in misplaced {
            let mut finding = finding(context, entry, above);
            finding.fix.clone_from(&fix);
            findings.push(finding);
        }
    }
}

/// The entries that stand below one of a later group, the first of each run, with the entry that they stand below.
fn misplaced<'a>(block: &'a Block<'a>, kind: ChunkKind) -> Vec<(&'a Entry<'a>, &'a Entry<'a>)> {
    let mut found = Vec::new();
    let mut latest: Option<&Entry<'_>> = None;
    let mut run = None;
    for entry in block.chunks(kind).iter().flat_map(|chunk| chunk.entries) {
        match latest {
            Some(above) if entry.class < above.class => {
                if run != Some(entry.class) {
                    found.push((entry, above));
                }
                run = Some(entry.class);
            }
            _ => {
                latest = Some(entry);
                run = None;
            }
        }
    }
    found
}

fn finding(context: &FileContext<'_>, entry: &Entry<'_>, above: &Entry<'_>) -> Finding {
    let facts = context.facts;
    let (own, other) = (entry.class.adjective(), above.class.adjective());
    let mut finding = Finding::new(
        &RULE,
        format!("{own} import below a {other} one"),
        "Order the imports by where they come from: standard library, third party, local.",
        Label::new(&facts.path, entry.import.tree.range(), format!("{own} import")),
    );
    finding.related.push(Label::new(&facts.path, above.import.tree.range(), format!("{other} import")));
    finding
}
