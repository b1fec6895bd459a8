// src/rules/s01_structure/unreachable_file.rs - RB105: a source file that no target reaches

//! RB105: a source file that no target reaches.

use crate::finding::{Finding, Label};
use crate::project::model::{FileId, Model, SourceFile};
use crate::project::package::{Package, PackageId};
use crate::project::paths;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::s01_structure::backends;
use crate::rules::s01_structure::mentions::{may_name, module_name};
use crate::source::facts::Language;
use rulebook_conventions::section::Section;

/// RB105.
pub static RULE: Rule = Rule {
    code: "RB105",
    name: "unreachable-file",
    section: Some(Section::Structure),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a source file that no target reaches through `mod`",
    page: include_str!("unreachable_file.md"),
    check: Check::Project(check),
};

fn check(model: &Model, findings: &mut Vec<Finding>) {
    for (id, package) in backends(model) {
        let (reached, orphans) = partition(model, id);
        // The `mod` lines of a file that does not parse are not known, so what they would reach is not either.
        if reached.iter().any(|file| file.facts.failure.is_some()) {
            continue;
        }
        for orphan in orphans {
            let path = &*orphan.facts.package_path;
            if !reached.iter().any(|file| may_name(&file.facts, path)) {
                findings.push(finding(package, orphan, declaring_file(path, &reached)));
            }
        }
    }
}

/// The Rust files of a package that some target reaches, and those that none does.
fn partition(model: &Model, package: PackageId) -> (Vec<&SourceFile>, Vec<&SourceFile>) {
    let own = (0..).map(FileId).zip(model.files());
    let own = own.filter(|(_, file)| file.package == package && file.facts.language == Language::Rust);
    let (reached, orphans): (Vec<_>, Vec<_>) = own.partition(|(id, _)| model.tree.reached.contains(id));
    let files = |pairs: Vec<(FileId, _)>| pairs.into_iter().map(|(_, file)| file).collect();
    (files(reached), files(orphans))
}

/// The file that would declare the module, if it is there.
fn declaring_file<'m>(path: &str, reached: &[&'m SourceFile]) -> Option<&'m str> {
    let folder = paths::parent(path);
    let folder = if paths::file_name(path) == "mod.rs" { paths::parent(folder) } else { folder };
    let places = ["mod.rs", "lib.rs", "main.rs"].map(|name| format!("{folder}/{name}"));
    let mut places = places.into_iter().chain([format!("{folder}.rs")]);
    places.find_map(|place| reached.iter().map(|file| &*file.facts.package_path).find(|known| **known == *place))
}

fn finding(package: &Package, orphan: &SourceFile, declaring: Option<&str>) -> Finding {
    let facts = &orphan.facts;
    let module = module_name(&facts.package_path);
    let place = declaring.map_or_else(|| "in its parent module".to_owned(), |path| format!("in `{path}`"));
    Finding::new(
        &RULE,
        format!("no target of `{}` reaches `{}`", package.name, facts.package_path),
        format!("Declare it {place} (`mod {module};`), or delete it: what is not compiled is not tested."),
        Label::new(&facts.path, 0..0, ""),
    )
}
