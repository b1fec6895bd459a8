// src/apply/tests/property.rs - Any changes, any two faults: the old tree or the new one

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::faulty::{Fault, Faulty};
use super::tree::{Node, Tree, file, on_disk, read, script, tree};
use crate::apply::{Change, apply, recover};
use crate::error::Error;

/// Few names, so that files and folders get into each other's way.
fn path() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["a", "b", ".rulebook"]), 1..4).prop_map(|names| names.join("/"))
}

fn files() -> impl Strategy<Value = BTreeMap<String, (String, bool)>> {
    prop::collection::btree_map(path(), ("[ab\r\n]{0,3}", any::<bool>()), 0..5)
}

/// What is to lie where: a file, or nothing.
type Wanted = BTreeMap<String, Option<(String, bool)>>;

fn wanted() -> impl Strategy<Value = Wanted> {
    prop::collection::btree_map(path(), prop::option::weighted(0.7, ("[ab\r\n]{0,3}", any::<bool>())), 0..5)
}

/// What can lie in one folder: without the files that lie where others have a folder.
fn possible(files: &BTreeMap<String, (String, bool)>) -> Tree {
    let leaf = |path: &String| !files.keys().any(|other| other.starts_with(&format!("{path}/")));
    let leaves = files.iter().filter(|(path, _)| leaf(path));
    tree(leaves.map(|(path, (text, executable))| (path.as_str(), if *executable { script(text) } else { file(text) })))
}

fn plan(old: &Tree, wanted: &Wanted) -> Vec<Change> {
    let before = |path: &String| match old.get(path) {
        Some(Node::File { text, .. }) => Some(text.clone().into_bytes()),
        _ => None,
    };
    let changes = wanted.iter().map(|(path, file)| Change {
        path: path.clone(),
        before: before(path),
        after: file.as_ref().map(|(text, _)| text.clone().into_bytes()),
        executable: file.as_ref().is_some_and(|(_, executable)| *executable),
    });
    changes.filter(|change| change.before.is_some() || change.after.is_some()).collect()
}

fn after(old: &Tree, changes: &[Change]) -> Tree {
    let mut new = old.clone();
    for change in changes {
        let Some(after) = &change.after else {
            new.remove(&change.path);
            continue;
        };
        let text = std::str::from_utf8(after).expect("text");
        let mode = match old.get(&change.path) {
            Some(Node::File { mode, .. }) => *mode,
            _ if change.executable => 0o700,
            _ => 0o600,
        };
        new.extend(tree([(change.path.as_str(), Node::File { text: text.into(), mode })]));
    }
    let gone = changes.iter().filter(|change| change.after.is_none());
    let mut folders: Vec<&str> =
        gone.flat_map(|change| change.path.match_indices('/').filter_map(|(end, _)| change.path.get(..end))).collect();
    folders.sort_by_key(|folder| std::cmp::Reverse(folder.len()));
    for folder in folders {
        if !new.keys().any(|path| path.starts_with(&format!("{folder}/"))) {
            new.remove(folder);
        }
    }
    new
}

fn fault() -> impl Strategy<Value = Fault> {
    prop::sample::select(vec![Fault::Fails, Fault::Killed])
}

/// Applies with the first fault, recovers with the second, then without.
fn check(
    old: &BTreeMap<String, (String, bool)>,
    wanted: &Wanted,
    first: &(usize, Fault),
    second: &(usize, Fault),
) -> Result<(), TestCaseError> {
    let old = possible(old);
    let changes = plan(&old, wanted);
    let new = after(&old, &changes);
    let folder = on_disk(&old);

    let outcome = apply(folder.path(), &changes, &Faulty::new(first.0, &first.1));
    // A plan that is not possible and a disk that fails are two faults: the journal may have to stay then.
    let rolled_back = matches!(&outcome, Err(error) if !matches!(error, Error::RollbackIncomplete { .. }));
    if rolled_back && first.1 == Fault::Fails {
        let mut now = read(folder.path());
        now.retain(|path, _| !path.starts_with(".rulebook-journal"));
        prop_assert_eq!(&now, &old);
    }
    recover(folder.path(), &Faulty::new(second.0, &second.1)).ok();
    recover(folder.path(), &Faulty::never()).expect("recovers");
    prop_assert_eq!(read(folder.path()), if outcome.is_ok() { new } else { old });
    Ok(())
}

fn config(cases: u32, rng_seed: RngSeed) -> ProptestConfig {
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(100, RngSeed::Fixed(1)))]

    #[test]
    fn test_apply_is_all_or_nothing(
        old in files(), wanted in wanted(), first in (0usize..60, fault()), second in (0usize..40, fault()),
    ) {
        check(&old, &wanted, &first, &second)?;
    }
}

proptest! {
    #![proptest_config(config(5000, RngSeed::Random))]

    #[test]
    #[ignore = "deep: thousands of cases, others each time"]
    fn test_apply_is_all_or_nothing_deep(
        old in files(), wanted in wanted(), first in (0usize..60, fault()), second in (0usize..40, fault()),
    ) {
        check(&old, &wanted, &first, &second)?;
    }
}
