// src/finding.rs - What a rule reports: plain data, independent of any output format

//! What a rule reports: plain data, independent of any output format.
//!
//! Invariant: nothing here knows how a finding is drawn. Ranges are byte ranges of the file's text as it was read;
//! lines and columns are made by the renderers from one [`LineIndex`](crate::source::lines::LineIndex) a file.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::rule::{Rule, Severity};

/// One finding: a rule that a place in the source breaks.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that speaks.
    pub rule: &'static Rule,
    /// The rule's severity under the settings in force.
    pub severity: Severity,
    /// What is wrong, naming the thing at fault; one sentence, no full stop.
    pub message: String,
    /// What to write instead; one or two sentences.
    pub help: String,
    /// The place at fault.
    pub primary: Label,
    /// The item that it speaks of: `create`, `Pool::open`. Of an item without a name, an import above all, and in a file
    /// that is no source, the first line of the text that it points at. Empty where it speaks of the file as a whole.
    /// Rules leave it empty; it is known when a finding is settled.
    pub item: String,
    /// Other places that explain it, in reading order: the hops of an indirect dependency, the first of two twins.
    pub related: Vec<Label>,
    /// The edits that mend it, if the rule knows them.
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding of a rule at its own severity, which a rule may change where it is less sure, without related places and without a fix.
    pub fn new(rule: &'static Rule, message: impl Into<String>, help: impl Into<String>, primary: Label) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            help: help.into(),
            primary,
            item: String::new(),
            related: Vec::new(),
            fix: None,
        }
    }
}

/// A place in a file with a few words on what is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The file, relative to the root of the run, with `/`.
    pub path: Arc<str>,
    /// Byte range in the file's text. Empty at `0..0` where the finding is about the file as a whole.
    pub range: Range<usize>,
    /// A few words drawn at the place; may be empty.
    pub text: String,
}

impl Label {
    /// A label at `range` of `path`.
    pub fn new(path: &Arc<str>, range: Range<usize>, text: impl Into<String>) -> Self {
        Self { path: Arc::clone(path), range, text: text.into() }
    }
}

/// Exact text edits that mend a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// Whether the edits can change what the program means.
    pub safety: Safety,
    /// The edits, all in the finding's own file, sorted by range and not overlapping.
    pub edits: Vec<Edit>,
}

/// Whether a fix may be applied without a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Safety {
    /// The file means what it meant: `--fix` applies it.
    Safe,
    /// The meaning may change: only `--unsafe-fixes` applies it.
    Unsafe,
}

/// One replacement of a byte range; an insertion where the range is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Byte range that is replaced.
    pub range: Range<usize>,
    /// The text that takes its place.
    pub replacement: String,
}

/// Something that could not be followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unresolved {
    /// The file, relative to the root of the run.
    pub path: Arc<str>,
    /// The byte range in it.
    pub range: Range<usize>,
    /// What stands there and why it was not followed.
    pub reason: String,
}
