// src/project/manifest/read.rs - From the TOML of a Cargo.toml to its typed form

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{
    BuildField, DependencyEntry, DependencySpec, EditionField, Manifest, ManifestError, PackageTable, TargetTable,
    WorkspaceTable,
};
use crate::project::package::{DependencyKind, Edition, TargetKind};

/// The tables of dependencies. Editions before 2024 accept the spelling with `_` too.
const DEPENDENCY_TABLES: [(&str, DependencyKind); 5] = [
    ("dependencies", DependencyKind::Normal),
    ("dev-dependencies", DependencyKind::Dev),
    ("dev_dependencies", DependencyKind::Dev),
    ("build-dependencies", DependencyKind::Build),
    ("build_dependencies", DependencyKind::Build),
];

/// The arrays of targets.
const TARGET_TABLES: [(&str, TargetKind); 4] = [
    ("bin", TargetKind::Binary),
    ("example", TargetKind::Example),
    ("test", TargetKind::Test),
    ("bench", TargetKind::Bench),
];

/// The switches that turn discovery of targets off.
const DISCOVERY_KEYS: [(&str, TargetKind); 5] = [
    ("autolib", TargetKind::Library),
    ("autobins", TargetKind::Binary),
    ("autoexamples", TargetKind::Example),
    ("autotests", TargetKind::Test),
    ("autobenches", TargetKind::Bench),
];

pub(super) fn manifest(text: &str) -> Result<Manifest, ManifestError> {
    let root = DeTable::parse(text)
        .map_err(|error| ManifestError { range: error.span().unwrap_or(0..0), message: error.message().to_owned() })?;
    let root = root.get_ref();
    // Before edition 2024 a package may be called a project.
    let package = match root.get_key_value("package").or_else(|| root.get_key_value("project")) {
        Some((key, value)) => Some(package(key.span(), value)?),
        None => None,
    };
    let workspace = table(root, "workspace").map(workspace);
    if package.is_none() && workspace.is_none() {
        return Err(ManifestError {
            range: 0..0,
            message: "the manifest has neither `[package]` nor `[workspace]`".to_owned(),
        });
    }
    Ok(Manifest { package, workspace, targets: targets(root), dependencies: dependencies(root) })
}

fn package(key: Range<usize>, value: &Spanned<DeValue<'_>>) -> Result<PackageTable, ManifestError> {
    let name = value.get_ref().as_table().and_then(|table| table.get("name"));
    let Some((table, name, text)) =
        value.get_ref().as_table().zip(name).and_then(|(table, name)| Some((table, name, name.get_ref().as_str()?)))
    else {
        return Err(ManifestError {
            range: name.map_or(key, Spanned::span),
            message: "the package has no name".to_owned(),
        });
    };
    let discovery = |(key, kind)| Some((kind, table.get(key)?.get_ref().as_bool()?));
    Ok(PackageTable {
        name: text.to_owned(),
        name_range: name.span(),
        edition: edition_field(table),
        workspace: string(table, "workspace"),
        build: build_field(table),
        discovery: DISCOVERY_KEYS.into_iter().filter_map(discovery).collect(),
    })
}

fn edition_field(package: &DeTable<'_>) -> EditionField {
    match package.get("edition").map(Spanned::get_ref) {
        Some(DeValue::String(year)) => EditionField::Stated(edition(year)),
        Some(DeValue::Table(table)) if is_true(table, "workspace") => EditionField::Inherited,
        _ => EditionField::Absent,
    }
}

fn edition(year: &str) -> Edition {
    match year {
        "2015" => Edition::E2015,
        "2018" => Edition::E2018,
        "2021" => Edition::E2021,
        _ => Edition::E2024,
    }
}

fn build_field(package: &DeTable<'_>) -> BuildField {
    match package.get("build").map(Spanned::get_ref) {
        Some(DeValue::Boolean(false)) => BuildField::Off,
        Some(DeValue::String(path)) => BuildField::Scripts(vec![path.to_string()]),
        Some(DeValue::Array(_)) => BuildField::Scripts(strings(package, "build")),
        _ => BuildField::Absent,
    }
}

fn workspace(workspace: &DeTable<'_>) -> WorkspaceTable {
    let dependencies = table(workspace, "dependencies").into_iter().flat_map(entries);
    WorkspaceTable {
        members: strings(workspace, "members"),
        exclude: strings(workspace, "exclude"),
        edition: table(workspace, "package").and_then(|package| string(package, "edition")).map(|year| edition(&year)),
        dependencies: dependencies.collect(),
    }
}

fn targets(root: &DeTable<'_>) -> Vec<TargetTable> {
    let target = |kind, table| TargetTable { kind, name: string(table, "name"), path: string(table, "path") };
    let library = table(root, "lib").map(|table| target(TargetKind::Library, table));
    let others = TARGET_TABLES.into_iter().flat_map(|(key, kind)| {
        let array = root.get(key).and_then(|value| value.get_ref().as_array());
        let tables = array.into_iter().flat_map(|array| array.iter()).filter_map(|value| value.get_ref().as_table());
        tables.map(move |table| target(kind, table))
    });
    library.into_iter().chain(others).collect()
}

fn dependencies(root: &DeTable<'_>) -> Vec<DependencyEntry> {
    let platforms = table(root, "target").into_iter().flat_map(|platforms| platforms.iter());
    let platforms = platforms.filter(|(platform, _)| !is_none(platform.get_ref()));
    let platforms = platforms.filter_map(|(_, platform)| platform.get_ref().as_table());
    std::iter::once(root)
        .chain(platforms)
        .flat_map(|owner| DEPENDENCY_TABLES.into_iter().filter_map(|(key, kind)| Some((kind, table(owner, key)?))))
        .flat_map(|(kind, table)| entries(table).map(move |(key, spec)| DependencyEntry { kind, key, spec }))
        .collect()
}

/// Whether a table of dependencies counts nowhere: that bounds the versions of what others bring along, and no code can name
/// what stands in it.
fn is_none(platform: &str) -> bool {
    platform.chars().filter(|char| !char.is_whitespace()).eq("cfg(any())".chars())
}

fn entries<'t>(dependencies: &'t DeTable<'_>) -> impl Iterator<Item = (String, DependencySpec)> + use<'t> {
    dependencies.iter().map(|(key, value)| {
        let value = value.get_ref();
        let alone = || DependencySpec { version: value.as_str().map(str::to_owned), ..DependencySpec::default() };
        let spec = value.as_table().map_or_else(alone, |table| DependencySpec {
            package: string(table, "package"),
            path: string(table, "path"),
            inherited: is_true(table, "workspace"),
            version: string(table, "version"),
        });
        (key.get_ref().to_string(), spec)
    })
}

fn table<'t, 'i>(owner: &'t DeTable<'i>, key: &str) -> Option<&'t DeTable<'i>> {
    owner.get(key)?.get_ref().as_table()
}

fn string(owner: &DeTable<'_>, key: &str) -> Option<String> {
    owner.get(key)?.get_ref().as_str().map(str::to_owned)
}

fn strings(owner: &DeTable<'_>, key: &str) -> Vec<String> {
    let array = owner.get(key).and_then(|value| value.get_ref().as_array());
    let items = array.into_iter().flat_map(|array| array.iter());
    items.filter_map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
}

fn is_true(owner: &DeTable<'_>, key: &str) -> bool {
    owner.get(key).and_then(|value| value.get_ref().as_bool()) == Some(true)
}
