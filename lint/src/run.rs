// src/run.rs - The flow of a lint: discover, read, link, judge, settle

//! The flow of a lint: discover, read, link, judge, settle.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use rayon::prelude::*;

use crate::baseline::{BaselineFile, Held, Stale};
use crate::cache::{
    Cache, Judged, Key, KnownBodies, KnownFacts, KnownLinks, Linked, Outcome, Outcomes, Recording, State, judged_by,
    linked_by,
};
pub use crate::error::LintError;
pub use crate::finding::Unresolved;
use crate::finding::{Finding, Label};
use crate::judge;
use crate::observe::{self, Observer, Stage};
use crate::project::discover::{BrokenManifest, Discovery, Found, discover};
use crate::project::file_system::FileSystem;
use crate::project::links::KeptLinks;
use crate::project::model::{FILES_AT_ONCE, Model, SourceFile};
use crate::project::package::{Package, PackageId};
use crate::project::settings::Governed;
use crate::rule::{FileContext, Rule};
use crate::rules;
use crate::settings_files;
use crate::settle;
use crate::source::facts::FileFacts;
use crate::source::read::{Text, read_text};
use crate::threads::Threads;

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
    /// What earlier runs found out, and where this one keeps what it does.
    pub cache: Option<Arc<dyn Cache>>,
    /// What it works on.
    pub threads: Threads,
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
    /// The linked project, for renderers (texts) and for other tools. A run with a cache that met nothing new did not link
    /// it: the model holds packages and texts alone then.
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
    let pool = options.threads.started().map_err(|error| vec![error])?;
    let recording = Recording::new(files);
    let seen: &dyn FileSystem = if options.cache.is_some() { &recording } else { files };
    let settings = |folder: &str| if options.bare { Ok(None) } else { settings_files::read(seen, folder) };
    let is_discovered = AtomicBool::new(false);
    let discover = || {
        let discovery = observe::stage(options.observer.as_deref(), Stage::Discover, || discover(seen, &settings));
        is_discovered.store(true, Relaxed);
        discovery
    };
    // What is kept is read meanwhile: where nothing changed it is of no use, but then nobody waits for it either.
    let load = || options.cache.as_deref().map(|cache| Known::load(cache, || !is_discovered.load(Relaxed)));
    pool.install(|| {
        let (discovery, known) = rayon::join(discover, load);
        Ok(run(files, discovery?, recording.key(), known.unwrap_or_default(), options))
    })
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

/// A file of the run, its text read.
struct Source {
    found: Found,
    text: Text,
    /// What is known of it is kept by this.
    key: Key,
}

impl Source {
    fn read(files: &dyn FileSystem, found: Found) -> Self {
        let bytes = files.read(&found.path);
        let key = KnownFacts::key(&found, &bytes);
        Self { found, text: Text::decode(bytes), key }
    }
}

/// What discovery found, apart from the files.
struct Project {
    packages: Vec<Package>,
    settings: Vec<Governed>,
    broken: Vec<BrokenManifest>,
    errors: Vec<String>,
}

/// Reads the texts of all files and judges them, unless it is known what that comes to. `environment` is the key of all
/// that discovery was told; `known` is what a cache has.
fn run(files: &dyn FileSystem, discovery: Discovery, environment: Key, known: Known, options: &Options) -> Report {
    let Discovery { packages, files: found, settings, broken, errors } = discovery;
    let project = Project { packages, settings, broken, errors };
    let observer = options.observer.as_deref();
    if let Some(observer) = observer {
        observer.expect_files(found.len());
    }
    let sources: Vec<Source> = observe::stage(observer, Stage::Read, || {
        found.into_par_iter().map(|found| Source::read(files, found)).collect()
    });
    let Some(cache) = options.cache.as_deref() else { return judge(project, sources, Kept::default(), options) };

    let keys: Vec<Key> = sources.iter().map(|source| source.key).collect();
    let key = Outcomes::key(environment, &keys, options);
    let outcomes = Outcomes::load(cache);
    if let Some(outcome) = outcomes.get(key, options.baseline.as_ref().map(|(file, _)| file)) {
        return reported(project, sources, outcome);
    }
    let linked_by = linked_by(environment, options);
    let by = judged_by(linked_by, options);
    let kept = Kept { known: known.of(by), cache: Some(Keeping { cache, keys: &keys, linked_by }) };
    let report = judge(project, sources, kept, options);
    outcomes.save(key, Outcome::of(&report), cache);
    report
}

/// What earlier runs found out.
#[derive(Default)]
struct Known {
    facts: KnownFacts,
    judged: Judged,
    bodies: KnownBodies,
    linked: Linked,
}

impl Known {
    /// What a cache has, whatever it came of. As long as the thread would be idle it gets on with decoding that.
    fn load(cache: &dyn Cache, is_idle: impl Fn() -> bool) -> Self {
        let rest = || (Judged::load(cache), KnownBodies::load(cache), Linked::load(cache));
        let (mut facts, (judged, bodies, linked)) = rayon::join(|| KnownFacts::load(cache), rest);
        facts.decode_while(is_idle);
        Self { facts, judged, bodies, linked }
    }

    /// That of it which files were judged by that are judged by this.
    fn of(self, by: Option<Key>) -> Self {
        let Self { facts, judged, bodies, linked } = self;
        Self { facts, judged: judged.of(by), bodies: bodies.of(by), linked: linked.of(by) }
    }
}

/// What is kept of single files.
#[derive(Default)]
struct Kept<'c> {
    known: Known,
    /// None where nothing is kept.
    cache: Option<Keeping<'c>>,
}

/// Where what is new is kept.
#[derive(Clone, Copy)]
struct Keeping<'c> {
    cache: &'c dyn Cache,
    /// Those of all files.
    keys: &'c [Key],
    linked_by: Key,
}

/// What is to be kept of files, by the key of each.
type New = Vec<(Key, Vec<u8>)>;

impl Kept<'_> {
    fn save_judged(&self, judged: New) {
        if let Some(Keeping { cache, keys, .. }) = self.cache {
            self.known.judged.save(keys, judged, cache);
        }
    }

    fn save_facts(&self, files: &[SourceFile]) {
        if let Some(Keeping { cache, keys, .. }) = self.cache {
            self.known.facts.save(keys, files, cache);
        }
    }
}

/// The report of a run that is known.
fn reported(project: Project, sources: Vec<Source>, outcome: Outcome) -> Report {
    let Project { packages, settings, broken, .. } = project;
    let text = |Source { found, text, .. }: Source| {
        let facts = FileFacts::new(found.path, found.package_path, text.text, found.language);
        SourceFile { facts, package: found.package }
    };
    let model = Model::unlinked(packages, sources.into_iter().map(text).collect(), settings);
    let Outcome { findings, held, unresolved, files } = outcome;
    Report { findings, model, broken, files, held, unresolved }
}

fn judge(project: Project, sources: Vec<Source>, mut kept: Kept<'_>, options: &Options) -> Report {
    let Project { packages, settings, broken, errors } = project;
    let unreadable = broken.iter().map(|manifest| {
        let message = format!("the package is not judged: {}", manifest.message);
        let help = "Mend the manifest; `cargo metadata` shows cargo's view of it.";
        Finding::new(&rules::UNREADABLE_SOURCE, message, help, Label::new(&manifest.path, manifest.range.clone(), ""))
    });
    let mut findings: Vec<Finding> = unreadable.collect();

    let observer = options.observer.as_deref();
    let owners: Vec<PackageId> = sources.iter().map(|source| source.found.package).collect();
    let judged = observe::stage(observer, Stage::Read, || judge_files(sources, &mut kept, &packages, options));
    let mut facts = Vec::with_capacity(judged.len());
    let mut new_judged = New::new();
    for judged in judged {
        facts.push(judged.facts);
        findings.extend(judged.found);
        new_judged.extend(judged.stored);
    }
    let files = facts.into_iter().zip(owners).map(|(facts, package)| SourceFile { facts, package }).collect();
    let bodies = std::mem::take(&mut kept.known.bodies);
    let project = Project { packages, settings, broken, errors };
    let rest = || judge_linked(project, files, findings, bodies, &kept, options);
    rayon::join(|| kept.save_judged(new_judged), rest).1
}

/// Links the files and judges the project. `findings` are those of single files.
fn judge_linked(
    project: Project,
    files: Vec<SourceFile>,
    mut findings: Vec<Finding>,
    mut bodies: KnownBodies,
    kept: &Kept<'_>,
    options: &Options,
) -> Report {
    let Project { packages, settings, broken, errors } = project;
    let observer = options.observer.as_deref();

    let (cache, keys) = kept.cache.map(|Keeping { cache, keys, .. }| (cache, keys)).unzip();
    let mut state = State::default();
    let known = |model: &Model| {
        state = keys.map(|keys| State::of(keys, model)).unwrap_or_default();
        bodies.take(&state, &model.tree)
    };
    let links = || kept.cache.map(|Keeping { cache, keys, linked_by }| KnownLinks::load(linked_by, keys, cache));
    let (mut model, new_links) = observe::stage(observer, Stage::Link, || Model::link(packages, files, links, known));
    // Of packages that could not be read it is not known what settings match in them.
    if broken.is_empty() {
        model.settings = settings;
    }
    let save_bodies = || cache.into_iter().for_each(|cache| bodies.save(&state, &model, cache));
    let of_files = || {
        let files = judge::linked(&model, &kept.known.linked, &state, options);
        let save = || cache.into_iter().for_each(|cache| kept.known.linked.save(&state, &files, cache));
        let (gathered, ()) = rayon::join(|| judge::gathered(&model, &files, options), save);
        (files, gathered)
    };
    let save_links = || new_links.into_iter().for_each(|(links, new)| links.save(&model.tree, new));
    let save_rest = || rayon::join(save_links, || kept.save_facts(model.files()));
    let save = || rayon::join(save_bodies, save_rest);
    let judge = || rayon::join(|| judge::project(&model, options), || rayon::join(of_files, save).0);
    let (of_project, (of_files, gathered)) = observe::stage(observer, Stage::Judge, judge);
    findings.extend(gathered);
    findings.extend(of_project);
    findings.extend(of_files.into_iter().flat_map(|file| file.found));

    let unread = errors.into_iter().map(|reason| Unresolved { path: "".into(), range: 0..0, reason });
    let mut unresolved: Vec<Unresolved> = unread.chain(model.unresolved()).collect();
    unresolved.sort_by(|a, b| (&a.path, a.range.start, a.range.end).cmp(&(&b.path, b.range.start, b.range.end)));
    unresolved.dedup();
    let files = model.files().iter().filter(|file| settle::is_asked_for(options, &file.facts.path)).count();
    let (findings, held) = observe::stage(observer, Stage::Settle, || settle::settle(findings, &model, options));
    Report { findings, model, broken, files, held, unresolved }
}

/// The facts of all files, and what is found in each by itself. What is known of files is taken out of the cache while the
/// others are read.
fn judge_files(sources: Vec<Source>, kept: &mut Kept<'_>, packages: &[Package], options: &Options) -> Vec<JudgedFile> {
    let Kept { known: Known { facts, judged, .. }, cache } = kept;
    let is_known = facts.keys();
    let judge = |source, known| judge_file(source, known, judged, packages, options);
    let (known, new): (Vec<_>, Vec<_>) =
        sources.into_iter().enumerate().partition(|(_, source)| is_known.contains(&source.key));
    let (mut taken, mut done): (_, Vec<(usize, JudgedFile)>) = rayon::join(
        || cache.map(|Keeping { keys, .. }| facts.take(keys)).unwrap_or_default(),
        || {
            let new = new.into_par_iter().with_max_len(FILES_AT_ONCE);
            new.map(|(at, source)| (at, judge(source, None))).collect()
        },
    );
    let with_facts = |(at, source): (usize, Source)| {
        let facts = taken.remove(&source.key);
        (at, source, facts)
    };
    let known: Vec<_> = known.into_iter().map(with_facts).collect();
    let known = known.into_par_iter().with_max_len(FILES_AT_ONCE);
    done.par_extend(known.map(|(at, source, facts)| (at, judge(source, facts))));
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, judged)| judged).collect()
}

/// What a file says and what was found in it alone.
struct JudgedFile {
    facts: FileFacts,
    found: Vec<Finding>,
    /// What was found, as it is to be kept, if it was not known.
    stored: Option<(Key, Vec<u8>)>,
}

/// The facts of one file, which may be known, and what the rules find that need no other.
fn judge_file(
    source: Source,
    known: Option<FileFacts>,
    judged: &Judged,
    packages: &[Package],
    options: &Options,
) -> JudgedFile {
    let Source { found: Found { path, package_path, package, language }, text, key } = source;
    let mut facts = match known {
        Some(facts) => FileFacts { text: text.text, ..facts },
        None => read_text(text, path, package_path, language),
    };
    let (found, stored) = match (&facts.failure, packages.get(package.index())) {
        (Some(failure), _) => (vec![unreadable(&facts, failure)], None),
        (None, Some(of)) => match judged.get(key) {
            Some(found) => (found, None),
            None => {
                let found = judge::alone(&FileContext::new(&facts, of), options);
                let stored = judged.stored(&found).map(|stored| (key, stored));
                (found, stored)
            }
        },
        (None, None) => (Vec::new(), None),
    };
    facts.close();
    if let Some(observer) = &options.observer {
        observer.file_done();
    }
    JudgedFile { facts, found, stored }
}

fn unreadable(facts: &FileFacts, failure: &crate::source::facts::Failure) -> Finding {
    let label = Label::new(&facts.path, failure.span.range(), "");
    Finding::new(&rules::UNREADABLE_SOURCE, &*failure.message, &*failure.help, label)
}
