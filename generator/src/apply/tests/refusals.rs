// src/apply/tests/refusals.rs - What is refused before anything is written

use std::fs;
use std::io;
use std::os::unix::fs::symlink;

use super::tree::{Node, Tree, file, on_disk, read, tree};
use crate::apply::{Change, Disk, apply};
use crate::error::Error;

fn create(path: &str) -> Change {
    Change { path: path.to_owned(), before: None, after: Some(b"new".to_vec()), executable: false }
}

#[test]
fn test_apply_refuses_paths_that_lead_out() {
    for path in ["../a", "src/../../a", "src/..", "/etc/passwd", "", ".", "./a"] {
        let folder = on_disk(&tree([("in/src/lib.rs", file("old"))]));
        for root in ["in", "new"] {
            let error = apply(&folder.path().join(root), &[create("fine"), create(path)], &Disk).expect_err(path);
            assert!(matches!(&error, Error::Outside { path: named, .. } if named == path), "{root}, {path}: {error}");
            assert_eq!(read(folder.path()), tree([("in/src/lib.rs", file("old"))]), "{root}, {path}");
        }
    }
}

#[test]
fn test_apply_refuses_links_that_lead_out() {
    let folder = on_disk(&tree([("in/Cargo.toml", file("")), ("out/a.rs", file("old"))]));
    let root = folder.path().join("in");
    symlink("../out", root.join("folder")).expect("linked");
    symlink("../out/a.rs", root.join("file.rs")).expect("linked");
    symlink("folder", root.join("twice")).expect("linked");
    for path in ["folder/b.rs", "folder/new/b.rs", "file.rs", "twice/a.rs"] {
        let change = Change { before: Some(b"old".to_vec()), ..create(path) };
        let error = apply(&root, &[create("fine"), change], &Disk).expect_err(path);
        assert!(matches!(&error, Error::Outside { path: named, .. } if named == path), "{path}: {error}");
    }
    symlink("nowhere", root.join("dangling")).expect("linked");
    let error = apply(&root, &[create("dangling")], &Disk).expect_err("dangling");
    assert!(error.to_string().contains("can't follow"), "{error}");
    assert_eq!(read(&folder.path().join("out")), tree([("a.rs", file("old"))]));
    assert!(!root.join("fine").exists());
}

#[test]
fn test_apply_refuses_a_journal_that_lies_outside() {
    let folder = on_disk(&tree([("in/a", file("")), ("out/b", file(""))]));
    symlink("../out", folder.path().join("in/.rulebook-journal")).expect("linked");
    let error = apply(&folder.path().join("in"), &[create("c")], &Disk).expect_err("refused");
    assert!(matches!(error, Error::Outside { .. }), "{error}");
}

#[test]
fn test_apply_refuses_files_that_the_plan_did_not_see() {
    let old = tree([("a", file("edited")), ("b", file("old"))]);
    let cases = [
        ("edited", "a", Some("old")),
        ("appeared", "a", None),
        ("gone", "missing", Some("old")),
        ("gone with its folder", "missing/file", Some("old")),
    ];
    for (what, path, before) in cases {
        let folder = on_disk(&old);
        let fine = Change { before: Some(b"old".to_vec()), ..create("b") };
        let changed = Change { before: before.map(Into::into), ..create(path) };
        let error = apply(folder.path(), &[fine, changed], &Disk).expect_err(what);
        assert!(matches!(&error, Error::Changed { path: named } if named == path), "{what}: {error}");
        assert_eq!(read(folder.path()), old, "{what}");
    }
}

#[test]
fn test_apply_names_what_is_in_the_way() {
    let old = tree([("folder/a", file("")), ("file", file(""))]);
    let cases = [("folder", "folder", io::ErrorKind::IsADirectory), ("file/b", "file", io::ErrorKind::NotADirectory)];
    for (path, named, kind) in cases {
        let folder = on_disk(&old);
        match apply(folder.path(), &[create("fine"), create(path)], &Disk) {
            Err(Error::Io { path: at, source, .. }) => {
                assert!(at.ends_with(named), "{path}: {}", at.display());
                assert_eq!(source.kind(), kind, "{path}");
            }
            other => panic!("{path}: {other:?}"),
        }
        assert_eq!(read(folder.path()), old, "{path}");
    }
}

#[test]
fn test_apply_refuses_a_file_that_is_read_only() {
    let old = tree([("a", Node::File { text: "old".into(), mode: 0o400 })]);
    let folder = on_disk(&old);
    let change = Change { before: Some(b"old".to_vec()), ..create("a") };
    match apply(folder.path(), &[create("fine"), change], &Disk) {
        Err(Error::Io { path, source, .. }) => {
            assert!(path.ends_with("a"));
            assert_eq!(source.kind(), io::ErrorKind::PermissionDenied);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(read(folder.path()), old);
}

#[test]
fn test_apply_rolls_back_where_a_folder_is_read_only() {
    let folder = on_disk(&tree([("closed/a", file("old")), ("open/a", file("old"))]));
    let closed = folder.path().join("closed");
    let permissions = |mode| std::os::unix::fs::PermissionsExt::from_mode(mode);
    fs::set_permissions(&closed, permissions(0o555)).expect("mine");
    // The administrator may write anywhere.
    if fs::write(closed.join("probe"), "").is_err() {
        let before = read(folder.path());
        match apply(folder.path(), &[create("open/b"), create("closed/b")], &Disk) {
            Err(Error::Io { path, source, .. }) => {
                assert!(path.ends_with("closed/b"));
                assert_eq!(source.kind(), io::ErrorKind::PermissionDenied);
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(read(folder.path()), before);
    }
    fs::set_permissions(&closed, permissions(0o755)).expect("mine");
}

#[test]
fn test_apply_refuses_one_path_twice() {
    let old = tree([("a", file("old"))]);
    let folder = on_disk(&old);
    let change = Change { before: Some(b"old".to_vec()), ..create("a") };
    let error = apply(folder.path(), &[change.clone(), change], &Disk).expect_err("refused");
    assert!(matches!(error, Error::Changed { .. }), "{error}");
    assert_eq!(read(folder.path()), old);
}

#[test]
fn test_apply_refuses_to_replace_in_a_new_root() {
    let folder = on_disk(&Tree::new());
    let change = Change { before: Some(Vec::new()), ..create("a") };
    let error = apply(&folder.path().join("new"), &[change], &Disk).expect_err("refused");
    assert!(matches!(error, Error::Changed { .. }), "{error}");
    assert_eq!(read(folder.path()), Tree::new());
}
