// src/plan/tests/killed.rs - Processes that die at one of their writes, and what the next run makes of what they leave

use std::cell::Cell;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};

use tempfile::TempDir;

use super::{new_project_with, now, templates, templates_but, tree};
use crate::apply::{Access, Disk, FileOps};
use crate::plan::destroy::{Target, destroy_with};
use crate::plan::new::NewProject;
use crate::plan::resource::{Options, Request, generate_with};
use crate::plan::upgrade::upgrade_with;
use crate::plan::{Plan, check};
use crate::spec::ResourceRequest;
use rulebook_conventions::inflection::Inflector;

/// What the process is told: where, what to do, and at which of its operations to die.
const FOLDER: &str = "RULEBOOK_TEST_FOLDER";
const TASK: &str = "RULEBOOK_TEST_TASK";
const DIES_AT: &str = "RULEBOOK_TEST_DIES_AT";
const TASKS: [&str; 4] = ["new", "generate", "upgrade", "destroy"];

/// The disk, until this process dies at one operation, of which a part is done.
struct Dying {
    left: Cell<usize>,
}

impl Dying {
    fn step(&self, part: impl FnOnce()) {
        if self.left.get() == 0 {
            part();
            process::abort();
        }
        self.left.set(self.left.get() - 1);
    }
}

impl FileOps for Dying {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        Disk.read(path)
    }

    fn write_new(&self, path: &Path, bytes: &[u8], access: &Access) -> io::Result<()> {
        self.step(|| drop(fs::write(path, bytes.get(..bytes.len() / 2).unwrap_or_default())));
        Disk.write_new(path, bytes, access)
    }

    fn keep(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| drop(fs::write(to, "a part of")));
        Disk.keep(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| ());
        Disk.rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step(|| ());
        Disk.remove_file(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| ());
        Disk.create_folder(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| ());
        Disk.remove_folder(path)
    }

    fn remove_tree(&self, path: &Path) -> io::Result<()> {
        self.step(|| ());
        Disk.remove_tree(path)
    }

    /// What another process sees of files does not depend on it.
    fn sync(&self, _: &[PathBuf]) -> io::Result<()> {
        Ok(())
    }
}

fn planned(task: &str, home: &Path) -> Plan {
    let inflector = Inflector::default();
    let newer = "fn list_{{ resource.plural }}() {}\n\nfn newer() {}\n";
    match task {
        "new" => {
            let resources = vec![ResourceRequest::from_arguments("job", None, &[])];
            new_project_with(&NewProject { path: home.to_owned(), resources, git: false }, &templates(), now())
        }
        "generate" => {
            let request = [ResourceRequest::from_arguments("note", None, &["text:text".to_owned()])];
            generate_with(
                home,
                Request::Resources(&request),
                &inflector,
                Options::default(),
                |_| Ok(templates()),
                now(),
            )
        }
        "upgrade" => {
            let others = [("resource/src/api/__resource__.rs.tera", Some(newer)), ("project/new.md", Some("new\n"))];
            upgrade_with(home, &inflector, |_| Ok(templates_but(&others)), |_, _, _, _| Ok(()))
        }
        _ => destroy_with(home, Target::Resource, "job", &inflector, false, |_| Ok(templates()), now()),
    }
    .unwrap()
}

/// A place with a project that has a resource, or for one.
fn place(task: &str) -> (TempDir, PathBuf) {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.unwrap();
    let home = folder.path().join("app");
    if task != "new" {
        planned("new", &home).apply().unwrap();
    }
    (folder, home)
}

/// Lets processes die at every `stride`-th operation, from the first, until one comes to its end.
fn die_at_each(task: &str, stride: usize) -> usize {
    let (folder, home) = place(task);
    let old = tree(folder.path());
    planned(task, &home).apply().unwrap();
    let new = tree(folder.path());
    assert_ne!(old, new);
    for (deaths, at) in (0..1000).map(|n| n * stride).enumerate() {
        let (folder, home) = place(task);
        if run(task, &home, at) {
            assert_eq!(tree(folder.path()), new);
            return deaths;
        }
        // The next run undoes what is half done, if anything, before it plans.
        if home.join(".rulebook/manifest.toml").is_file() {
            let (request, options) = (Request::Resources(&[]), Options::default());
            drop(generate_with(&home, request, &Inflector::default(), options, |_| Ok(templates()), now()).unwrap());
        } else {
            drop(planned("new", &home));
        }
        let now = tree(folder.path());
        assert!(now == old || now == new, "{task}, dead at {at}: {:?}", differences(&now, &old, &new));
        if now == new && task != "upgrade" && task != "new" {
            let found = check::check_with(&home, &Inflector::default(), |_| Ok(templates())).unwrap();
            assert_eq!(found.findings, [], "{task}, dead at {at}");
        }
    }
    panic!("{task} has no end");
}

fn differences(
    now: &BTreeMap<String, String>,
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Vec<String> {
    let paths = now.keys().chain(old.keys()).chain(new.keys());
    let mut paths: Vec<String> =
        paths.filter(|path| now.get(*path) != old.get(*path) || now.get(*path) != new.get(*path)).cloned().collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Starts this program as another process that dies. Whether it came to its end.
fn run(task: &str, home: &Path, at: usize) -> bool {
    let path = format!("{}::process_that_dies", module_path!().split_once("::").unwrap().1);
    let status = Command::new(env::current_exe().unwrap())
        .args(["--exact", &path, "--ignored", "--quiet"])
        .envs([(FOLDER, home.as_os_str()), (TASK, task.as_ref()), (DIES_AT, at.to_string().as_ref())])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;

        assert!(status.success() || status.signal().is_some(), "{task}, at {at}: {status}");
    }
    status.success()
}

#[test]
#[ignore = "a process that a test starts"]
fn process_that_dies() {
    let (Some(home), Ok(task), Ok(at)) = (env::var_os(FOLDER), env::var(TASK), env::var(DIES_AT)) else { return };
    let dying = Dying { left: Cell::new(at.parse().unwrap()) };
    planned(&task, Path::new(&home)).apply_by(&dying).unwrap();
}

#[test]
fn a_process_that_dies_leaves_the_old_tree_or_the_new_one() {
    for task in TASKS {
        assert!(die_at_each(task, 7) > 1, "{task}");
    }
}

#[test]
#[ignore = "deep: a process for each write of each command"]
fn a_process_that_dies_at_any_write_leaves_the_old_tree_or_the_new_one() {
    for task in TASKS {
        let deaths = die_at_each(task, 1);
        assert!(deaths > 10, "{task}: {deaths}");
    }
}
