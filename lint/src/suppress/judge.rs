// src/suppress/judge.rs - The suppressions of one file: what they allow and what is wrong with them

use std::ops::Range;

use crate::finding::{Edit, Finding, Fix, Label, Safety};
use crate::rule::Rule;
use crate::rules;
use crate::source::facts::{CommentStyle, Doc, FileFacts, Language, MARK};
use crate::suppress::comment::{self, Allowance};
use crate::suppress::extent;
use crate::suppress::rules::{INVALID, UNUSED, WITHOUT_REASON};
use rulebook_conventions::suggest;

/// The suppressions of one file.
pub struct Judge<'a> {
    facts: &'a FileFacts,
    suppressions: Vec<Suppression>,
    /// What is wrong whatever the findings are.
    faults: Vec<Finding>,
}

/// One rule that one comment allows.
struct Suppression {
    rule: &'static Rule,
    /// The rule's name in the comment.
    name: Range<usize>,
    comment: Range<usize>,
    /// Whether the comment allows other rules too.
    among_others: bool,
    place: Place,
    used: bool,
}

/// What a comment speaks of.
#[derive(Clone)]
enum Place {
    File,
    /// Findings that begin in this range.
    Code(Range<usize>),
    /// Findings that begin or end in this line.
    Line(Range<usize>),
}

impl<'a> Judge<'a> {
    /// Reads the suppressions of a file; none where it has none.
    pub fn new(facts: &'a FileFacts) -> Option<Self> {
        if !facts.marked {
            return None;
        }
        let mut judge = Self { facts, suppressions: Vec::new(), faults: Vec::new() };
        for (range, own_line) in comments(facts) {
            let text = facts.text.get(range.clone()).unwrap_or_default();
            match comment::parse(text) {
                None => {}
                Some(Err(reason)) => {
                    judge.fault(&INVALID, range, format!("a suppression that can't be read: {reason}"), HELP)
                }
                Some(Ok(allowance)) => judge.read(allowance, range, own_line),
            }
        }
        Some(judge)
    }

    fn read(&mut self, allowance: Allowance, comment: Range<usize>, own_line: bool) {
        let place = match self.place(&allowance, &comment, own_line) {
            Ok(place) => place,
            Err(message) => {
                let help = "Move it to the top of the file, or write `allow(..)` for the code below it.";
                return self.fault(&INVALID, comment, message, help);
            }
        };
        if !allowance.has_reason {
            let help = "Say behind a dash why the rule does not hold here: `- reason`.";
            self.fault(&WITHOUT_REASON, comment.clone(), "a suppression without a reason".to_owned(), help);
        }
        let among_others = allowance.rules.len() > 1;
        for (name, within) in &allowance.rules {
            let range = comment.start + within.start..comment.start + within.end;
            match rules::find(name).filter(|rule| rule.section.is_some()) {
                None => self.unknown(name, range),
                Some(rule) => {
                    let (comment, place) = (comment.clone(), place.clone());
                    self.suppressions.push(Suppression {
                        rule,
                        name: range,
                        comment,
                        among_others,
                        place,
                        used: false,
                    });
                }
            }
        }
    }

    fn place(&self, allowance: &Allowance, comment: &Range<usize>, own_line: bool) -> Result<Place, String> {
        let text = &*self.facts.text;
        if allowance.whole_file {
            let first = self.facts.items.first().map_or(text.len(), |item| item.span.range().start);
            if comment.start > first {
                return Err("`allow-file(..)` below the first item".to_owned());
            }
            return Ok(Place::File);
        }
        if own_line {
            return Ok(Place::Code(extent::next_code(self.facts, comment.end)));
        }
        let start = text.get(..comment.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        Ok(Place::Line(start..comment.end))
    }

    fn unknown(&mut self, name: &str, range: Range<usize>) {
        if let Some(rule) = rules::find(name) {
            let help = "It speaks of the linter's own work: mend what it reports.";
            return self.fault(&INVALID, range, format!("`{}` can't be suppressed", rule.name), help);
        }
        let known = rules::ALL.iter().filter(|rule| rule.section.is_some());
        let near = suggest(name, known.flat_map(|rule| [rule.name, rule.code]));
        let help = match near {
            Some(near) => format!("Did you mean `{near}`? `rulebook rules` lists them all."),
            None => "`rulebook rules` lists the rules.".to_owned(),
        };
        self.fault(&INVALID, range.clone(), format!("no rule is called `{name}`"), &help);
        // A code says nothing by which a slip in it could be told from another code.
        if let Some(near) = near.filter(|near| !near.starts_with("RB"))
            && let Some(fault) = self.faults.last_mut()
        {
            let edits = vec![Edit { range, replacement: near.to_owned() }];
            fault.fix = Some(Fix { safety: Safety::Safe, edits });
        }
    }

    fn fault(&mut self, rule: &'static Rule, range: Range<usize>, message: String, help: &str) {
        self.faults.push(Finding::new(rule, message, help, Label::new(&self.facts.path, range, "")));
    }

    /// Whether a comment allows a finding of this file; the comment is used then.
    pub fn allows(&mut self, finding: &Finding) -> bool {
        let mut allowed = false;
        for suppression in &mut self.suppressions {
            if suppression.rule.code == finding.rule.code && suppression.place.holds(&finding.primary.range) {
                suppression.used = true;
                allowed = true;
            }
        }
        allowed
    }

    /// What is wrong with the comments, once all findings have been asked about.
    pub fn faults(&self, ran: &dyn Fn(&FileFacts, &'static Rule) -> bool) -> Vec<Finding> {
        let unused = self.suppressions.iter().filter(|it| !it.used && ran(self.facts, it.rule));
        self.faults.iter().cloned().chain(unused.map(|suppression| self.unused(suppression))).collect()
    }

    fn unused(&self, suppression: &Suppression) -> Finding {
        let label = Label::new(&self.facts.path, suppression.name.clone(), "allows nothing");
        let mut finding = Finding::new(
            &UNUSED,
            format!("nothing here breaks `{}`", suppression.rule.name),
            "Delete it: what it allowed is mended, or it stands in the wrong place.",
            label,
        );
        let text = &*self.facts.text;
        let range = if suppression.among_others {
            name_with_comma(text, &suppression.name)
        } else {
            whole_comment(text, &suppression.comment)
        };
        let edit = Edit { range, replacement: String::new() };
        finding.fix = Some(Fix { safety: Safety::Safe, edits: vec![edit] });
        finding
    }
}

const HELP: &str = "Write `rulebook: allow(rule-name) - reason`, or `allow-file(..)` at the top of the file.";

impl Place {
    fn holds(&self, finding: &Range<usize>) -> bool {
        match self {
            Self::File => true,
            Self::Code(code) => code.contains(&finding.start),
            Self::Line(line) => line.contains(&finding.start) || (line.start < finding.end && finding.end <= line.end),
        }
    }
}

/// The comments that can hold a suppression, and whether each stands on a line of its own.
fn comments(facts: &FileFacts) -> Vec<(Range<usize>, bool)> {
    match facts.language {
        Language::Rust => {
            let plain = facts.comments.iter().filter(|it| it.style == CommentStyle::Line && it.doc == Doc::None);
            plain.map(|comment| (comment.span.range(), comment.own_line)).collect()
        }
        Language::Sql => sql_comments(&facts.text),
    }
}

/// The lines of a migration that have a `--` before the mark.
fn sql_comments(text: &str) -> Vec<(Range<usize>, bool)> {
    let mut comments = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let opening = line.find(MARK).and_then(|mark| line.get(..mark)?.rfind("--"));
        if let Some(at) = opening {
            let own_line = line.get(..at).is_some_and(|before| before.trim().is_empty());
            comments.push((line_start + at..line_start + line.trim_end().len(), own_line));
        }
        line_start += line.len();
    }
    comments
}

/// A name in a list with the comma that goes with it.
fn name_with_comma(text: &str, name: &Range<usize>) -> Range<usize> {
    let after = text.get(name.end..).unwrap_or_default();
    let blanks = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    if let Some(rest) = after.trim_start_matches([' ', '\t']).strip_prefix(',') {
        return name.start..text.len() - rest.len() + blanks(rest);
    }
    let before = text.get(..name.start).unwrap_or_default().trim_end_matches([' ', '\t']);
    let start = before.strip_suffix(',').map_or(name.start, |rest| rest.trim_end_matches([' ', '\t']).len());
    start..name.end
}

/// A comment with its line, or with the blanks before it where code stands on the line.
fn whole_comment(text: &str, comment: &Range<usize>) -> Range<usize> {
    let before = text.get(..comment.start).unwrap_or_default();
    let start = before.trim_end_matches([' ', '\t']).len();
    let own_line = start == 0 || before.get(..start).is_some_and(|it| it.ends_with('\n'));
    if !own_line {
        return start..comment.end;
    }
    let rest = text.get(comment.end..).unwrap_or_default();
    start..comment.end + rest.find('\n').map_or(rest.len(), |at| at + 1)
}
