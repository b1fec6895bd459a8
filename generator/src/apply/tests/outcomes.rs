// src/apply/tests/outcomes.rs - What a run that succeeds leaves, and what a stopped one leaves to a person

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::time::{Duration, SystemTime};

use super::faulty::{Fault, Faulty};
use super::tree::{Tree, changes, file, on_disk, read, script, tree};
use crate::apply::{Change, Disk, apply, recover};
use crate::error::Error;

fn create(path: &str, text: &str) -> Change {
    Change { path: path.to_owned(), before: None, after: Some(text.into()), executable: false }
}

fn modify(path: &str, before: &str, after: &str) -> Change {
    Change { before: Some(before.into()), ..create(path, after) }
}

#[test]
fn test_apply_leaves_nothing_but_the_changes() {
    let folder = on_disk(&tree([("a", file("old"))]));
    let changes =
        [modify("a", "old", "new"), create("b/c", "\r\n"), Change { executable: true, ..create("run", "#!\n") }];
    apply(folder.path(), &changes, &Disk).expect("applies");
    assert_eq!(read(folder.path()), tree([("a", file("new")), ("b/c", file("\r\n")), ("run", script("#!\n"))]));
}

/// Takes a file away that holds this.
fn delete(path: &str, before: &str) -> Change {
    Change { path: path.to_owned(), before: Some(before.into()), after: None, executable: false }
}

#[test]
fn test_apply_takes_files_and_emptied_folders_away() {
    let folder = on_disk(&tree([("a/b/c", file("c")), ("a/b/d", file("d")), ("a/e", file("e")), ("f/g", file("g"))]));
    let changes = [delete("a/b/c", "c"), delete("a/b/d", "d"), delete("f/g", "g"), create("f/h", "h")];
    apply(folder.path(), &changes, &Disk).expect("applies");
    assert_eq!(read(folder.path()), tree([("a/e", file("e")), ("f/h", file("h"))]));
    apply(folder.path(), &[delete("a/e", "e"), delete("f/h", "h")], &Disk).expect("applies");
    assert_eq!(read(folder.path()), Tree::new());
}

#[test]
fn test_apply_takes_a_link_away_and_not_what_it_leads_to() {
    let folder = on_disk(&tree([("shared", file("old"))]));
    symlink("shared", folder.path().join("link")).expect("linked");
    apply(folder.path(), &[delete("link", "old")], &Disk).expect("applies");
    assert!(!folder.path().join("link").is_symlink());
    assert_eq!(read(folder.path()), tree([("shared", file("old"))]));
}

#[test]
fn test_recover_leaves_a_file_that_was_made_again_by_hand() {
    let old = tree([("a/b", file("old"))]);
    let folder = stopped(&old, &Tree::new());
    fs::create_dir_all(folder.path().join("a"))
        .and_then(|()| fs::write(folder.path().join("a/b"), "by hand"))
        .expect("mine");
    let error = recover(folder.path(), &Disk).expect_err("a person wrote it");
    assert!(error.to_string().contains("a/b was edited since"), "{error}");
    assert_eq!(fs::read_to_string(folder.path().join("a/b")).expect("there"), "by hand");
}

#[test]
fn test_apply_without_changes_touches_nothing() {
    let root = on_disk(&Tree::new()).path().join("absent");
    apply(&root, &[], &Faulty::new(0, &Fault::Fails)).expect("applies");
    assert!(!root.exists());
}

#[test]
fn test_apply_keeps_permissions_of_what_it_replaces() {
    for mode in [0o600, 0o755, 0o777] {
        let folder = on_disk(&tree([("a", file("old"))]));
        let path = folder.path().join("a");
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("mine");
        let change = Change { executable: mode == 0o600, ..modify("a", "old", "new") };
        apply(folder.path(), &[change], &Disk).expect("applies");
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, mode);
        assert_eq!(fs::read_to_string(&path).expect("there"), "new");
    }
}

#[test]
fn test_apply_writes_through_links_that_stay_inside() {
    let folder = on_disk(&tree([("shared/mod.rs", file("old"))]));
    symlink("shared", folder.path().join("src")).expect("linked");
    symlink("shared/mod.rs", folder.path().join("link.rs")).expect("linked");
    apply(folder.path(), &[modify("link.rs", "old", "new"), create("src/api/job.rs", "job")], &Disk).expect("applies");
    assert!(folder.path().join("link.rs").is_symlink());
    assert_eq!(fs::read_to_string(folder.path().join("shared/mod.rs")).expect("there"), "new");
    assert_eq!(fs::read_to_string(folder.path().join("shared/api/job.rs")).expect("there"), "job");
}

#[test]
fn test_apply_rolled_back_brings_back_times() {
    let folder = on_disk(&tree([("a", file("old"))]));
    let path = folder.path().join("a");
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    fs::File::open(&path).and_then(|file| file.set_modified(then)).expect("mine");
    let n = (0..100)
        .find(|&n| {
            apply(folder.path(), &[modify("a", "old", "new")], &Faulty::new(n, &Fault::Killed)).ok();
            fs::read_to_string(&path).is_ok_and(|text| text == "new")
        })
        .expect("the run changes the file at some time");
    assert!(recover(folder.path(), &Disk).expect("recovers"), "killed after {n} operations");
    assert_eq!(fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("there"), then);
}

#[test]
fn test_recover_without_a_journal_does_nothing() {
    let folder = on_disk(&tree([("a", file("old")), (".rulebook/manifest.toml", file(""))]));
    assert!(!recover(folder.path(), &Faulty::new(0, &Fault::Fails)).expect("recovers"));
    assert!(!recover(&folder.path().join("not/there"), &Faulty::new(0, &Fault::Fails)).expect("recovers"));
}

#[test]
fn test_recover_looks_above() {
    let old = tree([("Cargo.toml", file("[workspace]\n"))]);
    let new = tree([("Cargo.toml", file("[workspace]\n#\n")), ("shop/src/lib.rs", file(""))]);
    let member = (0..100).find_map(|n| {
        let folder = on_disk(&old);
        apply(folder.path(), &changes(&old, &new), &Faulty::new(n, &Fault::Killed)).expect_err("killed");
        folder.path().join("shop/src/lib.rs").exists().then_some(folder)
    });
    let folder = member.expect("the run makes the file at some time");
    assert!(recover(&folder.path().join("shop/src"), &Disk).expect("recovers"));
    assert_eq!(read(folder.path()), old);
}

/// A project whose run was killed when all was in place, but not yet done.
fn stopped(old: &Tree, new: &Tree) -> tempfile::TempDir {
    (0..1000)
        .map_while(|n| {
            let folder = on_disk(old);
            apply(folder.path(), &changes(old, new), &Faulty::new(n, &Fault::Killed)).is_err().then_some(folder)
        })
        .last()
        .expect("a run that is killed")
}

#[test]
fn test_recover_never_loses_what_was_edited_since() {
    let old = tree([("a", file("old")), ("b", file("old"))]);
    let new = tree([("a", file("new")), ("b", file("new")), ("c", file("new"))]);
    for edited in ["a", "c"] {
        let folder = stopped(&old, &new);
        fs::write(folder.path().join(edited), "by hand").expect("writable");
        let before = read(folder.path());
        let error = recover(folder.path(), &Disk).expect_err("refused");
        assert!(matches!(&error, Error::Journal { .. }), "{error}");
        assert!(error.to_string().contains(&format!("{edited} was edited since")), "{error}");
        assert_eq!(read(folder.path()), before, "nothing is undone where not all can be");
        assert!(matches!(apply(folder.path(), &changes(&old, &new), &Disk), Err(Error::Journal { .. })));
        fs::remove_dir_all(folder.path().join(".rulebook-journal")).expect("mine");
        assert!(!recover(folder.path(), &Disk).expect("the way on works"));
    }
}

#[test]
fn test_recover_takes_what_was_deleted_or_undone_by_hand() {
    let old = tree([("a", file("old")), ("b", file("old"))]);
    let new = tree([("a", file("new")), ("b", file("new")), ("c/d", file("new"))]);
    let folder = stopped(&old, &new);
    fs::remove_dir_all(folder.path().join("c")).expect("mine");
    fs::remove_file(folder.path().join("a")).expect("mine");
    assert!(recover(folder.path(), &Disk).expect("recovers"));
    assert_eq!(read(folder.path()), old);
}

#[test]
fn test_recover_keeps_files_of_others_in_new_folders() {
    let old = tree([("a", file("old"))]);
    let new = tree([("a", file("new")), ("c/d", file("new"))]);
    let folder = stopped(&old, &new);
    fs::write(folder.path().join("c/notes"), "by hand").expect("writable");
    assert!(recover(folder.path(), &Disk).expect("recovers"));
    assert_eq!(read(folder.path()), tree([("a", file("old")), ("c/notes", file("by hand"))]));
}

#[test]
fn test_recover_refuses_a_damaged_journal() {
    let old = tree([("a", file("old"))]);
    let new = tree([("a", file("new"))]);
    for (damage, text) in [("not JSON", "{"), ("unknown", r#"{"files": [], "folders": [], "more": 1}"#)] {
        let folder = stopped(&old, &new);
        fs::write(folder.path().join(".rulebook-journal/entries.json"), text).expect("writable");
        let error = recover(folder.path(), &Disk).expect_err(damage);
        assert!(matches!(error, Error::Journal { .. }), "{error}");
        assert_eq!(fs::read_to_string(folder.path().join("a")).expect("there"), "new", "left alone");
    }
    let folder = stopped(&old, &new);
    let entry = r#"{"files": [{"path": "../a", "replaces": false, "checksum": 0}], "folders": []}"#;
    fs::write(folder.path().join(".rulebook-journal/entries.json"), entry).expect("writable");
    fs::remove_file(folder.path().join(".rulebook-journal/0.new")).ok();
    assert!(
        matches!(recover(folder.path(), &Disk), Err(Error::Outside { .. })),
        "a journal can't reach out of the root"
    );
}

#[test]
fn test_apply_executable_follows_the_umask() {
    let folder = on_disk(&Tree::new());
    let run = Change { executable: true, ..create("run", "") };
    apply(folder.path(), &[create("plain", ""), run], &Disk).expect("applies");
    let mode = |path| fs::metadata(folder.path().join(path)).expect("there").permissions().mode();
    assert_eq!(mode("run") & 0o111, (mode("plain") & 0o444) >> 2);
}
