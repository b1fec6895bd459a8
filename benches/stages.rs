// benches/stages.rs - What the stages cost: a resource planned and made, a project linted

//! What the stages cost: a resource planned and made, a project linted.
//!
//! `cargo bench` prints a table; `docs/performance.md` has the figures of one machine.

#![allow(clippy::expect_used, reason = "a benchmark ends where something is not as expected")]

use std::path::Path;

use divan::Bencher;
use divan::counter::ItemsCount;
use tempfile::TempDir;

use rulebook_conventions::inflection::Inflector;
use rulebook_generator::plan::Plan;
use rulebook_generator::spec::ResourceRequest;
use rulebook_generator::{NewProject, Request, generate, new_project};
use rulebook_lint::project::file_system::{Disk, FileSystem};
use rulebook_lint::run::{Options, lint};

fn main() {
    divan::main();
}

/// A resource of ten fields, all of another kind.
fn ten_fields(name: &str) -> ResourceRequest {
    let fields = [
        "title:string:len=1..80",
        "note:text:null",
        "priority:i32:range=0..9:default=0",
        "size:i64",
        "ratio:f64:null",
        "active:bool:default=true",
        "due_on:date:null",
        "starts_at:datetime",
        "status:enum=pending,running,done:default=pending",
        "owner:ref=user:null",
    ];
    ResourceRequest::from_arguments(name, None, &fields.map(str::to_owned))
}

/// A new project on disk, with as many resources of ten fields.
fn project(resources: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let resources = (0..resources).map(|n| ten_fields(&format!("thing_{n}"))).collect();
    let new = NewProject { path: folder.path().join("project"), resources, git: false };
    new_project(&new).expect("a plan").apply().expect("a project");
    folder
}

fn plan(folder: &TempDir) -> Plan {
    generate(
        &folder.path().join("project"),
        Request::Resources(&[ten_fields("backtest")]),
        &Inflector::default(),
        rulebook_generator::Options::default(),
    )
    .expect("a plan")
}

/// Templates rendered and wiring found, nothing written.
#[divan::bench]
fn plan_a_resource(bencher: Bencher<'_, '_>) {
    let folder = project(1);
    bencher.bench_local(|| plan(&folder));
}

/// The same, and written.
#[divan::bench(sample_count = 20)]
fn make_a_resource(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| project(1)).bench_local_values(|folder| {
        plan(&folder).apply().expect("applied");
        folder
    });
}

/// A project with as many resources, from disk to findings; lines a second beside the time.
#[divan::bench(args = [1, 10, 30], sample_count = 20)]
fn lint_a_project(bencher: Bencher<'_, '_>, resources: usize) {
    let folder = project(resources);
    let root = folder.path().join("project");
    let lines = lines(&root);
    bencher.counter(ItemsCount::new(lines)).bench_local(|| {
        let files = Disk::new(&root);
        lint(&files, &Options::default()).expect("a report")
    });
}

fn lines(root: &Path) -> usize {
    let files = Disk::new(root);
    let rust = files.walk("").files.into_iter().filter(|path| path.ends_with(".rs"));
    rust.map(|path| files.read(&path).map_or(0, |bytes| bytes.iter().filter(|&&byte| byte == b'\n').count())).sum()
}
