// src/report/full.rs - Findings with the source around them and the way on, drawn by miette

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    Severity as Weight, SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use rayon::prelude::*;

use super::sources::{Source, Sources};
use super::{Renderer, View};
use crate::finding::{Finding, Label, Safety};
use crate::rule::Severity;
use crate::run::Report;

/// The longest line, in bytes, that is drawn: nobody reads a longer one, and miette can't draw columns past 65,535.
const MAX_LINE: usize = 2_000;

/// Each finding as a block: code, message, source, help; then the other files it leads through.
pub(super) struct Full;

impl Renderer for Full {
    fn render(&self, report: &Report, sources: &Sources<'_>, view: &View<'_>) -> String {
        let styles = if view.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
        let theme = GraphicalTheme { characters: ThemeCharacters::unicode(), styles };
        let handler = GraphicalReportHandler::new_themed(theme).with_links(false).with_width(view.width);
        let draw = |finding| {
            let mut out = String::new();
            for mut block in blocks(finding, sources, view) {
                block.say_place_of_long_lines();
                // It fails only if a source can't be read, and these always can.
                if handler.render_report(&mut out, &block).is_err() {
                    out += &format!("{}\n", block.message);
                }
            }
            out.push('\n');
            out
        };
        // Each takes a tenth of a millisecond.
        report.findings.par_iter().map(draw).collect()
    }
}

/// A finding is one block for its own file and one for each stretch of related places in another; the help comes last.
fn blocks<'a>(finding: &'a Finding, sources: &'a Sources<'a>, view: &View<'_>) -> Vec<Block<'a>> {
    let (own, others): (Vec<&Label>, Vec<&Label>) =
        finding.related.iter().partition(|label| label.path == finding.primary.path);
    let mut blocks = vec![Block {
        code: Some(format!("{} {}", finding.rule.code, finding.rule.name)),
        weight: match finding.severity {
            Severity::Error => Weight::Error,
            Severity::Warning => Weight::Warning,
        },
        message: finding.message.clone(),
        help: None,
        snippet: Snippet::new(&finding.primary, sources, view),
        is_drawn: true,
        labels: std::iter::once(&finding.primary).chain(own).map(|label| (label, label.text.as_str())).collect(),
    }];
    for stretch in others.chunk_by(|one, next| one.path == next.path) {
        let Some((first, rest)) = stretch.split_first() else { continue };
        blocks.push(Block {
            code: None,
            weight: Weight::Advice,
            message: if first.text.is_empty() { "see also".to_owned() } else { first.text.clone() },
            help: None,
            snippet: Snippet::new(first, sources, view),
            is_drawn: true,
            labels: std::iter::once((*first, ""))
                .chain(rest.iter().map(|label| (*label, label.text.as_str())))
                .collect(),
        });
    }
    if let Some(last) = blocks.last_mut() {
        last.help = Some(help(finding));
    }
    blocks
}

fn help(finding: &Finding) -> String {
    let mends = match finding.fix.as_ref().map(|fix| fix.safety) {
        None => "",
        Some(Safety::Safe) => "\n`--fix` does it",
        Some(Safety::Unsafe) => "\n`--unsafe-fixes` does it; look at the result",
    };
    format!("{}{mends}", finding.help)
}

/// What miette draws at once.
struct Block<'a> {
    code: Option<String>,
    weight: Weight,
    message: String,
    help: Option<String>,
    snippet: Snippet<'a>,
    /// Whether the source is shown.
    is_drawn: bool,
    /// All in the snippet's file, each with what is written at it; the first is the one that the block is about.
    labels: Vec<(&'a Label, &'a str)>,
}

impl Block<'_> {
    /// Where a line is too long to be drawn, the message says the place instead.
    fn say_place_of_long_lines(&mut self) {
        let Snippet { name, source, .. } = &self.snippet;
        let lines = source.lines();
        let is_long = |(label, _): &(&Label, &str)| {
            let range = source.clamp(&label.range);
            let (first, last) = (lines.line_of(range.start).saturating_sub(1), lines.line_of(range.end) + 1);
            let mut around = (first..=last.min(lines.len() - 1)).filter_map(|line| lines.line_range(source.text, line));
            around.any(|line| line.len() > MAX_LINE)
        };
        self.is_drawn = !self.labels.iter().any(is_long);
        if let Some((label, _)) = self.labels.first().filter(|_| !self.is_drawn) {
            let place = source.position(source.clamp(&label.range).start);
            self.message = format!("{name}:{}:{} {}", place.line, place.column, self.message);
        }
    }
}

impl fmt::Debug for Block<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Display for Block<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Block<'_> {}

impl Diagnostic for Block<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<Weight> {
        Some(self.weight)
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.is_drawn.then_some(&self.snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().enumerate().map(|(index, (label, text))| {
            let range = self.snippet.source.clamp(&label.range);
            let text = Some((*text).to_owned()).filter(|text| !text.is_empty());
            let span = SourceSpan::from((range.start, range.len()));
            if index == 0 {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        })))
    }
}

/// A text as miette reads it. Miette's own reader runs through the text from its start for every label; this one looks
/// the lines up.
struct Snippet<'a> {
    name: String,
    source: &'a Source<'a>,
}

impl<'a> Snippet<'a> {
    fn new(label: &Label, sources: &'a Sources<'a>, view: &View<'_>) -> Self {
        Self { name: (view.show)(&label.path), source: sources.of(label) }
    }
}

impl SourceCode for Snippet<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let Source { text, .. } = self.source;
        let lines = self.source.lines();
        let last_byte = span.offset() + span.len().saturating_sub(1);
        let first = lines.line_of(span.offset()).saturating_sub(lines_before);
        let last = (lines.line_of(last_byte) + lines_after).min(lines.len() - 1);
        let whole = |line| lines.line_range(text, line).ok_or(MietteError::OutOfBounds);
        // Without context only the place is asked for, and a place has a column.
        let place = (lines_before == 0).then(|| self.source.position(span.offset()));
        let start = if place.is_some() { span.offset() } else { whole(first)?.start };
        let range = start..whole(last)?.end.max(start);
        let data = text.as_bytes().get(range.clone()).ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data,
            SourceSpan::from((range.start, range.len())),
            first,
            place.map_or(0, |place| place.column - 1),
            last - first + 1,
        )))
    }
}
