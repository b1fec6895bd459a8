// src/report/explain.rs - The page of a rule, laid out for a terminal

use super::catalogue::section_title;
use super::json::severity;
use super::style::Styles;
use crate::rule::{Fixable, Rule};

/// Columns that prose is wrapped at.
const WIDTH: usize = 100;

/// The page of a rule for a terminal.
///
/// It draws the little Markdown that pages are written in: headings, paragraphs, lists, tables, fenced code, code in
/// prose.
pub fn explain(rule: &Rule, color: bool) -> String {
    let mut page = Page { styles: Styles::new(color), out: String::new(), opened: true };
    let mut lines = rule.page.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let code: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            page.code(info, &code);
        } else if let Some(title) = line.strip_prefix("# ") {
            page.title(title, rule);
        } else if line.starts_with('#') {
            page.heading(line.trim_start_matches('#').trim());
        } else if line.starts_with('|') {
            let mut rows = vec![cells(line)];
            rows.extend(std::iter::from_fn(|| lines.next_if(|next| next.starts_with('|')).map(cells)));
            page.table(&rows);
        } else if !line.is_empty() {
            let mut text = line.to_owned();
            while let Some(more) = lines.next_if(|next| continues(next)) {
                text.push(' ');
                text.push_str(more.trim());
            }
            page.prose(&text);
        }
    }
    page.out
}

/// Whether a line belongs to the paragraph or the list item before it.
fn continues(line: &str) -> bool {
    !line.is_empty() && !["#", "```", "- ", "|"].iter().any(|opening| line.starts_with(opening))
}

/// The cells of a table's row.
fn cells(row: &str) -> Vec<&str> {
    row.trim().trim_matches('|').split('|').map(str::trim).collect()
}

struct Page {
    styles: Styles,
    out: String,
    /// Whether the last line is a heading, below which no blank line is wanted.
    opened: bool,
}

impl Page {
    fn title(&mut self, title: &str, rule: &Rule) {
        let fix = match rule.fixable {
            Fixable::No => "",
            Fixable::Safe => ", mended by --fix",
            Fixable::Unsafe => ", mended by --unsafe-fixes",
        };
        let facts = format!("section {}, {}{fix}", section_title(rule), severity(rule.severity));
        self.line(&self.styles.severity(rule.severity, title));
        self.line(&self.styles.faint(&facts));
    }

    fn heading(&mut self, text: &str) {
        self.out.push('\n');
        self.line(&self.styles.strong(text));
        self.opened = true;
    }

    /// A paragraph, or an item of a list, whose lines hang below its first word.
    fn prose(&mut self, text: &str) {
        let item = text.starts_with("- ");
        self.separate(!item);
        let hanging = if item { "    " } else { "  " };
        let options = textwrap::Options::new(WIDTH).initial_indent("  ").subsequent_indent(hanging);
        let wrapped = textwrap::fill(&self.inline_code(text), options);
        self.line(&wrapped);
    }

    /// A table in aligned columns: the first row is its head, the second only rules it off. The last column is wrapped.
    fn table(&mut self, rows: &[Vec<&str>]) {
        self.separate(true);
        let width = |column: usize| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        for (index, row) in rows.iter().enumerate().filter(|(index, _)| *index != 1) {
            let Some((last, first)) = row.split_last() else { continue };
            let start: String =
                first.iter().enumerate().map(|(column, cell)| format!("{cell:<0$}  ", width(column))).collect();
            let start = format!("  {start}");
            let hanging = " ".repeat(start.chars().count());
            let options = textwrap::Options::new(WIDTH).initial_indent(&start).subsequent_indent(&hanging);
            let drawn = textwrap::fill(last, options);
            let drawn = if index == 0 { self.styles.strong(&drawn) } else { self.inline_code(&drawn) };
            self.line(&drawn);
        }
    }

    /// A fenced block below the name of its file.
    fn code(&mut self, info: &str, lines: &[&str]) {
        self.separate(true);
        if let Some((_, file)) = info.split_once("file=") {
            self.line(&format!("  {}", self.styles.faint(file)));
        }
        for line in lines {
            self.line(format!("    {line}").trim_end());
        }
    }

    /// Sets a block off from the one before it.
    fn separate(&mut self, wanted: bool) {
        if wanted && !self.opened {
            self.out.push('\n');
        }
        self.opened = false;
    }

    /// Colour takes the place of the backticks.
    fn inline_code(&self, text: &str) -> String {
        if !self.styles.show() {
            return text.to_owned();
        }
        let part = |(index, part): (usize, &str)| if index % 2 == 1 { self.styles.code(part) } else { part.to_owned() };
        text.split('`').enumerate().map(part).collect()
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::explain;
    use crate::rules;

    #[test]
    fn a_table_is_drawn_in_columns() {
        let page = explain(rules::find("layer-dependency").unwrap(), false);
        let table = "  layer       may use\n  `api`       `services`, `models`; of its own folder";
        assert!(page.contains(table), "{page}");
        assert!(!page.contains("|---|"), "{page}");
    }
}
