// src/rules/s02_file_names/mod.rs - Section 2: the names of files

//! Section 2: the names of files. Each rule looks at the files that lie directly in a layer's folder; deeper folders are
//! a team's own.

pub mod api_file_name;
pub mod incomplete_resource;
pub mod model_file_name;
pub mod service_file_name;
pub mod test_file_name;

use crate::finding::{Finding, Label};
use crate::project::package::Package;
use crate::rule::{FileContext, Rule};
use crate::source::facts::Language;
use rulebook_conventions::layout::{Layout, Role};

/// The role of a Rust file of a backend, if the file lies directly in a folder of a layer.
fn role_in_layer(package: &Package, path: &str) -> Option<Role> {
    if !package.backend {
        return None;
    }
    let (folder, _) = path.rsplit_once('/')?;
    let is_layer = package.settings.layers.iter().flat_map(|layer| &layer.folders).any(|own| own == folder);
    is_layer.then(|| Layout::new(&package.settings).role(path))
}

/// Reports a file whose name, without ending, is not the right one.
fn report(context: &FileContext<'_>, rule: &'static Rule, right: &str, pattern: &str, findings: &mut Vec<Finding>) {
    let facts = context.facts;
    let path = &*facts.package_path;
    let Some((folder, _)) = path.rsplit_once('/') else { return };
    let right = format!("{folder}/{right}.rs");
    if facts.language == Language::Rust && right != path {
        findings.push(wrong_name(context, rule, &right, pattern));
    }
}

/// The finding on a file that belongs at another path.
fn wrong_name(context: &FileContext<'_>, rule: &'static Rule, right: &str, pattern: &str) -> Finding {
    let facts = context.facts;
    Finding::new(
        rule,
        format!("`{}` is not named {pattern}", facts.package_path),
        format!("Rename it to `{right}`, with its `mod` line and its header."),
        Label::new(&facts.path, 0..0, ""),
    )
}
