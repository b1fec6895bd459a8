// src/run.rs - The flow of a lint: discover, read, link, judge, settle

//! The flow of a lint: discover, read, link, judge, settle.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::baseline::{BaselineFile, Held, Stale};
pub use crate::error::LintError;
pub use crate::finding::Unresolved;
use crate::finding::{Finding, Label};
use crate::observe::{self, Observer, Stage};
use crate::project::discover::{BrokenManifest, Discovery, Found, discover};
use crate::project::file_system::FileSystem;
use crate::project::model::{Model, SourceFile};
use crate::project::package::Package;
use crate::rule::{Check, FileContext, Rule};
use crate::rules;
use crate::settings_files;
use crate::settle;
use crate::source::facts::FileFacts;
use crate::source::read::{STACK_SIZE, read};

/// What to lint and how.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Files and folders to report on, relative to the root of the run; empty is all. The whole project is read either
    /// way, because a finding in one file can come from what another says.
    pub paths: Vec<String>,
    /// The files that changed, if only those are to be reported on, and what leads through one of them.
    pub changed: Option<BTreeSet<String>>,
    /// Findings that are known, and what becomes of those that are gone.
    pub baseline: Option<(Arc<BaselineFile>, Stale)>,
    /// Rules to run alone; empty is all.
    pub select: Vec<&'static Rule>,
    /// Rules to leave out.
    pub ignore: Vec<&'static Rule>,
    /// Sees how far the run is and how long its parts take.
    pub observer: Option<Arc<Observer>>,
    /// Whether the project is judged as if it had no settings files.
    pub bare: bool,
    /// Number of threads; 0 is one a core.
    pub threads: usize,
}

impl Options {
    /// Whether a rule is run, as far as the options say.
    pub fn runs(&self, rule: &'static Rule) -> bool {
        let named = |rules: &[&'static Rule]| rules.iter().any(|other| other.code == rule.code);
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}

/// What a lint came to.
#[derive(Debug, Default)]
pub struct Report {
    /// The findings, sorted by path, place and code.
    pub findings: Vec<Finding>,
    /// The linked project, for renderers (texts) and for other tools.
    pub model: Model,
    /// The manifests that can't be used. What lies below them is missing from the model.
    pub broken: Vec<BrokenManifest>,
    /// The number of files that the findings are about: all of the model, but where the options name paths.
    pub files: usize,
    /// What the baseline came to, if there is one.
    pub held: Option<Held>,
    /// What could not be decided.
    pub unresolved: Vec<Unresolved>,
}

/// Lints. The report is the same whatever the number of threads.
///
/// # Errors
/// If the settings or the paths are wrong; never because of what a source file says.
pub fn lint(files: &dyn FileSystem, options: &Options) -> Result<Report, Vec<LintError>> {
    check_paths(files, &options.paths)?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads)
        .stack_size(STACK_SIZE)
        .build()
        .map_err(|error| vec![no_threads(&error)])?;
    let settings = |folder: &str| if options.bare { Ok(None) } else { settings_files::read(files, folder) };
    let discovery = observe::stage(options.observer.as_deref(), Stage::Discover, || discover(files, &settings))?;
    Ok(pool.install(|| judge(files, discovery, options)))
}

fn no_threads(error: &rayon::ThreadPoolBuildError) -> LintError {
    LintError {
        message: format!("the threads that read the sources can't be started: {error}"),
        help: "Give the process more address space, or run it with fewer threads.".to_owned(),
        path: String::new(),
        range: 0..0,
    }
}

/// A path that is not there is a mistake of the person, not a project without findings.
fn check_paths(files: &dyn FileSystem, paths: &[String]) -> Result<(), Vec<LintError>> {
    let absent = |path: &&String| !path.is_empty() && !files.is_file(path) && files.walk(path).files.is_empty();
    let errors: Vec<LintError> = paths
        .iter()
        .filter(absent)
        .map(|path| LintError {
            message: format!("there is no file to lint at `{path}`"),
            help: "Name a file or a folder that is there and that git does not ignore.".to_owned(),
            path: path.clone(),
            range: 0..0,
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn judge(files: &dyn FileSystem, discovery: Discovery, options: &Options) -> Report {
    let Discovery { packages, files: found, settings, broken, errors } = discovery;
    let unreadable = broken.iter().map(|manifest| {
        let message = format!("the package is not judged: {}", manifest.message);
        let help = "Mend the manifest; `cargo metadata` shows cargo's view of it.";
        Finding::new(&rules::UNREADABLE_SOURCE, message, help, Label::new(&manifest.path, manifest.range.clone(), ""))
    });
    let mut findings: Vec<Finding> = unreadable.collect();

    let observer = options.observer.as_deref();
    if let Some(observer) = observer {
        observer.expect_files(found.len());
    }
    let judged: Vec<(SourceFile, Vec<Finding>)> = observe::stage(observer, Stage::Read, || {
        found.into_par_iter().filter_map(|found| judge_file(files, found, &packages, options)).collect()
    });
    let mut sources = Vec::with_capacity(judged.len());
    for (source, of_file) in judged {
        sources.push(source);
        findings.extend(of_file);
    }

    let mut model = observe::stage(observer, Stage::Link, || Model::link(packages, sources));
    // Of packages that could not be read it is not known what settings match in them.
    if broken.is_empty() {
        model.settings = settings;
    }
    let of_project = |(at, rule): (usize, &&'static Rule)| {
        let mut found = Vec::new();
        if let Check::Project(check) = rule.check
            && options.runs(rule)
        {
            observe::rule(observer, at, || check(&model, &mut found));
        }
        found
    };
    let of_project: Vec<Finding> = observe::stage(observer, Stage::Judge, || {
        rules::ALL.par_iter().enumerate().flat_map_iter(of_project).collect()
    });
    findings.extend(of_project);

    let unread = errors.into_iter().map(|reason| Unresolved { path: "".into(), range: 0..0, reason });
    let mut unresolved: Vec<Unresolved> = unread.chain(model.unresolved()).collect();
    unresolved.sort_by(|a, b| (&a.path, a.range.start, a.range.end).cmp(&(&b.path, b.range.start, b.range.end)));
    unresolved.dedup();
    let files = model.files.iter().filter(|file| settle::is_asked_for(options, &file.facts.path)).count();
    let (findings, held) = observe::stage(observer, Stage::Settle, || settle::settle(findings, &model, options));
    Report { findings, model, broken, files, held, unresolved }
}

/// Reads one file and runs the rules that need no other.
fn judge_file(
    files: &dyn FileSystem,
    found: Found,
    packages: &[Package],
    options: &Options,
) -> Option<(SourceFile, Vec<Finding>)> {
    let package = packages.get(found.package.index())?;
    let facts = read(files.read(&found.path), found.path, found.package_path, found.language);
    let mut findings = Vec::new();
    match &facts.failure {
        Some(failure) => findings.push(unreadable(&facts, failure)),
        None => {
            let context = FileContext { facts: &facts, package };
            let observer = options.observer.as_deref();
            for (at, rule) in rules::ALL.iter().enumerate().filter(|(_, rule)| options.runs(rule)) {
                if let Check::File(check) = rule.check {
                    observe::rule(observer, at, || check(&context, &mut findings));
                }
            }
        }
    }
    if let Some(observer) = &options.observer {
        observer.file_done();
    }
    Some((SourceFile { facts, package: found.package }, findings))
}

fn unreadable(facts: &FileFacts, failure: &crate::source::facts::Failure) -> Finding {
    let label = Label::new(&facts.path, failure.span.range(), "");
    Finding::new(&rules::UNREADABLE_SOURCE, &*failure.message, &*failure.help, label)
}
