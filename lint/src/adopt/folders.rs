// src/adopt/folders.rs - Files with a layer to folders and packages with a layer

use std::collections::{BTreeMap, BTreeSet};

use super::classify::{kind, stands_apart, word};
use super::evidence::{Evidence, gather};
use super::{Kind, Proposal};
use crate::project::model::{FileId, Model};
use crate::project::package::{DependencyKind, PackageId};
use crate::project::paths;

/// A folder is one layer if at least this share of its files is: a few that are called strangely change nothing.
const MAJORITY: f64 = 0.7;

/// A file of a package.
struct File<'m> {
    /// Relative to the package, without its ending; `mod.rs` and a folder's own file are the folder.
    place: &'m str,
    kind: Option<Kind>,
    evidence: &'m Evidence,
}

pub(super) fn layers(model: &Model) -> Option<Proposal> {
    let evidence = gather(model);
    let backends: Vec<PackageId> = ids(model).filter(|id| model.package(*id).backend).collect();
    if backends.is_empty() {
        return None;
    }
    let libraries: Vec<PackageId> = ids(model).filter(|id| is_used_by_backends(model, *id, &backends)).collect();
    let with_files = |id: &PackageId| (*id, files(model, *id, &evidence));
    let of_backends: Vec<_> = backends.iter().map(with_files).collect();
    let of_libraries: Vec<_> = libraries.iter().map(with_files).collect();
    // A library with folders of several layers is told by them, as a backend is; another belongs to one layer, or none.
    let (several, others): (Vec<_>, Vec<_>) = of_libraries.iter().partition(|(_, files)| has_several_layers(files));
    let mut found = Found::default();
    for (_, files) in of_backends.iter().chain(several) {
        place(files, "src", &mut found);
    }
    let mut proposal = found.settle();
    proposal.exclude = unreadable_fixtures(model);
    for (id, _) in others {
        place_package(model, *id, &evidence, &mut proposal);
    }
    Some(proposal)
}

/// Whether folders of a package, not just single files, are of different layers.
fn has_several_layers(files: &[File<'_>]) -> bool {
    let mut found = Found::default();
    place(files, "src", &mut found);
    let is_folder = |entry: &str| files.iter().any(|file| paths::below(file.place, entry).is_some());
    let folders = found.votes.iter().filter(|(entry, _)| is_folder(entry));
    folders.flat_map(|(_, kinds)| kinds.keys()).collect::<BTreeSet<_>>().len() > 1
}

/// Files that do not parse, and that need not: no crate has them, or they lie among the data of tests.
fn unreadable_fixtures(model: &Model) -> BTreeSet<String> {
    let is_fixture = |path: &str| {
        path.split('/')
            .any(|part| matches!(part, "tests" | "test" | "fixtures" | "testdata" | "test-data" | "snapshots"))
    };
    let unread = model.files().iter().enumerate().filter(|(_, file)| file.facts.failure.is_some());
    let needless =
        unread.filter(|(at, file)| is_fixture(&file.facts.path) || !model.tree.reached.contains(&FileId(*at as u32)));
    needless.map(|(_, file)| file.facts.path.to_string()).collect()
}

/// What was found so far. Settings name a folder once, whichever package it lies in.
#[derive(Default)]
struct Found<'m> {
    votes: BTreeMap<String, BTreeMap<Kind, Vec<&'m File<'m>>>>,
    unplaced: BTreeSet<String>,
}

impl<'m> Found<'m> {
    fn add(&mut self, kind: Kind, entry: &str, files: &[&'m File<'m>]) {
        self.votes.entry(entry.to_owned()).or_default().entry(kind).or_default().extend(files);
    }

    /// Each folder in the layer that most of its files are of.
    fn settle(self) -> Proposal {
        let mut proposal = Proposal::default();
        for (entry, kinds) in self.votes {
            let most = kinds.into_iter().rev().max_by_key(|(_, files)| files.len());
            if let Some((kind, files)) = most {
                proposal.layers.entry(kind).or_default().folders.insert(entry, seen(&files));
            }
        }
        let is_placed = |entry: &String| proposal.layers.values().any(|placed| placed.folders.contains_key(entry));
        proposal.unplaced = self.unplaced.into_iter().filter(|entry| !is_placed(entry)).collect();
        proposal
    }
}

fn ids(model: &Model) -> impl Iterator<Item = PackageId> {
    (0..model.packages.len()).map(|at| PackageId(at as u32))
}

fn files<'m>(model: &'m Model, package: PackageId, evidence: &'m BTreeMap<FileId, Evidence>) -> Vec<File<'m>> {
    let of_package = evidence.iter().filter_map(|(id, evidence)| {
        let file = model.file(*id);
        let path = file.facts.package_path.strip_suffix(".rs")?;
        let is_module = path.starts_with("src/") && !path.starts_with("src/bin/") && !is_root(path);
        (file.package == package && is_module).then(|| (path.strip_suffix("/mod").unwrap_or(path), evidence))
    });
    let of_package: Vec<(&str, &Evidence)> = of_package.collect();
    let framework: BTreeSet<&str> = of_package
        .iter()
        .filter(|(_, evidence)| evidence.framework > 0)
        .flat_map(|(place, _)| paths::upward(place))
        .collect();
    let with_kind = |(place, evidence): &(&'m str, &'m Evidence)| {
        let (place, evidence) = (*place, *evidence);
        let folders: Vec<(&str, bool)> = paths::upward(paths::parent(place))
            .filter(|folder| folder.starts_with("src/"))
            .map(|folder| (paths::file_name(folder), framework.contains(folder)))
            .collect();
        let stem = paths::file_name(place);
        // The file of a folder is what the folder is.
        let is_folder = of_package.iter().any(|(other, _)| paths::below(other, place).is_some());
        let own = (stem, framework.contains(place));
        let folders = if is_folder { std::iter::once(own).chain(folders).collect() } else { folders };
        File { place, kind: if evidence.is_index { None } else { kind(stem, &folders, evidence) }, evidence }
    };
    of_package.iter().map(with_kind).collect()
}

fn is_root(path: &str) -> bool {
    matches!(path, "src/lib" | "src/main")
}

/// Gives what lies in `folder` to layers: folders as a whole where they are one, else what is in them.
fn place<'m>(files: &'m [File<'m>], folder: &str, found: &mut Found<'m>) {
    let mut entries: BTreeMap<String, Vec<&'m File<'m>>> = BTreeMap::new();
    for file in files {
        let Some(rest) = paths::below(file.place, folder) else { continue };
        let first = rest.split('/').next().unwrap_or(rest);
        entries.entry(format!("{folder}/{first}")).or_default().push(file);
    }
    for (entry, inside) in entries {
        let own: Vec<&File<'_>> = inside.iter().copied().filter(|file| file.place == entry).collect();
        let is_folder = own.len() < inside.len();
        let composes = !is_folder && own.iter().any(|file| composes(file, files));
        match whole(&entry, &inside).filter(|_| !composes) {
            Some(kind) => {
                found.add(kind, &entry, &inside);
                exceptions(files, &entry, kind, found);
            }
            None if is_folder && inside.iter().any(|file| file.kind.is_some()) => {
                // Its own file, if it does more than name the others.
                if let Some(kind) = own.first().and_then(|file| file.kind) {
                    found.add(kind, &format!("{entry}/mod"), &own);
                }
                place(files, &entry, found);
            }
            None if inside.iter().all(|file| file.evidence.is_index) => {}
            None => drop(found.unplaced.insert(entry)),
        }
    }
}

/// Whether a file is a part of the composition root: it puts together the routes that others serve.
fn composes(file: &File<'_>, files: &[File<'_>]) -> bool {
    let is_called_so = matches!(paths::file_name(file.place), "router" | "routers" | "routes" | "routing");
    let others_serve = files.iter().any(|other| other.place != file.place && other.evidence.handlers > 0);
    file.evidence.router && (file.evidence.handlers == 0 || (is_called_so && others_serve))
}

/// The layer of a folder as a whole, or of a file: as it is called, if what is in it beside folders of another layer is that;
/// else that of most of its files.
fn whole(entry: &str, inside: &[&File<'_>]) -> Option<Kind> {
    let is_apart = |file: &File<'_>| {
        let mut around =
            paths::upward(paths::parent(file.place)).filter(|folder| paths::below(folder, entry).is_some());
        around.any(|folder| stands_apart(paths::file_name(folder)))
    };
    let rest: Vec<&File<'_>> = inside.iter().copied().filter(|file| !is_apart(file)).collect();
    let named = word(paths::file_name(entry)).filter(|kind| majority(&rest) == Some(*kind));
    named.or_else(|| majority(inside))
}

/// Folders within one that is a layer that are clearly another: their name and what is in them say so.
fn exceptions<'m>(files: &'m [File<'m>], folder: &str, outer: Kind, found: &mut Found<'m>) {
    let inner: BTreeSet<&str> = files
        .iter()
        .filter(|file| paths::below(file.place, folder).is_some())
        .flat_map(|file| paths::upward(paths::parent(file.place)))
        .filter(|inner| paths::below(inner, folder).is_some() && stands_apart(paths::file_name(inner)))
        .collect();
    for inner in inner {
        let inside: Vec<&File<'_>> =
            files.iter().filter(|file| file.place == inner || paths::below(file.place, inner).is_some()).collect();
        let clear = majority(&inside).filter(|kind| *kind != outer && word(paths::file_name(inner)) == Some(*kind));
        if let Some(kind) = clear {
            found.add(kind, inner, &inside);
        }
    }
}

/// The layer of most of the files that have one, if it is nearly all of them.
fn majority(files: &[&File<'_>]) -> Option<Kind> {
    let known: Vec<Kind> = files.iter().filter_map(|file| file.kind).collect();
    let count = |kind: Kind| known.iter().filter(|other| **other == kind).count();
    let most = Kind::ALL.into_iter().rev().max_by_key(|kind| count(*kind))?;
    let share = count(most) as f64 / known.len() as f64;
    (!known.is_empty() && share >= MAJORITY).then_some(most)
}

/// What was seen, in a phrase.
fn seen(files: &[&File<'_>]) -> String {
    let sum = |of: &dyn Fn(&Evidence) -> usize| files.iter().map(|file| of(file.evidence)).sum::<usize>();
    let clients: BTreeSet<&str> = files.iter().flat_map(|file| &file.evidence.clients).map(String::as_str).collect();
    let mut parts = vec![things(files.len(), "file")];
    let counts = [
        (sum(&|it| it.handlers), "handler"),
        (sum(&|it| usize::from(it.router)), "router"),
        (sum(&|it| it.rows), "row type"),
        (sum(&|it| it.database), "use of the database"),
    ];
    parts.extend(counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| match what.split_once(' ') {
        Some(("use", rest)) => format!("{} {rest}", things(count, "use")),
        _ => things(count, what),
    }));
    if !clients.is_empty() {
        parts.push(format!("talks by {}", clients.into_iter().collect::<Vec<_>>().join(", ")));
    }
    parts.join(", ")
}

fn things(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Whether a package that is no backend is one of the project's own that backends depend on, straight or not.
fn is_used_by_backends(model: &Model, id: PackageId, backends: &[PackageId]) -> bool {
    let package = model.package(id);
    if package.backend {
        return false;
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut left: Vec<&str> = backends.iter().map(|id| &*model.package(*id).root).collect();
    while let Some(root) = left.pop() {
        if !seen.insert(root) {
            continue;
        }
        let dependencies = model.packages.iter().find(|it| *it.root == *root).map(|it| it.dependencies.values());
        let normal = dependencies.into_iter().flatten().filter(|it| it.kinds.contains(&DependencyKind::Normal));
        left.extend(normal.filter_map(|dependency| dependency.path.as_deref()));
    }
    seen.contains(&*package.root)
}

/// A package that by its name and its content is one layer.
fn place_package(model: &Model, id: PackageId, evidence: &BTreeMap<FileId, Evidence>, proposal: &mut Proposal) {
    let package = model.package(id);
    let Some(kind) = package.name.rsplit(['-', '_']).find_map(word) else { return };
    let own = evidence.iter().filter(|(file, _)| model.file(**file).package == id).map(|(_, evidence)| evidence);
    let files: Vec<File<'_>> = own.map(|evidence| File { place: "", kind: Some(kind), evidence }).collect();
    let files: Vec<&File<'_>> = files.iter().collect();
    let does = |what: &dyn Fn(&Evidence) -> bool| files.iter().any(|file| what(file.evidence));
    let fits = match kind {
        Kind::Api => does(&|it| it.handlers > 0),
        Kind::Services => does(&|it| it.functions > 0) && !does(&|it| it.handlers > 0),
        Kind::Models => does(&|it| it.types > 0) && !does(&|it| it.handlers > 0),
        Kind::Core => does(&|it| it.database > 0 || !it.clients.is_empty()),
    };
    if !fits {
        return;
    }
    proposal.layers.entry(kind).or_default().packages.insert(package.name.clone(), seen(&files));
}
