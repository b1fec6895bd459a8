// src/apply/tests/runs_at_once.rs - Runs that meet, in one process and in two, and one that is killed

use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::tree::{Tree, changes, file, on_disk, read, tree};
use crate::apply::lock::Lock;
use crate::apply::{Change, Disk, Session, apply, recover};
use crate::error::Error;

/// Where another process finds the folder that it is to work in.
const FOLDER: &str = "RULEBOOK_TEST_FOLDER";
const SHORT: Duration = Duration::from_millis(50);

#[test]
fn test_apply_at_once_loses_no_change() {
    let folder = on_disk(&tree([("count", file("0"))]));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..5).for_each(|_| count_up(folder.path())));
        }
    });
    assert_eq!(read(folder.path()), tree([("count", file("20"))]));
}

/// Plans and applies until no other run came between.
fn count_up(root: &Path) {
    loop {
        match apply(root, &[one_more(root)], &Disk) {
            Ok(()) => return,
            Err(Error::Changed { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

fn one_more(root: &Path) -> Change {
    let before = fs::read_to_string(root.join("count")).expect("there");
    let after = (before.parse::<u32>().expect("a number") + 1).to_string();
    Change { path: "count".into(), before: Some(before.into()), after: Some(after.into()), executable: false }
}

#[test]
fn test_apply_new_root_at_once_makes_it_once() {
    let folder = on_disk(&Tree::new());
    let project = |name: &str| tree([("Cargo.toml", file(name)), ("src/lib.rs", file(name))]);
    let made: Vec<&str> = thread::scope(|scope| {
        let runs = ["a", "b", "c", "d"].map(|name| {
            let root = folder.path().join("shop");
            scope.spawn(move || match apply(&root, &changes(&Tree::new(), &project(name)), &Disk) {
                Ok(()) => Some(name),
                Err(Error::Changed { .. }) => None,
                Err(error) => panic!("{error}"),
            })
        });
        runs.into_iter().filter_map(|run| run.join().expect("no panic")).collect()
    });
    assert_eq!(made.len(), 1);
    assert_eq!(read(&folder.path().join("shop")), project(made[0]));
}

#[test]
fn test_apply_waits_for_a_run_that_ends() {
    let folder = on_disk(&Tree::new());
    let lock = Lock::take(folder.path()).expect("free");
    thread::scope(|scope| {
        let run = scope.spawn(|| apply(folder.path(), &changes(&Tree::new(), &tree([("a", file(""))])), &Disk));
        thread::sleep(SHORT);
        assert_eq!(read(folder.path()), Tree::new(), "it waits");
        drop(lock);
        run.join().expect("no panic").expect("applies");
    });
    assert_eq!(read(folder.path()), tree([("a", file(""))]));
}

#[test]
fn test_session_keeps_others_out_from_plan_to_end() {
    let folder = on_disk(&tree([("count", file("0"))]));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let session = Session::open(folder.path(), &Disk).expect("opens");
                session.apply(&[one_more(folder.path())], &Disk).expect("nobody came between");
            });
        }
    });
    assert_eq!(read(folder.path()), tree([("count", file("4"))]));
}

#[test]
fn test_session_for_a_new_root_sees_the_one_made_meanwhile() {
    let folder = on_disk(&Tree::new());
    let root = folder.path().join("a/shop");
    let first = Session::open(&root, &Disk).expect("opens");
    thread::scope(|scope| {
        let second = scope.spawn(|| {
            let session = Session::open(&root, &Disk).expect("opens");
            assert!(root.join("Cargo.toml").exists(), "it waited");
            session.apply(&[], &Disk).expect("applies");
        });
        thread::sleep(SHORT);
        first.apply(&changes(&Tree::new(), &tree([("Cargo.toml", file(""))])), &Disk).expect("applies");
        second.join().expect("no panic");
    });
    assert_eq!(read(folder.path()), tree([("a/shop/Cargo.toml", file(""))]));
}

#[test]
fn test_lock_of_another_process_holds_until_that_ends() {
    let folder = on_disk(&Tree::new());
    let mut holder = helper("process_that_holds_the_lock", folder.path());
    let error = Lock::take_within(folder.path(), SHORT).expect_err("held");
    assert!(matches!(&error, Error::Busy { root } if root == folder.path()), "{error}");
    holder.kill().and_then(|()| holder.wait()).expect("mine");
    Lock::take_within(folder.path(), SHORT).expect("free");
    assert_eq!(read(folder.path()), Tree::new(), "no lock file stays");
}

#[test]
fn test_process_killed_leaves_one_of_its_trees() {
    let folder = on_disk(&there_and_back().0);
    for pause in [1, 3, 7, 12, 20, 30, 45, 60] {
        let mut run = helper("process_that_goes_there_and_back", folder.path());
        thread::sleep(Duration::from_millis(pause));
        run.kill().and_then(|()| run.wait()).expect("mine");
        recover(folder.path(), &Disk).expect("recovers");
        let (one, other) = there_and_back();
        let now = read(folder.path());
        assert!(now == one || now == other, "after {pause} ms: {now:#?}");
    }
}

/// Two trees with the same files: a process can go from one to the other again and again.
fn there_and_back() -> (Tree, Tree) {
    let all = |text| {
        let files = ["a", "b/c", "b/d/e", "b/d/f", "g", "h/i"].map(|path| (path, file(text)));
        tree(files)
    };
    (all("one"), all("other"))
}

/// Starts this program as another process that runs one of the functions below, and waits until that says it is ready.
fn helper(name: &str, folder: &Path) -> Child {
    let path = format!("{}::{name}", module_path!().split_once("::").expect("in a crate").1);
    let mut child = Command::new(env::current_exe().expect("a program"))
        .args(["--exact", &path, "--ignored", "--nocapture", "--quiet"])
        .env(FOLDER, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let output = BufReader::new(child.stdout.take().expect("piped"));
    assert!(output.lines().map_while(Result::ok).any(|line| line == "ready"), "{name} is there");
    child
}

fn ready() -> PathBuf {
    let folder = env::var_os(FOLDER).expect("started by a test");
    writeln!(io::stdout(), "\nready").expect("piped");
    folder.into()
}

#[test]
#[ignore = "a process that a test starts"]
fn process_that_holds_the_lock() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let _lock = Lock::take(Path::new(&folder)).expect("free");
    ready();
    io::stdin().read_line(&mut String::new()).expect("piped");
}

#[test]
#[ignore = "a process that a test starts"]
fn process_that_goes_there_and_back() {
    if env::var_os(FOLDER).is_none() {
        return;
    }
    let folder = ready();
    let (one, other) = there_and_back();
    for _ in 0..10_000 {
        let (from, to) = if read(&folder) == one { (&one, &other) } else { (&other, &one) };
        apply(&folder, &changes(from, to), &Disk).expect("applies");
    }
}
