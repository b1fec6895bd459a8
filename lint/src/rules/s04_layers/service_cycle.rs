// src/rules/s04_layers/service_cycle.rs - RB408: services that use each other in a circle

//! RB408: services that use each other in a circle.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bitcode::{Decode, Encode};
use rustc_hash::FxHashSet;

use super::reach::{Reach, Reacher, by_way_of, place, way};
use crate::finding::{Finding, Label};
use crate::project::edges::Edge;
use crate::project::model::Model;
use crate::project::names::Definition;
use crate::project::package::PackageId;
use crate::project::tree::{LoadId, ModuleId};
use crate::rule::{Check, Fixable, Gathered, Rule, Severity};
use rulebook_conventions::section::Section;

/// RB408.
pub static RULE: Rule = Rule {
    code: "RB408",
    name: "service-cycle",
    section: Some(Section::Layers),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "services that use each other in a circle",
    page: include_str!("service_cycle.md"),
    check: Check::Gathered(gather, check),
};

/// A service: its package, and its module right below the layer's root with whatever lies below that.
type Service<'m> = (PackageId, &'m str);

/// A service and another that it uses.
type Pair<'m> = (Service<'m>, Service<'m>);

/// What each service uses, by name, and the first load that does.
type Uses<'m> = BTreeMap<Service<'m>, BTreeMap<Service<'m>, LoadId>>;

/// A service that a file uses from another one: the numbers of a module of each.
#[derive(Encode, Decode)]
struct Use {
    from: u32,
    to: u32,
}

fn gather(model: &Model, load: LoadId) -> Vec<u8> {
    let mut seen = FxHashSet::default();
    let mut uses = Vec::new();
    each_use(model, load, &mut |edge, reach, services| {
        if let Some(to) = model.defining_module(reach.end).filter(|_| seen.insert(services)) {
            uses.push(Use { from: edge.from.0, to: to.0 });
        }
    });
    Gathered::encode(&uses)
}

fn check(model: &Model, gathered: &Gathered<'_>, findings: &mut Vec<Finding>) {
    let of_module = |module: u32| service(model, Definition::Module(ModuleId(module)));
    let mut uses = Uses::new();
    for (load, Use { from, to }) in gathered.each() {
        if let (Some(from), Some(to)) = (of_module(from), of_module(to)) {
            uses.entry(from).or_default().entry(to).or_insert(load);
        }
    }
    // One circle is reported at a time and then taken apart, so that each finding has a use of its own to mend.
    let services: Vec<Service<'_>> = uses.keys().copied().collect();
    for service in services {
        while let Some(circle) = circle(&uses, service) {
            findings.push(finding(model, &uses, &circle));
            if let [first, second, ..] = circle.as_slice()
                && let Some(used) = uses.get_mut(first)
            {
                used.remove(second);
            }
        }
    }
}

/// Each reference of a load by which one service uses another, in order, and where it ends.
fn each_use<'m>(model: &'m Model, load: LoadId, visit: &mut dyn FnMut(&Edge<'m>, &Reach<'m>, Pair<'m>)) {
    let mut modules = model.tree.load(load).modules.iter();
    if !modules.any(|module| service(model, Definition::Module(*module)).is_some()) {
        return;
    }
    let mut reacher = Reacher::new(model);
    for edge in model.edges_in(load).filter(|edge| !edge.test) {
        let Some(from) = service(model, Definition::Module(edge.from)) else { continue };
        for reach in reacher.ends(edge.target) {
            if let Some(to) = service(model, reach.end).filter(|to| *to != from) {
                visit(&edge, reach, (from, to));
            }
        }
    }
}

/// The service that something belongs to. The root of the layer, which puts the services together, is none.
fn service(model: &Model, definition: Definition) -> Option<Service<'_>> {
    let place = place(model, definition).filter(|place| place.layer == "services" && !place.module.is_empty())?;
    let krate = model.tree.module(model.defining_module(definition)?).krate;
    Some((model.tree.krate(krate).package, place.first()))
}

/// The shortest circle that a service is on, from it on and back to it; each uses the next.
fn circle<'m>(uses: &Uses<'m>, start: Service<'m>) -> Option<Vec<Service<'m>>> {
    let mut before: BTreeMap<Service<'m>, Service<'m>> = BTreeMap::new();
    let mut seen = BTreeSet::from([start]);
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for next in uses.get(&at).into_iter().flat_map(BTreeMap::keys) {
            if *next == start {
                let back = std::iter::successors(Some(at), |service| before.get(service).copied());
                let mut circle: Vec<_> = std::iter::once(start).chain(back).collect();
                circle.reverse();
                return Some(circle);
            }
            if seen.insert(*next) {
                before.insert(*next, at);
                queue.push_back(*next);
            }
        }
    }
    None
}

fn finding(model: &Model, uses: &Uses<'_>, circle: &[Service<'_>]) -> Finding {
    let labels = circle.windows(2).flat_map(|pair| {
        let [from, to] = pair else { return Vec::new() };
        let Some(load) = uses.get(from).and_then(|used| used.get(to)) else { return Vec::new() };
        first_use(model, *load, (*from, *to))
    });
    let mut labels = labels.collect::<Vec<_>>().into_iter();
    let primary = labels.next().unwrap_or_else(|| Label::new(&"".into(), 0..0, ""));
    let names: Vec<String> = circle.iter().map(|(_, name)| format!("`{name}`")).collect();
    let message = format!("services use each other in a circle: {}", names.join(" -> "));
    let help = "Move what both sides need into a service of its own that uses neither, or pass what the one needs of the \
                other as a parameter.";
    Finding { related: labels.collect(), ..Finding::new(&RULE, message, help, primary) }
}

/// Where a load first uses a service from another, and what shows the way if that is not direct.
fn first_use(model: &Model, load: LoadId, services: Pair<'_>) -> Vec<Label> {
    let mut labels = Vec::new();
    each_use(model, load, &mut |edge, reach, between| {
        if between != services || !labels.is_empty() {
            return;
        }
        let (from, to) = services;
        let path = &model.facts(edge.load).path;
        labels.push(Label::new(path, edge.span.range(), format!("`{}` uses `{}`", from.1, to.1)));
        if !by_way_of(model, edge, reach).is_empty() {
            labels.extend(way(model, edge, reach));
        }
    });
    labels
}
