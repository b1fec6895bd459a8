// tests/support/rules.rs - The rules of section 3 on one text, without a project around it

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rulebook_conventions::settings::Settings;
use rulebook_lint::finding::{Finding, Fix};
use rulebook_lint::fix::apply::apply;
use rulebook_lint::project::package::{Dependency, Edition, Package};
use rulebook_lint::rule::{Check, FileContext, Rule};
use rulebook_lint::rules::s03_headers::{header_path, import_groups, import_order, import_position, missing_header};
use rulebook_lint::source::facts::{FileFacts, Language};
use rulebook_lint::source::read::read;

/// A path at which no file of a sample has its header yet.
const PATH: &str = "src/sample/of_a_test.rs";

/// What fixing a text came to.
pub struct Outcome {
    pub before: String,
    pub after: String,
    /// The header that was written, if one was.
    pub header: Option<String>,
    /// The number of findings mended.
    pub fixed: usize,
    /// Whether there is nothing left to fix.
    pub settled: bool,
    /// Whether the text has no syntax to judge.
    pub unreadable: bool,
}

/// Applies all fixes of section 3 to a text.
pub fn fix(package: &Package, text: &str) -> Outcome {
    let mut after = text.to_owned();
    let mut fixed = 0;
    let mut header = None;
    let unreadable = facts(text).failure.is_some();
    let is_moved = |rule: &Rule| rule.code == header_path::RULE.code;
    for _ in 0..10 {
        let found = findings(package, &after);
        let fixes = found.iter().filter(|finding| !unreadable && !is_moved(finding.rule));
        let applied = apply(&after, fixes.filter_map(|finding| finding.fix.as_ref()));
        header = header.or_else(|| found.iter().find_map(written_header));
        if applied.count == 0 {
            break;
        }
        fixed += applied.count;
        after = applied.text;
    }
    let left = findings(package, &after);
    let settled = unreadable || left.iter().all(|finding| finding.fix.is_none() || is_moved(finding.rule));
    Outcome { before: text.to_owned(), after, header, fixed, settled, unreadable }
}

fn written_header(finding: &Finding) -> Option<String> {
    let written = |fix: &Fix| fix.edits.first().map(|edit| edit.replacement.trim().to_owned());
    finding.fix.as_ref().filter(|_| finding.rule.code == missing_header::RULE.code).and_then(written)
}

fn facts(text: &str) -> FileFacts {
    read(Ok(text.as_bytes().to_vec()), PATH.into(), PATH.into(), Language::Rust)
}

fn findings(package: &Package, text: &str) -> Vec<Finding> {
    let facts = facts(text);
    let rules: [&'static Rule; 5] =
        [&missing_header::RULE, &header_path::RULE, &import_order::RULE, &import_groups::RULE, &import_position::RULE];
    let mut findings = Vec::new();
    for rule in rules {
        if let Check::File(check) = rule.check {
            check(&FileContext::new(&facts, package), &mut findings);
        }
    }
    findings
}

/// A package of edition 2024 that knows some crates.
pub fn plain_package() -> Package {
    package(Edition::E2024, ["axum", "serde", "tokio"].map(str::to_owned), "app")
}

/// The package that a manifest describes, as far as imports depend on it.
pub fn package_of(folder: &Path) -> Package {
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    let manifest: toml::Table = manifest.parse().unwrap_or_default();
    let about = |key: &str| manifest.get("package")?.get(key)?.as_str();
    let edition = match about("edition") {
        Some("2024") => Edition::E2024,
        Some("2021") => Edition::E2021,
        Some("2018") => Edition::E2018,
        _ => Edition::E2015,
    };
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let names = tables.iter().filter_map(|table| manifest.get(*table)?.as_table()).flat_map(|table| table.keys());
    let own = about("name").unwrap_or("unnamed").replace('-', "_");
    package(edition, names.map(|name| name.replace('-', "_")), &own)
}

fn package(edition: Edition, dependencies: impl IntoIterator<Item = String>, own: &str) -> Package {
    let dependency = |name: String| {
        let dependency = Dependency { package: name.clone(), kinds: BTreeSet::new(), path: None, version: None };
        (name, dependency)
    };
    Package {
        name: own.to_owned(),
        root: "".into(),
        manifest: "Cargo.toml".into(),
        manifest_text: "".into(),
        name_range: 0..0,
        edition,
        backend: false,
        targets: Vec::new(),
        dependencies: dependencies.into_iter().map(dependency).collect::<BTreeMap<_, _>>(),
        local_crates: BTreeSet::from([own.to_owned()]),
        ignored: Default::default(),
        settings: Arc::new(Settings::default()),
        overrides: Default::default(),
    }
}
