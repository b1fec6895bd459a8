// src/commands/init.rs - `rulebook init`: settings and a baseline for a project that is there

use std::collections::BTreeSet;

use crate::cli::adoption::InitArgs;
use crate::commands::project::{self, Scope};
use crate::commands::{baseline, settings};
use crate::failure::Failure;
use crate::terminal::{Style, Terminal, paint, things};
use rulebook_conventions::settings::FILE_NAME;
use rulebook_generator::apply::{Change, Disk as Writer, apply};
use rulebook_lint::adopt::{First, first_fixes, layers, refine};
use rulebook_lint::baseline::{Baseline, FILE_NAME as BASELINE_NAME};
use rulebook_lint::project::file_system::Disk;
use rulebook_lint::project::overlay::Overlay;
use rulebook_lint::run::{LintError, Options, Report, lint};

/// Proposes settings, freezes what is found under them, and says what to mend first.
pub fn run(args: &InitArgs, terminal: Terminal) -> Result<u8, Failure> {
    let here = project::current_folder()?;
    let scope = Scope::of(args.path.as_slice(), &here)?;
    let disk = Disk::new(&scope.root);
    let read = |name: &str| std::fs::read_to_string(scope.root.join(name)).ok();
    let (old_settings, old_baseline) = (read(FILE_NAME), read(BASELINE_NAME));

    let bare = scope.refusable(lint(&disk, &bare()))?;
    let mut proposal = layers(&bare).ok_or_else(|| {
        Failure::refused(
            format!("no package of `{}` depends on axum", scope.root.display()),
            "`rulebook lint` judges other packages without settings; `backend` under `[packages]` names one that is a backend",
        )
    })?;
    drop(bare);
    // Twice: what the layers share can be told only once they are known.
    let report = scope.judge_with(&disk, proposal.to_text().as_deref())?;
    refine(&mut proposal, &report);
    let text = proposal.to_text();
    let is_set_up = old_settings.is_some() || old_baseline.is_some();
    if is_set_up && !args.force && !args.dry_run {
        return already_there(old_settings.as_deref(), text.as_deref(), terminal);
    }
    let report = scope.judge_with(&disk, text.as_deref())?;
    baseline::check_readable(&report)?;
    let frozen = Baseline::of(&report.findings);

    show(&report, text.as_deref(), &frozen, &scope, terminal)?;
    baseline::note_own_work(report.findings.len() - frozen.count(), terminal);
    let new_baseline = (frozen.count() > 0).then(|| frozen.to_text());
    let change = |path: &str, before: &Option<String>, after: &Option<String>| {
        let after = after.clone()?;
        (before.as_ref() != Some(&after)).then(|| Change {
            path: path.to_owned(),
            before: before.clone().map(String::into_bytes),
            after: Some(after.into_bytes()),
            executable: false,
        })
    };
    let changes: Vec<Change> =
        [change(FILE_NAME, &old_settings, &text), change(BASELINE_NAME, &old_baseline, &new_baseline)]
            .into_iter()
            .flatten()
            .collect();
    let names: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
    if args.dry_run {
        terminal.note("this is a dry run: nothing was written\n");
    } else if names.is_empty() {
        terminal.note("nothing to do: the rulebook's own settings fit, and there is nothing to freeze\n");
    } else {
        apply(&scope.root, &changes, &Writer)?;
        terminal
            .note(&format!("wrote {}; commit them, and `rulebook lint` reports what is new\n", names.join(" and ")));
    }
    Ok(0)
}

/// The answer where settings or a baseline are there: that nothing is to do, or that they would be lost.
fn already_there(old: Option<&str>, new: Option<&str>, terminal: Terminal) -> Result<u8, Failure> {
    if old == new {
        terminal
            .note("nothing to do: the settings are as they would be proposed; `rulebook baseline` freezes findings\n");
        return Ok(0);
    }
    let name = if old.is_some() { FILE_NAME } else { BASELINE_NAME };
    Err(Failure::refused(
        format!("{name} is there already"),
        "`rulebook init --dry-run` shows what would be proposed, `--force` replaces settings and baseline; `rulebook baseline` \
         freezes findings",
    ))
}

/// The settings, what is frozen and what to mend first.
fn show(
    report: &Report,
    text: Option<&str>,
    frozen: &Baseline,
    scope: &Scope,
    terminal: Terminal,
) -> Result<(), Failure> {
    let heading = |text: &str| paint(terminal.color, Style::Bold, text) + "\n";
    let mut out = match text {
        Some(text) => format!("{text}\n"),
        None => "The rulebook's own settings fit: no rulebook.toml is needed.\n\n".to_owned(),
    };
    let findings = report.findings.iter().filter(|finding| finding.rule.section.is_some());
    let rules: BTreeSet<&str> = findings.clone().map(|finding| finding.rule.code).collect();
    let files: BTreeSet<&str> = findings.map(|finding| &*finding.primary.path).collect();
    out += &heading(&format!(
        "To freeze in {BASELINE_NAME}: {} of {} in {}",
        things(frozen.count(), "finding"),
        things(rules.len(), "rule"),
        things(files.len(), "file")
    ));
    let first = first_fixes(&report.findings);
    if !first.is_empty() {
        out += "\n";
        out += &heading("Worth mending first");
    }
    for (at, fix) in first.iter().enumerate() {
        out += &match fix {
            First::Automatic { count, codes } => format!(
                "  {}. {} mend themselves:\n     {}\n",
                at + 1,
                things(*count, "finding"),
                paint(
                    terminal.color,
                    Style::Cyan,
                    &format!("rulebook lint --no-baseline --fix --select {}", codes.join(","))
                )
            ),
            First::ByHand { rule: (code, name), count, file: (path, most), help } => {
                let most = if most == count { "all" } else { &most.to_string() };
                format!(
                    "  {}. {code} {name}: {}, {most} of them in {}\n     {help}\n",
                    at + 1,
                    things(*count, "finding"),
                    scope.show(path)
                )
            }
        };
    }
    terminal.out(&out)?;
    Ok(())
}

impl Scope {
    fn refusable<T>(&self, result: Result<T, Vec<LintError>>) -> Result<T, Failure> {
        result.map_err(|errors| settings::refusal(errors, &self.root, &|path| self.show(path)))
    }

    /// Everything that is found under these settings, in place of those that are there.
    fn judge_with(&self, disk: &Disk, settings: Option<&str>) -> Result<Report, Failure> {
        match settings {
            None => self.refusable(lint(disk, &bare())),
            Some(text) => {
                let mut files = Overlay::new(disk);
                files.insert(FILE_NAME, text.to_owned());
                self.refusable(lint(&files, &Options::default()))
            }
        }
    }
}

/// A project is judged as it is without its settings.
fn bare() -> Options {
    Options { bare: true, ..Options::default() }
}
