// src/suppress/add.rs - Writes comments that allow what is found

//! Writes comments that allow what is found.
//!
//! A comment stands above the statement or item at fault. Where a rule finds much in a file, or the comment would not hold
//! there, one at the top of the file speaks for all of it: the result is linted, so that what is written is known to hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Finding;
use crate::fix::{ChangedFile, Fixed};
use crate::project::file_system::FileSystem;
use crate::project::overlay::Overlay;
use crate::run::{LintError, Options, Report, lint};
use crate::source::facts::{FileFacts, Language};

/// Of more findings of a rule in a file, one comment at the top speaks.
const MANY: usize = 3;

/// Allows every finding that a comment can allow, for a reason.
///
/// # Errors
/// As [`lint`].
pub fn add_allow(files: &dyn FileSystem, options: &Options, reason: &str) -> Result<Fixed, Vec<LintError>> {
    let before = lint(files, options)?;
    let mut overlay = Overlay::new(files);
    let mut texts = BTreeMap::new();
    for (facts, findings) in by_file(&before) {
        let text = commented(facts, &findings, reason, false);
        overlay.insert(&facts.path, text.clone());
        texts.insert(facts.path.to_string(), text);
    }
    let first = lint(&overlay, options)?;
    let unsettled: BTreeSet<&str> = first.findings.iter().map(|finding| &*finding.primary.path).collect();
    for (facts, findings) in by_file(&before).into_iter().filter(|(facts, _)| unsettled.contains(&*facts.path)) {
        let text = commented(facts, &findings, reason, true);
        overlay.insert(&facts.path, text.clone());
        texts.insert(facts.path.to_string(), text);
    }
    let report = lint(&overlay, options)?;
    let changed = by_file(&before).into_iter().filter_map(|(facts, findings)| {
        let after = texts.remove(&*facts.path)?;
        let fixed = findings.len();
        Some(ChangedFile { path: facts.path.to_string(), before: facts.text.clone(), after, fixed })
    });
    Ok(Fixed { changed: changed.collect(), report })
}

/// The findings that a comment can allow, with the files that they are in.
fn by_file(report: &Report) -> Vec<(&FileFacts, Vec<&Finding>)> {
    let mut of: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| finding.rule.section.is_some()) {
        of.entry(&finding.primary.path).or_default().push(finding);
    }
    let files = report.model.files().iter().map(|file| &file.facts);
    files.filter_map(|facts| Some((facts, of.remove(&*facts.path)?))).collect()
}

/// The text with comments for the findings; all at the top if `on_top`.
fn commented(facts: &FileFacts, findings: &[&Finding], reason: &str, on_top: bool) -> String {
    let count = |code: &str| findings.iter().filter(|finding| finding.rule.code == code).count();
    let mut top: BTreeSet<&str> = BTreeSet::new();
    let mut places: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for finding in findings {
        let is_of_file = finding.primary.range.is_empty() || facts.language == Language::Sql;
        match place(facts, finding.primary.range.start) {
            Some(at) if !on_top && !is_of_file && count(finding.rule.code) <= MANY => {
                places.entry(at).or_default().insert(finding.rule.name);
            }
            _ => {
                top.insert(finding.rule.name);
            }
        }
    }
    places.values_mut().for_each(|names| names.retain(|name| !top.contains(name)));
    let opening = if facts.language == Language::Sql { "--" } else { "//" };
    let ending = if facts.text.contains("\r\n") { "\r\n" } else { "\n" };
    let list = |names: &BTreeSet<&str>| names.iter().copied().collect::<Vec<_>>().join(", ");
    let text = &*facts.text;
    let mut inserted: Vec<(usize, String)> = places
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(at, names)| {
            (*at, format!("{}{opening} rulebook: allow({}) - {reason}{ending}", indent(text, *at), list(names)))
        })
        .collect();
    if !top.is_empty() {
        let (at, gap) = top_of(text, opening);
        let gap = if gap { ending } else { "" };
        inserted.push((at, format!("{opening} rulebook: allow-file({}) - {reason}{ending}{gap}", list(&top))));
    }
    inserted.sort_by_key(|(at, _)| *at);
    let mut result = String::with_capacity(text.len() + 100);
    let mut done = 0;
    for (at, line) in inserted {
        result.push_str(text.get(done..at).unwrap_or_default());
        if at > 0 && !result.ends_with('\n') {
            result.push_str(ending);
        }
        result.push_str(&line);
        done = at;
    }
    result.push_str(text.get(done..).unwrap_or_default());
    result
}

/// The start of the line that the statement or item at fault begins in.
fn place(facts: &FileFacts, offset: usize) -> Option<usize> {
    let text = &*facts.text;
    let import = facts.imports.iter().filter_map(|import| facts.items.get(import.item.index()));
    let import = import.map(|item| item.span.range()).find(|range| range.contains(&offset));
    let mut line = line_start(text, import.map_or(offset, |range| range.start));
    // An item's comments and attributes go with it: the comment stands above them.
    loop {
        let above = text.get(..line)?.trim_end();
        let last = above.get(line_start(above, above.len())..)?.trim();
        let ends = above.is_empty() || above.ends_with(['{', '}', ';', ',']);
        let is_with_it = last.starts_with("//") || last.starts_with("#[");
        let is_apart = text.get(above.len()..line)?.matches('\n').count() > 1;
        if !is_with_it && ends || is_apart {
            return Some(line);
        }
        line = line_start(above, above.len());
    }
}

fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1)
}

fn indent(text: &str, line: usize) -> &str {
    let rest = text.get(line..).unwrap_or_default();
    rest.get(..rest.len() - rest.trim_start_matches([' ', '\t']).len()).unwrap_or_default()
}

/// Where a comment on the whole file goes, below the header; and whether a blank line must follow it.
fn top_of(text: &str, opening: &str) -> (usize, bool) {
    let after_mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let next = |at: usize| text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end + 1);
    let rest = |at: usize| text.get(at..).unwrap_or_default();
    let is_shebang = rest(after_mark).starts_with("#!") && !rest(after_mark).starts_with("#![");
    let mut at = if is_shebang { next(after_mark) } else { after_mark };
    // `///` belongs to the first item.
    let has_header = rest(at).starts_with(opening) && !rest(at).starts_with("///");
    if has_header {
        at = next(at);
    }
    let follows = rest(at).lines().next().unwrap_or_default().trim();
    (at, !follows.is_empty() && (!follows.starts_with(opening) || follows.starts_with("///")))
}

#[cfg(test)]
mod tests {
    use super::add_allow;
    use crate::project::file_system::Memory;
    use crate::run::{Options, lint};

    const MANIFEST: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\n";

    #[test]
    fn what_is_written_holds_and_is_well_placed() {
        for (path, text, expected) in [
            (
                "src/api/job.rs",
                "// src/api/job.rs - Jobs\n\n/// Docs.\n#[inline]\npub fn f() {\n    let a = 1;\n    crate::core::db::pool()\n}\n",
                "// src/api/job.rs - Jobs\n\n/// Docs.\n#[inline]\npub fn f() {\n    let a = 1;\n    // rulebook: allow(layer-dependency) - later\n    crate::core::db::pool()\n}\n",
            ),
            (
                "src/api/job.rs",
                "// src/api/job.rs - Jobs\r\n\r\nuse serde::X;\r\n#[cfg(unix)]\r\nuse std::{\r\n    fmt,\r\n    io,\r\n};\r\n",
                "// src/api/job.rs - Jobs\r\n\r\nuse serde::X;\r\n// rulebook: allow(import-order) - later\r\n#[cfg(unix)]\r\nuse std::{\r\n    fmt,\r\n    io,\r\n};\r\n",
            ),
            (
                "src/api/job.rs",
                "pub struct Job;\n",
                "// rulebook: allow-file(missing-header) - later\n\npub struct Job;\n",
            ),
            (
                "src/api/job.rs",
                "/// A job.\npub struct Job;\n",
                "// rulebook: allow-file(missing-header) - later\n\n/// A job.\npub struct Job;\n",
            ),
            (
                "migrations/1_a.sql",
                "CREATE TABLE jobs (id INTEGER);\n",
                "-- rulebook: allow-file(missing-header) - later\n\nCREATE TABLE jobs (id INTEGER);\n",
            ),
        ] {
            let memory = Memory::new([
                ("Cargo.toml", MANIFEST),
                ("src/lib.rs", "// src/lib.rs - Modules of the application\n\nmod api;\nmod core;\n"),
                ("src/api/mod.rs", "// src/api/mod.rs - API modules\n\nmod job;\n"),
                ("src/core/mod.rs", "// src/core/mod.rs - Core modules\n\npub mod db {\n    pub fn pool() {}\n}\n"),
                (path, text),
            ]);
            let select = ["layer-dependency", "import-order", "missing-header"];
            let rules = select.iter().map(|name| crate::rules::find(name).unwrap());
            let options = Options { select: rules.collect(), ..Options::default() };
            let fixed = add_allow(&memory, &options, "later").unwrap();
            let changed = fixed.changed.iter().find(|file| file.path == path).unwrap();
            assert_eq!(changed.after, expected);
            assert!(fixed.report.findings.is_empty(), "{:?}", fixed.report.findings);
            let mut again = memory.clone();
            fixed.changed.iter().for_each(|file| again.insert(file.path.clone(), file.after.as_str()));
            let all = lint(&again, &options).unwrap();
            assert!(all.findings.is_empty());
        }
    }

    #[test]
    fn much_of_a_kind_is_allowed_at_the_top() {
        let calls = "    crate::core::db::pool();\n".repeat(5);
        let text = format!("// src/api/job.rs - Jobs\n\nfn f() {{\n{calls}}}\n");
        let memory = Memory::new([
            ("Cargo.toml", MANIFEST),
            ("src/lib.rs", "mod api;\nmod core;\n"),
            ("src/api/mod.rs", "mod job;\n"),
            ("src/core/mod.rs", "pub mod db {\n    pub fn pool() {}\n}\n"),
            ("src/api/job.rs", &text),
        ]);
        let select = vec![crate::rules::find("layer-dependency").unwrap()];
        let options = Options { select, ..Options::default() };
        let fixed = add_allow(&memory, &options, "later").unwrap();
        let expected = text.replace("Jobs\n", "Jobs\n// rulebook: allow-file(layer-dependency) - later\n");
        assert_eq!(fixed.changed[0].after, expected);
        assert!(fixed.report.findings.is_empty());
    }
}
