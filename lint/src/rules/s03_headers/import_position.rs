// src/rules/s03_headers/import_position.rs - RB306: an import below other items of its module

//! RB306: an import below other items of its module.

use std::ops::Range;

use crate::finding::{Edit, Finding, Fix, Label, Safety};
use crate::rule::{Check, FileContext, Fixable, Rule, Severity};
use crate::rules::s03_headers::gaps;
use crate::rules::s03_headers::imports::block::{Block, Entry};
use crate::source::facts::{FileFacts, Item, ItemKind, ScopeId, Visibility};
use rulebook_conventions::section::Section;

/// RB306.
pub static RULE: Rule = Rule {
    code: "RB306",
    name: "import-position",
    section: Some(Section::Headers),
    severity: Severity::Error,
    fixable: Fixable::Unsafe,
    summary: "a `use` below other items of its module",
    page: include_str!("import_position.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, findings: &mut Vec<Finding>) {
    let facts = context.facts;
    for of_scope in context.imports().chunk_by(|a, b| a.scope == b.scope) {
        let Some(scope) = of_scope.first().map(|block| block.scope) else { continue };
        let Some(first_item) = first_other_item(facts, scope).filter(|_| !is_test_module(facts, scope)) else {
            continue;
        };
        let start = first_item.span.range().start;
        let late: Vec<&Entry<'_>> = of_scope
            .iter()
            .flat_map(|block| &block.entries)
            .filter(|entry| entry.span.start > start && is_for_own_use(facts, scope, entry))
            .collect();
        if late.is_empty() {
            continue;
        }
        let fix = move_up(facts, first_item, of_scope, &late);
        for entry in late {
            findings.push(finding(facts, entry, first_item, fix.clone()));
        }
    }
}

/// The first item that is neither an import nor a `mod` line.
fn first_other_item(facts: &FileFacts, scope: ScopeId) -> Option<&Item> {
    facts.items_of(scope).find(|item| match item.kind {
        ItemKind::Import(_) => false,
        ItemKind::Module(index) => facts.modules.get(index as usize).is_some_and(|module| module.inline.is_some()),
        _ => true,
    })
}

/// Whether the scope is a module for tests inside a file: what such a module imports is nobody's first question.
fn is_test_module(facts: &FileFacts, scope: ScopeId) -> bool {
    scope != ScopeId::FILE && facts.scopes.get(scope.index()).is_some_and(|scope| scope.test)
}

/// A re-export may follow what it hands on, and `use Kind::*;` the item of this module that it opens.
fn is_for_own_use(facts: &FileFacts, scope: ScopeId, entry: &Entry<'_>) -> bool {
    let is_own = |name: &str| {
        let others =
            facts.items_of(scope).filter(|item| !matches!(item.kind, ItemKind::Import(_) | ItemKind::Module(_)));
        others.filter_map(|item| item.name).any(|own| facts.name(own) == name)
    };
    let mut firsts = facts.leaves(entry.import).filter_map(|leaf| facts.first_name(leaf.path));
    entry.item.visibility == Visibility::Private && !firsts.any(is_own)
}

fn finding(facts: &FileFacts, entry: &Entry<'_>, first_item: &Item, fix: Option<Fix>) -> Finding {
    let mut finding = Finding::new(
        &RULE,
        "import below other items",
        "Move it up to the other imports: what a file depends on is seen at its top.",
        Label::new(&facts.path, entry.import.tree.range(), "too late"),
    );
    let name = first_item.name.unwrap_or(first_item.span).range();
    let first_line = facts.text.get(name.clone()).and_then(|text| text.lines().next()).map_or(0, str::len);
    finding.related.push(Label::new(&facts.path, name.start..name.start + first_line, "the items begin here"));
    finding.fix = fix;
    finding
}

/// Moves the late imports, as they are written, below the imports at the top, or above the first item where the top has
/// none. What was a run stays one, set off by blank lines, so that no formatter mixes it with another.
fn move_up(facts: &FileFacts, first_item: &Item, blocks: &[Block<'_>], late: &[&Entry<'_>]) -> Option<Fix> {
    let text = &*facts.text;
    let newline = gaps::line_ending(text);
    let start = first_item.span.range().start;
    let anchor = blocks.iter().flat_map(|block| &block.entries).rfind(|entry| entry.span.end < start);
    let indent_of = |offset: usize| text.get(gaps::line_start(text, offset)..offset).filter(|it| it.trim().is_empty());

    let is_blank_between = |a: &&Entry<'_>, b: &&Entry<'_>| gaps::is_blank(facts, a.span.end..b.span.start);
    let mut edits = Vec::new();
    let mut moved = Vec::new();
    for neighbours in late.chunk_by(is_blank_between) {
        let (first, last) = (neighbours.first()?, neighbours.last()?);
        let lines = whole_lines(text, first.span.start..last.span.end)?;
        edits.push(Edit { range: with_blank_lines(text, lines), replacement: String::new() });
        for run in neighbours.chunk_by(|_, below| !below.blank_before) {
            moved.push(text.get(run.first()?.span.start..run.last()?.span.end)?);
        }
    }
    let blank_line = format!("{newline}{newline}");
    let insertion = match anchor {
        Some(entry) => {
            let glue = format!("{blank_line}{}", indent_of(entry.span.start)?);
            let mut inserted: String = moved.iter().map(|run| format!("{glue}{run}")).collect();
            if !gaps::is_followed_by_blank_line(text, entry.span.end) {
                inserted.push_str(newline);
            }
            Edit { range: entry.span.end..entry.span.end, replacement: inserted }
        }
        None => {
            let at = gaps::attached_start(facts, gaps::opening_comment_end(facts)..start);
            let glue = format!("{blank_line}{}", indent_of(at)?);
            let inserted: String = moved.iter().map(|run| format!("{run}{glue}")).collect();
            Edit { range: at..at, replacement: inserted }
        }
    };
    edits.insert(0, insertion);
    Some(Fix { safety: Safety::Unsafe, edits })
}

/// The lines of a range, if nothing else stands on them.
fn whole_lines(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let start = gaps::line_start(text, range.start);
    let rest = text.get(range.end..)?;
    let end = rest.find('\n').map_or(text.len(), |at| range.end + at + 1);
    let alone = text.get(start..range.start)?.trim().is_empty() && text.get(range.end..end)?.trim().is_empty();
    alone.then_some(start..end)
}

/// Takes the blank lines on one side along, so that the lines above and below are as far apart as they were.
fn with_blank_lines(text: &str, lines: Range<usize>) -> Range<usize> {
    let above = text.get(..lines.start).unwrap_or_default();
    let below = text.get(lines.end..).unwrap_or_default();
    let blank_below = below.len() - below.trim_start_matches([' ', '\t', '\r', '\n']).len();
    let below_starts = gaps::line_start(text, lines.end + blank_below).max(lines.end);
    let blank_above = above.trim_end().len();
    let is_last = below.trim_start().is_empty() || below.trim_start().starts_with('}');
    if is_last {
        // Keep the line break of the line above.
        let start = text
            .get(blank_above..lines.start)
            .and_then(|gap| gap.find('\n'))
            .map_or(lines.start, |at| blank_above + at + 1);
        return start..lines.end;
    }
    let preceded_by_blank = text.get(blank_above..lines.start).is_some_and(|gap| gap.matches('\n').count() > 1);
    if preceded_by_blank { lines.start..below_starts } else { lines }
}
