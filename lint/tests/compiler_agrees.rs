// tests/compiler_agrees.rs - What the paths of a crate lead to, against what the compiler itself says

//! What the paths of a crate lead to, against what the compiler itself says.
//!
//! `tests/crates/*.txt` hold small crates that compile, one for each way that a module can reach another, with the edges
//! that are expected. The linter must find them, and so must the compiler: the table is not merely what we believe.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;

use rulebook_lint::project::file_system::{Disk, Memory};
use rulebook_lint::project::model::Model;
use rulebook_lint::project::names::Definition;
use rulebook_lint::project::package::TargetKind;
use rulebook_lint::run::{Options, lint};
use support::hir;

/// A crate of the table.
struct Case {
    /// How the module is reached.
    title: String,
    edition: String,
    /// `--cfg` of the compiler.
    cfg: Option<String>,
    files: BTreeMap<String, String>,
    /// `from -> to`.
    edges: BTreeSet<String>,
}

/// The crates of a file of the table: `# title`, then the edges, then `=== path` before each file. A line `edition: 2015` or
/// `cfg: name` may stand among the edges, and `dep/src/lib.rs` is a crate that the other depends on.
fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/crates");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| parse(&std::fs::read_to_string(file).unwrap())).collect()
}

fn parse(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut path: Option<String> = None;
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("# ") {
            path = None;
            cases.push(Case {
                title: title.to_owned(),
                edition: "2024".to_owned(),
                cfg: None,
                files: BTreeMap::new(),
                edges: BTreeSet::new(),
            });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(name) = line.strip_prefix("=== ") {
            path = Some(name.to_owned());
        } else if let Some(path) = &path {
            let file = case.files.entry(path.clone()).or_default();
            file.push_str(line);
            file.push('\n');
        } else if let Some(edition) = line.strip_prefix("edition: ") {
            case.edition = edition.to_owned();
        } else if let Some(cfg) = line.strip_prefix("cfg: ") {
            case.cfg = Some(cfg.to_owned());
        } else if !line.trim().is_empty() {
            case.edges.insert(line.trim().to_owned());
        }
    }
    cases
}

impl Case {
    fn has_dependency(&self) -> bool {
        self.files.contains_key("dep/src/lib.rs")
    }

    fn manifest(&self) -> String {
        let dependencies = if self.has_dependency() { "[dependencies]\ndep = { path = \"dep\" }\n" } else { "" };
        format!(
            "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"{}\"\n{dependencies}[workspace]\n",
            self.edition
        )
    }

    /// The edges that the linter finds.
    fn own_edges(&self) -> BTreeSet<String> {
        let mut memory = Memory::new(self.files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        memory.insert("Cargo.toml", self.manifest());
        if self.has_dependency() {
            memory.insert("dep/Cargo.toml", "[package]\nname = \"dep\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        }
        let report = lint(&memory, &Options::default()).unwrap();
        own(&report.model, "app").into_iter().map(|(from, to, ..)| format!("{from} -> {to}")).collect()
    }

    /// Those that the compiler has.
    fn compiled_edges(&self) -> BTreeSet<String> {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in &self.files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let rustc = |source: &str, edition: &str| {
            let mut rustc = Command::new("rustc");
            rustc.current_dir(folder.path()).args(["--crate-type", "lib", "--cap-lints", "allow", "-L", ".", source]);
            rustc.args(["--edition", edition]);
            rustc
        };
        if self.has_dependency() {
            let made = rustc("dep/src/lib.rs", "2024").args(["--crate-name", "dep"]).output().unwrap();
            assert!(made.status.success(), "{}: {}", self.title, String::from_utf8_lossy(&made.stderr));
        }
        let mut rustc = rustc("src/lib.rs", &self.edition);
        rustc.args(["--crate-name", "app"]);
        if self.has_dependency() {
            rustc.args(["--extern", "dep"]);
        }
        if let Some(cfg) = &self.cfg {
            rustc.args(["--cfg", cfg]);
        }
        let made = hir::dumping(&mut rustc).output().unwrap();
        assert!(made.status.success(), "{}: {}", self.title, String::from_utf8_lossy(&made.stderr));
        let dump = String::from_utf8(made.stdout).unwrap();
        hir::read(&dump, &["dep"]).into_iter().map(|reach| format!("{} -> {}", reach.from, reach.to)).collect()
    }
}

/// What the linter says of a library, tests left out: from which module to what, in which module, where.
fn own(model: &Model, krate: &str) -> BTreeSet<(String, String, String, String)> {
    let is_of = |module| {
        let of = model.tree.krate(model.tree.module(module).krate);
        of.name == krate && of.kind == TargetKind::Library
    };
    let spelled = |module| {
        let name = &model.tree.krate(model.tree.module(module).krate).name;
        let path = model.tree.path(model.tree.normal(module));
        if name == krate { path } else { path.replacen("crate", name, 1) }
    };
    let edges = model.edges().filter(|edge| is_of(edge.from) && !edge.test).filter_map(|edge| {
        let module = model.defining_module(edge.target)?;
        let to = match edge.target {
            Definition::Item(item) => {
                let name = model.item(item)?.name?;
                format!("{}::{}", spelled(module), model.facts(item.load).name(name))
            }
            _ => spelled(module),
        };
        let facts = model.facts(edge.load);
        let line = facts.text[..edge.span.range().start].matches('\n').count() + 1;
        Some((spelled(edge.from), to, spelled(module), format!("{}:{line}", facts.path)))
    });
    edges.filter(|(from, _, module, _)| from != module).collect()
}

#[test]
fn the_linter_finds_the_edges_of_the_table() {
    let wrong = cases().into_iter().map(|case| (case.own_edges(), case)).filter(|(edges, case)| *edges != case.edges);
    let wrong: Vec<String> = wrong
        .map(|(edges, case)| format!("{}: the table has {:#?}, the linter {edges:#?}", case.title, case.edges))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_compiler_finds_the_edges_of_the_table() {
    let wrong: Vec<String> = cases()
        .par_iter()
        .map(|case| (case, case.compiled_edges()))
        .filter(|(case, edges)| *edges != case.edges)
        .map(|(case, edges)| format!("{}: the table has {:#?}, the compiler {edges:#?}", case.title, case.edges))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Libraries to compare: folder and package. `COMPILER_AGREES=folder:package,..` names others.
fn libraries() -> Vec<(PathBuf, String)> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let named = std::env::var("COMPILER_AGREES").unwrap_or_default();
    let named: Vec<(PathBuf, String)> = named
        .split(',')
        .filter_map(|entry| entry.rsplit_once(':'))
        .map(|(folder, package)| (PathBuf::from(folder), package.to_owned()))
        .collect();
    if !named.is_empty() {
        return named;
    }
    ["rulebook-conventions", "rulebook-generator", "rulebook-lint", "example-app"]
        .map(|package| (own.clone(), package.to_owned()))
        .to_vec()
}

/// What the compiler has and the linter does not, in a library that compiles; and the other way round.
fn differences(folder: &Path, package: &str) -> (usize, Vec<String>, Vec<String>) {
    let target = std::env::temp_dir().join("rulebook-compiler-agrees");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(folder).args(["rustc", "--lib", "--package", package, "--target-dir"]).arg(&target).arg("--");
    let made = hir::dumping(&mut cargo).output().unwrap();
    assert!(made.status.success(), "{package}: {}", String::from_utf8_lossy(&made.stderr));
    let compiled = hir::read(&String::from_utf8_lossy(&made.stdout), &[]);
    let report = lint(&Disk::new(folder.canonicalize().unwrap()), &Options::default()).unwrap();
    let own = own(&report.model, &package.replace('-', "_"));
    // Modules are compared: what an item is called after a macro made it is not in the source.
    let of_own: BTreeMap<(&str, &str), &str> =
        own.iter().map(|(from, _, module, place)| ((from.as_str(), module.as_str()), place.as_str())).collect();
    let of_compiler: BTreeMap<(&str, &str), &str> =
        compiled.iter().map(|reach| ((reach.from.as_str(), reach.module.as_str()), reach.place.as_str())).collect();
    let only = |these: &BTreeMap<(&str, &str), &str>, those: &BTreeMap<(&str, &str), &str>| {
        let missing = these.iter().filter(|(key, _)| !those.contains_key(key));
        missing.map(|((from, to), place)| format!("{from} -> {to} at {place}")).collect::<Vec<_>>()
    };
    let in_crate: BTreeMap<_, _> =
        of_own.iter().filter(|((_, to), _)| to.starts_with("crate")).map(|(key, place)| (*key, *place)).collect();
    (of_compiler.len(), only(&of_compiler, &of_own), only(&in_crate, &of_compiler))
}

/// What the compiler reaches in the example and the linter does not: `core::db` imports each name once for either database,
/// and the linter follows the import that comes first.
const KNOWN: &str = "-> crate::core::db::sqlite ";

/// What the linter has beyond the compiler is printed, not judged: names of macros, which are gone from the dump, and code
/// that the features of this build leave out.
#[test]
#[ignore = "deep: compiles whole libraries and reads what the compiler dumps of them"]
fn whole_libraries_reach_what_the_compiler_says() {
    for (folder, package) in libraries() {
        let (edges, missed, more) = differences(&folder, &package);
        println!("{package}: {edges} edges between modules, {} more: {more:#?}", more.len());
        let missed: Vec<&String> = missed.iter().filter(|edge| !edge.contains(KNOWN)).collect();
        assert!(missed.is_empty(), "{package}: {missed:#?}");
        assert!(edges > 0, "{package}: nothing was compared");
    }
}
