// src/apply/tests/replace.rs - One file replaced as a whole, or not at all

use std::fs;
use std::io;
use std::os::unix::fs::symlink;

use super::faulty::{BY_HAND, Fault, Faulty};
use super::tree::{Node, file, on_disk, read, script, tree};
use crate::apply::{Disk, replace};
use crate::error::Error;

#[test]
fn test_replace_keeps_permissions_and_links() {
    let folder = on_disk(&tree([("shared/run", script("old"))]));
    let link = folder.path().join("run");
    symlink("shared/run", &link).expect("linked");
    replace(&link, b"old", b"new\r\n", &Disk).expect("replaces");
    assert!(link.is_symlink());
    fs::remove_file(link).expect("mine");
    assert_eq!(read(folder.path()), tree([("shared/run", script("new\r\n"))]));
}

#[test]
fn test_replace_with_a_fault_leaves_the_old_file_or_the_new_one() {
    for fault in [Fault::Fails, Fault::Killed] {
        let mut n = 0;
        loop {
            let folder = on_disk(&tree([("a", file("old"))]));
            let path = folder.path().join("a");
            let ops = Faulty::new(n, &fault);
            let outcome = replace(&path, b"old", b"new", &ops);
            let text = if outcome.is_ok() { "new" } else { "old" };
            assert_eq!(fs::read_to_string(&path).expect("there"), text, "{ops:?}");
            // What a run that was killed leaves is in the way of nobody.
            replace(&path, text.as_bytes(), b"newer", &Faulty::never()).expect("replaces");
            assert_eq!(read(folder.path()), tree([("a", file("newer"))]), "{ops:?}");
            if !ops.met() {
                break;
            }
            n += 1;
        }
        assert!(n > 4, "it did something");
    }
}

#[test]
fn test_replace_refuses_what_was_changed_since() {
    for n in 0..5 {
        let folder = on_disk(&tree([("a", file("old"))]));
        let path = folder.path().join("a");
        let error = replace(&path, b"old", b"new", &Faulty::new(n, &Fault::Edited(path.clone()))).expect_err("refused");
        assert!(matches!(&error, Error::Changed { path: named } if *named == path.display().to_string()), "{error}");
        assert_eq!(read(folder.path()), tree([("a", file(BY_HAND))]), "before operation {n}");
    }
}

#[test]
fn test_replace_refuses_what_is_no_file_to_write_to() {
    let locked = Node::File { text: "old".into(), mode: 0o400 };
    let before = tree([("folder/locked", locked)]);
    let folder = on_disk(&before);
    let cases = [
        ("missing", io::ErrorKind::NotFound),
        ("folder", io::ErrorKind::IsADirectory),
        ("folder/locked", io::ErrorKind::PermissionDenied),
    ];
    for (path, kind) in cases {
        match replace(&folder.path().join(path), b"old", b"new", &Disk) {
            Err(Error::Io { path: named, source, .. }) => {
                assert!(named.ends_with(path), "{path}: {}", named.display());
                assert_eq!(source.kind(), kind, "{path}");
            }
            other => panic!("{path}: {other:?}"),
        }
        assert_eq!(read(folder.path()), before, "{path}");
    }
}
