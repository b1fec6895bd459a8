// src/rules/s04_layers/used_crate.rs - Uses of packages of a kind by a layer, for the rules that forbid them

//! Uses of packages of a kind by a layer, for the rules that forbid them.

use super::reach::{Reach, Reacher, at_fault, by_way_of, way};
use crate::finding::{Finding, Label};
use crate::project::edges::Edge;
use crate::project::model::Model;
use crate::project::names::Definition;
use crate::project::tree::LoadId;
use crate::rule::Rule;
use rulebook_conventions::settings::Settings;

/// A package that a layer of a backend uses.
pub(super) struct UsedCrate<'m> {
    model: &'m Model,
    edge: Edge<'m>,
    reach: Reach<'m>,
    /// The layer that uses it.
    pub(super) layer: &'m str,
    /// The name of the package, with `_`.
    name: &'m str,
}

impl UsedCrate<'_> {
    /// The finding of a rule that forbids it. `what` says what the package is: `the database`.
    pub(super) fn finding(&self, rule: &'static Rule, what: &str, help: &str) -> Finding {
        let facts = self.model.facts(self.edge.load);
        let label = Label::new(&facts.path, self.edge.span.range(), format!("{what}: `{}`", self.name));
        let way_there = by_way_of(self.model, &self.edge, &self.reach);
        let message = format!("`{}` uses {what}, `{}`{way_there}", facts.package_path, self.name);
        let mut finding = Finding::new(rule, message, help, label);
        finding.related = way(self.model, &self.edge, &self.reach);
        finding
    }
}

/// The uses of packages of a kind by some layers, in one load.
pub(super) fn crate_in_layer<'m>(
    model: &'m Model,
    load: LoadId,
    layers: &[&str],
    is_kind: &dyn Fn(&Settings, &str) -> bool,
) -> Vec<UsedCrate<'m>> {
    let mut reacher = Reacher::new(model);
    let mut used = Vec::new();
    for edge in model.edges_in(load).filter(|edge| !edge.test) {
        let package = model.package_of(edge.from);
        // A module has a place only where its package is a backend or the settings declare the layer.
        let Some(from) = model.place(edge.from).filter(|from| layers.contains(&&*from.layer)) else { continue };
        let found = |target| {
            reacher.ends(target).iter().find_map(|reach| match reach.end {
                Definition::External(external) => {
                    let name = model.external(external);
                    is_kind(&package.settings, name).then(|| (reach.clone(), name))
                }
                _ => None,
            })
        };
        if let Some((reach, name)) = at_fault(&edge, found) {
            used.push(UsedCrate { model, edge, reach, layer: &from.layer, name });
        }
    }
    used
}
