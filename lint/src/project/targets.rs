// src/project/targets.rs - The crates that a package compiles, found as cargo finds them

//! The crates that a package compiles, found as cargo finds them: those that the manifest writes out, and those that lie
//! where cargo looks on its own.

use std::collections::BTreeSet;

use super::manifest::{BuildField, Manifest, PackageTable, TargetTable};
use super::package::{Edition, Target, TargetKind};
use super::paths;

/// The kinds that cargo looks for, but for the library, and the folder of each.
const FOLDERS: [(TargetKind, &str); 4] = [
    (TargetKind::Binary, "src/bin"),
    (TargetKind::Example, "examples"),
    (TargetKind::Test, "tests"),
    (TargetKind::Bench, "benches"),
];

/// The targets of a package, in the order of their kinds.
///
/// `files` are the files below the package's folder, sorted and relative to it; `is_file` asks for one that they may
/// lack because it is ignored or lies outside.
pub(super) fn targets(
    manifest: &Manifest,
    package: &PackageTable,
    edition: Edition,
    files: &[&str],
    is_file: &dyn Fn(&str) -> bool,
) -> Vec<Target> {
    let finder = Finder { manifest, package, edition, files, is_file };
    let library = finder.library();
    let others = FOLDERS.into_iter().flat_map(|(kind, folder)| finder.of_kind(kind, folder, library.is_some()));
    library.iter().cloned().chain(others).chain(finder.build_scripts()).collect()
}

struct Finder<'a> {
    manifest: &'a Manifest,
    package: &'a PackageTable,
    edition: Edition,
    files: &'a [&'a str],
    is_file: &'a dyn Fn(&str) -> bool,
}

impl Finder<'_> {
    fn library(&self) -> Option<Target> {
        let table = self.written(TargetKind::Library).next();
        if table.is_none() && self.package.discovery.get(&TargetKind::Library) == Some(&false) {
            return None;
        }
        let name = table.and_then(|table| table.name.as_deref()).unwrap_or(&self.package.name);
        let path = match table.and_then(|table| table.path.as_deref()) {
            Some(path) => Some(path.to_owned()),
            None => self.first_file(["src/lib.rs".to_owned(), self.legacy(&format!("src/{name}.rs"))]),
        };
        self.target(TargetKind::Library, name, &path?)
    }

    /// The targets of one kind. Those that are written out come first; discovery adds those with another name and
    /// another path. Edition 2015 looks for none where one is written, unless it is told to.
    fn of_kind(&self, kind: TargetKind, folder: &str, has_library: bool) -> Vec<Target> {
        let discovered = self.discovered(kind, folder);
        let written: Vec<Target> =
            self.written(kind).filter_map(|table| self.completed(table, folder, &discovered, has_library)).collect();
        let any_written = self.written(kind).next().is_some();
        let discovery =
            self.package.discovery.get(&kind).copied().unwrap_or(!any_written || self.edition > Edition::E2015);
        let names: BTreeSet<&str> = written.iter().map(|target| target.name.as_str()).collect();
        let paths: BTreeSet<&str> = written.iter().map(|target| target.path.as_str()).collect();
        let is_new = |target: &Target| !names.contains(target.name.as_str()) && !paths.contains(target.path.as_str());
        let added: Vec<Target> = discovered.into_iter().filter(|target| discovery && is_new(target)).collect();
        written.into_iter().chain(added).collect()
    }

    /// A target that is written out. Without a path it is the discovered one of its name.
    fn completed(&self, table: &TargetTable, folder: &str, discovered: &[Target], has_library: bool) -> Option<Target> {
        let stem = || Some(paths::file_name(table.path.as_deref()?).trim_end_matches(".rs").to_owned());
        let name = table.name.clone().or_else(stem)?;
        let path = match &table.path {
            Some(path) => Some(path.clone()),
            None => {
                let crate_name = crate_name(&name);
                let found = discovered.iter().find(|target| target.name == crate_name);
                found.map(|target| target.path.clone()).or_else(|| self.legacy_path(table.kind, &name, has_library))
            }
        };
        // Cargo names the place where it expects a target of that name; nothing is known of it if it is not there.
        self.target(table.kind, &name, &path.unwrap_or_else(|| format!("{folder}/{name}.rs")))
    }

    /// Where edition 2015 looks for a binary that has a name and no path.
    fn legacy_path(&self, kind: TargetKind, name: &str, has_library: bool) -> Option<String> {
        if kind != TargetKind::Binary {
            return None;
        }
        let own = if has_library { String::new() } else { self.legacy(&format!("src/{name}.rs")) };
        self.first_file([own, self.legacy("src/main.rs"), self.legacy("src/bin/main.rs")])
    }

    /// What lies where cargo looks on its own.
    fn discovered(&self, kind: TargetKind, folder: &str) -> Vec<Target> {
        let main = "src/main.rs";
        let main = (kind == TargetKind::Binary && (self.is_file)(main))
            .then(|| self.target(kind, &self.package.name, main))
            .flatten();
        let prefix = format!("{folder}/");
        let from = self.files.partition_point(|file| *file < prefix.as_str());
        let inside = self.files.iter().skip(from).map_while(|file| Some((*file, file.strip_prefix(&prefix)?)));
        let named = inside.filter_map(|(path, rest)| {
            let name = match rest.split_once('/') {
                None => rest.strip_suffix(".rs")?,
                Some((name, "main.rs")) => name,
                Some(_) => return None,
            };
            self.target(kind, name, path)
        });
        main.into_iter().chain(named).collect()
    }

    fn build_scripts(&self) -> Vec<Target> {
        let paths: Vec<&str> = match &self.package.build {
            BuildField::Off => Vec::new(),
            BuildField::Absent => vec!["build.rs"],
            BuildField::Scripts(paths) => paths.iter().map(String::as_str).collect(),
        };
        paths.into_iter().filter_map(|path| self.target(TargetKind::BuildScript, "build_script_build", path)).collect()
    }

    fn written(&self, kind: TargetKind) -> impl Iterator<Item = &TargetTable> {
        self.manifest.targets.iter().filter(move |table| table.kind == kind)
    }

    /// A target whose root file is there.
    fn target(&self, kind: TargetKind, name: &str, path: &str) -> Option<Target> {
        (self.is_file)(path).then(|| Target { kind, name: crate_name(name), path: tidy(path) })
    }

    /// A path that only edition 2015 looks at; no path for the others.
    fn legacy(&self, path: &str) -> String {
        if self.edition == Edition::E2015 { path.to_owned() } else { String::new() }
    }

    fn first_file<const N: usize>(&self, paths: [String; N]) -> Option<String> {
        paths.into_iter().find(|path| !path.is_empty() && (self.is_file)(path))
    }
}

/// A name as code spells it.
pub(super) fn crate_name(name: &str) -> String {
    name.replace('-', "_")
}

/// A path of a manifest without `.` and `\`; one that climbs out of the package stays as it is.
fn tidy(path: &str) -> String {
    paths::join("", path).unwrap_or_else(|| path.to_owned())
}
