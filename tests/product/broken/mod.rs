// tests/product/broken/mod.rs - The example broken by hand: the rule that is broken speaks, there, and says what to write

mod behaviour;
mod database;
mod layout;
mod quality;
mod routes;
mod structure;
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use crate::support::{Sandbox, tree};
use rulebook_lint::cache::{Cache, Part, Writing};
use rulebook_lint::finding::Finding;
use rulebook_lint::project::file_system::{FileSystem, Memory};
use rulebook_lint::run::{Options, Report, lint};
use rulebook_lint::threads::Threads;

/// One edit of the example.
#[derive(Debug)]
pub enum Edit {
    /// A new file.
    Write(&'static str, &'static str),
    /// Text at a file's end.
    Append(&'static str, &'static str),
    /// The first occurrence of a text.
    Replace(&'static str, &'static str, &'static str),
    /// Every occurrence of a text.
    ReplaceAll(&'static str, &'static str, &'static str),
    /// A file under another name.
    Rename(&'static str, &'static str),
    /// A file or folder no more.
    Remove(&'static str),
}

use Edit::{Append, Remove, Rename, Replace, ReplaceAll, Write};

/// A rule, edits that break it, where it must speak (path, and the text at the place), and what its help must name.
#[derive(Debug)]
pub struct Case {
    /// The rule, and behind it others that the same edits can't but break.
    pub code: &'static str,
    /// What breaks it.
    pub edits: Vec<Edit>,
    /// The file in which it must speak.
    pub path: &'static str,
    /// The text at the place.
    pub at: &'static str,
    /// What the help must name.
    pub help: &'static str,
}

impl Case {
    /// The rule that must speak.
    fn rule(&self) -> &'static str {
        self.code.split(' ').next().unwrap()
    }

    /// All rules that may speak.
    fn rules(&self) -> BTreeSet<&'static str> {
        self.code.split(' ').collect()
    }
}

fn cases() -> Vec<Case> {
    [
        layout::cases(),
        tests::cases(),
        routes::cases(),
        database::cases(),
        behaviour::cases(),
        quality::cases(),
        structure::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A case of any edits.
fn case(
    code: &'static str,
    edits: impl Into<Vec<Edit>>,
    path: &'static str,
    at: &'static str,
    help: &'static str,
) -> Case {
    Case { code, edits: edits.into(), path, at, help }
}

/// A case of a text replaced in the file in which the rule must speak.
fn replaced(
    code: &'static str,
    path: &'static str,
    from: &'static str,
    to: &'static str,
    at: &'static str,
    help: &'static str,
) -> Case {
    case(code, [Replace(path, from, to)], path, at, help)
}

/// The example's sources.
pub fn example() -> Memory {
    let files = tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-app"));
    Memory::new(files.into_iter().filter(|(path, _)| path == ".gitignore" || !path.starts_with('.')))
}

fn read(files: &Memory, path: &str) -> String {
    String::from_utf8(files.read(path).unwrap_or_else(|_| panic!("there is no {path}"))).unwrap()
}

/// Does an edit.
pub fn edit(files: &mut Memory, edit: &Edit) {
    match *edit {
        Write(path, text) => files.insert(path, text),
        Append(path, text) => files.insert(path, read(files, path) + text),
        Replace(path, from, to) => {
            let text = read(files, path);
            assert!(text.contains(from), "{path} does not contain {from:?}");
            files.insert(path, text.replacen(from, to, 1));
        }
        ReplaceAll(path, from, to) => {
            let text = read(files, path);
            assert!(text.contains(from), "{path} does not contain {from:?}");
            files.insert(path, text.replace(from, to));
        }
        Rename(from, to) => {
            let bytes = files.remove(from).unwrap();
            files.insert(to, bytes);
        }
        Remove(path) => {
            let inside = |file: &&String| **file == path || file.starts_with(&format!("{path}/"));
            let gone: Vec<String> = files.files().keys().filter(inside).cloned().collect();
            assert!(!gone.is_empty(), "there is no {path}");
            gone.iter().for_each(|file| drop(files.remove(file)));
        }
    }
}

/// What is known of the example's files, so that each case reads those alone that it edits.
#[derive(Debug, Default)]
struct Known(Mutex<BTreeMap<Part, Vec<u8>>>);

impl Cache for Known {
    fn load(&self, part: Part) -> Option<Vec<u8>> {
        self.0.lock().unwrap().get(&part).cloned()
    }

    fn save(&self, part: Part, write: &mut Writing<'_>) {
        let mut parts = self.0.lock().unwrap();
        if part == Part::Facts && !parts.contains_key(&part) {
            let mut bytes = Vec::new();
            write(&mut bytes).unwrap();
            parts.insert(part, bytes);
        }
    }
}

/// Rules that the example can't break by an edit of its own: their pages show them.
const ELSEWHERE: [&str; 0] = [];

#[test]
fn each_rule_is_broken_in_three_ways() {
    let mut edits: BTreeMap<&str, usize> = BTreeMap::new();
    cases().iter().for_each(|case| *edits.entry(case.rule()).or_default() += 1);
    let of_section = rulebook_lint::rules::ALL.iter().filter(|rule| rule.section.is_some());
    let few = of_section.map(|rule| (rule.code, edits.get(rule.code).copied().unwrap_or_default()));
    let few: Vec<(&str, usize)> = few.filter(|(code, count)| *count < 3 && !ELSEWHERE.contains(code)).collect();
    assert!(few.is_empty(), "fewer than three edits: {few:?}");
}

#[test]
fn a_rule_broken_by_hand_speaks_at_the_place() {
    let options = Options { cache: Some(Arc::new(Known::default())), threads: Threads::of(1), ..Options::default() };
    let example = example();
    let report = lint(&example, &options).unwrap();
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
    let wrong: Vec<String> = cases().par_iter().filter_map(|case| what_is_wrong(case, &example, &options)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What is wrong with what is said of a case.
fn what_is_wrong(case: &Case, example: &Memory, options: &Options) -> Option<String> {
    let mut files = example.clone();
    case.edits.iter().for_each(|change| edit(&mut files, change));
    let Report { findings, .. } = match lint(&files, options) {
        Ok(report) => report,
        Err(errors) => return Some(format!("{case:?}\n{errors:?}")),
    };
    let here = |finding: &&Finding| {
        finding.rule.code == case.rule()
            && *finding.primary.path == *case.path
            && read(&files, case.path)[finding.primary.range.start..].starts_with(case.at)
            // What speaks of a file as a whole names no place.
            && (!case.at.is_empty() || finding.primary.range.is_empty())
    };
    let helps = findings.iter().find(here).is_some_and(|finding| finding.help.contains(case.help));
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.code).collect();
    if helps && codes.is_subset(&case.rules()) {
        return None;
    }
    let said = findings.iter().map(|finding| {
        let Finding { rule, message, help, primary, .. } = finding;
        format!("  {} {}:{:?} {message} | {help}", rule.code, primary.path, primary.range)
    });
    Some(format!("{case:?}\n{}", said.collect::<Vec<_>>().join("\n")))
}

#[test]
fn fixes_mend_what_they_can_and_the_example_is_silent_again() {
    let sandbox = Sandbox::of(example().files());
    let before = sandbox.tree("");
    for code in ["RB301", "RB302", "RB304", "RB305"] {
        let case = cases().into_iter().find(|case| case.rule() == code).unwrap();
        let mut files = example();
        case.edits.iter().for_each(|change| edit(&mut files, change));
        sandbox.write(case.path, read(&files, case.path));
        let shown = sandbox.rulebook("", ["lint", "--diff"]).expect(1);
        assert!(shown.contains(&format!("+++ b/{}", case.path)), "{code}: {shown}");
        sandbox.rulebook("", ["lint", "--fix"]).expect(0);
        assert!(sandbox.tree("") == before, "{code} was not mended as it had been");
    }
}

#[test]
fn the_example_is_silent() {
    let said = Sandbox::of(example().files()).rulebook("", ["lint", "--strict"]).expect(0);
    assert!(said.contains("no findings"), "{said}");
}
