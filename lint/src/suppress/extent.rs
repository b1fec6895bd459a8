// src/suppress/extent.rs - What the code is that a comment above it speaks of

//! What the code is that a comment above it speaks of.

use std::ops::Range;

use crate::source::facts::FileFacts;

/// The item or statement that begins behind `offset`: an item by the syntax, else what ends with its `;`, `,` or `}`.
pub fn next_code(facts: &FileFacts, offset: usize) -> Range<usize> {
    let start = skip_blanks_and_comments(facts, offset);
    let item = facts
        .items
        .iter()
        .map(|item| item.span.range())
        .find(|item| item.contains(&start) && starts_at(facts, item, start));
    item.unwrap_or_else(|| start..statement_end(facts, start))
}

/// Whether the item begins here; its own doc comments may stand between.
fn starts_at(facts: &FileFacts, item: &Range<usize>, start: usize) -> bool {
    item.start == start || (item.start < start && skip_blanks_and_comments(facts, item.start) == start)
}

fn skip_blanks_and_comments(facts: &FileFacts, offset: usize) -> usize {
    let mut at = offset;
    loop {
        let rest = facts.text.get(at..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start().len();
        match comment_at(facts, at + blanks) {
            Some(end) => at = end,
            None => return at + blanks,
        }
    }
}

/// The end of the comment that begins at an offset.
fn comment_at(facts: &FileFacts, offset: usize) -> Option<usize> {
    let index = facts.comments.partition_point(|comment| comment.span.range().start < offset);
    let range = facts.comments.get(index)?.span.range();
    (range.start == offset).then_some(range.end)
}

/// Goes over balanced brackets to the end of a statement, field, variant, arm or associated function.
fn statement_end(facts: &FileFacts, start: usize) -> usize {
    let bytes = facts.text.as_bytes();
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        if let Some(end) = comment_at(facts, at).or_else(|| literal_end(bytes, at)) {
            at = end.max(at + 1);
            continue;
        }
        at += 1;
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth == 0 => return at - 1,
            b'}' if depth == 1 && !goes_on(facts, at) => return at,
            b')' | b']' | b'}' => depth -= 1,
            b';' if depth == 0 => return at,
            // Among type parameters a comma is followed by more of its line.
            b',' if depth == 0 && ends_line(facts, at) => return at,
            _ => {}
        }
    }
    facts.text.len()
}

fn ends_line(facts: &FileFacts, offset: usize) -> bool {
    let rest = facts.text.get(offset..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default().trim();
    line.is_empty() || line.starts_with("//")
}

/// Whether what ended with a brace goes on behind it: `Job { .. }.save()`, `if a {} else {}`.
fn goes_on(facts: &FileFacts, offset: usize) -> bool {
    let rest = facts.text.get(skip_blanks_and_comments(facts, offset)..).unwrap_or_default();
    rest.starts_with(['.', '?', ';', ',', '=']) || rest.starts_with("else")
}

/// The end of the text or character literal that begins at an offset. A lifetime is none.
fn literal_end(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    match rest.first()? {
        b'"' => Some(at + escaped_end(rest, b'"')),
        b'\'' => match rest.get(1..3)? {
            [b'\\', _] => Some(at + escaped_end(rest, b'\'')),
            [_, b'\''] => Some(at + 3),
            _ => None,
        },
        b'r' if !at
            .checked_sub(1)
            .and_then(|before| bytes.get(before))
            .is_some_and(|b| is_name(*b) && !b"bc".contains(b)) =>
        {
            let hashes = rest.get(1..)?.iter().take_while(|byte| **byte == b'#').count();
            let opens = rest.get(1 + hashes) == Some(&b'"');
            opens.then(|| at + raw_end(rest, hashes))
        }
        _ => None,
    }
}

fn is_name(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric()
}

/// The length of a literal that ends with `quote`, the first byte being its opening quote.
fn escaped_end(literal: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while let Some(byte) = literal.get(at) {
        match byte {
            b'\\' => at += 2,
            byte if *byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    literal.len()
}

/// The length of `r##".."##`.
fn raw_end(literal: &[u8], hashes: usize) -> usize {
    let closing: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
    let content = hashes + 2;
    let rest = literal.get(content..).unwrap_or_default();
    let end = rest.windows(closing.len()).position(|window| window == closing);
    end.map_or(literal.len(), |end| content + end + closing.len())
}
