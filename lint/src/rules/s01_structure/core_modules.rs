// src/rules/s01_structure/core_modules.rs - RB103: a core without its modules

//! RB103: a core without its modules.

use crate::finding::{Finding, Label};
use crate::project::model::{Model, SourceFile};
use crate::project::package::{Package, PackageId};
use crate::project::paths;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::s01_structure::{backends, folders, manifest};
use rulebook_conventions::layout::CORE_MODULES;
use rulebook_conventions::section::Section;

/// RB103.
pub static RULE: Rule = Rule {
    code: "RB103",
    name: "core-modules",
    section: Some(Section::Structure),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a core without `db`, `security`, `logger` or `settings`",
    page: include_str!("core_modules.md"),
    check: Check::Project(check),
};

fn check(model: &Model, findings: &mut Vec<Finding>) {
    for (id, package) in backends(model) {
        let Some(core) = folders(package, "core") else { continue };
        let core = Core::new(model, id, core);
        // Without any file there is no core, which RB101 says.
        let missing = CORE_MODULES.iter().filter(|module| !core.files.is_empty() && !core.has(module));
        findings.extend(missing.map(|module| core.finding(package, module)));
    }
}

/// The core of a package.
struct Core<'m> {
    folder: &'m str,
    /// The file of the module itself.
    root: Option<&'m SourceFile>,
    /// The files in its folders, as seen from there.
    files: Vec<&'m str>,
}

impl<'m> Core<'m> {
    fn new(model: &'m Model, package: PackageId, folders: &'m [String]) -> Self {
        let roots = |folder: &String| [format!("{folder}/mod.rs"), format!("{folder}.rs")];
        let roots: Vec<String> = folders.iter().flat_map(roots).collect();
        let root = model.files_of(package).find(|file| roots.iter().any(|root| **root == *file.facts.package_path));
        let below =
            |file: &'m SourceFile| folders.iter().find_map(|folder| paths::below(&file.facts.package_path, folder));
        let files = model.files_of(package).filter_map(below).chain(root.map(|_| "mod.rs")).collect();
        Self { folder: folders.first().map_or("", String::as_str), root, files }
    }

    /// Whether a module is there: a file, a folder, or written out or given a path in the file of the core itself.
    fn has(&self, module: &str) -> bool {
        let is_file = |path: &&str| path.strip_suffix(".rs") == Some(module) || paths::below(path, module).is_some();
        let is_declared = |root: &SourceFile| {
            let facts = &root.facts;
            let mut placed =
                facts.modules.iter().filter(|declared| declared.inline.is_some() || !declared.paths.is_empty());
            placed.any(|declared| facts.name(declared.name) == module)
        };
        self.files.iter().any(is_file) || self.root.is_some_and(is_declared)
    }

    fn finding(&self, package: &Package, module: &str) -> Finding {
        let purpose = match module {
            "db" => "the pool and its migrations",
            "security" => "passwords, tokens and the current user",
            "logger" => "the set-up of logging",
            "settings" => "what is read from the environment",
            _ => "what all layers share",
        };
        let folder = self.folder;
        Finding::new(
            &RULE,
            format!("the core of `{}` has no module `{module}`", package.name),
            format!("Put {purpose} into `{folder}/{module}.rs`, or into a folder `{folder}/{module}`."),
            self.root.map_or_else(|| manifest(package), |root| Label::new(&root.facts.path, 0..0, "")),
        )
    }
}
