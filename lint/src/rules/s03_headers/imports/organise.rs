// src/rules/s03_headers/imports/organise.rs - A block of imports, written anew in order and in groups

//! A block of imports, written anew in order and in groups.
//!
//! Properties that the tests hold: each entry comes out once and unchanged; every comment stays with its entry, or at
//! the head of its group; the result is a block that the rules on order and groups accept; and where rustfmt left the
//! block alone before, it leaves it alone after.

use std::ops::Range;

use crate::finding::{Edit, Fix, Safety};
use crate::project::package::Edition;
use crate::rules::s03_headers::gaps;
use crate::rules::s03_headers::imports::block::{Block, Chunk, ChunkKind, Entry};
use crate::rules::s03_headers::imports::class::Class;
use crate::rules::s03_headers::imports::order::{Style, UseKey};

/// The fix that organises a block; none where the block is organised.
///
/// With `headings`, each group of plain imports gets the comment that the rulebook writes above it.
pub fn organise(block: &Block<'_>, edition: Edition, headings: bool) -> Option<Fix> {
    let text = &block.facts.text;
    let range = block.range();
    let newline = gaps::line_ending(text);
    let line = text.get(gaps::line_start(text, range.start)..range.start)?;
    let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();

    let mut replacement = String::new();
    for piece in pieces(block, style_of(block, edition), headings) {
        if !replacement.is_empty() {
            replacement.push_str(&newline.repeat(if piece.blank_before { 2 } else { 1 }));
            replacement.push_str(&indent);
        }
        match piece.content {
            Content::Source(range) => replacement.push_str(text.get(range)?),
            Content::Heading(class) => replacement.push_str(class.heading()),
        }
    }
    let changed = text.get(range.clone()) != Some(replacement.as_str());
    changed.then(|| Fix { safety: Safety::Safe, edits: vec![Edit { range, replacement }] })
}

/// A part of the result that begins on a line of its own.
struct Piece {
    blank_before: bool,
    content: Content,
}

enum Content {
    /// A part of the file, as it stands.
    Source(Range<usize>),
    /// A heading that the file lacks.
    Heading(Class),
}

fn pieces(block: &Block<'_>, style: Style, headings: bool) -> Vec<Piece> {
    let mut kinds: Vec<(ChunkKind, Vec<Chunk<'_>>)> =
        ChunkKind::ALL.into_iter().map(|kind| (kind, block.chunks(kind))).collect();
    kinds.sort_by_key(|(_, chunks)| chunks.first().map(|chunk| chunk.first.span.start));

    let mut pieces = Vec::new();
    for (kind, chunks) in &kinds {
        for class in Class::ALL {
            let sections = sections(block, *kind, chunks, class, style);
            if sections.is_empty() {
                continue;
            }
            let heading = heading(chunks, class, headings && *kind == ChunkKind::Plain);
            let mut opens_group = true;
            if let Some(content) = heading {
                pieces.push(Piece { blank_before: true, content });
                opens_group = false;
            }
            for (at, section) in sections.into_iter().enumerate() {
                let mut blank_before = if at == 0 { opens_group } else { section.blank_before };
                for member in section.members {
                    pieces.push(Piece { blank_before, content: Content::Source(member.range) });
                    blank_before = false;
                }
            }
        }
    }
    pieces
}

/// The heading of a group: the one that it has, or the one that is wanted.
fn heading(chunks: &[Chunk<'_>], class: Class, wanted: bool) -> Option<Content> {
    let own = chunks.iter().filter(|chunk| chunk.first.class == class).find_map(|chunk| chunk.heading.clone());
    own.map(Content::Source).or_else(|| wanted.then_some(Content::Heading(class)))
}

/// Entries of one group that stay together.
struct Section {
    members: Vec<Member>,
    /// Whether it is a part of its own, so that nothing may be merged into it.
    closed: bool,
    blank_before: bool,
}

/// The part of the file that is written for an entry, and what it is sorted by.
struct Member {
    range: Range<usize>,
    key: UseKey,
}

/// The entries of a group: chunks of plain imports are merged where they meet, but for those that a comment heads.
fn sections(block: &Block<'_>, kind: ChunkKind, chunks: &[Chunk<'_>], class: Class, style: Style) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for chunk in chunks {
        let members = members(block, chunk, class, style);
        let closed = chunk.first.class == class && (chunk.commented || kind != ChunkKind::Plain);
        match sections.last_mut().filter(|last| !closed && !last.closed) {
            _ if members.is_empty() => {}
            Some(last) => {
                last.members.extend(members);
                last.members.sort_by(|a, b| a.key.compare(&b.key, style));
            }
            None => {
                let blank_before = !chunk.commented || !closed || chunk.first.blank_before;
                sections.push(Section { members, closed, blank_before });
            }
        }
    }
    sections
}

fn members(block: &Block<'_>, chunk: &Chunk<'_>, class: Class, style: Style) -> Vec<Member> {
    let starts = std::iter::once(chunk.body_start).chain(chunk.entries.iter().skip(1).map(|entry| entry.span.start));
    let of_class = chunk.entries.iter().zip(starts).filter(|(entry, _)| entry.class == class);
    of_class.map(|(entry, start)| Member { range: start..entry.span.end, key: key(block, entry, style) }).collect()
}

fn key(block: &Block<'_>, entry: &Entry<'_>, style: Style) -> UseKey {
    UseKey::parse(block.facts.slice(entry.import.tree), style)
}

/// The order that the block is in already, so that a project's own settings of rustfmt are kept; else the edition's.
fn style_of(block: &Block<'_>, edition: Edition) -> Style {
    let by_edition = match edition {
        Edition::E2015 | Edition::E2018 | Edition::E2021 => [Style::Case, Style::Version],
        Edition::E2024 => [Style::Version, Style::Case],
    };
    let chunks: Vec<Chunk<'_>> = ChunkKind::ALL.into_iter().flat_map(|kind| block.chunks(kind)).collect();
    let fits = |style: &Style| {
        chunks.iter().all(|chunk| {
            let keys: Vec<UseKey> = chunk.entries.iter().map(|entry| key(block, entry, *style)).collect();
            keys.is_sorted_by(|a, b| a.compare(b, *style).is_le())
        })
    };
    by_edition.into_iter().find(fits).unwrap_or(by_edition[0])
}
