// src/rules/s04_layers/service_cycle.rs - RB408: services that use each other in a circle

//! RB408: services that use each other in a circle.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::reach::{Reacher, by_way_of, place, way};
use crate::finding::{Finding, Label};
use crate::project::edges::Edge;
use crate::project::model::Model;
use crate::project::names::Definition;
use crate::project::package::PackageId;
use crate::rule::{Check, Fixable, Rule, Severity};
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
    check: Check::Project(check),
};

/// A service: its package, and its module right below the layer's root with whatever lies below that.
type Service<'m> = (PackageId, &'m str);

/// Where a service first uses another, and what shows the way if that is not direct.
struct Use<'m> {
    edge: Edge<'m>,
    way: Vec<Label>,
}

/// What each service uses, by name.
type Uses<'m> = BTreeMap<Service<'m>, BTreeMap<Service<'m>, Use<'m>>>;

fn check(model: &Model, findings: &mut Vec<Finding>) {
    let mut uses = uses(model);
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

fn uses(model: &Model) -> Uses<'_> {
    let mut reacher = Reacher::new(model);
    let mut uses = Uses::new();
    for edge in model.edges().filter(|edge| !edge.test) {
        let Some(from) = service(model, Definition::Module(edge.from)) else { continue };
        for reach in reacher.ends(edge.target) {
            let Some(to) = service(model, reach.end).filter(|to| *to != from) else { continue };
            let known = uses.entry(from).or_default();
            let is_direct = by_way_of(model, &edge, reach).is_empty();
            let way = || if is_direct { Vec::new() } else { way(model, &edge, reach) };
            known.entry(to).or_insert_with(|| Use { edge, way: way() });
        }
    }
    uses
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
        let Some(used) = uses.get(from).and_then(|used| used.get(to)) else { return Vec::new() };
        let path = &model.facts(used.edge.load).path;
        let label = Label::new(path, used.edge.span.range(), format!("`{}` uses `{}`", from.1, to.1));
        std::iter::once(label).chain(used.way.iter().cloned()).collect()
    });
    let mut labels = labels.collect::<Vec<_>>().into_iter();
    let primary = labels.next().unwrap_or_else(|| Label::new(&"".into(), 0..0, ""));
    let names: Vec<String> = circle.iter().map(|(_, name)| format!("`{name}`")).collect();
    let message = format!("services use each other in a circle: {}", names.join(" -> "));
    let help = "Move what both sides need into a service of its own that uses neither, or pass what the one needs of the \
                other as a parameter.";
    Finding { related: labels.collect(), ..Finding::new(&RULE, message, help, primary) }
}
