// src/rules/s03_headers/testing.rs - The rules of section 3 on one text, for their tests

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::finding::Finding;
use crate::fix::apply::apply;
use crate::project::package::{Dependency, Edition, Package};
use crate::rule::{Check, FileContext, Rule};
use crate::source::facts::{FileFacts, Language};
use crate::source::read::read;
use rulebook_conventions::settings::Settings;

fn package(settings: Settings) -> Package {
    let dependency = |name: &str| {
        let dependency = Dependency { package: name.to_owned(), kinds: BTreeSet::new(), path: None, version: None };
        (name.to_owned(), dependency)
    };
    Package {
        name: "app".to_owned(),
        root: "".into(),
        manifest: "Cargo.toml".into(),
        manifest_text: "".into(),
        name_range: 0..0,
        edition: Edition::E2024,
        backend: true,
        targets: Vec::new(),
        dependencies: BTreeMap::from(["axum", "serde", "tokio", "renamed"].map(dependency)),
        local_crates: BTreeSet::from(["app", "member"].map(str::to_owned)),
        ignored: Default::default(),
        settings: Arc::new(settings),
        overrides: Default::default(),
    }
}

fn facts(path: &str, text: &str) -> FileFacts {
    let language = if path.ends_with(".sql") { Language::Sql } else { Language::Rust };
    let facts = read(Ok(text.as_bytes().to_vec()), path.into(), path.into(), language);
    assert_eq!(facts.failure, None, "{text}");
    facts
}

fn findings(rules: &[&'static Rule], path: &str, text: &str, package: &Package) -> Vec<Finding> {
    let facts = facts(path, text);
    let mut findings = Vec::new();
    for rule in rules {
        if let Check::File(check) = rule.check {
            check(&FileContext::new(&facts, package), &mut findings);
        }
    }
    findings
}

/// The codes that speak of a text, and the text after all fixes.
pub fn judge(rules: &[&'static Rule], text: &str, settings: &Settings) -> (Vec<&'static str>, String) {
    judge_at("src/a.rs", rules, text, settings)
}

/// The same for the file at a path.
pub fn judge_at(path: &str, rules: &[&'static Rule], text: &str, settings: &Settings) -> (Vec<&'static str>, String) {
    let package = package(settings.clone());
    let codes = findings(rules, path, text, &package).iter().map(|finding| finding.rule.code).collect();
    let mut fixed = text.to_owned();
    for _ in 0..9 {
        let found = findings(rules, path, &fixed, &package);
        fixed = apply(&fixed, found.iter().filter_map(|finding| finding.fix.as_ref())).text;
    }
    let mut left = findings(rules, path, &fixed, &package);
    left.retain(|finding| finding.fix.is_some());
    assert!(left.is_empty(), "after the fix of\n{text}\nthis is left: {left:?} in\n{fixed}");
    (codes, fixed)
}
