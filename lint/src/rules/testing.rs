// src/rules/testing.rs - What one rule reports of one file in a backend, for the tests of the rules

//! What one rule reports of one file in a backend, for the tests of the rules.

use crate::finding::Finding;
use crate::project::file_system::{FileSystem, Memory};
use crate::project::paths;
use crate::run::{Options, lint};

const MANIFEST: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n\
                        axum = \"0.8\"\nsqlx = \"0.9\"\ntokio = \"1\"\ntracing = \"0.1\"\ntracing-subscriber = \"0.3\"\n\
                        log = \"0.4\"\nenv_logger = \"0.11\"\ndotenvy = \"0.15\"\nreqwest = \"0.12\"\nanyhow = \"1\"\n\
                        serde_json = \"1\"\nsecrecy = \"0.10\"\nutoipa = \"6\"\nuuid = \"1\"\nchrono = \"0.4\"\ngarde = \"0.22\"\nvalidator = \"0.20\"\ntime = \"0.3\"\n\
                        parking_lot = \"0.12\"\nthiserror = \"2\"\nfutures = \"0.3\"\n";

/// What one rule reports of a file: the text at each place. The modules that lead to the file are made.
pub(super) fn found(code: &str, path: &str, text: &str) -> Vec<String> {
    found_among(code, path, &[(path, text)])
}

/// As [`found`], with other files beside it.
pub(super) fn found_among(code: &str, path: &str, files: &[(&str, &str)]) -> Vec<String> {
    let memory = backend(files);
    let report = lint(&memory, &Options::default()).unwrap();
    let text = String::from_utf8(memory.read(path).unwrap_or_default()).unwrap();
    let of_rule = report.findings.iter().filter(|finding| finding.rule.code == code && *finding.primary.path == *path);
    of_rule.map(|finding| text[finding.primary.range.clone()].to_owned()).collect()
}

/// Everything that is reported of some files of a backend.
pub(super) fn report_among(files: &[(&str, &str)]) -> Vec<Finding> {
    lint(&backend(files), &Options::default()).unwrap().findings
}

/// A backend with these files, and the modules that lead to them.
fn backend(files: &[(&str, &str)]) -> Memory {
    let mut memory = Memory::new([("Cargo.toml", MANIFEST)]);
    let mut declared: Vec<String> = Vec::new();
    for (path, _) in files {
        let names = path.strip_prefix("src/").filter(|_| !path.starts_with("src/bin/") && *path != "src/main.rs");
        let parts: Vec<&str> =
            names.map(|names| names.trim_end_matches(".rs").split('/').collect()).unwrap_or_default();
        let parts: Vec<&str> = parts.into_iter().filter(|part| !matches!(*part, "mod" | "lib")).collect();
        for at in 0..parts.len() {
            let folder = parts.get(..at).unwrap_or_default().join("/");
            let root = if folder.is_empty() { "src/lib.rs".to_owned() } else { format!("src/{folder}/mod.rs") };
            declared.push(format!("{root} pub mod {};\n", parts.get(at).copied().unwrap_or_default()));
        }
    }
    declared.sort();
    declared.dedup();
    let mut modules: std::collections::BTreeMap<&str, String> = std::collections::BTreeMap::new();
    for line in &declared {
        let (root, line) = line.split_once(' ').unwrap();
        modules.entry(root).or_default().push_str(line);
    }
    for (path, text) in files {
        modules.entry(path).or_default().push_str(text);
    }
    for (path, text) in &modules {
        memory.insert(*path, text.clone());
    }
    // The root of the tests, and that of each of their folders.
    for path in files.iter().map(|(path, _)| *path).filter(|path| path.starts_with("tests/")) {
        let (folder, name) = (paths::parent(path), paths::file_name(path).trim_end_matches(".rs"));
        let mut declare = |root: &str, module: &str| {
            let line = format!("mod {module};\n");
            let before = memory.read(root).map(|bytes| String::from_utf8(bytes).unwrap()).unwrap_or_default();
            if !modules.contains_key(root) && !before.contains(&line) {
                memory.insert(root, before + &line);
            }
        };
        if folder != "tests" {
            declare("tests/main.rs", paths::file_name(folder));
            if name != "mod" {
                declare(&format!("{folder}/mod.rs"), name);
            }
        }
    }
    memory
}
