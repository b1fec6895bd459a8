// src/project/tests/bodies.rs - What the paths in bodies mean

use super::{link, name, spell};
use crate::project::bodies::Target;
use crate::project::model::Model;
use crate::project::names::Definition;
use crate::source::body::PathId;

const PROJECT: &str = "
=== src/lib.rs
pub mod jobs;
pub mod service;
use std::fs as files;
use sqlx::query as ask;
pub fn run(service: service::JobService) {
    let list = 1;
    list;
    jobs::list();
    service::JobService::make();
    service::JobService::describe();
    files::read(\"a\");
    ask(\"SELECT 1\");
    service::State::Ready;
    unknown::thing();
    local();
    fn local() {}
    format!(\"{list}\");
}
=== src/jobs.rs
pub fn list() {}
=== src/service.rs
pub struct JobService;
pub enum State { Ready }
pub trait Described { fn describe() {} }
impl Described for JobService { fn describe() {} }
impl JobService { pub fn make() -> Self { Self } }
";

/// Each path in the bodies of `src/lib.rs` with what it means and which function it calls.
fn paths(model: &Model) -> Vec<String> {
    let load = model.tree.load_ids().find(|load| &*model.facts(*load).path == "src/lib.rs");
    let load = load.unwrap();
    let facts = model.facts(load);
    let shown = facts.bodies.paths().iter().enumerate().map(|(at, path)| {
        let id = PathId(at as u32);
        let target = match model.target(load, id) {
            Some(Target::Item { item, rest }) => format!("{} +{rest}", spell(model, Definition::Item(*item))),
            Some(Target::Module(module)) => spell(model, Definition::Module(*module)),
            Some(Target::Outside(path)) => format!("outside {path}"),
            None => "?".to_owned(),
        };
        let called = model.called(load, id).map(|id| {
            let function = model.function(id).unwrap();
            let owner = name(model, crate::project::names::ItemRef { load: id.load, item: function.item });
            format!(", calls {owner}/{}", model.facts(id.load).name(function.name))
        });
        format!("{}: {target}{}", facts.slice(path.span), called.unwrap_or_default())
    });
    shown.collect()
}

#[test]
fn paths_lead_to_functions_and_out_of_the_project() {
    assert_eq!(
        paths(&link(PROJECT)),
        [
            "jobs::list: crate::jobs::list +0, calls list/list",
            "service::JobService::make: crate::service::JobService +1, calls /make",
            "service::JobService::describe: crate::service::JobService +1, calls /describe",
            "files::read: outside std::fs::read",
            "ask: outside sqlx::query",
            "service::State::Ready: crate::service::State +1",
            "unknown::thing: ?",
            "local: crate::local +0, calls local/local",
            "format: ?",
        ]
    );
}
