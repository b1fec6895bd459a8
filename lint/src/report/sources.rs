// src/report/sources.rs - The texts that findings point into, each with one line index

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::finding::Label;
use crate::run::Report;
use crate::source::lines::{LineIndex, Position};

/// The texts of a project, by path.
pub(super) struct Sources<'m> {
    by_path: BTreeMap<&'m str, Source<'m>>,
    /// Stands in for a text that the model does not have: of a file that could not be read.
    none: Source<'m>,
}

/// One text.
pub(super) struct Source<'m> {
    pub(super) text: &'m str,
    lines: OnceLock<LineIndex>,
}

impl<'m> Sources<'m> {
    pub(super) fn new(report: &'m Report) -> Self {
        let model = &report.model;
        let manifests = model.packages.iter().map(|package| (&*package.manifest, &*package.manifest_text));
        let broken = report.broken.iter().map(|broken| (&*broken.path, &*broken.text));
        let files = model.files().iter().map(|file| (&*file.facts.path, &*file.facts.text));
        let baseline = report.held.iter().map(|held| (&*held.file.path, &*held.file.text));
        let settings = model.settings.iter().map(|it| (&*it.settings.file.path, &*it.settings.file.text));
        let texts = manifests.chain(settings).chain(broken).chain(baseline).chain(files);
        Self { by_path: texts.map(|(path, text)| (path, Source::new(text))).collect(), none: Source::new("") }
    }

    /// The text that a label points into.
    pub(super) fn of(&self, label: &Label) -> &Source<'m> {
        self.by_path.get(&*label.path).unwrap_or(&self.none)
    }
}

impl<'m> Source<'m> {
    fn new(text: &'m str) -> Self {
        Self { text, lines: OnceLock::new() }
    }

    pub(super) fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.text))
    }

    pub(super) fn position(&self, offset: usize) -> Position {
        self.lines().position(self.text, offset)
    }

    /// The line that the last character of a range is in, from 1; of an empty range the line that it stands in.
    pub(super) fn last_line(&self, range: &Range<usize>) -> usize {
        self.position(range.end.saturating_sub(1).max(range.start)).line
    }

    /// A range that fits the text and cuts no character, however wrong the given one is.
    pub(super) fn clamp(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.text.floor_char_boundary(range.start);
        start..self.text.floor_char_boundary(range.end).max(start)
    }
}
