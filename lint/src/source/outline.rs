// src/source/outline.rs - What of a file others are linked by, as a hash

//! What of a file others are linked by: all of it but comments and what stands in the bodies of functions.

use xxhash_rust::xxh3::Xxh3;

use super::facts::{FileFacts, Language, ScopeKind, Span};

/// A hash of what a file says without comments, the bodies of functions and the blanks around them. A body that holds items
/// or includes a file counts: its items are numbered among those of the file.
///
/// As long as the outlines of all files are what they were, so are the modules, the items and their numbers, and what each
/// name means.
pub(super) fn outline(facts: &FileFacts) -> u128 {
    let mut hash = Xxh3::default();
    if facts.language == Language::Sql {
        hash.update(facts.text.as_bytes());
        return hash.digest128();
    }
    let mut from = 0;
    for cut in cuts(facts) {
        add(&mut hash, facts.text.get(from..cut.start as usize).unwrap_or_default());
        from = from.max(cut.end as usize);
    }
    add(&mut hash, facts.text.get(from..).unwrap_or_default());
    hash.digest128()
}

/// Adds the lines of a text, without blanks around them: a comment or a body more leaves the lines around it as they are.
fn add(hash: &mut Xxh3, text: &str) {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        hash.update(line.as_bytes());
        hash.update(b"\n");
    }
}

/// What does not count, by place.
fn cuts(facts: &FileFacts) -> Vec<Span> {
    let blocks = facts.scopes.iter().filter(|scope| scope.kind == ScopeKind::Block).map(|scope| scope.span);
    let includes = facts.includes.iter().map(|include| include.span);
    let mut counted: Vec<u32> = blocks.chain(includes).map(|span| span.start).collect();
    counted.sort_unstable();
    let is_cut = |body: &Span| {
        let first = counted.partition_point(|start| *start < body.start);
        counted.get(first).is_none_or(|start| *start >= body.end)
    };
    let bodies = facts.functions.iter().filter_map(|function| function.body);
    let bodies = bodies.map(|body| facts.bodies.expr(facts.bodies.body(body).value).span).filter(is_cut);
    let mut cuts: Vec<Span> = facts.comments.iter().map(|comment| comment.span).chain(bodies).collect();
    cuts.sort_unstable_by_key(|cut| cut.start);
    cuts
}
