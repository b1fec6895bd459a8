// src/report/markdown.rs - Findings as tables, for the comment on a pull request

use std::fmt::Write;

use super::json::severity;
use super::lines::lines;
use super::sources::Sources;
use super::summary::summary;
use super::{Renderer, View};
use crate::finding::Finding;
use crate::run::Report;

/// What the run came to, then a table a file (<https://github.github.com/gfm/#tables-extension->). Without findings the
/// first is left, so that a comment that is kept up to date says so.
pub(super) struct Markdown;

impl Renderer for Markdown {
    fn render(&self, report: &Report, sources: &Sources<'_>, view: &View<'_>) -> String {
        let mut out = summary(report, false);
        for file in report.findings.chunk_by(|one, next| one.primary.path == next.primary.path) {
            let Some(first) = file.first() else { continue };
            // Writing to a string can't fail.
            let _ = write!(out, "\n#### {}\n\n", code(&(view.show)(&first.primary.path)));
            out.push_str("| Place | Rule | Finding |\n|---|---|---|\n");
            for finding in file {
                out.push_str(&row(finding, sources, view));
            }
        }
        out
    }
}

fn row(finding: &Finding, sources: &Sources<'_>, view: &View<'_>) -> String {
    let at = sources.of(&finding.primary).position(finding.primary.range.start);
    let text: Vec<String> = lines(finding, sources, view).iter().map(|line| prose(line)).collect();
    let (rule, weight) = (finding.rule, severity(finding.severity));
    let text = text.join("<br>").replace('|', "\\|");
    format!("| {}:{} | {} `{}`<br>{weight} | {text} |\n", at.line, at.column, rule.code, rule.name)
}

/// Text with code in backticks, as findings have it. What stands outside of the backticks means nothing to Markdown.
fn prose(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, (inside, after))) =
        rest.split_once('`').and_then(|(before, opened)| Some((before, opened.split_once('`')?)))
    {
        out.push_str(&plain(before));
        out.push_str(&code(inside));
        rest = after;
    }
    out + &plain(rest)
}

/// Every ASCII punctuation character may have a backslash (<https://github.github.com/gfm/#backslash-escapes>); these
/// need one. The bar is escaped for the whole cell.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\r' => {}
            '\n' => out.push_str("<br>"),
            '\\' | '`' | '*' | '_' | '~' | '[' | ']' | '<' | '>' | '&' | '$' => out.extend(['\\', char]),
            other => out.push(other),
        }
    }
    out
}

/// Code in one line, between more backticks than it has in a row.
fn code(text: &str) -> String {
    let text = text.replace("\r\n", " ").replace(['\r', '\n'], " ");
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_and_code_stays_code() {
        for (text, expected) in [
            ("`Vec<T>` is no [list]", "`Vec<T>` is no \\[list\\]"),
            ("a_b *c* <br> & `d_e`", "a\\_b \\*c\\* \\<br\\> \\& `d_e`"),
            ("one ` alone\nand more", "one \\` alone<br>and more"),
            ("", ""),
        ] {
            assert_eq!(prose(text), expected);
        }
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }
}
