// src/rules/s03_headers/opening.rs - How a file opens: its header, or the place where one belongs

//! How a file opens: its header, or the place where one belongs.
//!
//! A byte order mark and a `#!` line come first because the compiler wants them there, `-- no-transaction` because sqlx sees
//! it nowhere else; a licence may stand above the
//! header; what a program wrote (`@generated`, `DO NOT EDIT`) has no header of ours.

use std::ops::Range;

use crate::finding::Safety;
use crate::rules::s03_headers::gaps;
use crate::source::facts::{Doc, FileFacts, Language};
use rulebook_conventions::header::{self, Header};

/// By which a migration says that it runs outside of a transaction (sqlx 0.9, `Migration::new`).
const NO_TRANSACTION: &str = "-- no-transaction";

/// How a file opens.
pub enum Opening<'a> {
    /// A program wrote the file.
    Generated,
    /// With a header line.
    Header {
        /// Its parts.
        header: Header<'a>,
        /// The byte range of the line's comment.
        range: Range<usize>,
    },
    /// Without one.
    Missing {
        /// Where the header belongs.
        at: usize,
        /// Whether a licence stands right before that place.
        after_licence: bool,
    },
}

/// Reads how a file opens.
pub fn opening(facts: &FileFacts) -> Opening<'_> {
    let start = content_start(facts);
    let comments = leading_comments(facts, start);
    let text = |range: &Range<usize>| facts.text.get(range.clone()).unwrap_or_default();
    if comments.iter().any(|comment| is_generated(text(comment))) {
        return Opening::Generated;
    }
    let mut at = start;
    let same_paragraph = |a: &Range<usize>, b: &Range<usize>| !gaps::has_blank_line(facts, a.end..b.start);
    for paragraph in comments.chunk_by(same_paragraph) {
        let licence = paragraph.iter().any(|comment| is_licence(text(comment)));
        let candidates = if licence { paragraph } else { paragraph.get(..1).unwrap_or_default() };
        let found = candidates.iter().find_map(|range| Some((header::parse(text(range))?, range.clone())));
        if let Some((header, range)) = found {
            return Opening::Header { header, range };
        }
        if !licence {
            break;
        }
        at = paragraph.last().map_or(at, |last| last.end);
    }
    Opening::Missing { at, after_licence: at > start }
}

/// Whether a header may be written without a look: migrators compare a migration with the checksum of what has run, so
/// that even a comment makes them refuse a database that has it.
pub fn header_safety(facts: &FileFacts) -> Safety {
    match facts.language {
        Language::Rust => Safety::Safe,
        Language::Sql => Safety::Unsafe,
    }
}

/// The start of the first line that is the file's own.
fn content_start(facts: &FileFacts) -> usize {
    let start = gaps::file_start(facts);
    let directs = |rest: &str| facts.language == Language::Sql && rest.starts_with(NO_TRANSACTION);
    let is_line_end = facts.shebang.is_some() || facts.text.get(start..).is_some_and(directs);
    let line_break = facts.text.get(start..).and_then(|rest| rest.find('\n')).filter(|_| is_line_end);
    line_break.map_or(start, |at| start + at + 1)
}

/// The comments that stand before anything else.
fn leading_comments(facts: &FileFacts, start: usize) -> Vec<Range<usize>> {
    let mut end = start;
    let mut leading = Vec::new();
    for range in comments(facts, start) {
        if !gaps::is_blank(facts, end..range.start) {
            break;
        }
        end = range.end;
        leading.push(range);
    }
    leading
}

fn comments(facts: &FileFacts, start: usize) -> Vec<Range<usize>> {
    match facts.language {
        Language::Rust => {
            facts.comments.iter().take_while(|comment| comment.doc != Doc::Outer).map(|c| c.span.range()).collect()
        }
        Language::Sql => sql_comments(facts, start),
    }
}

/// The `--` lines and `/* */` comments that open a migration.
fn sql_comments(facts: &FileFacts, start: usize) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut at = start;
    while let Some(rest) = facts.text.get(at..) {
        let begins = at + (rest.len() - rest.trim_start().len());
        let rest = rest.trim_start();
        let length = if rest.starts_with("--") {
            rest.find('\n').map_or(rest.len(), |end| rest.get(..end).map_or(end, |line| line.trim_end().len()))
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else {
            break;
        };
        at = begins + length;
        comments.push(begins..at);
    }
    comments
}

fn is_generated(comment: &str) -> bool {
    comment.contains("@generated") || comment.contains("DO NOT EDIT")
}

fn is_licence(comment: &str) -> bool {
    const SIGNS: [&str; 7] = [
        "copyright",
        "license",
        "licence",
        "spdx-",
        "all rights reserved",
        "permission is hereby granted",
        "under the terms of",
    ];
    let comment = comment.to_lowercase();
    header::parse(&comment).is_none() && SIGNS.iter().any(|sign| comment.contains(sign))
}
