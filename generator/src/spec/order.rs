// src/spec/order.rs - Resources in the order in which their tables can be made

//! Resources in the order in which their tables can be made.

use std::collections::BTreeMap;

use super::{ResourceRequest, ResourceSpec};
use crate::error::Problem;

/// Each resource after those that it refers to, otherwise in the order given.
pub(super) fn by_reference(specs: Vec<(&ResourceRequest, ResourceSpec)>) -> Result<Vec<ResourceSpec>, Problem> {
    let places: BTreeMap<String, usize> =
        specs.iter().enumerate().map(|(i, (_, spec))| (spec.names.snake.clone(), i)).collect();
    let edges: Vec<Vec<usize>> = specs
        .iter()
        .map(|(_, spec)| spec.references().into_iter().filter_map(|target| places.get(target).copied()).collect())
        .collect();
    let mut visit = Visit { edges: &edges, done: Vec::new(), open: Vec::new() };
    for i in 0..specs.len() {
        if let Err(circle) = visit.visit(i) {
            let names: Vec<&str> =
                circle.iter().filter_map(|i| specs.get(*i)).map(|(_, spec)| spec.names.snake.as_str()).collect();
            let token = circle.first().and_then(|first| specs.get(*first)).map(|(request, _)| request.name.clone());
            let Some(token) = token else { continue };
            return Err(Problem {
                token: token.text,
                place: token.place,
                reason: format!("resources refer to each other in a circle: {}", names.join(" -> ")),
                help: "make them without one of these references; a table can only refer to one that is there"
                    .to_owned(),
            });
        }
    }
    let order = visit.done;
    let mut specs: Vec<Option<ResourceSpec>> = specs.into_iter().map(|(_, spec)| Some(spec)).collect();
    Ok(order.into_iter().filter_map(|i| specs.get_mut(i).and_then(Option::take)).collect())
}

/// A walk in depth. `open` is the way from the root of the walk, so meeting one of it again is a circle.
struct Visit<'a> {
    edges: &'a [Vec<usize>],
    done: Vec<usize>,
    open: Vec<usize>,
}

impl Visit<'_> {
    fn visit(&mut self, at: usize) -> Result<(), Vec<usize>> {
        if self.done.contains(&at) {
            return Ok(());
        }
        if let Some(start) = self.open.iter().position(|open| *open == at) {
            let mut circle = self.open.split_off(start);
            circle.push(at);
            return Err(circle);
        }
        self.open.push(at);
        for next in self.edges.get(at).into_iter().flatten() {
            self.visit(*next)?;
        }
        self.open.pop();
        self.done.push(at);
        Ok(())
    }
}
