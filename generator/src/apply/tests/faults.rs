// src/apply/tests/faults.rs - A fault at every operation leaves the old tree or the new one

use std::cell::Cell;
use std::fs;
use std::path::Path;

use super::faulty::{BY_HAND, Fault, Faulty};
use super::tree::{Node, Tree, changes, file, on_disk, read, script, tree};
use crate::apply::{apply, recover};
use crate::error::Error;

/// A run in a project that has a manifest, and what it is to make.
fn project() -> (Tree, Tree) {
    let mut old = tree([
        (".rulebook/manifest.toml", file("version = 1\n")),
        ("Cargo.toml", file("[package]\r\n")),
        ("src/api/mod.rs", file("pub mod user;\n")),
        ("src/lib.rs", file("pub mod api;\n")),
        ("run", script("#!/bin/sh\n")),
    ]);
    old.extend(tree([("empty/of/files", Node::Folder)]));
    let mut new = old.clone();
    new.extend(tree([
        (".rulebook/base/src/api/job.rs", file("job\n")),
        (".rulebook/manifest.toml", file("version = 1\n[job]\n")),
        ("Cargo.toml", file("[package]\r\nname = \"a\"\r\n")),
        ("src/api/job.rs", file("job\n")),
        ("src/api/mod.rs", file("pub mod job;\npub mod user;\n")),
        ("run", script("#!/bin/sh\nexit\n")),
        ("tests/job/unit/test_job.rs", file("")),
        ("tests/job/prepare", script("#!/bin/sh\n")),
        ("empty/of/files/no_more", file("one")),
    ]));
    (old, new)
}

/// A run that takes files away, with the folders that this empties, and puts others in their place.
fn smaller() -> (Tree, Tree) {
    let kept = [("src/api/mod.rs", file("pub mod user;\n")), ("Cargo.toml", file("[package]\n"))];
    let mut old = tree(kept.clone());
    old.extend(tree([
        ("src/api/mod.rs", file("pub mod job;\npub mod user;\n")),
        ("src/api/job.rs", file("job\n")),
        ("tests/job/unit/test_job.rs", file("")),
        ("tests/job/prepare", script("#!/bin/sh\n")),
        (".rulebook/base/src/api/job.rs", file("job\n")),
    ]));
    let mut new = tree(kept);
    new.extend(tree([("migrations/2_drop_jobs.sql", file("DROP\n")), ("tests/main.rs", file(""))]));
    (old, new)
}

/// A run in a folder that no run was in before.
fn bare() -> (Tree, Tree) {
    let old = tree([("Cargo.toml", file("[workspace]\n"))]);
    let mut new = old.clone();
    new.extend(tree([
        ("Cargo.toml", file("[workspace]\nmembers = []\n")),
        ("shop/.rulebook/manifest.toml", file("")),
        ("shop/Cargo.toml", file("[package]\n")),
    ]));
    (old, new)
}

/// Runs `at` with a fault at each operation, until there are no more.
fn at_each_operation(fault: &Fault, at: impl Fn(&Faulty)) {
    let operations = (0..1000).find(|&n| {
        let ops = Faulty::new(n, fault);
        at(&ops);
        !ops.met()
    });
    assert!(operations.is_some_and(|count| count > 5), "the run has an end, and did something");
}

fn assert_tree(root: &Path, expected: &Tree, why: &str) {
    assert_eq!(&read(root), expected, "{why}");
}

#[test]
fn test_apply_failure_leaves_the_old_tree() {
    for (old, new) in [project(), smaller(), bare()] {
        at_each_operation(&Fault::Fails, |ops| {
            let folder = on_disk(&old);
            match apply(folder.path(), &changes(&old, &new), ops) {
                Err(error @ Error::RollbackIncomplete { .. }) => panic!("one failure can be rolled back: {error}"),
                Err(error) => assert_tree(folder.path(), &old, &format!("{ops:?}, {error}")),
                Ok(()) => {
                    recover(folder.path(), &Faulty::never()).expect("recovers");
                    assert_tree(folder.path(), &new, &format!("{ops:?}"));
                }
            }
        });
    }
}

#[test]
fn test_apply_killed_leaves_the_old_tree_or_the_new_one() {
    for (old, new) in [project(), smaller(), bare()] {
        at_each_operation(&Fault::Killed, |ops| {
            let folder = on_disk(&old);
            let outcome = apply(folder.path(), &changes(&old, &new), ops);
            recover(folder.path(), &Faulty::never()).expect("recovers");
            let expected = if outcome.is_ok() { &new } else { &old };
            assert_tree(folder.path(), expected, &format!("{ops:?}, {outcome:?}"));
            assert!(!recover(folder.path(), &Faulty::never()).expect("recovers"), "once is enough");
        });
    }
}

#[test]
fn test_apply_after_a_killed_run_starts_from_the_old_tree() {
    for (old, new) in [project(), smaller()] {
        at_each_operation(&Fault::Killed, |ops| {
            let folder = on_disk(&old);
            if apply(folder.path(), &changes(&old, &new), ops).is_err() {
                apply(folder.path(), &changes(&old, &new), &Faulty::never()).expect("recovers by itself");
            }
            recover(folder.path(), &Faulty::never()).expect("recovers");
            assert_tree(folder.path(), &new, &format!("{ops:?}"));
        });
    }
}

#[test]
fn test_recover_killed_leaves_what_the_next_one_needs() {
    for (old, new) in [project(), smaller()] {
        recover_killed(&old, &new);
    }
}

fn recover_killed(old: &Tree, new: &Tree) {
    // The last moment at which the run can be undone is the one with the most to undo.
    let last = (0..1000)
        .take_while(|&n| {
            let folder = on_disk(old);
            apply(folder.path(), &changes(old, new), &Faulty::new(n, &Fault::Killed)).is_err()
        })
        .last()
        .expect("a run that is killed");
    for fault in [Fault::Fails, Fault::Killed] {
        at_each_operation(&fault, |ops| {
            let folder = on_disk(old);
            apply(folder.path(), &changes(old, new), &Faulty::new(last, &Fault::Killed)).expect_err("killed");
            let outcome = recover(folder.path(), ops);
            recover(folder.path(), &Faulty::never()).expect("recovers");
            assert_tree(folder.path(), old, &format!("{ops:?}, {outcome:?}"));
        });
    }
}

#[test]
fn test_apply_new_root_failure_leaves_no_root() {
    let new = bare().1;
    for root in ["shop", "a/b/shop"] {
        for fault in [Fault::Fails, Fault::Killed] {
            at_each_operation(&fault, |ops| {
                let folder = on_disk(&Tree::new());
                let root = folder.path().join(root);
                let outcome = apply(&root, &changes(&Tree::new(), &new), ops);
                if fault == Fault::Killed {
                    recover(&root, &Faulty::never()).expect("recovers");
                }
                match outcome {
                    Ok(()) => assert_tree(&root, &new, &format!("{ops:?}")),
                    Err(error) => assert_tree(folder.path(), &Tree::new(), &format!("{ops:?}, {error}")),
                }
            });
        }
    }
}

#[test]
fn test_apply_meets_a_person_who_saves_a_file() {
    let (old, new) = project();
    let place = "src/api/mod.rs";
    let lost = Cell::new(0);
    let folder = on_disk(&old);
    at_each_operation(&Fault::Edited(folder.path().join(place)), |ops| {
        fs::remove_dir_all(folder.path()).and_then(|()| fs::create_dir(folder.path())).expect("mine");
        super::tree::write(folder.path(), &old);
        let outcome = apply(folder.path(), &changes(&old, &new), ops);
        if !ops.met() {
            return;
        }
        let mut expected = if outcome.is_ok() { new.clone() } else { old.clone() };
        if read(folder.path())[place] == new[place] {
            // Saved between the last look at the file and the rename: no file system tells of that.
            lost.set(lost.get() + 1);
        } else {
            expected.extend(tree([(place, file(BY_HAND))]));
        }
        assert_tree(folder.path(), &expected, &format!("{ops:?}, {outcome:?}"));
    });
    assert_eq!(lost.get(), 1, "one moment, and no more");
}
