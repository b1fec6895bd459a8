// src/review/services.rs - Public functions of services that are new or do something else, and the tests that reach them

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Place, States, place_of};
use crate::calls::shape::Shape;
use crate::finding::Label;
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::routes::body::type_text;
use crate::routes::served::Served;
use crate::rules::service_function::{ServiceFunction, service_functions};
use crate::rules::test_function::{Reach, reached_by_tests, tests};

/// A function of a service that is new or does something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServiceChange {
    /// Its name, with that of its type.
    pub name: String,
    /// Whether it is new; else it changed.
    pub new: bool,
    /// The tests that reach it, by name.
    pub tests: Vec<String>,
    /// Whether a test may reach it by a method of that name on a value whose type is not known.
    pub maybe: bool,
    /// Where it is.
    pub place: Place,
}

impl ServiceChange {
    /// Whether no test reaches it, as far as can be told.
    pub fn is_untested(&self) -> bool {
        self.tests.is_empty() && !self.maybe
    }
}

/// What a function does: its signature and the shape of its body.
type Does = (Vec<String>, Option<Shape>);

pub(super) fn compare(states: &States<'_>) -> Vec<ServiceChange> {
    let base_model = &states.base.model;
    let mut before: BTreeMap<String, Vec<Does>> = BTreeMap::new();
    for service in service_functions(base_model) {
        before.entry(service.name(base_model)).or_default().push(does(base_model, &service));
    }
    let model = &states.head.model;
    let changed = service_functions(model).into_iter().filter_map(|service| {
        if service.is_plain(model) || !states.is_changed(&service.facts.path) {
            return None;
        }
        let known = before.get(&service.name(model));
        let is_same = known.is_some_and(|known| known.contains(&does(model, &service)));
        (!is_same).then_some((known.is_none(), service))
    });
    let changed: Vec<(bool, ServiceFunction<'_>)> = changed.collect();
    if changed.is_empty() {
        return Vec::new();
    }
    let tests = tests(model);
    let ids: Vec<FunctionRef> = changed.iter().map(|(_, service)| service.id).collect();
    let served = Served::new(model, &states.head_routes);
    let all = reached_by_tests(&served, &tests, &ids);
    let mut reach = Reach::new(&served);
    let reached: Vec<_> = tests.iter().map(|test| (test, reach.from(test.id))).collect();
    let change = |(new, service): (bool, ServiceFunction<'_>)| {
        let mut names: Vec<String> = reached
            .iter()
            .filter(|(_, reached)| reached.has(model, service.id))
            .map(|(test, _)| test.name().to_owned())
            .collect();
        names.sort();
        names.dedup();
        let label = Label::new(&service.facts.path, service.function.name.range(), "");
        ServiceChange {
            name: service.name(model).trim_matches('`').to_owned(),
            new,
            maybe: names.is_empty() && all.has(model, service.id),
            tests: names,
            place: place_of(model, &label),
        }
    };
    changed.into_iter().map(change).collect()
}

fn does(model: &Model, service: &ServiceFunction<'_>) -> Does {
    let (facts, function) = (service.facts, service.function);
    let types = function.parameters.iter().map(|parameter| parameter.ty).chain(function.returns);
    let body = function.body.map(|body| Shape::of_body(model, service.id.load, facts.bodies.body(body)));
    (types.map(|ty| type_text(facts, ty)).collect(), body)
}
