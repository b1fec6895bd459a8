// src/rules/s03_headers/gaps.rs - What stands between items: blanks and comments

//! What stands between items: blanks and comments.
//!
//! All ranges are byte ranges of the file's text. A *gap* holds no item.

use std::ops::Range;

use crate::rules::s03_headers::imports::class::Class;
use crate::source::facts::{Comment, Doc, FileFacts};

/// The comments that lie in a range as a whole, in order.
pub fn comments_within(facts: &FileFacts, range: Range<usize>) -> impl Iterator<Item = &Comment> {
    let first = facts.comments.partition_point(|comment| comment.span.range().start < range.start);
    facts.comments.iter().skip(first).take_while(move |comment| comment.span.range().end <= range.end)
}

/// Whether a range holds nothing but blanks and comments.
pub fn is_blank_but_comments(facts: &FileFacts, gap: Range<usize>) -> bool {
    let mut at = gap.start;
    for comment in comments_within(facts, gap.clone()) {
        if !is_blank(facts, at..comment.span.range().start) {
            return false;
        }
        at = comment.span.range().end;
    }
    is_blank(facts, at..gap.end)
}

/// Whether a range holds nothing but blanks.
pub fn is_blank(facts: &FileFacts, range: Range<usize>) -> bool {
    facts.text.get(range).is_some_and(|text| text.trim().is_empty())
}

/// Whether a range that holds no comment has an empty line.
pub fn has_blank_line(facts: &FileFacts, range: Range<usize>) -> bool {
    line_breaks(facts, range) > 1
}

/// The start of the comments that stand right above the end of a gap, without a blank line; the end if there is none.
pub fn attached_start(facts: &FileFacts, gap: Range<usize>) -> usize {
    let comments: Vec<&Comment> = comments_within(facts, gap.clone()).collect();
    let mut start = gap.end;
    for comment in comments.iter().rev() {
        let range = comment.span.range();
        if !comment.own_line || line_breaks(facts, range.end..start) > 1 {
            break;
        }
        start = range.start;
    }
    start
}

/// The end of an item with the comment behind it: what starts on the item's last line, and the lines that go on with it,
/// indented deeper than the item.
pub fn trailing_end(facts: &FileFacts, item: &Range<usize>) -> usize {
    let mut end = item.end;
    for comment in comments_within(facts, item.end..facts.text.len()) {
        let range = comment.span.range();
        if !is_blank(facts, end..range.start) {
            break;
        }
        let goes_on = match line_breaks(facts, end..range.start) {
            0 => true,
            1 => end > item.end && column(facts, range.start) > column(facts, item.start),
            _ => false,
        };
        if !goes_on {
            break;
        }
        end = range.end;
    }
    end
}

/// The end of the comment that opens the file: its header, its licence. 0 where the file does not begin with one.
pub fn opening_comment_end(facts: &FileFacts) -> usize {
    let mut end = file_start(facts);
    for (index, comment) in facts.comments.iter().enumerate() {
        let range = comment.span.range();
        let attached = index == 0 || line_breaks(facts, end..range.start) <= 1;
        if !attached
            || comment.doc == Doc::Outer
            || !is_blank(facts, end..range.start)
            || Class::of_heading(facts.slice(comment.span)).is_some()
        {
            break;
        }
        end = range.end;
    }
    end
}

/// Where a file's own text begins: behind the byte order mark and the `#!` line.
pub fn file_start(facts: &FileFacts) -> usize {
    let mark = if facts.byte_order_mark { '\u{feff}'.len_utf8() } else { 0 };
    facts.shebang.map_or(mark, |shebang| shebang.range().end)
}

/// The start of the line that an offset lies in.
pub fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// Whether the line after the one of an offset is empty, or there is none.
pub fn is_followed_by_blank_line(text: &str, offset: usize) -> bool {
    text.get(offset..).and_then(|rest| rest.lines().nth(1)).is_none_or(|line| line.trim().is_empty())
}

/// The line ending that a file uses: that of its first line.
pub fn line_ending(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text.get(..at).is_some_and(|line| line.ends_with('\r')) => "\r\n",
        _ => "\n",
    }
}

fn column(facts: &FileFacts, offset: usize) -> usize {
    offset - line_start(&facts.text, offset)
}

fn line_breaks(facts: &FileFacts, range: Range<usize>) -> usize {
    facts.text.get(range).map_or(0, |text| text.matches('\n').count())
}
