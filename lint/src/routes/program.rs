// src/routes/program.rs - The programs of a project, and the routes that each serves

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::eval::Evaluator;
use super::relevant::{Relevant, functions, returns_router};
use super::value::{Lost, Place, Routes, Value};
use super::{Fault, FaultKind, Route, RouteTable};
use crate::finding::Unresolved;
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::package::TargetKind;
use crate::project::tree::CrateId;
use crate::source::facts::{Function, ItemKind};

/// The routes of all programs.
pub(super) fn table(model: &Model) -> RouteTable {
    let relevant = Relevant::new(model);
    let mut table = Builder { model, routes: Vec::new(), lost: Vec::new(), faults: Vec::new() };
    let mut entered: FxHashSet<FunctionRef> = FxHashSet::default();
    for krate in (0..model.tree.crates.len() as u32).map(CrateId) {
        let Some(main) = main_of(model, krate).filter(|main| relevant.contains(*main)) else { continue };
        let mut evaluator = Evaluator::new(model, &relevant);
        evaluator.enter(main, Value::Unknown, Vec::new());
        let served = std::mem::take(&mut evaluator.served);
        if !served.is_empty() {
            entered.extend(evaluator.entered.iter().copied());
        }
        table.add(krate, &served, evaluator.lost);
    }
    // What no program serves as far as is seen, each package may serve for others to run.
    for root in roots(model, &relevant, &entered) {
        let mut evaluator = Evaluator::new(model, &relevant);
        let (value, ..) = evaluator.enter(root, Value::Unknown, Vec::new());
        let mut served = std::mem::take(&mut evaluator.served);
        routers_in(&value, &mut served);
        let krate = krate_of(model, root);
        table.add(krate, &served, evaluator.lost);
    }
    table.finish()
}

/// The `main` of a binary.
fn main_of(model: &Model, krate: CrateId) -> Option<FunctionRef> {
    let data = model.tree.krate(krate);
    let is_backend = model.package(data.package).backend;
    if data.kind != TargetKind::Binary || !is_backend {
        return None;
    }
    model.tree.module(data.root).parts.iter().find_map(|part| {
        let facts = model.facts(part.load);
        let is_main = |function: &Function| {
            let item = facts.items.get(function.item.index());
            facts.name(function.name) == "main"
                && item.is_some_and(|item| item.kind == ItemKind::Fn && item.scope == part.scope)
        };
        let at = facts.functions.iter().position(is_main)?;
        Some(FunctionRef { load: part.load, function: at as u32 })
    })
}

fn krate_of(model: &Model, id: FunctionRef) -> CrateId {
    let root = model.tree.load(id.load).modules.first();
    root.map_or(CrateId(0), |module| model.tree.module(*module).krate)
}

/// Functions of applications that return a router, that no program entered and that are no part of another's router.
fn roots(model: &Model, relevant: &Relevant<'_>, entered: &FxHashSet<FunctionRef>) -> Vec<FunctionRef> {
    let is_root = |id: FunctionRef, function: &Function| {
        let module = model.tree.load(id.load).modules.first();
        !model.tree.load(id.load).test
            && module.is_some_and(|module| model.is_application(*module))
            && returns_router(model, id.load, function)
            && !entered.contains(&id)
            && !relevant.is_part(id)
    };
    // A package of which a program was followed has its routes; what is left over of it nobody mounts.
    let followed: BTreeSet<_> = entered.iter().map(|id| model.tree.krate(krate_of(model, *id)).package).collect();
    let is_open = |id: FunctionRef| !followed.contains(&model.tree.krate(krate_of(model, id)).package);
    let roots = functions(model).filter(|(id, function)| is_open(*id) && is_root(*id, function));
    roots.map(|(id, _)| id).collect()
}

/// The routers that a value is or holds.
fn routers_in(value: &Value, found: &mut Vec<Rc<Routes>>) {
    match value {
        Value::Router(routes) => found.push(Rc::clone(routes)),
        Value::Tuple(parts) | Value::List(parts) => parts.iter().for_each(|part| routers_in(part, found)),
        Value::Struct(made) => made.fields.values().for_each(|part| routers_in(part, found)),
        _ => {}
    }
}

struct Builder<'m> {
    model: &'m Model,
    /// Each with the call that adds it and which of its answers it is: a router that is served twice over is one.
    routes: Vec<(Route, (u32, usize))>,
    lost: Vec<Lost>,
    faults: Vec<Fault>,
}

impl Builder<'_> {
    fn add(&mut self, program: CrateId, served: &[Rc<Routes>], lost: Vec<Lost>) {
        for routes in served {
            for entry in &routes.entries {
                for (at, answer) in entry.answers.iter().enumerate() {
                    let layers = answer.layers.iter().chain(&entry.layers).cloned().collect();
                    let route = Route {
                        program,
                        method: answer.method,
                        path: entry.path.to_string(),
                        handler: answer.handler.clone(),
                        layers,
                        conditional: entry.conditional,
                        load: entry.place.load,
                        span: entry.place.span,
                    };
                    self.routes.push((route, (entry.id, at)));
                }
            }
            self.lost.extend(routes.lost.iter().cloned());
            let fault =
                |(place, kind): &(Place, FaultKind)| Fault { program, load: place.load, span: place.span, kind: *kind };
            self.faults.extend(routes.faults.iter().map(fault));
        }
        self.lost.extend(lost);
    }

    fn finish(self) -> RouteTable {
        let Self { model, mut routes, lost, mut faults } = self;
        faults.sort();
        faults.dedup();
        // The sort is stable: of one method and path the one that was added first stands first.
        routes.sort_by(|(a, _), (b, _)| (a.program, &a.path, a.method).cmp(&(b.program, &b.path, b.method)));
        let mut kept: Vec<(Route, (u32, usize))> = Vec::with_capacity(routes.len());
        for (route, from) in routes {
            let is_near = |(known, _): &&(Route, _)| known.program == route.program && known.path == route.path;
            if !kept.iter().rev().take_while(is_near).any(|(known, of)| *of == from && *known == route) {
                kept.push((route, from));
            }
        }
        let unresolved = |lost: Lost| {
            let Lost { prefix, place: Place { load, span }, reason } = lost;
            let reason = if prefix.is_empty() { reason.to_string() } else { format!("{reason} (below `{prefix}`)") };
            Unresolved { path: model.facts(load).path.clone(), range: span.range(), reason }
        };
        let mut unresolved: Vec<Unresolved> = lost.into_iter().map(unresolved).collect();
        unresolved.sort_by(|a, b| (&a.path, a.range.start, &a.reason).cmp(&(&b.path, b.range.start, &b.reason)));
        unresolved.dedup();
        RouteTable { routes: kept.into_iter().map(|(route, _)| route).collect(), faults, unresolved }
    }
}
