// src/rules/s04_layers/forbidden.rs - Uses of one layer by another that the settings do not allow

//! Uses of one layer by another that the settings do not allow, for the rules that report them.

use rustc_hash::FxHashMap;

use super::reach::{Reach, Reacher, at_fault, by_way_of, place, way};
use crate::finding::{Finding, Label};
use crate::project::edges::Edge;
use crate::project::layers::Place;
use crate::project::model::Model;
use crate::project::names::Definition;
use crate::project::tree::{LoadId, ModuleId};
use crate::rule::Rule;
use rulebook_conventions::settings::{Access, Layer};

/// A use that is not allowed.
pub(super) struct Forbidden<'m> {
    model: &'m Model,
    edge: Edge<'m>,
    reach: Reach<'m>,
    /// The layer that uses.
    pub(super) layer: &'m Layer,
    /// The module that uses.
    pub(super) from: &'m Place,
    /// The module that is used.
    pub(super) to: &'m Place,
}

impl Forbidden<'_> {
    /// The words for a way that is not direct.
    pub(super) fn by_way_of(&self) -> String {
        by_way_of(self.model, &self.edge, &self.reach)
    }

    /// The finding at the use, which shows the way to what is used.
    pub(super) fn finding(&self, rule: &'static Rule, message: String, help: String) -> Finding {
        let path = &self.model.facts(self.edge.load).path;
        let label = Label::new(path, self.edge.span.range(), format!("uses {}", name(self.to)));
        Finding { related: way(self.model, &self.edge, &self.reach), ..Finding::new(rule, message, help, label) }
    }
}

/// The uses by some places of some others that the settings do not allow, one for each reference of a load.
pub(super) fn forbidden<'m>(
    model: &'m Model,
    load: LoadId,
    is_user: &dyn Fn(&Place) -> bool,
    is_used: &dyn Fn(&Place) -> bool,
) -> Vec<Forbidden<'m>> {
    let mut reacher = Reacher::new(model);
    let mut uses = Vec::new();
    let user = |module: ModuleId| {
        let from = model.place(module).filter(|from| is_user(from))?;
        Some((from, model.package_of(module).settings.layer(&from.layer)?))
    };
    let mut users: FxHashMap<ModuleId, Option<(&Place, &Layer)>> = FxHashMap::default();
    for edge in model.edges_in(load).filter(|edge| !edge.test) {
        let Some((from, layer)) = *users.entry(edge.from).or_insert_with(|| user(edge.from)) else { continue };
        let wrong = |target| {
            reacher.ends(target).iter().find_map(|reach| {
                let to = place(model, reach.end)?;
                let is_wrong = is_used(to)
                    && (!may_use(layer, from, to, reach.end) || is_hidden(model, &edge, from, to, reach.end));
                is_wrong.then(|| (reach.clone(), to))
            })
        };
        if let Some((reach, to)) = at_fault(&edge, wrong) {
            uses.push(Forbidden { model, edge, reach, layer, from, to });
        }
    }
    uses
}

/// Whether a module of a layer may use what lies at `to`.
fn may_use(layer: &Layer, from: &Place, to: &Place, target: Definition) -> bool {
    let own = from.layer == to.layer;
    // A layer's own root puts its modules together; a module is one with what lies below it.
    let is_family = from.module.is_empty() || from.first() == to.first();
    if (own && is_family) || layer.may_use(&to.layer, &to.module) {
        return true;
    }
    // To name a module is no use of it if something below it may be used: what is then named of it decides.
    matches!(target, Definition::Module(_))
        && layer.may_use.iter().any(|access| match access {
            Access::Module { layer, module } => *layer == to.layer && is_below(module, &to.module),
            Access::Anything | Access::Layer(_) => false,
        })
}

/// Whether another layer keeps to itself what is used of it.
fn is_hidden(model: &Model, edge: &Edge<'_>, from: &Place, to: &Place, target: Definition) -> bool {
    let Some(layer) = model.package_of(edge.from).settings.layer(&to.layer).filter(|_| from.layer != to.layer) else {
        return false;
    };
    let item = match target {
        Definition::Item(item) => model.item(item).and_then(|data| Some(model.facts(item.load).name(data.name?))),
        Definition::Module(_) | Definition::External(_) => None,
    };
    let parts: Vec<&str> =
        [to.module.as_str(), item.unwrap_or_default()].into_iter().filter(|it| !it.is_empty()).collect();
    !layer.shows(&parts.join("::"))
}

fn is_below(module: &str, outer: &str) -> bool {
    outer.is_empty() || module.strip_prefix(outer).is_some_and(|rest| rest.starts_with("::"))
}

/// A place as the settings name it: `core::db`.
pub(super) fn name(place: &Place) -> String {
    match place.first() {
        "" => format!("`{}`", place.layer),
        module => format!("`{}::{module}`", place.layer),
    }
}
