// src/graph/bands.rs - Which modules stand together, and in what order

use std::collections::{BTreeMap, BTreeSet};

use super::Band;
use crate::project::layers::ROOT;
use crate::project::model::{FileId, Model};
use crate::project::package::{PackageId, TargetKind};
use crate::project::paths;
use crate::project::tree::ModuleId;
use rulebook_conventions::settings::{Layer, Settings};

/// A file that is a module of a library or a binary.
pub(super) struct Unit {
    pub(super) module: ModuleId,
    /// Its name within its band.
    pub(super) label: String,
    package: PackageId,
    layer: Option<String>,
    /// The folder right below `src`, for a file without a layer.
    folder: Option<String>,
}

/// What the modules of a band have in common. Packages that are one layer of a workspace together share a band.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    package: Option<PackageId>,
    layer: Option<String>,
    folder: Option<String>,
}

/// The files that count.
pub(super) fn units(model: &Model) -> BTreeMap<FileId, Unit> {
    let folders = folders(model);
    let mut units = BTreeMap::new();
    for load in model.tree.loads.iter().filter(|load| !load.test) {
        let Some(&module) = load.modules.first() else { continue };
        let krate = model.tree.krate(model.tree.module(module).krate);
        if !matches!(krate.kind, TargetKind::Library | TargetKind::Binary) {
            continue;
        }
        let package_path = &*model.file(load.file).facts.package_path;
        let (layer, folder, label) = match model.place(module) {
            Some(place) if place.layer == ROOT => (Some(ROOT.to_owned()), None, short(package_path).to_owned()),
            Some(place) => {
                let path = model.tree.path(module);
                let path = path.strip_prefix("crate::").unwrap_or(&place.layer);
                // In a layer of several folders modules of one name are told by the folder.
                let layer = model.package(krate.package).settings.layer(&place.layer);
                let label = if layer.is_some_and(|layer| layer.folders.len() > 1) || place.module.is_empty() {
                    path.to_owned()
                } else {
                    place.module.clone()
                };
                (Some(place.layer.clone()), None, label)
            }
            None => {
                let folder = folder(&folders, krate.package, package_path);
                (None, folder.clone(), label(&model.tree.path(module), folder.as_deref(), package_path))
            }
        };
        units.entry(load.file).or_insert(Unit { module, label, package: krate.package, layer, folder });
    }
    units
}

/// The folders right below `src` of the backends. Libraries are small: their folders say nothing of a structure.
fn folders(model: &Model) -> BTreeSet<(PackageId, &str)> {
    let of_backends = model.files().iter().filter(|file| model.package(file.package).backend);
    let folder = |path| paths::below(path, "src").and_then(|rest: &str| Some(rest.split_once('/')?.0));
    of_backends.filter_map(|file| Some((file.package, folder(&file.facts.package_path)?))).collect()
}

/// The one of these folders that a file lies in, or whose module it is.
fn folder(folders: &BTreeSet<(PackageId, &str)>, package: PackageId, package_path: &str) -> Option<String> {
    let name = paths::below(package_path, "src")?.split(['/', '.']).next()?;
    folders.contains(&(package, name)).then(|| name.to_owned())
}

fn label(module_path: &str, folder: Option<&str>, package_path: &str) -> String {
    let Some(path) = module_path.strip_prefix("crate::") else { return short(package_path).to_owned() };
    let inner = folder.and_then(|folder| path.strip_prefix(folder)?.strip_prefix("::"));
    inner.unwrap_or(path).to_owned()
}

/// Most files lie in `src`: to say so tells nothing.
fn short(package_path: &str) -> &str {
    paths::below(package_path, "src").unwrap_or(package_path)
}

/// The band of each unit.
pub(super) fn keys(model: &Model, units: &BTreeMap<FileId, Unit>) -> BTreeMap<FileId, Key> {
    let packages: BTreeSet<PackageId> = units.values().map(|unit| unit.package).collect();
    let is_backend = |package: &PackageId| model.package(*package).backend;
    let several_backends = packages.iter().filter(|package| is_backend(package)).count() > 1;
    let key = |unit: &Unit| {
        let is_split = match unit.layer {
            None => packages.len() > 1,
            Some(_) => several_backends && is_backend(&unit.package),
        };
        Key { package: is_split.then_some(unit.package), layer: unit.layer.clone(), folder: unit.folder.clone() }
    };
    units.iter().map(|(file, unit)| (*file, key(unit))).collect()
}

/// The band of a key as data.
pub(super) fn band(model: &Model, key: &Key) -> Band {
    Band {
        layer: key.layer.clone(),
        folder: key.folder.clone(),
        package: key.package.map(|package| model.package(package).name.clone()),
    }
}

/// The bands in order: the composition root, the layers as the settings let them use each other, then what has no layer, by
/// who uses whom.
pub(super) fn arrange(
    model: &Model,
    keys: &BTreeMap<FileId, Key>,
    uses: impl Iterator<Item = ((FileId, FileId), usize)>,
) -> Vec<Key> {
    let mut between: BTreeMap<(&Key, &Key), usize> = BTreeMap::new();
    for ((from, to), count) in uses {
        if let Some(ends) = keys.get(&from).zip(keys.get(&to)).filter(|(from, to)| from != to) {
            *between.entry(ends).or_default() += count;
        }
    }
    let all: BTreeSet<&Key> = keys.values().collect();
    let (mut layered, without): (Vec<&Key>, Vec<&Key>) = all.into_iter().partition(|key| key.layer.is_some());
    let order = model.packages.iter().map(|package| order(&package.settings)).max_by_key(Vec::len).unwrap_or_default();
    layered.sort_by_key(|key| (key.package, rank(&order, key.layer.as_deref())));
    let uses = |from: &Key, to: &Key| between.get(&(from, to)).copied().unwrap_or_default();
    let without = users_first(without, &uses);
    layered.into_iter().chain(without).cloned().collect()
}

fn rank(order: &[String], layer: Option<&str>) -> usize {
    match layer {
        Some(ROOT) => 0,
        layer => order.iter().position(|name| Some(name.as_str()) == layer).map_or(order.len() + 1, |at| at + 1),
    }
}

/// The layers of the settings, users first.
fn order(settings: &Settings) -> Vec<String> {
    let uses = |from: &Layer, to: &Layer| usize::from(from.may_use(&to.name, ""));
    users_first(settings.layers.iter().collect(), &uses).into_iter().map(|layer| layer.name.clone()).collect()
}

/// Users before what they use, as far as there are no circles; where there are, few uses go upward. The heuristic of Eades,
/// Lin and Smyth: what uses nothing that is left goes to the end, what nothing uses to the front, and where there is neither,
/// what uses most more often than it is used.
fn users_first<'a, T: PartialEq>(mut left: Vec<&'a T>, uses: &dyn Fn(&T, &T) -> usize) -> Vec<&'a T> {
    let (mut front, mut end) = (Vec::with_capacity(left.len()), Vec::new());
    while !left.is_empty() {
        let count = |of: &dyn Fn(&T) -> usize, own: &T| {
            left.iter().filter(|other| **other != own).map(|other| of(other)).sum::<usize>()
        };
        let out = |own: &T| count(&|other| uses(own, other), own);
        let used = |own: &T| count(&|other| uses(other, own), own);
        if let Some(at) = left.iter().rposition(|own| out(own) == 0) {
            end.push(left.remove(at));
            continue;
        }
        let surplus = |own: &T| out(own) as i64 - used(own) as i64;
        let at = left
            .iter()
            .position(|own| used(own) == 0)
            .or_else(|| (0..left.len()).rev().max_by_key(|at| left.get(*at).map(|own| surplus(own))));
        front.push(left.remove(at.unwrap_or_default()));
    }
    end.reverse();
    front.extend(end);
    front
}

#[cfg(test)]
mod tests {
    use super::{order, users_first};
    use rulebook_conventions::settings::Settings;

    #[test]
    fn the_layers_of_the_rulebook_stand_as_they_use_each_other() {
        assert_eq!(order(&Settings::default()), ["api", "engines", "services", "core", "models"]);
    }

    #[test]
    fn users_come_first_even_in_a_circle() {
        let names = ["a", "b", "c", "d"];
        for (uses, expected) in [
            (&[("a", "b", 1), ("b", "c", 1), ("c", "d", 1)][..], ["a", "b", "c", "d"]),
            (&[("d", "c", 1), ("c", "b", 1), ("b", "a", 1)], ["d", "c", "b", "a"]),
            (&[("b", "a", 9), ("a", "b", 1), ("a", "c", 1), ("a", "d", 1)], ["b", "a", "c", "d"]),
            (&[], ["a", "b", "c", "d"]),
        ] {
            let count = |from: &&str, to: &&str| {
                uses.iter().filter(|(a, b, _)| a == from && b == to).map(|(.., count)| *count).sum()
            };
            let sorted: Vec<&str> = users_first(names.iter().collect(), &count).into_iter().copied().collect();
            assert_eq!(sorted, expected, "{uses:?}");
        }
    }
}
