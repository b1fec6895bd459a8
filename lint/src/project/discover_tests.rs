// src/project/discover_tests.rs - Small projects and the packages that are found in them

use super::{Discovery, discover};
use crate::project::file_system::Memory;
use crate::project::package::{DependencyKind, Edition, Package, TargetKind};
use crate::run::LintError;
use crate::settings_files;

/// A project written as text: `--- path` begins a file; `--- path path` begins empty files.
fn project(text: &str) -> Memory {
    let mut memory = Memory::default();
    for part in text.split("--- ").skip(1) {
        let (heads, body) = part.split_once('\n').unwrap_or((part, ""));
        for path in heads.split_whitespace() {
            memory.insert(path, body);
        }
    }
    memory
}

fn try_discover(text: &str) -> Result<Discovery, Vec<LintError>> {
    let memory = project(text);
    discover(&memory, &|folder| settings_files::read(&memory, folder))
}

fn discovered(text: &str) -> Discovery {
    try_discover(text).unwrap()
}

fn package<'d>(discovery: &'d Discovery, name: &str) -> &'d Package {
    discovery.packages.iter().find(|package| package.name == name).unwrap()
}

/// `kind name path` of each target.
fn targets(package: &Package) -> Vec<String> {
    let kind = |kind| match kind {
        TargetKind::Library => "lib",
        TargetKind::Binary => "bin",
        TargetKind::Example => "example",
        TargetKind::Test => "test",
        TargetKind::Bench => "bench",
        TargetKind::BuildScript => "build",
    };
    package.targets.iter().map(|target| format!("{} {} {}", kind(target.kind), target.name, target.path)).collect()
}

#[test]
fn targets_are_found_where_cargo_looks() {
    let files = "--- src/lib.rs src/main.rs src/bin/a.rs src/bin/b/main.rs src/bin/b/part.rs src/bin/c/d/main.rs \
                 src/bin/note.txt examples/e.rs examples/f/main.rs tests/main.rs tests/common/mod.rs \
                 benches/speed-up.rs build.rs\n";
    let all = [
        "lib my_app src/lib.rs",
        "bin my_app src/main.rs",
        "bin a src/bin/a.rs",
        "bin b src/bin/b/main.rs",
        "example e examples/e.rs",
        "example f examples/f/main.rs",
        "test main tests/main.rs",
        "bench speed_up benches/speed-up.rs",
        "build build_script_build build.rs",
    ];
    let without = |parts: &[&str]| -> Vec<String> {
        all.iter()
            .filter(|line| !parts.iter().any(|part| line.starts_with(part)))
            .map(|line| (*line).to_owned())
            .collect()
    };
    for (manifest, expected) in [
        ("edition = \"2021\"", without(&[])),
        ("edition = \"2015\"", without(&[])),
        ("autobins = false", without(&["bin"])),
        ("autolib = false", without(&["lib"])),
        ("autoexamples = false\nautotests = false\nautobenches = false", without(&["example", "test", "bench"])),
        ("build = false", without(&["build"])),
        ("build = \"gone.rs\"", without(&["build"])),
    ] {
        let text = format!("--- Cargo.toml\n[package]\nname = \"my-app\"\n{manifest}\n{files}");
        assert_eq!(targets(&discovered(&text).packages[0]), expected, "{manifest}");
    }
}

#[test]
fn targets_that_are_written_out_win() {
    for (what, edition, manifest, files, expected) in [
        (
            "the path takes the discovered one's place",
            "2021",
            "[[bin]]\nname = \"z\"\npath = \"src/main.rs\"",
            "src/main.rs src/bin/b.rs",
            &["bin z src/main.rs", "bin b src/bin/b.rs"][..],
        ),
        (
            "a name alone is looked up",
            "2021",
            "[[bin]]\nname = \"b\"\n[[test]]\nname = \"t\"",
            "src/bin/b/main.rs tests/t/main.rs",
            &["bin b src/bin/b/main.rs", "test t tests/t/main.rs"],
        ),
        (
            "a name alone may be spelled with dashes",
            "2021",
            "[[bin]]\nname = \"b-c\"",
            "src/bin/b-c.rs",
            &["bin b_c src/bin/b-c.rs"],
        ),
        (
            "what is not there is no target",
            "2021",
            "[[bin]]\nname = \"b\"\npath = \"b.rs\"",
            "src/lib.rs",
            &["lib a src/lib.rs"],
        ),
        (
            "edition 2015 looks no further",
            "2015",
            "[[bin]]\nname = \"z\"\npath = \"z.rs\"",
            "z.rs src/bin/b.rs",
            &["bin z z.rs"],
        ),
        (
            "but where it is told to",
            "2015\"\nautobins = true #",
            "[[bin]]\nname = \"z\"\npath = \"z.rs\"",
            "z.rs src/bin/b.rs",
            &["bin z z.rs", "bin b src/bin/b.rs"],
        ),
        (
            "edition 2015 has old places",
            "2015",
            "[lib]\nname = \"l\"\n[[bin]]\nname = \"z\"",
            "src/l.rs src/main.rs",
            &["lib l src/l.rs", "bin z src/main.rs"],
        ),
        (
            "a library has any name and path",
            "2021",
            "[lib]\nname = \"l\"\npath = \"./lib/l.rs\"",
            "lib/l.rs src/lib.rs",
            &["lib l lib/l.rs"],
        ),
        ("switched off, but written out", "2021\"\nautolib = false #", "[lib]", "src/lib.rs", &["lib a src/lib.rs"]),
    ] {
        let text =
            format!("--- Cargo.toml\n[package]\nname = \"a\"\nedition = \"{edition}\"\n{manifest}\n--- {files}\n");
        assert_eq!(targets(&discovered(&text).packages[0]), expected, "{what}");
    }
}

#[test]
fn files_belong_to_the_nearest_package_upward() {
    let discovery = discovered(
        "--- Cargo.toml\n[package]\nname = \"outer\"\n\
         --- inner/Cargo.toml\n[package]\nname = \"inner\"\n\
         --- virtual/Cargo.toml\n[workspace]\n\
         --- broken/Cargo.toml\n[package\n\
         --- src/lib.rs inner/src/lib.rs inner/tests/deep/x.rs virtual/tests/x.rs broken/src/lib.rs \
             migrations/1.sql inner/migrations/sqlite/1.sql queries/a.sql README.md inner2/x.rs\n",
    );
    let files: Vec<_> = discovery
        .files
        .iter()
        .map(|file| (discovery.packages[file.package.index()].name.as_str(), &*file.package_path))
        .collect();
    assert_eq!(
        files,
        [
            ("inner", "migrations/sqlite/1.sql"),
            ("inner", "src/lib.rs"),
            ("inner", "tests/deep/x.rs"),
            ("outer", "inner2/x.rs"),
            ("outer", "migrations/1.sql"),
            ("outer", "src/lib.rs"),
        ]
    );
    assert_eq!(discovery.broken.len(), 1);
    assert_eq!(&*discovery.broken[0].path, "broken/Cargo.toml");
}

#[test]
fn members_inherit_from_their_workspace() {
    let discovery = discovered(
        r#"
--- Cargo.toml
[workspace]
members = ["crates/*", "vendor/kept"]
exclude = ["vendor"]
[workspace.package]
edition = "2021"
[workspace.dependencies]
shared-code = { path = "crates/shared" }
web = { package = "axum", version = "0.8" }
--- crates/app/Cargo.toml
[package]
name = "app"
edition.workspace = true
[dependencies]
shared-code.workspace = true
web = { workspace = true }
own = { package = "kept", path = "../../vendor/kept" }
other = { path = "../../vendor/other" }
--- crates/shared/Cargo.toml
[package]
name = "shared-code"
edition = { workspace = true }
[lib]
name = "shared"
--- vendor/kept/Cargo.toml
[package]
name = "kept"
--- vendor/other/Cargo.toml
[package]
name = "other"
edition.workspace = true
--- crates/app/src/lib.rs crates/shared/src/lib.rs vendor/kept/src/lib.rs vendor/other/src/lib.rs
"#,
    );
    let app = package(&discovery, "app");
    assert_eq!(app.edition, Edition::E2021);
    assert!(app.backend, "axum by another name, from the workspace");
    assert_eq!(app.dependencies["web"].package, "axum");
    assert_eq!(app.dependencies["shared"].package, "shared-code");
    assert_eq!(app.dependencies["shared"].path.as_deref(), Some("crates/shared"));
    assert_eq!(app.local_crates.iter().collect::<Vec<_>>(), ["app", "own", "shared"]);
    assert_eq!(package(&discovery, "kept").edition, Edition::E2015);
    assert_eq!(package(&discovery, "other").edition, Edition::E2021, "excluded: a root that can't be seen");
}

#[test]
fn a_workspace_is_found_below_the_root_and_by_pointer() {
    let discovery = discovered(
        r#"
--- one/Cargo.toml
[workspace]
[workspace.package]
edition = "2018"
--- one/a/Cargo.toml
[package]
name = "a"
edition.workspace = true
dependencies.b.path = "../../two/b"
--- two/b/Cargo.toml
[package]
name = "b"
workspace = "../../one"
edition.workspace = true
dependencies.lone.path = "../lone"
--- two/lone/Cargo.toml
[package]
name = "lone"
dependencies.self_made.path = "nowhere"
--- one/a/src/lib.rs two/b/src/lib.rs two/lone/src/lib.rs
"#
        .replace("dependencies.", "[dependencies]\n")
        .as_str(),
    );
    assert_eq!(package(&discovery, "a").edition, Edition::E2018);
    assert_eq!(package(&discovery, "b").edition, Edition::E2018);
    let locals = |name| package(&discovery, name).local_crates.iter().cloned().collect::<Vec<_>>();
    assert_eq!(locals("a"), ["a", "b"]);
    assert_eq!(locals("b"), ["b"]);
    assert_eq!(locals("lone"), ["lone"]);
}

#[test]
fn a_backend_has_a_normal_dependency_on_axum_or_is_named() {
    for (dependencies, expected) in [
        ("[dependencies]\naxum = \"0.8\"", true),
        ("[target.'cfg(unix)'.dependencies]\naxum = \"0.8\"", true),
        ("[dependencies]\nweb = { package = \"axum\", version = \"0.8\", optional = true }", true),
        ("[dev-dependencies]\naxum = \"0.8\"", false),
        ("[dependencies]\naxum = { package = \"other\", version = \"1\" }", false),
        ("[dependencies]\naxum-core = \"0.5\"", false),
    ] {
        let discovery = discovered(&format!("--- Cargo.toml\n[package]\nname = \"a\"\n{dependencies}\n"));
        assert_eq!(discovery.packages[0].backend, expected, "{dependencies}");
    }
    let named = discovered("--- rulebook.toml\npackages.backend = [\"a\"]\n--- Cargo.toml\n[package]\nname = \"a\"\n");
    assert!(named.packages[0].backend);
}

#[test]
fn one_name_in_several_tables_is_one_dependency() {
    let discovery = discovered(
        "--- Cargo.toml\n[package]\nname = \"a\"\n[dependencies]\nd-e = \"1\"\n[dev-dependencies]\nd-e = \"1\"\n\
         [target.'cfg(windows)'.build-dependencies]\nd-e = \"1\"\n",
    );
    let dependency = &discovery.packages[0].dependencies["d_e"];
    assert_eq!(dependency.package, "d-e");
    assert_eq!(
        dependency.kinds.iter().copied().collect::<Vec<_>>(),
        [DependencyKind::Normal, DependencyKind::Dev, DependencyKind::Build]
    );
}

#[test]
fn the_nearest_settings_upward_hold() {
    let discovery = discovered(
        "--- rulebook.toml\npackages.backend = [\"a\"]\n\
         --- own/rulebook.toml\npackages.backend = [\"b\"]\n\
         --- a/Cargo.toml\n[package]\nname = \"a\"\n--- own/b/Cargo.toml\n[package]\nname = \"b\"\n",
    );
    assert_eq!(package(&discovery, "a").settings.backend_packages, ["a"]);
    assert_eq!(package(&discovery, "b").settings.backend_packages, ["b"]);
}

#[test]
fn what_settings_exclude_is_not_there() {
    let discovery = discovered(
        "--- rulebook.toml\nexclude = [\"fixtures\", \"src/gen/*.rs\", \"**/*.skip.rs\"]\n\
         --- Cargo.toml\n[package]\nname = \"a\"\n\
         --- fixtures/Cargo.toml\n[package\n--- fixtures/rulebook.toml\nwrong = 1\n\
         --- fixtures/src/lib.rs src/lib.rs src/gen/a.rs src/gen/deep/a.rs src/deep/b.skip.rs src/fixtures/c.rs\n",
    );
    let files: Vec<&str> = discovery.files.iter().map(|file| &*file.path).collect();
    assert_eq!(files, ["src/fixtures/c.rs", "src/gen/deep/a.rs", "src/lib.rs"]);
    assert!(discovery.broken.is_empty());
}

#[test]
fn settings_that_are_wrong_are_errors() {
    let package = "--- Cargo.toml\n[package]\nname = \"a\"\n--- b/Cargo.toml\n[package]\nname = \"b\"\n";
    let errors = try_discover(&format!("{package}--- rulebook.toml\nwrong = 1\n--- b/rulebook.toml\nworse = 1\n"));
    let paths: Vec<String> = errors.unwrap_err().into_iter().map(|error| error.path).collect();
    assert_eq!(paths, ["rulebook.toml", "b/rulebook.toml"]);

    let errors = try_discover(&format!("{package}--- b/rulebook.toml\nexclude = [\"a[\"]\n")).unwrap_err();
    assert_eq!(errors[0].path, "b/rulebook.toml");
    assert!(errors[0].message.contains("`a[`"), "{}", errors[0].message);
}

#[test]
fn a_broken_manifest_keeps_its_text_and_place() {
    let discovery = discovered("--- Cargo.toml\n[package]\nedition = \"2021\"\n--- src/lib.rs\n");
    let broken = &discovery.broken[0];
    assert_eq!(&broken.text[broken.range.clone()], "package");
    assert_eq!(broken.message, "the package has no name");
    assert!(discovery.packages.is_empty() && discovery.files.is_empty());
}
