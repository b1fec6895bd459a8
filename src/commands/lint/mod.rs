// src/commands/lint/mod.rs - `rulebook lint`: Rust source held against the rulebook

mod changed;
mod choice;
mod stdin;
mod watch;

use std::path::Path;
use std::sync::Arc;

use crate::cache::FolderCache;
use crate::cli::{LintArgs, LintFormat};
use crate::commands::project::{self, Scope};
use crate::commands::{baseline, plan, progress, settings};
use crate::failure::{FOUND, Failure};
use crate::terminal::{Terminal, things};
pub use choice::unknown_rule;
use rulebook_generator::apply::{Disk as Writer, replace};
use rulebook_generator::plan::unified_diff;
use rulebook_lint::baseline::Stale;
use rulebook_lint::cache::Cache;
use rulebook_lint::finding::Safety;
use rulebook_lint::fix::{Fixed, fix_all};
use rulebook_lint::observe::Observer;
use rulebook_lint::project::file_system::Disk;
use rulebook_lint::report::{self, View};
use rulebook_lint::run::{Options, Report, lint};
use rulebook_lint::suppress::add::add_allow;
use rulebook_lint::threads::Threads;

/// Lints, and mends what it is asked to.
pub fn run(args: &LintArgs, terminal: Terminal) -> Result<u8, Failure> {
    if let Some(path) = &args.stdin_filename {
        return stdin::run(path, args, terminal);
    }
    let here = project::current_folder()?;
    let scope = Scope::of(&args.paths, &here)?;
    let show = |path: &str| scope.show(path);
    let job = Job { args, scope: &scope, show: &show, terminal, threads: Threads::default() };
    if args.watch { watch::watch(&scope.root, terminal, &|| job.run()) } else { job.run() }
}

/// What one run is asked to do.
struct Job<'a> {
    args: &'a LintArgs,
    scope: &'a Scope,
    /// Writes a path as the person would.
    show: &'a (dyn Fn(&str) -> String + Sync),
    terminal: Terminal,
    threads: Threads,
}

impl Job<'_> {
    fn run(&self) -> Result<u8, Failure> {
        let Self { args, scope, terminal, .. } = self;
        let options = self.options()?;
        let files = Disk::new(&scope.root);
        if let Some(reason) = &args.add_allow {
            return self.add_allow(reason, &files, &options);
        }
        let Some(allowed) = allowed(args) else {
            let report = scope.lint_in(&files, &options, *terminal)?;
            self.shrink_baseline(&report, &options);
            let code = self.print(&report, &options);
            // The process ends here, unless it watches: to free a large project piece by piece takes a while, and so
            // do threads that end one by one.
            if !args.watch {
                std::mem::forget((report, options));
            }
            return code;
        };
        let work = || fix_all(&files, &options, allowed);
        let fixed = match &options.observer {
            Some(observer) => progress::shown(observer, *terminal, work),
            None => work(),
        };
        let fixed = fixed.map_err(|errors| settings::refusal(errors, &scope.root, &|path| scope.show(path)))?;
        if args.diff {
            return print_diff(&fixed, &self.view(), *terminal);
        }
        self.write(&fixed)?;
        if fixed.count() > 0 {
            terminal.note(&format!(
                "{} mended in {}\n",
                things(fixed.count(), "finding"),
                things(fixed.changed.len(), "file")
            ));
        }
        self.shrink_baseline(&fixed.report, &options);
        self.print(&fixed.report, &options)
    }

    /// Writes comments that allow what is found.
    fn add_allow(&self, reason: &str, files: &Disk, options: &Options) -> Result<u8, Failure> {
        let reason = reason.trim();
        if reason.contains(['\n', '\r']) || !reason.chars().any(char::is_alphanumeric) {
            let help = "say in one line why the rules do not hold here: `--add-allow \"until the old API is gone\"`";
            return Err(Failure::refused("`--add-allow` takes a reason of one line".to_owned(), help));
        }
        let refused = |errors| settings::refusal(errors, &self.scope.root, &|path| self.scope.show(path));
        let allowed = add_allow(files, options, reason).map_err(refused)?;
        self.write(&allowed)?;
        let (findings, changed) = (things(allowed.count(), "finding"), things(allowed.changed.len(), "file"));
        self.terminal.note(&format!("{findings} allowed in {changed}\n"));
        self.print(&allowed.report, options)
    }

    fn write(&self, fixed: &Fixed) -> Result<(), Failure> {
        for file in &fixed.changed {
            let path = self.scope.root.join(&file.path);
            replace(&path, file.before.as_bytes(), file.after.as_bytes(), &Writer)?;
        }
        Ok(())
    }

    fn options(&self) -> Result<Options, Failure> {
        let changed = self.args.changed_since.as_deref();
        Ok(Options {
            changed: changed.map(|revision| changed::changed_since(revision, &self.scope.root)).transpose()?,
            paths: self.scope.paths.clone(),
            select: choice::chosen(&self.args.select)?,
            ignore: choice::chosen(&self.args.ignore)?,
            baseline: baseline::chosen(&self.args.baseline, self.scope)?,
            observer: Some(Arc::new(Observer::default())),
            cache: self.cache(),
            threads: self.threads.clone(),
            ..Options::default()
        })
    }

    /// Comments are written where the linked model says, which a cache may leave out.
    fn cache(&self) -> Option<Arc<dyn Cache>> {
        let Self { args, scope, .. } = self;
        let is_used = !args.no_cache && args.add_allow.is_none();
        is_used.then(|| Arc::new(FolderCache::of(&scope.root)) as Arc<dyn Cache>)
    }

    fn view(&self) -> View<'_> {
        View { color: self.terminal.color, show: self.show, width: 100 }
    }

    /// Takes out of the baseline what is mended, if this run may write it.
    fn shrink_baseline(&self, report: &Report, options: &Options) {
        let may = options.baseline.as_ref().is_some_and(|(_, stale)| *stale == Stale::Drop);
        if let Some(held) = report.held.as_ref().filter(|held| may && held.stale > 0) {
            baseline::shrink(held, self.scope, self.terminal);
        }
    }

    fn print(&self, report: &Report, options: &Options) -> Result<u8, Failure> {
        let Self { args, terminal, .. } = self;
        let view = self.view();
        terminal.out(&if args.statistics {
            report::statistics(report, view.color)
        } else {
            self.render(report, &view)
        })?;
        let code = self.print_end(report);
        if let Some(observer) = options.observer.as_ref().filter(|_| args.timings) {
            terminal.note(&report::timings(observer, terminal.error_color));
        }
        Ok(code)
    }

    /// The findings, drawn by the threads that found them.
    fn render(&self, report: &Report, view: &View<'_>) -> String {
        self.threads.run(|| report::render(report, choice::format(self.args.format), view))
    }

    /// The findings where standard output is taken by something else.
    fn print_aside(&self, report: &Report) -> Result<u8, Failure> {
        let view = View { color: self.terminal.error_color, ..self.view() };
        self.terminal.note(&self.render(report, &view));
        Ok(self.print_end(report))
    }

    /// What was not followed and what it came to; the exit code.
    fn print_end(&self, report: &Report) -> u8 {
        let Self { args, terminal, .. } = self;
        let unresolved = args.strict && !report.unresolved.is_empty();
        if unresolved {
            terminal.note(&report::unresolved(report, &self.view()));
        }
        // Whoever reads the other formats has no use for prose.
        if matches!(args.format, LintFormat::Full | LintFormat::Concise | LintFormat::Markdown) {
            terminal.note(&report::summary(report, terminal.error_color));
        }
        if report.findings.is_empty() && !unresolved { 0 } else { FOUND }
    }
}

/// Which fixes the options ask for, if any.
fn allowed(args: &LintArgs) -> Option<Safety> {
    match (args.unsafe_fixes, args.fix || args.diff) {
        (true, _) => Some(Safety::Unsafe),
        (false, true) => Some(Safety::Safe),
        (false, false) => None,
    }
}

/// Lints a project that was just made, for its maker to see that it is right.
pub fn check(root: &Path) -> Result<Report, Failure> {
    let files = Disk::new(root);
    lint(&files, &Options::default())
        .map_err(|errors| settings::refusal(errors, root, &|path| root.join(path).display().to_string()))
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
