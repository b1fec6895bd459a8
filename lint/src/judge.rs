// src/judge.rs - What the rules find: in a file alone, in a file as a part of the project, in the project

//! What the rules find: in a file alone, in a file as a part of the project, in the project as a whole.

use rayon::prelude::*;

use crate::cache::{Linked, LinkedFile, Said, Seen, State};
use crate::finding::Finding;
use crate::observe;
use crate::project::looked_at::{self, LookedAt};
use crate::project::model::{FILES_AT_ONCE, FileId, Model};
use crate::project::tree::LoadId;
use crate::routes::RouteTable;
use crate::routes::served::Served;
use crate::rule::{Check, FileContext, Gathered, Rule};
use crate::rules;
use crate::run::Options;

/// The rules that are run, each with its place in the registry.
fn chosen(options: &Options) -> impl Iterator<Item = (usize, &'static Rule)> {
    rules::ALL.iter().copied().enumerate().filter(|(_, rule)| options.runs(rule))
}

/// What the rules find that need one file only.
pub(crate) fn alone(context: &FileContext<'_>, options: &Options) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, rule) in chosen(options) {
        if let Check::File(check) = rule.check {
            observe::rule(options.observer.as_deref(), at, || check(context, &mut findings));
        }
    }
    findings
}

/// What the rules find in each file as a part of the project, in the order of the files. What is kept is not looked for again.
pub(crate) fn linked(model: &Model, kept: &Linked, state: &State, options: &Options) -> Vec<LinkedFile> {
    let mut loads: Vec<Vec<LoadId>> = vec![Vec::new(); model.files().len()];
    for load in model.tree.load_ids() {
        if let Some(of_file) = loads.get_mut(model.tree.load(load).file.index()) {
            of_file.push(load);
        }
    }
    let file = |(at, loads): (usize, &Vec<LoadId>)| match kept.get(state, &model.constants, FileId(at as u32)) {
        Some(known) => known,
        None if kept.keeps() => {
            let (file, looked_at) = looked_at::noting(|| linked_file(model, loads, options));
            LinkedFile { looked_at: seen(model, looked_at), ..file }
        }
        None => linked_file(model, loads, options),
    };
    loads.par_iter().with_max_len(FILES_AT_ONCE).enumerate().map(file).collect()
}

fn linked_file(model: &Model, loads: &[LoadId], options: &Options) -> LinkedFile {
    let observer = options.observer.as_deref();
    let mut file = LinkedFile::default();
    for load in loads {
        for (at, rule) in chosen(options) {
            match rule.check {
                Check::Linked(check) | Check::LinkedAndRoutes(check, _) => {
                    observe::rule(observer, at, || check(model, *load, &mut file.found))
                }
                Check::Gathered(gather, _) => {
                    let bytes = observe::rule(observer, at, || gather(model, *load));
                    let said = Said { rule: at, load: load.0, bytes };
                    file.gathered.extend(Some(said).filter(|said| !said.bytes.is_empty()));
                }
                _ => {}
            }
        }
    }
    file
}

/// What the rules find in what was gathered for them in each file.
pub(crate) fn gathered(model: &Model, files: &[LinkedFile], options: &Options) -> Vec<Finding> {
    let judge = |(at, rule): (usize, &'static Rule)| {
        let mut found = Vec::new();
        if let Check::Gathered(_, judge) = rule.check {
            let said = files.iter().flat_map(|file| &file.gathered).filter(|said| said.rule == at);
            let mut said: Vec<(LoadId, &[u8])> = said.map(|said| (LoadId(said.load), said.bytes.as_slice())).collect();
            said.sort_unstable_by_key(|(load, _)| *load);
            observe::rule(options.observer.as_deref(), at, || judge(model, &Gathered { said }, &mut found));
        }
        found
    };
    chosen(options).flat_map(judge).collect()
}

/// What was looked at for what was found, and for the calls and statements that it came of; none if it may be all.
fn seen(model: &Model, looked_at: LookedAt) -> Option<Seen> {
    let looked_at = looked_at.and(|load| [model.calls.looked_at(load), model.queries.looked_at(load)]);
    let LookedAt { loads, numbers, all, .. } = looked_at;
    let mut files: Vec<u32> = loads.into_iter().map(|load| model.tree.load(load).file.0).collect();
    files.sort_unstable();
    files.dedup();
    (!all).then(|| Seen { files, numbers: numbers.into_iter().collect() })
}

/// What the rules find that need the whole project, in their order. Those that need no routes are run while those are read.
pub(crate) fn project(model: &Model, options: &Options) -> Vec<Finding> {
    let observer = options.observer.as_deref();
    let chosen: Vec<(usize, &'static Rule)> = chosen(options).collect();
    let rules = || chosen.par_iter().with_max_len(1);
    let need_routes =
        chosen.iter().any(|(_, rule)| matches!(rule.check, Check::Routes(_) | Check::LinkedAndRoutes(..)));
    let of_model = |(at, rule): &(usize, &'static Rule)| {
        let mut found = Vec::new();
        if let Check::Project(check) = rule.check {
            observe::rule(observer, *at, || check(model, &mut found));
        }
        (*at, found)
    };
    let of_routes = |(at, rule): &(usize, &'static Rule), served: &Served<'_>| {
        let mut found = Vec::new();
        if let Check::Routes(check) | Check::LinkedAndRoutes(_, check) = rule.check {
            observe::rule(observer, *at, || check(served, &mut found));
        }
        (*at, found)
    };
    let (mut found, table): (Vec<(usize, Vec<Finding>)>, _) = rayon::join(
        || rules().map(of_model).collect(),
        || if need_routes { RouteTable::of(model) } else { RouteTable::default() },
    );
    let served = Served::new(model, &table);
    found.par_extend(rules().map(|rule| of_routes(rule, &served)));
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().flat_map(|(_, found)| found).collect()
}
