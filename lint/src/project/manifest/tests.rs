// src/project/manifest/tests.rs - What is read from a Cargo.toml

use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> Manifest {
    Manifest::parse(text).unwrap()
}

#[test]
fn a_package_is_read_with_its_switches() {
    let text =
        "[package]\nname = \"a-b\"\nedition = \"2021\"\nbuild = false\nautobins = false\nworkspace = \"../..\"\n";
    let package = parse(text).package.unwrap();
    assert_eq!(package.name, "a-b");
    assert_eq!(&text[package.name_range.clone()], "\"a-b\"");
    assert_eq!(package.edition, EditionField::Stated(Edition::E2021));
    assert_eq!(package.build, BuildField::Off);
    assert_eq!(package.workspace.as_deref(), Some("../.."));
    assert_eq!(package.discovery, BTreeMap::from([(TargetKind::Binary, false)]));
}

#[test]
fn editions_and_build_scripts_have_several_spellings() {
    let with = |line: &str| parse(&format!("[package]\nname = \"a\"\n{line}\n")).package.unwrap();
    for (line, expected) in [
        ("", EditionField::Absent),
        ("edition = \"2015\"", EditionField::Stated(Edition::E2015)),
        ("edition = \"2018\"", EditionField::Stated(Edition::E2018)),
        ("edition = \"2024\"", EditionField::Stated(Edition::E2024)),
        ("edition = \"2027\"", EditionField::Stated(Edition::E2024)),
        ("edition.workspace = true", EditionField::Inherited),
        ("edition = { workspace = true }", EditionField::Inherited),
        ("edition = 2021", EditionField::Absent),
    ] {
        assert_eq!(with(line).edition, expected, "{line}");
    }
    for (line, expected) in [
        ("", BuildField::Absent),
        ("build = true", BuildField::Absent),
        ("build = \"gen/build.rs\"", BuildField::Scripts(vec!["gen/build.rs".to_owned()])),
        ("build = [\"a.rs\", \"b.rs\"]", BuildField::Scripts(vec!["a.rs".to_owned(), "b.rs".to_owned()])),
    ] {
        assert_eq!(with(line).build, expected, "{line}");
    }
}

#[test]
fn targets_are_read_from_their_tables() {
    let manifest = parse(
        "package.name = \"a\"\nlib = { name = \"z\" }\n[[bin]]\nname = \"b\"\npath = \"b.rs\"\n[[test]]\nname = \"t\"\n",
    );
    let targets: Vec<_> =
        manifest.targets.iter().map(|target| (target.kind, target.name.as_deref(), target.path.as_deref())).collect();
    assert_eq!(
        targets,
        [
            (TargetKind::Library, Some("z"), None),
            (TargetKind::Binary, Some("b"), Some("b.rs")),
            (TargetKind::Test, Some("t"), None),
        ]
    );
}

#[test]
fn dependencies_are_read_from_every_table() {
    let manifest = parse(
        r#"
        package.name = "a"
        [dependencies]
        plain = "1"
        renamed = { package = "real", path = "../real" }
        inherited.workspace = true
        odd = 3
        [dev-dependencies]
        tested = "1"
        [build_dependencies]
        built = "1"
        [target.'cfg(unix)'.dependencies]
        unix-only = "1"
        [target.'cfg(any())'.dependencies]
        plain = { package = "never", version = "2" }
        [target."cfg( any( ) )".dependencies]
        bounded = "1"
        "#,
    );
    let mut seen: Vec<_> =
        manifest.dependencies.iter().map(|entry| (entry.key.as_str(), entry.kind, &entry.spec)).collect();
    seen.sort_by_key(|(key, _, _)| *key);
    let plain = DependencySpec { version: Some("1".into()), ..DependencySpec::default() };
    let renamed =
        DependencySpec { package: Some("real".into()), path: Some("../real".into()), ..DependencySpec::default() };
    let odd = DependencySpec::default();
    let inherited = DependencySpec { inherited: true, ..DependencySpec::default() };
    assert_eq!(
        seen,
        [
            ("built", DependencyKind::Build, &plain),
            ("inherited", DependencyKind::Normal, &inherited),
            ("odd", DependencyKind::Normal, &odd),
            ("plain", DependencyKind::Normal, &plain),
            ("renamed", DependencyKind::Normal, &renamed),
            ("tested", DependencyKind::Dev, &plain),
            ("unix-only", DependencyKind::Normal, &plain),
        ]
    );
}

#[test]
fn a_workspace_is_read_with_what_members_inherit() {
    let manifest = parse(
        r#"
        [workspace]
        members = ["a", "crates/*"]
        exclude = ["old"]
        [workspace.package]
        edition = "2021"
        [workspace.dependencies]
        shared = { path = "shared" }
        "#,
    );
    assert_eq!(manifest.package, None);
    let workspace = manifest.workspace.unwrap();
    assert_eq!(workspace.members, ["a", "crates/*"]);
    assert_eq!(workspace.exclude, ["old"]);
    assert_eq!(workspace.edition, Some(Edition::E2021));
    assert_eq!(workspace.dependencies["shared"].path.as_deref(), Some("shared"));
}

#[test]
fn a_broken_manifest_is_an_answer_with_a_place() {
    for (text, at, message) in [
        ("", "", "neither"),
        ("[dependencies]\n", "", "neither"),
        ("[package]\nedition = \"2021\"\n", "package", "no name"),
        ("[package]\nname = 3\n", "3", "no name"),
        ("package = 1\n", "package", "no name"),
    ] {
        let error = Manifest::parse(text).unwrap_err();
        assert_eq!(&text[error.range.clone()], at, "{text:?}");
        assert!(error.message.contains(message), "{text:?}: {}", error.message);
    }
    let error = Manifest::parse("[package]\nname = \"a\nedition = \"2021\"\n").unwrap_err();
    assert!(error.range.start >= 17, "{error:?}");
}

proptest! {
    #[test]
    fn any_text_is_read(text in ".*") {
        let _ = Manifest::parse(&text);
    }

    /// Keys that mean something, with values of every kind: none is trusted to be of the right one.
    #[test]
    fn any_value_is_taken(
        key in prop::sample::select(vec![
            "package", "package.name", "package.edition", "package.build", "package.workspace", "workspace",
            "workspace.members", "workspace.dependencies", "workspace.package", "lib", "bin", "test", "target",
            "target.x", "dependencies", "dependencies.a", "dev-dependencies", "package.autobins",
        ]),
        value in prop::sample::select(vec!["1", "true", "'x'", "[]", "[1, 'x', {}]", "{}", "{ workspace = 1, name = [] }"]),
    ) {
        let text = format!("{key} = {value}\n");
        match Manifest::parse(&text) {
            Ok(manifest) => prop_assert!(manifest.package.is_some() || manifest.workspace.is_some()),
            Err(error) => prop_assert!(text.get(error.range).is_some(), "{}", error.message),
        }
    }
}
