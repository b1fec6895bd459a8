// src/commands/lint.rs - `rulebook lint`: Rust source held against the rulebook

use std::path::Path;

use crate::cli::{LintArgs, LintFormat};
use crate::commands::{baseline, plan, project, settings};
use crate::failure::{FOUND, Failure};
use crate::terminal::{Terminal, things};
use rulebook_conventions::suggest;
use rulebook_generator::apply::{Disk as Writer, replace};
use rulebook_generator::plan::unified_diff;
use rulebook_lint::baseline::{Held, Stale};
use rulebook_lint::finding::Safety;
use rulebook_lint::fix::{Fixed, fix_all};
use rulebook_lint::project::file_system::Disk;
use rulebook_lint::report::{self, Format, View};
use rulebook_lint::rule::Rule;
use rulebook_lint::rules;
use rulebook_lint::run::{Options, Report, lint};
use rulebook_lint::settings_files::SettingsFiles;

/// Lints, and mends what it is asked to.
pub fn run(args: &LintArgs, terminal: Terminal) -> Result<u8, Failure> {
    let here = project::current_folder()?;
    let scope = project::Scope::of(&args.paths, &here)?;
    let options = Options {
        paths: scope.paths.clone(),
        select: chosen(&args.select)?,
        ignore: chosen(&args.ignore)?,
        baseline: baseline::chosen(&args.baseline, &scope.root, &here)?,
        ..Options::default()
    };
    let show = |path: &str| project::relative(&scope.root.join(path), &here);
    let view = View { color: terminal.color, show: &show, width: 100 };
    let files = Disk::new(&scope.root);
    let settings = SettingsFiles::new(&files);
    let refused = |errors| settings::refusal(errors, &scope.root, &show);

    if !(args.fix || args.unsafe_fixes || args.diff) {
        let report = lint(&files, &settings, &options).map_err(refused)?;
        shrink(&report, &options, &|held| baseline::shrink(held, &scope.root, &here, terminal));
        return print(args, &report, &view, terminal);
    }
    let allowed = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let fixed = fix_all(&files, &settings, &options, allowed).map_err(refused)?;
    if args.diff {
        return print_diff(&fixed, &view, terminal);
    }
    for file in &fixed.changed {
        let path = scope.root.join(&file.path);
        replace(&path, file.before.as_bytes(), file.after.as_bytes(), &Writer)?;
    }
    if fixed.count() > 0 {
        terminal.note(&format!(
            "{} mended in {}\n",
            things(fixed.count(), "finding"),
            things(fixed.changed.len(), "file")
        ));
    }
    shrink(&fixed.report, &options, &|held| baseline::shrink(held, &scope.root, &here, terminal));
    print(args, &fixed.report, &view, terminal)
}

/// Shrinks the baseline, if this run may and there is something to take out.
fn shrink(report: &Report, options: &Options, write: &dyn Fn(&Held)) {
    let may = options.baseline.as_ref().is_some_and(|(_, stale)| *stale == Stale::Drop);
    if let Some(held) = report.held.as_ref().filter(|held| may && held.stale > 0) {
        write(held);
    }
}

/// Lints a project that was just made, for its maker to see that it is right.
pub fn check(root: &Path) -> Result<Report, Failure> {
    let files = Disk::new(root);
    lint(&files, &SettingsFiles::new(&files), &Options::default())
        .map_err(|errors| settings::refusal(errors, root, &|path| root.join(path).display().to_string()))
}

/// The rules that codes, names or the beginnings of codes choose.
fn chosen(words: &[String]) -> Result<Vec<&'static Rule>, Failure> {
    let mut chosen = Vec::new();
    for word in words {
        let before = chosen.len();
        let prefix = word.to_ascii_uppercase();
        let named = |rule: &&Rule| rule.name == *word || (prefix.starts_with("RB") && rule.code.starts_with(&prefix));
        chosen.extend(rules::ALL.iter().copied().filter(named));
        if chosen.len() == before {
            return Err(unknown_rule(word));
        }
    }
    Ok(chosen)
}

/// The answer to a word that names no rule.
pub fn unknown_rule(word: &str) -> Failure {
    let known = rules::ALL.iter().flat_map(|rule| [rule.code, rule.name]);
    let help = match suggest(word, known) {
        Some(near) => format!("did you mean `{near}`? `rulebook rules` lists all"),
        None => "`rulebook rules` lists all".to_owned(),
    };
    Failure::refused(format!("there is no rule `{word}`"), help)
}

fn print(args: &LintArgs, report: &Report, view: &View<'_>, terminal: Terminal) -> Result<u8, Failure> {
    if args.statistics {
        terminal.out(&report::statistics(report, view.color))?;
    } else {
        terminal.out(&report::render(report, format(args.format), view))?;
    }
    let unresolved = args.strict && !report.unresolved.is_empty();
    if unresolved {
        terminal.note(&report::unresolved(report, view));
    }
    // Whoever reads the other formats has no use for prose.
    if matches!(args.format, LintFormat::Full | LintFormat::Concise | LintFormat::Markdown) {
        terminal.note(&report::summary(report, terminal.error_color));
    }
    Ok(if report.findings.is_empty() && !unresolved { 0 } else { FOUND })
}

fn format(chosen: LintFormat) -> Format {
    match chosen {
        LintFormat::Full => Format::Full,
        LintFormat::Concise => Format::Concise,
        LintFormat::Json => Format::Json,
        LintFormat::Sarif => Format::Sarif,
        LintFormat::Github => Format::Github,
        LintFormat::Gitlab => Format::Gitlab,
        LintFormat::Junit => Format::Junit,
        LintFormat::Rdjson => Format::Rdjson,
        LintFormat::Markdown => Format::Markdown,
    }
}

fn print_diff(fixed: &Fixed, view: &View<'_>, terminal: Terminal) -> Result<u8, Failure> {
    for file in &fixed.changed {
        let diff = unified_diff(&(view.show)(&file.path), Some(&file.before), Some(&file.after));
        terminal.out(&plan::painted(&diff, view.color))?;
    }
    let mended = things(fixed.count(), "finding");
    terminal.note(&format!("{mended} would be mended; nothing was written\n"));
    Ok(if fixed.changed.is_empty() && fixed.report.findings.is_empty() { 0 } else { FOUND })
}
