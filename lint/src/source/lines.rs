// src/source/lines.rs - Byte offsets to lines and columns

//! Byte offsets to lines and columns.

use std::ops::Range;

/// Where the lines of a text begin. Made once for a file; a look-up is a binary search and one short line's characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    /// Byte offset of each line's first byte; the first is 0.
    starts: Vec<usize>,
}

/// A line and a column as people count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters (Unicode scalar values), a byte order mark not counted.
    pub column: usize,
}

impl LineIndex {
    /// The index of a text. Lines end at `\n`; a `\r` before it belongs to the line.
    pub fn new(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        Self { starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The position of a byte offset of the text that the index was made of. An offset past the end is the end; one
    /// inside a character is that character.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = offset.min(text.len());
        let line = self.line_of(offset);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let before = text.as_bytes().get(start..offset).unwrap_or_default();
        // A character is counted where it begins, so its continuation bytes do not count.
        let mut column = before.iter().filter(|byte| !is_continuation(**byte)).count();
        if text.as_bytes().get(offset).is_some_and(|byte| is_continuation(*byte)) {
            column = column.saturating_sub(1);
        }
        if line == 0 && text.starts_with('\u{feff}') && offset >= '\u{feff}'.len_utf8() {
            column = column.saturating_sub(1);
        }
        Position { line: line + 1, column: column + 1 }
    }

    /// The number of lines; an empty text has one.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: a text has at least one line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The bytes of a line (from 0), its line break included.
    pub fn line_range(&self, text: &str, line: usize) -> Option<Range<usize>> {
        let start = *self.starts.get(line)?;
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        Some(start..end)
    }

    /// The line (from 0) that a byte offset lies in.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }
}

/// Whether a byte is not the first of its character.
fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters() {
        let text = "ab\ncä€d\r\n\n";
        let index = LineIndex::new(text);
        let cases =
            [(0, 1, 1), (2, 1, 3), (3, 2, 1), (4, 2, 2), (5, 2, 2), (6, 2, 3), (9, 2, 4), (12, 3, 1), (99, 4, 1)];
        for (offset, line, column) in cases {
            assert_eq!(index.position(text, offset), Position { line, column }, "offset {offset}");
        }
        assert_eq!(index.len(), 4);
        assert_eq!(index.line_range(text, 1), Some(3..12));
        assert_eq!(index.line_range(text, 9), None);
    }

    #[test]
    fn a_byte_order_mark_has_no_column() {
        let text = "\u{feff}ab";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, 0).column, 1);
        assert_eq!(index.position(text, 3).column, 1);
        assert_eq!(index.position(text, 4).column, 2);
    }
}
