// tests/cargo_agrees.rs - Packages as the linter finds them, against what cargo says of the same manifests

//! Packages as the linter finds them, against what `cargo metadata` says of the same manifests.
//!
//! Looks at whatever lies in cargo's cache of sources, so it is not run with the other tests:
//! `cargo test -p rulebook-lint --test cargo_agrees -- --ignored`.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use walkdir::WalkDir;

use rulebook_lint::project::discover::discover;
use rulebook_lint::project::file_system::Disk;
use rulebook_lint::project::package::{DependencyKind, Edition, Package, TargetKind};

/// The packages in cargo's cache of sources.
fn cached_packages() -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo"))).unwrap();
    let registries = std::fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten();
    let packages = registries.flat_map(|registry| std::fs::read_dir(registry.path()).into_iter().flatten().flatten());
    let mut packages: Vec<PathBuf> = packages.map(|package| package.path()).collect();
    packages.sort();
    packages
}

/// A copy of a package's tree whose files are empty but for the manifest: cargo looks at names alone.
fn outline(package: &Path, manifest: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in WalkDir::new(package).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let relative = entry.path().strip_prefix(package).unwrap();
        if relative.file_name().is_some_and(|name| name == "Cargo.toml" || name == ".gitignore" || name == ".ignore") {
            continue;
        }
        let path = copy.path().join(relative);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "").unwrap();
    }
    std::fs::copy(manifest, copy.path().join("Cargo.toml")).unwrap();
    copy
}

/// What cargo says of the package in `folder`; nothing if it refuses it.
fn cargo_view(folder: &Path) -> Option<BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(folder)
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).ok()?;
    let package = metadata["packages"].as_array()?.first()?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut view = BTreeSet::from([format!("{} {}", text(&package["name"]), text(&package["edition"]))]);
    for target in package["targets"].as_array()? {
        let kind = match target["kind"][0].as_str()? {
            "bin" => "Binary",
            "example" => "Example",
            "test" => "Test",
            "bench" => "Bench",
            "custom-build" => "BuildScript",
            _ => "Library",
        };
        let path = PathBuf::from(text(&target["src_path"]));
        let path = path.strip_prefix(folder).ok()?.to_str()?.to_owned();
        if folder.join(&path).is_file() {
            view.insert(format!("{kind} {} {path}", text(&target["name"]).replace('-', "_")));
        }
    }
    for dependency in package["dependencies"].as_array()? {
        // It bounds a version, and no code sees it.
        if dependency["target"] == "cfg(any())" {
            continue;
        }
        let name = dependency["rename"].as_str().or(dependency["name"].as_str())?.replace('-', "_");
        let kind = dependency["kind"].as_str().unwrap_or("normal");
        view.insert(format!("{name} = {} ({kind})", text(&dependency["name"])));
    }
    Some(view)
}

fn own_view(package: &Package) -> BTreeSet<String> {
    let edition = match package.edition {
        Edition::E2015 => "2015",
        Edition::E2018 => "2018",
        Edition::E2021 => "2021",
        Edition::E2024 => "2024",
    };
    let head = format!("{} {edition}", package.name);
    let targets = package.targets.iter().map(|target| match target.kind {
        TargetKind::BuildScript => format!("BuildScript build_script_build {}", target.path),
        kind => format!("{kind:?} {} {}", target.name, target.path),
    });
    let dependencies = package.dependencies.iter().flat_map(|(name, dependency)| {
        dependency.kinds.iter().map(move |kind| {
            let kind = match kind {
                DependencyKind::Normal => "normal",
                DependencyKind::Dev => "dev",
                DependencyKind::Build => "build",
            };
            format!("{name} = {} ({kind})", dependency.package)
        })
    });
    std::iter::once(head).chain(targets).chain(dependencies).collect()
}

#[test]
#[ignore = "reads cargo's cache of sources; run by hand"]
fn packages_are_what_cargo_says() {
    let (mut compared, mut wrong) = (0, Vec::new());
    for package in cached_packages() {
        for manifest in ["Cargo.toml", "Cargo.toml.orig"] {
            let manifest = package.join(manifest);
            if !manifest.is_file() {
                continue;
            }
            let copy = outline(&package, &manifest);
            let folder = copy.path().canonicalize().unwrap();
            let Some(expected) = cargo_view(&folder) else { continue };
            let discovery = discover(&Disk::new(&folder), &|_| Ok(None)).unwrap();
            let found =
                discovery.packages.iter().find(|package| package.root.is_empty()).map(own_view).unwrap_or_default();
            compared += 1;
            if found != expected {
                let missing: Vec<_> = expected.difference(&found).collect();
                let added: Vec<_> = found.difference(&expected).collect();
                wrong.push(format!("{}: missing {missing:?}, added {added:?}", manifest.display()));
            }
        }
    }
    println!("{compared} manifests compared, {} differ", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
