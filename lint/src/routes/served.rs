// src/routes/served.rs - The routes of a project, with what several rules ask of them

//! The routes of a project, with what several rules ask of them: worked out once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::resource::Program;
use super::spoken::{Spoken, spoken};
use super::{Handler, Route, RouteTable};
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::source::facts::Function;

/// What the rules on routes are given.
pub struct Served<'m> {
    /// The linked project.
    pub(crate) model: &'m Model,
    /// Its routes.
    pub(crate) table: &'m RouteTable,
    /// Its programs, each with its routes taken apart.
    pub(crate) programs: Vec<Program<'m>>,
    handlers: BTreeMap<FunctionRef, &'m Function>,
    spoken: OnceLock<BTreeMap<ItemRef, Vec<Spoken>>>,
}

impl<'m> Served<'m> {
    /// The routes of a table, which is that of the model.
    pub(crate) fn new(model: &'m Model, table: &'m RouteTable) -> Self {
        let programs = Program::all(model, table);
        Self { model, table, programs, handlers: handlers(model, table), spoken: OnceLock::new() }
    }

    /// The functions that are mounted, each once, in order.
    pub(crate) fn handlers(&self) -> impl Iterator<Item = (FunctionRef, &'m Function)> {
        self.handlers.iter().map(|(id, function)| (*id, *function))
    }

    /// Whether a function is mounted.
    pub(crate) fn is_handler(&self, id: FunctionRef) -> bool {
        self.handlers.contains_key(&id)
    }

    /// The types of the project that handlers take and return, each with what it is to them.
    pub(crate) fn spoken(&self) -> &BTreeMap<ItemRef, Vec<Spoken>> {
        self.spoken.get_or_init(|| spoken(self.model, self.handlers()))
    }
}

fn handlers<'m>(model: &'m Model, table: &RouteTable) -> BTreeMap<FunctionRef, &'m Function> {
    let id = |route: &Route| match route.handler {
        Handler::Function(id) => Some((id, model.function(id)?)),
        Handler::Other(..) => None,
    };
    table.routes.iter().filter_map(id).collect()
}
