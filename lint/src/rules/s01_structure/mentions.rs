// src/rules/s01_structure/mentions.rs - Files that code names in a string or in a macro, other than by a `mod` line

//! Files that code names in a string or in a macro, other than by a `mod` line: `include_str!("x.rs")`,
//! `compile_fail("tests/ui/*.rs")`, `modules! { x }`.

use crate::project::paths;
use crate::source::facts::{FileFacts, ItemKind};

/// Folders that strings name without meaning the files in them.
const PLAIN_FOLDERS: [&str; 5] = ["", "src", "tests", "examples", "benches"];

/// Whether code may bring a file in by a way that can't be followed.
pub(super) fn may_name(facts: &FileFacts, package_path: &str) -> bool {
    names_in_macro(facts, package_path) || names_in_string(&facts.text, package_path)
}

/// Whether a macro call at item level has the file's module among its tokens.
fn names_in_macro(facts: &FileFacts, package_path: &str) -> bool {
    let module = module_name(package_path);
    let calls =
        facts.items.iter().filter(|item| matches!(item.kind, ItemKind::MacroCall | ItemKind::MacroRules { .. }));
    calls.map(|item| facts.slice(item.span)).any(|call| {
        call.split(|character: char| !(character.is_alphanumeric() || character == '_')).any(|word| word == module)
    })
}

/// Whether a string holds the file's name, or the path of a folder that it lies in.
fn names_in_string(text: &str, package_path: &str) -> bool {
    let in_string = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        before
            .trim_end_matches(|character: char| character.is_alphanumeric() || "_-./*".contains(character))
            .ends_with('"')
    };
    let named = |what: &str, ends: &[char]| {
        text.match_indices(what)
            .any(|(at, _)| text.get(at + what.len()..).is_some_and(|rest| rest.starts_with(ends)) && in_string(at))
    };
    let mut folders = paths::upward(paths::parent(package_path)).filter(|folder| !PLAIN_FOLDERS.contains(folder));
    named(paths::file_name(package_path), &['"']) || folders.any(|folder| named(folder, &['/', '"']))
}

/// The name of the module that a file would be.
pub(super) fn module_name(path: &str) -> &str {
    let name = paths::file_name(path);
    if name == "mod.rs" { paths::file_name(paths::parent(path)) } else { name.trim_end_matches(".rs") }
}
