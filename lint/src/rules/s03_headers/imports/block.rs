// src/rules/s03_headers/imports/block.rs - The imports of a module, cut into blocks, chunks and entries

//! The imports of a module, cut into blocks, chunks and entries.
//!
//! A *block* is a run of `use` items with nothing but blanks and comments between them; a *chunk* is the part of it
//! that rustfmt sorts as one: a blank line or a comment on a line of its own begins the next. An *entry* is one `use`
//! with what belongs to it: the comments above, its attributes, the comment behind. Entries are never changed inside.
//!
//! What ends a block is never moved and nothing is moved past it: other items, `mod` and `extern crate` lines (order
//! matters for `#[macro_use]`), a `#[rustfmt::skip]`, and a `use` of which the source does not tell the group.

use std::ops::Range;

use crate::project::package::Package;
use crate::rules::s03_headers::gaps;
use crate::rules::s03_headers::imports::class::{Class, classify};
use crate::source::facts::{Binding, FileFacts, Import, ImportKind, Item, PathStart, ScopeId, ScopeKind, Visibility};

/// A run of imports.
pub struct Block<'a> {
    /// The file.
    pub facts: &'a FileFacts,
    /// The module that they stand in.
    pub scope: ScopeId,
    /// The entries, in source order; at least one.
    pub entries: Vec<Entry<'a>>,
}

/// One `use` and what belongs to it.
pub struct Entry<'a> {
    /// The item.
    pub item: &'a Item,
    /// What it imports.
    pub import: &'a Import,
    /// Its group.
    pub class: Class,
    /// The comments above it, if any, as far as the item.
    pub lead: Range<usize>,
    /// Everything, from the first comment above to the end of the comment behind.
    pub span: Range<usize>,
    /// Whether a blank line stands before it.
    pub blank_before: bool,
}

/// A part of a block that rustfmt sorts as one.
pub struct Chunk<'a> {
    /// The comment over it that names its group; only the first such comment of a group is a heading.
    pub heading: Option<Range<usize>>,
    /// Where its first entry begins, the heading left out.
    pub body_start: usize,
    /// Whether other comments stand above its first entry; they may speak of that entry or of all.
    pub commented: bool,
    /// The first entry.
    pub first: &'a Entry<'a>,
    /// All entries, the first included.
    pub entries: &'a [Entry<'a>],
}

/// What the imports between two blank lines are for. Each kind is held to the order by itself, because people keep them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChunkKind {
    /// Names for this module's own use.
    Plain,
    /// Names that the module hands on: `pub use`.
    Reexport,
    /// Other imports that all stand under a `cfg`.
    Conditional,
}

impl ChunkKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Reexport, Self::Conditional];
}

impl<'a> Block<'a> {
    /// The chunks of one kind, in source order.
    pub fn chunks(&'a self, kind: ChunkKind) -> Vec<Chunk<'a>> {
        let mut seen: Vec<Class> = Vec::new();
        let mut chunks = Vec::new();
        let paragraphs = self.entries.chunk_by(|_, next| !next.blank_before);
        let of_kind = paragraphs.filter(|paragraph| self.kind_of(paragraph) == kind);
        for entries in of_kind.flat_map(|paragraph| paragraph.chunk_by(|_, next| next.lead.is_empty())) {
            let Some(first) = entries.first() else { continue };
            let mut comments = gaps::comments_within(self.facts, first.lead.clone()).peekable();
            let heading = comments
                .next_if(|comment| {
                    let headed = Class::of_heading(self.facts.slice(comment.span));
                    headed == Some(first.class) && !seen.contains(&first.class)
                })
                .map(|comment| comment.span.range());
            let comment = comments.next().map(|comment| comment.span.range().start);
            let body_start = comment.unwrap_or(first.lead.end);
            seen.extend(entries.iter().map(|entry| entry.class));
            chunks.push(Chunk { heading, body_start, commented: comment.is_some(), first, entries });
        }
        chunks
    }

    fn kind_of(&self, paragraph: &[Entry<'_>]) -> ChunkKind {
        let conditional = |entry: &Entry<'_>| {
            self.facts.attributes(entry.item.attributes).any(|attribute| self.facts.slice(attribute.path) == "cfg")
        };
        if paragraph.iter().all(|entry| entry.item.visibility != Visibility::Private) {
            ChunkKind::Reexport
        } else if paragraph.iter().all(conditional) {
            ChunkKind::Conditional
        } else {
            ChunkKind::Plain
        }
    }

    /// From the first entry to the last.
    pub fn range(&self) -> Range<usize> {
        let start = self.entries.first().map_or(0, |entry| entry.span.start);
        let end = self.entries.last().map_or(start, |entry| entry.span.end);
        start..end
    }
}

/// The blocks of all modules of a file.
pub fn blocks<'a>(facts: &'a FileFacts, package: &Package) -> Vec<Block<'a>> {
    if facts.imports.is_empty() {
        return Vec::new();
    }
    let scopes = (0..facts.scopes.len()).filter_map(|index| u32::try_from(index).ok()).map(ScopeId);
    scopes
        .filter(|scope| is_at_module_level(facts, *scope))
        .flat_map(|scope| blocks_of(facts, package, scope))
        .collect()
}

/// Whether a scope is the file or a module in modules only; what stands in a body or in a macro call is not judged.
fn is_at_module_level(facts: &FileFacts, scope: ScopeId) -> bool {
    let found = |scope: ScopeId| facts.scopes.get(scope.index());
    let mut ancestors = std::iter::successors(found(scope), |inner| found(inner.parent?));
    ancestors.all(|scope| matches!(scope.kind, ScopeKind::File | ScopeKind::Module(_)))
}

/// The blocks of one module.
fn blocks_of<'a>(facts: &'a FileFacts, package: &Package, scope: ScopeId) -> Vec<Block<'a>> {
    let mut blocks: Vec<Block<'a>> = Vec::new();
    let mut open = false;
    let mut previous_end = content_start(facts, scope);
    for item in facts.items_of(scope) {
        let gap = previous_end..item.span.range().start;
        previous_end = item.span.range().end;
        let Some((import, class)) = movable(facts, package, scope, item) else {
            open = false;
            continue;
        };
        match blocks.last_mut().filter(|_| open && gaps::is_blank_but_comments(facts, gap.clone())) {
            Some(block) => {
                let tail = block.entries.last().map_or(gap.start, |last| last.span.end);
                let entry = entry(facts, item, import, class, tail..gap.end);
                block.entries.push(entry);
            }
            None => {
                let start = gaps::attached_start(facts, gap);
                let first = entry(facts, item, import, class, start..item.span.range().start);
                blocks.push(Block { facts, scope, entries: vec![first] });
            }
        }
        open = true;
    }
    blocks.iter_mut().for_each(drop_opening_glob);
    blocks.retain(|block| !block.entries.is_empty());
    blocks
}

/// Where the items of a module can begin: after its brace and inner attributes, or after the comment that opens a file.
fn content_start(facts: &FileFacts, scope: ScopeId) -> usize {
    let Some(found) = facts.scopes.get(scope.index()) else { return 0 };
    let brace = match found.kind {
        ScopeKind::File => gaps::opening_comment_end(facts),
        _ => found.span.range().start + 1,
    };
    found.inner_attributes.map_or(brace, |inner| brace.max(inner.range().end))
}

/// The import that an item is and its group, if it is one that may be moved.
fn movable<'a>(facts: &'a FileFacts, package: &Package, scope: ScopeId, item: &'a Item) -> Option<(&'a Import, Class)> {
    let import = facts.import_of(item).filter(|import| import.kind == ImportKind::Use)?;
    let pinned = |path: &str| matches!(path, "rustfmt::skip" | "rustfmt_skip" | "macro_use");
    if facts.attributes(item.attributes).any(|attribute| pinned(facts.slice(attribute.path))) {
        return None;
    }
    Some((import, classify(facts, package, scope, import)?))
}

/// An entry whose lead begins in `gap`, which ends at the item and starts behind what belongs to the one before.
fn entry<'a>(facts: &'a FileFacts, item: &'a Item, import: &'a Import, class: Class, gap: Range<usize>) -> Entry<'a> {
    let item_range = item.span.range();
    let lead_start =
        gaps::comments_within(facts, gap.clone()).next().map_or(item_range.start, |c| c.span.range().start);
    let blank_before = gaps::has_blank_line(facts, gap.start..lead_start);
    let end = gaps::trailing_end(facts, &item_range);
    Entry { item, import, class, lead: lead_start..item_range.start, span: lead_start..end, blank_before }
}

/// `use super::*;` opens an inline module by custom (and by rustfmt's order), whatever follows it.
fn drop_opening_glob(block: &mut Block<'_>) {
    let inline = block.scope != ScopeId::FILE;
    let opens = block.entries.first().is_some_and(|entry| is_glob_of_parent(block.facts, entry.import));
    if inline && opens {
        block.entries.remove(0);
    }
}

fn is_glob_of_parent(facts: &FileFacts, import: &Import) -> bool {
    let mut leaves = facts.leaves(import);
    let only = leaves.next().filter(|_| leaves.len() == 0);
    only.is_some_and(|leaf| {
        leaf.binding == Binding::Glob
            && leaf.path.start == PathStart::Relative
            && leaf.path.count == 1
            && facts.first_segment(leaf.path).is_some_and(|first| facts.slice(first) == "super")
    })
}
