// src/rules/s03_headers/import_groups.rs - RB305: import groups that no blank line sets off, or that one cuts

//! RB305: import groups that no blank line sets off, or that one cuts.

use crate::finding::{Finding, Label};
use crate::rule::{Check, FileContext, Fixable, Rule, Severity};
use crate::rules::s03_headers::imports::block::{Block, Chunk, ChunkKind, Entry};
use crate::rules::s03_headers::imports::class::Class;
use crate::rules::s03_headers::imports::organise::organise;
use rulebook_conventions::section::Section;

/// RB305.
pub static RULE: Rule = Rule {
    code: "RB305",
    name: "import-groups",
    section: Some(Section::Headers),
    severity: Severity::Error,
    fixable: Fixable::Safe,
    summary: "groups of imports without a blank line between them, or with one inside",
    page: include_str!("import_groups.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, findings: &mut Vec<Finding>) {
    let headings = context.package.settings.import_headings;
    for block in context.imports() {
        let mut faults: Vec<(&Entry<'_>, Fault)> = Vec::new();
        for kind in ChunkKind::ALL {
            let chunks = block.chunks(kind);
            boundary_faults(kind, &chunks, &mut faults);
            if headings && kind == ChunkKind::Plain {
                heading_faults(&chunks, &mut faults);
            }
        }
        if faults.is_empty() {
            continue;
        }
        let fix = organise(block, context.package.edition, headings);
        for (entry, fault) in faults {
            let mut finding = finding(block, entry, fault);
            finding.fix.clone_from(&fix);
            findings.push(finding);
        }
    }
}

/// What is wrong above an entry.
enum Fault {
    /// It begins another group and no blank line says so.
    NoBlankLine(Class),
    /// A blank line cuts its group.
    BlankLine,
    /// Its group has no heading, and the settings want one.
    NoHeading,
}

/// Looks at each pair of neighbours. A step back in the order is the matter of `import-order`; how re-exports and
/// conditional imports are parted is their author's.
fn boundary_faults<'a>(kind: ChunkKind, chunks: &[Chunk<'a>], faults: &mut Vec<(&'a Entry<'a>, Fault)>) {
    for chunk in chunks {
        for pair in chunk.entries.windows(2) {
            if let [above, entry] = pair
                && above.class < entry.class
            {
                faults.push((entry, Fault::NoBlankLine(above.class)));
            }
        }
    }
    for pair in chunks.windows(2) {
        let [upper, lower] = pair else { continue };
        let Some(above) = upper.entries.last() else { continue };
        let entry = lower.first;
        if above.class < entry.class && !entry.blank_before {
            faults.push((entry, Fault::NoBlankLine(above.class)));
        } else if kind == ChunkKind::Plain && above.class == entry.class && !upper.commented && !lower.commented {
            faults.push((entry, Fault::BlankLine));
        }
    }
}

/// The first entry of each group that no heading stands above.
fn heading_faults<'a>(chunks: &[Chunk<'a>], faults: &mut Vec<(&'a Entry<'a>, Fault)>) {
    for class in Class::ALL {
        let headed = chunks.iter().any(|chunk| chunk.heading.is_some() && chunk.first.class == class);
        let first = chunks.iter().flat_map(|chunk| chunk.entries).find(|entry| entry.class == class);
        faults.extend(first.filter(|_| !headed).map(|entry| (entry, Fault::NoHeading)));
    }
}

fn finding(block: &Block<'_>, entry: &Entry<'_>, fault: Fault) -> Finding {
    let own = entry.class.adjective();
    let (message, help) = match fault {
        Fault::NoBlankLine(above) => (
            format!("no blank line between the {} imports and the {own} ones", above.adjective()),
            format!("Set the {own} imports off by a blank line."),
        ),
        Fault::BlankLine => (
            format!("a blank line inside the {own} imports"),
            format!("Keep the {own} imports together; a comment above a `use` may begin a part of its own."),
        ),
        Fault::NoHeading => (
            format!("no heading above the {own} imports"),
            format!("Write `{}` above them, as `import_headings` in the settings asks.", entry.class.heading()),
        ),
    };
    let place = Label::new(&block.facts.path, entry.import.tree.range(), format!("{own} import"));
    Finding::new(&RULE, message, help, place)
}
